"""Rows that may be one number each, as the signs in it look like separators. No row is split here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.cells.form_pattern import bare_number

from .header import counts_or_names

Rows = Sequence[Sequence[str]]

SIGNS = (",", " ")
_GROUPED = "[1-9][0-9]{0,2}(?:%s[0-9]{3})*(?:\\.[0-9]*)?"
_DECIMAL = re.compile("(?:[0-9]+|[1-9][0-9]{0,2}(?:[.'\u00a0\u202f ][0-9]{3})+)(?:,[0-9]+)?")


@dataclass(frozen=True)
class OneColumn:
    """How rows of cells can be one number each.

    Attributes
    ----------
    example : str
        The first that holds the sign.
    grouped : bool
        Whether the sign can stand between thousands.
    decimal : bool
        Whether it can be the decimal sign.
    certain : bool
        Whether cells are rather none of several columns: they begin with zeros, or rows have several lengths.
    """

    example: str
    grouped: bool
    decimal: bool
    certain: bool


def one_column(rows: Rows, separator: str) -> OneColumn | None:
    """How the rows can be one number each; None where they cannot, or nothing speaks for it.

    For it speak three digits in each group, as many decimals (two at least) in each row, other signs
    between thousands, and whatever makes it certain.

    Parameters
    ----------
    rows : sequence of rows
        All of them, names too.
    separator : str
        What stands between the cells.
    """
    if separator not in SIGNS or len(rows) < 2 or not any(len(row) > 1 for row in rows):
        return None
    texts = [bare_number(separator.join(row)) for row in rows]
    pattern = re.compile(_GROUPED % separator)
    grouped = all(pattern.fullmatch(text) for text in texts)
    decimal = separator == "," and all(_DECIMAL.fullmatch(text) for text in texts)
    if not grouped and not decimal:
        return None
    parts = [text.split(separator)[1:] for text in texts]
    uneven = len({len(row) for row in rows}) > 1
    certain = uneven or any(len(part) > 1 and part.startswith("0") for row in parts for part in row)
    lengths = {len(part) for row in parts for part in row}
    points = decimal and not all(text.replace(",", "").isdigit() for text in texts)
    if not (certain or grouped or points or (len(lengths) == 1 and min(lengths) > 1)):
        return None
    example = next(separator.join(row) for row in rows if len(row) > 1)
    return OneColumn(example, grouped, decimal, certain)


def separator_inside(texts: Sequence[str], named: bool) -> str | None:
    """The sign in the numbers of one column that could separate several columns; None for none.

    Below one name these are row names, texts or whole numbers that rise, and a column of whole numbers.

    Parameters
    ----------
    texts : sequence of str
        The cells below the name, if there is one.
    named : bool
        Whether there is one.
    """
    for sign in SIGNS:
        rows = [text.strip().split(sign) for text in texts]
        if len({len(row) for row in rows}) != 1 or len(rows[0]) < 2 or len(rows) < 2:
            continue
        if named and len(rows[0]) == 2 and _are_named_rows(rows):
            return sign
        if not named and one_column(rows, sign) is not None:
            return sign
    return None


def _are_named_rows(rows: Rows) -> bool:
    values = [row[1] for row in rows]
    whole = all(value.isdigit() and (value == "0" or not value.startswith("0")) for value in values)
    return whole and counts_or_names([row[0] for row in rows])
