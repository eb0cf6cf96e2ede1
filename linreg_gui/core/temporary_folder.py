"""Folders for what is of no use once it was read; those of processes that were killed are swept later on."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path
from types import TracebackType

from .file_lock import lock_file

_NAME = re.compile(r"linreg_gui-[0-9]+-[a-z0-9_]{8}")
_LOCK = "lock"
_FILES = "files"


class TemporaryFolder:
    """Gone when it is closed, and at the latest when the process ends; locked until then.

    Raises
    ------
    OSError
        If there can be none.
    """

    def __init__(self) -> None:
        # The lock and what is in the folder may be open for a moment longer on Windows.
        self._folder = tempfile.TemporaryDirectory(
            prefix=f"linreg_gui-{os.getpid()}-", ignore_cleanup_errors=True
        )
        root = Path(self._folder.name)
        self._lock = lock_file(root / _LOCK, create=True)
        self.path = root / _FILES
        self.path.mkdir()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Delete it; safe to call twice."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        self._folder.cleanup()


def sweep_temporary_folders() -> int:
    """Delete the folders of processes that have ended without doing so; how many.

    Those of others, those in use and whatever else is called alike stay.
    """
    swept = 0
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).iterdir():
            if _NAME.fullmatch(path.name) and _is_own_folder(path):
                lock = lock_file(path / _LOCK)
                if lock is not None:
                    os.close(lock)
                    shutil.rmtree(path, ignore_errors=True)
                    swept += 1
    return swept


def _is_own_folder(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    owner = getattr(os, "getuid", lambda: found.st_uid)()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == owner
