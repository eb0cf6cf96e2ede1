"""What was done is told from the states before and after it, by whichever button."""

from __future__ import annotations

import pytest

from linreg_gui.core.lessons.actions import action
from linreg_gui.core.lessons.noticing import deeds_between
from linreg_gui.core.lessons.places import bundled_lessons
from linreg_gui.core.lessons.reading import read_lesson_file
from linreg_gui.core.lessons.rehearsal import Rehearsal


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal(read_lesson_file(bundled_lessons()["one-update"]).lesson)


@pytest.mark.parametrize(
    ("written", "verb", "about"),
    [
        ("step 3", "step", ""),
        ("step 40", "run", ""),
        ("run", "run", ""),
        ("set batch_size 8", "set", "batch_size"),
        ("bias off", "bias", ""),
        ("model y ~ x1 + I(x1^2)", "model", ""),
        ("exclude 1; 2", "exclude", ""),
        ("cell 3 y = 9", "cell", "y"),
        ("select 2; 5", "select", ""),
        ("lab density std = 2", "lab", "density"),
    ],
)
def test_a_deed_is_noticed(rehearsal, written, verb, about) -> None:
    before = rehearsal.facts.state
    rehearsal.perform([action(written)])
    found = deeds_between(before, rehearsal.facts.state)
    assert [(deed.verb, deed.about) for deed in found] == [(verb, about)]


def test_going_back_is_noticed_and_nothing_is_no_deed(rehearsal) -> None:
    rehearsal.perform([action("exclude 1"), action("step 5")])
    five = rehearsal.facts.state
    assert deeds_between(five, rehearsal.facts.state) == ()
    rehearsal.perform([action("back")])
    four = rehearsal.facts.state
    assert [deed.verb for deed in deeds_between(five, four)] == ["back"]
    rehearsal.perform([action("reset")])
    assert [deed.verb for deed in deeds_between(four, rehearsal.facts.state)] == ["reset"]
    before = rehearsal.facts.state
    rehearsal.perform([action("include")])
    assert [deed.verb for deed in deeds_between(before, rehearsal.facts.state)] == ["include"]
