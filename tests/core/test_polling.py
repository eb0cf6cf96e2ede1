"""Whatever goes through many columns or rows asks on the way whether anybody still wants it, and ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.editing import cell_edits, column_edits, computed_edits, row_edits
from linreg_gui.core.editing.clipboard import cells_text
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project, write_project
from linreg_gui.core.reading.table_file import preview_table, read_table
from linreg_gui.core.table.column_summary import summarise_column
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.core.writing.table_file import OutputKind, write_table

N_COLUMNS = 12
N_ROWS = 40


@pytest.fixture(scope="module")
def table() -> Table:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({f"c{j}": rng.normal(size=N_ROWS) for j in range(N_COLUMNS)})
    return Table(frame, suggest_roles(frame), "t", numeric=frozenset(frame.columns))


@pytest.fixture(scope="module")
def folder(table, tmp_path_factory) -> Path:
    """The table in every kind of file."""
    folder = tmp_path_factory.mktemp("files")
    table.frame.to_csv(folder / "t.csv", index=False)
    table.frame.to_parquet(folder / "t.parquet")
    table.frame.to_feather(folder / "t.feather")
    with (folder / "t.xlsx").open("wb") as file:
        write_table(table.frame, file, OutputKind.EXCEL)
    with (folder / "t.linreg").open("wb") as file:
        write_project(file, Project(table, (), True))
    return folder


def asked(do: Callable[[], object], at_most: int | None = None) -> int:
    """How often it asks; after so many times nobody wants it any more."""
    times = 0

    def unwanted() -> bool:
        nonlocal times
        times += 1
        return at_most is not None and times > at_most

    with cancelled_by(unwanted):
        do()
    return times


def ends(do: Callable[[], object]) -> None:
    """It asks for each column at least, and ends in the midst of them once nobody wants it."""
    assert asked(do) >= N_COLUMNS
    with pytest.raises(Cancelled):
        asked(do, N_COLUMNS // 2)


@pytest.mark.parametrize("read", [read_table, preview_table])
def test_texts_are_read_column_by_column(folder, read) -> None:
    ends(partial(read, folder / "t.csv"))


@pytest.mark.parametrize("name", ["t.parquet", "t.feather", "t.xlsx"])
def test_files_that_a_library_reads_are_given_up_too(folder, name) -> None:
    with pytest.raises(Cancelled):
        asked(partial(read_table, folder / name), 0)


def test_projects_are_read_and_written_column_by_column(folder, table) -> None:
    ends(partial(read_project, folder / "t.linreg"))
    ends(lambda: write_project(BytesIO(), Project(table, (), True)))


@pytest.mark.parametrize(
    "edit",
    [
        lambda table: row_edits.sort_rows(table, "c0", descending=True),
        lambda table: row_edits.remove_rows(table, [1]),
        lambda table: row_edits.insert_rows(table, 1, 1),
        lambda table: cell_edits.clear_cells(table, [(0, 0, 2, N_COLUMNS)]),
        lambda table: cell_edits.fill_down(table, [(0, 0, 2, N_COLUMNS)]),
        lambda table: cell_edits.paste(table, 0, 0, "\t".join("1" * N_COLUMNS)),
        lambda table: cell_edits.paste(table, 0, 0, "\t".join("1" * N_COLUMNS), own=True),
        lambda table: cells_text(table.frame, [(0, 0, 2, N_COLUMNS)]),
        lambda table: analyse(table.frame, table.roles),
    ],
)
def test_what_goes_through_all_columns_asks_for_each(table, edit) -> None:
    ends(partial(edit, table))


def test_what_is_done_to_one_column_asks_once_at_least(table) -> None:
    for do in (
        lambda: column_edits.set_type(table, "c0", ColumnType.TEXT),
        lambda: summarise_column(table.frame["c0"]),
        lambda: computed_edits.set_formula(table, "c0", "c1 + 1"),
    ):
        with pytest.raises(Cancelled):
            asked(do, 0)


def test_what_goes_through_the_rows_of_a_dataset_asks_for_each_block() -> None:
    data = Dataset(np.zeros((100, 2)), np.zeros(100))
    assert asked(lambda: list(data.blocks(10))) == 10
