"""Saving: everything or nothing."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.writing.table_file import OutputKind, write_table
from linreg_gui.session.keeping.saving import write_whole


def table() -> pd.DataFrame:
    return pd.DataFrame({"x": np.random.default_rng(0).normal(size=50), "name": "a, b", "y": range(50)})


def save_table(frame: pd.DataFrame, path: Path) -> Path:
    return write_whole(path, lambda file: write_table(frame, file, OutputKind.CSV, escape=False)).path


def test_a_saved_table_is_read_back_to_the_last_digit(tmp_path: Path) -> None:
    path = save_table(table(), tmp_path / "data.csv")
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["x", "name", "y"]
    assert [float(row[0]) for row in rows] == table()["x"].tolist()
    assert rows[7][1:] == ["a, b", "7"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.csv"]


def test_a_full_disk_costs_neither_the_old_file_nor_leaves_half_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data.csv"
    path.write_text("precious")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError, match="No space left on device"):
        save_table(table(), path)
    assert path.read_text() == "precious"
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.csv"]


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"“data\.csv” could not be saved"):
        save_table(table(), tmp_path / "nowhere" / "data.csv")


def test_a_writer_that_fails_half_way_leaves_the_earlier_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "project"
    path.write_bytes(b"precious")

    def write(file: BinaryIO) -> None:
        file.write(b"half of")
        raise KeyError("a mistake of the writer")

    with pytest.raises(KeyError):
        write_whole(path, write)
    assert path.read_bytes() == b"precious"
    assert [entry.name for entry in tmp_path.iterdir()] == ["project"]


def test_a_link_still_leads_to_the_file_that_was_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    save_table(table(), link)
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("x,name,y")


def test_the_rights_of_the_earlier_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("old")
    path.chmod(0o600)
    assert save_table(table(), path).stat().st_mode & 0o777 == 0o600


def test_a_file_that_may_not_be_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data.csv"
    path.write_text("precious")
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs the tests may write everything
    with pytest.raises(ProblemError, match="Permission denied"):
        save_table(table(), path)
    assert path.read_text() == "precious"


def test_texts_with_ends_of_lines_in_them_come_back(tmp_path: Path) -> None:
    texts = ["one\rtwo", "one\ntwo", "one\r\ntwo", "\rx", "plain", "=1+1"]
    frame = pd.DataFrame({"text": texts, "n": range(6)})
    path = save_table(frame, tmp_path / "lines.csv")
    pd.testing.assert_frame_equal(read_csv(path)[0], frame, check_dtype=False)


def test_what_a_killed_process_left_beside_a_file_is_removed_with_the_next_one_written(tmp_path) -> None:
    old, new, other = (tmp_path / name for name in (".a[1].txt.x.tmp", ".a[1].txt.y.tmp", ".b.txt.x.tmp"))
    for path in (old, new, other):
        path.write_text("half")
    for path in (old, other):
        os.utime(path, (1e9, 1e9))
    write_whole(tmp_path / "a[1].txt", lambda file: file.write(b"whole"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [new.name, other.name, "a[1].txt"]
