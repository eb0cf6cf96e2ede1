"""Folders of unsaved work: whole or not at all, found when their process is dead, and only then."""

from __future__ import annotations

import datetime as dt
import os
import random
import runpy
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.editing.cell_edits import clear_cells, edit_cell
from linreg_gui.core.editing.row_edits import remove_rows
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.archive import write_archive
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import project_parts, read_project
from linreg_gui.core.project.stored_columns import write_columns
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping import recovery
from linreg_gui.session.keeping.recovery import RecoveryFolder, find_leftovers
from linreg_gui.session.keeping.saving import write_whole

KILLS = 16
SCRIPT = Path(__file__).with_name("process_to_kill.py")
process_to_kill = runpy.run_path(str(SCRIPT))
frame_after, number_of = process_to_kill["frame_after"], process_to_kill["number_of"]


def project(value: float, name: str = "houses.csv") -> Project:
    return Project(Table(pd.DataFrame({"x": [value, 2.0, 3.0]}), {"x": Role.FEATURE}, name))


def value_of(folder: RecoveryFolder) -> float:
    return float(folder.read().table.frame["x"][0])


def test_what_is_kept_comes_back_with_its_name_and_size(tmp_path) -> None:
    before = dt.datetime.now().replace(microsecond=0)
    folder = RecoveryFolder.create(tmp_path / "deep" / "root")
    folder.keep(project(5.0))
    folder.release()
    (left,) = find_leftovers(tmp_path / "deep" / "root")
    assert (left.name, left.rows) == ("houses.csv", 3)
    assert before <= left.changed <= dt.datetime.now()
    assert value_of(left.folder) == 5.0
    left.folder.release()


def test_a_folder_in_use_is_never_found_and_a_found_one_only_once(tmp_path) -> None:
    folder = RecoveryFolder.create(tmp_path)
    folder.keep(project(5.0))
    assert find_leftovers(tmp_path) == []
    assert folder.path.exists()
    folder.release()
    (left,) = find_leftovers(tmp_path)
    assert find_leftovers(tmp_path) == []
    left.folder.remove()
    assert list(tmp_path.iterdir()) == []


def test_an_unchanged_table_is_not_written_again(tmp_path) -> None:
    folder = RecoveryFolder.create(tmp_path)
    one = project(5.0)
    folder.keep(one)
    path = folder.base_path
    inode = path.stat().st_ino
    other = Table(one.table.frame, {"x": Role.LABEL}, "houses.csv", recipe=Recipe(excluded=np.arange(3) == 1))
    folder.keep(Project(other))
    assert folder.base_path == path
    assert path.stat().st_ino == inode
    again = folder.read().table
    assert again.roles == {"x": Role.LABEL}
    assert again.recipe.excluded.tolist() == [False, True, False]
    folder.remove()


def test_of_a_large_table_only_what_has_changed_is_written_until_that_is_much(tmp_path) -> None:
    def bytes_of(name: str) -> int:
        return (folder.path / name).stat().st_size

    folder = RecoveryFolder.create(tmp_path)
    table = Table(
        pd.DataFrame({"x": np.random.default_rng(1).normal(size=30_000)}), {"x": Role.FEATURE}, "x.csv"
    )
    folder.keep(Project(table))
    base = folder.base_path
    assert base.stat().st_size > 200_000
    for row in range(3):
        table = edit_cell(table, row, 0, "5")
        folder.keep(Project(table))
        assert bytes_of("state.zip") < 5_000
    table = remove_rows(table, [2, 7])
    folder.keep(Project(table))
    assert folder.base_path == base
    assert folder.read().table.frame.equals(table.frame)
    table = clear_cells(table, [(0, 0, 20_000, 1)])
    folder.keep(Project(table))
    assert not base.exists()
    assert bytes_of("state.zip") < table.row_ids.numbers.nbytes + 5_000
    assert folder.read().table.frame.equals(table.frame)
    assert folder.read().table.row_ids == table.row_ids
    folder.remove()


def test_what_an_earlier_version_kept_is_read(tmp_path) -> None:
    folder = RecoveryFolder.create(tmp_path)
    kept = project(5.0)
    parts = project_parts(kept, {"table": "table-3.parquet"})
    write_whole(folder.path / "table-3.parquet", partial(write_columns, frame=kept.table.frame))
    write_whole(folder.path / "state.zip", partial(write_archive, parts=parts))
    folder.release()
    (left,) = find_leftovers(tmp_path)
    assert value_of(left.folder) == 5.0
    left.folder.keep(project(6.0))
    assert value_of(left.folder) == 6.0
    left.folder.remove()


