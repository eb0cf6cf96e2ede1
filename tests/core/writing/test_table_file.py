"""Tables written and read back: every digit, every text, and no formula that anybody would run."""

from __future__ import annotations

import csv
import importlib.util
import io
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.spreadsheet_texts import is_formula
from linreg_gui.core.cells.whole_numbers import numbers_of
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.writing import blocks as table_blocks
from linreg_gui.core.writing import excel as excel_writing
from linreg_gui.core.writing import table_file as table_writing
from linreg_gui.core.writing.blocks import WritingCancelled
from linreg_gui.core.writing.excel import excel_problem
from linreg_gui.core.writing.table_file import CsvStyle, OutputKind, write_table

FORMULAS = ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx", "=", "-1-1", "+49 30 1", "-inf"]
HARMLESS = ["", "plain", "a=b", "-5", "+3.2e1", "-1,234.5", "-.5", "'=1", "1-1", " =1"]
NUMBERS = [0.1 + 0.2, -1 / 3, 1e-300, -5e-324, 1.7976931348623157e308, 123456789.123456789, np.nan, 0.0, -0.0]


def written(frame: pd.DataFrame, kind: OutputKind, escape: bool = True) -> bytes:
    file = io.BytesIO()
    write_table(frame, file, kind, escape=escape)
    return file.getvalue()


def sheet(frame: pd.DataFrame, escape: bool = True) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(written(frame, OutputKind.EXCEL, escape))).active


def csv_rows(frame: pd.DataFrame, escape: bool = True) -> list[list[str]]:
    text = written(frame, OutputKind.CSV, escape).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_a_formula(text) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_it_would_show_is_none(text) -> None:
    assert not is_formula(text)


def test_formulas_in_a_csv_file_get_an_apostrophe_and_nothing_else_does() -> None:
    frame = pd.DataFrame({"=x": [*FORMULAS, *HARMLESS], "n": -np.arange(20.0)})
    header, *rows = csv_rows(frame)
    assert header == ["'=x", "n"]
    assert [row[0] for row in rows] == [*(f"'{text}" for text in FORMULAS), *HARMLESS]
    assert [float(row[1]) for row in rows] == frame["n"].tolist()


def test_numbers_among_texts_are_never_escaped() -> None:
    frame = pd.DataFrame({"mixed": pd.Series([-5.5, "=1", -3, None], dtype=object)})
    assert [row[0] if row else "" for row in csv_rows(frame)[1:]] == ["-5.5", "'=1", "-3", ""]


@pytest.mark.parametrize("kind", [OutputKind.CSV, OutputKind.PARQUET])
def test_without_escaping_or_in_parquet_texts_stay_as_they_are(kind, tmp_path) -> None:
    frame = pd.DataFrame({"=x": [*FORMULAS, *HARMLESS]})
    if kind is OutputKind.CSV:
        header, *rows = csv_rows(frame, escape=False)
        assert header == ["=x"]
        assert [row[0] if row else "" for row in rows] == frame["=x"].tolist()
    else:
        found = pd.read_parquet(io.BytesIO(written(frame, kind)))
        assert found["=x"].tolist() == frame["=x"].tolist()


@pytest.mark.parametrize("escape", [True, False])
def test_a_workbook_holds_formulas_as_texts(escape) -> None:
    found = sheet(pd.DataFrame({"x": [*FORMULAS[:-3], *HARMLESS[1:]]}), escape)
    cells = [found.cell(row, 1) for row in range(2, found.max_row + 1)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][:4] == FORMULAS[:4]
    marked = [cell.quotePrefix for cell in cells]
    assert marked == [escape and is_formula(text) for text in [*FORMULAS[:-3], *HARMLESS[1:]]]


def test_every_digit_comes_back_from_every_kind(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": NUMBERS, "n": np.arange(9) * 10**15})
    path = tmp_path / "table.csv"
    path.write_bytes(written(frame, OutputKind.CSV))
    pd.testing.assert_frame_equal(read_csv(path)[0], frame)
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(written(frame, OutputKind.PARQUET))), frame)
    found = sheet(frame)
    values = [found.cell(row, 1).value for row in range(2, 11)]
    assert [found.cell(row, 2).value for row in range(2, 11)] == frame["n"].tolist()
    np.testing.assert_array_equal(np.array(values, dtype=float), frame["x"].to_numpy())


