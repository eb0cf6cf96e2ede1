"""Folders that keep unsaved work in case the program ends without being asked, one for each process."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from weakref import ref

import pandas as pd

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.archive import read_archive, write_archive
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import (
    STATE_PARTS,
    TABLE_PART,
    project_from_parts,
    project_parts,
    read_description,
)
from linreg_gui.core.project.stored_columns import write_columns

from .folder_lock import FolderLock
from .saving import write_whole

_STATE = "state.zip"
_TABLE_NAME = re.compile(r"table-[0-9]{1,9}\.parquet")
_TRIES = 3


class RecoveryFolder:
    """What is in it is there as a whole or not at all, whenever the process ends.

    The table, which is large, is a file of its own that is written only when it has changed; the rest names
    the table it belongs to.
    """

    def __init__(self, path: Path, lock: FolderLock) -> None:
        self.path = path
        self._lock = lock
        self._frame: ref[pd.DataFrame] | None = None
        self._number = 0

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
    def table_path(self) -> Path:
        """Where the present table is."""
        return self.path / f"table-{self._number}.parquet"

    def keep(self, project: Project) -> None:
        """Keep this state in place of what was kept before; a `ProblemError` if that is impossible."""
        frame = project.table.frame
        try:
            if self._frame is None or self._frame() is not frame:
                # Another name, as the state that is there still needs the table before.
                self._number += 1
                write_whole(self.table_path, partial(write_columns, frame=frame))
                self._frame = None
            changed = dt.datetime.now().isoformat(timespec="seconds")
            parts = project_parts(project, {"table": self.table_path.name, "changed": changed})
            write_whole(self.path / _STATE, partial(write_archive, parts=parts))
        except ProblemError as error:
            cause = error.__cause__
            raise _not_kept(cause if isinstance(cause, OSError) else OSError()) from error
        self._frame = ref(frame)
        self._tidy()

    def read(self) -> Project:
        """The state that is kept; a `ProblemError` if it cannot be read."""
        parts = read_archive(self.path / _STATE, STATE_PARTS)
        table = read_description(_STATE, parts).notes.get("table", "")
        if not _TABLE_NAME.fullmatch(table):
            raise ProblemError("The unsaved work cannot be read.", ProblemKind.DAMAGED_PROJECT)
        try:
            parts[TABLE_PART] = (self.path / table).read_bytes()
        except OSError as error:
            raise ProblemError(
                "The unsaved work cannot be read: its table is gone.", ProblemKind.NOT_OPENED
            ) from error
        project, _ = project_from_parts(_STATE, parts)
        self._number = int(table[6:-8])
        self._frame = ref(project.table.frame)
        return project

    def clear(self) -> None:
        """There is nothing to recover any more."""
        self._frame = None
        _unlink(self.path / _STATE)
        self._tidy()

    def remove(self) -> None:
        """Leave nothing behind."""
        _unlink(self.path / _STATE)
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)

    def release(self) -> None:
        """Leave it as it is, for whoever comes next."""
        self._lock.release()

    def _tidy(self) -> None:
        """Tables that no state needs, and what a process left that ended while it was writing."""
        keep = {"lock", _STATE, self.table_path.name} if self._frame else {"lock"}
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
        stored = read_description(_STATE, read_archive(path / _STATE, STATE_PARTS))
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
