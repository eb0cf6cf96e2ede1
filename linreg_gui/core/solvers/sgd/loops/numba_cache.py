"""Tells Numba where an installed program keeps its compiled loop, and when that is still the right one.

Numba itself goes by the path of the source, which a frozen program lacks, and by its executable, which every
update replaces; here it goes by what the loop is compiled from. Chosen by `NUMBA_CACHE_LOCATOR_CLASSES`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_MODULES = (
    "linreg_gui.core.solvers.sgd.minibatch_order",
    "linreg_gui.core.solvers.sgd.schedule",
    "linreg_gui.core.solvers.sgd.update_rule",
    "linreg_gui.core.solvers.sgd.loops.numba_loop",
)


class KernelCache:
    """What Numba calls a cache locator, for the folder `NUMBA_CACHE_DIR`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def from_function(cls, _function: Callable[..., Any], _source: str) -> KernelCache | None:
        """The locator of any function of this program; None if the folder cannot be written to."""
        cache = cls(Path(os.environ.get("NUMBA_CACHE_DIR") or "."))
        try:
            cache.ensure_cache_path()
        except OSError:
            return None
        return cache

    def ensure_cache_path(self) -> None:
        """Make the folder; an `OSError` if nothing can be written to it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=self._folder).close()

    def get_cache_path(self) -> str:
        """The folder."""
        return str(self._folder)

    def get_source_stamp(self) -> str:
        """Changes with the code of every module that takes part in the compiled loop."""
        found = hashlib.sha256()
        for name in _MODULES:
            spec = importlib.util.find_spec(name)
            loader: Any = None if spec is None else spec.loader
            found.update(marshal.dumps(loader.get_code(name)))
        return found.hexdigest()

    def get_disambiguator(self) -> str:
        """Tells functions of one name apart; there is only one."""
        return "linreg_gui"
