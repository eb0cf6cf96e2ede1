"""Calls a function in a worker process: with a limit to its memory, and an end that does not wait for it."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.memory import available_memory
from linreg_gui.core.problem import ProblemError

from .messages import receive, send
from .program import own_command, own_environment

T = TypeVar("T")

# What the frozen program is started with; otherwise Python runs the module.
WORD = "--worker-process"
_MODULE = f"{__package__}.child"
_ASKED_EVERY = 0.05
_PATIENCE = 0.5
# Beyond its limit, for what libraries take that no limit knows of.
_TOLERATED = 1 << 28
_ENDED_BY_MEMORY = ("SIGABRT", "SIGKILL", "SIGBUS")


class WorkerStopped(Exception):
    """The caller did not want the outcome any more."""


class WorkerLost(Exception):
    """The process ended without an outcome.

    Attributes
    ----------
    for_memory : bool
        Whether it took more memory than it may; otherwise it broke down.
    """

    def __init__(self, for_memory: bool) -> None:
        super().__init__("more memory than it may have" if for_memory else "broken down")
        self.for_memory = for_memory


def call_in_worker(
    function: Callable[..., T],
    *args: object,
    told: Callable[[Any], object] | None = None,
    stop: Callable[[], bool] = lambda: False,
    most_bytes: int | None = None,
) -> T:
    """Call a function in another process, which is ended at once when nobody wants its value any more.

    Starting it takes about a second.

    Parameters
    ----------
    function : callable
        One that another process can import by its name.
    args
        What it is called with; anything that can be pickled.
    told : callable, optional
        If given, the function gets one more argument: a callable that hands values to ``told``, which is
        called in the caller's thread. It returns True: whoever wants to stop ends the process.
    stop : callable
        Asked several times a second, in the caller's thread, whether the value is not wanted any more.
    most_bytes : int, optional
        How much memory it may take; None for all there is.

    Returns
    -------
    Whatever the function returns; large arrays are copied once.

    Raises
    ------
    WorkerStopped
        If ``stop`` said so.
    WorkerLost
        If the process took more than it may, or broke down.
    ProblemError
        If no process can be started.
    Exception
        Whatever the function raises.
    """
    words = (WORD,) if getattr(sys, "frozen", False) else ()
    try:
        process = subprocess.Popen(
            own_command(*words, module=_MODULE),
            env={**own_environment(), "ARROW_DEFAULT_MEMORY_POOL": "system"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=True,  # a key pressed in a terminal is for this process alone
            bufsize=0,
        )
    except OSError as error:
        raise ProblemError("The program could not start a process to read with.") from error
    call = _Call(process, told, most_bytes)
    with _ended(process, call.start(function, args)):
        while True:
            check_wanted()
            call.look_after()
            if stop():
                raise WorkerStopped
            if call.has_outcome(_ASKED_EVERY):
                return call.outcome()  # type: ignore[no-any-return]


@contextmanager
def _ended(process: subprocess.Popen[bytes], thread: threading.Thread) -> Iterator[None]:
    """End the process; one that the system does not end, as it waits for a disk, is left alone."""
    try:
        yield
    finally:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        thread.join(_PATIENCE)


class _Call:
    """One call. A thread fetches the answers, as not every system can wait for a pipe and a time at once."""

    def __init__(
        self, process: subprocess.Popen[bytes], told: Callable[[Any], object] | None, most_bytes: int | None
    ) -> None:
        self._process = process
        self._told = told
        self._most = most_bytes
        self._answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._outcome: tuple[str, Any] | None = None
        self._looked_at = 0.0

    def start(self, function: Callable[..., Any], args: tuple[object, ...]) -> threading.Thread:
        """Hand over what is to be done; gives the thread that does it and awaits the answers."""
        request = (function, args, self._told is not None, self._most)
        thread = threading.Thread(target=self._talk, args=(request,), daemon=True)
        thread.start()
        return thread

    def _talk(self, request: tuple[Any, ...]) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._process.stdin as requests, self._process.stdout as answers:
            try:
                # In one piece: from then on the other process only waits for the end of the pipe.
                send(requests, (os.getpid(), pickle.dumps(request, protocol=5)))
                kind = ""
                while kind not in ("done", "failed"):
                    kind, value = receive(answers, _check_bytes)
                    self._answers.put((kind, value))
            except MemoryError as error:
                self._answers.put(("failed", error))
            except (EOFError, OSError):
                self._answers.put(("lost", None))
            except Exception as error:
                self._answers.put(("failed", error))

    def has_outcome(self, seconds: float) -> bool:
        """Wait for the next answer, but not for long; what is told on the way is passed on."""
        try:
            kind, value = self._answers.get(timeout=seconds)
        except queue.Empty:
            return False
        if kind != "told":
            self._outcome = (kind, value)
            return True
        if self._told is not None:
            self._told(value)
        return False

    def outcome(self) -> Any:
        """What the function returned; raises what it raised, or that it has none."""
        assert self._outcome is not None
        kind, value = self._outcome
        if kind == "lost":
            raise WorkerLost(self._ended_for_memory())
        if kind == "done":
            return value
        if isinstance(value, MemoryError):
            raise WorkerLost(for_memory=True) from value
        raise value

    def look_after(self) -> None:
        """Whether it has taken more than it may, where the system does not see to that."""
        now = time.monotonic()
        if self._most is None or now - self._looked_at < _ASKED_EVERY:
            return
        self._looked_at = now
        import psutil

        with contextlib.suppress(psutil.Error):
            taken = psutil.Process(self._process.pid).memory_info().rss
            if taken > self._most + _TOLERATED or (taken > _TOLERATED and not available_memory()):
                raise WorkerLost(for_memory=True)

    def _ended_for_memory(self) -> bool:
        """Whether a process that is gone was ended as one is that takes too much."""
        try:
            status = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return False
        known = {-number.value: number.name for number in signal.Signals}
        return self._most is not None and known.get(status) in _ENDED_BY_MEMORY


def _check_bytes(size: int) -> None:
    if size > available_memory():
        raise MemoryError
