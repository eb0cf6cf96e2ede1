"""From the pieces of a column as parsed to a pandas column: numbers, numbers among a few texts, or text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.late_pandas import pd

from .column_signs import UNKNOWN, ColumnSigns
from .column_types import ColumnType, NoType
from .form_findings import ColumnFinding
from .number_style import (
    BLANKS,
    INFINITY,
    NumberStyle,
    are_missing,
    count_matches,
    text_missing_tokens,
    trimmed,
)
from .values import OBJECTS_AT_ONCE
from .whole_numbers import LARGEST_SAFE, MOST_DIGITS, is_wide, with_wide

_NEARLY_NUMBER = f"^[+\\-−]?[.,]?[0-9][0-9.,{BLANKS}]*(?:[eE][+\\-−]?[0-9]+)?$|{INFINITY}"
_EXAMPLES = 3
_LONG = "^-?[0-9]{16,}$"  # what may be a whole number beyond 2⁵³


@dataclass(frozen=True)
class ColumnNote:
    """What was found in one column.

    Attributes
    ----------
    name : str
    kind : ColumnType or NoType
        What it was read as: a number by default if at least half of its filled cells are numbers; left out
        in a preview only.
    missing : int
        Cells that are empty or hold a token for a missing value.
    not_numbers : int
        Texts in a column of numbers or dates that are none.
    examples : tuple of (int, str)
        The first few of these, each with its row, counted from 0 (in a `ReadReport`: with its line in the
        file, counted from 1; 0 where that is too far down to look for).
    either_way : int
        Cells whose value depends on a choice that the file leaves open, such as ``1,234``.
    signs : ColumnSigns
        How its numbers are written in a text; ``doubtful`` are signs that none of its own cells shows, too.
    unit : str
        The sign of percent or of a currency that all its numbers had; s for times.
    findings : tuple of ColumnFinding
        What is to be told of it.
    """

    name: str
    kind: ColumnType | NoType
    missing: int
    not_numbers: int = 0
    examples: tuple[tuple[int, str], ...] = ()
    either_way: int = 0
    signs: ColumnSigns = UNKNOWN
    unit: str = ""
    findings: tuple[ColumnFinding, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether it is a column of numbers."""
        return self.kind is ColumnType.NUMBER


@dataclass(frozen=True, eq=False)
class _Piece:
    """A piece of a column: its numbers (NaN where there is none), its texts and where they are.

    And the whole numbers that a float64 does not hold, where the values are of that type.
    """

    values: Any  # int64 or float64
    missing: int
    text_rows: IntArray
    texts: list[str]
    wide_rows: IntArray
    wide: list[int]


_NO_ROWS = np.empty(0, dtype=np.int64)


def make_column(
    name: str,
    pieces: Sequence[Any],
    style: NumberStyle,
    missing: Sequence[str],
    tick: Callable[[], None],
    read_as: ColumnType | None = None,
) -> tuple[pd.Series, ColumnNote]:
    """Make a column of a table.

    Parameters
    ----------
    name : str
    pieces : sequence of pyarrow arrays
        Of type int64, double, null or string.
    style : NumberStyle
        How numbers are written in the strings.
    missing : sequence of str
        Texts that stand for a missing value.
    tick : callable
        Called every few milliseconds; may raise.
    read_as : ColumnType, optional
        A number or a text where that is decided already.

    Returns
    -------
    column : pandas.Series
        Of type int64, float64 (NaN where missing), object (floats and texts) or str.
    note : ColumnNote
    """
    check_wanted()
    if read_as is ColumnType.TEXT or (read_as is None and is_text(pieces, missing)):
        return _text_column(name, pieces, missing, tick)
    parts = []
    for piece in pieces:
        tick()
        parts.append(_numbers_of(piece, style, missing))
    n_missing = sum(part.missing for part in parts)
    n_texts = sum(len(part.texts) for part in parts)
    filled = sum(len(part.values) for part in parts) - n_missing
    mostly_texts = 2 * n_texts > filled
    if mostly_texts and read_as is None:
        return _text_column(name, pieces, missing, tick)
    kind = ColumnType.NUMBER if filled else NoType.EMPTY
    note = ColumnNote(name, kind, n_missing, n_texts, _examples(parts))
    # A column of numbers in name only is one of gaps: what its texts were is in the note.
    return (_as_objects(parts, tick) if n_texts and not mostly_texts else _as_numbers(parts)), note


