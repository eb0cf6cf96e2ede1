"""A second start of the program asks the first one to open the window, if that one answers soon."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from linreg_gui import __version__
from linreg_gui.app.folders import data_folder
from linreg_gui.core.json_values import from_json_values, to_json_values

from .same_user import is_same_user, private_folder

_LONGEST_NAME = 100  # of a socket; systems allow 104 or 108 bytes
_LONGEST_PATH = 32_767 if sys.platform == "win32" else 4_096  # what the system itself takes
_LONGEST_FORMULA = 4_096
# With what both need to be written as JSON.
_LONGEST_MESSAGE = 2 * (_LONGEST_PATH + _LONGEST_FORMULA) + 64
_MOST_CALLERS = 16
_PATIENCE = 5.0  # seconds for a caller to say what it wants
_CONNECT_MS = 500
_ANSWER_MS = 2_000
_OPENING_MS = 15_000
_GREETING = b"linreg-gui\n"
_DONE, _REFUSED = b"opened\n", b"refused\n"


@dataclass(frozen=True)
class _Start:
    """What a later start asks for: a window with this file, or with none, and this model."""

    path: Path | None
    formula: str = ""


def socket_name() -> str | None:
    """Where the starts of one user, of one version, on one screen meet.

    On POSIX that is in a folder that nobody else can enter; None where there is none.
    """
    screen = [os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")]
    user = os.environ.get("USERNAME") if sys.platform == "win32" else os.getuid()
    key = json.dumps([user, platform.node(), __version__, str(data_folder()), screen])
    name = f"linreg-gui-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name
    folder = private_folder(longest=_LONGEST_NAME - len(name) - 1)
    return None if folder is None else str(folder / name)


def hand_over(path: Path | None, name: str, answer_ms: int = _ANSWER_MS, *, formula: str = "") -> bool:
    """Let a program that is running open a window, with a file or without; False if none has done so.

    The formula is that of the model of the file.

    It is asked only if it is one of this user's, and once it has greeted: what hangs now would open the file
    a second time later. What comes after the file was sent is the answer once a window has it.
    """
    message = _message(path, formula)
    server = QLocalSocket()
    server.connectToServer(name)
    if message is None or not server.waitForConnected(_CONNECT_MS) or not _is_ours(server):
        return False
    done = False
    if _line(server, answer_ms, _GREETING) == _GREETING:
        _let_it_come_to_the_front()
        server.write(message)
        done = _line(server, _OPENING_MS, _DONE) == _DONE
    server.abort()
    return done


def _message(path: Path | None, formula: str) -> bytes | None:
    """What to say; None for a path that cannot be said."""
    try:
        start = _Start(None if path is None else path.absolute(), formula)
    except OSError:  # the folder this process is in has been deleted
        return None
    text = json.dumps(to_json_values(start), ensure_ascii=False)
    message = text.encode("utf-8", "surrogatepass") + b"\n"
    return message if _can_be(start) and len(message) <= _LONGEST_MESSAGE else None


def _can_be(start: _Start) -> bool:
    """Whether what is asked for can be the path of a file, with a formula that is no book."""
    if len(start.formula) > _LONGEST_FORMULA:
        return False
    if start.path is None:
        return not start.formula
    try:
        written = os.fsencode(start.path)
    except UnicodeEncodeError:  # halves of characters that no name of a file has
        return False
    return start.path.is_absolute() and b"\0" not in written and len(written) <= _LONGEST_PATH


def _line(server: QLocalSocket, wait_ms: int, expected: bytes) -> bytes:
    """What the other one says, up to the end of the line; less if it says no more in time, or too much."""
    said = b""
    wait = QDeadlineTimer(wait_ms)
    while not said.endswith(b"\n") and len(said) < len(expected):
        if not server.bytesAvailable() and not server.waitForReadyRead(wait.remainingTime()):
            break
        said += bytes(server.read(len(expected) - len(said)).data())
    return said


class SecondStarts(QObject):
    """Hears of later starts of the same user, as long as it is open.

    They are told that their window is open once everybody who heard of it has come back without refusing.
    """

    requested = Signal(object, str)  # Path | None, the formula of its model

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._callers: dict[QLocalSocket, float] = {}  # and until when they are listened to
        self._refused = False
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._clock = QTimer(self)
        self._clock.setInterval(round(_PATIENCE * 500))
        self._clock.timeout.connect(self._hang_up)
        # Listening takes the place of whoever listens there: right where a process could not end as it
        # should and left its socket behind, wrong where it only hangs.
        if not _answers(name):
            self._server.listen(name)

    @property
    def listening(self) -> bool:
        """Whether later starts are heard of; not if another process hears of them."""
        return self._server.isListening()

    def refuse(self) -> None:
        """Say that there is no window after all; for whoever has just heard of the request."""
        self._refused = True

    def close(self) -> None:
        """Later starts are on their own."""
        self._server.close()
        for caller in list(self._callers):
            caller.abort()
        self._tidy()

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            caller = self._server.nextPendingConnection()
            if len(self._callers) >= _MOST_CALLERS or not _is_ours(caller):
                caller.abort()
                caller.deleteLater()
                continue
            self._callers[caller] = time.monotonic() + _PATIENCE
            caller.setReadBufferSize(_LONGEST_MESSAGE + 1)
            caller.readyRead.connect(self._read_all)
            caller.disconnected.connect(self._tidy)
            caller.write(_GREETING)
            caller.flush()
            self._clock.start()
        self._read_all()
        self._tidy()

    def _tidy(self) -> None:
        """Let go of those that have hung up."""
        for caller in [caller for caller in self._callers if not _is_there(caller)]:
            del self._callers[caller]
            caller.deleteLater()
        if not self._callers:
            self._clock.stop()

    def _hang_up(self) -> None:
        """On those that have had their time."""
        for caller, until in list(self._callers.items()):
            if time.monotonic() > until:
                caller.abort()

    def _read_all(self) -> None:
        for caller in list(self._callers):
            if not _is_there(caller):
                continue
            if caller.canReadLine():
                self._answer(caller)
            elif caller.bytesAvailable() > _LONGEST_MESSAGE:
                caller.abort()

    def _answer(self, caller: QLocalSocket) -> None:
        try:
            said = bytes(caller.readLine(_LONGEST_MESSAGE + 1).data()).decode("utf-8", "surrogatepass")
            start = from_json_values(_Start, json.loads(said), "start")
        except (ValueError, RecursionError):
            caller.abort()
            return
        if not said.endswith("\n") or not _can_be(start):
            caller.abort()
            return
        self._refused = False
        self.requested.emit(start.path, start.formula)
        if _is_there(caller):
            caller.write(_REFUSED if self._refused else _DONE)
            caller.flush()
            caller.disconnectFromServer()


def _is_ours(other: QLocalSocket) -> bool:
    return is_same_user(int(other.socketDescriptor()))


def _is_there(other: QLocalSocket) -> bool:
    return bool(other.state() == QLocalSocket.LocalSocketState.ConnectedState)


def _answers(name: str) -> bool:
    """Whether a process of this user listens there, even if it hangs."""
    other = QLocalSocket()
    other.connectToServer(name)
    answers = other.waitForConnected(_CONNECT_MS) and _is_ours(other)
    other.abort()
    return answers


if sys.platform == "win32":
    import ctypes

    def _let_it_come_to_the_front() -> None:
        """Only the program that was started last may put a window in front of the others."""
        ctypes.windll.user32.AllowSetForegroundWindow(-1)

else:

    def _let_it_come_to_the_front() -> None:
        """Nothing is in the way."""
