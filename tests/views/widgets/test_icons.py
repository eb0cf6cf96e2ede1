"""The icons: all there, in the colours of the palette, sharp on dense screens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from pytestqt.qtbot import QtBot

from linreg_gui.core.installation.resources import resource_path
from linreg_gui.views.widgets.icons import icon, pixmap
from linreg_gui.views.widgets.style import dark_palette, light_palette

NAMES = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
NEEDED = (
    "open generate undo redo run pause step step-ten step-back reset run-to-end solve add-row remove-row "
    "app info warning close navigate select add-point brush tour"
)


def strongest_colour(picture: QPixmap) -> QColor:
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(pixels, key=lambda colour: colour.alpha())


def test_every_icon_that_is_needed_is_there() -> None:
    assert set(NEEDED.split()) <= set(NAMES)


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
def test_every_icon_draws_something(qtbot: QtBot, palette: type[QPalette]) -> None:
    colours = palette()
    for name in NAMES:
        assert strongest_colour(icon(name, colours).pixmap(QSize(16, 16))).alpha() > 200, name


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
def test_an_icon_has_the_colour_of_button_text(qtbot: QtBot, palette: type[QPalette]) -> None:
    colours = palette()
    run = icon("run", colours)
    active, disabled = QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled
    role = QPalette.ColorRole.ButtonText
    size = QSize(24, 24)
    assert strongest_colour(run.pixmap(size)).rgb() == colours.color(active, role).rgb()
    paler = run.pixmap(size, QIcon.Mode.Disabled)
    assert strongest_colour(paler).rgb() == colours.color(disabled, role).rgb()


def test_an_icon_can_take_another_colour_of_the_palette(qtbot: QtBot) -> None:
    palette = light_palette()
    run = icon("run", palette, QPalette.ColorRole.HighlightedText)
    assert strongest_colour(run.pixmap(QSize(24, 24))) == palette.color(QPalette.ColorRole.HighlightedText)


def test_a_dense_screen_gets_twice_the_dots(qtbot: QtBot) -> None:
    assert icon("step", light_palette()).pixmap(QSize(16, 16), 2.0).width() == 32
    assert pixmap("info", QColor("red"), 20, 1.5).width() == 30


def test_the_application_icon_keeps_its_own_colours_and_comes_large(qtbot: QtBot) -> None:
    light, dark = icon("app", light_palette()), icon("app", dark_palette())
    size = QSize(256, 256)
    assert light.pixmap(size).width() == 256
    assert light.pixmap(size).toImage() == dark.pixmap(size).toImage()


def test_an_icon_that_is_not_there_is_an_error(qtbot: QtBot) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", light_palette())
