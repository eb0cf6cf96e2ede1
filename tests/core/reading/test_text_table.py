"""The beginning of a text file tells where its rows are and about how many; each is told with its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions
from linreg_gui.core.reading.text_file import read_head
from linreg_gui.core.reading.text_table import TextTable, text_tables


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def first_table(path: Path, options: ReadOptions = AUTOMATIC) -> TextTable:
    return next(text_tables(path, read_head(path), options))


def test_every_encoding_that_fits_is_offered_the_likeliest_first(path: Path) -> None:
    path.write_text("name;n\nKöln;1\nUlm;2\n", encoding="utf-8")
    tables = text_tables(path, read_head(path), AUTOMATIC)
    offered = [next(tables) for _ in range(4)]
    encodings = [(table.encoding.name, table.encoding.mends) for table in offered]
    assert encodings == [("utf-8", False), ("utf-8", True), ("cp1252", False), ("latin-1", False)]
    assert [table.layout.rows[0][0] for table in offered] == ["Köln", "Köln", "KÃ¶ln", "KÃ¶ln"]
    with pytest.raises(ProblemError, match="is not written in the encoding"):
        next(tables)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_few_rows_more_are_expected_than_there_are(path: Path, encoding: str) -> None:
    path.write_text("a,b\n" + "12,3.25\n" * 200_000, encoding=encoding)
    assert 200_000 < first_table(path).expected_rows < 210_000


def test_each_row_is_given_with_the_lines_it_begins_and_ends_in(path: Path) -> None:
    path.write_text('made in May\na,b\n1,"two\nlines"\n\n3,4\n')
    rows = list(first_table(path, ReadOptions(skip_rows=1)).rows(lambda: None))
    assert rows == [(3, 4, ["1", "two\nlines"]), (6, 6, ["3", "4"])]


def test_columns_lined_up_by_blanks_come_with_one_blank_between_them(path: Path) -> None:
    path.write_text("  x   y\n 1.0  2.5\n10.0  3\n")
    assert b"".join(first_table(path).segments(lambda _: None)) == b"1.0 2.5\n10.0 3\n"


def test_each_column_has_the_type_that_was_chosen_for_its_name(path: Path) -> None:
    path.write_text("a,b\n1,2\n3,4\n")
    options = ReadOptions(types=(("b", "text"), ("nowhere", "date")))
    assert first_table(path, options).choices == [None, ColumnType.TEXT]
