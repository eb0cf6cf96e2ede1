"""Which project file work belongs to, and what was seen in it last."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .file_version import FileVersion


@dataclass(frozen=True)
class Place:
    """To be kept beside unsaved work, so that it is saved where it belongs.

    Attributes
    ----------
    path : Path
        Absolute.
    version : FileVersion or None
        What was in the file when it was opened or saved last; None if that is not known.
    """

    path: Path
    version: FileVersion | None

    def notes(self) -> dict[str, str]:
        """As texts."""
        version = "" if self.version is None else self.version.stored()
        return {"project": os.path.abspath(self.path), "version": version}  # noqa: PTH100

    @classmethod
    def of(cls, notes: Mapping[str, str]) -> Place | None:
        """From the texts; None if there is no such file."""
        path = Path(notes.get("project", ""))
        return cls(path, FileVersion.restored(notes.get("version", ""))) if path.is_absolute() else None
