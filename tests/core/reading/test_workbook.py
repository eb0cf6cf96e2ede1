"""Tables in workbooks, Parquet and Feather files are read as they are, or refused in a sentence."""

from __future__ import annotations

import datetime as dt
import math
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.input_kind import input_kind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.table_file import preview_table, read_table
from linreg_gui.core.table.to_dataset import to_dataset

ROWS = [
    ["made in May"],
    [],
    ["area", "price", "town", "day", "new"],
    [50.5, 100, "Köln", dt.date(2026, 5, 1), True],
    [51.5, None, "Ulm", dt.datetime(2026, 5, 2, 3, 4), False],
    [],
    ["n.k.", 300, None, None, None],
    [52.5, 400, "Bonn", dt.date(2026, 5, 3), True],
]

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="May">{}</table:table></office:spreadsheet></office:body></office:document-content>"""


def workbook(folder: Path, **sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for i, row in enumerate(rows, start=1):
            for j, cell in enumerate(row, start=1):
                sheet.cell(i, j, cell)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def open_document(folder: Path, rows) -> Path:
    def cell(value):
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    path = folder / "book.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format(lines))
    return path


def test_a_sheet_is_read_with_its_numbers_texts_and_gaps(tmp_path):
    frame, report = read_table(workbook(tmp_path, May=ROWS), ReadOptions(skip_rows=2))
    assert list(frame.columns) == ["area", "price", "town", "day", "new"]
    assert frame["area"].tolist() == [50.5, 51.5, "n.k.", 52.5]
    assert frame["price"].tolist()[0] == 100.0
    assert math.isnan(frame["price"][1])
    assert frame["town"].dropna().tolist() == ["Köln", "Ulm", "Bonn"]
    moments = [pd.Timestamp(2026, 5, 1), pd.Timestamp(2026, 5, 2, 3, 4), pd.Timestamp(2026, 5, 3)]
    assert frame["day"].dropna().tolist() == moments
    assert frame["new"].dropna().tolist() == ["TRUE", "FALSE", "TRUE"]
    assert (report.kind, report.sheet, report.header, report.rows) == ("workbook", "May", True, 4)
    assert report.columns[0].examples == ((7, "n.k."),)
    assert [note.missing for note in report.columns] == [0, 1, 1, 1, 1]


def test_a_sheet_makes_a_dataset(tmp_path):
    rows = [["x", "y"], *[[k, 2.0 * k + 1.0] for k in range(10)]]
    frame, _ = read_table(workbook(tmp_path, data=rows))
    assert frame["x"].dtype == np.int64
    data, ledger = to_dataset(frame, "y", ["x"])
    assert (data.n_rows, ledger.rows_used) == (10, 10)


def test_the_first_sheet_that_holds_anything_is_taken_or_the_one_chosen(tmp_path):
    path = workbook(tmp_path, empty=[], one=[["a"], [1], [2]], two=[["b"], [3], [4]])
    assert list(read_table(path)[0].columns) == ["a"]
    frame, report = read_table(path, ReadOptions(sheet="two"))
    assert (list(frame.columns), report.sheet) == (["b"], "two")
    shown = preview_table(path)
    assert (shown.sheet, shown.sheets) == ("one", ("empty", "one", "two"))


def test_an_open_document_is_read(tmp_path):
    frame, report = read_table(open_document(tmp_path, [["a", "b"], [1.5, "x"], [2.5, "y"]]))
    assert frame.to_dict("list") == {"a": [1.5, 2.5], "b": ["x", "y"]}
    assert report.sheet == "May"


def test_a_sheet_without_names_and_with_its_own_token(tmp_path):
    path = workbook(tmp_path, data=[[1, "gap"], [2, 5.5], [3, 6.5]])
    frame, report = read_table(path, ReadOptions(missing=("gap",)))
    assert not report.header
    assert list(frame.columns) == ["column 1", "column 2"]
    assert frame["column 2"].tolist()[1:] == [5.5, 6.5]
    assert math.isnan(frame["column 2"][0])


def test_a_number_kept_as_text_in_a_sheet_stays_text(tmp_path):
    frame, report = read_table(workbook(tmp_path, data=[["a", "b"], [1, "1,5"], [2, 2.5], [3, 3.5]]))
    assert frame["b"].tolist() == ["1,5", 2.5, 3.5]
    assert report.columns[1].not_numbers == 1


TABLE = pd.DataFrame(
    {
        "whole": [1, 2, 3],
        "real": [1.5, math.nan, 3.5],
        "small": np.array([1.5, 2.5, 3.5], np.float32),
        "text": ["x", None, "z"],
        "day": pd.to_datetime(["2026-05-01", "2026-05-02", "2026-05-03"]),
        "flag": [True, False, True],
        "kind": pd.Categorical(["a", "b", "a"]),
    }
)


@pytest.mark.parametrize("kind", ["Parquet", "Feather"])
def test_columns_of_parquet_and_feather_come_back(tmp_path, kind):
    path = tmp_path / "table.bin"
    TABLE.to_parquet(path) if kind == "Parquet" else TABLE.to_feather(path)
    frame, report = read_table(path)
    assert (report.kind, report.rows) == (kind, 3)
    assert frame["whole"].tolist() == [1, 2, 3]
    assert frame["whole"].dtype == np.int64
    assert frame["small"].tolist() == [1.5, 2.5, 3.5]
    assert frame["real"].dropna().tolist() == [1.5, 3.5]
    assert frame["text"].dropna().tolist() == ["x", "z"]
    assert frame["day"][0] == pd.Timestamp(2026, 5, 1)
    assert frame["flag"].tolist() == ["true", "false", "true"]
    assert frame["kind"].tolist() == ["a", "b", "a"]
    assert [note.numeric for note in report.columns] == [True, True, True, False, False, False, False]
    assert [note.missing for note in report.columns] == [0, 1, 0, 1, 0, 0, 0]
    assert preview_table(path).frame.equals(frame)


def make_damaged(folder: Path) -> dict[str, Path]:
    book = workbook(folder, data=[["a"], *[[k] for k in range(500)]])
    cut = folder / "cut.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(cut, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if "workbook.xml" in name else content)
    old = folder / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    parquet, feather = folder / "cut.parquet", folder / "cut.feather"
    TABLE.to_parquet(parquet)
    parquet.write_bytes(parquet.read_bytes()[:-20])
    TABLE.to_feather(feather)
    feather.write_bytes(feather.read_bytes()[:100])
    return {path.name: path for path in (cut, old, parquet, feather)}


@pytest.mark.parametrize("name", ["cut.xlsx", "old.xls", "cut.parquet", "cut.feather"])
def test_a_damaged_file_is_a_sentence_that_names_it(tmp_path, name):
    path = make_damaged(tmp_path)[name]
    assert input_kind(path).has_typed_cells
    with pytest.raises(ProblemError, match=rf"“{name}” is a damaged"):
        read_table(path)


@pytest.mark.parametrize(
    ("sheets", "options", "part"),
    [
        ({"empty": []}, ReadOptions(), "holds no row"),
        ({"a": [["x"], [1]]}, ReadOptions(sheet="b"), "has no sheet named “b”"),
        ({"a": [["x"]]}, ReadOptions(header=True), "no row below them in “a”"),
        ({"a": [["x"], ["one"], ["two"]]}, ReadOptions(), "has no column of numbers in “a”"),
        ({"a": [["x"], [1]]}, ReadOptions(skip_rows=9), "holds no row"),
    ],
)
def test_a_sheet_without_a_table_is_a_sentence(tmp_path, sheets, options, part):
    with pytest.raises(ProblemError, match=part):
        read_table(workbook(tmp_path, **sheets), options)


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (pa.int64(), [9007199254740993, None, -9007199254740995]),
        (pa.uint64(), [18446744073709551615, None, 1]),
        (pa.uint64(), [18446744073709551615, 1]),
        (pa.decimal128(38, 0), [12345678901234567890123, None]),
        (pa.decimal128(30, 2), [Decimal("9007199254740993.00"), Decimal("1.25")]),
        (pa.int64(), [1, None]),
        (pa.decimal128(10, 2), [Decimal("0.10"), None]),
    ],
)
def test_numbers_of_parquet_stay_what_they_are_beside_holes(tmp_path, kind, cells):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"id": pa.array(cells, kind)}), path)
    frame, report = read_table(path)
    expected = [None if cell is None else float(cell) if cell != int(cell) else int(cell) for cell in cells]
    assert [None if pd.isna(cell) else cell for cell in frame["id"]] == expected
    assert report.columns[0].missing == cells.count(None)


def test_units_names_that_are_numbers_and_a_footer_of_a_sheet_are_told(tmp_path):
    rows = [[0, 1, 2], [0.5, 1.7, 2.5], [1.1, 0.2, 3.3], [2.5, 3.5, 0.5]]
    frame, report = read_table(workbook(tmp_path, data=rows))
    assert list(frame.columns) == ["0", "1", "2"]
    assert "holds numbers" in report.findings[0].sentence
    kept, _ = read_table(report.path, report.findings[0].other)
    assert len(kept) == 4

    rows = [["time", "dist"], ["s", "m"], [1, 2.5], [2, 3.5], [3, 5.5], ["Total", 11.5]]
    path = workbook(tmp_path, data=rows)
    frame, report = read_table(path)
    assert report.units == {"time": "s", "dist": "m"}
    assert [found.offer for found in report.findings] == ["Read the Units as a Row", "Leave Out the Last Row"]
    shorter, _ = read_table(path, report.findings[1].other)
    assert shorter.to_dict("list") == {"time": [1, 2, 3], "dist": [2.5, 3.5, 5.5]}
    assert preview_table(path, report.findings[1].other).frame.equals(shorter)
    assert preview_table(path).units == report.units


def test_texts_of_a_sheet_are_numbers_times_and_dates_as_whole_columns(tmp_path):
    rows = [
        ["share", "price", "time", "day", "code", "mixed", "y"],
        ["5%", "1.200,50 €", "00:01:30", "13/07/2020", "01234", "5%", 1],
        ["7.5%", "900,00 €", "00:02:00", "01/08/2020", "00501", "7", 2],
    ]
    frame, report = read_table(workbook(tmp_path, data=rows))
    assert frame["share"].tolist() == [5.0, 7.5]
    assert frame["price"].tolist() == [1200.5, 900.0]
    assert frame["time"].tolist() == [90, 120]
    assert frame["day"].tolist() == [pd.Timestamp(2020, 7, 13), pd.Timestamp(2020, 8, 1)]
    assert frame["code"].tolist() == ["01234", "00501"]
    assert frame["mixed"].tolist() == ["5%", "7"]
    assert report.units == {"share": "%", "price": "€", "time": "s"}
    assert len(report.findings) >= 4
    chosen, _ = read_table(
        workbook(tmp_path, data=rows), ReadOptions(types=(("share", "text"), ("day", "text")))
    )
    assert chosen["share"].tolist() == ["5%", "7.5%"]
    assert chosen["day"].tolist() == ["13/07/2020", "01/08/2020"]
