"""Which views stand where in the middle: every view at most once, and nothing from outside that cannot be."""

from __future__ import annotations

import json
import math
from collections import Counter

import pytest

from linreg_gui.core.json_values import WrongValue, from_json_values, to_json_values
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace


def of(*columns: str) -> Arrangement:
    """Columns apart, panes by “/”, tabs by spaces; the first tab in front unless one is in capitals."""

    def pane(text: str) -> PanePlace:
        names = text.split()
        front = next((name.lower() for name in names if name.isupper()), "")
        return PanePlace(tuple(name.lower() for name in names), front)

    return Arrangement(tuple(PaneColumn(tuple(map(pane, column.split("/")))) for column in columns))


def told(arrangement: Arrangement) -> list[str]:
    def text(pane: PanePlace) -> str:
        several = len(pane.views) > 1
        return " ".join(name.upper() if several and name == pane.shown else name for name in pane.views)

    return ["/".join(map(text, column.panes)) for column in arrangement.columns]


def test_a_view_that_stands_in_another_pane_changes_places() -> None:
    before = of("fit/loss", "surface/noise directions")
    assert told(before.chosen("surface", "fit")) == ["surface/loss", "fit/NOISE directions"]
    assert told(before.chosen("directions", "loss")) == ["fit/directions", "surface/NOISE loss"]


def test_a_view_that_stood_nowhere_takes_the_place_and_the_other_goes() -> None:
    assert told(of("fit/loss").chosen("noise", "loss")) == ["fit/noise"]
    assert told(of("fit/loss").chosen("noise", "not there")) == ["fit/loss"]


def test_views_come_to_the_front_are_added_and_taken_out() -> None:
    assert told(of("fit/a b c").in_front("b")) == ["fit/a B c"]
    assert told(of("fit/a b c").added("d", "fit")) == ["fit D/A b c"]
    assert told(of("fit/a b c").added("c", "fit")) == ["fit/a b C"]
    assert told(of("fit/a b", "c").without("c")) == ["fit/A b"]
    assert told(of("fit/A b").without("a")) == ["fit/b"]
    assert told(of("fit").without("fit")) == ["fit"]


def test_a_pane_is_split_and_both_parts_share_its_room() -> None:
    below = of("fit/loss").split("fit", "noise", beside=False)
    assert told(below) == ["fit/noise/loss"]
    assert [pane.share for pane in below.panes] == [0.5, 0.5, 1.0]
    beside = of("fit/loss noise").split("loss", "noise", beside=True)
    assert told(beside) == ["fit/loss", "noise"]
    assert [column.share for column in beside.columns] == [0.5, 0.5]
    assert told(of("fit").split("fit", "fit", beside=True)) == ["fit"]


def test_in_little_room_what_has_no_place_is_a_tab_of_the_last_pane() -> None:
    whole = of("fit/loss", "surface/a B")
    assert told(whole.folded(1, 2)) == ["fit/LOSS surface a b"]
    assert told(whole.folded(2, 1)) == ["FIT loss", "SURFACE a b"]
    assert told(whole.folded(1, 1)) == ["FIT loss surface a b"]
    assert told(whole.folded(3, 3)) == told(whole)


def test_shares_follow_lengths_and_nothing_is_no_length() -> None:
    sized = of("a/b", "c").sized([300, 100], [[50, 150], [0]])
    assert [column.share for column in sized.columns] == [0.75, 0.25]
    assert [pane.share for pane in sized.panes] == [0.25, 0.75, 1.0]


def test_views_that_are_not_known_or_there_twice_are_passed_over() -> None:
    assert told(of("fit FIT/x", "loss fit/y z", "x").of_known(["fit", "loss"])) == ["fit", "loss"]
    assert of("x").of_known(["fit"]) == Arrangement()


def test_whatever_is_done_every_view_stands_once() -> None:
    arrangement = of("a/b c", "d/E f")
    for view in "abcdefgh":
        for other in "abcdef":
            for after in (
                arrangement.chosen(view, other),
                arrangement.added(view, other),
                arrangement.without(view),
                arrangement.split(other, view, beside=True),
                arrangement.split(other, view, beside=False),
                arrangement.chosen(view, other).folded(1, 2),
            ):
                assert max(Counter(after.names).values()) == 1
                assert all(pane.views for pane in after.panes)
                assert {*"abcdef"} - {other, view} <= {*after.names}


def test_it_becomes_json_and_comes_back() -> None:
    before = of("fit/a B", "c").sized([2, 1], [[1, 3], [1]])
    plain = json.loads(json.dumps(to_json_values(before)))
    assert from_json_values(Arrangement, plain, "panes") == before


@pytest.mark.parametrize(
    "pane",
    [
        {"views": ["fit"], "share": 0},
        {"views": ["fit"], "share": -1.0},
        {"views": ["fit"], "share": "nan"},
        {"views": ["fit"], "share": 1e9},
        {"views": ["x" * 65]},
        {"views": ["x"] * 17},
        {"views": [1]},
        {"views": "fit"},
        {"front": "fit"},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(pane) -> None:
    with pytest.raises(WrongValue, match="should be"):
        from_json_values(Arrangement, {"columns": [{"panes": [pane]}]}, "panes")


def test_no_more_columns_and_panes_than_anybody_sees() -> None:
    with pytest.raises(ValueError, match="columns"):
        of(*["a"] * 17)
    with pytest.raises(ValueError, match="panes"):
        of("/".join("a" * 17))
    with pytest.raises(ValueError, match="share"):
        PanePlace(("a",), share=math.inf)
