"""What a person has decided about a file; it travels whole from the dialog to the parser."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from linreg_gui.core.arrays import whole_number
from linreg_gui.core.cells.column_types import TypeChoice, check_types
from linreg_gui.core.cells.number_style import check_signs, missing_tokens
from linreg_gui.core.json_values import from_json_values
from linreg_gui.core.limits import LARGEST_COUNT

QUOTES = ('"', "'", "")


class Unnamed(enum.StrEnum):
    """Which column has no name where rows have a cell more than there are names."""

    FIRST = "first"  # row names
    LAST = "last"
    NONE = "none"  # a thousands comma without quotes makes two cells of one number


def unnamed_choice(name: str | None) -> Unnamed | None:
    """Which column has no name; a ValueError where that is no choice."""
    if name not in (None, *Unnamed):
        raise ValueError("The column without a name is the first, the last or none.")
    return None if name is None else Unnamed(name)


@dataclass(frozen=True)
class ReadOptions:
    """What a person has decided about a file; see `read_csv` for each. None is found out.

    Attributes
    ----------
    separator, decimal, thousands, encoding : str or None
    header : bool or None
    skip_rows : int
    missing : tuple of str or None
    sheet : str or None
        Of a workbook.
    quote : str or None
    types : tuple of (str, str)
        What columns are read as, by name.
    unnamed : Unnamed or None
    units : bool or None
    skip_footer : int
    """

    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    header: bool | None = None
    skip_rows: int = 0
    missing: tuple[str, ...] | None = None
    sheet: str | None = None
    quote: str | None = None
    types: tuple[tuple[str, str], ...] = ()
    unnamed: Unnamed | None = None
    units: bool | None = None
    skip_footer: int = 0

    @property
    def missing_tokens(self) -> tuple[str, ...]:
        """All texts that stand for a missing value."""
        return missing_tokens(self.missing)

    @property
    def type_choices(self) -> dict[str, TypeChoice]:
        """What columns are read as, by name; a ValueError where a choice is none."""
        return check_types(dict(self.types))

    def with_types(self, types: Mapping[str, str | None]) -> ReadOptions:
        """The same with other types of some columns; None for what the file itself suggests."""
        chosen = {**dict(self.types), **types}
        return replace(self, types=tuple((name, kind) for name, kind in chosen.items() if kind is not None))

    @property
    def leaves_signs_open(self) -> bool:
        """Whether nobody has decided how numbers are written."""
        return self.decimal is None and self.thousands is None

    def check(self) -> None:
        """Raise a ValueError where a choice cannot be one."""
        check_signs(self.decimal, self.thousands)
        whole_number(self.skip_rows, "The number of lines to skip", 0, LARGEST_COUNT)
        whole_number(self.skip_footer, "The number of rows to leave out at the end", 0, LARGEST_COUNT)
        if self.quote is not None and self.quote not in QUOTES:
            raise ValueError("The sign around cells is a quotation mark, an apostrophe or none.")
        check_types(dict(self.types))

    def stored(self) -> dict[str, Any]:
        """What was decided, as values of JSON."""
        types = {name: str(choice) for name, choice in self.types}
        values = {**asdict(self), "types": types}
        return {name: value for name, value in values.items() if value not in (None, {})}

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> ReadOptions:
        """The options that were stored; a ValueError or TypeError where they make no sense."""
        values = dict(stored)
        types = [list(pair) for pair in dict(values.get("types", {})).items()]
        options = from_json_values(cls, {**values, "types": types}, "options")
        options.check()
        return options


AUTOMATIC = ReadOptions()
