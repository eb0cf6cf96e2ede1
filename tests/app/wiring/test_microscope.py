"""Rows of an update that are selected in the microscope light up in the window."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.installation.resources import samples
from linreg_gui.session.training.training import Phase
from linreg_gui.views.explaining.microscope_view import MicroscopeView


@pytest.fixture
def view(qtbot, program) -> MicroscopeView:
    session, window = program.session, program.window
    window.resize(1280, 800)
    window.show()
    window.show_view(MicroscopeView)
    diabetes = next(sample for sample in samples() if "diabetes" in sample.path.name)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.opening.open_file(diabetes.path)
    session.training.step(3)
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=60_000)
    view = window.view(MicroscopeView)
    qtbot.waitUntil(lambda: "Update 2 → 3" in view.heading.text())
    return view


def choose(view: MicroscopeView, line: int) -> None:
    """Whatever keys are held."""
    selection = view.table.selectionModel()
    flags = selection.SelectionFlag.ClearAndSelect | selection.SelectionFlag.Rows
    selection.setCurrentIndex(view.model.index(line, 0), flags)


def test_selected_rows_are_selected_everywhere(program, view) -> None:
    choose(view, 1)
    (row,) = program.session.selection.rows.rows().tolist()
    assert view.model.index(1, 0).data() == str(row + 1)
    view.table.selectAll()
    minibatch = program.session.training.picture.snapshot.minibatch_rows
    expected = np.sort(program.session.analysis.table_rows[minibatch])
    assert program.session.selection.rows.rows().tolist() == expected.tolist()
    choose(view, view.model.rowCount() - 1)
    assert len(program.session.selection.rows) == 0


def test_rows_of_a_table_that_is_being_looked_at_anew_are_not(program, view) -> None:
    session = program.session
    session.document.sort_rows("age", descending=True)
    assert session.analysis is None
    choose(view, 1)
    assert len(session.selection.rows) == 0


def test_the_first_update_is_shown_before_it_is_made(qtbot, program, view) -> None:
    program.session.moment.look_at(0)
    qtbot.waitUntil(lambda: "The first update to come, 0 → 1" in view.heading.text())
    program.session.moment.look_at(1)
    qtbot.waitUntil(lambda: view.heading.text().startswith("Update 0 → 1 in epoch 1"))


@pytest.mark.parametrize("looks_back", [False, True])
def test_rows_have_their_new_numbers_once_the_table_is_sorted(qtbot, program, view, looks_back) -> None:
    session = program.session
    if looks_back:
        session.moment.look_at(2)
        qtbot.waitUntil(lambda: "Update 1 → 2" in view.heading.text())
    before = [view.model.index(line, 0).data() for line in range(8)]
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.document.sort_rows("age", descending=True)
    qtbot.waitUntil(lambda: [view.model.index(line, 0).data() for line in range(8)] != before)
    frame = session.document.table.frame
    for line in range(8):
        row = int(view.model.index(line, 0).data()) - 1
        assert frame["disease_progression"].iloc[row] == view.model.lines[line].values[2]
