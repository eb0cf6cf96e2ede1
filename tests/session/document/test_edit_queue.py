"""Edits of a large table: in a thread, in their order, and never on a table that they were not meant for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.document import Document

N_ROWS = 100_001


def large_table() -> Table:
    frame = pd.DataFrame({"x": np.arange(N_ROWS, dtype=float)[::-1].copy(), "y": np.zeros(N_ROWS)})
    return Table(frame, {"x": Role.FEATURE, "y": Role.LABEL}, "large", numeric=frozenset({"x", "y"}))


@pytest.fixture
def document(jobs) -> Iterator[Document]:
    document = Document(jobs)
    document.start_with(large_table())
    yield document
    document.queue.clear()


class Gate:
    """An edit that waits until the test lets it go on."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.runs = 0

    def __call__(self, table: Table) -> Table:
        self.runs += 1
        assert self.open.wait(30)
        return replace(table, name=f"{table.name}, edited")


def test_a_long_edit_is_not_done_at_once_but_soon(qtbot, document) -> None:
    before = document.table
    document.sort_rows("x", False)
    assert document.table is before
    qtbot.waitUntil(lambda: document.table is not before)
    assert document.table.frame["x"].iloc[0] == 0
    assert document.history.texts == ("", "Sort by “x”")


def test_edits_are_done_in_their_order_each_on_what_the_one_before_made(qtbot, document) -> None:
    document.edit_cell(0, 1, "7")
    document.sort_rows("x", False)
    document.duplicate_column("y")
    qtbot.waitUntil(lambda: not document.queue.busy)
    assert document.history.texts == ("", "Edit cell", "Sort by “x”", "Duplicate “y”")
    assert document.table.frame.iloc[-1].tolist() == [N_ROWS - 1, 7.0, 7.0]


@pytest.mark.parametrize(
    "edit",
    [
        lambda document: document.edit_cell(0, 1, "8"),
        lambda document: document.paste(0, 1, "8"),
        lambda document: document.clear_cells([(0, 0, 1, 1)]),
        lambda document: document.fill_down([(0, 0, 2, 1)]),
        lambda document: document.insert_rows(1, 1),
        lambda document: document.remove_rows([0]),
        lambda document: document.exclude_rows([0]),
        lambda document: document.exclude_other_rows([0]),
    ],
)
@pytest.mark.parametrize(
    "moves",
    [
        lambda document: document.sort_rows("x", False),
        lambda document: document.insert_rows(0, 1),
        lambda document: document.remove_rows([3]),
        lambda document: document.move_column("y", 0),
        lambda document: document.delete_columns(["x"]),
    ],
)
def test_what_is_meant_by_its_place_is_refused_once_that_is_another(qtbot, document, moves, edit) -> None:
    gate = Gate()
    document.edit("Wait", gate)  # so that nothing has moved yet when the second edit comes
    moves(document)
    edit(document)
    refused = []
    document.queue.refused.connect(refused.append)
    gate.open.set()
    qtbot.waitUntil(lambda: not document.queue.busy)
    assert len(document.history.texts) == 3
    assert [problem.kind for problem in refused] == [ProblemKind.CHANGED]


def test_what_is_meant_by_its_place_is_done_where_nothing_has_moved(qtbot, document) -> None:
    document.insert_rows(N_ROWS, 1)
    document.rename_column("y", "z")
    document.duplicate_column("z")
    document.edit_cell(0, 1, "8")
    qtbot.waitUntil(lambda: not document.queue.busy)
    assert document.table.frame["z"].iloc[0] == 8.0


def test_it_is_said_what_takes_a_while_and_when_it_is_over(qtbot, document) -> None:
    gate = Gate()
    with qtbot.waitSignal(document.queue.started) as told:
        document.edit("Think", gate)
    assert told.args == ["Think"]
    with qtbot.waitSignal(document.queue.ended):
        gate.open.set()


def test_undo_gives_up_the_edit_that_is_not_done_rather_than_one_before(qtbot, document) -> None:
    document.edit_cell(0, 1, "7")
    qtbot.waitUntil(lambda: not document.queue.busy)
    edited, gate = document.table, Gate()
    document.edit("Think", gate)
    document.undo()
    gate.open.set()
    assert not document.queue.busy
    assert document.table is edited
    document.undo()
    assert document.history.index == 0


def test_an_edit_is_done_anew_where_only_roles_changed_meanwhile(qtbot, document) -> None:
    gate = Gate()
    document.edit("Think", gate)
    qtbot.waitUntil(lambda: gate.runs == 1)
    document.choose_roles({"x": Role.LABEL, "y": Role.FEATURE})
    gate.open.set()
    qtbot.waitUntil(lambda: not document.queue.busy)
    assert document.table.name == "large, edited"
    assert document.table.roles["x"] is Role.LABEL
    assert gate.runs == 2


def test_an_edit_of_a_table_that_is_gone_is_given_up(qtbot, document) -> None:
    gate = Gate()
    document.edit("Think", gate)
    other = large_table()
    document.replace("Open other", other)
    assert not document.queue.busy
    gate.open.set()
    assert document.table is other


@pytest.mark.parametrize("rows", [3, N_ROWS])
def test_a_refused_edit_changes_nothing_and_says_why(qtbot, document, rows) -> None:
    table = large_table()
    document.start_with(replace(table, frame=table.frame.iloc[:rows]))
    before = document.table

    def refuse(_: Table) -> Table:
        raise ProblemError("That cannot be.", "test")

    with qtbot.waitSignal(document.queue.refused) as refusal:
        document.edit("Try", refuse)
    assert refusal.args[0].sentence == "That cannot be."
    assert document.table is before
    assert not document.queue.busy