def test_other_cells_of_a_workbook_are_what_they_are() -> None:
    moments = pd.to_datetime(["2024-02-29 00:00", "2024-02-29 12:30", None, "1850-01-01 00:00"])
    frame = pd.DataFrame(
        {
            "when": moments,
            "yes": [True, False, True, True],
            "large": [2**53, 2**53 + 1, -(2**60), 0],
            "infinite": [np.inf, -np.inf, 1.0, np.nan],
            "mixed": pd.Series([1, "one", None, 2.5], dtype=object),
            "level": pd.Categorical(["a", "b", None, "a"]),
        }
    )
    found = [list(row) for row in sheet(frame).iter_rows(min_row=2, values_only=True)]
    assert found[0] == [moments[0].to_pydatetime(), True, 2**53, "infinite", 1, "a"]
    assert found[1] == [moments[1].to_pydatetime(), False, str(2**53 + 1), "−infinite", "one", "b"]
    assert found[2] == [None, True, str(-(2**60)), 1, None, None]
    assert found[3] == ["1850-01-01 00:00:00", True, 0, None, 2.5, "a"]


def test_a_column_of_texts_among_numbers_becomes_texts_in_parquet() -> None:
    frame = pd.DataFrame({"mixed": pd.Series([1, "one", None, 2.5], dtype=object)})
    found = pd.read_parquet(io.BytesIO(written(frame, OutputKind.PARQUET)))["mixed"]
    assert found.dropna().tolist() == ["1", "one", "2.5"]
    assert found.isna().tolist() == [False, False, True, False]


def test_dates_of_a_csv_file_are_written_alike_in_every_block(monkeypatch) -> None:
    monkeypatch.setattr(table_blocks, "BLOCK_ROWS", 2)
    days = pd.to_datetime(["2024-02-28", "2024-02-29", "2024-03-01", None])
    moments = pd.to_datetime(["2024-02-28 00:00", "2024-02-29 00:00", "2024-03-01 12:30", None])
    rows = csv_rows(pd.DataFrame({"day": days, "moment": moments}))
    assert [row[0] for row in rows[1:]] == ["2024-02-28", "2024-02-29", "2024-03-01", ""]
    whole = ["2024-02-28 00:00:00", "2024-02-29 00:00:00", "2024-03-01 12:30:00", ""]
    assert [row[1] for row in rows[1:]] == whole


@pytest.mark.parametrize("kind", list(OutputKind))
def test_a_table_of_many_blocks_is_whole(kind, monkeypatch) -> None:
    monkeypatch.setattr(table_blocks, "BLOCK_ROWS", 7)
    monkeypatch.setattr(table_writing, "_GROUP_ROWS", 30)
    frame = pd.DataFrame({"x": np.arange(100.0), "text": [f"t{i}" for i in range(100)]})
    data = io.BytesIO(written(frame, kind))
    if kind is OutputKind.EXCEL:
        found = pd.read_excel(data, engine="calamine")
    else:
        found = pd.read_csv(data) if kind is OutputKind.CSV else pd.read_parquet(data)
    assert found["x"].tolist() == frame["x"].tolist()
    assert found["text"].tolist() == frame["text"].tolist()


@pytest.mark.parametrize("kind", list(OutputKind))
def test_a_table_without_rows_keeps_its_names(kind) -> None:
    frame = pd.DataFrame({"x": np.empty(0), "text": pd.Series([], dtype="str")})
    data = io.BytesIO(written(frame, kind))
    if kind is OutputKind.PARQUET:
        assert list(pd.read_parquet(data).columns) == ["x", "text"]
    elif kind is OutputKind.CSV:
        assert data.getvalue() == b"x,text\r\n"
    else:
        assert [cell.value for cell in openpyxl.load_workbook(data).active[1]] == ["x", "text"]


@pytest.mark.parametrize("kind", list(OutputKind))
def test_it_stops_when_it_is_asked_to_and_leaves_no_file_behind(kind, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(WritingCancelled):
        write_table(pd.DataFrame({"x": [1.0]}), io.BytesIO(), kind, progress=lambda _: False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", list(OutputKind))
def test_a_full_disk_is_an_error_of_the_system(kind) -> None:
    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_table(pd.DataFrame({"x": np.arange(50_000.0)}), Full(), kind)


def test_what_does_not_fit_into_a_workbook_is_a_sentence(monkeypatch) -> None:
    assert excel_problem(1_048_575, 16_384) is None
    assert "1,048,575 rows, and there are 1,048,576" in excel_problem(1_048_576, 2).sentence
    assert "16,384 columns" in excel_problem(1, 16_385).sentence
    monkeypatch.setattr(excel_writing, "MOST_ROWS", 2)
    with pytest.raises(ProblemError, match="choose CSV or Parquet"):
        written(pd.DataFrame({"x": [1.0, 2.0, 3.0]}), OutputKind.EXCEL)
    with pytest.raises(ProblemError, match="row 2 has one with 40,000"):
        written(pd.DataFrame({"x": ["a", "b" * 40_000]}), OutputKind.EXCEL)
    with pytest.raises(ProblemError, match="a name of a column has 40,000"):
        written(pd.DataFrame({"b" * 40_000: [1.0]}), OutputKind.EXCEL)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert "XlsxWriter" in excel_problem(1, 1).sentence


def test_the_row_of_units_takes_one_of_the_rows_of_a_sheet(monkeypatch) -> None:
    monkeypatch.setattr(excel_writing, "MOST_ROWS", 3)
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0]})
    write_table(frame, io.BytesIO(), OutputKind.EXCEL)
    with pytest.raises(ProblemError, match="choose CSV or Parquet"):
        write_table(frame, io.BytesIO(), OutputKind.EXCEL, units={"x": "m"})


