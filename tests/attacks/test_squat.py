"""Where starts of the program meet is squatted on and flooded: strangers get no path, no start is lost."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from linreg_gui.app.process import second_start
from linreg_gui.app.process.second_start import SecondStarts, hand_over

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows looks after its pipes itself")

_NOBODY = 65_534
_CALL = """
import os, sys
from pathlib import Path
if sys.argv[2] == "stranger":
    os.getuid = lambda: 4711
from linreg_gui.app.process.second_start import hand_over
sys.exit(0 if hand_over(Path(sys.argv[3]), sys.argv[1]) else 3)
"""
_FLOOD = """
import socket, sys, time
name, rounds = sys.argv[1], int(sys.argv[2])

def call():
    end = socket.socket(socket.AF_UNIX)
    end.settimeout(5)
    while True:
        try:
            end.connect(name)
            return end
        except BlockingIOError:
            time.sleep(0.001)

for number in range(rounds):
    call().close()                                   # a hang-up
    if number % 20 == 0:
        held = call()                                # half a message, then a hang-up
        try:
            held.send(b'{"path": "/tmp/half')
        except OSError:
            pass
        held.close()
    if number % 100 == 0:
        flood = call()
        try:
            for _ in range(40):
                flood.send(b"x" * 65536)             # no line ever ends
        except OSError:
            pass
        flood.close()
print("flooded", flush=True)
"""


class Squatter:
    """Listens on a name, greets as the program does, and writes down what it is told."""

    def __init__(self, name: str, user: int | None = None) -> None:
        self.heard = b""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(name)
        if user is not None:
            Path(name).chmod(0o777)
            os.seteuid(user)  # the system keeps who listened
        try:
            self._socket.listen()
        finally:
            if user is not None:
                os.seteuid(os.getuid())
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                end, _ = self._socket.accept()
            except OSError:
                return
            with end, contextlib.suppress(ConnectionError):
                end.sendall(b"linreg-gui\n")
                while said := end.recv(65_536):
                    self.heard += said
                    end.sendall(b"opened\n")

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)


@pytest.fixture
def name() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield str(Path(folder) / "socket")


@pytest.fixture
def starts(qapp, name: str) -> Iterator[SecondStarts]:
    starts = SecondStarts(name)
    yield starts
    starts.close()


def call(name: str, who: str, path: str = "/tmp/secret.csv") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _CALL, name, who, path])


def test_a_squatter_of_another_user_gets_no_path_and_keeps_no_start(name: str) -> None:
    squatter = Squatter(name)
    assert call(name, "stranger").wait(30) == 3  # to it, everybody is another user
    assert squatter.heard == b""
    assert call(name, "friend").wait(30) == 0
    assert b"secret" in squatter.heard
    squatter.close()


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can play another user")
def test_a_squatter_that_really_is_another_user_gets_no_path(qapp, name: str) -> None:
    squatter = Squatter(name, _NOBODY)
    assert not hand_over(Path("/tmp/secret.csv"), name)
    assert squatter.heard == b""
    starts = SecondStarts(name)  # and the place is taken back
    assert starts.listening
    squatter.close()
    starts.close()


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can play another user")
def test_a_caller_of_another_user_is_not_even_greeted(qtbot, starts: SecondStarts, name: str) -> None:
    requested = []
    starts.requested.connect(lambda *start: requested.append(start))
    Path(name).chmod(0o777)
    end = socket.socket(socket.AF_UNIX)
    os.seteuid(_NOBODY)
    try:
        end.connect(name)
    finally:
        os.seteuid(0)
    end.send(b'{"path": "/etc/passwd"}\n')
    end.settimeout(0.01)
    said = []

    def hung_up() -> bool:
        try:
            said.append(end.recv(100))
        except TimeoutError:
            return False
        except ConnectionError:
            said.append(b"")
        return said[-1] == b""

    qtbot.waitUntil(hung_up, timeout=30_000)
    assert (said, requested) == ([b""], [])
    end.close()


def test_hang_ups_halves_and_floods_are_survived(qtbot, starts: SecondStarts, name: str) -> None:
    survive(qtbot, starts, name, rounds=300)


def survive(qtbot, starts: SecondStarts, name: str, rounds: int) -> float:
    requested = []
    starts.requested.connect(lambda *start: requested.append(start))
    ends = Path("/proc/self/fd")
    before = len(list(ends.iterdir())) if ends.exists() else 0
    most = 0
    began = time.monotonic()
    flood = subprocess.Popen([sys.executable, "-c", _FLOOD, name, str(rounds)], stdout=subprocess.PIPE)

    def flooded() -> bool:
        nonlocal most
        most = max(most, len(starts._callers))
        return flood.poll() is not None

    qtbot.waitUntil(flooded, timeout=600_000)
    took = time.monotonic() - began
    assert flood.returncode == 0
    assert most <= second_start._MOST_CALLERS
    assert requested == []
    with qtbot.waitSignal(starts.requested, timeout=30_000):
        friend = call(name, "friend", "/tmp/a.csv")
    assert friend.wait(30) == 0
    assert requested == [(Path("/tmp/a.csv"), "")]
    qtbot.waitUntil(lambda: not starts._callers, timeout=30_000)
    if ends.exists():
        assert len(list(ends.iterdir())) <= before + 5
    flood.communicate()
    return took


def test_who_says_nothing_holds_a_place_for_a_moment_only(qtbot, name: str, monkeypatch) -> None:
    monkeypatch.setattr(second_start, "_PATIENCE", 0.3)
    starts = SecondStarts(name)
    requested = []
    starts.requested.connect(lambda *start: requested.append(start))
    silent = [socket.socket(socket.AF_UNIX) for _ in range(second_start._MOST_CALLERS)]
    for end in silent:
        end.connect(name)
    qtbot.waitUntil(lambda: len(starts._callers) == len(silent), timeout=30_000)
    slow = silent[0]

    def let_go() -> bool:
        with contextlib.suppress(OSError):
            slow.send(b" ")  # a word now and then is no message
        return not starts._callers

    qtbot.waitUntil(let_go, timeout=30_000)
    with qtbot.waitSignal(starts.requested, timeout=30_000):
        friend = call(name, "friend", "/tmp/a.csv")
    assert friend.wait(30) == 0
    for end in silent:
        end.close()
    starts.close()


@pytest.mark.attack
def test_a_long_flood(qtbot, starts: SecondStarts, name: str) -> None:
    rounds = 20_000
    took = survive(qtbot, starts, name, rounds)
    print(f"\n{rounds:,} hang-ups, {rounds // 20:,} half messages, {rounds // 100} floods in {took:.0f} s")


@pytest.mark.attack
def test_a_long_siege_by_a_squatter(name: str) -> None:
    squatter = Squatter(name)
    refused = [call(name, "stranger").wait(30) for _ in range(50)]
    assert refused == [3] * 50
    assert squatter.heard == b""
    squatter.close()
    print(f"\n{len(refused)} starts asked a squatter, which heard {len(squatter.heard)} bytes")
