"""Signals of the system: Ctrl+C asks as a person would; being ended keeps all work and asks nobody."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

# A polite kill, the end of the terminal or of the session, and Ctrl+Break; not every system has each.
_ENDING = {getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)}
# Once everything is kept, closing may take so long; then the process ends where it is.
_CLOSING_SECONDS = 5.0


class SystemSignals(QObject):
    """Python runs signal handlers only between its own instructions; a socket wakes Qt for them.

    Parameters
    ----------
    ask : callable
        Closes the windows, with a question where something would be lost.
    keep : callable
        Keeps all that is unsaved; it is done once this has returned.
    end : callable
        Closes everything without a question, and ends the event loop.
    parent : QObject
    """

    def __init__(
        self,
        ask: Callable[[], object],
        keep: Callable[[], object],
        end: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ask, self._keep, self._end = ask, keep, end
        self._ends = False
        self._reader, self._writer = socket.socketpair()
        for socket_end in (self._reader, self._writer):
            socket_end.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        # What whoever started the program wants to be ignored, as nohup does, stays so.
        wanted = [n for n in (signal.SIGINT, *_ENDING) if signal.getsignal(n) is not signal.SIG_IGN]
        self._before = {number: signal.signal(number, lambda *_: None) for number in wanted}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)

    def release(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in self._before:
            signal.signal(number, signal.SIG_DFL)
        self._reader.close()
        self._writer.close()

    def _hear(self) -> None:
        numbers = _ENDING.intersection(self._reader.recv(64))
        if not numbers:
            self._ask()
        elif not self._ends:
            self._ends, number = True, min(numbers)
            self._keep()
            signal.signal(number, signal.SIG_DFL)
            late = threading.Timer(_CLOSING_SECONDS, lambda: os.kill(os.getpid(), number))
            late.daemon = True
            late.start()
            self._end()