def test_a_text_that_no_cell_holds_is_told_before_anything_is_written(monkeypatch) -> None:
    monkeypatch.setattr(excel_writing, "_workbook", lambda _: pytest.fail("begun to write"))
    emojis = "\N{GRINNING FACE}" * 20_000  # two letters each, as Excel counts
    for cells in (["a", emojis], [1.0, "b" * 40_000], pd.Categorical(["a", "b" * 40_000])):
        with pytest.raises(ProblemError, match="row 2 has one with 40,000"):
            write_table(pd.DataFrame({"x": cells}), io.BytesIO(), OutputKind.EXCEL)


@pytest.mark.parametrize("kind", list(OutputKind))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.one_of(st.none(), st.integers(-(2**63), 2**64 - 1), st.integers(2**53, 2**53 + 9), st.just(0.5)),
        min_size=1,
        max_size=5,
    ).filter(lambda cells: any(cell is not None for cell in cells))
)
def test_whole_numbers_with_holes_come_back_from_every_file(tmp_path, kind, cells) -> None:
    path = tmp_path / f"t.{kind}"
    path.write_bytes(written(pd.DataFrame({"id": numbers_of(cells), "k": np.arange(len(cells))}), kind))
    frame, _ = read_table(path)
    assert [None if pd.isna(cell) else cell for cell in frame["id"]] == cells


def came_back(frame: pd.DataFrame, kind: OutputKind, folder: Path, units: dict[str, str] | None = None):
    path = folder / f"table.{kind.value}"
    with path.open("wb") as file:
        write_table(frame, file, kind, units=units)
    return read_table(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(
        st.integers(-5, 3000) | st.sampled_from(["y", "0.5", "1e3", "-2", "1,5"]), min_size=1, max_size=5
    ),
    texts=st.booleans(),
    data=st.data(),
)
def test_columns_called_by_numbers_come_back_with_their_names(tmp_path, names, texts, data):
    names = list(dict.fromkeys(map(str, names)))
    cell = st.integers(-5, 3000) | st.floats(-1e3, 1e3)
    rows = data.draw(st.integers(1, 6))
    frame = pd.DataFrame({name: data.draw(st.lists(cell, min_size=rows, max_size=rows)) for name in names})
    if texts:
        frame["town"] = "Ulm"
    back, report = came_back(frame, OutputKind.CSV, tmp_path)
    assert list(back.columns) == list(frame.columns)
    assert back[names].to_numpy(float).tolist() == frame[names].to_numpy(float).tolist()
    assert report.findings == ()


@pytest.mark.parametrize("kind", list(OutputKind))
def test_columns_called_by_numbers_come_back_from_any_kind_of_file(tmp_path, kind):
    frame = pd.DataFrame({"3": [5, 7, 1], "1": [2, 4, 6], "2": [8, 9, 3]})
    back, report = came_back(frame, kind, tmp_path)
    assert back.to_dict("list") == frame.to_dict("list")
    assert report.findings == ()


@pytest.mark.parametrize("kind", list(OutputKind))
@pytest.mark.parametrize("names", [("time", "dist", "town"), ("1", "2", "3")])
def test_units_come_back(tmp_path, kind, names):
    frame = pd.DataFrame({names[0]: [1, 2, 3], names[1]: [0.5, 1.5, 3.5], names[2]: ["Ulm", "Bonn", "Rom"]})
    units = {names[0]: "s", names[1]: "m (above sea)"}
    back, report = came_back(frame, kind, tmp_path, units)
    assert back.to_dict("list") == frame.to_dict("list")
    assert report.units == units


def test_the_unit_of_a_text_alone_is_no_row(tmp_path):
    frame = pd.DataFrame({"a": ["x", "y"], "b": [1, 2]})
    assert came_back(frame, OutputKind.CSV, tmp_path, {"a": "m"})[0].to_dict("list") == frame.to_dict("list")


