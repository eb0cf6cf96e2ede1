"""Weights and bias over the steps of a run as lines to draw, those that matter most; no axes, no colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.wording import counted, is_or_are

from .state import State, parameter_names


@dataclass(frozen=True, eq=False)
class ParameterLine:
    """One parameter over time.

    Attributes
    ----------
    parameter : int
        0 to d − 1 for a weight, d for the bias (on a common axis: the prediction at the means).
    name : str
    values : array, shape (k,)
    exact : float
        Where the exact solution has it.
    """

    parameter: int
    name: str
    values: FloatArray
    exact: float


@dataclass(frozen=True, eq=False)
class WeightsPath:
    """The parameters of a run over time.

    Attributes
    ----------
    steps : array of int, shape (k,)
    weights : tuple of ParameterLine
        The weights that matter most, that first.
    constant : ParameterLine
        The bias; on a common axis the prediction at the means.
    left_out : int
        How many weights are not among them.
    """

    steps: IntArray
    weights: tuple[ParameterLine, ...]
    constant: ParameterLine
    left_out: int

    @property
    def sentence(self) -> str:
        """What is to be said of the weights that are left out; empty where none is."""
        if not self.left_out:
            return ""
        verb = is_or_are(self.left_out)
        return f"{counted(self.left_out, 'weight')} of less effect {verb} not drawn."


def weights_path(
    steps: IntArray,
    weights: FloatArray,
    biases: FloatArray,
    exact: State,
    m: Moments,
    names: Sequence[str],
    *,
    common_axis: bool,
    most: int = 8,
) -> WeightsPath:
    """Recorded states of a run as one line for each parameter.

    A weight matters as much as its largest size, over time and in the exact solution, times the standard
    deviation of its feature: that is by how much predictions differ where the feature is as usual.

    Parameters
    ----------
    steps : array of int, shape (k,)
    weights : array, shape (k, d)
    biases : array, shape (k,)
        In raw units.
    exact : State
    m : Moments
    names : sequence of str
        Of the features.
    common_axis : bool
        Every weight times the standard deviation of its feature, in label units, so that they share an axis;
        or each in its own units, label units per feature unit.
    most : int
        Weights that are drawn at most.
    """
    stds = m.feature_stds
    sizes = np.maximum(np.abs(weights).max(axis=0, initial=0.0), np.abs(exact.weights)) * stds
    drawn = np.argsort(-sizes, kind="stable")[:most]
    called = parameter_names(names, common_axis)
    units = stds if common_axis else np.ones(len(stds))
    lines = [
        ParameterLine(j, called[j], frozen(weights[:, j] * units[j]), float(exact.weights[j] * units[j]))
        for j in drawn.tolist()
    ]
    constants, level = biases, exact.bias
    if common_axis:
        constants = biases + weights @ m.feature_means
        level = m.label_mean
    return WeightsPath(
        steps=frozen(steps),
        weights=tuple(lines),
        constant=ParameterLine(len(stds), called[-1], frozen(constants), level),
        left_out=len(stds) - len(lines),
    )
