"""Where the program keeps what is its own, in the platform's standard folders."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def data_folder() -> Path:
    """For this user on this computer; it need not exist yet."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))


def recovery_folder() -> Path:
    """For work that was not saved."""
    return data_folder() / "recovery"


def log_folder() -> Path:
    """For what went wrong."""
    return data_folder() / "logs"
