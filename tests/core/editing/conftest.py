"""The tables that edits are tried on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


@pytest.fixture
def table() -> Table:
    """A small one with everything that a table can have."""
    frame = pd.DataFrame(
        {
            "a": [3.0, 1.0, 2.0],
            "b": [1.0, 2.0, 4.0],
            "colour": ["red", "blue", "red"],
            "y": [5.0, 6.0, 7.0],
            "sum": [4.0, 3.0, 6.0],
        }
    )
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"y": Role.LABEL, "sum": Role.IGNORED}
    return Table(
        frame,
        roles,
        "small",
        truth=Truth(np.array([2.0, -1.0]), 0.5, 0.1, ("a", "b"), "y"),
        numeric=frozenset({"a", "b", "y", "sum"}),
        recipe=Recipe(references={"colour": "red"}, excluded=np.array([False, True, False])),
        formulas={"sum": "a + b"},
    )
