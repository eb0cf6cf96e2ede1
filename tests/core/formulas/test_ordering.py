"""Names come after those they need, in rounds; what nothing can help comes all the same, and is told."""

from __future__ import annotations

from linreg_gui.core.formulas.ordering import in_order


def order(needs: dict[str, list[str]]) -> list[str]:
    return [name + "!" * forced for name, forced in in_order(needs)]


def test_each_comes_after_those_it_needs_and_in_the_order_given_otherwise() -> None:
    assert order({"d": ["b", "c"], "c": ["a"], "b": ["a"], "e": [], "a": []}) == ["e", "a", "c", "b", "d"]


def test_what_is_needed_twice_is_needed_once() -> None:
    assert order({"b": ["a", "a"], "a": []}) == ["a", "b"]


def test_a_circle_is_broken_at_the_first_that_is_left() -> None:
    assert order({"x": [], "b": ["c"], "c": ["b"], "d": ["c"]}) == ["x", "b!", "c", "d"]
    assert order({"a": ["a"]}) == ["a!"]


def test_what_needs_something_that_is_no_name_comes_at_last() -> None:
    assert order({"b": ["nowhere"], "c": ["b"], "a": []}) == ["a", "b!", "c"]
    assert order({}) == []