@pytest.mark.parametrize(
    ("separator", "decimal"), [(";", ","), ("\t", ","), ("|", "."), (";", "."), (",", ".")]
)
def test_a_file_is_written_with_the_signs_of_another_and_read_back_alike(
    tmp_path, separator, decimal
) -> None:
    frame = pd.DataFrame(
        {
            "x": [0.1, -1e-7, 2459115.5, np.nan],
            "whole": [1, 2, 3, 4],
            "nullable": pd.array([1.5, None, 2.25, -3.0], dtype="Float64"),
            "mixed": pd.Series([0.5, "a;b,c|d", None, 3], dtype=object),
            "text": ["1,5 or so", "b", "c\td", "e"],
        }
    )
    file = io.BytesIO()
    write_table(frame, file, OutputKind.CSV, style=CsvStyle.like(separator, decimal))
    path = tmp_path / "again.csv"
    path.write_bytes(file.getvalue())
    head = path.read_text(encoding="utf-8").splitlines()[0]
    assert head == separator.join(frame.columns)
    again, report = read_csv(path)
    assert (report.separator, report.decimal) == (separator, decimal)
    assert again["x"].tolist()[:3] == frame["x"].tolist()[:3]
    assert again["nullable"].tolist()[0] == 1.5
    assert again["text"].tolist() == frame["text"].tolist()


HOSTILE = [
    "x;=1+1",
    "a\tb",
    "c|d",
    "=1;2",
    "＝1+1",
    "\n=1+1",
    "\r\n@SUM(1)",
    "\ufeff=1",
    "\u200b-A1",
    'say "x;=1"',
    "1;2",
    "plain",
]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("read_with", [",", ";", "\t", "|"])
def test_no_reading_of_a_csv_file_finds_a_formula_in_it(separator: str, read_with: str) -> None:
    frame = pd.DataFrame({"=t;=u": HOSTILE, "after": HOSTILE[::-1], "n": -np.arange(12.0)})
    file = io.BytesIO()
    write_table(frame, file, OutputKind.CSV, style=CsvStyle(separator))
    text = file.getvalue().decode("utf-8")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=read_with):
        assert [cell for cell in row if is_formula(cell)] == []


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_texts_that_another_separator_would_split_stand_in_quotes_and_come_back(
    tmp_path, separator: str
) -> None:
    texts = ["a;b", "a\tb", "a|b", "a,b", 'a "b"; c', "a\nb", "\ufeffa", "  a;", "1;2", "1,5 or 2"]
    frame = pd.DataFrame({"\ufeffname": texts, "n": -np.arange(10.0), "t;u": texts[::-1]})
    path = tmp_path / "texts.csv"
    with path.open("wb") as file:
        write_table(frame, file, OutputKind.CSV, style=CsvStyle(separator))
    written_text = path.read_text(encoding="utf-8")
    cut = [text for text in texts if '"' not in text and set(text) & set(",;\t|\n")]
    assert all(f'"{text}"' in written_text for text in cut)
    assert '"-5.0"' not in written_text  # a number is no text
    again, report = read_csv(path)
    assert report.separator == separator
    assert [list(map(str, again.columns))[k] for k in (1, 2)] == ["n", "t;u"]
    assert again.iloc[:, 2].tolist() == texts[::-1]
    assert again["n"].tolist() == frame["n"].tolist()


def test_signs_with_which_no_csv_can_be_written_give_way_to_the_usual_ones() -> None:
    assert CsvStyle.like(" ", ",") == CsvStyle.like("", "") == CsvStyle.like(",", ",") == CsvStyle()


@pytest.mark.parametrize("kind", list(OutputKind))
def test_columns_that_were_written_in_ways_of_their_own_come_back(tmp_path, kind) -> None:
    source, path = tmp_path / "s.csv", tmp_path / f"t.{kind}"
    source.write_text(
        "when,ns,zip,id,rate,t,y\n"
        "2023-03-11T17:06:29.749133Z,2024-01-01 00:00:00.123456789,01234,9007199254740993,5%,00:01:30,1\n"
        "2023-03-11T17:16:29.749133Z,,00501,,7.5%,00:02:00,2\n"
        "2023-03-11T17:26:29+02:00,2024-01-02 00:00:00,10001,18446744073709551615,8%,,3.5\n"
    )
    frame, report = read_table(source)
    with path.open("wb") as file:
        write_table(frame, file, kind, units=report.units)
    back, again = read_table(path)
    pd.testing.assert_frame_equal(back, frame)
    assert again.units == report.units == {"rate": "%", "t": "s"}
