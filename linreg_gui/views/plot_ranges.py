"""Where a plot looks: padded ranges, ranges that do not jitter, and the part of a line in sight."""

from __future__ import annotations

import math

from ..core.scatter import Line

Range = tuple[float, float]


def padded(bounds: Range, fraction: float = 0.05) -> Range:
    """The range with a margin on both sides; a range of no width gets one."""
    low, high = bounds
    margin = (high - low) * fraction
    if margin <= 0.0 or low - margin == low:
        margin = max(abs(low), abs(high)) * 0.1 or 0.5
    return low - margin, high + margin


def steady(shown: Range | None, wanted: Range, slack: float = 0.2) -> Range:
    """The shown range while it still serves; otherwise the wanted one with some room to grow."""
    if shown is None:
        return wanted
    width = wanted[1] - wanted[0]
    covers = shown[0] <= wanted[0] and wanted[1] <= shown[1]
    if covers and width > (1.0 - 2.0 * slack) * (shown[1] - shown[0]):
        return shown
    room = 0.5 * slack * width
    low = wanted[0] if wanted[0] == shown[0] else wanted[0] - room
    high = wanted[1] if wanted[1] == shown[1] else wanted[1] + room
    return low, high


def visible_segment(line: Line, x_range: Range, y_range: Range) -> tuple[Range, Range] | None:
    """The ends ((x, x), (y, y)) of the part of a line in or near the view, or None.

    Endless lines would make the dash pattern of a steep line slow to draw.
    """
    if not (math.isfinite(line.slope) and math.isfinite(line.intercept)):
        return None
    height = y_range[1] - y_range[0]
    low, high = x_range
    if line.slope != 0.0:
        crossings = sorted(
            (edge - line.intercept) / line.slope for edge in (y_range[0] - height, y_range[1] + height)
        )
        low, high = max(low, crossings[0]), min(high, crossings[1])
    elif not y_range[0] - height <= line.intercept <= y_range[1] + height:
        return None
    if not low < high:
        return None
    return (low, high), (line.slope * low + line.intercept, line.slope * high + line.intercept)
