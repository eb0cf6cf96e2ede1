"""The outline of a report: changed, taken back, and kept with its table."""

from __future__ import annotations

import pytest
from desks import desk_of, made_frame

from linreg_gui.core.limits import MOST_REPORT_ENTRIES
from linreg_gui.core.project.report_outline import (
    EntryKind,
    ReportEntry,
    ReportOutline,
    SectionName,
    section,
)
from linreg_gui.session.reporting.outlines import Outlines

TEXT = ReportEntry(EntryKind.TEXT, caption="A text.")


@pytest.fixture
def outlines(qapp) -> Outlines:
    made = Outlines()
    made.follow(desk_of(made_frame()).table)
    return made


def test_every_change_is_taken_back_and_made_again(outlines) -> None:
    states = [outlines.outline]
    for change in (
        lambda: outlines.add(TEXT),
        lambda: outlines.move(0, 2),
        lambda: outlines.write(1, "  A  heading\n", "words \n"),
        lambda: outlines.call("Mine"),
        lambda: outlines.remove(3),
        outlines.begin_anew,
    ):
        change()
        states.append(outlines.outline)
    assert len({repr(state) for state in states[:-1]}) == len(states) - 1
    assert states[3].entries[1].heading == "A heading"
    assert states[3].entries[1].caption == "words"
    for state in states[-2::-1]:
        outlines.undo()
        assert outlines.outline == state
    assert not outlines.can_undo
    for state in states[1:]:
        outlines.redo()
        assert outlines.outline == state
    assert not outlines.can_redo


def test_what_changes_nothing_is_no_step(qtbot, outlines) -> None:
    with qtbot.assertNotEmitted(outlines.changed):
        assert not outlines.add(section(SectionName.DATA))
        outlines.write(0, "", "")
        outlines.move(0, 99)
        outlines.remove(99)
        outlines.undo()
    assert not outlines.can_undo


def test_each_table_has_a_report_of_its_own(outlines) -> None:
    other = desk_of(made_frame(seed=1)).table
    outlines.add(TEXT)
    mine = outlines.outline
    outlines.put(other.origin, ReportOutline("Other", ()))
    outlines.follow(other)
    assert outlines.outline.title == "Other"
    assert not outlines.can_undo
    outlines.follow(None)
    assert outlines.outline == ReportOutline()
    assert mine != ReportOutline()


def test_a_full_report_says_so(qtbot, outlines) -> None:
    for number in range(MOST_REPORT_ENTRIES - len(outlines.outline.entries)):
        assert outlines.add(ReportEntry(EntryKind.TEXT, str(number)))
    with qtbot.waitSignal(outlines.problem_found) as told:
        assert not outlines.add(TEXT)
    assert "as many as there can be" in told.args[0].sentence
