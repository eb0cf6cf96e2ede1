"""Reports of a check: what they say, and that they survive being written."""

from __future__ import annotations

import json

import pytest

from linreg_gui.core.installation.check_report import Check, CheckReport, Outcome

GOOD = Check("Fonts", Outcome.PASSED, "9 families.", 0.01)
BAD = Check("Stepping", Outcome.FAILED, "Other weights.", 0.5)
UNTRIED = Check("OpenGL", Outcome.SKIPPED, "There is none.")


def test_all_that_was_tried_works() -> None:
    report = CheckReport((GOOD, GOOD))
    assert report.passed
    assert report.sentence == "All 2 checks passed."


def test_what_cannot_be_tried_is_said_and_is_no_failure() -> None:
    report = CheckReport((GOOD, UNTRIED))
    assert report.passed
    assert report.sentence == "1 check passed; 1 could not be tried here."


def test_one_failure_is_a_failure_of_all() -> None:
    report = CheckReport((GOOD, BAD, UNTRIED))
    assert not report.passed
    assert report.sentence == "1 check of 3 failed."


def test_nothing_tried_is_not_passed() -> None:
    assert not CheckReport(()).passed


def test_a_report_is_the_same_after_writing_and_reading() -> None:
    report = CheckReport((GOOD, BAD), {"Qt": "6.11.3"}, {"Memory": "8 GiB"}, ("Qt: “é”",))
    assert CheckReport.from_json(report.as_json()) == report
    assert json.loads(report.as_json())["passed"] is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"checks": [1]}',
        '{"checks": 3}',
        "null",
        '{"checks": [{"name": "Fonts", "outcome": "perfect", "detail": ""}]}',
        '{"checks": [], "versions": {"Qt": 6}}',
    ],
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        CheckReport.from_json(text)


def test_the_text_has_everything_a_report_of_a_fault_needs() -> None:
    text = CheckReport((GOOD, BAD), {"Qt": "6.11.3"}, {"Memory": "8 GiB"}, ("A warning",)).as_text()
    for part in ("✓ Fonts: 9 families.", "✗ Stepping: Other weights.", "Qt: 6.11.3", "8 GiB", "A warning"):
        assert part in text
