"""Whoever sees fewer colours still tells the series apart; and none is told apart by its colour alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from linreg_gui.views.widgets.style import (
    Series,
    contrast_palette,
    dark_palette,
    light_palette,
    outlined,
    pen,
)

# Machado, Oliveira and Fernandes (2009), whole loss of one kind of cones, for linear light.
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
TOLD_APART = 11.0  # differences of 2.3 are just seen side by side
SHARE_NO_PLOT = [{Series.VALIDATION, other} for other in (Series.RESIDUALS, Series.DATA, Series.TRUTH)]


def light_of(colour: QColor) -> np.ndarray:
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour: QColor, eyes: str) -> np.ndarray:
    """CIELAB of a colour as such eyes see it."""
    x = XYZ @ np.clip(EYES[eyes] @ light_of(colour), 0.0, 1.0) / WHITE
    f = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: QColor, other: QColor) -> float:
    lights = sorted(float(XYZ[1] @ light_of(colour)) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def test_the_simulation_knows_what_such_eyes_confuse() -> None:
    red, green = QColor("#C00000"), QColor("#5B6B00")
    assert np.linalg.norm(seen(red, "all cones") - seen(green, "all cones")) > 80
    assert np.linalg.norm(seen(red, "deuteranopia") - seen(green, "deuteranopia")) < 25
    grey = QColor("#808080")
    for eyes in EYES:
        np.testing.assert_allclose(seen(grey, eyes), seen(grey, "all cones"), atol=0.5)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("eyes", EYES)
def test_no_two_series_look_the_same(eyes: str, dark: bool) -> None:
    for one, other in combinations(Series, 2):
        apart = np.linalg.norm(seen(one.colour(dark), eyes) - seen(other.colour(dark), eyes))
        needed = TOLD_APART if {one, other} in SHARE_NO_PLOT else TOLD_APART + 4.0
        assert apart >= needed, (one, other)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("eyes", EYES)
def test_each_series_stands_out_from_what_is_behind_it(eyes: str, dark: bool) -> None:
    palette = dark_palette() if dark else light_palette()
    paper = [palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.Base)]
    highest = QColor(Qt.GlobalColor.black if dark else Qt.GlobalColor.white)  # of most contrast
    for series in Series:
        for ground in (*paper, highest):
            assert contrast(series.colour(dark), ground) >= 3.0, series
            assert np.linalg.norm(seen(series.colour(dark), eyes) - seen(ground, eyes)) > 35.0, series


def test_colours_that_are_texts_can_be_read() -> None:
    for dark, palette in ((False, light_palette()), (True, dark_palette())):
        for series in (Series.FIT, Series.EXACT, Series.TRUTH):
            assert contrast(series.colour(dark), palette.color(QPalette.ColorRole.Window)) >= 4.5, series


def test_lines_that_share_a_plot_differ_by_dashes_or_width_too() -> None:
    lines = [Series.FIT, Series.EXACT, Series.TRUTH, Series.VALIDATION, Series.MINIBATCH]
    looks = {
        series: (tuple(pen(series, False).dashPattern()), pen(series, False).widthF()) for series in lines
    }
    assert len(set(looks.values())) == len(lines)
    dashed = [
        tuple(pen(series, False).dashPattern()) for series in (Series.EXACT, Series.TRUTH, Series.VALIDATION)
    ]
    assert len(set(dashed)) == 3


@pytest.mark.parametrize(
    ("palette", "contrast", "kind"),
    [
        (dark_palette(), False, "QCheckBox"),
        (contrast_palette(True), True, "QLineEdit"),
        (contrast_palette(False), True, "QLineEdit"),
        (contrast_palette(False), True, "QCheckBox"),
    ],
)
def test_what_fusion_outlines_stands_out_from_its_ground(
    palette: QPalette, contrast: bool, kind: str
) -> None:
    outline = outlined(palette, contrast=contrast)[kind].window().color().darker(140)  # as Fusion does
    difference = abs(outline.lightness() - palette.window().color().lightness())
    assert difference > (150 if contrast else 90)
    assert outlined(light_palette(), contrast=False) == {}
