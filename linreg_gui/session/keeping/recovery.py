"""Folders that keep unsaved work in case the program ends without being asked, one for each process.

In a folder are, besides its lock:

- ``base-N.linreg``: a whole project, as it is saved, of the present state or an earlier one. It is written
  anew, under the next number, only when so many cells have changed since that it is worth it.
- ``state.zip``: the present state, written whenever something has changed: all parts of a project but its
  table (core/project/project_file.py), in place of that the cells that are others than in the base
  (core/project/differences.py); the notes name the base, and tell when this was written.

Earlier versions wrote the table as ``table-N.parquet``, which is still read.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.archive import Write, read_archive, write_archive
from linreg_gui.core.project.differences import DIFFERENCE_PARTS, difference_parts
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import (
    STATE_PARTS,
    TABLE_PART,
    project_from_parts,
    project_parts,
    read_description,
    read_project,
    write_project,
)
from linreg_gui.core.table.table import Table

from .folder_lock import FolderLock
from .saving import write_whole

_STATE = "state.zip"
_STATE_PARTS = re.compile(f"{STATE_PARTS.pattern}|{DIFFERENCE_PARTS.pattern}")
_BASE = re.compile(r"base-([0-9]{1,9})\.linreg")
_EARLIER_TABLE = re.compile(r"table-[0-9]{1,9}\.parquet")
_TRIES = 3
# Of the cells, and of any table: where more have changed, the whole table is written.
_MOST_CHANGED = 0.25
_FEW_CELLS = 64


class RecoveryFolder:
    """What is in it is there as a whole or not at all, whenever the process ends.

    The base is held in memory, too, as long as it may be needed to tell what has changed: most of its columns
    are those of the present table.
    """

    def __init__(self, path: Path, lock: FolderLock) -> None:
        self.path = path
        self._lock = lock
        self._base: Table | None = None
        self._number = 0
        self._is_removed = False

    @classmethod
    def create(cls, root: Path) -> RecoveryFolder:
        """A new folder for this process; a `ProblemError` if there can be none."""
        try:
            for _ in range(_TRIES):
                started = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
                path = root / f"{os.getpid()}-{started}-{secrets.token_hex(4)}"
                path.mkdir(mode=0o700, parents=True)
                lock = FolderLock.take(path, create=True)
                if lock is not None:
                    return cls(path, lock)
                shutil.rmtree(path, ignore_errors=True)
        except OSError as error:
            raise _not_kept(error) from error
        raise _not_kept(OSError(0, "folders cannot be locked there"))

    @property
    def base_path(self) -> Path:
        """Where the base of the present state is."""
        return self.path / f"base-{self._number}.linreg"

    def keep(self, project: Project) -> None:
        """Keep this state in place of what was kept before; a `ProblemError` if that is impossible.

        Of a folder that is removed meanwhile nothing is left.
        """
        try:
            cells = self._cells(project)
            changed = dt.datetime.now().isoformat(timespec="seconds")
            parts = project_parts(project, {"base": self.base_path.name, "changed": changed})
            if not self._is_removed:
                write_whole(self.path / _STATE, partial(write_archive, parts={**parts, **cells}))
        except ProblemError as error:
            if self._is_removed:
                return
            cause = error.__cause__
            raise _not_kept(cause if isinstance(cause, OSError) else OSError()) from error
        finally:
            if self._is_removed:
                self.remove()
        self._tidy()

    def read(self) -> Project:
        """The state that is kept; a `ProblemError` if it cannot be read."""
        parts = read_archive(self.path / _STATE, _STATE_PARTS)
        notes = read_description(_STATE, parts).notes
        base = _BASE.fullmatch(notes.get("base", ""))
        if base is None:
            return project_from_parts(_STATE, {**parts, TABLE_PART: self._earlier_table(notes)})[0]
        table = read_project(self.path / base[0]).table
        project, _ = project_from_parts(_STATE, parts, table)
        self._number, self._base = int(base[1]), table
        return project

    def _earlier_table(self, notes: Mapping[str, str]) -> bytes:
        name = notes.get("table", "")
        if not _EARLIER_TABLE.fullmatch(name):
            raise ProblemError("The unsaved work cannot be read.", ProblemKind.DAMAGED_PROJECT)
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise ProblemError(
                "The unsaved work cannot be read: its table is gone.", ProblemKind.NOT_OPENED
            ) from error

    def clear(self) -> None:
        """There is nothing to recover any more."""
        self._base = None
        _unlink(self.path / _STATE)
        self._tidy()

    def remove(self) -> None:
        """Leave nothing behind; safe to call from another thread while something is being kept."""
        self._is_removed = True
        _unlink(self.path / _STATE)
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)

    def release(self) -> None:
        """Leave it as it is, for whoever comes next."""
        self._lock.release()

    def _cells(self, project: Project) -> dict[str, bytes | Write]:
        """The cells of a state as parts; with a new base if the present one has little in common with it."""
        table, base = project.table, self._base
        most = _FEW_CELLS + int(_MOST_CHANGED * table.frame.size)
        if base is not None:
            parts = difference_parts(base, table, most)
            if parts is not None:
                return parts
        # Under another name, as the state that is there still needs the base before.
        self._number += 1
        write_whole(self.base_path, partial(write_project, project=project))
        self._base = table
        return difference_parts(table, table, 0) or {}

    def _tidy(self) -> None:
        """Bases that no state needs, and what a process left that ended while it was writing."""
        keep = {"lock", _STATE, self.base_path.name} if self._base else {"lock"}
        with contextlib.suppress(OSError):
            for file in list(self.path.iterdir()):
                if file.name not in keep:
                    _unlink(file)


@dataclass(frozen=True, eq=False)
class Leftover:
    """Work that a process has left behind, locked until it is dealt with.

    Attributes
    ----------
    folder : RecoveryFolder
    name : str
        What the work was called.
    rows : int
        Of its table.
    changed : datetime or None
        When it was kept last.
    """

    folder: RecoveryFolder
    name: str
    rows: int
    changed: dt.datetime | None


def find_leftovers(root: Path) -> list[Leftover]:
    """All work left by processes that have ended, the latest first; folders without any are removed.

    What a newer version of the program left, or what is damaged, is not touched.
    """
    if not root.is_dir():
        return []
    found = [left for path in root.iterdir() if path.is_dir() and (left := _leftover(path)) is not None]
    return sorted(found, key=lambda left: left.changed or dt.datetime.min, reverse=True)


def _leftover(path: Path) -> Leftover | None:
    lock = FolderLock.take(path)
    if lock is None:
        with contextlib.suppress(OSError):
            path.rmdir()  # of a process that ended before it had locked its new, empty folder
        return None
    folder = RecoveryFolder(path, lock)
    if not (path / _STATE).exists():
        folder.remove()
        return None
    try:
        stored = read_description(_STATE, read_archive(path / _STATE, _STATE_PARTS))
    except ProblemError:
        folder.release()
        return None
    changed = None
    with contextlib.suppress(ValueError):
        changed = dt.datetime.fromisoformat(stored.notes.get("changed", "")).replace(tzinfo=None)
    return Leftover(folder, stored.name, stored.rows, changed)


def _unlink(path: Path) -> None:
    """Delete a file; where that is impossible, saved work is offered again, which does no harm."""
    with contextlib.suppress(OSError):
        path.unlink()


def _not_kept(error: OSError) -> ProblemError:
    reason = (error.strerror or "unknown error").rstrip(".")
    sentence = f"Unsaved work cannot be kept for recovery: {reason}. Save it to be safe."
    return ProblemError(sentence, ProblemKind.NOT_KEPT)
