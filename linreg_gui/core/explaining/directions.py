"""The directions in which gradient descent goes fast or slowly: those of the Hessian of the loss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.number_text import MINUS, number_text
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.learning_rate import contraction, updates_where
from linreg_gui.core.wording import counted, is_or_are

from .state import State, parameter_names, predictions_moved

# Up to so many parameters, directions that never move are worked out one by one.
_FEW_PARAMETERS = 64
# Parameters that take part in a direction by less than this share of the largest are not named.
_NAMED_SHARE = 0.5
_MOST_NAMED = 4
# Eigenvalues below this share of the largest are rounding.
_NO_CURVATURE = 1e-12
_NEAR = "So it is near the exact solution; elsewhere this loss is curved otherwise."
_NOT_CURVED = (
    "The {loss} is not curved, so it has no directions along which it shrinks the distance: its slopes only "
    "jump, and steps stay as long as the learning rate makes them."
)


@dataclass(frozen=True)
class NoDirections:
    """Why there are none."""

    sentence: str


@dataclass(frozen=True, eq=False)
class Directions:
    """Eigendirections of the Hessian of what is minimised, the fastest first, by internal units.

    Along each of them gradient descent goes on its own: an update on all rows multiplies the distance from
    the exact solution by the factor 1 − ηλ. Of the p parameters k directions are listed.

    Attributes
    ----------
    parameters : tuple of str
        The names of the p internal parameters: the features and, last, the constant, which is the prediction
        at the means where features are standardised, else the bias.
    eigenvalues : array, shape (k,)
        λ, descending; exactly 0 for a direction that changes no prediction.
    vectors : array, shape (k, p)
        Unit vectors; the largest entry of each is positive.
    distances, start_distances : array, shape (k,)
        How far the state and the start are from the exact solution along each: the square root of what that
        adds to the loss, in label units. Their squares add up to the loss above the least, which is
        quadratic for the squared loss, and for others so near to the exact solution.
    factors : array, shape (k,)
        What an update on all rows multiplies the distance by, |1 − ηλ|; with momentum, in the long run.
        Updates on minibatches do so on average.
    updates : array, shape (k,)
        Updates until a tenth of the distance is left; infinite where the factor is not below 1.
    never_moved : int
        How many directions change no prediction, so that no update moves along them; more than are listed
        where there are many parameters.
    minibatches : bool
        Whether updates are made on less than all rows.
    remark : str
        What is to be said of a loss that is not quadratic.
    """

    parameters: tuple[str, ...]
    eigenvalues: FloatArray
    vectors: FloatArray
    distances: FloatArray
    start_distances: FloatArray
    factors: FloatArray
    updates: FloatArray
    never_moved: int
    minibatches: bool
    remark: str = ""

    @cached_property
    def left(self) -> FloatArray:
        """Share of the distance at the start that is left, shape (k,); NaN where there was none."""
        start = self.start_distances
        return np.divide(self.distances, start, out=np.full_like(start, np.nan), where=start > 0.0)

    def loadings(self, direction: int) -> tuple[tuple[str, float], ...]:
        """The parameters that dominate a direction, with their signed shares in it, the largest first."""
        vector = self.vectors[direction]
        order = np.argsort(-np.abs(vector), kind="stable")
        named = order[np.abs(vector[order]) >= _NAMED_SHARE * np.abs(vector[order[0]])]
        return tuple((self.parameters[j], float(vector[j])) for j in named)

    def name(self, direction: int) -> str:
        """Such as “c1 − c2”: the parameters that dominate it, by their signs."""
        loadings = self.loadings(direction)
        text = loadings[0][0]
        for name, loading in loadings[1:_MOST_NAMED]:
            text += f" + {name}" if loading > 0.0 else f" {MINUS} {name}"
        more = len(loadings) - _MOST_NAMED
        return f"{text} and {more:,} more" if more > 0 else text

    @property
    def slowest(self) -> int:
        """Of the directions that updates move along the one that takes most of them."""
        moving = np.flatnonzero(self.eigenvalues > 0.0)
        return int(moving[np.argmax(self.factors[moving])])

    @property
    def sentence(self) -> str:
        """Which direction is the slowest, and what is never moved."""
        at = self.slowest
        factor, name = self.factors[at], self.name(at)
        if factor >= 1.0:
            times = number_text(float(factor), 3)
            text = f"The direction {name} does not shrink: every update multiplies it by {times}."
        else:
            updates = float(self.updates[at])
            count = f"{updates:,.0f}" if updates >= 10.0 else number_text(updates, 2)
            average = " on average" if self.minibatches else ""
            text = f"The slowest direction is {name}: {count} updates per factor of ten{average}."
        text = f"{text} {self.remark}".rstrip()
        if not self.never_moved:
            return text
        example = ""
        if self.eigenvalues[-1] == 0.0:
            name = self.name(len(self.eigenvalues) - 1)
            example = f" ({name})" if self.never_moved == 1 else f", such as {name},"
        verb = is_or_are(self.never_moved)
        return f"{text} {counted(self.never_moved, 'direction')}{example} {verb} never moved."


def directions_beside(objective: Objective, config: SgdConfig, state: State) -> Directions | NoDirections:
    """`Directions` of whatever is minimised, by the quadratic form that it is at the exact solution.

    Parameters
    ----------
    objective : Objective
    config : SgdConfig
        Its learning rate, momentum, batch size and standardisation count.
    state : State
    """
    surface, names = objective.analysis.surface, objective.analysis.data.feature_names
    if objective.is_plain:
        return directions(surface, config, names, state)
    if not objective.analysis.data.has_bias:
        return NoDirections("Directions are worked out for models with a bias.")
    exact, hessian = objective.exact, objective.hessian(config.standardise)
    if exact is None:
        return NoDirections(objective.explanation)
    if hessian is None:
        return NoDirections(_NOT_CURVED.format(loss=objective.loss.name))
    sizes, vectors = np.linalg.eigh(hessian)
    order = np.argsort(-sizes, kind="stable")
    moving = int((sizes > _NO_CURVATURE * sizes.max(initial=0.0)).sum())
    eigenvalues = np.where(np.arange(len(sizes)) < moving, sizes[order], 0.0)
    turned = vectors.T[order]
    stds = surface.moments.feature_stds if config.standardise else np.ones(len(names))

    def distances(apart: FloatArray, level: float) -> FloatArray:
        with quiet_overflow():
            way = np.append(apart * stds, level if config.standardise else level - apart @ _means(surface))
            return frozen(np.abs(turned @ way) * np.sqrt(0.5 * eigenvalues))

    mean = surface.residual_mean(exact.weights, exact.bias, exact.bias_rest)
    level = mean - surface.residual_mean(state.weights, state.bias, state.bias_rest)
    return _directions(
        parameter_names(names, config.standardise),
        eigenvalues,
        turned,
        distances(state.weights - exact.weights, level),
        distances(-exact.weights, mean - surface.moments.label_mean),
        len(sizes) - moving,
        config,
        surface,
        "" if objective.is_quadratic else _NEAR,
    )


def _means(surface: LossSurface) -> FloatArray:
    return surface.moments.feature_means


def directions(
    surface: LossSurface,
    config: SgdConfig,
    names: Sequence[str],
    state: State,
    start: State | None = None,
) -> Directions:
    """`Directions` under these settings, and where a state stands along them; no pass over the rows.

    Parameters
    ----------
    surface : LossSurface
    config : SgdConfig
        Its learning rate, momentum, batch size and standardisation count; the weight decay, which bends the
        surface, does not.
    names : sequence of str
        Of the features.
    state : State
    start : State, optional
        Where the run began; by default at weights and bias 0.

    Notes
    -----
    The Hessian is never formed: its directions are the singular vectors of `LossSurface.moved`. Goodfellow,
    Bengio and Courville, Deep Learning (2016), section 8.2.1, on steps along eigendirections.
    """
    root = surface.root(config.standardise)
    left, sizes, vectors = np.linalg.svd(root, full_matrices=root.shape[1] <= _FEW_PARAMETERS)
    # One for each independent feature, and one for the constant.
    moving = surface.exact.rank + 1
    eigenvalues = np.zeros(len(vectors))
    eigenvalues[:moving] = sizes[:moving] ** 2

    def distances(apart: FloatArray) -> FloatArray:
        found = np.zeros(len(vectors))
        found[:moving] = np.abs(left[:, :moving].T @ apart) * math.sqrt(0.5)
        return frozen(found)

    zero = -surface.moved(surface.exact.weights, surface.moments.label_mean)
    return _directions(
        parameter_names(names, config.standardise),
        eigenvalues,
        vectors,
        distances(predictions_moved(surface, state)),
        distances(zero if start is None else predictions_moved(surface, start)),
        root.shape[1] - moving,
        config,
        surface,
    )


def _directions(
    parameters: tuple[str, ...],
    eigenvalues: FloatArray,
    vectors: FloatArray,
    distances: FloatArray,
    start_distances: FloatArray,
    never_moved: int,
    config: SgdConfig,
    surface: LossSurface,
    remark: str = "",
) -> Directions:
    """With each vector turned so that its largest entry is positive, and how fast each goes."""
    largest = np.abs(vectors).argmax(axis=1)
    vectors = vectors * np.sign(vectors[np.arange(len(vectors)), largest])[:, None]
    rate, momentum = config.learning_rate, config.momentum
    factors = [contraction(rate * value, momentum) if value else 1.0 for value in eigenvalues.tolist()]
    updates = [updates_where(rate * value, momentum) if value else math.inf for value in eigenvalues.tolist()]
    return Directions(
        parameters=parameters,
        eigenvalues=frozen(eigenvalues),
        vectors=frozen(vectors),
        distances=distances,
        start_distances=start_distances,
        factors=frozen(np.array(factors)),
        updates=frozen(np.array(updates)),
        never_moved=never_moved,
        minibatches=config.batch_size < surface.moments.n_rows,
        remark=remark,
    )
