"""The self-test in a process of its own: its report arrives, whatever the process does."""

from __future__ import annotations

import sys

import pytest

from linreg_gui.core.installation.check_report import Check, CheckReport, Outcome
from linreg_gui.session.machine.installation_check import InstallationCheck

REPORT = CheckReport((Check("Fonts", Outcome.PASSED, "9 families."),), {"Qt": "6"})
WRITES = f"import sys; open(sys.argv[-1], 'w', encoding='utf-8').write({REPORT.as_json()!r})"


def outcome_of(qtbot, program: str, *words: str) -> CheckReport:
    check = InstallationCheck(command=(program, list(words)))
    with qtbot.waitSignal(check.checked, timeout=30_000) as caught:
        check.start()
    check.close()
    return caught.args[0]


def test_the_report_of_the_process_arrives(qtbot) -> None:
    assert outcome_of(qtbot, sys.executable, "-c", WRITES) == REPORT


def test_a_process_that_dies_is_a_failure_with_what_it_said(qtbot) -> None:
    report = outcome_of(qtbot, sys.executable, "-c", "print('no such library'); raise SystemExit(3)")
    assert not report.passed
    assert "status 3" in report.checks[0].detail
    assert "no such library" in report.checks[0].detail


def test_a_program_that_is_not_there_is_a_failure(qtbot, tmp_path) -> None:
    assert not outcome_of(qtbot, str(tmp_path / "none")).passed


def test_a_check_that_is_closed_says_nothing_and_leaves_no_process(qtbot) -> None:
    check = InstallationCheck(command=(sys.executable, ["-c", "import time; time.sleep(600)"]))
    reports: list[object] = []
    check.checked.connect(reports.append)
    check.start()
    assert check._process.waitForStarted(10_000)
    check.close()
    assert check._process.processId() == 0
    assert reports == []


@pytest.mark.parametrize("frozen", [True, False])
def test_an_installed_program_starts_itself(monkeypatch, frozen: bool) -> None:
    from linreg_gui.session.machine.installation_check import self_test_command

    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    program, words = self_test_command()
    assert program == sys.executable
    assert ("-m" in words) is not frozen
    assert words[-2:] == ["--selftest", "--unseen"]
