"""The worker process: does once what it is asked for, and hands back what comes of it."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from functools import partial
from typing import IO, Any

from .messages import receive, send
from .process_limits import be_the_first_to_go, end_with_parent, limit_memory


def main() -> int:
    """Read what is to be done from the standard input, write what comes of it to the standard output.

    Returns
    -------
    int
        Exit status: 0 if an outcome was handed back, be it an exception.
    """
    requests, answers = _pipes()
    parent, request = receive(requests)
    end_with_parent(parent, requests)
    be_the_first_to_go()
    function, args, tells, most = pickle.loads(request)
    if tells:
        args = (*args, partial(_tell, answers))
    if most is not None:
        limit_memory(most)
    answer = _outcome(function, args)
    try:
        send(answers, answer)
    except MemoryError as error:
        del answer
        send(answers, ("failed", error.with_traceback(None)))
    # Not the usual end, which takes its time to clean up.
    os._exit(0)


def _outcome(function: Any, args: Any) -> tuple[str, Any]:
    try:
        return "done", function(*args)
    except MemoryError as error:
        return "failed", error.with_traceback(None)
    except BaseException as error:  # a library in another language has kinds of its own
        if isinstance(error, Exception):
            error.add_note("".join(traceback.format_exception(error)))
            return "failed", error.with_traceback(None)
        return "failed", RuntimeError(f"{type(error).__name__}: {error}")


def _tell(answers: IO[bytes], value: object) -> bool:
    send(answers, ("told", value))
    return True


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the other process; what a library prints goes nowhere near them."""
    if sys.platform == "win32":
        import _winapi
        import msvcrt

        # A windowed program has no open files of these numbers, but it has the handles.
        coming = msvcrt.open_osfhandle(_winapi.GetStdHandle(_winapi.STD_INPUT_HANDLE), os.O_RDONLY)
        going = msvcrt.open_osfhandle(_winapi.GetStdHandle(_winapi.STD_OUTPUT_HANDLE), os.O_WRONLY)
    else:
        coming, going = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.close(nothing)
    return os.fdopen(coming, "rb", buffering=0), os.fdopen(going, "wb")


if __name__ == "__main__":
    sys.exit(main())
