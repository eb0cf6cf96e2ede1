"""Cells of any kind are taken apart and put together again."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.project.mixed_cells import cell_parts, cells_from_parts, level_from_text, level_text

CELLS = [
    1.5,
    -0.0,
    math.inf,
    2**70,
    -3,
    True,
    False,
    "",
    "“ü”",
    "\ud800",
    None,
    pd.NA,
    pd.NaT,
    pd.Timestamp("2024-02-29 12:00"),
    dt.date(2024, 2, 29),
]


def test_cells_keep_their_kind_and_every_bit() -> None:
    parts = cell_parts(CELLS)
    again = cells_from_parts(parts.kinds.tolist(), parts.numbers.tolist(), parts.texts)
    assert list(map(repr, again)) == list(map(repr, CELLS))


@pytest.mark.parametrize("level", CELLS, ids=repr)
def test_a_level_is_a_number_and_a_text_that_json_can_hold(level) -> None:
    kind, text = level_text(level)
    assert isinstance(text, str)
    assert repr(level_from_text(kind, text)) == repr(level)


def test_numbers_of_numpy_become_plain_ones_and_anything_else_its_text() -> None:
    parts = cell_parts([np.float32(0.5), np.int8(3), np.bool_(True), 1 + 2j])
    assert cells_from_parts(parts.kinds.tolist(), parts.numbers.tolist(), parts.texts) == [
        0.5,
        3,
        True,
        "(1+2j)",
    ]


@pytest.mark.parametrize(
    ("kind", "text"), [(77, "a"), (-1, "a"), (2, "x"), (7, "no time"), (8, "13.13.13"), (0, "zz")]
)
def test_what_is_no_level_is_refused(kind, text) -> None:
    with pytest.raises(ValueError, match=r".+"):
        level_from_text(kind, text)
