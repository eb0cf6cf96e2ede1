"""What reaches the terminal: results and sentences, whatever it is that reads them; never a traceback."""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

FAILED = 2
INTERRUPTED = 130  # as shells say of Ctrl+C
_CANNOT_BE_LOADED = 1
# In errors of libraries that are of no kind of their own.
_NO_ROOM = ("start new thread", "launch worker thread", "Resource temporarily unavailable")
# What a terminal of few letters can show instead.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "–": "-", "−": "-", "→": "->", "×": "x", "²": "2", "…": "..."}
)


def say(text: str, *, as_json: bool = False) -> bool:
    """Write results to standard output at once; False, with a sentence, if they cannot be written.

    What the encoding of the output has no letters for is replaced or escaped; JSON stays JSON.
    """
    output = sys.stdout
    if output is None:
        complain("The results could not be written: there is no standard output.")
        return False
    try:
        output.write(f"{_writable(text, output, as_json)}\n")
        output.flush()
    except BrokenPipeError:  # whoever read the output has seen enough
        _give_up(output)
    except (OSError, ValueError) as error:
        _give_up(output)
        reason = getattr(error, "strerror", None) or str(error)
        complain(f"The results could not be written: {reason[:1].lower()}{reason[1:].rstrip('.')}.")
        return False
    return True


def complain(sentence: str) -> None:
    """Write a sentence to standard error, if there is one: a windowed program on Windows has none."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{_writable(sentence, sys.stderr)}\n")
            sys.stderr.flush()


def guarded(run: Callable[[], int]) -> int:
    """The exit status of a command; what goes wrong around it is a sentence, and Ctrl+C is none."""
    interrupts: list[int] = []
    with _hearing_interrupts(interrupts):
        try:
            return run()
        except BaseException as error:
            # An interrupt in the middle of an import may come out as another error.
            if interrupts or isinstance(error, KeyboardInterrupt):
                return INTERRUPTED
            told = _told(error)
            if told is None:
                raise
            sentence, status = told
            complain(sentence)
            return status


def _told(error: BaseException) -> tuple[str, int] | None:
    """What to say of an error that is no mistake of the program, and the status; None for any other."""
    match error:
        case MemoryError():
            return "There is not enough memory for that: close other programs, or use fewer rows.", FAILED
        case ImportError():
            reason = str(error).partition("\n")[0].rstrip(".")
            return f"A part of the program cannot be loaded: {reason}.", _CANNOT_BE_LOADED
        case OSError(strerror=str(reason), filename=name):
            about = f"“{os.fsdecode(name)}”" if isinstance(name, str | bytes) else "The system"
            return f"{about} cannot be used: {reason[:1].lower()}{reason[1:]}.", FAILED
        case Exception() if any(words in str(error) for words in _NO_ROOM):
            return "The system has no room for another thread: close other programs.", FAILED
    return None


@contextmanager
def _hearing_interrupts(heard: list[int]) -> Iterator[None]:
    """Keep Ctrl+C in mind, and quiet what is being taken down; only where nobody else listens to it."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        signal.default_int_handler(number, frame)

    def unraisable(report: sys.UnraisableHookArgs) -> None:
        if not heard:
            hook(report)

    hook, sys.unraisablehook = sys.unraisablehook, unraisable
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        # Whoever is in a hurry to see the end of it needs no report of that, either.
        signal.signal(signal.SIGINT, signal.SIG_DFL if heard else signal.default_int_handler)
        if not heard:
            sys.unraisablehook = hook


def _writable(text: str, output: TextIO, as_json: bool = False) -> str:
    encoding = getattr(output, "encoding", None) or "utf-8"
    if as_json and codecs.lookup(encoding).name != "utf-8":
        return json.dumps(json.loads(text), indent=2)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if as_json:
            return json.dumps(json.loads(text), indent=2)
        return text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    return text


def _give_up(output: TextIO) -> None:
    """What is still to be written goes nowhere, or the end of the process would complain of it."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output.fileno())
        os.close(nowhere)
