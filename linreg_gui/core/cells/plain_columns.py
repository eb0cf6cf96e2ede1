"""Columns of texts that hold nothing but plain numbers, found and read all at once; others stay texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .number_style import are_missing, matches_by_column, trimmed

# Such as no rule of codes or of large whole numbers speaks of.
_WHOLE = "^-?(?:0|[1-9][0-9]{0,14})$"
_FRACTION = "^-?[0-9]{1,15}(?:[%s][0-9]+)?$"


def plain_columns(columns: Sequence[Any], decimals: Sequence[str], missing: Sequence[str]) -> list[Any]:
    """The columns, and in place of those of plain numbers what a parser of a file gives of them.

    Every call of pyarrow takes its time, and it takes some dozens of them to read one column.

    Parameters
    ----------
    columns : sequence of pyarrow string arrays
        Of one length, without a null.
    decimals : sequence of str
        The decimal sign of each.
    missing : sequence of str
        Texts that stand for a missing value.

    Returns
    -------
    list of pyarrow arrays
        Of type int64 or double; or the column itself, where a cell is anything but a number of at
        most 15 digits before its decimal sign, or all are whole numbers and one begins with a needless zero.
    """
    made = list(columns)
    for decimal in sorted(set(decimals)):
        places = [j for j, sign in enumerate(decimals) if sign == decimal]
        numbers = _numbers([columns[j] for j in places], decimal, missing)
        for place, column in numbers.items():
            made[places[place]] = column
    return made


def _numbers(columns: Sequence[Any], decimal: str, missing: Sequence[str]) -> dict[int, Any]:
    """Those of the columns that are plain numbers, by their place."""
    import pyarrow as pa
    import pyarrow.compute as pc

    count, rows = len(columns), len(columns[0])
    cells = trimmed(pa.concat_arrays(columns))
    absent = are_missing(cells, missing)
    empty = absent.to_numpy(zero_copy_only=False).reshape(count, rows)
    blank = empty.all(axis=1)
    whole = (matches_by_column(cells, _WHOLE, count) | empty).all(axis=1) & ~blank
    plain = (matches_by_column(cells, _FRACTION % decimal, count) | empty).all(axis=1)
    plain &= (matches_by_column(cells, f"[{decimal}]", count) & ~empty).any(axis=1) | blank
    filled = pc.replace_substring(pc.if_else(absent, None, cells), decimal, ".")
    found: dict[int, Any] = {}
    for kind, chosen in ((pa.int64(), whole), (pa.float64(), plain)):
        numbers = filled.filter(pa.array(np.repeat(chosen, rows))).cast(kind)
        places = np.flatnonzero(chosen).tolist()
        found |= {j: numbers.slice(k * rows, rows) for k, j in enumerate(places)}
    return found
