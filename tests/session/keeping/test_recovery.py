"""Folders of unsaved work: whole or not at all, found when their process is dead, and only then."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project import Project
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping import recovery
from linreg_gui.session.keeping.folder_lock import FolderLock
from linreg_gui.session.keeping.recovery import RecoveryFolder, find_leftovers


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


def test_a_lock_ends_with_its_process(tmp_path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from linreg_gui.session.keeping.folder_lock import FolderLock\n"
        f"lock = FolderLock.take(Path({str(tmp_path)!r}), create=True); print(lock is not None, flush=True)\n"
        "sys.stdin.read()"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, cwd=Path.cwd())
    assert child.stdout.readline() == b"True\n"
    assert FolderLock.take(tmp_path) is None
    child.kill()
    child.communicate()
    lock = FolderLock.take(tmp_path)
    assert lock is not None
    lock.release()


def test_an_unchanged_table_is_not_written_again(tmp_path) -> None:
    folder = RecoveryFolder.create(tmp_path)
    one = project(5.0)
    folder.keep(one)
    path = folder.table_path
    inode = path.stat().st_ino
    other = Table(one.table.frame, {"x": Role.LABEL}, "houses.csv", recipe=Recipe(excluded=np.arange(3) == 1))
    folder.keep(Project(other))
    assert folder.table_path == path
    assert path.stat().st_ino == inode
    again = folder.read().table
    assert again.roles == {"x": Role.LABEL}
    assert again.recipe.excluded.tolist() == [False, True, False]
    folder.keep(project(6.0))
    assert not path.exists()
    assert value_of(folder) == 6.0
    folder.remove()


@pytest.mark.parametrize("failing", [0, 1])
def test_when_the_disk_is_full_the_state_before_stays(tmp_path, monkeypatch, failing) -> None:
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
        ["lock", "state.zip", folder.table_path.name]
    )
    folder.remove()


def test_an_interruption_between_the_two_files_leaves_the_state_before(tmp_path, monkeypatch) -> None:
    folder = RecoveryFolder.create(tmp_path)
    folder.keep(project(5.0))
    with monkeypatch.context() as patch:
        patch.setattr(recovery, "write_archive", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        patch.setattr(recovery, "project_parts", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            folder.keep(project(6.0))
    folder.release()
    (left,) = find_leftovers(tmp_path)
    assert value_of(left.folder) == 5.0
    left.folder.keep(project(8.0))
    assert value_of(left.folder) == 8.0
    left.folder.remove()


def test_folders_without_work_are_cleared_away_and_unreadable_ones_are_left(tmp_path) -> None:
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
    assert find_leftovers(tmp_path) == []
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


def test_a_state_that_leads_out_of_its_folder_is_not_followed(tmp_path, monkeypatch) -> None:
    folder = RecoveryFolder.create(tmp_path)
    real = recovery.project_parts
    monkeypatch.setattr(
        recovery, "project_parts", lambda project, notes: real(project, {**notes, "table": "../../secret"})
    )
    folder.keep(project(5.0))
    with pytest.raises(ProblemError):
        folder.read()
    folder.remove()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path) -> None:
    (tmp_path / "root").write_text("a file")
    with pytest.raises(ProblemError, match="Unsaved work cannot be kept for recovery"):
        RecoveryFolder.create(tmp_path / "root")
