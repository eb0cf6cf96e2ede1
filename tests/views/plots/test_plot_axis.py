"""Ticks: few, round, and written with real minus signs."""

from __future__ import annotations

import math

import pytest
from PySide6.QtGui import QColor

from linreg_gui.views.plots.plot_axis import PlotAxis, log_tick_text, nice_spacing, tick_texts


@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ([-1.0, -0.5, 0.0, 0.5], 0.5, ["−1.0", "−0.5", "0.0", "0.5"]),
        ([0.0, 1000.0], 1000.0, ["0", "1000"]),
        ([-0.002, 0.0], 0.002, ["−0.002", "0.000"]),
        ([1e7, 1.2e7], 2e6, ["1×10⁷", "1.2×10⁷"]),
        ([2e-9, 1e-9], 1e-9, ["2×10⁻⁹", "1×10⁻⁹"]),
        ([1e-17, 0.1], 0.1, ["0.0", "0.1"]),
        ([0.0], 1.0, ["0"]),
    ],
)
def test_linear_ticks_have_just_enough_digits(values: list[float], spacing: float, texts: list[str]) -> None:
    assert tick_texts(values, spacing) == texts


@pytest.mark.parametrize(
    ("exponent", "text"),
    [
        (0.0, "1"),
        (-2.0, "0.01"),
        (math.log10(0.25), "0.25"),
        (math.log10(20.0), "20"),
        (5.0, "100000"),
        (6.0, "10⁶"),
        (-5.0, "10⁻⁵"),
        (math.log10(2e-7), "2×10⁻⁷"),
    ],
)
def test_logarithmic_ticks_are_powers_of_ten_or_plain(exponent: float, text: str) -> None:
    assert log_tick_text(exponent) == text


@pytest.mark.parametrize(
    ("span", "most", "spacing"), [(10.0, 5.0, 2.0), (10.0, 4.0, 5.0), (0.7, 10.0, 0.1), (9.9, 1.0, 5.0)]
)
def test_spacings_are_round(span: float, most: float, spacing: float) -> None:
    assert nice_spacing(span, most) == pytest.approx(spacing)


def test_an_axis_without_a_span_has_no_ticks() -> None:
    assert nice_spacing(0.0, 5.0) == 0.0
    assert nice_spacing(math.inf, 5.0) == 0.0


def test_a_logarithmic_axis_has_whole_decades_or_round_numbers(qtbot: object) -> None:
    axis = PlotAxis("left")
    axis.setLogMode(True)
    [(_, decades)] = axis.tickValues(-3.2, 2.1, 300.0)
    assert decades == pytest.approx([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0])
    [(_, values)] = axis.tickValues(math.log10(0.15), math.log10(9.0), 140.0)
    assert [10.0**value for value in values] == pytest.approx([0.2, 0.5, 1.0, 2.0, 5.0])
    [(_, values)] = axis.tickValues(math.log10(2.0), math.log10(9.0), 140.0)
    assert [10.0**value for value in values] == pytest.approx([2.0, 4.0, 6.0, 8.0])


def test_large_numbers_have_their_ticks_as_much_farther_apart(qapp) -> None:
    axis, font, colour = PlotAxis("bottom"), qapp.font(), QColor("black")
    axis.set_look(colour, colour, colour, font)
    (usual, _), *_ = axis.tickSpacing(0.0, 100.0, 700.0)
    font.setPointSizeF(3.0 * font.pointSizeF())
    axis.set_look(colour, colour, colour, font)
    (large, _), *_ = axis.tickSpacing(0.0, 100.0, 700.0)
    assert large >= 2.0 * usual
