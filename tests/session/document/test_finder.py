"""Looking for cells in the background, and going from one to the next."""

from __future__ import annotations

import pandas as pd
import pytest

from linreg_gui.session.document.finder import Finder

FRAME = pd.DataFrame({"a": ["x", "y", "x"], "b": ["y", "x", "z"]})


@pytest.fixture
def finder(jobs) -> Finder:
    return Finder(jobs)


def search(qtbot, finder: Finder, sought: str, places: list[int] | None = None) -> None:
    with qtbot.waitSignal(finder.found):
        finder.start(FRAME, sought, places)


def test_matches_follow_each_other_row_by_row_and_start_again_at_the_end(qtbot, finder) -> None:
    search(qtbot, finder, "x")
    assert finder.count == 3
    assert finder.next(0, 0, at_once=True) == (0, 0)
    assert [finder.next(0, 0), finder.next(1, 1), finder.next(2, 0)] == [(1, 1), (2, 0), (0, 0)]
    assert [finder.previous(2, 0), finder.previous(1, 0), finder.previous(0, 0)] == [(1, 1), (0, 0), (2, 0)]


def test_a_cell_knows_which_match_it_is(qtbot, finder) -> None:
    search(qtbot, finder, "x")
    assert [finder.number_at(*cell) for cell in ((0, 0), (1, 1), (2, 0), (2, 1))] == [1, 2, 3, 0]


def test_only_some_columns_are_looked_through(qtbot, finder) -> None:
    search(qtbot, finder, "x", [1])
    assert finder.next(0, 0) == (1, 1)
    assert finder.count == 1


def test_nothing_found_leads_nowhere(qtbot, finder) -> None:
    search(qtbot, finder, "nowhere")
    assert finder.next(0, 0) is None
    assert finder.previous(0, 0) is None


def test_a_new_search_takes_the_place_of_the_one_before(qtbot, finder) -> None:
    counts: list[int] = []
    finder.found.connect(counts.append)
    finder.start(FRAME, "x")
    search(qtbot, finder, "z")
    assert counts == [1]
    finder.forget()
    assert finder.count == 0
