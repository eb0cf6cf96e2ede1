"""The one result type of every solver."""

from __future__ import annotations

from dataclasses import dataclass, field

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.wording import first_few


@dataclass(frozen=True)
class Dependency:
    """A feature that adds nothing to the others.

    Attributes
    ----------
    feature : str
    on : tuple of str
        The features it is a combination of; empty when it is constant.
    up_to_constant : bool
        Whether a constant may be added; not where no bias is fitted, and there a feature without others
        in ``on`` is 0 in every row.
    """

    feature: str
    on: tuple[str, ...]
    up_to_constant: bool = True

    def __str__(self) -> str:
        if not self.on:
            return f"“{self.feature}” is " + ("constant" if self.up_to_constant else "0 in every row")
        if len(self.on) == 1:
            constant = " (up to a constant)" if self.up_to_constant else ""
            return f"“{self.feature}” is a multiple of “{self.on[0]}”{constant}"
        others = first_few([f"“{name}”" for name in self.on], 5)
        return f"“{self.feature}” is a combination of {others}"


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted linear model.

    Attributes
    ----------
    weights : array, shape (d,)
        In label units per feature unit.
    bias : float
        In label units; 0 when none was fitted.
    half_mse : float
        Half mean squared error over all rows, in squared label units; the weighted mean where rows have
        weights, so the weighted sum of squared residuals is 2 · ``half_mse`` · Σ row weights.
    r_squared : float
        Share of the label's variance explained, weighted like the rows; NaN when the label is constant.
        Without a bias 1 − RSS/Σy², the share of the label's sum of squares about 0 (as NIST certifies
        NoInt1 and NoInt2); NaN when every label is 0.
    rank : int
        Number of linearly independent centred features; of the plain features without a bias.
    condition_number : float
        Of the centred features (the plain ones without a bias) scaled to unit length, rows weighted;
        infinite when the rank falls short.
    method : str
        ``"cholesky"``, ``"qr"``, ``"minimum-norm"`` or ``"sgd"``.
    explanation : str
        How it was solved and why, in one sentence.
    dependencies : tuple of Dependency
        Features that depend on the others, when the rank falls short.
    bias_fitted : bool
        Whether the model has a bias.
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
    bias_fitted: bool = True
