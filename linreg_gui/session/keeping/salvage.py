"""What can be had of work that was kept for recovery: all of it, what is whole of it, or a state before.

Reads the files of one folder, whose lock its caller holds, and changes nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from linreg_gui.core.editing.column_edits import delete_columns
from linreg_gui.core.formulas.dependencies import users_of
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.archive import read_archive
from linreg_gui.core.project.kept_work import (
    Kept,
    Lost,
    base_with_blanks,
    damaged_work,
    lost_of,
    read_kept,
    state_with_blanks,
)
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import STATE_PARTS, TABLE_PART, project_from_parts, read_description
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted, joined, size_text

from .place import Place

STATE = "state.zip"
# There while a folder holds nothing, so that a state that is gone is missed.
NOTHING = "nothing"
_BASE = re.compile(r"base-([0-9]{1,9})\.zip")
_EARLIER_TABLE = re.compile(r"table-[0-9]{1,9}\.parquet")
_MOST_NAMED = 5
_BEFORE = "What was kept after that is damaged or gone."


@dataclass(frozen=True, eq=False)
class Offer:
    """A state that can be had.

    Attributes
    ----------
    name : str
        What the work was called.
    rows : int
        Of its table.
    changed : datetime or None
        When it was kept.
    place : Place or None
    damage : str
        What is damaged, in sentences; empty if nothing is.
    read : callable
        Gives it as a project; raises a `ProblemError` if it cannot be read.
    readable : bool
        Whether there is anything to be had.
    """

    name: str
    rows: int
    changed: dt.datetime | None
    place: Place | None
    damage: str
    read: Callable[[], Project]
    readable: bool = True

    @property
    def whole(self) -> bool:
        """Whether it is, to the last bit, what was kept last."""
        return not self.damage

    @property
    def earlier(self) -> bool:
        """Whether it is a state before that."""
        return self.damage.startswith(_BEFORE)


def base_name(number: int) -> str:
    """Of a file that holds a whole project."""
    return f"base-{number}.zip"


def bases_in(folder: Path) -> list[str]:
    """The names of such files, the latest first."""
    found = [match for path in _files(folder) if (match := _BASE.fullmatch(path.name))]
    return [match[0] for match in sorted(found, key=lambda match: -int(match[1]))]


def read_whole(folder: Path) -> tuple[Project, tuple[int, str, Table] | None]:
    """The state that was kept last, and number, key and table of its base if it has one.

    Raises
    ------
    ProblemError
        If anything of it is damaged.
    """
    try:
        state = read_kept(folder / STATE)
    except ProblemError:
        earlier = _of_earlier_version(folder)
        if earlier is None:
            raise
        return earlier.read(), None
    base = _base_of(state, folder)
    lost = lost_of(state, base)
    if lost:
        raise ProblemError(f"The unsaved work is damaged. {_in_words(lost)}", ProblemKind.DAMAGED_PROJECT)
    found = _BASE.fullmatch(state.notes["base"])
    number = 0 if found is None else int(found[1])
    table = base_with_blanks(base).table
    return state_with_blanks(state, base, table), (number, state.notes["key"], table)


def holds_work(folder: Path) -> bool:
    """Whether something was kept, whatever has become of it."""
    if os.path.lexists(folder / STATE):
        return True
    return bool(bases_in(folder)) and not (folder / NOTHING).exists()


def look_at(folder: Path) -> list[Offer]:
    """What can be had, the best first; nothing only if nothing was kept."""
    if not holds_work(folder):
        return []
    try:
        return _offers(folder, read_kept(folder / STATE, with_cells=False))
    except ProblemError as error:
        earlier = _of_earlier_version(folder)
        if earlier is not None:
            return [earlier]
        if error.problem.kind is ProblemKind.NEWER_PROJECT:
            return [_unreadable(folder, error.problem.sentence)]
    return _state_before(folder) or [_unreadable(folder)]


def _offers(folder: Path, state: Kept) -> list[Offer]:
    try:
        lost = lost_of(state, _base_of(state, folder, with_cells=False))
    except ProblemError:
        return _state_before(folder) or [_unreadable(folder, name=state.name)]
    present = _offer(state, _in_words(lost), partial(_salvaged, folder))
    if not lost:
        return [present]
    if lost.all_columns:
        return _state_before(folder) or [_unreadable(folder, name=state.name)]
    # Where the one before has lost something, too, it is no better.
    return [present, *(offer for offer in _state_before(folder) if offer.damage == _BEFORE)]


def _state_before(folder: Path) -> list[Offer]:
    """The latest whole project, if one can be read."""
    for name in bases_in(folder):
        with contextlib.suppress(ProblemError):
            base = read_kept(folder / name, with_cells=False)
            lost = lost_of(base)
            if not lost.all_columns:
                words = " ".join(filter(None, [_BEFORE, _in_words(lost)]))
                return [_offer(base, words, partial(_salvaged, folder, name))]
    return []


def _offer(kept: Kept, damage: str, read: Callable[[], Project]) -> Offer:
    changed = _moment(kept.notes.get("changed", ""))
    return Offer(kept.name, kept.rows, changed, Place.of(kept.notes), damage, read)


def _salvaged(folder: Path, base_name: str = "") -> Project:
    """What is whole of the state that was kept last, or of a project before."""
    if base_name:
        base = read_kept(folder / base_name)
        lost, project = lost_of(base), base_with_blanks(base)
    else:
        state = read_kept(folder / STATE)
        base = _base_of(state, folder)
        lost = lost_of(state, base)
        project = state_with_blanks(state, base, base_with_blanks(base).table)
    if not (lost.columns or lost.excluded or lost.identities):
        return project
    table = project.table
    if lost.columns:
        users = {user for name in lost.columns for user in users_of(name, table.formulas)}
        formulas = {name: formula for name, formula in table.formulas.items() if name not in users}
        table = delete_columns(replace(table, formulas=formulas), lost.columns)
    return replace(project, table=table, runs=(), suggested=True, view=None)


def _base_of(state: Kept, folder: Path, *, with_cells: bool = True) -> Kept:
    """The project whose changes a state holds; a `ProblemError` if that is not there."""
    name, key = state.notes.get("base", ""), state.notes.get("key", "")
    if not _BASE.fullmatch(name):
        raise damaged_work("what it is based on cannot be told")
    base = read_kept(folder / name, with_cells=with_cells)
    if not key or base.notes.get("key") != key:
        raise damaged_work("what it is based on is another one")
    return base


def _of_earlier_version(folder: Path) -> Offer | None:
    """What was kept without sums; None if it was not."""
    try:
        parts = read_archive(folder / STATE, STATE_PARTS)
        stored = read_description(STATE, parts)
    except ProblemError:
        return None
    table = stored.notes.get("table", "")
    if not _EARLIER_TABLE.fullmatch(table) or not (folder / table).is_file():
        return None

    def read() -> Project:
        try:
            cells = (folder / table).read_bytes()
        except OSError as error:
            raise ProblemError("The unsaved work cannot be read.", ProblemKind.NOT_OPENED) from error
        return project_from_parts(STATE, {**parts, TABLE_PART: cells})[0]

    changed = _moment(stored.notes.get("changed", ""))
    return Offer(stored.name, stored.rows, changed, None, "", read)


def _unreadable(folder: Path, why: str = "Nothing of it can be read.", name: str = "Damaged work") -> Offer:
    states = [path.stat() for path in _files(folder) if path.name != "lock"]
    size = size_text(sum(state.st_size for state in states))
    changed = max((dt.datetime.fromtimestamp(state.st_mtime) for state in states), default=None)
    damage = f"{why} Its files, {size}, are in “{folder}”."

    def read() -> Project:
        raise ProblemError(damage, ProblemKind.DAMAGED_PROJECT)

    return Offer(name, 0, changed, None, damage, read, readable=False)


def _in_words(lost: Lost) -> str:
    sentences = []
    if lost.columns:
        names = joined([f"“{name}”" for name in lost.columns[:_MOST_NAMED]])
        if len(lost.columns) > _MOST_NAMED:
            names = counted(len(lost.columns), "column")
        which = f"The column {names} is" if len(lost.columns) == 1 else f"The columns {names} are"
        sentences.append(f"{which} damaged and left out.")
    if lost.excluded:
        sentences.append("Which rows are excluded could not be read: all of them count.")
    if lost.states:
        sentences.append("Which rows are hidden, labelled or coloured could not be read: none of them is.")
    if lost.columns or lost.excluded or lost.identities:
        sentences.append("Its training could not be read and begins anew.")
    elif lost.curve:
        sentences.append("Its loss curve could not be read.")
    return " ".join(sentences)


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.exists()]
    except OSError:
        return []
