"""A table comes back to the last bit from an earlier state of it and what has changed since."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_frames import assert_same, frames

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.editing.cell_edits import edit_cell
from linreg_gui.core.editing.column_edits import add_column, move_column, rename_column, set_type
from linreg_gui.core.editing.computed_edits import sort_with_computed
from linreg_gui.core.editing.row_edits import insert_rows, remove_rows
from linreg_gui.core.json_values import WrongValue
from linreg_gui.core.project import differences
from linreg_gui.core.project.differences import DIFFERENCE_PARTS, difference_parts, frame_after
from linreg_gui.core.project.known_columns import KnownColumns
from linreg_gui.core.project.stored_columns import StoredColumn, describe_columns
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.table import Table

EVERYTHING = 1 << 40


def written(before: Table, after: Table, most_cells: int = EVERYTHING) -> dict[str, bytes] | None:
    parts = difference_parts(before, after, most_cells)
    if parts is None:
        return None
    assert all(DIFFERENCE_PARTS.fullmatch(name) for name in parts)
    return {name: part if isinstance(part, bytes) else bytes_by(part) for name, part in parts.items()}


def bytes_by(write) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def back(before: Table, after: Table, parts: Mapping[str, bytes]) -> pd.DataFrame:
    """The frame of ``after`` without a look at it."""
    order = after.row_ids.order_after(before.row_ids, len(before.frame), len(after.frame))
    columns, n_rows = describe_columns(after.frame), len(after.frame)
    return frame_after(before.frame, order, parts, columns, n_rows, lambda _: None)


@st.composite
def two_states(draw: st.DrawFn) -> tuple[Table, Table]:
    """Some rows of a frame, and others, with some of its columns whose cells may be those of other rows."""
    frame = draw(frames())
    every = list(range(len(frame)))

    def state() -> Table:
        rows = draw(st.permutations(every))[: draw(st.integers(0, len(every)))]
        order = draw(st.permutations(range(frame.shape[1])))
        columns = {}
        for j in order[: draw(st.integers(0, len(order)))]:
            cells = draw(st.permutations(every))[: len(rows)] if draw(st.booleans()) else rows
            name = draw(st.sampled_from([frame.columns[j], "another" + "!" * j]))
            columns[name] = frame.iloc[:, j].take(list(cells)).reset_index(drop=True)
        ids = RowIds(np.array(rows, dtype=np.int64), len(frame))
        made = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
        made.columns = pd.Index(list(columns), dtype="str")
        return Table(made, {}, "x.csv", row_ids=ids)

    return state(), state()


@settings(max_examples=60, deadline=None)
@given(two_states())
def test_any_state_comes_back_from_any_other(states) -> None:
    before, after = states
    parts = written(before, after)
    assert_same(after.frame, back(before, after, parts))


@pytest.fixture
def table() -> Table:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=1000), "y": rng.normal(size=1000), "t": ["a", "b"] * 500})
    roles = {"x": Role.FEATURE, "y": Role.LABEL, "t": Role.IGNORED}
    return Table(frame, roles, "x.csv", numeric=frozenset("xy"))


EDITS = {
    "nothing": (lambda table: table, 0),
    "a cell": (lambda table: edit_cell(table, 5, 0, "5"), 1),
    "a text": (lambda table: edit_cell(table, 5, 2, "c"), 1),
    "rows put in": (lambda table: insert_rows(table, 7, 2), 6),
    "rows taken out": (lambda table: remove_rows(table, [3, 4, 900]), 0),
    "sorted rows": (lambda table: sort_with_computed(table, "y", True), 0),
    "another name": (lambda table: rename_column(table, "x", "z"), 0),
    "another place": (lambda table: move_column(table, "x", 2), 0),
    "a new column": (lambda table: add_column(table, "new", 1), 1000),
    "another type": (lambda table: set_type(table, "y", ColumnType.TEXT), 1000),
}


@pytest.mark.parametrize("edit", EDITS)
def test_only_cells_that_differ_are_written(table, edit) -> None:
    make, cells = EDITS[edit]
    after = make(table)
    parts = written(table, after, cells)
    assert_same(after.frame, back(table, after, parts))
    assert written(table, after, cells - 1) is None or cells == 0
    assert sum(map(len, parts.values())) < 1000 + 30 * cells


def test_columns_that_were_left_alone_are_shared(table) -> None:
    after = edit_cell(table, 5, 0, "5")
    made = back(table, after, written(table, after))
    assert np.shares_memory(made["y"].to_numpy(), table.frame["y"].to_numpy())
    assert table.frame["x"][5] != made["x"][5] == 5.0


def tampered(parts: dict[str, bytes], **fields: object) -> dict[str, bytes]:
    return {**parts, "changes.json": json.dumps({**json.loads(parts["changes.json"]), **fields}).encode()}


@pytest.mark.parametrize(
    "fields",
    [
        {"sources": [0, 1]},
        {"sources": [0, 1, 7]},
        {"sources": [0, 2, 1]},
        {"sources": [-1, 1, 2]},
        {"sources": [0, 1, -1]},
        {"groups": [[3], [1]]},
        {"groups": [[0], [0]]},
        {"groups": [[2], [1]]},
        {"groups": []},
        {"groups": 5},
    ],
)
def test_what_cannot_be_is_refused(table, fields) -> None:
    after = edit_cell(insert_rows(table, 7, 2), 900, 1, "5")
    parts = written(table, after)
    with pytest.raises((WrongValue, KeyError)):
        back(table, after, tampered(parts, **fields))


def test_other_rows_than_those_that_are_there_are_refused(table) -> None:
    after = edit_cell(edit_cell(table, 5, 0, "5"), 7, 0, "7")
    parts = written(table, after)
    one = np.lib.format.read_array(io.BytesIO(parts["changes/0.npy"]))
    assert one.tolist() == [5, 7]
    for rows in ([7, 5], [5, 1000], [-1, 5], [5], [5, 5]):
        file = io.BytesIO()
        np.save(file, np.array(rows, dtype=np.int64))
        with pytest.raises(WrongValue):
            back(table, after, {**parts, "changes/0.npy": file.getvalue()})
    with pytest.raises(WrongValue):
        back(table, after, {**parts, "changes.json": b"[" * 90_000})


def test_columns_that_were_left_alone_are_looked_at_once(table, monkeypatch) -> None:
    looked_at: list[str] = []
    real = differences._changed_rows

    def changed_rows(stored: StoredColumn, *words: object) -> object:
        looked_at.append(stored.name)
        return real(stored, *words)

    monkeypatch.setattr(differences, "_changed_rows", changed_rows)
    known = KnownColumns()
    state = sort_with_computed(table, "y", True)
    assert difference_parts(table, state, EVERYTHING, known)
    assert looked_at == ["x", "y", "t"]
    looked_at.clear()
    for edit in (lambda t: edit_cell(t, 3, 0, "7"), lambda t: rename_column(t, "x", "z")):
        state = edit(state)
        parts = difference_parts(table, state, EVERYTHING, known)
        made = {name: part if isinstance(part, bytes) else bytes_by(part) for name, part in parts.items()}
        assert_same(state.frame, back(table, state, made))
    assert looked_at == ["x"]
    state = insert_rows(state, 0, 1)
    assert difference_parts(table, state, EVERYTHING, known)
    assert looked_at == ["x", "z", "y", "t"]


def test_a_column_that_is_written_whole_is_put_into_bytes_once(table, monkeypatch) -> None:
    known = KnownColumns()
    state = add_column(set_type(table, "y", ColumnType.TEXT), "new", 1)
    first = difference_parts(table, state, EVERYTHING, known)
    monkeypatch.setattr(differences, "_column_bytes", pytest.fail)
    state = move_column(state, "new", 3)
    parts = difference_parts(table, state, EVERYTHING, known)
    assert {part for part in first.values() if isinstance(part, bytes)} >= {
        part for name, part in parts.items() if name.endswith(".parquet")
    }
    assert_same(state.frame, back(table, state, parts))


@settings(max_examples=60, deadline=None)
@given(two_states(), st.data())
def test_what_is_known_of_columns_changes_nothing(states, data) -> None:
    before, after = states
    known = KnownColumns()
    for _ in range(3):
        parts = difference_parts(before, after, EVERYTHING, known)
        made = {name: part if isinstance(part, bytes) else bytes_by(part) for name, part in parts.items()}
        assert_same(after.frame, back(before, after, made))
        rows = data.draw(st.permutations(range(len(after.frame))))
        kept = np.array(rows[: data.draw(st.integers(0, len(rows)))], dtype=np.int64)
        if data.draw(st.booleans()):
            frame = after.frame.take(kept).reset_index(drop=True)
            ids = RowIds(after.row_ids.numbers[kept], after.row_ids.unused)
            after = Table(frame, {}, "x.csv", row_ids=ids)
