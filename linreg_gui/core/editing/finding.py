"""Finding cells in a table by what they show or by the number they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from linreg_gui.core.arrays import IntArray, quiet_overflow
from linreg_gui.core.cells.shown import cell_writer
from linreg_gui.core.cells.text import cell_text, typed_number
from linreg_gui.core.cells.values import OBJECTS_AT_ONCE
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.number_text import plain_number

# A column is looked through in pieces, so that a search can be given up at once.
_ROWS = 200_000
# Numbers are shown with nine digits at least; so close must one be that may look like another.
_LOOKS_ALIKE = 1e-8

# What a text may mean, none where it is no number.
Numbers = tuple[float, ...]


def find_cells(
    frame: pd.DataFrame, sought: str, places: Sequence[int], stop: Callable[[], bool] = lambda: False
) -> IntArray:
    """The cells that contain a text, whatever its case, or hold the number that it is.

    Parameters
    ----------
    frame : pandas.DataFrame
    sought : str
        A number may have a decimal comma: 1,5 finds 1.5; 1,250 finds 1250 and 1.25.
    places : sequence of int
        Which columns to look through, by place.
    stop : callable
        Asked every few milliseconds whether to give up.

    Returns
    -------
    cells : array of int, ascending
        Row × number of columns + place of the column. What was found so far, if stopped.
    """
    text = sought.strip()
    if not text:
        return np.empty(0, dtype=np.int64)
    typed = typed_number(text)
    numbers = () if typed is None else tuple(x for x in (typed.value, typed.other) if x is not None)
    parts = [np.empty(0, dtype=np.int64)]
    for place in places:
        for start, matches in _matches(frame.iloc[:, place], text, numbers):
            if stop():
                return np.sort(np.concatenate(parts))
            parts.append((start + np.flatnonzero(matches)) * frame.shape[1] + place)
    return np.sort(np.concatenate(parts), kind="stable")


def _matches(column: pd.Series, text: str, numbers: Numbers) -> Iterator[tuple[int, np.ndarray]]:
    """Pieces of a column: their first row, and which of their cells match."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = np.array([_is_in(text, str(level)) for level in column.cat.categories], dtype=bool)
        yield 0, np.append(levels, False)[column.cat.codes.to_numpy()]
        return
    shown = cell_writer(column.array)
    step = OBJECTS_AT_ONCE if column.dtype == object else _ROWS
    for start in range(0, len(column), step):
        piece = column.iloc[start : start + step]
        if isinstance(column.dtype, pd.StringDtype):
            yield start, _texts_with(piece, text)
        elif column.dtype.kind in "iuf":
            yield start, _numbers_like(piece, text, numbers, shown)
        elif column.dtype.kind == "M":
            yield start, _texts_with(_written_dates(piece), text)
        else:
            cells = (_cell_matches(cell, text, numbers, shown) for cell in piece.to_numpy())
            yield start, np.fromiter(cells, bool, len(piece))


def _cell_matches(cell: object, text: str, numbers: Numbers, shown: Callable[[object], str]) -> bool:
    if _is_in(text, cell_text(cell)) or _is_in(text, shown(cell)):
        return True
    plain = bool(numbers) and isinstance(cell, float | int)
    return plain and (cell in numbers or _is_in(_plain(text), cell_text(cell)))


def _texts_with(column: pd.Series, text: str) -> np.ndarray:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.match_substring(pa.array(column.array), text, ignore_case=True)
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False), dtype=bool)


def _numbers_like(
    column: pd.Series, text: str, numbers: Numbers, shown: Callable[[object], str]
) -> np.ndarray:
    """By their digits as written, and by their value; only few must be written as they are shown."""
    import pyarrow as pa

    matches = np.zeros(len(column), dtype=bool)
    if not any(sign in "0123456789.,−-+×einfEINF⁻⁰¹²³⁴⁵⁶⁷⁸⁹" for sign in text):
        return matches
    written = pa.array(column.array, from_pandas=True).cast(pa.string())
    matches |= _texts_with(pd.Series(written.to_pandas(), dtype="str"), _plain(text))
    for number in numbers:
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        if column.dtype.kind == "f" or abs(number) <= LARGEST_SAFE:  # beyond, the digits tell
            matches |= values == number
        with quiet_overflow():
            near = np.abs(values - number) <= _LOOKS_ALIKE * abs(number)
        for row in np.flatnonzero(near & ~matches):
            matches[row] = _plain(text) in plain_number(shown(column.iloc[row]))
    return matches


def _written_dates(column: pd.Series) -> pd.Series:
    dates = column.dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    days = dates.astype("datetime64[D]")
    texts = np.where(dates == days, np.datetime_as_string(days), np.datetime_as_string(dates))
    shown = pd.Series(texts, dtype="str").str.replace("T", " ", regex=False)
    return shown.mask(column.isna().to_numpy())


def _plain(text: str) -> str:
    """The text as a number would be written: with a decimal point, a plain minus and an e before a power."""
    return plain_number(text.replace(",", ".") if text.count(",") == 1 else text)


def _is_in(text: str, shown: Any) -> bool:
    return text.casefold() in shown.casefold()
