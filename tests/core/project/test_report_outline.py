"""What a report is made of, and that it is kept in a project."""

from __future__ import annotations

import json

import pytest
from rich_project import description, parts_of, rich_project

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project_file import project_from_parts
from linreg_gui.core.project.report_outline import (
    FIRST_ENTRIES,
    EntryKind,
    ReportEntry,
    ReportOutline,
    SectionName,
    section,
)

PLOT = ReportEntry(EntryKind.PLOT, "check", 0, {"question": "SPREAD", "choice": 1, "zoom": ("1.0", "2.0")})


def test_what_is_added_stands_before_how_to_repeat_it() -> None:
    added = ReportOutline().with_added(PLOT)
    assert added.entries == (*FIRST_ENTRIES[:-1], PLOT, FIRST_ENTRIES[-1])
    assert added.place_of(ReportEntry(*PLOT.what, heading="Other words")) == len(FIRST_ENTRIES) - 1
    alone = ReportOutline("", (section(SectionName.DATA),)).with_added(PLOT)
    assert alone.entries[-1] is PLOT
    assert alone.place_of(section(SectionName.FITS)) is None


def test_parts_are_moved_worded_and_left_out() -> None:
    first = ReportOutline("", tuple(map(section, [SectionName.DATA, SectionName.MODEL, SectionName.FITS])))
    assert [entry.name for entry in first.moved(0, 2).entries] == ["model", "fits", "data"]
    assert [entry.name for entry in first.moved(2, 0).entries] == ["fits", "data", "model"]
    assert [entry.name for entry in first.without(1).entries] == ["data", "fits"]
    worded = first.with_words(1, "The model", "Chosen by AIC.").entries[1]
    assert (worded.heading, worded.caption, worded.name) == ("The model", "Chosen by AIC.", "model")


@pytest.mark.parametrize(
    "broken",
    [
        {"place": -1},
        {"place": 1000},
        {"heading": "x" * 201},
        {"caption": "x" * 10_001},
        {"choices": {str(number): 1 for number in range(101)}},
    ],
)
def test_an_entry_beyond_its_limits_is_refused(broken) -> None:
    with pytest.raises(ValueError, match=r"at most|few"):
        ReportEntry(EntryKind.TEXT, **broken)


def test_a_project_keeps_its_report_and_refuses_a_damaged_one(tmp_path) -> None:
    project = rich_project(tmp_path)
    parts = parts_of(project)
    assert project_from_parts("p", parts)[0].report == project.report
    assert project.report.entries[-1].choices["zoom"] == ("1.0", "2.0")
    for change in ({"kind": "song"}, {"place": "x"}, {"choices": [1]}, {"caption": 3}):
        plain = description(parts)
        plain["outline"]["entries"][0] |= change
        with pytest.raises(ProblemError, match="damaged"):
            project_from_parts("p", {**parts, "project.json": json.dumps(plain).encode()})
    earlier = description(parts)
    del earlier["outline"]
    found, _ = project_from_parts("p", {**parts, "project.json": json.dumps(earlier).encode()})
    assert found.report == ReportOutline()
