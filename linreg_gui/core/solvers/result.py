"""The one result type of every solver."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..arrays import FloatArray


@dataclass(frozen=True)
class Dependency:
    """A feature that adds nothing to the others.

    Attributes
    ----------
    feature : str
    on : tuple of str
        The features it is a combination of; empty when it is constant.
    """

    feature: str
    on: tuple[str, ...]

    def __str__(self) -> str:
        if not self.on:
            return f"“{self.feature}” is constant"
        if len(self.on) == 1:
            return f"“{self.feature}” is a multiple of “{self.on[0]}” (up to a constant)"
        shown = ", ".join(f"“{name}”" for name in self.on[:5])
        rest = f" and {len(self.on) - 5} more" if len(self.on) > 5 else ""
        return f"“{self.feature}” is a combination of {shown}{rest}"


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted linear model.

    Attributes
    ----------
    weights : array, shape (d,)
        In label units per feature unit.
    bias : float
        In label units.
    half_mse : float
        Half mean squared error over all rows, in squared label units.
    r_squared : float
        Share of the label's variance explained; NaN when the label is constant.
    rank : int
        Number of linearly independent centred features.
    condition_number : float
        Of the centred features scaled to unit length; infinite when the rank falls short.
    method : str
        ``"cholesky"``, ``"qr"``, ``"minimum-norm"`` or ``"sgd"``.
    explanation : str
        Which road was taken and why, in one sentence.
    dependencies : tuple of Dependency
        Features that depend on the others, when the rank falls short.
    """

    weights: FloatArray
    bias: float
    half_mse: float
    r_squared: float
    rank: int
    condition_number: float
    method: str
    explanation: str
    dependencies: tuple[Dependency, ...] = field(default=())
