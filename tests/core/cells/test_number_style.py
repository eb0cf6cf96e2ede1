"""What many columns say together is what each of them says alone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from linreg_gui.core.cells.number_form import not_plain, plain_numbers
from linreg_gui.core.cells.number_style import MISSING_TOKENS, evidence_of, evidence_of_each

# A column of each sort: signs in doubt and beyond it, blanks, own signs, texts, gaps, and mixed ones.
COLUMNS = [
    ["1", "2", "3"], ["-3", "+4", "−5"], ["1.5", "2.", ".25"], ["1,5", "0,435", "12"],
    ["1,234", "5", "950"], ["1.234", "5.678", "0.5"], ["1,234", "5,678", "12345"],
    ["1,234,567", "1,234.5", "7"], ["1.234.567", "1.234,5", "7"], ["1 234", "2\u00a0345,5", "3"],
    ["1\u2019234", "1'234", "5"], ["1e5", "2E-3", "inf"], ["", "NA", "-"], ["", "7", " 8 "],
    ["5 %", "6 %", "7 %"], ["$1,234", "$5", "$ -"], ["(3)", "4", "5"], ["3-", "4", "5"],
    ["<0.5", "1", "2"], ["1.2D3", "2.5", "3.5"], ["5*", "6", "7"], ["red", "green", "blue"],
    ["A1", "1,5", "2,5"], ["2024-01-02", "2024-01-03", ""], ["12:30", "13:45", "1"], ["007", "012", "1"],
    ["1,2,3", "1..2", "1,23,456"], ["\u0661", "１", "x"],
]  # fmt: skip
ARRAYS = [pa.array(cells, pa.string()) for cells in COLUMNS]


def test_many_columns_say_together_what_each_says_alone() -> None:
    assert evidence_of_each(ARRAYS) == [evidence_of([column]) for column in ARRAYS]


@pytest.mark.parametrize("missing", [MISSING_TOKENS, ("", "5 %", "1,234")])
def test_numbers_with_signs_of_their_own_are_in_columns_that_are_not_plain(missing: tuple[str, ...]) -> None:
    odd = not_plain(ARRAYS, missing)
    forms = {j for j, column in enumerate(ARRAYS) if plain_numbers([column], missing)[1] is not None}
    assert forms
    assert forms <= odd
    assert not odd & set(range(10))


def test_columns_without_a_row_say_nothing() -> None:
    empty = pa.array([], pa.string())
    assert evidence_of_each([empty, empty]) == [evidence_of([empty])] * 2
    assert evidence_of_each([]) == []
    assert not_plain([empty, empty], ("",)) == set() == not_plain([], ("",))
