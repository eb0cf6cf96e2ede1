"""Cells of any kind, in columns or as levels, as a number for the kind, a number and a text, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cells.whole_numbers import MOST_DIGITS
from linreg_gui.core.late_pandas import pd

NUMBER, TEXT, WHOLE, FLAG, NOTHING, NOT_AVAILABLE, NO_TIME, MOMENT, DAY = range(9)
_CELLS_AT_ONCE = 1 << 14
_BEYOND = 10**MOST_DIGITS


@cache
def _missing() -> dict[int, Any]:
    return {NOTHING: None, NOT_AVAILABLE: pd.NA, NO_TIME: pd.NaT}


@dataclass(frozen=True, eq=False)
class CellParts:
    """Cells taken apart.

    Attributes
    ----------
    kinds : array of uint8
        What each cell is, by the numbers above.
    numbers : array of float
        Of the cells that are numbers; 0 elsewhere.
    texts : list of bytes
        Of all other cells; empty for numbers.
    """

    kinds: np.ndarray[Any, np.dtype[np.uint8]]
    numbers: FloatArray
    texts: list[bytes]


def cell_parts(cells: Iterable[object]) -> CellParts:
    """Numbers keep every bit; what is of no known kind becomes its text."""
    blocks = list(map(_block_parts, _blocks(cells)))
    if not blocks:
        return CellParts(np.empty(0, dtype=np.uint8), np.empty(0), [])
    return CellParts(
        np.concatenate([kinds for kinds, _, _ in blocks]),
        np.concatenate([numbers for _, numbers, _ in blocks]),
        [text for _, _, texts in blocks for text in texts],
    )


def _blocks(cells: Iterable[object]) -> Iterator[list[object]]:
    """As lists that are short enough for other threads to come to their turn in between."""
    rest = iter(cells)
    while block := list(islice(rest, _CELLS_AT_ONCE)):
        yield block


def _block_parts(cells: list[Any]) -> tuple[np.ndarray[Any, np.dtype[np.uint8]], FloatArray, list[bytes]]:
    """Kinds, numbers and texts; quick where there is nothing but numbers and texts."""
    kinds = set(map(type, cells))
    if kinds == {float}:
        return np.full(len(cells), NUMBER, dtype=np.uint8), np.array(cells), [b""] * len(cells)
    if kinds <= {float, str}:
        return (
            np.array([TEXT if type(cell) is str else NUMBER for cell in cells], dtype=np.uint8),
            np.array([0.0 if type(cell) is str else cell for cell in cells], dtype=np.float64),
            [cell.encode("utf-8", "surrogatepass") if type(cell) is str else b"" for cell in cells],
        )
    parts = [_parts(cell) for cell in cells]
    return (
        np.array([kind for kind, _, _ in parts], dtype=np.uint8),
        np.array([number for _, number, _ in parts], dtype=np.float64),
        [text.encode("utf-8", "surrogatepass") for _, _, text in parts],
    )


def cells_from_parts(kinds: Sequence[int], numbers: Sequence[float], texts: Sequence[bytes]) -> list[Any]:
    """The cells that `cell_parts` took apart; a ValueError if they cannot be such."""
    return [_cell(*parts) for parts in zip(kinds, numbers, texts, strict=True)]


def _parts(cell: object) -> tuple[int, float, str]:
    if isinstance(cell, bool | np.bool_):
        return FLAG, 0.0, "1" if cell else "0"
    if isinstance(cell, float | np.floating):
        return NUMBER, float(cell), ""
    if isinstance(cell, str):
        return TEXT, 0.0, cell
    if isinstance(cell, int | np.integer):
        return WHOLE, 0.0, hex(int(cell))
    for kind, missing in _missing().items():
        if cell is missing:
            return kind, 0.0, ""
    if isinstance(cell, dt.datetime | np.datetime64):
        return MOMENT, 0.0, pd.Timestamp(cell).isoformat()
    if isinstance(cell, dt.date):
        return DAY, 0.0, cell.isoformat()
    return TEXT, 0.0, str(cell)


def _cell(kind: int, number: float, text: bytes) -> Any:
    if kind == NUMBER:
        return number
    words = text.decode("utf-8", "surrogatepass")
    if kind == TEXT:
        return words
    if kind == WHOLE:
        return _whole(words)
    if kind == FLAG:
        return words == "1"
    if kind in _missing():
        return _missing()[kind]
    if kind == MOMENT:
        return _moment(words)
    if kind == DAY:
        return dt.date.fromisoformat(words)
    raise ValueError(f"{kind} is no kind of cell.")


def _whole(words: str) -> int:
    """A whole number of no more digits than any can have that was read or typed."""
    number = int(words, 16) if len(words) <= MOST_DIGITS else None
    if number is None or abs(number) >= _BEYOND:
        raise ValueError(f"A whole number has at most {MOST_DIGITS:,} digits.")
    return number


def _moment(words: str) -> pd.Timestamp:
    moment = pd.Timestamp(words)
    if not pd.isna(moment) and not 1 <= moment.year <= 9999:
        raise ValueError("Years go from 1 to 9999.")
    return moment


def level_text(cell: object) -> tuple[int, str]:
    """A level of a category as the number of its kind and a text."""
    kind, number, text = _parts(cell)
    return kind, number.hex() if kind == NUMBER else text


def level_from_text(kind: int, text: str) -> Any:
    """The level that `level_text` wrote."""
    if kind == NUMBER:
        return float.fromhex(text)
    return _cell(kind, 0.0, text.encode("utf-8", "surrogatepass"))
