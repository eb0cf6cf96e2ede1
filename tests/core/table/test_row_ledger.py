"""The sentence that says where the rows went."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.core.table.recipe import Missing, Recipe
from linreg_gui.core.table.to_dataset import to_dataset


def test_the_sentence_counts_every_row_on_its_way() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"area": rng.normal(size=1204), "rooms": rng.normal(size=1204), "price": 1.0})
    frame["price"] += rng.normal(size=1204)
    frame["area"] = frame["area"].astype(object)
    frame.loc[:11, "price"] = np.nan
    frame.loc[20:24, "area"] = "?"
    frame.loc[30:36, "rooms"] = np.nan
    excluded = np.arange(1204) >= 1200
    roles = {"area": "feature", "rooms": "feature", "price": "label"}

    def sentence(**choices) -> str:
        return core.analyse(frame, roles, recipe=Recipe(**choices)).ledger.sentence

    assert sentence(holdout=0.25) == (
        "1,204 read → 1,180 used (5 not a number in area, 7 missing rooms, 12 missing price) "
        "→ 886 train / 294 validation"
    )
    assert sentence(missing=core.Missing.MEDIAN, excluded=excluded) == (
        "1,204 read → 1,183 used (4 excluded, 5 not a number in area, 12 missing price), "
        "7 missing cells filled with the median (7 in rooms)"
    )


def test_one_missing_cell_is_one() -> None:
    frame = pd.DataFrame({"a": [1.0, np.nan, 3.0], "y": [1.0, 2.0, 3.0]})
    _, ledger = core.to_dataset(frame, "y", missing="mean")
    assert ledger.sentence == "3 read → 3 used, 1 missing cell filled with the mean (1 in a)"
    assert ledger.filled[0].cells == 1


@pytest.mark.parametrize("policy", [Missing.MEAN, Missing.MEDIAN, Missing.INDICATE])
def test_filled_cells_are_said_to_count_as_measured(policy) -> None:
    frame = pd.DataFrame({"a": [1.0, None, 3.0, 5.0], "b": [None, None, 2.0, 7.0], "y": [1.0, 2.0, 4.0, 3.0]})
    _, ledger = to_dataset(frame, "y", missing=policy)
    assert ledger.filled_caveat.startswith("3 filled cells count as measured: intervals and p-values")
    _, dropped = to_dataset(frame, "y", missing="drop")
    assert dropped.filled_caveat == ""
