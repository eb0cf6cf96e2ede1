"""The figures of the Chapter lab, in the order of the book; a new one is a line here."""

from __future__ import annotations

from collections.abc import Mapping

from .constants import CONSTANT, DESCENT, NORMAL, THROUGH_ZERO
from .counts import COUNT_NOISE, COUNTS, POISSON, POISSON_LOG, TICKS, WALL
from .densities import DENSITY, LOGNORMAL, PRODUCT, SIGMA
from .drawing_anew import COPIES, GRAM, REDRAW
from .figure import LabFigure
from .layers import BOTTLENECK, LAYERS, SADDLE

_ALL: tuple[LabFigure, ...] = (
    *(REDRAW, DESCENT, DENSITY, PRODUCT, SIGMA),
    *(CONSTANT, NORMAL, COPIES, GRAM, THROUGH_ZERO),
    *(LAYERS, BOTTLENECK, SADDLE),
    *(LOGNORMAL, TICKS, COUNT_NOISE, COUNTS, POISSON, WALL, POISSON_LOG),
)
FIGURES: Mapping[str, LabFigure] = {figure.name: figure for figure in _ALL}

# What lessons can ask of some figure.
LAB_NAMES = frozenset(
    {value.name for figure in _ALL for value in figure.values}
    | {outcome.name for figure in _ALL for outcome in figure.outcomes}
)
