"""Runs Python code in a process that may take only so much memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from processes import environment

_LIMITED = """
import resource as _resource
_resource.setrlimit(_resource.RLIMIT_DATA, ({bytes}, {bytes}))
"""
_MIB = 1 << 20


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes
    ----------
    status : int
        Negative for a signal.
    output : str
        What it has written, errors too.
    peak : float
        The most memory it held, in MiB.
    """

    status: int
    output: str
    peak: float


def run_limited(code: str, home: Path, *words: str, mebibytes: int = 2048, seconds: float = 60.0) -> Ended:
    """Run code, with words as its arguments; a process that takes longer is killed and a failure.

    A limit stops what would swell; it is no measure. Linux only, as the limit is.
    """
    limited = _LIMITED.format(bytes=mebibytes * _MIB) + code
    process = subprocess.Popen(
        [sys.executable, "-c", limited, *words],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    killer = Timer(seconds, process.kill)
    killer.start()
    try:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        killer.cancel()
        killer.join()
        process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Ended(process.returncode, output, usage.ru_maxrss / 1024)
