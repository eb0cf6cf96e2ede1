"""Reading in a process of its own what a library cannot be trusted to read within the memory there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from linreg_gui.core.memory import available_memory
from linreg_gui.core.problem import ProblemKind
from linreg_gui.core.wording import size_text
from linreg_gui.core.worker.calling import WorkerLost, WorkerStopped, call_in_worker

from .report import ReadCancelled
from .text_file import file_problem

T = TypeVar("T")


class NeedsLimit(Exception):
    """How much memory reading takes cannot be told beforehand, so it must be done where a limit holds."""


def read_apart(
    path: Path,
    function: Callable[..., T],
    *args: object,
    progress: Callable[[float], bool] | None = None,
) -> T:
    """What a function reads from a file, called where it may take the memory that is free, and no more.

    Parameters
    ----------
    path : Path
        The file, for the sentences.
    function, args
        See `call_in_worker`.
    progress : callable, optional
        Asked several times a second, with 0; False cancels at once.

    Raises
    ------
    ProblemError
        If that is not enough, or the file ends the process; besides what the function raises.
    ReadCancelled
    """
    free = available_memory()
    try:
        return call_in_worker(
            function, *args, stop=lambda: progress is not None and progress(0.0) is False, most_bytes=free
        )
    except WorkerStopped as error:
        raise ReadCancelled from error
    except WorkerLost as error:
        if error.for_memory:
            what = (
                f"is too large for the memory: reading it takes more than the {size_text(free)} that are free"
            )
            raise file_problem(path, what, ProblemKind.MEMORY) from error
        what = "is damaged, so badly that nothing can be read of it"
        raise file_problem(path, what, ProblemKind.DAMAGED) from error
