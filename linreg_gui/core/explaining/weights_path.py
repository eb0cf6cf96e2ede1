"""Weights and bias over the steps of a run, beside their exact values; no axes, no colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted

from .run_on_surface import Parameter
from .run_path import RunPath
from .shown_run import ShownRun
from .state import State, parameter_names

# Weights that are drawn where nobody has chosen others.
MOST = 8


@dataclass(frozen=True)
class WeightsWish:
    """What is to be seen of the weights.

    Attributes
    ----------
    common_axis : bool
        Every weight times the standard deviation of its feature, in label units, so that they share an axis;
        or each in its own units, label units per feature unit.
    drawn : tuple of str or None, optional
        Each a feature, for its weight, or None for the bias. By default, and where none of them is there,
        the weights of most effect.
    """

    common_axis: bool = True
    drawn: tuple[Parameter, ...] | None = None


@dataclass(frozen=True, eq=False)
class WeightsBeside:
    """The parameters of another run over time, in the same units; its name, and which look it has."""

    name: str
    look: int
    steps: IntArray
    values: FloatArray


@dataclass(frozen=True, eq=False)
class WeightsPath:
    """The parameters of a run over time.

    Attributes
    ----------
    wish : WeightsWish
        What it was made for.
    features : tuple of str
    label : str
    names : tuple of str
        Of all parameters: the weights as their features, and last the bias; on a common axis that is the
        prediction at the means, which is called the constant.
    order : tuple of int
        All parameters, those of most effect in the exact solution first, and last the bias.
    drawn : tuple of int
        Those that are to be drawn, in that order.
    steps : array of int, shape (k,)
    values : array, shape (k, d + 1)
    exact : array, shape (d + 1,)
        In the units that were wished for.
    at : int
        The place of the moment among the steps.
    beside : tuple of WeightsBeside
        The other runs that are drawn.
    """

    wish: WeightsWish
    features: tuple[str, ...]
    label: str
    names: tuple[str, ...]
    order: tuple[int, ...]
    drawn: tuple[int, ...]
    steps: IntArray
    values: FloatArray
    exact: FloatArray
    at: int
    beside: tuple[WeightsBeside, ...] = ()

    @property
    def last(self) -> int:
        """The latest step of all runs that are drawn."""
        return max(int(steps[-1]) for steps in (self.steps, *(run.steps for run in self.beside)))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What a `WeightsWish` calls the parameters."""
        return (*self.features, None)

    @property
    def step(self) -> int:
        """That of the moment."""
        return int(self.steps[self.at])

    def nearest(self, step: float) -> int:
        """The place of the recorded step that is nearest to one."""
        right = min(int(np.searchsorted(self.steps, step)), len(self.steps) - 1)
        before = max(0, right - 1)
        return before if step - self.steps[before] < self.steps[right] - step else right

    @property
    def sentence(self) -> str:
        """What there is to see, for those who don't."""
        at = f"After step {self.step:,} of {int(self.steps[-1]):,}"
        away = np.abs(self.values[self.at] - self.exact)[list(self.drawn)]
        if not away.size:
            return f"{at}: no weight is drawn."
        if not np.isfinite(away).all():
            return f"{at}: weights are beyond all numbers."
        farthest = self.drawn[int(away.argmax())]
        now, exact = float(self.values[self.at, farthest]), float(self.exact[farthest])
        told = f"{self.names[farthest]} is at {number_text(now, 4)}, exact {number_text(exact, 4)}"
        if len(self.drawn) == 1:
            return f"{at}: {told}."
        return f"{at}: of {counted(len(self.drawn), 'line')}, {told}, is farthest from its exact value."


def weights_path(
    path: RunPath,
    step: int,
    exact: State,
    m: Moments,
    data: Dataset,
    wish: WeightsWish,
    runs: Sequence[ShownRun] = (),
) -> WeightsPath:
    """Recorded states of a run as one line for each parameter.

    A weight has as much effect as its exact size times the standard deviation of its feature: that is by how
    much predictions differ where the feature is as usual. So the order stays while a run goes on.

    Parameters
    ----------
    path : RunPath
        In raw units.
    step : int
        One of its steps: the moment.
    exact : State
    m : Moments
    data : Dataset
    wish : WeightsWish
    runs : sequence of ShownRun
        Those that are drawn beside it.
    """
    d, stds = data.n_features, m.feature_stds
    order = (*np.argsort(-np.abs(exact.weights) * stds, kind="stable").tolist(), d)
    units = stds if wish.common_axis else np.ones(d)
    last = m.label_mean if wish.common_axis else exact.bias
    return WeightsPath(
        wish=wish,
        features=data.feature_names,
        label=data.label_name,
        names=parameter_names(data.feature_names, wish.common_axis),
        order=order,
        drawn=_drawn(order, data, wish),
        steps=path.steps,
        values=_values(path, m, wish),
        exact=frozen(np.append(exact.weights * units, last)),
        at=int(np.searchsorted(path.steps, step)),
        beside=tuple(
            WeightsBeside(run.name, run.look, run.path.steps, _values(run.path, m, wish)) for run in runs
        ),
    )


def _values(path: RunPath, m: Moments, wish: WeightsWish) -> FloatArray:
    """All parameters at each step, shape (k, d + 1), in the units that are wished for."""
    d = len(m.feature_stds)
    values = np.empty((len(path.steps), d + 1))
    with quiet_overflow():
        np.multiply(path.weights, m.feature_stds if wish.common_axis else np.ones(d), out=values[:, :-1])
        values[:, -1] = path.biases
        if wish.common_axis:
            values[:, -1] += path.weights @ m.feature_means
    return frozen(values)


def _drawn(order: tuple[int, ...], data: Dataset, wish: WeightsWish) -> tuple[int, ...]:
    known: dict[Parameter, int] = {name: j for j, name in enumerate(data.feature_names)}
    known[None] = data.n_features
    if wish.drawn is not None:
        chosen = {known[parameter] for parameter in wish.drawn if parameter in known}
        if chosen or not wish.drawn:
            return tuple(j for j in order if j in chosen)
    # On a common axis the constant, often far from 0, would leave no room for many weights.
    bias = order[-1:] if data.n_features == 1 or not wish.common_axis else ()
    return (*order[:-1][:MOST], *bias)


def finite_range(values: FloatArray) -> tuple[float, float] | None:
    """From the least to the largest of the numbers that are finite; None where there is none."""
    finite = values[np.isfinite(values)]
    low, high = float(finite.min(initial=math.inf)), float(finite.max(initial=-math.inf))
    return (low, high) if low <= high else None
