from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.core.table.to_dataset import to_dataset


def flags(*rows: int, n: int = 6) -> np.ndarray:
    marked = np.zeros(n, dtype=bool)
    marked[list(rows)] = True
    return marked


def table() -> pd.DataFrame:
    return pd.DataFrame({"x": [1.0, 2.0, np.nan, 4.0, 5.0, 6.0], "y": [2.0, 4.0, 6.0, 8.0, 10.0, 999.0]})


def test_excluded_rows_take_no_part_and_are_counted() -> None:
    data, ledger = to_dataset(table(), "y", excluded=flags(5))
    np.testing.assert_array_equal(data.y, [2.0, 4.0, 8.0, 10.0])
    assert (ledger.rows_read, ledger.rows_used, ledger.excluded) == (6, 4, 1)
    assert ledger.sentence == "6 read → 4 used (1 excluded, 1 missing x)"


def test_an_excluded_row_with_a_hole_counts_as_excluded_alone() -> None:
    _, ledger = to_dataset(table(), "y", excluded=flags(2))
    assert (ledger.excluded, ledger.dropped) == (1, ())
    assert ledger.sentence == "6 read → 5 used (1 excluded)"


def test_the_exact_solution_is_that_without_the_excluded_rows() -> None:
    frame = table()
    found = analyse(frame, suggest_roles(frame), recipe=Recipe(excluded=flags(5)))
    assert found.exact.weights[0] == pytest.approx(2.0)


@pytest.mark.parametrize("bad", [np.ones(5, dtype=bool), np.ones(6), np.ones((6, 1), dtype=bool)])
def test_exclusion_is_one_truth_value_for_each_row(bad) -> None:
    with pytest.raises(ValueError, match="one truth value for each row"):
        to_dataset(table(), "y", excluded=bad)


def test_exclusion_goes_with_the_rows() -> None:
    recipe = Recipe(excluded=flags(1, 4))
    moved = recipe.with_rows(np.array([4, -1, 0, 1, 2]))
    np.testing.assert_array_equal(moved.excluded, [True, False, False, True, False])
    assert recipe.with_rows(np.array([0, -1, 2])).excluded is None
    assert Recipe().with_rows(np.array([1, 0])).excluded is None


def test_the_rows_excluded_are_not_changed_afterwards() -> None:
    marked = flags(1)
    recipe = Recipe().with_excluded(marked)
    marked[:] = False
    assert recipe.excluded.tolist() == flags(1).tolist()
    with pytest.raises(ValueError, match="read-only"):
        recipe.excluded[0] = True


def test_columns_that_weigh_and_name_rows_go_along_with_their_names() -> None:
    recipe = Recipe(weights="w", row_names="town", references={"town": "Ulm"})
    renamed = recipe.with_names({"w": "count", "town": "city"})
    assert (renamed.weights, renamed.row_names, dict(renamed.references)) == (
        "count",
        "city",
        {"city": "Ulm"},
    )
    left = recipe.of_columns(["w"])
    assert (left.weights, left.row_names, dict(left.references)) == ("w", None, {})
