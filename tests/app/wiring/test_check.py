"""Check the model in the real window: fed by the fit, in step with the table, and kept in the project."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.desk.check_values import Question
from linreg_gui.core.drawing.area import Spot
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet, SelectMode
from linreg_gui.core.table.table import Table
from linreg_gui.views.desk.check_view import CheckView
from linreg_gui.views.desk.question_list import ANSWER
from linreg_gui.views.panes.view_row import Preset


def houses(bend: float = 0.0) -> Table:
    rng = np.random.default_rng(0)
    area = rng.normal(size=120)
    price = 3.0 * area + bend * area**2 + rng.normal(size=120)
    frame = pd.DataFrame({"area": area, "price": price})
    return Table(
        frame, {"area": Role.FEATURE, "price": Role.LABEL}, "houses", numeric=frozenset(frame.columns)
    )


@pytest.fixture
def view(qtbot, program) -> CheckView:
    program.window.resize(1280, 800)
    program.window.show()
    program.window.presets.show(Preset.ANALYSE)
    program.session.document.replace("Open", houses())
    program.window.show_view(CheckView)
    view = program.window.view(CheckView)
    qtbot.waitUntil(lambda: view.plot.picture is not None, timeout=60_000)
    return view


def click(view: CheckView, row: int, mode: SelectMode) -> None:
    picture = view.plot.picture
    at = int(np.flatnonzero(picture.rows == row)[0])
    view.plot.selecting.spot_requested.emit(Spot(picture.x[at], picture.y[at], (1e-9, 1e-9)), mode)


def answers(view: CheckView) -> list[str]:
    return [view.model.index(row).data(ANSWER) for row in range(view.model.rowCount())]


def test_answers_follow_an_edit(qtbot, program, view) -> None:
    assert "No bend" in answers(view)[0]
    program.session.document.replace("Open", houses(bend=2.0))
    qtbot.waitUntil(lambda: "bent" in str(answers(view)[0]), timeout=60_000)
    assert "bent" in view.answer.text()


def test_rows_that_are_picked_are_selected_everywhere(qtbot, program, view) -> None:
    selection = program.session.selection
    for row, chosen in ((5, [5]), (9, [5, 9]), (9, [5])):
        with qtbot.waitSignal(selection.changed):
            click(view, row, SelectMode.ADD)
        assert selection.rows.rows().tolist() == chosen
    qtbot.waitUntil(lambda: view.plot.marks.count() == 1, timeout=60_000)
    selection.select(RowSet.of_rows(np.array([1, 2, 3])))
    qtbot.waitUntil(lambda: view.plot.marks.count() == 3, timeout=60_000)


def test_excluded_rows_stay_in_sight(qtbot, program, view) -> None:
    program.session.document.exclude_rows([4, 7])
    qtbot.waitUntil(lambda: view.plot.excluded.count() == 2, timeout=60_000)
    assert view.plot.points.count() == 118


def test_another_question_is_drawn_when_it_is_chosen(qtbot, view) -> None:
    view.list.setCurrentIndex(view.model.index(list(Question).index(Question.FEW_ROWS)))
    qtbot.waitUntil(lambda: view.plot.axis_labels()[0] == "leverage", timeout=60_000)
    assert "D" in view.answer.text()


def test_without_a_label_there_is_nothing_to_check(qtbot, program, view) -> None:
    roles = dict.fromkeys(program.session.document.table.roles, Role.FEATURE)
    program.session.document.choose_roles(roles)
    qtbot.waitUntil(lambda: view.plot.picture is None, timeout=60_000)
    assert answers(view)[0] is None


def test_a_row_that_is_pointed_at_is_pointed_at_everywhere(program, view) -> None:
    view.plot.row_pointed.emit(7)
    assert program.session.pointed.row == 7
    assert view.plot.ring.count() == 1
    program.session.pointed.point_at(11)
    at = int(np.flatnonzero(view.plot.picture.rows == 11)[0])
    assert view.plot.ring.getData()[0][0] == view.plot.picture.x[at]
    program.session.pointed.point_at(None)
    assert view.plot.ring.count() == 0


def test_a_click_on_what_was_drawn_of_another_table_selects_nothing(qtbot, program, view) -> None:
    program.session.document.replace("Open", houses(bend=2.0))
    view.plot.selecting.spot_requested.emit(Spot(0.0, 0.0, (99.0, 99.0)), SelectMode.NEW)
    qtbot.waitUntil(lambda: not program.session.jobs._running, timeout=60_000)
    assert not len(program.session.selection.rows)
