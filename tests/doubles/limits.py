"""Runs Python code in a process that may take only so much memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from processes import environment

# The code runs in a fork of the process that is started: what that one counts as its most memory begins with
# what the process had that started it, which was pytest with all it holds.
_LIMITED = """
import os as _os, resource as _resource, signal as _signal, sys as _sys
_inner = _os.fork()
if _inner:
    _, _status, _usage = _os.wait4(_inner, 0)
    _code = _os.waitstatus_to_exitcode(_status)
    _os.write({told}, f"{{_code}} {{_usage.ru_maxrss}}".encode())
    _os._exit(0)
_os.close({told})
_resource.setrlimit(_resource.RLIMIT_DATA, ({bytes}, {bytes}))
_signal.setitimer(_signal.ITIMER_REAL, {seconds})
"""
_MIB = 1 << 20


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes
    ----------
    status : int
        Negative for a signal; that of an alarm after too long a time.
    output : str
        What it has written, errors too.
    peak : float
        The most memory that it, or a process it has waited for, held by itself, in MiB.
    """

    status: int
    output: str
    peak: float


def run_limited(code: str, home: Path, *words: str, mebibytes: int = 2048, seconds: float = 60.0) -> Ended:
    """Run code, with words as its arguments; a process that takes longer is ended, and a failure.

    A limit stops what would swell; it is no measure. Linux only, as the limit is.
    """
    read, told = os.pipe()
    limited = _LIMITED.format(told=told, bytes=mebibytes * _MIB, seconds=seconds) + code
    process = subprocess.Popen(
        [sys.executable, "-c", limited, *words],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=(told,),
    )
    os.close(told)
    with os.fdopen(read, encoding="ascii") as pipe:
        output, _ = process.communicate()
        status, kibibytes = map(int, pipe.read().split())
    return Ended(status, output, kibibytes / 1024)
