"""Everything that is shown of kept fits, and what a person chooses of it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.project.kept_fit import FoldSettings, KeptFit

from .comparison import Comparison, comparison
from .setting_curve import CurveSetting
from .side_by_side import SideBySide, side_by_side


class ComparePage(enum.StrEnum):
    """What is shown of the fits; kept in projects."""

    FITS = "fits"
    DIFFERENCES = "differences"
    COEFFICIENTS = "coefficients"
    WHISKERS = "whiskers"
    RESIDUALS = "residuals"
    CURVE = "curve"


@dataclass(frozen=True)
class CompareChoices:
    """What a person has chosen.

    Attributes
    ----------
    page : ComparePage
    per_unit : bool
        Whether weights are drawn per unit of the feature, and not per standard deviation.
    quantiles : bool
        Whether residuals are drawn against normal quantiles, and not against predictions.
    setting : CurveSetting
        What errors are drawn against.
    feature : str
        Whose powers are taken; the first one where there is no such feature.
    """

    page: ComparePage = ComparePage.FITS
    per_unit: bool = False
    quantiles: bool = False
    setting: CurveSetting = CurveSetting.DEGREE
    feature: str = ""


@dataclass(frozen=True, eq=False)
class Compared:
    """Kept fits, as they are compared.

    Attributes
    ----------
    fits : Comparison
    shown : SideBySide
        The coefficients of those that are ticked.
    folds : FoldSettings
    """

    fits: Comparison
    shown: SideBySide
    folds: FoldSettings


def compared(
    fits: Sequence[tuple[int, KeptFit]], base: int | None, folds: FoldSettings, level: float
) -> Compared:
    """Kept fits with their keys, one of which is the base, beside each other.

    Parameters
    ----------
    fits, base
        As in `comparison`.
    folds : FoldSettings
        Those that are chosen now.
    level : float
        Of the intervals.
    """
    ticked = [fit for _, fit in fits if fit.look is not None]
    return Compared(comparison(fits, base, folds), side_by_side(ticked, level), folds)
