"""Rows at the end of a table that are no rows of data, such as a total: found, and left out on request."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import Problem
from linreg_gui.core.wording import counted, shortened

from .findings import Finding
from .options import ReadOptions
from .text_file import Encoding, open_file

LOOKED_AT = 5  # of the last rows
_TAIL_BYTES = 1 << 18
_FEWEST_ROWS_ABOVE = 2
_LONGEST_WORD = 40
_WORD = re.compile(
    r"\W*(?:(?:grand|sub|column|overall|yearly|annual|gesamt|zwischen|end)[\s\-]*)?"
    r"(?:totals?|sums?|averages?|avg|means?|medians?|subtotals?|count|min(?:imum)?|max(?:imum)?|std(?:ev)?|"
    r"summen?|gesamt|insgesamt|mittelwerte?|durchschnitt|mittel|totaux|somme|moyenne|totaal|gemiddelde|"
    r"totale|media|suma|promedio|totais|soma|razem|średnia|всего|итого|сумма|合计|总计|合計)\b.*"
    r"|.*\btotals?\W*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"\W*(?:sources?|notes?|quellen?|anmerkungen?|hinweis|remarks?|legend|footnotes?)\s*:.*|[©*†].*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class RaggedEnd(Problem):
    """The last rows have another number of cells, so that they are rather a footer.

    Attributes
    ----------
    rows : int
        How many these are.
    """

    rows: int = 0


def footer_start(path: Path, encoding: Encoding, rows: int) -> int:
    """Where in the file its last so many lines begin that are not blank, in bytes."""
    with open_file(path) as file:
        size = os.fstat(file.fileno()).st_size
        start = max(encoding.mark, size - _TAIL_BYTES)
        start += (encoding.mark - start) % 4  # never inside of a letter of UTF-16 or UTF-32
        file.seek(start)
        tail = file.read(size - start)
    text = tail.decode(encoding.codec, "surrogateescape")
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    at = len(lines)
    while at and rows:
        at -= 1
        rows -= bool(lines[at].strip())
    return size - len("".join(lines[at:]).encode(encoding.codec, "surrogateescape"))


def last_rows(columns: Sequence[Sequence[Any]]) -> list[list[str]]:
    """The last rows of a table as texts, from the pieces of each column as parsed."""
    cells = [_last_cells(pieces) for pieces in columns]
    return [list(row) for row in zip(*cells, strict=True)] if cells else []


def footer_finding(
    tail: Sequence[Sequence[str]],
    sample: Sequence[Sequence[str]],
    frame: pd.DataFrame,
    options: ReadOptions,
) -> Finding | None:
    """What is told where the last rows look like none of data: a word such as “Total” is in them, or a sum.

    Parameters
    ----------
    tail : sequence of rows
        The last rows, see `last_rows`.
    sample : sequence of rows
        The first ones.
    frame : pandas.DataFrame
        The whole table.
    options : ReadOptions
    """
    count = _footer_rows(tail, sample, frame)
    if not count:
        return None
    text = next((shortened(cell, _LONGEST_WORD) for cell in tail[-count] if cell.strip()), "")
    if count == 1:
        sentence = f"The last row, “{text}”, may be a footer, such as a total: it was read as a row of data."
        offer = "Leave Out the Last Row"
    else:
        rows = f"The last {counted(count, 'row')}, from “{text}” on,"
        sentence = f"{rows} may be a footer, such as totals: they were read as rows of data."
        offer = f"Leave Out the Last {count} Rows"
    return Finding(sentence, offer, replace(options, skip_footer=options.skip_footer + count))


def _footer_rows(tail: Sequence[Sequence[str]], sample: Sequence[Sequence[str]], frame: pd.DataFrame) -> int:
    above = sample[: max(0, len(frame) - len(tail))] or sample[: len(frame) // 2]
    if len(frame) <= _FEWEST_ROWS_ABOVE or not above or not tail:
        return 0
    words = [any(_is_footer_word(cell, above, j) for j, cell in enumerate(row)) for row in tail]
    found = [word or _is_note(row, above) for word, row in zip(words, tail, strict=True)]
    if any(found) and (count := len(tail) - found.index(True)) < len(frame) - 1:
        return count
    return int(_holds_sums(frame))


def _is_footer_word(cell: str, above: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a cell is a word such as “Total” that does not stand further up in its column."""
    text = cell.strip()
    if not 0 < len(text) <= _LONGEST_WORD or not (_WORD.fullmatch(text) or _NOTE.fullmatch(text)):
        return False
    return all(column >= len(row) or row[column].strip() != text for row in above)


def _is_note(row: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Whether nothing but one text stands in a row, as in no other."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) != 1 or len(row) < 3 or not any(map(str.isalpha, filled[0])):
        return False
    return all(sum(bool(cell.strip()) for cell in other) > 1 for other in above)


def _holds_sums(frame: pd.DataFrame) -> bool:
    """Whether a last row with a hole or a text where no other row has one holds the sum or mean of others."""
    last = frame.iloc[-1]
    odd = [name for name in frame.columns[last.isna()] if not frame[name].iloc[:-1].isna().any()]
    if not odd or len(frame) <= _FEWEST_ROWS_ABOVE + 1:
        return False
    for name in frame.columns:
        check_wanted()
        if frame[name].dtype.kind not in "if":
            continue
        values = numeric_values(frame[name])
        above, value = values[:-1], float(values[-1])
        if not math.isfinite(value) or value == 0.0:
            continue
        total = float(np.nansum(above))
        if math.isclose(value, total, rel_tol=1e-9) or math.isclose(value, total / len(above), rel_tol=1e-9):
            return True
    return False


def _last_cells(pieces: Sequence[Any]) -> list[str]:
    check_wanted()
    cells: list[Any] = []
    for piece in reversed(pieces):
        count = min(len(piece), LOOKED_AT - len(cells))
        cells = piece[len(piece) - count :].to_pylist() + cells
        if len(cells) == LOOKED_AT:
            break
    return ["" if cell is None else str(cell) for cell in cells]
