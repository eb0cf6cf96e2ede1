from __future__ import annotations

import pytest

from linreg_gui.core.cells.names import checked_name
from linreg_gui.core.problem import ProblemError


def test_a_name_loses_the_blanks_around_it():
    assert checked_name("  floor area ", ["rooms"]) == "floor area"


@pytest.mark.parametrize(("name", "sentence"), [("  ", "needs a name"), (" rooms", "named “rooms” already")])
def test_a_name_that_is_empty_or_taken_is_refused(name, sentence):
    with pytest.raises(ProblemError, match=sentence):
        checked_name(name, ["rooms"])


def test_a_name_has_an_end():
    assert checked_name("n" * 1000, []) == "n" * 1000
    with pytest.raises(ProblemError, match="at most 1,000 characters, and this one 1,001"):
        checked_name("n" * 1001, [])


def test_halves_of_characters_are_none_of_a_name() -> None:
    assert checked_name("a\ud800b", []) == "a\ufffdb"
    with pytest.raises(ProblemError, match="already"):
        checked_name("a\ud800b", ["a\ufffdb"])
