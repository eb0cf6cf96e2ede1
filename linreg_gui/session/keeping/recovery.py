"""Folders that keep unsaved work in case the program ends without being asked, one for each process.

In a folder are, besides its lock:

- ``base-N.zip``: a whole project, with each column by itself (core/project/column_parts.py), of the present
  state or an earlier one. It is written anew, under the next number, only when so many cells have changed
  since that it is worth it.
- ``state.zip``: the present state, written whenever something has changed: all parts of a project but its
  table (core/project/project_file.py), in place of that the cells that are others than in the base
  (core/project/differences.py). Without it nothing is to be recovered, which ``nothing`` tells: the base is
  only prepared, or left from work that is saved.

Both are made of parts that can be damaged one without the other (core/project/kept_work.py). Their notes name
the base and its key, tell when they were written, and the place of the project they belong to. What can be
had of them is found in `salvage`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.archive import Write, write_archive
from linreg_gui.core.project.differences import difference_parts
from linreg_gui.core.project.kept_work import base_parts, kept_parts
from linreg_gui.core.project.known_columns import KnownColumns
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import project_parts
from linreg_gui.core.table.table import Origin, Table

from .folder_lock import FolderLock
from .place import Place
from .salvage import NOTHING, STATE, Offer, base_name, holds_work, look_at, read_whole
from .saving import write_whole

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
        self._known = KnownColumns()
        self._number = 0
        self._key = ""  # by which a state knows its base
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
                    (path / NOTHING).touch()
                    return cls(path, lock)
                shutil.rmtree(path, ignore_errors=True)
        except OSError as error:
            raise _not_kept(error) from error
        raise _not_kept(OSError(0, "folders cannot be locked there"))

    @property
    def base_path(self) -> Path:
        """Where the base of the present state is."""
        return self.path / base_name(self._number)

    def keep(self, project: Project, place: Place | None = None) -> None:
        """Keep this state in place of what was kept before; a `ProblemError` if that is impossible.

        The place is that of the project file that the work belongs to. Of a folder that is removed meanwhile
        nothing is left.
        """
        try:
            cells = self._cells(project, place)
            notes = _notes(self._number, self._key, place)
            parts = kept_parts({**project_parts(project, notes), **cells})
            if not self._is_removed:
                write_whole(self.path / STATE, partial(write_archive, parts=parts))
        except ProblemError as error:
            if self._is_removed:
                return
            raise _not_kept(error) from error
        finally:
            if self._is_removed:
                self.remove()
        _unlink(self.path / NOTHING)
        self._tidy()

    def prepare(self, project: Project, place: Place | None = None) -> None:
        """Write the base of work that need not be kept yet, so that what is edited is kept quickly."""
        try:
            self._write_base(project, place)
        except ProblemError as error:
            if not self._is_removed:
                raise _not_kept(error) from error
        finally:
            if self._is_removed:
                self.remove()
        self._tidy()

    def read(self) -> Project:
        """The state that is kept; a `ProblemError` if it is not whole."""
        project, base = read_whole(self.path)
        if base is not None:
            self._number, self._key, self._base = base
            self._known = KnownColumns()
        return project

    def clear(self, origin: Origin | None = None) -> None:
        """There is nothing to recover any more; the base stays for what is edited next of the same table."""
        if self._base is not None and self._base.origin is not origin:
            self._base, self._known = None, KnownColumns()
        _touch(self.path / NOTHING)
        _unlink(self.path / STATE)
        self._tidy()

    def remove(self) -> None:
        """Leave nothing behind; safe to call from another thread while something is being kept."""
        self._is_removed = True
        _touch(self.path / NOTHING)
        _unlink(self.path / STATE)
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)

    def release(self) -> None:
        """Leave it as it is, for whoever comes next."""
        self._lock.release()

    def _cells(self, project: Project, place: Place | None) -> dict[str, bytes | Write]:
        """The cells of a state as parts; with a new base if the present one has little in common with it."""
        table, base = project.table, self._base
        most = _FEW_CELLS + int(_MOST_CHANGED * table.frame.size)
        if base is not None:
            parts = difference_parts(base, table, most, self._known)
            if parts is not None:
                return parts
        self._write_base(project, place)
        return difference_parts(table, table, 0) or {}

    def _write_base(self, project: Project, place: Place | None) -> None:
        """Under another name, as the state that is there still needs the base before.

        Where it cannot be written, that stays the one that is known.
        """
        number, key = self._number + 1, secrets.token_hex(16)
        parts = base_parts(project, _notes(number, key, place))
        write_whole(self.path / base_name(number), partial(write_archive, parts=parts))
        self._number, self._key = number, key
        self._base, self._known = project.table, KnownColumns()

    def _tidy(self) -> None:
        """Bases that no state needs, and what a process left that ended while it was writing."""
        keep = {"lock", NOTHING, *((STATE, self.base_path.name) if self._base else ())}
        with contextlib.suppress(OSError):
            for file in list(self.path.iterdir()):
                if file.name not in keep:
                    _unlink(file)


@dataclass(frozen=True, eq=False)
class Leftover:
    """Work that a process has left behind, locked until it is dealt with.

    Of damaged work there may be several states in one folder.
    """

    folder: RecoveryFolder
    offer: Offer

    @property
    def name(self) -> str:
        """What the work was called."""
        return self.offer.name

    @property
    def rows(self) -> int:
        """Of its table."""
        return self.offer.rows

    @property
    def changed(self) -> dt.datetime | None:
        """When it was kept last."""
        return self.offer.changed

    def read(self) -> Project:
        """What there is of it; a `ProblemError` if it cannot be read."""
        return self.folder.read() if self.offer.whole else self.offer.read()


def find_leftovers(root: Path) -> list[Leftover]:
    """All work left by processes that have ended, the latest first; folders without any are removed.

    What a newer version of the program left, or what is damaged, is not touched: it is told.
    """
    try:
        folders = [path for path in root.iterdir() if path.is_dir()]
    except OSError:  # there is none, or it is nobody's to read
        return []
    found = [left for path in folders for left in _leftovers(path)]
    return sorted(found, key=lambda left: left.changed or dt.datetime.min, reverse=True)


def _leftovers(path: Path) -> list[Leftover]:
    lock = FolderLock.take(path, create=holds_work(path))
    if lock is None:
        with contextlib.suppress(OSError):
            path.rmdir()  # of a process that ended before it had locked its new, empty folder
        return []
    folder = RecoveryFolder(path, lock)
    offers = look_at(path)
    if not offers:
        folder.remove()
    return [Leftover(folder, offer) for offer in offers]


def _notes(number: int, key: str, place: Place | None) -> dict[str, str]:
    changed = dt.datetime.now().isoformat(timespec="seconds")
    notes = {"base": base_name(number), "key": key, "changed": changed}
    return notes if place is None else {**notes, **place.notes()}


def _unlink(path: Path) -> None:
    """Delete a file; where that is impossible, saved work is offered again, which does no harm."""
    with contextlib.suppress(OSError):
        path.unlink()


def _touch(path: Path) -> None:
    """Make an empty file; where that is impossible, work that is saved may be offered again."""
    with contextlib.suppress(OSError):
        path.touch()


def _not_kept(error: OSError | ProblemError) -> ProblemError:
    cause = error if isinstance(error, OSError) else error.__cause__
    reason = ((isinstance(cause, OSError) and cause.strerror) or "unknown error").rstrip(".")
    sentence = f"Unsaved work cannot be kept for recovery: {reason}. Save it to be safe."
    return ProblemError(sentence, ProblemKind.NOT_KEPT)
