"""Names of columns: what may be one, and the next free one."""

from __future__ import annotations

from collections.abc import Collection

from linreg_gui.core.problem import ProblemError


def checked_name(name: str, names: Collection[str]) -> str:
    """A name for a new column without blanks around it, or a ProblemError if it is empty or taken."""
    plain = name.strip()
    if not plain:
        raise ProblemError("A column needs a name.", "name")
    if plain in names:
        raise ProblemError(f"There is a column named “{plain}” already.", "name")
    return plain


def unused_name(wanted: str, names: Collection[str]) -> str:
    """The name itself, or with the first number from 2 that makes it new."""
    if wanted not in names:
        return wanted
    return next(name for number in range(2, len(names) + 3) if (name := f"{wanted} {number}") not in names)