def turned_into_text(pieces: Sequence[Any], style: NumberStyle, missing: Sequence[str]) -> bool:
    """Whether a column that began with numbers is mostly text, so that its text is needed as written."""
    strings = [piece for piece in pieces if _is_string(piece)]
    if not strings or len(strings) == len(pieces):
        return False
    n_texts = sum(len(_numbers_of(piece, style, missing).texts) for piece in strings)
    filled = sum(len(piece) - _count_missing(piece, missing) for piece in pieces)
    return 2 * n_texts > filled


def is_text(pieces: Sequence[Any], missing: Sequence[str]) -> bool:
    """Whether an evenly spread sample of the cells holds next to no number."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not any(map(_is_string, pieces)) or not all(_is_string(p) or p.null_count == len(p) for p in pieces):
        return False
    strings = [piece for piece in pieces if _is_string(piece)]
    step = max(1, sum(map(len, strings)) // 2000)
    sample = [piece.take(pa.array(np.arange(0, len(piece), step))) for piece in strings]
    cells = trimmed(pa.concat_arrays(sample))
    filled = cells.filter(pc.invert(are_missing(cells, missing)))
    return len(filled) > 0 and 10 * count_matches(filled, _NEARLY_NUMBER) < len(filled)


def is_blank_column(pieces: Sequence[Any], missing: Sequence[str]) -> bool:
    """Whether every cell is missing."""
    return all(_count_missing(piece, missing) == len(piece) for piece in pieces)


def count_fractions(pieces: Sequence[Any]) -> int:
    """How many cells were parsed as numbers with a decimal sign (or in columns of such)."""
    return sum(len(piece) - piece.null_count for piece in pieces if str(piece.type) == "double")


def _numbers_of(piece: Any, style: NumberStyle, missing: Sequence[str]) -> _Piece:
    """Read the numbers in a piece of a column, without the GIL."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not _is_string(piece):
        values = piece.cast(pa.float64()) if pa.types.is_null(piece.type) else piece
        holey = piece.null_count and pa.types.is_integer(piece.type)
        wide = _wide_ones(piece.fill_null(0).to_numpy(zero_copy_only=False)) if holey else (_NO_ROWS, [])
        return _Piece(values.to_numpy(zero_copy_only=False), piece.null_count, _NO_ROWS, [], *wide)
    cells = trimmed(piece)
    empty = are_missing(cells, missing)
    is_number = pc.and_not(pc.match_substring_regex(cells, style.pattern), empty)
    is_text = pc.invert(pc.or_(is_number, empty))
    text_rows = np.flatnonzero(is_text.to_numpy(zero_copy_only=False))
    plain = pc.if_else(is_number, _plain(cells, style), pa.scalar(None, cells.type))
    whole = not text_rows.size and count_matches(cells[:1], style.integer_pattern) == 1
    whole = whole and pc.all(pc.match_substring_regex(cells, style.integer_pattern)).as_py()
    texts = piece.take(pa.array(text_rows)).to_pylist()
    numbers = _cast(plain, whole)
    wide = (_NO_ROWS, []) if numbers.dtype == np.int64 else _wide_texts(plain)
    return _Piece(numbers, pc.sum(empty).as_py() or 0, text_rows, texts, *wide)


