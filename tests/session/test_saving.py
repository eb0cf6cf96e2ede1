"""Saving: everything or nothing."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.columns import suggest_roles
from linreg_gui.core.problem import ProblemError
from linreg_gui.session.saving import save_table
from linreg_gui.session.table import Table


def table() -> Table:
    frame = pd.DataFrame({"x": np.random.default_rng(0).normal(size=50), "name": "a, b", "y": range(50)})
    return Table(frame, suggest_roles(frame), "small")


def test_a_saved_table_is_read_back_to_the_last_digit(tmp_path: Path) -> None:
    path = save_table(table(), tmp_path / "data.csv")
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["x", "name", "y"]
    assert [float(row[0]) for row in rows] == table().frame["x"].tolist()
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
