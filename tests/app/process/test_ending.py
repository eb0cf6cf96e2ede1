"""Cancel and Close work while a job waits for a file that never answers, and the process ends."""

from __future__ import annotations

import os
import re
import sys

import pytest
from processes import start

from linreg_gui.app.process import ending

# A window in which every file is read by waiting for a pipe that nobody writes to, as on a dead network disk.
STORY = """
import sys, time
from pathlib import Path
from linreg_gui.app.process.windows import Windows
from linreg_gui.cli.main import main
from linreg_gui.session.opening import jobs
from PySide6.QtCore import QTimer

PIPE = sys.argv[1]

def wait_for_ever(*_, **__):
    print("reading", flush=True)
    open(PIPE, "rb")

really_read = jobs.read_table_file
begun = 0.0

def told(what):
    print(what, round(time.monotonic() - begun, 2), flush=True)

def do(call):
    global begun
    begun = time.monotonic()
    call()

def begin(program):
    progress = program.window.reading_progress
    timer = QTimer(program)

    def look():
        if progress.isVisible():
            timer.stop()
            QTimer.singleShot(100, cancel)

    def cancel():
        do(progress.cancel.click)
        assert not progress.isVisible()
        told("cancelled")
        program.session.opening.open_file(Path(PIPE + ".csv"))
        QTimer.singleShot(100, close)

    def close():
        program.window.resize(901, 702)
        program.closed.connect(lambda: told("closed"))
        do(program.window.close)

    def go_on(path, options, problem):
        told(problem.sentence)
        jobs.read_table_file = wait_for_ever
        timer.timeout.connect(look)
        timer.start(20)
        program.session.opening.open_file(Path(PIPE + ".csv"))

    program.session.opening.reading_failed.connect(go_on)
    do(lambda: program.session.opening.open_file(Path(PIPE)))

opened = Windows._open
def open_and_begin(self, *where):
    program = opened(self, *where)
    begin(program)
    return program
Windows._open = open_and_begin
status = main(["--new-instance"])
told("back")
sys.exit(status)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_cancel_and_close_do_not_wait_for_a_file_that_never_answers(tmp_path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = start(STORY, tmp_path, str(pipe))
    output, _ = process.communicate(timeout=90)
    assert process.returncode == 0, output
    assert "Traceback" not in output, output
    assert output.count("reading") == 2
    assert "“pipe” is a pipe or a device: only files can be opened." in output
    seconds = {what: float(number) for what, number in re.findall(r"(\w+) ([0-9.]+)", output)}
    assert seconds["cancelled"] < 3.0
    assert seconds["closed"] < 3.0
    # What was remembered in the last moment is on the disk.
    (settings,) = tmp_path.rglob("*.conf") if sys.platform == "linux" else ["geometry"]
    assert sys.platform != "linux" or "geometry" in settings.read_text(encoding="utf-8")


def test_where_no_job_is_left_the_process_ends_by_itself(monkeypatch) -> None:
    monkeypatch.setattr(os, "_exit", lambda status: pytest.fail("an end without any of the usual"))
    assert ending.end_process(3) == 3


def test_where_a_job_is_left_the_process_ends_with_its_status(monkeypatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(ending, "jobs_left", lambda: 1)
    ending.end_process(3)
    assert ended == [3]
