"""Minibatch SGD as an estimator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.utils import check_random_state

from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.solvers.sgd.suggestion import suggest_config

from .fitted_line import FittedLine

if TYPE_CHECKING:
    from numpy.random import RandomState

# What is suggested for the data where it is None.
_SUGGESTED = ("learning_rate", "batch_size", "epochs", "decay")
_AS_GIVEN = ("decay_epochs", "decay_factor", "momentum", "weight_decay", "standardise", "average_after")


class MinibatchSGDRegressor(FittedLine):
    """Minibatch stochastic gradient descent, with the updates and the order of the rows of the program.

    Parameters
    ----------
    loss : "squared", "absolute", "huber" or "poisson"
        What becomes small on the mean over the rows.
    huber_threshold : float, optional
        Up to where errors count by their square; by default 1.345 times the spread of the residuals of least
        squares.
    learning_rate : float, optional
        Step size; by default what is suggested for the data, as are the next three.
    batch_size : int, optional
        Rows per minibatch.
    epochs : int, optional
        Passes over all rows.
    decay : "constant", "cosine", "inverse time" or "step", optional
        How the learning rate falls.
    decay_epochs, decay_factor, momentum, weight_decay, standardise, average_after
        See `linreg_gui.core.SgdConfig`.
    tolerance : float, optional
        Stop when the loss hardly falls any more, see `linreg_gui.core.StopRules`.
    patience : int, optional
        Stop after so many epochs without a new least loss over the rows that are held out, and go back to
        that; needs ``validation_fraction``.
    validation_fraction : float, optional
        Share of the rows that is held out.
    fit_intercept : bool
        Whether the model has a bias.
    random_state : int, RandomState or None
        Decides the order of the rows, and which are held out. The same whole number, the same run.

    Attributes
    ----------
    coef_, intercept_
        Weights and bias.
    fit_ : linreg_gui.core.Fit
        The same with everything that is known of the run.
    config_ : linreg_gui.core.SgdConfig
        The settings that the run had.
    loss_ : linreg_gui.core.Loss
    n_features_in_, feature_names_in_
        As in every estimator.
    """

    def __init__(
        self,
        *,
        loss: str = "squared",
        huber_threshold: float | None = None,
        learning_rate: float | None = None,
        batch_size: int | None = None,
        epochs: int | None = None,
        decay: str | None = None,
        decay_epochs: float = 1.0,
        decay_factor: float = 0.5,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
        standardise: bool = True,
        average_after: int | None = None,
        tolerance: float | None = None,
        patience: int | None = None,
        validation_fraction: float | None = None,
        fit_intercept: bool = True,
        random_state: int | RandomState | None = 0,
    ) -> None:
        self.loss = loss
        self.huber_threshold = huber_threshold
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.epochs = epochs
        self.decay = decay
        self.decay_epochs = decay_epochs
        self.decay_factor = decay_factor
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.standardise = standardise
        self.average_after = average_after
        self.tolerance = tolerance
        self.patience = patience
        self.validation_fraction = validation_fraction
        self.fit_intercept = fit_intercept
        self.random_state = random_state

    def _solve(self, data: Dataset, loss: Loss) -> Fit:
        loss.check_labels(data.y)
        given: dict[str, Any] = {name: getattr(self, name) for name in _AS_GIVEN}
        chosen = {name: getattr(self, name) for name in _SUGGESTED}
        given |= {name: value for name, value in chosen.items() if value is not None}
        config = SgdConfig(loss=loss, seed=self._seed())
        if len(given) < len(_AS_GIVEN) + len(_SUGGESTED):
            checked = replace(config, **given)
            config = suggest_config(
                data,
                seed=config.seed,
                standardise=checked.standardise,
                loss=loss,
                weight_decay=checked.weight_decay,
            )
        self.config_ = replace(config, **given)
        stop = StopRules(tolerance=self.tolerance, patience=self.patience)
        return fit(data, solver="sgd", config=self.config_, stop=stop, validation=self.validation_fraction)

    def _seed(self) -> int:
        if isinstance(self.random_state, int | np.integer) and not isinstance(self.random_state, bool):
            return int(self.random_state)
        return int(check_random_state(self.random_state).randint(2**31 - 1))
