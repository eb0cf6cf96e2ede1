"""Whether there is a GPU to compute on: asked in a process of its own, which may hang or crash.

`detect` never raises and never waits longer than it is told to.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from linreg_gui.core.backend.backend import CupyBackend, Device
from linreg_gui.core.backend.gpu_errors import gpu_problem
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.temporary_folder import TemporaryFolder
from linreg_gui.core.worker.program import own_command, own_environment

# The first import of CuPy and the first kernel take some seconds on a slow disk.
PATIENCE_SECONDS = 60.0
_PATIENT_SECONDS = 0.1
COMMAND = ("devices", "--json")
# Tells the process that looks for a GPU from where it may import CuPy.
_FOLDER = "LINREG_GUI_CUPY_FOLDER"


@dataclass(frozen=True)
class Detection:
    """A GPU to compute on, or the reason why there is none; one of the two is None."""

    device: Device | None
    problem: Problem | None


def detect(
    seconds: float = PATIENCE_SECONDS,
    command: tuple[str, ...] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Detection:
    """Look for a GPU; takes a few microseconds where CuPy is not installed.

    Parameters
    ----------
    seconds : float
        How long to wait for an answer.
    command : tuple of str, optional
        What is run to find out; by default this program's own command “devices”.
    stop : callable
        Asked several times a second whether the answer is still wanted.
    """
    if command is None and not cupy_is_installed():
        return Detection(None, gpu_problem(ProblemKind.NO_CUPY))
    with TemporaryFolder() as folder:
        answer = folder / "devices.json"
        output = _output(command or own_command(*COMMAND, "--report", str(answer)), seconds, stop)
        if output is None:
            return Detection(None, gpu_problem(ProblemKind.TIMEOUT))
        return _parsed(answer.read_bytes() if answer.exists() else output)


def _output(command: tuple[str, ...], seconds: float, stop: Callable[[], bool]) -> bytes | None:
    """What a process prints, nothing if it cannot be started; None if it takes too long."""
    try:
        process = subprocess.Popen(
            command,
            env=own_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return b""
    return _answer(process, time.monotonic() + seconds, stop)


def _answer(process: subprocess.Popen[bytes], until: float, stop: Callable[[], bool]) -> bytes | None:
    """What the process says; None, and it is no more, if it takes too long."""
    with process:
        while not stop():
            wait = min(_PATIENT_SECONDS, until - time.monotonic())
            if wait <= 0.0:
                break
            try:
                return process.communicate(timeout=wait)[0]
            except subprocess.TimeoutExpired:
                continue
        process.kill()
        return None


def use_cupy_from(folder: str) -> None:
    """Let CuPy be imported from a folder, here and in the process that looks for it; "" for no other one.

    The folder is the last place where anything is looked for, so that it replaces nothing.
    """
    former = os.environ.pop(_FOLDER, "")
    if former in sys.path:
        sys.path.remove(former)
    if folder:
        os.environ[_FOLDER] = folder
        sys.path.append(folder)
    importlib.invalidate_caches()


def cupy_is_installed() -> bool:
    """Whether there is a CuPy to import; does not import it."""
    try:
        return importlib.util.find_spec("cupy") is not None
    except (ImportError, ValueError):
        return False


def look() -> Detection:
    """Look for a GPU in this very process; may hang or crash with the driver."""
    use_cupy_from(os.environ.get(_FOLDER, ""))
    try:
        return Detection(CupyBackend().device(), None)
    except ProblemError as error:
        return Detection(None, error.problem)


def report(detection: Detection) -> str:
    """A detection as one line of JSON."""
    if detection.device is not None:
        return json.dumps({"device": asdict(detection.device)})
    assert detection.problem is not None
    return json.dumps({"problem": asdict(detection.problem)})


def _parsed(output: bytes) -> Detection:
    """The last line of what the process wrote; anything else means that it broke down."""
    try:
        found: Any = json.loads(output.decode("utf-8", "replace").strip().splitlines()[-1])
        if "device" in found:
            return Detection(Device(**found["device"]), None)
        return Detection(None, Problem(found["problem"]["sentence"], ProblemKind(found["problem"]["kind"])))
    except (IndexError, KeyError, TypeError, ValueError):
        return Detection(None, gpu_problem(ProblemKind.CRASH))
