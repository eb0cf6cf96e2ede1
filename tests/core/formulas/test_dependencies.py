from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from growth import is_linear

from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.formulas.dependencies import (
    check_formulas,
    computing_order,
    recomputed,
    users_of,
    with_formula,
    with_renamed,
    without_columns,
)
from linreg_gui.core.problem import ProblemError

FORMULAS = {"c": "b + 1", "b": "a * 2", "d": "z"}


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [1.0, 2.0], "z": [5.0, 6.0], "t": ["u", "v"]})


def address(frame: pd.DataFrame, name: str) -> int:
    return int(frame[name].to_numpy().__array_interface__["data"][0])


def test_columns_are_computed_after_those_they_need(frame):
    assert computing_order(FORMULAS).index("b") < computing_order(FORMULAS).index("c")
    new = recomputed(frame, FORMULAS)
    assert new["c"].tolist() == [3.0, 5.0]
    assert "b" not in frame.columns


def test_only_what_depends_on_a_change_is_computed_again(frame):
    first = recomputed(frame, FORMULAS)
    edited = first.copy(deep=False)
    edited["a"] = [10.0, 20.0]
    second = recomputed(edited, FORMULAS, {"a"})
    assert second["c"].tolist() == [21.0, 41.0]
    assert address(second, "d") == address(first, "d")
    assert address(second, "z") == address(first, "z")


def test_nothing_is_copied_where_nothing_depends_on_a_change(frame):
    first = recomputed(frame, FORMULAS)
    assert recomputed(first, FORMULAS, {"t"}) is first


def test_cells_that_become_texts_make_what_depends_on_them_missing(frame):
    first = recomputed(frame, FORMULAS)
    edited = first.copy(deep=False)
    edited["a"] = pd.Series(["one", 3.0], dtype=object)
    assert np.isnan(recomputed(edited, FORMULAS, {"a"})["c"][0])


@pytest.mark.parametrize(
    ("name", "formula", "words"),
    [
        ("b", "b + 1", "“b” cannot be computed from itself."),
        ("b", "c", "in a circle: “c” from “b” from “c”."),
        ("e", "nowhere", "There is no column “nowhere”."),
        ("e", "t", "“t” holds no numbers"),
        ("e", "0,5", "write 0.5"),
    ],
)
def test_a_formula_that_cannot_be_is_refused_in_a_sentence(frame, name, formula, words):
    with pytest.raises(ProblemError) as caught:
        with_formula(recomputed(frame, FORMULAS), FORMULAS, name, formula)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("formulas", "words"),
    [
        ({"b": "a.__class__"}, "cannot stand in a formula"),
        ({"b": "nowhere + 1"}, "“b” is computed from “nowhere”, which is not there."),
        ({"b": "b"}, "“b” cannot be computed from itself."),
        ({"b": "a", "a": "z", "z": "b"}, "in a circle"),
    ],
)
def test_formulas_of_a_file_are_checked(formulas, words):
    with pytest.raises(ProblemError) as caught:
        check_formulas(formulas, ["a", "b", "z"])
    assert words in str(caught.value)


def test_good_formulas_of_a_file_are_taken():
    check_formulas(FORMULAS, ["a", "b", "c", "d", "z"])


def test_a_formula_can_take_the_place_of_another(frame):
    new = with_formula(recomputed(frame, FORMULAS), FORMULAS, "d", "c * 2")
    assert new == {**FORMULAS, "d": "c * 2"}


def test_a_column_that_others_need_is_not_deleted(frame):
    assert users_of("b", FORMULAS) == ("c",)
    with pytest.raises(ProblemError, match="“c” is computed from “b”") as caught:
        without_columns(FORMULAS, ["b"])
    assert caught.value.problem.names == ("c",)
    assert without_columns(FORMULAS, ["b", "c"]) == {"d": "z"}


def test_a_new_name_is_taken_over_by_every_formula():
    renamed = with_renamed(FORMULAS, "b", "b 2")
    assert renamed == {"c": "`b 2` + 1", "b 2": "a * 2", "d": "z"}


def reversed_chain(n: int) -> dict[str, str]:
    """Each column is computed from the one that is written down after it."""
    return {f"c{k}": f"c{k + 1} + 1" for k in range(n)} | {f"c{n}": "a + 1"}


def test_a_chain_of_formulas_written_backwards_is_put_in_order_in_a_time_that_grows_with_it():
    def put_in_order(formulas):
        assert computing_order(formulas)[0] == f"c{len(formulas) - 1}"

    assert is_linear(reversed_chain, put_in_order, 500)


def test_a_long_circle_is_found_in_a_time_that_grows_with_it_and_told_in_short():
    def go_round(formulas):
        with pytest.raises(
            ProblemError, match=r"in a circle: “c0” from “c1” from .* from … from “c0”"
        ) as raised:
            computing_order(formulas)
        assert len(str(raised.value)) < 200

    assert is_linear(lambda n: reversed_chain(n) | {f"c{n}": "c0 + 1"}, go_round, 500)


def test_deleting_many_columns_asks_each_formula_once():
    def delete(formulas):
        assert without_columns(formulas, [*formulas, "a"]) == {}

    assert is_linear(reversed_chain, delete, 250)


def test_a_chain_is_computed_to_its_end(frame):
    new = recomputed(frame, reversed_chain(300))
    assert new["c0"].tolist() == [302.0, 303.0]


def test_computing_ends_once_nobody_wants_it(frame):
    with cancelled_by(lambda: True), pytest.raises(Cancelled):
        recomputed(frame, {"b": "a"})
