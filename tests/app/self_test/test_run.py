"""`linreg-gui --selftest` as its own process: it passes here, fails where it must, and always ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project_paths import ROOT

from linreg_gui.app.self_test import checks as self_test_checks
from linreg_gui.app.self_test.bench import Bench, Failed
from linreg_gui.core.installation.check_report import CheckReport, Outcome
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.worker import calling
from linreg_gui.views.dialogs.check_dialog import CheckDialog
from linreg_gui.views.table.history_panel import HistoryPanel

CHECKS = dict(self_test_checks.CHECKS)


def self_test(folder: Path, *, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it with some Python before it."""
    report = str(folder / "report.json")
    code = f"{before}\nimport sys\nfrom linreg_gui.cli.main import main\n"
    code += f"sys.exit(main(['--selftest', '--report', {report!r}]))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "LINREG_GUI_SELFTEST_SECONDS": "120", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=150,
        check=False,
    )


def report_in(folder: Path) -> CheckReport:
    return CheckReport.from_json((folder / "report.json").read_text(encoding="utf-8"))


def test_it_passes_here_and_touches_nothing_of_the_user(tmp_path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    own |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    done = self_test(tmp_path, **own)
    report = report_in(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert report.passed
    assert [check.name for check in report.checks] == ["Window", *CHECKS]
    assert {"Python", "Qt", "numpy", "numba"} <= set(report.versions)
    assert "Memory" in report.devices
    assert list(temporary.iterdir()) == []
    assert [path for path in home.rglob("*") if path.is_file() and "fontconfig" not in str(path)] == []


def test_exceptions_of_slots_are_failures_and_a_hanging_check_ends_with_a_report(tmp_path) -> None:
    # Time begins to run with the check that hangs, and not while a busy machine still makes the window.
    before = (
        "import faulthandler, threading\nfrom PySide6.QtCore import QTimer\n"
        "begin, watchdogs = threading.Timer.start, []\n"
        "threading.Timer.start = lambda watchdog: watchdogs.append(watchdog)\n"
        "faulthandler.dump_traceback_later = lambda *_, **__: None\n"
        "def hang(bench):\n"
        "    begin(watchdogs[0])\n"
        "    threading.Event().wait()\n"
        "from linreg_gui.app.self_test import run as self_test\n"
        "def check(bench):\n"
        "    QTimer.singleShot(0, lambda: 1 / 0)\n"
        "    bench.application.processEvents()\n"
        "    return 'Fine.'\n"
        "self_test.CHECKS = [('Slot', check), ('Hanging', hang)]"
    )
    done = self_test(tmp_path, before=before, LINREG_GUI_SELFTEST_SECONDS="0.5")
    assert done.returncode == 1
    failed = [check for check in report_in(tmp_path).checks if check.outcome is Outcome.FAILED]
    assert [check.name for check in failed] == ["Exception during “Slot”", "Hanging"]
    assert "ZeroDivisionError" in failed[0].detail


@pytest.fixture
def bench(qapp, program, tmp_path) -> Bench:
    program.window.show()
    return Bench(qapp, program, tmp_path)


def test_a_wrong_answer_is_found(bench, monkeypatch) -> None:
    from dataclasses import replace

    wrong = replace(self_test_checks.NORRIS, weights=(1.0021169,))
    monkeypatch.setattr(self_test_checks, "NORRIS", wrong)
    with pytest.raises(Failed, match="digits"):
        CHECKS["Exact solution"](bench)


def test_a_blank_plot_is_found(bench, monkeypatch) -> None:
    CHECKS["Exact solution"](bench)
    monkeypatch.setattr(bench.program.window.fit_plot, "grab", bench.program.window.view(HistoryPanel).grab)
    with pytest.raises(Failed, match="fit plot"):
        CHECKS["Pictures"](bench)


@pytest.mark.parametrize("words", ["import sys; sys.exit(3)", "import sys; sys.stdin.buffer.read(9)"])
def test_a_worker_process_that_does_not_answer_is_found(bench, monkeypatch, words) -> None:
    monkeypatch.setattr(calling, "own_command", lambda *_, module: (sys.executable, "-c", words))
    with pytest.raises(Failed, match="does not answer"):
        CHECKS["Worker process"](bench)


def test_a_worker_process_without_a_limit_is_found(bench, monkeypatch) -> None:
    def unlimited(function, *args, most_bytes):
        return read_table(*args) if function is read_table else b""

    monkeypatch.setattr(self_test_checks, "call_in_worker", unlimited)
    with pytest.raises(Failed, match="took more than the 268 MB"):
        CHECKS["Worker process"](bench)


def test_help_shows_the_report_of_a_process(qtbot, program, monkeypatch) -> None:
    from linreg_gui.app.wiring.checking import CheckingWiring

    wiring = next(part for part in program._wirings if isinstance(part, CheckingWiring))
    wiring.check._command = (sys.executable, ["-c", "raise SystemExit(1)"])
    program.window.show()
    with qtbot.waitSignal(wiring.check.checked, timeout=30_000):
        program.menus.check.trigger()
    dialog = program.window.findChild(CheckDialog)
    assert dialog.sentence.text().startswith("1 check of 1 failed.")
    dialog.reject()
