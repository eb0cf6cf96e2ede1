"""Compiled code on the disk that is loaded only if it is, to the last bit, what was written.

The processor would run anything else just as well, into a crash or to other numbers. What is damaged is
deleted and compiled anew; where nothing can be kept, it is compiled without a cache. Imports Numba.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache, NullCache

_SURELY_DEAD_SECONDS = 3600.0
# The loop takes 180 kB; a file beyond this is none of ours, and not read into the memory.
_LARGEST = 64 << 20


def cache_of(function: Callable[..., Any]) -> Any:
    """Where the compiled code of a function is kept; a cache of nothing if no folder is writable."""
    # Numba raises its own errors and those of the system and of the locator: without a cache it works, too.
    try:
        return SealedCache(function)
    except Exception:
        return NullCache()


class SealedCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of one function: an index and a file for each signature, and beside them a `Seal`."""

    def __init__(self, py_func: Callable[..., Any]) -> None:
        super().__init__(py_func)
        self._seal = Seal(Path(self.cache_path), self._impl.filename_base)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled code; None if it is not there or not what was written."""
        with self._discarding():
            if self._seal.holds():
                return super().load_overload(sig, target_context)
            self._seal.discard()
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep compiled code, or nothing where that is impossible."""
        with self._discarding():
            super().save_overload(sig, data)
            self._seal.write()

    @contextlib.contextmanager
    def _discarding(self) -> Any:
        """Whatever a file can do to Numba, a full disk included, must not end in more than compiling anew."""
        try:
            yield
        except Exception:
            self._seal.discard()


class Seal:
    """The SHA-256 of all files of a function in a file of its own.

    Parameters
    ----------
    folder : Path
    base : str
        What their names begin with.
    """

    def __init__(self, folder: Path, base: str) -> None:
        self._folder = folder
        self._base = base
        self._path = folder / f"{base}.sha256"

    def holds(self) -> bool:
        """Whether the files are those that were sealed; False if there are none."""
        try:
            return _read(self._path) == self._text()
        except OSError:
            return False

    def write(self) -> None:
        """Seal the files as they are; an `OSError` if that is impossible."""
        beside = self._path.with_name(f"{self._path.name}.tmp.{os.getpid()}")
        beside.write_bytes(self._text())
        beside.replace(self._path)
        for path in self._files("*.tmp.*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _SURELY_DEAD_SECONDS:
                    path.unlink()

    def discard(self) -> None:
        """Delete the files, but for what another process is just writing."""
        for path in (self._path, *self._files("nbi"), *self._files("*.nbc")):
            with contextlib.suppress(OSError):
                if stat.S_ISDIR(path.lstat().st_mode):
                    path.rmdir()
                else:
                    path.unlink()

    def _text(self) -> bytes:
        files = sorted([*self._files("nbi"), *self._files("*.nbc")])
        lines = [f"{hashlib.sha256(_read(path)).hexdigest()}  {path.name}\n" for path in files]
        return "".join(lines).encode()

    def _files(self, ending: str) -> list[Path]:
        return list(self._folder.glob(f"{glob.escape(self._base)}.{ending}"))


def _read(path: Path) -> bytes:
    """An `OSError` for what is no file of ours; reading of a pipe would wait for ever."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        raise OSError(0, "not compiled code", str(path))
    return path.read_bytes()
