"""A table that would not fit into memory is refused in a sentence before it is read."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading import checks, csv_preview
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.table_file import preview_table, read_table


def sentence_of(path: Path, read=read_csv, **options) -> str:
    with pytest.raises(ProblemError) as raised:
        read(path, **options)
    return str(raised.value)


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


def test_a_column_takes_memory_beside_its_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "available_memory", lambda: 300_000_000)
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(3 * [",".join(["1"] * 100_000)]))
    assert "wide.csv” is too large for the memory" in sentence_of(path)
    monkeypatch.setattr(csv_preview, "text_tables", None)
    assert "wide.csv” is too large for the memory" in sentence_of(path, preview_table)


def test_a_packed_line_without_an_end_is_not_unpacked_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "_ASKED_EVERY", 0)
    grown = []
    monkeypatch.setattr(checks.Swelling, "grow", lambda _, count: grown.append(count))
    path = tmp_path / "line.csv.gz"
    path.write_bytes(gzip.compress(b"1" * 50_000_000))
    assert "line 1 is longer than 8 MB" in sentence_of(path)
    assert sum(grown) < 12_000_000


def test_the_disk_is_not_filled_to_the_brim(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "_ASKED_EVERY", 1 << 20)
    monkeypatch.setattr(checks, "_KEPT_ON_DISK", 1 << 62)
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(b"1,2\n" * 1_000_000))
    assert sentence_of(path) == "“rows.csv.gz” does not fit on the disk when it is unpacked."
