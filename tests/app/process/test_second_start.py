"""The program is started again while it runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import environment, line_with, start
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from linreg_gui.app.process.second_start import SecondStarts, hand_over, socket_name
from linreg_gui.core.installation.resources import resource_path

FIRST = """
import sys
from linreg_gui.app.process.windows import Windows

def tell(program):
    def analysed(_):
        print("opened", program.window.windowTitle(), "in window", len(windows[0].programs), flush=True)
        if len(windows[0].programs) == 2:
            windows[0].close_all()

    program.session.analysed.connect(analysed)

windows = []
make = Windows.__init__
def made(self, *arguments):
    make(self, *arguments)
    windows.append(self)
    self.opened.connect(tell)
Windows.__init__ = made

from linreg_gui.app import run
print("ended", run(sys.argv[1]), flush=True)
"""


@pytest.fixture
def name(tmp_path: Path) -> str:
    return str(tmp_path / "socket")


@pytest.fixture
def starts(qapp, name) -> Iterator[SecondStarts]:
    starts = SecondStarts(name)
    yield starts
    starts.close()


def ask(name: str, path: str | None) -> subprocess.Popen[bytes]:
    """A second start, reduced to what it asks."""
    code = (
        "import sys; from pathlib import Path; from linreg_gui.app.process.second_start import hand_over;"
        "path = Path(sys.argv[2]) if len(sys.argv) > 2 else None;"
        "sys.exit(0 if hand_over(path, sys.argv[1]) else 3)"
    )
    words = [] if path is None else [path]
    return subprocess.Popen([sys.executable, "-c", code, name, *words])


def test_a_second_start_opens_its_file_in_the_first_process_and_ends(tmp_path: Path) -> None:
    norris, engel = (str(resource_path("samples", f"{name}.csv")) for name in ("norris", "engel"))
    first = start(FIRST, tmp_path, norris)
    try:
        assert line_with(first, "opened") == "opened norris.csv[*] — Linear Regression in window 1"
        command = [sys.executable, "-m", "linreg_gui", engel]
        second = subprocess.run(command, env=environment(tmp_path), timeout=60, check=False)
        assert second.returncode == 0
        assert line_with(first, "opened") == "opened engel.csv[*] — Linear Regression in window 2"
        assert line_with(first, "ended") == "ended 0"
    finally:
        first.kill()
        first.communicate()


def test_the_running_program_hears_of_the_file_as_a_whole_path(qtbot, starts, name) -> None:
    with qtbot.waitSignal(starts.requested, timeout=30_000) as asked:
        second = ask(name, "some folder/dätä.csv")
    assert asked.args == [Path("some folder/dätä.csv").absolute()]
    assert second.wait(30) == 0


def test_without_a_file_a_window_is_asked_for(qtbot, starts, name) -> None:
    with qtbot.waitSignal(starts.requested, timeout=30_000) as asked:
        second = ask(name, None)
    assert asked.args == [None]
    assert second.wait(30) == 0


def test_with_nobody_there_the_start_is_on_its_own(qapp, name) -> None:
    assert not hand_over(None, name)


def test_a_socket_that_a_crash_left_behind_is_taken_over(qtbot, name, tmp_path) -> None:
    code = (
        "import os, sys; from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]);"
        "from linreg_gui.app.process.second_start import SecondStarts; starts = SecondStarts(sys.argv[1]);"
        "print(starts.listening, flush=True); os._exit(1)"
    )
    crashed = start(code, tmp_path, name)
    assert crashed.communicate(timeout=30)[0].strip() == "True"
    assert Path(name).exists()
    assert not hand_over(None, name)
    starts = SecondStarts(name)
    with qtbot.waitSignal(starts.requested, timeout=30_000):
        second = ask(name, None)
    assert second.wait(30) == 0
    starts.close()


def test_a_program_that_hangs_is_not_waited_for_and_keeps_its_place(qtbot, starts, name) -> None:
    # This very process, which does not get to its event loop while it asks.
    assert not hand_over(Path("a.csv"), name, answer_ms=50)
    other = SecondStarts(name)
    assert not other.listening
    requested = []
    starts.requested.connect(requested.append)
    with qtbot.waitSignal(starts.requested, timeout=30_000):
        second = ask(name, "b.csv")
    assert second.wait(30) == 0
    # What was given up is not opened after all.
    assert requested == [Path("b.csv").absolute()]


def test_what_is_no_request_is_turned_away_and_the_next_one_heard(qtbot, starts, name) -> None:
    requested = []
    starts.requested.connect(requested.append)
    for message in (
        b"no JSON\n",
        b'["a"]\n',
        b'{"other": 1}\n',
        b'{"path": 1}\n',
        b"\xff\xfe\n",
        b"[" * 50_000 + b"\n",
        b'{"path": ' + b"1" * 5_000 + b"}\n",
    ):
        socket = QLocalSocket()
        socket.connectToServer(name)
        assert socket.waitForConnected(1000)
        with qtbot.waitSignal(socket.disconnected, timeout=10_000):
            socket.write(message)
        assert requested == []
    with qtbot.waitSignal(starts.requested, timeout=30_000):
        second = ask(name, None)
    assert second.wait(30) == 0
    assert requested == [None]


def test_an_answer_that_is_none_does_not_count(qtbot, name) -> None:
    server = QLocalServer()
    assert server.listen(name)
    server.newConnection.connect(lambda: server.nextPendingConnection().disconnectFromServer())
    second = ask(name, None)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert second.returncode == 3
    server.close()


def test_starts_meet_by_user_version_and_screen(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    here = socket_name()
    assert Path(here).parent == tmp_path
    assert here == socket_name()
    monkeypatch.setenv("DISPLAY", ":4711")
    elsewhere = socket_name()
    monkeypatch.setattr("linreg_gui.app.process.second_start.__version__", "99.0")
    assert len({here, elsewhere, socket_name()}) == 3
    assert json.dumps(str(tmp_path)) not in here


def test_a_path_that_is_too_long_for_a_socket_is_shortened(monkeypatch, tmp_path) -> None:
    deep = tmp_path / ("x" * 120)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setenv("XDG_DATA_HOME", str(deep))
    assert len(socket_name()) <= 100
