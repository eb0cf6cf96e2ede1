"""The row that is pointed at, in whichever view, in the whole window."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from session_steps import open_and_wait

from linreg_gui.app.program import Program
from linreg_gui.views.table.data_table import DataTable


def open_rows(qtbot: QtBot, program: Program, tmp_path) -> None:
    path = tmp_path / "rows.csv"
    rng = np.random.default_rng(0)
    x = np.arange(20.0)
    np.savetxt(
        path, np.column_stack([x, 2 * x + rng.normal(size=20)]), "%.4f", ",", header="x,y", comments=""
    )
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        open_and_wait(qtbot, program.session, path)


def test_a_row_of_the_table_is_ringed_on_the_plot_while_the_pointer_is_there(
    qtbot: QtBot, program: Program, tmp_path
) -> None:
    open_rows(qtbot, program, tmp_path)
    table, plot = program.window.view(DataTable).view, program.window.fit_plot
    data = program.session.analysis.data
    for row in (2, 4):
        place = table.visualRect(table.model().index(row, 1)).center()
        qtbot.mouseMove(table.viewport(), place + QPoint(1, 0))
        qtbot.mouseMove(table.viewport(), place)
        assert program.session.pointed.row == row
        assert table.marks.is_pointed_at(row)
        qtbot.waitUntil(lambda: plot.hover.ring.count() == 1, timeout=30_000)  # once rows are known by place
        np.testing.assert_allclose(np.ravel(plot.hover.ring.getData()), [data.X[row, 0], data.y[row]])
        assert plot.hover.card.isHidden()  # the words are in the table
    QApplication.sendEvent(table.viewport(), QEvent(QEvent.Type.Leave))
    assert program.session.pointed.row is None
    assert plot.hover.ring.count() == 0


def test_the_ring_stays_while_training_goes_on_and_goes_with_the_table(
    qtbot: QtBot, program: Program, tmp_path, monkeypatch
) -> None:
    open_rows(qtbot, program, tmp_path)
    plot, session = program.window.fit_plot, program.session
    session.pointed.point_at(3)
    qtbot.waitUntil(lambda: plot.hover.ring.count() == 1, timeout=30_000)  # once rows are known by place
    counts, place = [], plot.hover.ring.place
    monkeypatch.setattr(plot.hover.ring, "place", lambda *at: (place(*at), counts.append(len(at[0]))))
    training = session.training
    training.step(3)
    qtbot.waitUntil(lambda: training.phase.value == "idle" and session.moment.step == 3, timeout=30_000)
    assert set(counts) <= {1}
    assert plot.hover.ring.count() == 1
    told = []
    session.pointed.changed.connect(told.append)
    session.document.exclude_rows([7])
    assert told == [None]
    assert plot.hover.ring.count() == 0
    qtbot.waitUntil(lambda: not session.jobs._running, timeout=30_000)


def test_a_row_is_told_once(program: Program) -> None:
    pointed, told = program.session.pointed, []
    pointed.changed.connect(told.append)
    assert pointed.point_at(5)
    assert not pointed.point_at(5)
    assert pointed.point_at(None)
    assert told == [5, None]
