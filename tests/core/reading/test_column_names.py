"""Columns have unique names, whatever stands in the first row."""

from __future__ import annotations

from linreg_gui.core.reading.column_names import unique_names


def test_names_are_unique_and_never_blank() -> None:
    assert unique_names(["a", "a", "", "b\n c", "a"]) == ("a", "a (2)", "column 3", "b c", "a (3)")
    assert len(set(unique_names(["a", "a", "a (2)", "column 4", ""]))) == 5
    assert unique_names(["a"] * 40_000)[-1] == "a (40000)"  # at once, not in minutes


def test_very_long_names_are_shortened_and_told_apart() -> None:
    names = unique_names(["n" * 100_000, "n" * 90_000, "n"])
    assert len(set(names)) == 3
    assert max(map(len, names)) <= 1000
    assert names[0].endswith("…")
