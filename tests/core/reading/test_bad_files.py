"""Files that break off, change, never end or do not fit: a sentence with file and line, and little memory."""

from __future__ import annotations

import gzip
import os
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading import checks, text_file
from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.table_file import preview_table, read_table

ROWS = "".join(f"{k},{k}.5\n" for k in range(4000))


def sentence_of(path: Path, read=read_csv, **options) -> str:
    with pytest.raises(ProblemError) as raised:
        read(path, **options)
    return str(raised.value)


def endless(path: Path, start: bytes) -> Path:
    """A file of 300 MB that goes on for ever in one line after its start; most of it takes no room."""
    with path.open("wb") as file:
        file.write(start + b"1.25 " * (4 << 20))
        file.truncate(300_000_000)
    return path


@pytest.mark.parametrize(
    ("start", "line"), [(b"", 1), (b"a,b\n1,2\n3,4\n5,6\n", 5), (b"a,b\n" + b"1,2\n" * 1_000_000, 1_000_002)]
)
def test_a_line_of_300_mb_is_refused_without_reading_it(tmp_path, start, line):
    path = endless(tmp_path / "long.csv", start)
    tracemalloc.start()
    try:
        sentence = sentence_of(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sentence == f"“long.csv” is not a table of rows: line {line:,} is longer than 8 MB."
    assert peak < 100e6


def test_a_line_of_a_megabyte_is_one_row(tmp_path):
    path = tmp_path / "wide.csv"
    texts = ",".join(["x" * 100_000] * 15)
    path.write_text(
        "n," + ",".join(f"c{k}" for k in range(15)) + "\n" + "".join(f"{k},{texts}\n" for k in range(3))
    )
    frame, _ = read_csv(path)
    assert frame.shape == (3, 16)
    assert frame["n"].tolist() == [0, 1, 2]
    assert (frame["c14"].str.len() == 100_000).all()
    assert preview_csv(path).frame["n"].tolist()[:1] == [0]


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(text_file, "_SEGMENT_BYTES", 2000)
    monkeypatch.setattr(text_file, "_PIECE_BYTES", 500)


def test_a_file_that_shrinks_while_it_is_read_is_refused(tmp_path, small_pieces):
    path = tmp_path / "shrinks.csv"
    path.write_text(f"a,b\n{ROWS}")

    def shrink(fraction: float) -> bool:
        if fraction > 0.3:
            os.truncate(path, 10_000)
        return True

    lines = ("a,b\n" + ROWS)[:10_000].count("\n") + 1
    assert sentence_of(path, progress=shrink) == (
        f"“shrinks.csv” was changed while it was read, and ends in line {lines:,} now: open it again when it "
        "is complete."
    )


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, small_pieces):
    path = tmp_path / "grows.csv"
    path.write_text(f"a,b\n{ROWS}")
    grown = []

    def grow(fraction: float) -> bool:
        if fraction > 0.3 and not grown:
            grown.append(True)
            with path.open("a") as file:
                file.write("1,2\n")
        return True

    assert "was changed while it was read, and ends in line 4,003 now" in sentence_of(path, progress=grow)


def test_a_packed_file_that_breaks_off_tells_the_last_line_there_is(tmp_path):
    path = tmp_path / "cut.csv.gz"
    whole = gzip.compress(f"a,b\n{ROWS}".encode())
    path.write_bytes(whole[: len(whole) // 2])
    sentence = sentence_of(path)
    assert sentence.startswith("“cut.csv.gz” is a damaged gzip file: it breaks off after line ")
    assert 100 < int(sentence.split("line ")[1].split(" ")[0].replace(",", "")) < 4000


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (f"a,b\n{ROWS}".encode() + b"7\0,8\n", "line 4,002 holds other bytes"),
        (b"a,b\n1,2\n" + bytes([1, 2, 3, 4, 5, 6] * 50), "line 3 holds other bytes"),
        (b"a,b\n1,2\n3,4,5\n", "line 3 has 3 cells where 2 are expected"),
        ((f"a,b\n{ROWS}" * 20).encode() + b"7\0,8\n", "line 80,021 holds a zero byte"),
        (f"a,b\n{ROWS}1\n".encode("utf-16"), "line 4002 has 1 cell where 2 are expected"),
    ],
)
def test_the_line_that_is_at_fault_is_named(tmp_path, content, part):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert part in sentence_of(path)


def test_a_stray_quote_in_a_long_file_does_no_harm(tmp_path, small_pieces):
    path = tmp_path / "pipes.csv"
    rows = [f"{k},wide {k}" for k in range(2000)]
    rows[1000] = '1000,5" wide'
    path.write_text("n,what\n" + "\n".join(rows) + "\n" + '2000,"two\nlines"\n')
    frame = read_csv(path)[0]
    assert frame["what"].tolist()[999:1002] == ["wide 999", '5" wide', "wide 1001"]
    assert (len(frame), frame["what"].iloc[-1]) == (2001, "two\nlines")


def test_a_table_that_would_not_fit_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.csv"
    path.write_text("a,b\n" + "1,2\n" * 100_000)
    asked = []

    def available() -> int:
        asked.append(True)
        return 1_000_000_000

    monkeypatch.setattr(checks, "available_memory", available)
    assert len(read_csv(path)[0]) == 100_000
    assert not asked
    with path.open("ab") as file:
        file.truncate(3_000_000_000)
    sentence = sentence_of(path)
    assert sentence.startswith("“huge.csv” is too large for the memory: reading it takes about 24.0 GB")
    assert sentence.endswith("and 1.0 GB are free.")


def test_a_table_of_parquet_that_would_not_fit_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "huge.parquet"
    pd.DataFrame({"a": np.zeros(40_000_000, dtype=np.int8)}).to_parquet(path)
    monkeypatch.setattr(checks, "available_memory", lambda: 300_000_000)
    assert "huge.parquet” is too large for the memory" in sentence_of(path, read_table)


def test_a_workbook_that_swells_when_it_is_unpacked_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "swells.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(200):
                sheet.write(bytes(1 << 20))
    assert path.stat().st_size < 1e6
    monkeypatch.setattr(checks, "available_memory", lambda: 300_000_000)
    assert "swells.xlsx” is too large for the memory" in sentence_of(path, read_table)
    assert "swells.xlsx” is too large for the memory" in sentence_of(path, preview_table)


def test_a_packed_file_that_swells_for_ever_does_not_fill_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "_ASKED_EVERY", 1 << 24)
    monkeypatch.setattr(checks, "available_memory", lambda: 350_000_000)
    monkeypatch.setattr(checks, "_MOST_PER_NUMBER", 1)
    path = tmp_path / "swells.csv.gz"
    lines = np.frombuffer(b"1,2\n" * 10_000_000, dtype=np.uint8).reshape(-1, 4).copy()
    lines[:, ::2] = np.random.default_rng(0).integers(48, 58, (len(lines), 2), dtype=np.uint8)
    lines[:, 3] = ord("\n")
    # Digits at random take many reads of the packed file, however much one of them asks for.
    path.write_bytes(gzip.compress(lines.tobytes(), compresslevel=1))
    told = []
    sentence = sentence_of(path, progress=lambda fraction: told.append(fraction) or True)
    assert "swells.csv.gz” is too large for the memory" in sentence
    assert max(told) < 0.29  # of the time for unpacking, which takes 0.3


def test_the_memory_that_is_free_is_known():
    assert checks.available_memory() > 10_000_000
