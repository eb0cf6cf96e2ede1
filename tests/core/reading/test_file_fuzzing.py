"""Files with bytes changed at random: a table or a sentence, soon, and no wrong number in silence."""

from __future__ import annotations

import gzip
import io
import re
import time
import warnings
from dataclasses import astuple
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from linreg_gui.core.cells.number_style import NumberStyle
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.table_file import preview_table, read_table

CSV = {
    "commas": b"area,price,town\n" + b"".join(b"%d.5,%d,Ulm\n" % (k, 3 * k) for k in range(40)),
    "semicolons": "größe;preis\r\n".encode() + b"".join(b"%d,5;1.%03d,25\r\n" % (k, k) for k in range(30)),
    "quotes": b'"a","b","c"\n' + b"".join(b'"%d","1,%03d","x ""y"""\n' % (k, k) for k in range(30)),
    "tabs and gaps": b"a\tb\n1\tNA\n\n2\t?\n3\t4e5\n" * 10,
    "blanks": b"  a   b  c\n" + b"".join(b" %d  %d   %d\n" % (k, -k, 7) for k in range(30)),
    "wide": "a;b\n1;2\n3;4\n5;6\n".encode("utf-16"),
    "one column": b"value\n" + b"".join(b"%d\n" % k for k in range(50)),
    "apostrophes": b"'a';'b'\n" + b"".join(b"'%d';'x;%d'\n" % (k, k) for k in range(20)),
    "Western": b"ort;wert\n" + "Köln;1,5\nDüren;2,25\nÜberlingen;3\n".encode("cp1252") * 8,
}
# Not a benchmark: who waits longer than this believes that the program hangs. Of the processor, not of the
# clock, because others may be at work.
HANG_SECONDS = 2.0


# Of each kind, at every run.
TEXTS, BINARIES, CELLS = 100, 40, 150


def long_form(few: int, many: int) -> pytest.MarkDecorator:
    """A few files at every run, many in the long form, which takes half a minute."""
    return pytest.mark.parametrize("count", [few, pytest.param(many, marks=pytest.mark.attack)])


def binaries() -> dict[str, bytes]:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [1.5, np.nan, 2.5], "c": ["x", "y", None]})
    parquet, feather, book = io.BytesIO(), io.BytesIO(), io.BytesIO()
    frame.to_parquet(parquet)
    frame.to_feather(feather)
    workbook = openpyxl.Workbook()
    for row in [["a", "b"], [1, 2.5], [3, "x"]]:
        workbook.active.append(row)
    workbook.save(book)
    packed = gzip.compress(CSV["commas"])
    stores = {"parquet": parquet, "feather": feather, "xlsx": book}
    return {"gz": packed, **{name: store.getvalue() for name, store in stores.items()}}


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    """The bytes with a few of them changed, left out, doubled or put in, or cut short."""
    data = bytearray(content)
    for _ in range(rng.integers(1, 6)):
        at, kind = int(rng.integers(0, len(data) + 1)), rng.integers(0, 6)
        stretch = int(rng.integers(1, 12))
        if kind == 0:
            data[at : at + stretch] = rng.integers(0, 256, stretch, dtype=np.uint8).tobytes()
        elif kind == 1:
            del data[at : at + stretch]
        elif kind == 2:
            data[at:at] = bytes(data[at : at + stretch]) * int(rng.integers(1, 4))
        elif kind == 3:
            data[at:at] = bytes(rng.choice(list(b"\"';,.\t\r\n\0 0123456789-+eE")) for _ in range(stretch))
        elif kind == 4:
            data[at:at] = rng.integers(0, 256, stretch, dtype=np.uint8).tobytes()
        elif len(data) > 20 and rng.random() < 0.3:
            del data[at:]
    return bytes(data)


