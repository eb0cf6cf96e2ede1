"""Names of columns that are free."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.cells.names import unused_name


@given(st.lists(st.sampled_from(["x", "x 2", "x 3", "x 4"]), unique=True))
def test_an_unused_name_is_new(names):
    assert unused_name("x", names) not in names
