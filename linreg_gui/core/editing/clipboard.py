"""Blocks of cells as the tab-separated text that spreadsheets speak."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.spreadsheet_texts import SIGNS, harmless, is_formula
from linreg_gui.core.cells.text import cell_text
from linreg_gui.core.late_pandas import pd

_DIALECT = "excel-tab"
# It finds more than formulas, quickly.
_MAYBE_FORMULA = re.compile(rf'(?:^|[\t\n\r"])[^\w\t\n\r"{re.escape(SIGNS)}]*[\t\n\r{re.escape(SIGNS)}]')
# Row, column, height and width of a block of cells.
Rectangle = tuple[int, int, int, int]


def block_text(block: Sequence[Sequence[str]]) -> str:
    """Tab-separated lines; cells with tabs, quotes or line breaks are quoted."""
    if len(block) == 1 and len(block[0]) == 1:
        return block[0][0]
    text = io.StringIO()
    # What is quoted depends on how lines end: with both signs every line break is, also one of them alone.
    writer = csv.writer(text, dialect=_DIALECT, lineterminator="\r\n")
    for line in block:  # not all at once, so that other threads get their turn
        check_wanted()
        writer.writerow(line)
        text.seek(text.tell() - 2)
        text.write("\n")
    text.truncate()
    return text.getvalue()


def parse_block(text: str) -> list[list[str]]:
    """The cells of a tab-separated text; an empty line is one empty cell, a last line break is none."""
    try:
        return [line or [""] for line in csv.reader(io.StringIO(text, newline=""), dialect=_DIALECT)]
    except csv.Error:  # a quote that is never closed, over more text than a cell may have
        return [line.split("\t") for line in text.splitlines()]


def harmless_block(text: str) -> str:
    """The same block for other programs: nothing in it is a formula."""
    if _MAYBE_FORMULA.search(text) is None:
        return text
    block = parse_block(text)
    if not any(is_formula(cell) for line in block for cell in line):
        return text
    whole = io.StringIO()
    writer = csv.writer(whole, dialect=_DIALECT, lineterminator="\n")
    for line in block:
        writer.writerow([harmless(cell) for cell in line])
    return whole.getvalue() if text.endswith("\n") else whole.getvalue().removesuffix("\n")


def cells_text(frame: pd.DataFrame, rectangles: Sequence[Rectangle]) -> str:
    """The smallest block around some cells as text with every digit, empty where nothing is chosen."""
    top, left = min(part[0] for part in rectangles), min(part[1] for part in rectangles)
    bottom = max(row + height for row, _, height, _ in rectangles)
    right = max(column + width for _, column, _, width in rectangles)
    block = [[""] * (right - left) for _ in range(bottom - top)]
    for row, column, height, width in rectangles:
        for place in range(column, column + width):
            check_wanted()
            for number, cell in enumerate(frame.iloc[row : row + height, place].array, row - top):
                block[number][place - left] = cell_text(cell)
    return block_text(block)
