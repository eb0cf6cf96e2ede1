"""The coefficient table and the summary in the real window: current, chosen once, and remembered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from linreg_gui.app.program import Program
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.table.roles import Role
from linreg_gui.views.dialogs.level_dialog import LevelDialog
from linreg_gui.views.panes.view_row import Preset
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable


@pytest.fixture
def opened(qtbot, program, tmp_path) -> Program:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["x", "z"])
    frame["y"] = frame.x + rng.normal(size=60) * np.exp(frame.z)
    path = tmp_path / "data.csv"
    frame.to_csv(path, index=False)
    program.window.show()
    program.window.presets.show(Preset.ANALYSE)
    program.session.opening.open_file(path)
    qtbot.waitUntil(lambda: known(program) == shown_of(frame), timeout=30_000)
    program.frame = frame
    return program


def table(program: Program) -> WeightsTable:
    return program.window.view(WeightsTable)


def cells(program: Program, column: Column) -> list[str]:
    model = table(program).model
    return [model.index(row, column).data(Qt.ItemDataRole.EditRole) for row in range(model.rowCount())]


def known(program: Program) -> list[str]:
    return [f"{float(text):.9e}" for text in cells(program, Column.ERROR) if text]


def shown_of(frame: pd.DataFrame, errors: str = "plain") -> list[str]:
    theirs = sm.OLS(frame.y, sm.add_constant(frame[["x", "z"]])).fit(method="qr")
    theirs = theirs if errors == "plain" else theirs.get_robustcov_results(errors)
    return [f"{error:.9e}" for error in theirs.bse]


def test_an_edit_brings_other_errors_and_another_summary(qtbot, opened) -> None:
    before = table(opened).summary.line.text()
    opened.session.document.edit_cell(3, 2, "40")
    opened.frame.loc[3, "y"] = 40.0
    qtbot.waitUntil(lambda: known(opened) == shown_of(opened.frame), timeout=30_000)
    assert table(opened).summary.line.text() != before


def test_errors_and_level_are_chosen_once_for_all_and_remembered(qtbot, opened) -> None:
    options = table(opened).options
    options.errors["HC3"].trigger()
    qtbot.waitUntil(lambda: known(opened) == shown_of(opened.frame, "HC3"), timeout=30_000)
    options.levels[0.99].trigger()
    heading = table(opened).model.headerData
    qtbot.waitUntil(lambda: heading(Column.LOW, Qt.Orientation.Horizontal) == "low 99 %", timeout=30_000)
    assert opened.session.desk.choices == DeskChoices(0.99, "HC3")
    assert opened.session.settings.desk_choices() == DeskChoices(0.99, "HC3")
    opened.session.desk.choose(DeskChoices())  # by another view
    qtbot.waitUntil(lambda: known(opened) == shown_of(opened.frame), timeout=30_000)
    assert options.levels[0.95].isChecked()
    assert not options.levels[0.99].isChecked()


def test_any_level_can_be_typed(qtbot, opened) -> None:
    options = table(opened).options
    options.other_level.trigger()
    (dialog,) = opened.window.findChildren(LevelDialog)
    assert dialog.level.value() == 95.0
    QTest.keyClicks(dialog.level, "92,5")  # it is selected
    QTest.keyClick(dialog.level, Qt.Key.Key_Return)
    heading = table(opened).model.headerData
    qtbot.waitUntil(lambda: heading(Column.LOW, Qt.Orientation.Horizontal) == "low 92.5 %", timeout=30_000)
    assert opened.session.settings.desk_choices().level == 0.925
    assert options.other_level.isChecked()
    assert "92.5 %" in options.other_level.text()
    assert not any(action.isChecked() for action in options.levels.values())
    options.levels[0.9].trigger()
    assert not options.other_level.isChecked()
    assert "%" not in options.other_level.text()
    options.other_level.trigger()
    qtbot.waitUntil(lambda: any(d.isVisible() for d in opened.window.findChildren(LevelDialog)))
    next(d for d in opened.window.findChildren(LevelDialog) if d.isVisible()).reject()
    assert opened.session.desk.choices.level == 0.9
    assert not options.other_level.isChecked()


def test_errors_and_level_are_chosen_in_the_menu_of_the_model_too(opened) -> None:
    entries = {
        action.text(): action.menu() for action in opened.window.menus.model.actions() if action.menu()
    }
    next(action for action in entries["Standard &Errors"].actions() if "HC&1" in action.text()).trigger()
    next(action for action in entries["&Intervals"].actions() if action.text().endswith(" 99 %")).trigger()
    assert opened.session.desk.choices == DeskChoices(0.99, "HC1")


def test_columns_and_style_are_remembered(opened) -> None:
    view, settings = table(opened), opened.session.settings
    view.options.columns[Column.INFLATION].trigger()
    assert not view.view.isColumnHidden(Column.INFLATION)
    view.options.columns[Column.P].trigger()
    assert view.view.isColumnHidden(Column.P)
    assert set(settings.columns("answers")) == {"sgd", "exact", "error", "low", "high", "inflation"}
    view.options.decimals[2].trigger()
    view.options.apa.trigger()
    assert settings.table_style() == TableStyle(2, apa=True)
    assert all(len(text.split(".")[-1]) == 2 for text in view.model.first_texts(Column.EXACT, 3))


def test_what_is_out_of_sight_is_worked_out_once_it_is_seen(qtbot, opened) -> None:
    program = opened
    program.window.presets.show(Preset.LEARN)
    assert not table(program).isVisible()
    program.session.document.edit_cell(3, 2, "40")
    program.frame.loc[3, "y"] = 40.0
    with qtbot.waitSignal(program.session.desk.changed, timeout=30_000):
        pass
    program.window.presets.show(Preset.ANALYSE)
    qtbot.waitUntil(lambda: known(program) == shown_of(program.frame), timeout=30_000)


def test_press_is_worked_out_when_the_summary_is_opened(qtbot, opened) -> None:
    summary = table(opened).summary
    assert [line for line in summary.model.lines if line.name == "PRESS"] == []
    qtbot.mouseClick(summary.line, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(line.name == "PRESS" for line in summary.model.lines), timeout=30_000)
    theirs = sm.OLS(opened.frame.y, sm.add_constant(opened.frame[["x", "z"]])).fit()
    press = next(line.value for line in summary.model.lines if line.name == "PRESS")
    assert press == pytest.approx(float(np.sum(theirs.get_influence().resid_press ** 2)), rel=1e-9)


def test_errors_of_rows_before_are_not_shown_while_others_are_worked_out(qtbot, opened) -> None:
    before, seen = cells(opened, Column.EXACT), []
    table(opened).model.dataChanged.connect(
        lambda *_: seen.append((cells(opened, Column.EXACT), known(opened)))
    )
    opened.session.document.edit_cell(3, 2, "40")
    opened.frame.loc[3, "y"] = 40.0
    qtbot.waitUntil(lambda: known(opened) == shown_of(opened.frame), timeout=30_000)
    others = [errors for exact, errors in seen if exact and "" not in exact and exact != before]
    assert [] in others
    assert all(errors in ([], shown_of(opened.frame)) for errors in others)


def test_without_a_regression_there_is_no_summary(qtbot, opened) -> None:
    with qtbot.waitSignal(opened.session.not_analysed, timeout=30_000):
        opened.session.document.choose_roles(dict.fromkeys(["x", "z", "y"], Role.FEATURE))
    assert table(opened).summary.line.text() == "Summary"
    assert table(opened).model.rowCount() == 0
    opened.session.document.undo()
    qtbot.waitUntil(lambda: known(opened) == shown_of(opened.frame), timeout=30_000)
