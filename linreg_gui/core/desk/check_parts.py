"""What the questions need besides the shared parts of a desk, each worked out once."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.inference.curvature import CurvatureTests, curvature_tests
from linreg_gui.core.inference.serial import SerialTest, serial_test
from linreg_gui.core.inference.smoothing import Smooth, lowess

from .check_rows import CheckRows, check_rows
from .desk import Desk
from .parts import checked_of

# Parts of the rows, by size, whose spreads are compared.
_PARTS = 5
# Rows that are looked at for the steps of a ruler; of fewer than three values nothing is told.
_SAMPLE, _FEWEST = 20_000, 3
_NOT_WHOLE, _MOSTLY = 1e-6, 0.5


def curvature_of(desk: Desk) -> CurvatureTests:
    """Tests for bends."""
    checked = checked_of(desk)
    return desk.once("check curvature", lambda: curvature_tests(desk.data, checked))


def serial_of(desk: Desk) -> SerialTest:
    """Whether neighbours have noise in common."""
    checked = checked_of(desk)
    return desk.once("check serial", lambda: serial_test(desk.data, checked))


def along(desk: Desk, feature: int | None) -> FloatArray:
    """What is along x: the predictions, or a feature."""
    if feature is None:
        return check_rows(desk).prediction
    return np.ascontiguousarray(desk.objective.analysis.data.X[:, feature])


def smooth_of(desk: Desk, what: str, feature: int | None) -> Smooth:
    """A robust smooth curve of the residuals, or of the roots of their sizes, along x."""

    def work() -> Smooth:
        x, rows = along(desk, feature), check_rows(desk)
        y = rows.residual if what == "residual" else root_sizes(rows)
        known = np.isfinite(y)
        return lowess(x, y) if known.all() else lowess(x[known], y[known])

    found: Smooth = desk.once(("check smooth", what, feature), work)
    return found


def root_sizes(rows: CheckRows) -> FloatArray:
    """√ of how far each scaled residual is from 0: less skew than its size (Cleveland 1993, 3.2)."""
    return np.asarray(np.sqrt(np.abs(rows.scaled)))


def spread_ratio(desk: Desk, feature: int | None) -> tuple[float, bool]:
    """How many times as wide the noise is at one end of x as at the other, and whether it is so at the top.

    The ends are the fifths of the rows with the least and the most; less of them where rows are few.
    """
    found: tuple[float, bool] = desk.once(("check spread", feature), lambda: _spread_ratio(desk, feature))
    return found


def most_uneven(desk: Desk) -> int:
    """The feature along which the squares of the residuals change most."""

    def work() -> int:
        squares = np.nan_to_num(check_rows(desk).scaled ** 2)
        squares -= squares.mean()
        analysis = desk.objective.analysis
        sums, start = np.zeros(analysis.data.n_features), 0
        for X, y in analysis.data.blocks():
            sums += squares[start : start + len(y)] @ (X - analysis.moments.feature_means)
            start += len(y)
        norms = analysis.moments.norms[:-1]
        return int(np.argmax(np.divide(np.abs(sums), norms, out=np.zeros_like(sums), where=norms > 0.0)))

    found: int = desk.once("check most uneven", work)
    return found


def _spread_ratio(desk: Desk, feature: int | None) -> tuple[float, bool]:
    x, scaled = along(desk, feature), check_rows(desk).scaled
    low, high = np.quantile(x, [1.0 / _PARTS, 1.0 - 1.0 / _PARTS])
    below, above = (float(np.sqrt(np.nanmean(scaled[part] ** 2))) for part in (x <= low, x >= high))
    if not min(below, above) > 0.0:
        return float("nan"), above > below
    return max(below, above) / min(below, above), above > below


def step_of(desk: Desk, feature: int) -> float:
    """How far the values of a feature stand apart, where they are those of a ruler; 0 where they are not."""
    found: float = desk.once(("check step", feature), lambda: _step(along(desk, feature)))
    return found


def _step(x: FloatArray) -> float:
    sample = x[:: -(-x.size // _SAMPLE)]
    values = np.unique(sample)
    if values.size < _FEWEST or values.size > sample.size // 2:
        return 0.0
    gaps = np.diff(values)
    step = float(gaps.min())
    steps = gaps / step
    whole = np.abs(steps - np.round(steps)) < _NOT_WHOLE * np.maximum(steps, 1.0)
    return step if bool(whole.all()) and bool((np.round(steps) == 1.0).mean() > _MOSTLY) else 0.0
