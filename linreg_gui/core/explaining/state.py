"""What a state of a model is to all that explains it, and how far it is from the exact solution."""

from __future__ import annotations

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


def predictions_moved(surface: LossSurface, state: State) -> FloatArray:
    """How the predictions of a state differ from the exact ones, shape (r + 1,), see `LossSurface.moved`."""
    level = -surface.residual_mean(state.weights, state.bias, state.bias_rest)
    return surface.moved(state.weights - surface.exact.weights, level)
