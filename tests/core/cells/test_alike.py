"""What columns have in common is worked out once, and each gets what it would get by itself."""

from __future__ import annotations

from linreg_gui.core.cells import column_signs
from linreg_gui.core.cells.alike import counted_alike, once_each
from linreg_gui.core.cells.column_signs import decide_columns
from linreg_gui.core.cells.number_style import evidence_of_each


def test_the_very_same_arguments_are_looked_at_once() -> None:
    one, other, called = [1], [2], []

    def make(first: list[int], second: str) -> list[int]:
        called.append((first, second))
        return [*first]

    found = once_each(make, [one, other, one, one], ["x", "x", "x", "y"])
    assert found == [[1], [2], [1], [1]]
    assert found[0] is found[2]
    assert called == [([1], "x"), ([2], "x"), ([1], "y")]
    assert once_each(make, [], []) == []


def test_equal_things_that_are_not_the_same_are_counted_apart() -> None:
    one, other = [1], [1]
    assert counted_alike([one, other, one]) == [(one, 2), (other, 1)]
    assert counted_alike([one, other, one])[0][0] is one
    assert counted_alike([]) == []


def test_the_signs_of_a_thousand_columns_that_say_the_same_are_decided_once(monkeypatch) -> None:
    import pyarrow as pa

    columns = [pa.array(["1.5", "2.5"]), pa.array(["1,5", "2,5"])] * 500
    decided = column_signs.NumberStyle
    made = []

    def style(*signs: str) -> object:
        made.append(signs)
        return decided(*signs)

    monkeypatch.setattr(column_signs, "NumberStyle", style)
    signs = decide_columns(evidence_of_each(columns))
    assert [one.style.decimal for one in signs] == [".", ","] * 500
    assert len(made) == 2
