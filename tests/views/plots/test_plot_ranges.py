"""Ranges: margins, steadiness, and the part of a line in sight."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.plots.plot_ranges import outline, padded, steady, visible_curve, visible_segment


@pytest.mark.parametrize("bounds", [(3.0, 3.0), (0.0, 0.0), (-1e300, -1e300), (1e16, 1e16)])
def test_a_range_of_no_width_gets_one(bounds: tuple[float, float]) -> None:
    low, high = padded(bounds)
    assert low < bounds[0] < high


def test_a_margin_is_a_share_of_the_width() -> None:
    assert padded((0.0, 10.0)) == (-0.5, 10.5)


def test_a_range_that_still_serves_stays() -> None:
    assert steady((0.0, 10.0), (1.0, 9.0)) == (0.0, 10.0)


def test_a_range_that_is_too_small_grows_beyond_the_need() -> None:
    assert steady((0.0, 10.0), (0.0, 20.0)) == (0.0, 22.0)


def test_a_range_that_is_far_too_large_shrinks() -> None:
    low, high = steady((-10.0, 10.0), (-1.0, 1.0))
    assert (low, high) == pytest.approx((-1.2, 1.2))


def test_a_flat_line_spans_the_view_and_a_steep_one_is_cut() -> None:
    assert visible_segment(Line(0.0, 0.5), (0.0, 1.0), (0.0, 1.0)) == ((0.0, 1.0), (0.5, 0.5))
    segment = visible_segment(Line(1e6, 0.0), (-1.0, 1.0), (0.0, 1.0))
    assert segment is not None
    assert segment[1] == pytest.approx((-1.0, 2.0))


@pytest.mark.parametrize(
    "line", [Line(0.0, 5.0), Line(1.0, 100.0), Line(float("nan"), 0.0), Line(0.0, float("inf"))]
)
def test_a_line_out_of_sight_has_no_segment(line: Line) -> None:
    assert visible_segment(line, (0.0, 1.0), (0.0, 1.0)) is None


def test_a_short_curve_is_drawn_whole() -> None:
    x = np.arange(600.0)
    assert outline(x, x)[0] is x


def test_the_outline_of_a_long_curve_keeps_its_peaks_and_its_end() -> None:
    x = np.arange(4001.0)
    y = np.sin(x)
    y[1234], y[3000], y[:20] = 50.0, -50.0, np.nan
    kept_x, kept_y = outline(x, y)
    assert kept_x.size <= 1500
    assert (np.diff(kept_x) >= 0.0).all()
    assert kept_x[-1] == 4000.0
    np.testing.assert_array_equal(kept_y, y[kept_x.astype(int)])
    assert (np.nanmax(kept_y), np.nanmin(kept_y)) == (50.0, -50.0)


def test_the_exponential_of_a_line_is_drawn_in_and_near_the_view() -> None:
    line = Line(2.0, -1.0)
    x, y = visible_curve(line, (-5.0, 5.0), (0.0, 10.0))
    np.testing.assert_allclose(y, np.exp(2.0 * x - 1.0))
    assert x[0] == -5.0
    assert 10.0 < y[-1] <= 20.0
    assert np.diff(x).max() < 0.05


@pytest.mark.parametrize("line", [Line(1e308, 0.0), Line(-1e308, 1e308), Line(0.0, 1e4), Line(0.0, np.inf)])
def test_an_exponential_far_out_of_the_view_is_not_drawn_and_does_not_overflow(line: Line) -> None:
    _, y = visible_curve(line, (1.0, 2.0), (1.0, 2.0))
    assert not np.isinf(y).any()
    assert visible_curve(Line(1.0, 0.0), (0.0, 1.0), (-9.0, -5.0))[0].size == 0
