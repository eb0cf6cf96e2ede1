"""Values of JSON become the dataclass that is asked for, or one sentence."""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core import json_values
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.json_values import WrongValue, from_json_values, json_text, to_json_values


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Shape:
    """What no shape is made as."""


@dataclass(frozen=True)
class Circle(Shape):
    radius: float = 1.0

    def __post_init__(self) -> None:
        if self.radius <= 0.0:
            raise ValueError("A radius is positive.")


@dataclass(frozen=True)
class Square(Shape):
    side: float = 1.0


@dataclass(frozen=True, eq=False)
class Drawing:
    name: str
    shape: Shape = field(default_factory=Circle)
    colours: Mapping[str, Colour] = field(default_factory=dict)
    corners: tuple[tuple[int, float], ...] = ()
    weights: FloatArray = field(default_factory=lambda: np.empty(0))
    side: Literal["left", "right"] = "left"
    path: Path | None = None
    level: int | str | None = None
    done: bool = False
    limit: float = 0.0


DRAWING = Drawing(
    "“ü”\n",
    Square(2.0),
    {"a": Colour.BLUE, "b": Colour.RED},
    ((1, 0.5), (2, -0.0)),
    np.array([1.0, math.nan, -math.inf]),
    "right",
    Path("a/b"),
    "x",
    True,
    math.inf,
)
PLAIN = json.loads(json.dumps(to_json_values(DRAWING), allow_nan=False))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_every_kind_of_field_comes_back() -> None:
    again = from_json_values(Drawing, PLAIN, "drawing")
    assert to_json_values(again) == PLAIN
    assert (again.shape, again.colours, again.corners) == (DRAWING.shape, DRAWING.colours, DRAWING.corners)
    assert (again.path, again.level, again.done, again.limit) == (Path("a/b"), "x", True, math.inf)
    np.testing.assert_array_equal(again.weights, DRAWING.weights)
    assert not again.weights.flags.writeable


def test_fields_that_are_not_there_get_their_defaults_and_others_do_no_harm() -> None:
    drawing = from_json_values(Drawing, {"name": "x", "newer": {"anything": 1}}, "drawing")
    assert (drawing.name, drawing.shape, drawing.side, drawing.path) == ("x", Circle(), "left", None)


def test_a_whole_number_will_do_for_a_number_as_long_as_it_is_exact() -> None:
    assert from_json_values(float, 2**53 - 1, "x") == 2.0**53 - 1
    with pytest.raises(WrongValue, match="“x” should be a number"):
        from_json_values(float, 2**53 + 1, "x")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", 3, "“drawing, name” should be a text"),
        ("name", None, "“drawing, name” should be a text"),
        ("shape", [], "“drawing, shape” should be a set of named values"),
        ("shape", {}, "“drawing, shape, kind” should be one of “Circle”, “Square”"),
        ("shape", {"kind": "Shape"}, "“drawing, shape, kind” should be one of “Circle”, “Square”"),
        ("shape", {"kind": "Drawing"}, "“drawing, shape, kind” should be one of “Circle”, “Square”"),
        ("shape", {"kind": ["Circle"]}, "“drawing, shape, kind” should be one of “Circle”, “Square”"),
        ("shape", {"kind": "Circle", "radius": 0}, "“drawing, shape” should be valid: A radius is positive"),
        ("colours", [], "“drawing, colours” should be a set of named values"),
        ("colours", {"a": "green"}, "“drawing, colours, a” should be one of “red”, “blue”"),
        ("colours", {"a": {}}, "“drawing, colours, a” should be one of “red”, “blue”"),
        ("corners", "no", "“drawing, corners” should be a list"),
        ("corners", [[1, 2.0], [1]], "“drawing, corners, entry 2” should be a list of 2"),
        ("corners", [[1.0, 2.0]], "“drawing, corners, entry 1, entry 1” should be a whole number"),
        ("corners", [[True, 2.0]], "“drawing, corners, entry 1, entry 1” should be a whole number"),
        ("weights", [[1.0]], "“drawing, weights, entry 1” should be a number"),
        ("weights", ["NaN"], "“drawing, weights, entry 1” should be a number"),
        ("side", "top", "“drawing, side” should be one of “left”, “right”"),
        ("path", 1, "“drawing, path” should be a text"),
        ("level", [], "“drawing, level” should be a text"),
        ("done", 1, "“drawing, done” should be true or false"),
        ("limit", [], "“drawing, limit” should be a number"),
        ("limit", {}, "“drawing, limit” should be a number"),
        ("limit", "1.5", "“drawing, limit” should be a number"),
        ("limit", True, "“drawing, limit” should be a number"),
        ("limit", 10**400, "“drawing, limit” should be a number"),
    ],
)
def test_a_field_that_is_not_what_it_should_be_is_named(name, value, sentence) -> None:
    with pytest.raises(WrongValue) as caught:
        from_json_values(Drawing, {**PLAIN, name: value}, "drawing")
    assert str(caught.value) == sentence


def test_a_field_without_a_default_has_to_be_there() -> None:
    with pytest.raises(WrongValue, match="“drawing, name” should be there"):
        from_json_values(Drawing, {}, "drawing")


@given(st.sampled_from(sorted(PLAIN)), ANY_JSON)
def test_any_value_gives_a_drawing_or_a_sentence(name: str, value: Any) -> None:
    try:
        made = from_json_values(Drawing, {**PLAIN, name: value}, "drawing")
    except WrongValue as wrong:
        made = wrong
    assert isinstance(made, Drawing) or str(made).startswith(f"“drawing, {name}")


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_a_text_made_in_pieces_is_that_of_the_whole(plain) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_values, "_AT_ONCE", 2)
        assert json_text(plain) == json.dumps(plain)


def test_no_text_is_made_of_what_json_has_no_word_for() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"a": [math.nan]})
