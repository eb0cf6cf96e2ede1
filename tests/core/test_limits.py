"""What can name a file."""

from __future__ import annotations

import pytest

from linreg_gui.core.limits import can_be_path


@pytest.mark.parametrize("text", ["", "a\0b", "x" * 40_000])
def test_what_no_system_opens_is_no_path(text) -> None:
    assert not can_be_path(text)
    assert can_be_path("a/b.csv")