def _wide_texts(plain: Any) -> tuple[IntArray, list[int]]:
    """The rows of whole numbers that a float64 does not hold, and these numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    long = pc.fill_null(pc.match_substring_regex(plain, _LONG), False).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(long)
    texts = plain.take(pa.array(rows)).to_pylist()
    found = {k: int(text) for k, text in enumerate(texts) if len(text) <= MOST_DIGITS}
    kept = [k for k, number in found.items() if is_wide(number)]
    return rows[kept], [found[k] for k in kept]


def _wide_ones(values: Any) -> tuple[IntArray, list[int]]:
    rows = np.flatnonzero((values > LARGEST_SAFE) | (values < -LARGEST_SAFE))
    return rows, values[rows].tolist()


def numbers_in(texts: Any, style: NumberStyle, missing: Sequence[str]) -> tuple[pd.Series, BoolArray]:
    """The numbers in a pyarrow array of strings as a column, and which of them are filled but no numbers."""
    piece = _numbers_of(texts, style, missing)
    is_text = np.zeros(len(texts), dtype=bool)
    is_text[piece.text_rows] = True
    return _as_numbers([piece]), is_text


def _examples(parts: Sequence[_Piece]) -> tuple[tuple[int, str], ...]:
    """Row and text of the first cells that are no numbers."""
    found: list[tuple[int, str]] = []
    start = 0
    for part in parts:
        rows = part.text_rows[: _EXAMPLES - len(found)]
        found.extend((start + int(row), text) for row, text in zip(rows, part.texts, strict=False))
        start += len(part.values)
    return tuple(found)


def _as_numbers(parts: Sequence[_Piece]) -> pd.Series:
    whole = all(part.values.dtype == np.int64 for part in parts)
    column = np.empty(sum(len(part.values) for part in parts), dtype=np.int64 if whole else np.float64)
    rows, wide = [_NO_ROWS], list[int]()
    start = 0
    for part in parts:
        column[start : start + len(part.values)] = part.values
        if not whole:
            found, numbers = _wide_of(part)
            rows.append(start + found)
            wide += numbers
        start += len(part.values)
    return with_wide(column, np.concatenate(rows), wide) if wide else pd.Series(column, copy=False)


def _wide_of(part: _Piece) -> tuple[IntArray, list[int]]:
    """The rows of the whole numbers that a float64 does not hold, and these numbers."""
    if part.values.dtype != np.int64:
        return part.wide_rows, part.wide
    return _wide_ones(part.values)


def _as_objects(parts: Sequence[_Piece], tick: Callable[[], None]) -> pd.Series:
    column = np.empty(sum(len(part.values) for part in parts), dtype=object)
    start = 0
    for part in parts:
        values = np.asarray(part.values, dtype=np.float64)
        for at in range(0, len(values), OBJECTS_AT_ONCE):
            rows = slice(at, at + OBJECTS_AT_ONCE)
            # Nothing here lets go of the GIL for an instant only: that would keep others waiting in vain.
            column[start : start + len(values)][rows] = values[rows]
        found, wide = _wide_of(part)
        column[start + found] = wide
        column[start + part.text_rows] = np.array(part.texts, dtype=object)
        start += len(values)
        tick()
    return pd.Series(column, dtype=object, copy=False)


def _text_column(
    name: str, pieces: Sequence[Any], missing: Sequence[str], tick: Callable[[], None]
) -> tuple[pd.Series, ColumnNote]:
    import pyarrow as pa
    import pyarrow.compute as pc

    cells, n_missing = [], 0
    tokens = text_missing_tokens(missing)
    for piece in pieces:
        tick()
        strings = piece if _is_string(piece) else piece.cast(pa.string())
        empty = are_missing(trimmed(strings), tokens)
        if here := pc.sum(empty).as_py() or 0:
            n_missing += here
            strings = pc.if_else(empty, pa.scalar(None, pa.string()), strings)
        cells.append(strings.cast(pa.large_string()))
    column = pa.chunked_array(cells, pa.large_string()).to_pandas()
    return column, ColumnNote(name, ColumnType.TEXT, n_missing)


def _is_string(piece: Any) -> bool:
    return str(piece.type) == "string"


def _count_missing(piece: Any, missing: Sequence[str]) -> int:
    import pyarrow.compute as pc

    if not _is_string(piece):
        return int(piece.null_count)
    return pc.sum(are_missing(trimmed(piece), missing)).as_py() or 0


def _plain(cells: Any, style: NumberStyle) -> Any:
    """The cells with a decimal point, a plain minus and nothing between digits."""
    import pyarrow.compute as pc

    if style.thousands:
        cells = pc.replace_substring_regex(cells, f"[{style.thousands_signs}]", "")
    if style.decimal != ".":
        cells = pc.replace_substring(cells, style.decimal, ".")
    if pc.any(pc.match_substring(cells, "−")).as_py():
        cells = pc.replace_substring(cells, "−", "-")
    return pc.utf8_ltrim(cells, "+")


def _cast(plain: Any, whole: bool) -> Any:
    import pyarrow as pa

    if whole:
        try:
            return plain.cast(pa.int64()).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:  # too large
            pass
    return plain.cast(pa.float64()).to_numpy(zero_copy_only=False)
