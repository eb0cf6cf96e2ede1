"""What is remembered from one start to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_MOST_RECENT = 10


class Settings:
    """Typed access to the platform's settings store."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings()

    def recent_files(self) -> list[Path]:
        """Paths of the files opened last, the newest first."""
        value = self._store.value("recent_files", [])
        entries = value if isinstance(value, list) else [value]
        return [Path(entry) for entry in entries if isinstance(entry, str) and entry]

    def add_recent_file(self, path: Path) -> None:
        """Put a file at the top of the list."""
        others = [entry for entry in self.recent_files() if entry != path]
        self._store.setValue("recent_files", [str(entry) for entry in [path, *others][:_MOST_RECENT]])

    def clear_recent_files(self) -> None:
        """Forget the list."""
        self._store.remove("recent_files")

    def appearance(self) -> str:
        """``system``, ``light`` or ``dark``."""
        value = self._store.value("appearance", "system")
        return value if value in ("light", "dark") else "system"

    def set_appearance(self, appearance: str) -> None:
        """Remember the look."""
        self._store.setValue("appearance", appearance)

    def bytes(self, key: str) -> QByteArray | None:
        """Geometry or state of a window."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else None

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Remember geometry or state of a window."""
        self._store.setValue(key, value)

    def last_folder(self) -> str:
        """Where the file dialog starts."""
        value = self._store.value("last_folder", "")
        return value if isinstance(value, str) and Path(value).is_dir() else ""

    def set_last_folder(self, folder: Path) -> None:
        """Remember where a file was opened."""
        self._store.setValue("last_folder", str(folder))