@pytest.mark.parametrize("failing", [0, 1])
def test_when_the_disk_is_full_the_state_before_stays(tmp_path, monkeypatch, failing) -> None:
    monkeypatch.setattr(recovery, "_FEW_CELLS", 0)  # every state has a base of its own
    folder = RecoveryFolder.create(tmp_path)
    folder.keep(project(5.0))
    written, real = [], os.fsync

    def fsync(handle: int) -> None:
        written.append(handle)
        if len(written) > 2 * failing:  # a file and its folder
            raise OSError(28, "No space left on device")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(ProblemError, match="No space left on device") as caught:
            folder.keep(project(6.0))
    assert str(caught.value).startswith("Unsaved work cannot be kept")
    assert value_of(folder) == 5.0
    folder.keep(project(7.0))
    assert value_of(folder) == 7.0
    assert sorted(path.name for path in folder.path.iterdir()) == sorted(
        ["lock", "state.zip", folder.base_path.name]
    )
    folder.remove()


def test_a_base_that_could_not_be_written_is_not_the_one_that_states_go_by(tmp_path, monkeypatch) -> None:
    def project(n_changed: int) -> Project:
        cells = np.arange(1000.0)
        cells[:n_changed] += 0.5
        return Project(Table(pd.DataFrame({"x": cells}), {"x": Role.FEATURE}, "long.csv"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    folder = RecoveryFolder.create(tmp_path)
    folder.keep(project(0))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ProblemError, match="No space left on device"):
            folder.keep(project(900))
    folder.keep(project(1))  # as much of it was undone
    folder.release()
    (left,) = find_leftovers(tmp_path)
    assert left.offer.whole
    assert left.folder.read().table.frame["x"].tolist()[:2] == [0.5, 1.0]
    left.folder.remove()


def test_an_interruption_between_the_two_files_leaves_the_state_before(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(recovery, "_FEW_CELLS", 0)
    folder = RecoveryFolder.create(tmp_path)
    folder.keep(project(5.0))
    with monkeypatch.context() as patch:
        patch.setattr(recovery, "project_parts", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            folder.keep(project(6.0))
    folder.release()
    (left,) = find_leftovers(tmp_path)
    assert value_of(left.folder) == 5.0
    left.folder.keep(project(8.0))
    assert value_of(left.folder) == 8.0
    left.folder.remove()


@pytest.mark.parametrize("at", [1, 2], ids=["base", "state"])
def test_nothing_is_left_of_a_folder_that_is_removed_while_it_is_written_to(
    tmp_path, monkeypatch, at
) -> None:
    monkeypatch.setattr(recovery, "_FEW_CELLS", 0)
    folder = RecoveryFolder.create(tmp_path)
    folder.keep(project(5.0))
    real, files = recovery.write_archive, []

    def write(file: BinaryIO, **words: object) -> None:
        real(file, **words)
        files.append(file)
        with monkeypatch.context() as patch:
            # As where a file appears after it has looked which there are.
            patch.setattr(shutil, "rmtree", lambda *_, **__: None)
            if len(files) == at:
                folder.remove()

    monkeypatch.setattr(recovery, "write_archive", write)
    folder.keep(project(6.0))
    assert len(files) == at
    assert list(tmp_path.iterdir()) == []


def test_folders_without_work_are_cleared_away_and_damaged_ones_are_left_and_told(tmp_path) -> None:
    empty = RecoveryFolder.create(tmp_path)
    cleared = RecoveryFolder.create(tmp_path)
    cleared.keep(project(5.0))
    cleared.clear()
    damaged = RecoveryFolder.create(tmp_path)
    damaged.keep(project(5.0))
    (damaged.path / "state.zip").write_bytes(b"PK")
    (tmp_path / "unlocked").mkdir()
    (tmp_path / "a file").write_text("")
    for folder in (empty, cleared, damaged):
        folder.release()
    (left,) = find_leftovers(tmp_path)
    assert left.offer.damage == "What was kept after that is damaged or gone."
    left.folder.release()
    assert {path.name for path in tmp_path.iterdir()} == {"a file", damaged.path.name}
    assert find_leftovers(tmp_path / "nowhere") == []


def test_several_are_listed_the_latest_first(tmp_path, monkeypatch) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime(2026, 5, 4, 12, next(minutes))

    minutes = iter(range(60))
    monkeypatch.setattr(recovery.dt, "datetime", Clock)
    for name in ("a.csv", "b.csv", "c.csv"):
        folder = RecoveryFolder.create(tmp_path)
        folder.keep(project(1.0, name))
        folder.release()
    left = find_leftovers(tmp_path)
    assert [entry.name for entry in left] == ["c.csv", "b.csv", "a.csv"]
    for entry in left:
        entry.folder.remove()


@pytest.mark.parametrize("note", ["base", "table"])
def test_a_state_that_leads_out_of_its_folder_is_not_followed(tmp_path, monkeypatch, note) -> None:
    folder = RecoveryFolder.create(tmp_path)
    real = recovery.project_parts
    names = {"base": "", note: "../../secret"}
    monkeypatch.setattr(recovery, "project_parts", lambda project, _: real(project, names))
    folder.keep(project(5.0))
    with pytest.raises(ProblemError, match="cannot be read"):
        folder.read()
    folder.remove()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path) -> None:
    (tmp_path / "root").write_text("a file")
    with pytest.raises(ProblemError, match="Unsaved work cannot be kept for recovery"):
        RecoveryFolder.create(tmp_path / "root")


class Reports(NamedTuple):
    """The last number of each kind that a killed process had said; 0 where it had said none."""

    edited: int
    kept: int
    saved: int
    clean: int  # up to which everything is saved, so that nothing needs to be kept


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen]:
    """The process that makes the processes to kill."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen(
        [sys.executable, "-u", str(SCRIPT), str(tmp_path)], stdin=-1, stdout=-1, text=True, env=environment
    )
    assert process.stdout.readline() == "ready 0\n"
    yield process
    process.kill()
    process.communicate()


def run_and_kill(parent: subprocess.Popen, first: int, after: str, seconds: float, root: Path) -> Reports:
    """Kill a new process some seconds after it has said a word for the first time."""
    said: dict[str, int] = {}

    def hear() -> str:
        word, number = parent.stdout.readline().split()
        said[word] = int(number)
        return word

    def say(line: str) -> None:
        parent.stdin.write(f"{line}\n")
        parent.stdin.flush()

    say(str(first))
    while not {"pid", after} <= said.keys():
        hear()
    time.sleep(seconds)
    assert find_leftovers(root) == []  # while it lives, nothing is offered
    os.kill(said["pid"], signal.SIGKILL)
    # Whatever it had said before is there once the process that made it knows of its end.
    say("stop")
    while hear() != "stopped":
        pass
    return Reports(*(said.get(word, 0) for word in ("edit", "kept", "saved", "clean")))


def check(project: Project, first: int, at_least: int, at_most: int) -> int:
    """It is exactly what was typed up to some number in between."""
    number = number_of(project)
    assert at_least <= number <= at_most
    assert project.table.frame.equals(frame_after(first, number))
    return number


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked there")
def test_killed_at_random_moments_every_restart_offers_the_last_state_and_every_project_opens(
    parent, tmp_path
) -> None:
    moments, root, path = random.Random(7), tmp_path / "recovery", tmp_path / "work.linreg"
    first_saved = 0
    n_offered = n_saved = 0
    for kill in range(4 * KILLS):
        if kill >= KILLS and n_offered > KILLS // 2 and n_saved > KILLS // 3:
            break  # how many come at a moment that tells something is a matter of the machine
        first = 100_000 * (kill + 1) + 1
        after = ("edit", "kept", "saved", "saved")[kill % 4]
        said = run_and_kill(parent, first, after, moments.uniform(0.0, 0.3), root)
        left = find_leftovers(root)
        assert len(left) == 1 or (not left and said.clean >= said.kept)
        for entry in left:
            assert (entry.name, entry.rows) == ("work.csv", 40)
            check(entry.folder.read(), first, max(first, said.kept), said.edited)
            entry.folder.remove()
        if path.exists():
            project = read_project(path)
            first_saved = first if number_of(project) >= first else first_saved
            check(project, first_saved, max(first_saved, said.saved), said.edited)
            n_saved += number_of(project) >= first
        assert not said.saved or first_saved == first
        n_offered += len(left)
    assert n_offered > KILLS // 2
    assert n_saved > KILLS // 3
    assert not list(root.iterdir())
