"""Which files of tables a window has read or written, and how they were then: no others are written over."""

from __future__ import annotations

import os
from pathlib import Path

from .conflicts import glance
from .file_version import FileVersion, Stamp


class SeenFiles:
    """For jobs, several at a time. Only stamps: reading a large table is slow enough."""

    def __init__(self) -> None:
        self._stamps: dict[str, Stamp] = {}

    def add(self, path: Path, stamp: Stamp) -> None:
        """This was there when the file was read, or is there now."""
        self._stamps[os.path.realpath(path)] = stamp

    def at(self, path: Path) -> FileVersion | None:
        """What may be written over: what was seen, or else what is there at this moment, if anything."""
        now = glance(path)
        stamp = self._stamps.get(os.path.realpath(path))
        return now if now is None or stamp is None else FileVersion(stamp)
