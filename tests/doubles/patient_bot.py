"""The bot of pytest-qt with more patience: how long a wait takes tells of the other work of the machine."""

from __future__ import annotations

from functools import partialmethod

from pytestqt.qtbot import QtBot

_PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """Waits a minute where a test does not say how long."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=_PATIENCE_MS)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=_PATIENCE_MS)
    waitSignals = partialmethod(QtBot.waitSignals, timeout=_PATIENCE_MS)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=_PATIENCE_MS)
    waitActive = partialmethod(QtBot.waitActive, timeout=_PATIENCE_MS)
