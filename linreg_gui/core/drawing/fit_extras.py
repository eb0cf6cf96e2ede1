"""What the fit plot can show besides points and lines: names that a project keeps, and which go together."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Extra(enum.StrEnum):
    """One thing to be shown on request; the values are kept on the disk."""

    STICKS = "residual sticks"
    SQUARES = "residual squares"
    RESIDUAL_PLOT = "residual plot"
    CONFIDENCE_BAND = "confidence band"
    PREDICTION_BAND = "prediction band"
    EQUATION = "equation"
    NOISE = "noise"


Extras = frozenset[Extra]

NO_EXTRAS: Extras = frozenset()
BANDS: Extras = frozenset((Extra.CONFIDENCE_BAND, Extra.PREDICTION_BAND))
# They are drawn from a residual of each point that is drawn.
OF_RESIDUALS: Extras = frozenset((Extra.STICKS, Extra.SQUARES, Extra.RESIDUAL_PLOT))


def known_extras(names: Iterable[str]) -> Extras:
    """Those of the names that there are, whatever wrote them; of sticks and squares one."""
    kept = set(names)
    found = {extra for extra in Extra if extra.value in kept}
    if Extra.SQUARES in found:
        found.discard(Extra.STICKS)
    return frozenset(found)
