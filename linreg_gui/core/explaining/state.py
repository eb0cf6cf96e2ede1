"""What a state of a model is to all that explains it: its parameters, and how far they are from exact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface


class State(Protocol):
    """Weights and bias in raw units, such as a `Fit` or a `Snapshot` has them."""

    @property
    def weights(self) -> FloatArray:
        """Shape (d,)."""

    @property
    def bias(self) -> float:
        """In label units."""

    @property
    def bias_rest(self) -> float:
        """What the bias has lost when it was rounded, in label units."""


def parameter_names(names: Sequence[str], standardised: bool) -> tuple[str, ...]:
    """What the parameters are called: as the features and, last, the bias.

    Where they are standardised, the prediction at the means takes its place, which is called the constant.
    """
    return (*names, "constant" if standardised else "bias")


def predictions_moved(surface: LossSurface, state: State) -> FloatArray:
    """How the predictions of a state differ from the exact ones, shape (r + 1,), see `LossSurface.moved`."""
    level = -surface.residual_mean(state.weights, state.bias, state.bias_rest)
    return surface.moved(state.weights - surface.exact.weights, level)
