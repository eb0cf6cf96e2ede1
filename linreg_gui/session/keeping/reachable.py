"""Whether a folder is there: asked so that a network disk which does not answer never stops the window."""

from __future__ import annotations

import threading
from pathlib import Path

# A disk that is there answers in some microseconds, or in the time it takes to wake up.
_PATIENCE_SECONDS = 0.2


class Reachable:
    """Remembers the folders that did not answer, so that each is waited for once."""

    def __init__(self) -> None:
        self._silent: set[str] = set()

    def is_folder(self, path: str) -> bool:
        """Whether there is such a folder, and it says so soon."""
        if path in self._silent:
            return False
        answer: list[bool] = []
        thread = threading.Thread(target=lambda: answer.append(_is_folder(path)), daemon=True)
        thread.start()
        thread.join(_PATIENCE_SECONDS)
        if not answer:
            self._silent.add(path)
        return answer == [True]


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # it may not be looked at
        return False
