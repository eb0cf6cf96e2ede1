"""Cells of any kind as a sign, a number and a text, and back: columns of numbers among texts, levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from linreg_gui.core.arrays import FloatArray

NUMBER, TEXT, WHOLE, FLAG, NOTHING, NOT_AVAILABLE, NO_TIME, MOMENT, DAY = range(9)
_MISSING = {NOTHING: None, NOT_AVAILABLE: pd.NA, NO_TIME: pd.NaT}


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells taken apart.

    Attributes
    ----------
    signs : array of uint8
        What each cell is.
    numbers : array of float
        Of the cells that are numbers; 0 elsewhere.
    texts : list of bytes
        Of all other cells; empty for numbers.
    """

    signs: np.ndarray[Any, np.dtype[np.uint8]]
    numbers: FloatArray
    texts: list[bytes]


def taken_apart(cells: Iterable[object]) -> Cells:
    """Numbers keep every bit; what is of no known kind becomes its text."""
    parts = [_parts(cell) for cell in cells]
    return Cells(
        np.array([sign for sign, _, _ in parts], dtype=np.uint8),
        np.array([number for _, number, _ in parts], dtype=np.float64),
        [text.encode("utf-8", "surrogatepass") for _, _, text in parts],
    )


def put_together(signs: Sequence[int], numbers: Sequence[float], texts: Sequence[bytes]) -> list[Any]:
    """The cells that `taken_apart` took apart; a ValueError if they cannot be such."""
    return [_cell(*parts) for parts in zip(signs, numbers, texts, strict=True)]


def _parts(cell: object) -> tuple[int, float, str]:
    if isinstance(cell, bool | np.bool_):
        return FLAG, 0.0, "1" if cell else "0"
    if isinstance(cell, float | np.floating):
        return NUMBER, float(cell), ""
    if isinstance(cell, str):
        return TEXT, 0.0, cell
    if isinstance(cell, int | np.integer):
        return WHOLE, 0.0, hex(int(cell))
    for sign, missing in _MISSING.items():
        if cell is missing:
            return sign, 0.0, ""
    if isinstance(cell, dt.datetime | np.datetime64):
        return MOMENT, 0.0, pd.Timestamp(cell).isoformat()
    if isinstance(cell, dt.date):
        return DAY, 0.0, cell.isoformat()
    return TEXT, 0.0, str(cell)


def _cell(sign: int, number: float, text: bytes) -> Any:
    if sign == NUMBER:
        return number
    words = text.decode("utf-8", "surrogatepass")
    if sign == TEXT:
        return words
    if sign == WHOLE:
        return int(words, 16)
    if sign == FLAG:
        return words == "1"
    if sign in _MISSING:
        return _MISSING[sign]
    if sign == MOMENT:
        return pd.Timestamp(words)
    if sign == DAY:
        return dt.date.fromisoformat(words)
    raise ValueError(f"{sign} is no kind of cell.")


def level_text(cell: object) -> tuple[int, str]:
    """A level of a category as its sign and a text."""
    sign, number, text = _parts(cell)
    return sign, number.hex() if sign == NUMBER else text


def level_of(sign: int, text: str) -> Any:
    """The level that `level_text` wrote."""
    if sign == NUMBER:
        return float.fromhex(text)
    return _cell(sign, 0.0, text.encode("utf-8", "surrogatepass"))
