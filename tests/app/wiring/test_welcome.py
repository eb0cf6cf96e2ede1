"""The welcome page in the whole window: at the start, and whenever there is no table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from linreg_gui.app.program import Program
from linreg_gui.core.installation.resources import resource_path, samples
from linreg_gui.core.installation.sample_details import sample_details
from linreg_gui.session.opening import sample_library
from linreg_gui.views.dialogs.generate_dialog import GenerateDialog
from linreg_gui.views.dialogs.sample_dialog import SampleDialog
from linreg_gui.views.welcome.tour import Tour

NORRIS = resource_path("samples", "norris.csv")


# The files of the samples are read once for all windows.
details_of = cache(sample_details)


@pytest.fixture
def started(qtbot, program, settings, monkeypatch) -> Program:
    monkeypatch.setattr(sample_library, "sample_details", details_of)
    settings.set_shows_welcome(True)
    program.start(None)
    return program


def analysed(qtbot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.session.analysis is not None, timeout=30_000)


def test_a_start_without_a_file_shows_the_page_with_pictures_of_all_samples(qtbot, started) -> None:
    page = started.window.welcome_page
    assert page.isVisible()
    assert not started.window.fit_plot.isVisible()
    cards = page.sample_cards()
    assert [card.sample for card in cards] == samples()
    empty = [card.picture.accessibleName() for card in cards]
    assert set(empty) == {""}
    qtbot.waitUntil(lambda: all(card.picture.accessibleName() for card in cards), timeout=30_000)
    assert started.session.document.table is None


def test_one_click_on_a_sample_shows_it_fitted(qtbot, started) -> None:
    page = started.window.welcome_page
    qtbot.mouseClick(page.sample_cards()[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: started.session.training.finished, timeout=60_000)
    assert not page.isVisible()
    assert started.window.fit_plot.isVisible()
    assert started.session.training.picture.distance < 0.01
    assert started.session.document.history.undo_text == ""
    assert samples()[0].file in started.window.windowTitle()


def test_switched_off_the_start_shows_a_fitted_sample_and_help_brings_the_page(
    qtbot, program, settings
) -> None:
    assert not settings.shows_welcome()
    program.start(None)
    page = program.window.welcome_page
    assert not page.isVisible()
    qtbot.waitUntil(lambda: program.session.training.finished, timeout=60_000)
    program.menus.welcome.trigger()
    assert page.isVisible()
    assert not page.at_start.isChecked()
    page.at_start.click()
    assert settings.shows_welcome()
    page.back.click()
    assert program.window.fit_plot.isVisible()
    assert program.session.document.table is not None


def test_from_help_a_sample_takes_the_place_of_the_table_fitted_and_as_a_step_of_undo(qtbot, program) -> None:
    program.window.show()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(NORRIS)
    program.menus.welcome.trigger()
    QApplication.processEvents()
    qtbot.mouseClick(program.window.welcome_page.sample_cards()[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.session.training.finished, timeout=60_000)
    assert program.session.document.table.name == samples()[0].file
    program.menus.edit.undo.trigger()
    assert program.session.document.table.name == "norris.csv"
    analysed(qtbot, program)
    assert not program.session.training.finished


def test_a_file_named_at_the_start_skips_the_page(qtbot, program, settings) -> None:
    settings.set_shows_welcome(True)
    program.start(NORRIS)
    assert not program.window.welcome_page.isVisible()
    analysed(qtbot, program)
    assert not program.window.welcome_page.isVisible()
    assert program.window.welcome_page.sample_cards() == ()


def test_a_file_that_cannot_be_opened_leaves_a_sentence_and_the_page(qtbot, program, settings) -> None:
    settings.set_shows_welcome(True)
    program.start(Path("nowhere.csv"))
    qtbot.waitUntil(lambda: program.window.welcome_page.isVisible(), timeout=30_000)
    assert program.window.message_bar.isVisible()
    assert "nowhere.csv" in program.window.message_bar.sentence


def test_open_generate_draw_samples_and_the_tour_are_a_click_away(qtbot, started) -> None:
    page, window = started.window.welcome_page, started.window
    page.open_button.click()
    window.findChild(QFileDialog, "file_dialog").reject()
    page.generate_button.click()
    window.findChild(GenerateDialog).reject()
    page.all_samples.click()
    window.findChild(SampleDialog).reject()
    assert page.isVisible()
    page.draw_button.click()
    assert not page.isVisible()
    assert len(started.session.document.table.frame) == 0
    assert window.painter.tools.isVisible()


def test_undoing_to_nothing_shows_the_page_again(qtbot, started) -> None:
    started.window.welcome_page.draw_button.click()
    started.menus.edit.undo.trigger()
    assert started.session.document.table is None
    assert started.window.welcome_page.isVisible()
    assert not started.window.welcome_page.back.isVisible()


def test_a_recent_file_is_listed_and_opened(qtbot, started, settings) -> None:
    page = started.window.welcome_page
    assert not page.recent.isVisible()
    settings.add_recent_file(NORRIS)
    assert page.recent.isVisible()
    with qtbot.waitSignal(started.session.analysed, timeout=30_000):
        page.recent.buttons[0].click()
    assert "norris.csv" in started.window.windowTitle()


def test_the_keyboard_starts_at_open_and_space_steps_once_there_are_data(qtbot, started) -> None:
    window = started.window
    with qtbot.waitActive(window):
        window.activateWindow()
    assert QApplication.focusWidget() is window.welcome_page.open_button
    with qtbot.waitSignal(started.session.analysed, timeout=30_000):
        started.session.opening.open_file(NORRIS)
    qtbot.waitUntil(lambda: window.transport_actions.step.isEnabled())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    training = started.session.training
    qtbot.waitUntil(lambda: training.picture.snapshot.step == 1, timeout=60_000)


def test_the_tour_from_the_page_opens_a_sample_that_can_be_stepped_through(qtbot, started) -> None:
    started.window.welcome_page.tour_button.click()
    qtbot.waitUntil(lambda: started.window.findChild(Tour) is not None, timeout=30_000)
    assert not started.window.welcome_page.isVisible()
    assert started.session.document.table.name == samples()[0].file
    qtbot.waitUntil(lambda: started.window.transport_actions.step.isEnabled(), timeout=30_000)
