"""What a person has decided about a file, and what a caller knows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from linreg_gui.core.cells.column_types import check_types
from linreg_gui.core.cells.number_style import check_signs
from linreg_gui.core.json_values import from_json_values

from .csv_sniffer import QUOTES


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

    def arguments(self) -> dict[str, Any]:
        """As keyword arguments of `read_csv`."""
        values = {name: value for name, value in asdict(self).items() if name != "sheet"}
        return {**values, "types": dict(self.types)}

    def stored(self) -> dict[str, Any]:
        """What was decided, as values of JSON."""
        values = {**asdict(self), "types": dict(self.types)}
        return {name: value for name, value in values.items() if value not in (None, {})}

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> ReadOptions:
        """The options that were stored; a ValueError or TypeError where they make no sense."""
        values = dict(stored)
        types = [list(pair) for pair in dict(values.get("types", {})).items()]
        options = from_json_values(cls, {**values, "types": types}, "options")
        check_types(dict(options.types))
        check_signs(options.decimal, options.thousands)
        check_quote(options.quote)
        return options


@dataclass(frozen=True)
class Given:
    """What the caller knows already, and how to tell how far the reading is."""

    separator: str | None
    decimal: str | None
    thousands: str | None
    header: bool | None
    skip_rows: int
    missing: tuple[str, ...]
    quote: str | None
    types: Mapping[str, str]
    tick: Callable[[float], None]


def check_quote(quote: str | None) -> str | None:
    """The sign around cells; a ValueError where it can be none."""
    if quote is not None and quote not in QUOTES:
        raise ValueError("The sign around cells is a quotation mark, an apostrophe or none.")
    return quote
