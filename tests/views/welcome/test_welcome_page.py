"""The welcome page: what it shows, and what its buttons ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox

from linreg_gui.core.installation.resources import samples
from linreg_gui.core.installation.sample_details import sample_details
from linreg_gui.views.welcome.welcome_page import WelcomePage
from linreg_gui.views.widgets.style import dark_palette, light_palette

PATHS = [Path(f"/home/anna/data/file {number}.csv") for number in range(9)]


@pytest.fixture
def page(qtbot) -> WelcomePage:
    page = WelcomePage()
    qtbot.addWidget(page)
    page.show_samples(samples())
    page.resize(700, 700)
    return page


def test_every_button_asks_for_its_own_thing(qtbot, page) -> None:
    page.show()
    page.set_closable(True)
    for button, wish in (
        (page.open_button, page.open_requested),
        (page.generate_button, page.generate_requested),
        (page.draw_button, page.draw_requested),
        (page.tour_button, page.tour_requested),
        (page.all_samples, page.all_samples_requested),
        (page.back, page.close_requested),
    ):
        with qtbot.waitSignal(wish, timeout=1000):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_control_has_a_name_and_a_help_text(page) -> None:
    page.show_recent_files(PATHS)
    kinds = (QAbstractButton, QCheckBox)
    controls = [widget for kind in kinds for widget in page.findChildren(kind)]
    assert len(controls) > 12
    for control in controls:
        assert control.accessibleName()
        assert control.whatsThis()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_sample_is_asked_for_by_click_and_key(qtbot, page, key) -> None:
    page.show()
    QApplication.processEvents()
    card = page.sample_cards()[2]
    assert card.accessibleName() == samples()[2].title
    assert card.accessibleDescription() == samples()[2].about
    with qtbot.waitSignal(page.sample_requested) as asked:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert asked.args == [samples()[2]]
    with qtbot.waitSignal(page.sample_requested) as asked:
        qtbot.keyClick(card, key)
    assert asked.args == [samples()[2]]


def test_pictures_are_asked_for_once_and_only_after_the_page_was_painted(qtbot, page) -> None:
    asked = []
    page.pictures_wanted.connect(lambda: asked.append(page.isVisible()))
    assert asked == []
    with qtbot.waitSignal(page.pictures_wanted):
        page.show()
        assert asked == []
    page.grab()
    page.hide()
    page.show()
    page.grab()
    qtbot.wait(1)
    assert asked == [True]


def test_a_picture_is_drawn_in_the_colours_of_light_and_dark(qtbot, page) -> None:
    card = page.sample_cards()[0]
    empty = card.grab().toImage()
    page.show_pictures([sample_details(samples()[0])])
    assert card.grab().toImage() != empty
    pictures = []
    for palette in (light_palette(), dark_palette()):
        page.setPalette(palette)
        pictures.append(page.sample_cards()[0].grab().toImage())
    light, dark = (picture.pixelColor(picture.width() - 8, picture.height() // 2) for picture in pictures)
    assert light.lightness() > 200
    assert dark.lightness() < 80


def test_the_cards_stand_in_as_many_columns_as_there_is_room_for(qtbot, page) -> None:
    page.show()
    QApplication.processEvents()
    assert page.cards.columns == 2
    first, second = page.sample_cards()[:2]
    assert first.y() == second.y()
    page.resize(380, 600)
    qtbot.waitUntil(lambda: page.cards.columns == 1)
    qtbot.waitUntil(lambda: first.y() < second.y())
    assert first.width() <= 380


def test_recent_files_are_few_and_asked_for_by_a_click(qtbot, page) -> None:
    page.show()
    assert not page.recent.isVisible()
    page.show_recent_files(PATHS)
    assert page.recent.isVisible()
    assert [button.text() for button in page.recent.buttons] == [path.name for path in PATHS[:4]]
    with qtbot.waitSignal(page.recent_requested) as asked:
        qtbot.mouseClick(page.recent.buttons[1], Qt.MouseButton.LeftButton)
    assert asked.args == [PATHS[1]]
    page.show_recent_files([])
    assert not page.recent.isVisible()


def test_tab_goes_from_top_to_bottom_whatever_came_when(qtbot, page) -> None:
    page.show_recent_files(PATHS[:2])
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus()
    visited = []
    while QApplication.focusWidget() not in visited:
        visited.append(QApplication.focusWidget())
        qtbot.keyClick(visited[-1], Qt.Key.Key_Tab)
    buttons = [page.open_button, page.generate_button, page.draw_button, page.tour_button]
    assert visited == [
        *(*buttons, *page.recent.buttons, page.all_samples),
        *(*page.sample_cards(), page.at_start),
    ]


def test_there_is_a_way_back_only_where_there_is_something_behind(qtbot, page) -> None:
    page.show()
    closed = []
    page.close_requested.connect(lambda: closed.append(True))
    qtbot.keyClick(page.open_button, Qt.Key.Key_Escape)
    assert not page.back.isVisible()
    assert closed == []
    page.set_closable(True)
    assert page.back.isVisible()
    qtbot.keyClick(page.open_button, Qt.Key.Key_Escape)
    assert closed == [True]


def test_whether_it_comes_at_the_start_is_shown_and_asked_for(qtbot, page) -> None:
    page.set_at_start(True)
    assert page.at_start.isChecked()
    with qtbot.waitSignal(page.at_start_changed) as asked:
        page.at_start.click()
    assert asked.args == [False]
