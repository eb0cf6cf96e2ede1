"""Writing a table to a file so that a failure never costs what was there before."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..core.problem import ProblemError
from .table import Table


def save_table(table: Table, path: Path) -> Path:
    """Write a table as CSV with every digit; the file appears whole or not at all.

    Raises
    ------
    ProblemError
        If the file cannot be written; an earlier file of that name is still as it was.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            table.frame.to_csv(file, index=False, lineterminator="\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        reason = (error.strerror or "unknown error").rstrip(".")
        raise ProblemError(f"“{path.name}” could not be saved: {reason}.", "not saved") from error
    return path
