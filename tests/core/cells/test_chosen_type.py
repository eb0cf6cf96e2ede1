"""Columns are read as what a person says they are, in text files and in others."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.table_file import preview_table, read_table


def column(path: Path, kind: str, name: str = "b"):
    frame, report = read_csv(path, types={name: kind})
    return frame[name], next(note for note in report.columns if note.name == name)


def test_a_column_of_text_keeps_every_sign(write):
    values, note = column(write("a,b\n1,007\n2,1.50\n3,\n4,NA\n"), "text")
    assert values.iloc[[0, 1, 3]].tolist() == ["007", "1.50", "NA"]
    assert (note.kind, note.missing) == ("text", 1)


@pytest.mark.parametrize(
    ("cells", "names"),
    [(["10", "9", "9", "100"], ["9", "10", "100"]), (["b", "a", "NA", "b"], ["NA", "a", "b"])],
)
def test_categories_are_in_order_of_numbers_or_of_letters(write, cells, names):
    values, note = column(write("a,b\n" + "".join(f"1,{cell}\n" for cell in cells)), "category")
    assert values.tolist() == cells
    assert values.cat.categories.tolist() == names
    assert (note.kind, note.missing) == ("category", 0)


def test_a_column_of_numbers_has_gaps_where_most_cells_are_none(write):
    values, note = column(write("a,b\n1,10\n2,x\n3,y\n4,z\n5,w\n"), "number")
    assert values.dtype == float
    assert values.notna().tolist() == [True, False, False, False, False]
    assert (note.kind, note.not_numbers) == ("number", 4)
    assert note.examples == ((3, "x"), (4, "y"), (5, "z"))


def test_a_column_that_is_left_out_is_not_there(write):
    frame, report = read_csv(write("a,b,c\n1,x,2\n2,y,3\n"), types={"b": "ignore", "nowhere": "text"})
    assert list(frame) == ["a", "c"]
    assert [note.name for note in report.columns] == ["a", "c"]


def test_a_column_that_is_left_out_has_no_say_in_the_signs(write):
    path = write("a;b\n1,234;0.5\n5,678;1.5\n")
    assert read_csv(path)[0]["a"].tolist() == [1234, 5678]
    assert read_csv(path, types={"b": "ignore"})[1].doubt.columns == ("a",)


@pytest.mark.parametrize(
    ("cells", "dates"),
    [
        (["2026-05-31", "2026/6/1", "2026-05-31T10:30"], ["2026-05-31", "2026-06-01", "2026-05-31 10:30"]),
        (["31.12.2026", "1.2.2026"], ["2026-12-31", "2026-02-01"]),
        (["31/12/2026", "1/2/2026"], ["2026-12-31", "2026-02-01"]),
        (["12/31/2026", "1/2/2026"], ["2026-12-31", "2026-01-02"]),
        (["5/5/2026 23:59:59.25", "6/6/2026"], ["2026-05-05 23:59:59.25", "2026-06-06"]),
        (["29.02.2024", "", "NaN"], ["2024-02-29", None, None]),
    ],
)
def test_dates_are_read_by_what_the_whole_column_tells(write, cells, dates):
    values, note = column(write("a,b\n" + "".join(f"1,{cell}\n" for cell in cells)), "date")
    pd.testing.assert_series_equal(
        values, pd.Series(pd.to_datetime(dates, format="ISO8601"), dtype=values.dtype), check_names=False
    )
    assert values.dtype.kind == "M"
    assert (note.kind, note.not_numbers, note.either_way) == ("date", 0, 0)


@pytest.mark.parametrize("cell", ["2026-2-30", "31.4.2026", "2026-13-1", "0.1.2026", "2026-01-01 24:00", "-"])
def test_a_text_that_is_in_no_calendar_is_no_date(write, cell):
    values, note = column(write(f"a,b\n1,2026-05-31\n2,{cell}\n"), "date")
    assert values.isna().tolist() == [False, True]
    assert (note.not_numbers, note.examples) == (1, ((3, cell),))


def test_dates_of_which_day_and_month_may_change_places_are_asked_about(write):
    path = write("a,b\n1,01/02/2026\n2,03/04/2026\n3,05/05/2026\n")
    with pytest.raises(ProblemError, match=r"“table.csv” has 2 dates in “b” of which day and month cannot"):
        read_csv(path, types={"b": "date"})
    shown = preview_csv(path, ReadOptions(types=(("b", "date"),)))
    assert (shown.open_dates.name, shown.open_dates.either_way) == ("b", 2)
    by_day, note = column(path, "day-first date")
    assert by_day.dt.month.tolist() == [2, 4, 5]
    assert note.either_way == 2
    assert column(path, "month-first date")[0].dt.month.tolist() == [1, 3, 5]
    assert preview_csv(path, ReadOptions(types=(("b", "month-first date"),))).open_dates is None


def test_a_preview_shows_what_is_left_out_and_reading_does_not(write):
    shown = preview_csv(write("a,b\n1,2\n2,3\n"), ReadOptions(types=(("b", "ignore"),)))
    assert [note.kind for note in shown.columns] == ["number", "ignore"]


def test_a_type_that_is_none_is_refused(write):
    with pytest.raises(ValueError, match="“a” can be read as number, category"):
        read_csv(write("a,b\n1,2\n"), types={"a": "complex"})


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_columns_of_other_files_are_retyped_too(tmp_path, ending):
    path = tmp_path / f"table.{ending}"
    days = ["31.12.2026", "1.1.2026", "x"]
    rows = {"code": [10, 9, 10], "day": days, "n": ["1", "2.5", "x"], "y": [1, 2, 3]}
    if ending == "parquet":
        pd.DataFrame(rows).to_parquet(path)
    else:
        book = openpyxl.Workbook()
        for row in [list(rows), *map(list, zip(*rows.values(), strict=True))]:
            book.active.append(row)
        book.save(path)
    types = (("code", "category"), ("day", "date"), ("n", "number"))
    frame, report = read_table(path, ReadOptions(types=types))
    assert frame["code"].cat.categories.tolist() == ["9", "10"]
    assert frame["day"].dt.year.tolist()[:2] == [2026, 2026]
    assert frame["n"].tolist() == [1.0, 2.5, "x"]
    assert [note.not_numbers for note in report.columns] == [0, 1, 1, 0]
    line = 4 if ending == "xlsx" else 3
    assert [note.examples for note in report.columns][1:3] == [((line, "x"),)] * 2
    left_out = read_table(path, ReadOptions(types=(("code", "ignore"), ("n", "text"))))[0]
    assert list(left_out) == ["day", "n", "y"]
    assert left_out["n"].tolist() == ["1", "2.5", "x"]
    assert preview_table(path, ReadOptions(types=types)).columns[0].kind == "category"
