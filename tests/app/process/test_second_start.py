"""The program is started again while it runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from processes import environment, line_with, start
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from linreg_gui.app import run
from linreg_gui.app.folders import data_folder
from linreg_gui.app.process import qt_application, second_start
from linreg_gui.app.process.application import _open_for
from linreg_gui.app.process.same_user import is_private
from linreg_gui.app.process.second_start import SecondStarts, hand_over, socket_name
from linreg_gui.core.installation.resources import resource_path

posix = pytest.mark.skipif(sys.platform == "win32", reason="a named pipe is in no folder")
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


def ask(name: str, path: str | None, formula: str = "") -> subprocess.Popen[bytes]:
    """A second start, reduced to what it asks."""
    code = (
        "import sys; from pathlib import Path; from linreg_gui.app.process.second_start import hand_over;"
        "path = Path(sys.argv[2]) if len(sys.argv) > 2 else None;"
        "formula = sys.argv[3] if len(sys.argv) > 3 else '';"
        "sys.exit(0 if hand_over(path, sys.argv[1], formula=formula) else 3)"
    )
    words = [] if path is None else [path, *([formula] if formula else [])]
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
    assert asked.args == [Path("some folder/dätä.csv").absolute(), ""]
    assert second.wait(30) == 0


def test_the_running_program_hears_of_the_formula(qtbot, starts, name) -> None:
    with qtbot.waitSignal(starts.requested, timeout=30_000) as asked:
        second = ask(name, "/tmp/a.csv", "preis ~ größe - 1")
    assert asked.args == [Path("/tmp/a.csv"), "preis ~ größe - 1"]
    assert second.wait(30) == 0
    assert not hand_over(Path("/tmp/a.csv"), name, formula="x" * 5_000)


def test_the_command_line_makes_a_path_whole_where_it_is_given(tmp_path, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(qt_application, "qt_application", lambda _: None)
    monkeypatch.setattr(second_start, "hand_over", lambda path, *_, **__: asked.append(path) or True)
    monkeypatch.chdir(tmp_path)
    assert (run("data.csv"), run()) == (0, 0)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run("data.csv") == 0
    assert asked == [tmp_path / "data.csv", None, Path("data.csv")]


def test_without_a_file_a_window_is_asked_for(qtbot, starts, name) -> None:
    with qtbot.waitSignal(starts.requested, timeout=30_000) as asked:
        second = ask(name, None)
    assert asked.args == [None, ""]
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
    starts.requested.connect(lambda path, _: requested.append(path))
    with qtbot.waitSignal(starts.requested, timeout=30_000):
        second = ask(name, "b.csv")
    assert second.wait(30) == 0
    # What was given up is not opened after all.
    assert requested == [Path("b.csv").absolute()]


def test_what_is_no_request_is_turned_away_and_the_next_one_heard(qtbot, starts, name) -> None:
    requested = []
    starts.requested.connect(lambda path, _: requested.append(path))
    for message in (
        b"no JSON\n",
        b'["a"]\n',
        b'{"other": 1}\n',
        b'{"path": 1}\n',
        b"\xff\xfe\n",
        b"[" * 50_000 + b"\n",
        b'{"path": ' + b"1" * 5_000 + b"}\n",
        b'{"path": "relative.csv"}\n',
        b'{"path": "/with/a\\u0000.csv"}\n',
        b'{"path": null, "formula": "y ~ x"}\n',
        b'{"path": "/a.csv", "formula": 1}\n',
        b'{"path": "/a.csv", "formula": "' + b"x" * 5_000 + b'"}\n',
        b'{"path": "/half a character \\ud800.csv"}\n',
        b'{"path": "/' + b"x" * 5_000 + b'"}\n',
        b"x" * 20_000,
    ):
        socket = QLocalSocket()
        socket.connectToServer(name)
        assert socket.waitForConnected(1000)
        with qtbot.waitSignal(socket.disconnected, timeout=30_000):
            socket.write(message)
        assert requested == []
    with qtbot.waitSignal(starts.requested, timeout=30_000):
        second = ask(name, None)
    assert second.wait(30) == 0
    assert requested == [None]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_a_name_that_is_no_unicode_is_heard_of_as_it_is(qtbot, starts, name) -> None:
    path = os.fsdecode(b"/tmp/\xff\xfe \xc3\xa4.csv")
    with qtbot.waitSignal(starts.requested, timeout=30_000) as asked:
        second = ask(name, path)
    assert asked.args == [Path(path), ""]
    assert second.wait(30) == 0


def test_nothing_is_called_opened_before_it_is(qtbot, starts, name) -> None:
    caller, said = QLocalSocket(), []
    caller.connectToServer(name)
    assert caller.waitForConnected(1000)

    def heard(*_: object) -> None:
        caller.waitForReadyRead(50)
        said.append(bytes(caller.readAll().data()))

    starts.requested.connect(heard)
    with qtbot.waitSignal(caller.disconnected, timeout=30_000):
        caller.write(b'{"path": "/tmp/a.csv"}\n')
    said.append(bytes(caller.readAll().data()))
    assert said == [b"linreg-gui\n", b"opened\n"]


def test_a_window_that_cannot_be_opened_is_opened_by_the_second_start_itself(qtbot, starts, name) -> None:
    class NoWindows:
        def open(self, path: Path, formula: str) -> None:
            raise RuntimeError("no window")

    starts.requested.connect(partial(_open_for, starts, NoWindows()))
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(starts.requested, timeout=30_000):
        second = ask(name, "a.csv")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
    assert second.returncode == 3
    assert len(caught) == 1


def test_a_path_that_is_too_long_for_any_file_is_not_handed_over(qtbot, starts, name) -> None:
    assert not hand_over(Path("/" + "x" * 5_000), name)
    assert not hand_over(Path("/half \ud800"), name) or sys.platform == "win32"


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


@posix
def test_a_path_that_is_too_long_for_a_socket_is_shortened(monkeypatch, tmp_path) -> None:
    deep = tmp_path / ("x" * 120)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setenv("XDG_DATA_HOME", str(deep))
    place = socket_name()
    assert len(place) <= 100
    assert Path(place).parent.parent == Path(tempfile.gettempdir())
    assert socket_name() == place  # the next start finds it
    Path(place).parent.chmod(0o755)
    assert socket_name() not in (None, place)  # others could look into it now


@posix
def test_no_place_that_is_not_this_users_alone_is_used(monkeypatch, tmp_path, request) -> None:
    short = tempfile.TemporaryDirectory()  # as the path of a socket has to be
    request.addfinalizer(short.cleanup)
    runtime, data = Path(short.name), tmp_path / "data"
    runtime.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    own = Path(socket_name()).parent
    assert runtime not in (own, own.parent)
    own = data_folder() / "starts"
    own.chmod(0o750)
    assert socket_name() is None
    shutil.rmtree(own)
    own.symlink_to(runtime)
    assert socket_name() is None
    runtime.chmod(0o700)
    assert Path(socket_name()).parent == runtime  # itself, not by way of the link


@posix
def test_a_folder_of_another_user_is_not_private(monkeypatch, tmp_path) -> None:
    assert is_private(tmp_path)
    monkeypatch.setattr("os.getuid", lambda: 4711)
    assert not is_private(tmp_path)
    assert not is_private(tmp_path / "missing")
