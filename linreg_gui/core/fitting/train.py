"""`train`: a whole run of minibatch SGD with stop rules, validation and a record of its losses."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow
from linreg_gui.core.backend.backend import backend as open_backend
from linreg_gui.core.backend.dataset_on_device import moments_on
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.linear_model import r_squared
from linreg_gui.core.model.losses import Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import Moments, moments, uncentred
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.schedule import DECAYS, rate_factor
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.solvers.sgd.stopping import Ending, StopCheck, StopRules, ending_words
from linreg_gui.core.wording import counted

from .holdout import matching_columns, split_rows

# More records than twice this are thinned to every second one.
_RECORDS = 2000
# Values touched between two looks at the clock: some ten milliseconds of work.
_SLICE_VALUES = 2_000_000


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """What a run of minibatch SGD came to.

    Attributes
    ----------
    data : Dataset
        The rows it was trained on, without those held out.
    fit : Fit
        Its ``explanation`` says which rule ended the run and how far it is from the exact solution.
    ended_by : str
        ``"epochs"``, ``"target loss"``, ``"distance"``, ``"tolerance"``, ``"patience"``, ``"seconds"`` or
        ``"diverged"``; then the state is the last finite one.
    snapshot : Snapshot
        The state the fit is made of.
    loss : float
        Its mean loss over all training rows.
    distance : float
        Of its predictions from the exact ones, see `LossSurface.distance`. With weight decay the exact
        solution is that of ridge; that of another loss is worked out only for a rule that needs it, and the
        distance is NaN without.
    standard_errors_off : float
        Of its weights and bias from the exact ones, see `LossSurface.standard_errors_off`; NaN with weight
        decay, too.
    steps : array of int, shape (k,)
        Steps at which losses were recorded: 0, the ends of (at most some thousand evenly chosen) epochs,
        and the last step.
    training_loss, validation_loss : array, shape (k,)
        Mean losses over all rows of either part at these steps; NaN where nothing is held out.
    """

    data: Dataset
    fit: Fit
    ended_by: Ending
    snapshot: Snapshot
    loss: float
    distance: float
    standard_errors_off: float
    steps: IntArray
    training_loss: FloatArray
    validation_loss: FloatArray


def train(
    data: Dataset,
    config: SgdConfig | None = None,
    *,
    stop: StopRules | None = None,
    validation: Dataset | float | None = None,
    backend: str = "numpy",
) -> TrainingRun:
    """Run minibatch SGD until its last epoch or until a rule stops it.

    Parameters
    ----------
    data : Dataset
    config : SgdConfig, optional
    stop : StopRules, optional
    validation : Dataset or float, optional
        Data to watch the loss on, with the same columns; or the share of the rows to hold out for that
        (chosen by the seed of the configuration).
    backend : "numpy" or "cupy"
        What makes the updates, see `Sgd`.

    Returns
    -------
    TrainingRun

    Raises
    ------
    ValueError
        If a rule needs what is not there: patience without validation.
    ProblemError
        If the validation data have other columns, the numbers do not suit the loss, or a rule needs its
        exact solution and there is none.
    """
    config = SgdConfig() if config is None else config
    rules = StopRules() if stop is None else stop
    if not (isinstance(config, SgdConfig) and isinstance(rules, StopRules)):
        raise ValueError("The settings must be an SgdConfig, and the rules for stopping must be StopRules.")
    if rules.patience is not None and validation is None:
        raise ValueError("Early stopping with patience needs validation data.")
    if validation is not None and not isinstance(validation, Dataset):
        data, validation = split_rows(data, validation, seed=config.seed)
    elif validation is not None:
        validation = matching_columns(data, validation)
        config.loss.check_labels(validation.y)
    return _Run(data, config, rules, validation, backend).result()


class _Run:
    """One run: the solver, the losses to watch, and the record."""

    def __init__(
        self,
        data: Dataset,
        config: SgdConfig,
        rules: StopRules,
        validation: Dataset | None,
        backend: str,
    ) -> None:
        self._data = data
        self._config = config
        self._rules = rules
        m = moments_on(data, open_backend(backend))
        self._moments = m
        self._sgd = Sgd(data, config, known=m, backend=backend)
        self._exact = solve_analytic(data, ridge=config.weight_decay, known=m)
        lowest = not config.weight_decay and data.has_bias
        self._surface = LossSurface(data, self._exact, known=m) if lowest else _surface(data, m)
        self._reference = None if rules.distance is None else _reference(data, config, m)
        self._training_loss = loss_meter(data, config.loss, self._surface)
        self._validation_loss = loss_meter(validation, config.loss, None)
        self._steps: list[tuple[int, float, float]] = []

    def result(self) -> TrainingRun:
        """Train to the end."""
        start = time.monotonic()
        _, loss, held_out, _ = self._look()
        check = StopCheck(self._rules, loss, held_out)
        stride = 1 if self._rules.every_epoch else max(1, self._config.epochs // _RECORDS)
        ending: Ending | None = None
        epoch = 0
        while ending is None:
            epoch = min(epoch + stride, self._config.epochs)
            ending = self._advance_to(epoch, start)
            state, loss, held_out, distance = self._look()
            if ending is None:
                ending = check.ending(state.step, self._mean_rate(epoch), loss, held_out, distance)
            if ending is None and self._sgd.finished:
                ending = "epochs"
        if ending == "patience":
            self._sgd.seek(check.best_step)
            self._steps = [entry for entry in self._steps if entry[0] <= check.best_step]
        return self._finish(ending)

    def _advance_to(self, epoch: int, start: float) -> Ending | None:
        sgd, limit = self._sgd, self._rules.seconds
        values = min(self._config.batch_size, self._data.n_rows) * (self._data.n_features + 8)
        most = max(1, _SLICE_VALUES // values)
        while (left := sgd.steps_to_epoch(epoch)) > 0:
            sgd.advance(min(left, sgd.whole_stretches(most)))
            if sgd.diverged:
                return "diverged"
            if limit is not None and time.monotonic() - start >= limit and not sgd.finished:
                return "seconds"
        return None

    def _look(self) -> tuple[Snapshot, float, float, float]:
        """The state, its losses and its distance; recorded."""
        state = self._sgd.snapshot(with_rows=False)
        losses = self._training_loss(state), self._validation_loss(state)
        self._steps.append((state.step, *losses))
        if len(self._steps) > 2 * _RECORDS:
            self._steps = self._steps[::2]
        return state, *losses, self._distance(state)

    def _distance(self, state: Snapshot) -> float:
        if not isinstance(self._config.loss, SquaredLoss):
            return math.nan if self._reference is None else self._distance_from(self._reference, state)
        plain = not self._config.weight_decay and self._data.has_bias
        of = None if plain else self._exact
        return self._surface.distance(state.weights, state.bias, of, state.bias_rest)

    def _distance_from(self, exact: Fit, state: Snapshot) -> float:
        """From the exact solution of another loss; of counts, in the counts that are predicted."""
        loss, X = self._config.loss, self._data.X
        if not isinstance(loss, PoissonLoss):
            return self._surface.distance(state.weights, state.bias, exact, state.bias_rest)
        with quiet_overflow():
            ours = loss.prediction(X @ state.weights + (state.bias + state.bias_rest))
            apart = ours - loss.prediction(exact.predict(X))
            size = math.sqrt(float(np.mean(apart * apart)))
        m = self._moments
        unit = float(m.norms[-1]) / math.sqrt(m.n_rows) or abs(m.label_mean)
        return size / unit if unit and math.isfinite(size) else math.inf if size else 0.0

    def _mean_rate(self, epoch: int) -> float:
        """The learning rate in the middle of the epoch that has just ended."""
        c = self._config
        decay = DECAYS.index(c.decay)
        return c.learning_rate * rate_factor(decay, epoch - 0.5, c.epochs, c.decay_epochs, c.decay_factor)

    def _finish(self, ending: Ending) -> TrainingRun:
        state = self._sgd.snapshot()
        weights, bias = state.weights, state.bias
        squared = isinstance(self._config.loss, SquaredLoss)
        distance = self._distance(state)
        comparable = squared and not self._config.weight_decay and self._data.has_bias
        off = self._surface.standard_errors_off(weights, bias) if comparable else math.nan
        loss = self._training_loss(state)
        half_mse = loss if squared else self._config.loss.half_mse(self._data, weights, state.centred)
        about = self._moments if self._data.has_bias else uncentred(self._data, self._moments)
        fit = Fit(
            weights=weights,
            bias=bias,
            half_mse=half_mse,
            r_squared=r_squared(half_mse, about) if half_mse < math.inf else -math.inf,
            rank=self._exact.rank,
            condition_number=self._exact.condition_number,
            method="sgd",
            explanation=self._explanation(state, ending, distance),
            dependencies=self._exact.dependencies,
            centred=state.centred,
            bias_fitted=self._data.has_bias,
        )
        if self._steps[-1][0] != state.step:
            self._steps.append((state.step, loss, self._validation_loss(state)))
        steps, training, validation = zip(*self._steps, strict=True)
        record = (np.array(steps, dtype=np.int64), np.array(training), np.array(validation))
        return TrainingRun(
            self._data, fit, ending, state, loss, distance, off, *(frozen(column) for column in record)
        )

    def _explanation(self, state: Snapshot, ending: Ending, distance: float) -> str:
        epochs = f"{state.epoch:,.4g}" if state.epoch < 1e4 else f"{state.epoch:,.0f}"
        done = f"{counted(state.step, 'update')} in {epochs} {'epoch' if epochs == '1' else 'epochs'}"
        if math.isnan(distance):
            where = "it was not compared with an exact solution"
        elif distance == 0.0:
            where = "it predicts the same as the exact solution"
        elif math.isinf(distance):
            where = "the label is 0 in every row, and it predicts something else"
        else:
            measure = "spread" if self._moments.norms[-1] else "size"
            share = f"{number_text(100.0 * distance, 2)} % of the {measure} of the label"
            where = f"its predictions are {share} away from those of the exact solution"
        notice = "" if self._sgd.notice is None else f" {self._sgd.notice.sentence}"
        return f"Minibatch SGD: {done}, then {ending_words(ending, self._rules)}; {where}.{notice}"


def _reference(data: Dataset, config: SgdConfig, m: Moments) -> Fit | None:
    """The exact solution of another loss than the squared one."""
    if isinstance(config.loss, SquaredLoss):
        return None
    return solve_reference(data, config.loss, config.weight_decay, known=m).fit


def _surface(data: Dataset, m: Moments) -> LossSurface:
    return LossSurface(data, solve_analytic(data, known=m, fit_bias=True), known=m)


def loss_meter(data: Dataset | None, loss: Loss, surface: LossSurface | None) -> Callable[[Snapshot], float]:
    """What gives the mean loss over all rows; the squared one without touching them."""
    if data is None:
        return lambda _: math.nan
    if not isinstance(loss, SquaredLoss):
        return lambda state: loss.mean(data, state.weights, state.bias, state.centred)
    known = surface or _surface(data, moments(data))
    return lambda state: known.half_mse(state.weights, state.bias, state.bias_rest)
