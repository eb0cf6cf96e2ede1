"""Blocks of cells as the text that spreadsheets speak."""

from __future__ import annotations

import pandas as pd
import pytest

from linreg_gui.core.editing.cell_edits import clear_cells, paste
from linreg_gui.core.editing.clipboard import block_text, cells_text, harmless_block, parse_block
from linreg_gui.core.table.table import Table

FRAME = pd.DataFrame(
    {
        "whole": [1, 2, 3],
        "text": ["a", "b", None],
        "level": pd.Categorical(["u", "v", "u"]),
        "day": pd.to_datetime(["2024-01-01", None, "2024-01-03"]),
    }
)


def test_the_text_of_cells_is_what_is_pasted_again():
    text = cells_text(FRAME, [(0, 0, 3, 4)])
    assert parse_block(text)[1] == ["2", "b", "v", ""]
    blank = clear_cells(Table(FRAME, {}, "t"), [(0, 0, 3, 4)])
    back = paste(blank, 0, 0, text).frame
    assert back["whole"].tolist() == [1, 2, 3]
    others = ["text", "level", "day"]
    assert back[others].astype(object).fillna("").equals(FRAME[others].astype(object).fillna(""))


def test_scattered_cells_stand_in_the_smallest_block_around_them():
    assert cells_text(FRAME, [(0, 0, 1, 1), (2, 2, 1, 1)]) == "1\t\t\n\t\t\n\t\tu\n"
    assert cells_text(FRAME, [(1, 1, 1, 1)]) == "b"
    assert block_text([["one"]]) == "one"


def test_other_programs_get_no_formula():
    block = [["=1+1", "-5", "x"], ["a\tb\n=c", "\n@d", '"=e'], ["＝f", "", "+49 30 1"]]
    given = parse_block(harmless_block(block_text(block)))
    assert given == [["'=1+1", "-5", "x"], ["a\tb\n=c", "'\n@d", '"=e'], ["'＝f", "", "'+49 30 1"]]
    assert harmless_block("=1") == "'=1"
    assert harmless_block("a\n=1") == "a\n'=1"  # one cell here, two elsewhere


def test_a_block_without_a_formula_is_given_as_it_is():
    text = block_text([["a", "-5"], ["b\tc", "1.5"]])
    assert harmless_block(text) is text


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_cell_with_a_line_break_of_any_system_comes_back_as_it_was(end):
    block = [["a", f"b{end}c"], [f"{end}", "d"]]
    assert parse_block(block_text(block)) == block
    assert block_text([["a", "b"], ["c", "d"]]) == "a\tb\nc\td\n"
