"""The list of states in the window, driven as a person drives it."""

from __future__ import annotations

import pandas as pd
from PySide6.QtCore import Qt

from linreg_gui.app.program import Program
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.views.table.history_panel import HistoryPanel

FRAME = pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": [2.0, 4.0, 6.5]})


def with_table(program: Program) -> Program:
    program.window.show()
    program.session.document.start_with(Table(FRAME, suggest_roles(FRAME), "small"))
    return program


def first_cell(program: Program) -> float:
    return float(program.session.document.table.frame.iloc[0, 0])


def test_the_list_is_hidden_until_it_is_asked_for(program) -> None:
    with_table(program)
    panel = program.window.view(HistoryPanel)
    assert not panel.isVisible()
    program.menus.edit.history.trigger()
    assert panel.isVisible()
    program.window.presets.restore()
    assert not panel.isVisible()


def test_a_click_goes_to_an_earlier_state_and_back(qtbot, program) -> None:
    with_table(program)
    program.menus.edit.history.trigger()
    for value in ("10", "20", "30"):
        program.session.document.edit_cell(0, 0, value)
    view = program.window.view(HistoryPanel).view
    for row, value in ((1, 10.0), (3, 30.0), (0, 1.0)):
        place = view.visualRect(view.model().index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert first_cell(program) == value
    program.session.document.edit_cell(0, 0, "40")
    assert view.model().rowCount() == 2
