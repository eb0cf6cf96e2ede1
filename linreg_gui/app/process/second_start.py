"""A second start of the program asks the first one to open the window, if that one answers soon."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from linreg_gui import __version__
from linreg_gui.app.folders import data_folder
from linreg_gui.core.json_values import from_json_values, to_json_values

_LONGEST_PATH = 100  # of a socket; systems allow 104 or 108 bytes
_LONGEST_MESSAGE = 100_000
_CONNECT_MS = 500
_ANSWER_MS = 2000
_GREETING = b"linreg-gui\n"
_DONE = b"opened\n"


@dataclass(frozen=True)
class _Start:
    """What a later start asks for: a window with this file, or with none."""

    path: Path | None


def socket_name() -> str:
    """Where the starts of one user, of one version, on one screen meet."""
    screen = [os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")]
    user = os.environ.get("USERNAME") if sys.platform == "win32" else os.getuid()
    key = json.dumps([user, platform.node(), __version__, str(data_folder()), screen])
    name = f"linreg-gui-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name
    # Folders of this user alone, where there is room for the name.
    for folder in (os.environ.get("XDG_RUNTIME_DIR"), str(data_folder())):
        path = Path(folder) / name if folder else None
        if path is not None and len(os.fsencode(path)) <= _LONGEST_PATH:
            with contextlib.suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                return str(path)
    return str(Path(tempfile.gettempdir()) / name)


def hand_over(path: Path | None, name: str, answer_ms: int = _ANSWER_MS) -> bool:
    """Let a program that is running open a window, with a file or without; False if none has done so.

    It is asked only once it has greeted: what hangs now would open the file a second time later.
    """
    server = QLocalSocket()
    server.connectToServer(name)
    if not server.waitForConnected(_CONNECT_MS):
        return False
    done = False
    if _line(server, answer_ms) == _GREETING:
        _let_it_come_to_the_front()
        start = _Start(None if path is None else path.absolute())
        server.write(json.dumps(to_json_values(start)).encode() + b"\n")
        done = _line(server, answer_ms) == _DONE
    server.abort()
    return done


def _line(server: QLocalSocket, wait_ms: int) -> bytes:
    """What the other one says, up to the end of the line; less if it says no more in time."""
    said = b""
    while not said.endswith(b"\n") and (server.bytesAvailable() or server.waitForReadyRead(wait_ms)):
        said += bytes(server.readAll().data())
    return said


class SecondStarts(QObject):
    """Hears of later starts, as long as it is open."""

    requested = Signal(object)  # Path | None

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._others: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        # Listening takes the place of whoever listens there: right where a process could not end as it
        # should and left its socket behind, wrong where it only hangs.
        if not _answers(name):
            self._server.listen(name)

    @property
    def listening(self) -> bool:
        """Whether later starts are heard of; not if another process hears of them."""
        return self._server.isListening()

    def close(self) -> None:
        """Later starts are on their own."""
        self._server.close()
        for other in list(self._others):
            other.abort()

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            other = self._server.nextPendingConnection()
            self._others.append(other)
            other.readyRead.connect(self._read_all)
            other.disconnected.connect(self._tidy)
            other.write(_GREETING)
            other.flush()
        self._read_all()
        self._tidy()

    def _tidy(self) -> None:
        """Let go of those that have hung up."""
        gone = [other for other in self._others if not _is_there(other)]
        self._others = [other for other in self._others if _is_there(other)]
        for other in gone:
            other.deleteLater()

    def _read_all(self) -> None:
        for other in list(self._others):
            if other.bytesAvailable() > _LONGEST_MESSAGE:
                other.abort()
            elif other.canReadLine() and _is_there(other):
                self._answer(other)

    def _answer(self, other: QLocalSocket) -> None:
        try:
            start = from_json_values(_Start, json.loads(bytes(other.readLine().data())), "start")
        except (ValueError, RecursionError):
            other.abort()
            return
        other.write(_DONE)
        other.flush()
        self.requested.emit(start.path)


def _is_there(other: QLocalSocket) -> bool:
    return bool(other.state() == QLocalSocket.LocalSocketState.ConnectedState)


def _answers(name: str) -> bool:
    """Whether a process listens there, even if it hangs."""
    other = QLocalSocket()
    other.connectToServer(name)
    connected = other.waitForConnected(_CONNECT_MS)
    other.abort()
    return connected


if sys.platform == "win32":
    import ctypes

    def _let_it_come_to_the_front() -> None:
        """Only the program that was started last may put a window in front of the others."""
        ctypes.windll.user32.AllowSetForegroundWindow(-1)

else:

    def _let_it_come_to_the_front() -> None:
        """Nothing is in the way."""
