"""The view of what a row does to the fit: values in, items out, wishes for rows."""

from __future__ import annotations

import numpy as np
import pytest
from desk_views import seen
from desks import desk_of, made_frame
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from linreg_gui.core.desk.flagged_rows import flagged_rows_of
from linreg_gui.core.desk.row_sway import Measure, sway_of
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.desk.influence_view import InfluenceView


@pytest.fixture
def desk():
    frame = made_frame()
    frame.loc[7, "y"] += 12.0
    frame.loc[30, "a"] += 25.0
    return desk_of(frame, excluded=[50])


@pytest.fixture
def view(qtbot: QtBot, desk) -> InfluenceView:
    return seen(qtbot, InfluenceView(), (900, 400), lambda _: flagged_rows_of(desk))


def texts(model) -> list[list[str]]:
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_rows_are_listed_with_the_bounds_in_the_heads_and_bold_beyond_them(view, desk) -> None:
    found = flagged_rows_of(desk)
    assert [line[0] for line in texts(view.model)] == list(found.beyond_any.titles)
    heads = [view.model.headerData(at, Qt.Orientation.Horizontal) for at in range(6)]
    assert heads[:2] == ["Row", "Beyond"]
    assert heads[2] == f"Leverage\n> {2 * 4 / 59:.3g}"
    assert heads[3] == "Studentised\n> 3"
    outlier = found.beyond_any.rows.tolist().index(7)
    fonts = [view.model.index(outlier, at).data(Qt.ItemDataRole.FontRole) for at in (2, 3)]
    assert fonts[0] is None
    assert fonts[1].bold()
    helps = view.model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Hoaglin and Welsch" in helps
    # Why a row is listed stands beside it, with its numbers where it is pointed at.
    assert view.model.index(outlier, 1).data() == "t, D, DFFITS"
    tooltip = view.model.index(outlier, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "Studentised residual" in tooltip
    assert "is beyond 3." in tooltip
    assert f"beyond 4/n = {4 / 59:.3g}." in tooltip
    assert "Leverage" not in tooltip


def test_each_measure_lists_its_own_and_excluded_rows_can_be_included(qtbot: QtBot, view, desk) -> None:
    found = flagged_rows_of(desk)
    names = [view.choice.itemText(at) for at in range(view.choice.count())]
    assert names[1] == f"{found.beyond[Measure.LEVERAGE].total} by Leverage > 2k/n = {2 * 4 / 59:.3g}"
    assert names[-1] == "1 excluded"
    view.choose(Measure.LEVERAGE)
    assert view.model.rows.tolist() == found.beyond[Measure.LEVERAGE].rows.tolist()
    assert view.include.isHidden()
    view.choose("excluded")
    assert view.model.rows.tolist() == [50]
    assert view.exclude.isHidden()
    view.list.selectRow(0)
    with qtbot.waitSignal(view.include_requested) as asked:
        view.include.click()
    assert asked.args[0].tolist() == [50]


def test_selecting_and_excluding_ask_for_rows_of_the_table(qtbot: QtBot, view) -> None:
    assert not view.exclude.isEnabled()
    row = int(view.model.rows[1])
    with qtbot.waitSignal(view.rows_requested) as selected:
        view.list.selectRow(1)
    assert selected.args[0] == RowSet.of_rows(np.array([row]))
    with qtbot.waitSignal(view.exclude_requested) as asked:
        view.exclude.click()
    assert asked.args[0].tolist() == [row]


def test_a_new_list_keeps_what_is_selected_and_asks_for_nothing(qtbot: QtBot, view, desk) -> None:
    view.list.selectRow(1)
    row = view.selected_rows().tolist()
    with qtbot.assertNotEmitted(view.rows_requested):
        view.show_value(flagged_rows_of(desk))
        assert view.selected_rows().tolist() == row
        assert view.exclude.isEnabled()
        view.choose("excluded")
    assert not view.selected_rows().size
    assert not view.exclude.isEnabled()


def test_rows_are_labelled_from_the_list(qtbot: QtBot, view) -> None:
    view.list.selectRow(0)
    with qtbot.waitSignal(view.label_requested) as asked:
        view.label.click()
    assert asked.args[0].tolist() == [view.model.rows[0]]


def test_the_row_under_the_pointer_is_told_until_it_leaves(qtbot: QtBot, view) -> None:
    told: list[int | None] = []
    view.row_pointed.connect(told.append)
    qtbot.mouseMove(view.list.viewport(), view.list.visualRect(view.model.index(1, 0)).center())
    assert told[-1] == view.model.rows[1]
    QApplication.sendEvent(view.list.viewport(), QEvent(QEvent.Type.Leave))
    assert told[-1] is None


def test_a_row_is_told_with_its_numbers_and_those_of_the_fit_without_it(view, desk) -> None:
    sway = sway_of(desk, 7)
    view.show_row(sway, "pointed at")
    assert view.panel.title.whole_text == "Row 8, house 7 (pointed at)"
    lines = texts(view.panel.model)
    assert lines[0][:3] == ["Leverage", f"{sway.found.leverage:.3g}", f"≤ {2 * 4 / 59:.3g} = 2k/n"]
    assert lines[1][2] == "> 3"
    assert lines[4][0] == "DFBETAS, " + sway.most_moved[0]
    assert lines[5][1] == f"{100 * sway.found.loss_share:.3g}"
    assert lines[6] == ["", "With", "Without", "DFBETAS"]
    r_squared = [view.panel.model.index(7, at).data(Qt.ItemDataRole.EditRole) for at in (1, 2)]
    assert r_squared == list(sway.found.r_squared)
    weights = [view.panel.model.index(10, at).data(Qt.ItemDataRole.EditRole) for at in (1, 2, 3)]
    assert lines[10][0] == "a"
    assert weights == [sway.found.estimate[1], sway.found.without[1], sway.found.dfbetas[1]]
    view.show_row(None)
    assert "Point at a row" in view.panel.sentence.text()
    assert not view.panel.table.isVisible()


def test_of_a_row_that_takes_no_part_there_is_a_sentence_alone(view, desk) -> None:
    view.show_row(sway_of(desk, 50), "selected")
    assert view.panel.sentence.text() == "The row is excluded: the fit does without it."
    assert not view.panel.table.isVisible()


def test_in_little_room_the_measure_that_is_asked_for_stays(view) -> None:
    view.resize(1500, 400)
    hidden = [view.list.isColumnHidden(column) for column in range(1, 6)]
    assert hidden == [False] * 5
    view.choose(Measure.DFFITS)
    view.resize(480, 200)
    view.splitter.setSizes([330, 150])
    hidden = [view.list.isColumnHidden(column) for column in range(1, 6)]
    assert hidden == [True, True, True, True, False]
    view.choose(None)  # then it is why rows are listed
    hidden = [view.list.isColumnHidden(column) for column in range(1, 6)]
    assert hidden == [False, True, True, True, True]


def test_names_are_no_markup_and_cleared_is_cleared(qtbot: QtBot, view) -> None:
    frame = made_frame().rename(columns={"a": "<b>a</b>"})
    frame.loc[7, "name"] = "<b>x</b>"
    desk = desk_of(frame)
    view.show_row(sway_of(desk, 7))
    assert view.panel.title.textFormat() == Qt.TextFormat.PlainText
    assert "<b>x</b>" in view.panel.title.whole_text
    view.grab()
    view.clear()
    assert view.model.rowCount() == 0
    assert not view.panel.isVisible()
