"""Names of columns: what may be one."""

from __future__ import annotations

from collections.abc import Collection

from linreg_gui.core.limits import LONGEST_NAME
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import sound_text


def checked_name(name: str, names: Collection[str]) -> str:
    """A name for a new column without blanks around it, or a ProblemError if it is empty or taken."""
    plain = sound_text(name.strip())
    if not plain:
        raise ProblemError("A column needs a name.", ProblemKind.NAME)
    if len(plain) > LONGEST_NAME:
        sentence = f"A name of a column has at most {LONGEST_NAME:,} characters, and this one {len(plain):,}."
        raise ProblemError(sentence, ProblemKind.NAME)
    if plain in names:
        raise ProblemError(f"There is a column named “{plain}” already.", ProblemKind.NAME)
    return plain
