"""What a plot shows: padded ranges, ranges that do not jitter, the part of a line or curve to draw."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.linear_model import Line

from .plot_axis import nice_spacing

Range = tuple[float, float]
_CURVE_POINTS = 300


def padded(bounds: Range, fraction: float = 0.05) -> Range:
    """The range with a margin on both sides; a range of no width gets one."""
    low, high = bounds
    margin = (high - low) * fraction
    if margin <= 0.0 or low - margin == low:
        margin = max(abs(low), abs(high)) * 0.1 or 0.5
    return low - margin, high + margin


def covers(view: tuple[Range, Range], ranges: tuple[Range, Range]) -> bool:
    """Whether everything in both ranges is in view."""
    return all(a[0] <= b[0] and b[1] <= a[1] for a, b in zip(view, ranges, strict=True))


def steady(shown: Range | None, wanted: Range, slack: float = 0.2) -> Range:
    """The shown range while it still serves; otherwise the wanted one with some room to grow."""
    if shown is None:
        return wanted
    width = wanted[1] - wanted[0]
    enough = shown[0] <= wanted[0] and wanted[1] <= shown[1]
    if enough and width > (1.0 - 2.0 * slack) * (shown[1] - shown[0]):
        return shown
    room = 0.5 * slack * width
    low = wanted[0] if wanted[0] == shown[0] else wanted[0] - room
    high = wanted[1] if wanted[1] == shown[1] else wanted[1] + room
    return low, high


def rounded_out(bounds: Range, parts: int = 12) -> Range:
    """The range out to round numbers, some twelfth of it apart: the same whatever was shown before."""
    low, high = bounds
    step = nice_spacing(high - low, parts)
    if not step or low + step == low or high + step == high:
        return bounds
    return step * math.floor(low / step), step * math.ceil(high / step)


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


def visible_curve(line: Line, x_range: Range, y_range: Range) -> tuple[FloatArray, FloatArray]:
    """The exponential of a line in or near the view, as points close enough to look smooth."""
    height = y_range[1] - y_range[0]
    low, high = max(y_range[0] - height, 0.0), y_range[1] + height
    if high <= 0.0:
        return np.empty(0), np.empty(0)
    logarithms = (math.log(low) if low > 0.0 else -math.inf, math.log(high))
    x = np.linspace(*x_range, _CURVE_POINTS)
    with quiet_overflow():
        exponent = line.slope * x + line.intercept
    near = (exponent >= logarithms[0]) & (exponent <= logarithms[1])
    return x[near], np.exp(exponent[near])


def visible_part(
    line: Line | None, x_range: Range, y_range: Range, *, curved: bool
) -> tuple[FloatArray, FloatArray]:
    """What is to be drawn of a line, or of its exponential; nothing without a line."""
    if line is not None and curved:
        return visible_curve(line, x_range, y_range)
    segment = None if line is None else visible_segment(line, x_range, y_range)
    x, y = segment or ((), ())
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def outline(x: FloatArray, y: FloatArray, most: int = 600) -> tuple[FloatArray, FloatArray]:
    """A curve by at most so many of its points: the lowest and highest of every bunch, and the last."""
    if y.size <= most:
        return x, y
    bunch = math.ceil(2 * y.size / (most - 1))
    count = y.size // bunch
    rows = y[: count * bunch].reshape(count, bunch)
    lowest = np.where(np.isnan(rows), np.inf, rows).argmin(axis=1)
    highest = np.where(np.isnan(rows), -np.inf, rows).argmax(axis=1)
    within = np.sort(np.column_stack([lowest, highest]), axis=1)
    kept = (within + bunch * np.arange(count)[:, None]).ravel()
    kept = np.append(kept, y.size - 1)
    return x[kept], y[kept]
