"""What is where: asked so that a network disk which does not answer never stops the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

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
        answer = _soon(lambda: _is_folder(path))
        if answer is None:
            self._silent.add(path)
        return answer is True


def from_the_root(path: Path) -> Path:
    """The path as it is to be understood from any folder, later and by other processes, too."""
    try:
        return path.absolute()
    except OSError:  # the folder of this process is gone, and all that is named from there
        return path


def same_file(path: Path, others: Sequence[Path]) -> Path | None:
    """Which of these leads to the same file, by a link or under another name; None if none says so soon."""
    return path if path in others else _soon(lambda: _first_same(path, others))


def _soon(ask: Callable[[], T]) -> T | None:
    """The answer; None if it takes too long."""
    answer: list[T] = []
    thread = threading.Thread(target=lambda: answer.append(ask()), daemon=True)
    thread.start()
    thread.join(_PATIENCE_SECONDS)
    return answer[0] if answer else None


def _first_same(path: Path, others: Sequence[Path]) -> Path | None:
    for other in others:
        try:
            if path.samefile(other):
                return other
        except OSError:  # one of them is not there
            continue
    return None


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # it may not be looked at, or can be no path
        return False
