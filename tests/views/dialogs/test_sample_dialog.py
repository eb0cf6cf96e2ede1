"""The library of bundled datasets."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from linreg_gui.core.installation.resources import Sample
from linreg_gui.core.installation.sample_details import SampleDetails
from linreg_gui.views.dialogs.sample_dialog import SampleDialog
from linreg_gui.views.plots.scatter_thumbnail import ScatterThumbnail
from linreg_gui.views.widgets.style import Series


def made_up(title: str, about: str, columns: tuple[str, ...], rows: int = 30) -> SampleDetails:
    sample = Sample(title, f"{title}.csv", about, f"Source of {title}.")
    x = np.linspace(0.0, 1.0, rows)
    return SampleDetails(sample, rows, columns, columns[0], columns[-1], x, x)


SAMPLES = [
    made_up("Apples", "Weights of apples.", ("size", "weight")),
    made_up("Bees", "Flights of bees.", ("wind", "sun", "flights"), 1200),
    made_up("Cities", "Rents in cities.", ("area", "rent")),
]


@pytest.fixture
def dialog(qtbot) -> SampleDialog:
    dialog = SampleDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_samples(SAMPLES)
    return dialog


def heard(dialog: SampleDialog) -> list[Sample]:
    opened: list[Sample] = []
    dialog.open_requested.connect(opened.append)
    return opened


def titles(dialog: SampleDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_it_lists_every_sample_and_tells_of_the_first(dialog) -> None:
    assert titles(dialog) == ["Apples", "Bees", "Cities"]
    assert dialog.title.text() == "Apples"
    assert dialog.about.text() == "Weights of apples."
    assert dialog.size_text.text() == "30 rows × 2 columns"
    assert dialog.columns.text() == "size, weight"
    assert dialog.source.text() == "Source: Source of Apples."


@pytest.mark.parametrize("words", ["bee", "FLIGHTS of", "source bees", "wind"])
def test_typing_leaves_what_holds_the_words(qtbot, dialog, words) -> None:
    qtbot.keyClicks(dialog.search, words)
    assert titles(dialog) == ["Bees"]
    assert dialog.title.text() == "Bees"
    assert dialog.size_text.text() == "1,200 rows × 3 columns"


def test_nothing_found_is_a_sentence_and_opens_nothing(qtbot, dialog) -> None:
    opened = heard(dialog)
    qtbot.keyClicks(dialog.search, "zebra")
    assert dialog.nothing.isVisible()
    assert dialog.nothing.text() == "No sample mentions “zebra”."
    assert not dialog.ok.isEnabled()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert opened == []
    assert dialog.isVisible()
    dialog.search.clear()
    assert dialog.list.isVisible()
    assert dialog.ok.isEnabled()


def test_the_chosen_sample_stays_chosen_while_it_is_found(qtbot, dialog) -> None:
    dialog.list.setCurrentRow(2)
    qtbot.keyClicks(dialog.search, "in")
    assert titles(dialog) == ["Bees", "Cities"]
    assert dialog.title.text() == "Cities"


def test_the_arrows_move_the_choice_from_the_search_field_and_return_opens(qtbot, dialog) -> None:
    opened = heard(dialog)
    assert dialog.focusWidget() is dialog.search
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(dialog.search, key)
    assert dialog.title.text() == "Bees"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert opened == [SAMPLES[1].sample]
    assert not dialog.isVisible()


def test_a_double_click_opens(qtbot, dialog) -> None:
    opened = heard(dialog)
    place = dialog.list.visualItemRect(dialog.list.item(2)).center()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(dialog.list.viewport(), left, pos=place)
    qtbot.mouseDClick(dialog.list.viewport(), left, pos=place)
    assert opened == [SAMPLES[2].sample]


def test_cancelling_opens_nothing(dialog) -> None:
    opened = heard(dialog)
    dialog.reject()
    assert opened == []


def test_the_picture_draws_the_points_where_they_are(qtbot) -> None:
    picture = ScatterThumbnail()
    qtbot.addWidget(picture)
    picture.resize(300, 170)
    picture.show_points(np.array([5.0, 7.0]), np.array([-1.0, 3.0]), "a", "b")
    image = picture.grab().toImage()
    assert has_data(image, "lower left")
    assert has_data(image, "upper right")
    assert not has_data(image, "upper left")
    picture.clear()
    assert not has_data(picture.grab().toImage(), "lower left")


def test_points_that_are_all_equal_are_drawn_in_the_middle(qtbot) -> None:
    picture = ScatterThumbnail()
    qtbot.addWidget(picture)
    picture.show_points(np.ones(3), np.ones(3), "a", "b")
    assert not picture.grab().isNull()


def has_data(image: QImage, corner: str) -> bool:
    """Whether a quarter of the picture has a pixel like the colour of the data."""
    vertical, horizontal = corner.split()
    width, height = image.width() // 2, image.height() // 2
    left, top = (width if horizontal == "right" else 0), (height if vertical == "lower" else 0)
    colour = Series.DATA.colour(False)
    places = (QPoint(left + x, top + y) for x in range(width) for y in range(height))
    return any(_near(image.pixelColor(place), colour) for place in places)


def _near(one: QColor, other: QColor) -> bool:
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return one.blue() - one.red() > 25 and all(abs(a - b) < 110 for a, b in parts)
