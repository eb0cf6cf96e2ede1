"""Files that break off, change or never end: a sentence with file and line, and little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project_paths import ROOT

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading import text_file
from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv

# In a process of its own: memory that other threads of this one take would be counted, too.
READ_AND_MEASURE = """
import sys, tracemalloc
import pandas, pyarrow.csv  # libraries that come late are not what reading takes
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_reader import read_csv
sys.stdout.reconfigure(encoding="utf-8")
tracemalloc.start()
try:
    read_csv(sys.argv[1])
except ProblemError as error:
    print(error)
print(tracemalloc.get_traced_memory()[1])
"""
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
    command = [sys.executable, "-c", READ_AND_MEASURE, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8", timeout=120)
    sentence, peak = done.stdout.splitlines()
    assert sentence == f"“long.csv” is not a table of rows: line {line:,} is longer than 8 MB."
    assert int(peak) < 100e6


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
