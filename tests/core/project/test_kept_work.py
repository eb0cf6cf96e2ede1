"""Kept work of which some parts are gone: the rest is what it was, and what is gone is known."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from odd_frames import assert_same, frames

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.archive import write_archive
from linreg_gui.core.project.column_parts import column_part
from linreg_gui.core.project.kept_work import (
    Lost,
    base_parts,
    base_with_blanks,
    kept_parts,
    lost_of,
    read_kept,
)
from linreg_gui.core.project.project import Project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def write(path: Path, parts: dict, without: set[str]) -> Path:
    with path.open("wb") as file:
        write_archive(file, {name: data for name, data in parts.items() if name not in without})
    return path


def table_of(frame) -> Table:
    return Table(frame, dict.fromkeys(frame.columns, Role.IGNORED), "houses.csv")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(frame=frames())
def test_columns_that_are_gone_are_known_and_the_others_are_what_they_were(frame) -> None:
    assume(frame.shape[1])
    parts = base_parts(Project(table_of(frame)), {})
    with tempfile.TemporaryDirectory() as folder:
        for j, name in enumerate(frame.columns):
            kept = read_kept(write(Path(folder) / "base.zip", parts, {column_part(j)}))
            assert lost_of(kept) == Lost((name,), all_columns=frame.shape[1] == 1)
            rest = [other for other in frame.columns if other != name]
            assert_same(base_with_blanks(kept).table.frame[rest], frame[rest])


@pytest.fixture
def parts() -> dict:
    return base_parts(Project(table_of(pd.DataFrame({"x": [1.0], "y": [2.0]}))), {"changed": "now"})


@pytest.mark.parametrize("without", [set(), {"project.json"}, {"again/project.json", "list.json"}])
def test_what_describes_it_is_there_twice(tmp_path, parts, without) -> None:
    kept = read_kept(write(tmp_path / "base.zip", parts, without))
    assert (kept.name, kept.rows, kept.notes) == ("houses.csv", 1, {"changed": "now"})
    assert not lost_of(kept)


@pytest.mark.parametrize("name", ["project.json", "list.json"])
def test_without_what_describes_it_nothing_can_be_told(tmp_path, parts, name) -> None:
    with pytest.raises(ProblemError):
        read_kept(write(tmp_path / "base.zip", parts, {name, f"again/{name}"}))


def test_what_a_newer_version_wrote_is_told_from_damage(tmp_path, parts) -> None:
    newer = parts["project.json"].replace(b'"format": 1', b'"format": 99')
    path = write(tmp_path / "base.zip", kept_parts({**parts, "project.json": newer}), set())
    with pytest.raises(ProblemError, match="newer version") as caught:
        read_kept(path)
    assert caught.value.problem.kind is ProblemKind.NEWER_PROJECT