def write_anew(path: Path, content: bytes) -> None:
    """Not over what is there: to cut a file short can take the disk longer than all reading."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def outcome(path: Path, read) -> object:
    """What reading gives within the time: the table with its report, or the sentence."""
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = read(path)
        except ProblemError as error:
            found = str(error)
            assert path.name in found
            assert found.endswith(".")
    assert time.process_time() - start < HANG_SECONDS
    return found


@long_form(TEXTS, 370)
@pytest.mark.parametrize("name", CSV)
def test_text_files_with_changed_bytes(tmp_path, name, count):
    rng, path = np.random.default_rng(list(CSV).index(name)), tmp_path / "table.csv"
    for number in range(count):
        write_anew(path, mutated(CSV[name], rng))
        outcome(path, read_table)
        if number % 4 == 0:
            outcome(path, preview_table)


@long_form(BINARIES, 105)
@pytest.mark.parametrize("name", ["gz", "parquet", "feather", "xlsx"])
def test_binary_files_with_changed_bytes(tmp_path, name, count):
    rng, content, path = np.random.default_rng(0), binaries()[name], tmp_path / f"table.{name}"
    for number in range(count):
        write_anew(path, mutated(content, rng))
        outcome(path, read_table)
        if number % 4 == 0:
            outcome(path, preview_table)


# Cells, row by row, of tables in several styles; their first rows are names.
TABLES = {
    ",": [["area", "price", "town"], *[[f"{k}.5", f"{3 * k}", "Ulm"] for k in range(24)]],
    ";": [["fläche", "preis", "ort"], *[[f"{k},5", f"1.{100 + k},25", "Köln"] for k in range(24)]],
    "\t": [["a", "b", "c"], *[[f"-{k}e-3", "NA" if k % 5 == 0 else f"{k}", f"{k}.25"] for k in range(24)]],
}
BYTES = list(b" 0123456789.,;-+eE'\"\txNA\xc3\xff\0")


def text_of(cells: list[list[bytes]], separator: str) -> bytes:
    return b"".join(separator.encode().join(row) + b"\n" for row in cells)


def meaning(text: str, report: ReadReport) -> float | None:
    """The number that a cell is in the signs that are reported, worked out without the reader."""
    style, plain = NumberStyle(report.decimal, report.thousands), text.strip()
    if re.fullmatch(style.pattern.replace("^", "").replace("$", ""), plain) is None:
        return None
    plain = plain.replace(report.thousands, "") if report.thousands else plain
    return float(plain.replace(report.decimal, ".").replace("−", "-"))


def check_cells(frame: pd.DataFrame, report: ReadReport, cells: list[list[bytes]], changed: int) -> None:
    """Every cell that was read as a number is that number, and no text of a column of numbers was lost."""
    for j, note in enumerate(report.columns):
        if note.findings and j == changed:  # a sign of its own that is told
            continue
        for i, value in enumerate(frame.iloc[:, j].tolist()):
            text = cells[i + 1][j].decode(report.encoding, "replace")  # bad bytes become marks
            expected = meaning(text, report)
            if isinstance(value, str):
                assert value.strip() == text.strip()
            elif pd.isna(value):
                assert expected is None
                assert text.strip() == "NA" or (not text.strip() or j == changed)
            else:
                assert value == expected, (text, value, astuple(report)[:6])


@long_form(CELLS, 425)
@pytest.mark.parametrize("separator", TABLES)
def test_one_changed_cell_changes_no_other_number_in_silence(tmp_path, separator, count):
    rng, path = np.random.default_rng(ord(separator)), tmp_path / "table.csv"
    whole = [[cell.encode() for cell in row] for row in TABLES[separator]]
    path.write_bytes(text_of(whole, separator))
    before, layout = read_csv(path)
    columns = [before[name].tolist() for name in before]
    kept = 0
    for _ in range(count):
        i, j = int(rng.integers(1, len(whole))), int(rng.integers(0, 3))
        cell = bytearray(whole[i][j])
        at = int(rng.integers(0, len(cell) + 1))
        cell[at : at + int(rng.integers(0, 2))] = bytes(rng.choice(BYTES, int(rng.integers(0, 3))).tolist())
        cells = [*whole[:i], [*whole[i][:j], bytes(cell), *whole[i][j + 1 :]], *whole[i + 1 :]]
        write_anew(path, text_of(cells, separator))
        found = outcome(path, read_csv)
        if isinstance(found, str):
            continue
        frame, report = found
        if (report.separator, report.header, report.quote) != (
            separator,
            True,
            '"',
        ) or frame.shape != before.shape:
            continue  # another layout, which is reported
        if b'"' in cell:
            continue
        kept += 1
        check_cells(frame, report, cells, j)
        if (report.decimal, report.thousands, report.encoding) == (
            layout.decimal,
            layout.thousands,
            layout.encoding,
        ):
            for c in range(3):
                old, new = columns[c], frame.iloc[:, c].tolist()
                others = [r for r in range(len(old)) if (r, c) != (i - 1, j)]
                assert all(old[r] == new[r] or pd.isna(old[r]) for r in others if type(new[r]) is not str)
    assert kept > 0.45 * count
