"""Keeps what Numba has compiled for an installed program with the user: its own folder may be read-only."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

_LOCATOR = "linreg_gui.core.solvers.sgd.loops.numba_cache.KernelCache"


def keep_compiled_code() -> None:
    """Name the folder, unless the environment has done so; must come before Numba is imported."""
    caches = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(caches) / "linreg_gui" / "compiled"))
    os.environ.setdefault("NUMBA_CACHE_LOCATOR_CLASSES", _LOCATOR)
