"""Work as it is kept for recovery: in parts that can be damaged one without the other.

Every column of a table is a part of its own (of very many, some together), and what describes them is there
twice, with a list of all parts, so that none is missed without a word. Each part carries its sums
(`whole_parts`); what is not, to the last bit, what was written is never read.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from linreg_gui.core.json_values import WrongValue
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.table import Table

from .archive import Write
from .column_parts import column_groups, column_part
from .differences import CHANGES_PART, DIFFERENCE_PARTS, WHOLE, Difference, change_parts, read_difference
from .mixed_cells import level_from_text
from .npy_arrays import npy_bytes
from .project import Project
from .project_file import (
    EXCLUDED_PART,
    PROJECT_PART,
    STATE_PARTS,
    project_from_parts,
    project_parts,
    read_description,
)
from .stored_columns import StoredColumn, write_columns
from .stored_rows import IDS_PART, STATES_PART
from .whole_parts import whole_parts

_LIST = "list.json"
_AGAIN = "again/"
_TWICE = (_LIST, PROJECT_PART)
_PARTS = re.compile(
    rf"(again/)?(list|project)\.json|columns/(0|[1-9][0-9]{{0,3}})\.parquet|{STATE_PARTS.pattern}"
    rf"|{DIFFERENCE_PARTS.pattern}"
)
_DESCRIBING = re.compile(r".*\.json")
_CURVE = re.compile(r"curves/[0-9]+\.npy")


@dataclass(frozen=True, eq=False)
class Kept:
    """What is whole of a file.

    Attributes
    ----------
    name : str
        What the work was called.
    rows : int
    columns : tuple of StoredColumn
    notes : mapping from str to str
    parts : mapping from name to bytes
    missing : frozenset of str
        The names of the parts that are damaged or gone.
    """

    name: str
    rows: int
    columns: tuple[StoredColumn, ...]
    notes: Mapping[str, str]
    parts: Mapping[str, bytes]
    missing: frozenset[str]


@dataclass(frozen=True)
class Lost:
    """What is damaged of a state; it is false if nothing is.

    Attributes
    ----------
    columns : tuple of str
        Their names.
    all_columns : bool
        Whether there is no other one.
    excluded : bool
        Which rows are excluded.
    identities : bool
        Which row is which.
    curve : bool
        The loss curve of a run.
    states : bool
        Which rows are hidden, labelled and coloured.
    """

    columns: tuple[str, ...] = ()
    all_columns: bool = False
    excluded: bool = False
    identities: bool = False
    curve: bool = False
    states: bool = False

    def __bool__(self) -> bool:
        return bool(self.columns) or self.excluded or self.identities or self.curve or self.states


def kept_parts(parts: Mapping[str, bytes | Write]) -> dict[str, bytes | Write]:
    """The parts of a state and what is needed to miss one of them."""
    made = {_LIST: json.dumps([*parts]).encode(), **parts}
    return {**made, **{_AGAIN + name: made[name] for name in _TWICE}}


def base_parts(project: Project, notes: Mapping[str, str]) -> dict[str, bytes | Write]:
    """A whole project as parts."""
    frame = project.table.frame
    columns: dict[str, bytes | Write] = {
        column_part(i): partial(write_columns, frame=frame.iloc[:, list(group)])
        for i, group in enumerate(column_groups(frame.shape[1]))
    }
    return kept_parts({**project_parts(project, notes), **columns})


def read_kept(path: Path, *, with_cells: bool = True) -> Kept:
    """What is whole of a file that was written as `kept_parts`.

    Parameters
    ----------
    path : Path
    with_cells : bool
        Whether more is wanted than to know what is whole; otherwise `lost_of` is all there is to call.

    Raises
    ------
    ProblemError
        If nothing of it can be told, or a newer version of the program wrote it.
    """
    try:
        found = whole_parts(path, _PARTS, None if with_cells else _DESCRIBING)
    except OSError as error:
        reason = (error.strerror or "unknown error").rstrip(".")
        raise ProblemError(f"“{path.name}” could not be read: {reason}.", ProblemKind.NOT_OPENED) from error
    for name in _TWICE:
        again = found.pop(_AGAIN + name, None)
        if again is not None:
            found.setdefault(name, again)
    stored = read_description(path.name, found)
    names = _names(found.pop(_LIST, b""))
    missing = frozenset(names - found.keys())
    return Kept(stored.name, stored.rows, stored.columns, stored.notes, found, missing)


def lost_of(state: Kept, base: Kept | None = None) -> Lost:
    """What cannot be read of a whole project, or of a state that names what has changed since a base.

    Raises
    ------
    ProblemError
        If nothing can be.
    """
    if base is None:
        places = _lost_places(state)
    else:
        if CHANGES_PART in state.missing or IDS_PART in state.missing | base.missing:
            raise damaged_work("what has changed cannot be told")
        difference = _difference(state, base)
        lost_before = _lost_places(base)
        places = {j for i in _lost_groups(state, difference) for j in difference.groups[i]}
        places |= {j for j, source in enumerate(difference.sources) if source in lost_before}
    names = tuple(column.name for j, column in enumerate(state.columns) if j in places)
    return Lost(
        names,
        len(names) == len(state.columns) > 0,
        EXCLUDED_PART in state.missing,
        IDS_PART in state.missing,
        any(map(_CURVE.fullmatch, state.missing)),
        STATES_PART in state.missing,
    )


def base_with_blanks(base: Kept) -> Project:
    """A whole project: what `lost_of` does not name is as it was, and its columns that it names mean nothing.

    Raises
    ------
    ProblemError
    """
    return project_from_parts(base.name, {**base.parts, **_blank_columns(base)})[0]


def state_with_blanks(state: Kept, base: Kept, before: Table) -> Project:
    """As `base_with_blanks`, for a state of which ``before`` is the table of its base."""
    parts = {**state.parts, **_blank_changes(state, _difference(state, base))}
    return project_from_parts(state.name, parts, before)[0]


def damaged_work(why: str) -> ProblemError:
    """The problem of work that is not what was kept."""
    return ProblemError(f"The unsaved work cannot be read: {why}.", ProblemKind.DAMAGED_PROJECT)


def _names(data: bytes) -> set[str]:
    try:
        names = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise damaged_work("the list of its parts cannot be read") from error
    if not isinstance(names, list) or not all(isinstance(entry, str) for entry in names):
        raise damaged_work("the list of its parts cannot be read")
    return set(names)


def _difference(state: Kept, base: Kept) -> Difference:
    try:
        return read_difference(state.parts, state.columns, base.columns)
    except (WrongValue, KeyError) as error:
        raise damaged_work("what has changed cannot be told") from error


def _lost_places(kept: Kept) -> set[int]:
    """Of the columns of a whole project."""
    groups = column_groups(len(kept.columns))
    return {j for i, group in enumerate(groups) if column_part(i) in kept.missing for j in group}


def _lost_groups(state: Kept, difference: Difference) -> list[int]:
    return [i for i in range(len(difference.groups)) if not state.missing.isdisjoint(change_parts(i))]


def _blank_columns(kept: Kept) -> dict[str, bytes]:
    groups = column_groups(len(kept.columns))
    return {
        column_part(i): _blank([kept.columns[j] for j in group], kept.rows)
        for i, group in enumerate(groups)
        if column_part(i) in kept.missing
    }


def _blank_changes(state: Kept, difference: Difference) -> dict[str, bytes]:
    """As if every row had changed."""
    blanks = {}
    for i in _lost_groups(state, difference):
        group = difference.groups[i]
        rows_part, cells_part = change_parts(i)
        blanks[cells_part] = _blank([state.columns[j] for j in group], state.rows)
        if all(difference.sources[j] != WHOLE for j in group):
            blanks[rows_part] = npy_bytes(np.arange(state.rows, dtype=np.int64))
    return blanks


def _blank(columns: Sequence[StoredColumn], n_rows: int) -> bytes:
    file = io.BytesIO()
    made = {j: _blank_column(column, n_rows) for j, column in enumerate(columns)}
    write_columns(file, pd.DataFrame(made, index=pd.RangeIndex(n_rows)))
    return file.getvalue()


def _blank_column(stored: StoredColumn, n_rows: int) -> pd.Series:
    dtype: Any = stored.dtype
    if stored.kind == "category":
        levels = pd.Index([level_from_text(*level) for level in stored.levels], dtype=dtype)
        codes = np.full(n_rows, -1)
        return pd.Series(pd.Categorical.from_codes(codes, levels, ordered=stored.ordered))
    if stored.kind == "mixed":
        return pd.Series(np.full(n_rows, None), dtype=object)
    if stored.kind == "numbers" and "," not in dtype:
        return pd.Series(np.zeros(n_rows, dtype))
    return pd.Series([None] * n_rows, dtype=dtype)
