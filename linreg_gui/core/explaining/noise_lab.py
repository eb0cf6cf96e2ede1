"""Any noise laid over the residuals: how likely it makes them, and how that goes with the loss (3.1.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.loss_noise import LossNoise
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, SquaredLoss
from linreg_gui.core.model.noise import NoiseSummary
from linreg_gui.core.number_text import number_text

_DIGITS = 6
# Of places and scales: their squares are numbers.
_FARTHEST, _NARROWEST, _WIDEST = 1e100, 1e-100, 1e100
_FAMILIES = {SquaredLoss: "normal", AbsoluteLoss: "Laplace", HuberLoss: "Huber"}
_PROOFS = {
    "normal": "−log L = n · log(σ√(2π)) + n/σ² · loss",
    "Laplace": "−log L = n · log(2b) + n/b · loss",
    "Huber": "−log L = n · log Z(σ) + n/σ² · loss",
}
_LOSSES = {"normal": "½ mean (r − μ)²", "Laplace": "mean |r − m|", "Huber": "mean Huber loss of r − m"}


@dataclass(frozen=True)
class Proof:
    """Why likelihood and loss go together.

    Attributes
    ----------
    lines : tuple of str
        In symbols, in numbers, and in a few words.
    meaning : str
        What the symbols are, in full.
    """

    lines: tuple[str, str, str]
    meaning: str


@dataclass(frozen=True, eq=False)
class NoiseLab:
    """Residuals r of one state of a model, ready for noise of any place μ and any scale.

    The noise has the density exp(−loss(r − μ) / τ) / Z, with τ = σ² (τ = b for the absolute error). Moving it
    by μ is raising the bias by μ.

    Attributes
    ----------
    loss : Loss
    family : str
        ``"normal"``, ``"Laplace"`` or ``"Huber"``.
    n_rows : int
    best : (float, float)
        Place and scale of the most likely noise.
    mean, std : float
        Of all residuals (divisor n), which tell all there is of the squared loss.
    residuals : array, shape (k,)
        Some or all of them, for the other losses; empty for the squared one.
    """

    loss: Loss
    family: str
    n_rows: int
    best: tuple[float, float]
    mean: float
    std: float
    residuals: FloatArray

    @property
    def rows_used(self) -> int:
        """How many rows the mean loss is taken over."""
        return self.n_rows if self.family == "normal" else self.residuals.size

    def mean_loss(self, place: float) -> float:
        """Mean loss of r − μ: that of the model, once its bias is raised by μ."""
        with quiet_overflow():
            if self.family == "normal":
                return 0.5 * (self.std**2 + (self.mean - place) ** 2)
            return float(self.loss.values(self.residuals, np.full_like(self.residuals, place)).mean())

    def negative_log_likelihood(self, place: float, scale: float) -> float:
        """−log of the likelihood of all rows (eq. 3.1.15), natural logarithm."""
        return self.n_rows * (self.log_norm(scale) + self.mean_loss(place) / self.unit(scale))

    def density(self, x: FloatArray, place: float, scale: float) -> FloatArray:
        """Of the noise, at residuals x; without an area where the scale is no positive number."""
        return self._noise(scale).density(x - place)

    def log_norm(self, scale: float) -> float:
        """log Z, by which the area is 1."""
        return -math.log(float(self._noise(scale).density(0.0)))

    def unit(self, scale: float) -> float:
        """τ, by which the loss is divided."""
        return scale if self.family == "Laplace" else scale * scale

    def proof(self, place: float, scale: float) -> Proof:
        """Why both are least at once."""
        n, letter = self.n_rows, "b" if self.family == "Laplace" else "σ"
        least, first, factor, loss = (
            number_text(value, _DIGITS)
            for value in (
                self.negative_log_likelihood(place, scale),
                n * self.log_norm(scale),
                n / self.unit(scale),
                self.mean_loss(place),
            )
        )
        of_some = "" if self.rows_used == n else f" (loss of {self.rows_used:,} of the {n:,} rows)"
        return Proof(
            (
                _PROOFS[self.family],
                f"{least} = {first} + {factor} · {loss}{of_some}",
                f"Whatever {letter} is, both are least at once.",
            ),
            f"L is the likelihood of all n residuals r, and the loss is {_LOSSES[self.family]}: that of the "
            "model, once its bias is raised by the place of the curve. The first term knows no weight, and "
            f"the loss is multiplied by a positive number: at any {letter}, the most likely weights are "
            "those of the least loss.",
        )

    def _noise(self, scale: float) -> LossNoise:
        return LossNoise(self.loss, self.family, scale, math.nan)


def is_curve(place: float, scale: float) -> bool:
    """Whether noise can have this place and this scale."""
    return abs(place) <= _FARTHEST and _NARROWEST <= scale <= _WIDEST


def noise_lab(
    loss: Loss,
    summary: NoiseSummary,
    best: tuple[float, float],
    residuals: FloatArray,
    *,
    weighted: bool = False,
) -> NoiseLab | str:
    """The `NoiseLab` of residuals, or the sentence that says why there is none.

    Parameters
    ----------
    loss : Loss
    summary : NoiseSummary
        Of the residuals.
    best : (float, float)
        Place and scale of the most likely noise of the loss.
    residuals : array, shape (k,)
        Some or all of them, finite; of the squared loss none are needed.
    weighted : bool
        Whether rows have weights.
    """
    if weighted:
        return "Rows with weights have noise of other widths, so no one curve can be moved for all of them."
    family = _FAMILIES.get(type(loss))
    if family is None:
        return f"The {loss.name} has another noise in each row, so no one curve can be moved."
    if not (is_curve(*best) and math.isfinite(summary.std)):
        return "The residuals do not vary, so there is no noise."
    used = residuals if family != "normal" else residuals[:0]
    return NoiseLab(loss, family, summary.n_rows, best, summary.mean, summary.std, used)
