"""What a process may take, and that it ends with the one that started it: asked for by the process itself."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
from pathlib import Path
from typing import IO

# Stacks of the threads of libraries, which are counted though most of them are never touched.
_PER_THREAD = 16 << 20
_ALWAYS = 64 << 20
_PR_SET_PDEATHSIG = 1


def limit_memory(most: int) -> None:
    """Let this process take so many more bytes; on Linux only, elsewhere whoever started it watches."""
    if sys.platform != "linux":
        return
    import resource

    import psutil

    taken = int(psutil.Process().memory_info().data)
    limit = taken + most + _ALWAYS + _PER_THREAD * (os.cpu_count() or 1)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def be_the_first_to_go() -> None:
    """Where memory runs out all the same, this process is ended, and not the window."""
    with contextlib.suppress(OSError):
        if sys.platform == "linux":
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def end_with_parent(parent: int, requests: IO[bytes]) -> None:
    """End this process as soon as the one that started it is gone.

    Parameters
    ----------
    parent : int
        Its number.
    requests : binary file
        The end of a pipe that the other one holds open and writes no more to.
    """
    if sys.platform == "linux":  # even while a library lets no other thread do anything
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    wait = _wait_for_process if sys.platform == "win32" else _wait_for_end
    threading.Thread(target=wait, args=(parent, requests), daemon=True).start()


def _wait_for_end(_: int, requests: IO[bytes]) -> None:
    with contextlib.suppress(OSError, ValueError):
        while requests.read(1):
            pass
    os._exit(1)


def _wait_for_process(parent: int, _: IO[bytes]) -> None:
    """On Windows a thread that waits for a pipe would hold up every import."""
    import psutil

    with contextlib.suppress(psutil.Error):
        psutil.Process(parent).wait()
    os._exit(1)
