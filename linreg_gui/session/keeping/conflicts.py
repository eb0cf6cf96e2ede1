"""A file that is another one than was seen: told before it is written over, by whomever it was changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from linreg_gui.core.problem import Problem, ProblemError, ProblemKind

from .file_version import FileVersion, Stamp


@dataclass(frozen=True)
class Conflict(Problem):
    """What there is instead of what was seen.

    Attributes
    ----------
    path : Path
    found : FileVersion or None
        What is there now; None if nothing is.
    details : str
        When that was written, and what is in it, in sentences.
    """

    path: Path = Path()
    found: FileVersion | None = None
    details: str = ""


def check_seen(
    path: Path, seen: FileVersion | None, describe: Callable[[Path], str], asked: Path | None = None
) -> None:
    """Let a file be written over only if it is as it was seen.

    Parameters
    ----------
    path : Path
    seen : FileVersion or None
        None if no file was there.
    describe : callable
        Makes a sentence of what is in the file; an empty text if there is nothing to tell.
    asked : Path, optional
        What a person calls the file, where that is a link to it.

    Raises
    ------
    ProblemError
        With a `Conflict`, if another content is there, or nothing any more.
    OSError
        If it cannot be read.
    """
    name = asked or path
    try:
        if seen is not None and seen.is_at(path):
            return
        found = FileVersion.of(path)
    except FileNotFoundError:
        if seen is None:
            return
        raise _error(
            Conflict(
                f"“{name.name}” is not there any more.",
                ProblemKind.CONFLICT,
                name,
                None,
                "It was deleted, renamed or moved since it was opened or saved here.",
            )
        ) from None
    words = "was changed since it was opened here" if seen is not None else "was put there by somebody else"
    sentences = [f"What is there now was written {_when(found.stamp)}.", describe(path)]
    details = " ".join(sentence for sentence in sentences if sentence)
    raise _error(Conflict(f"“{name.name}” {words}.", ProblemKind.CONFLICT, name, found, details))


def glance(path: Path) -> FileVersion | None:
    """What is there at this moment, without a look into it: what a person has just agreed to replace."""
    try:
        return FileVersion(Stamp.of(path))
    except OSError:  # for whoever writes it to tell
        return None


def _error(conflict: Conflict) -> ProblemError:
    error = ProblemError(conflict.sentence, conflict.kind)
    error.problem = conflict
    return error


def _when(stamp: Stamp) -> str:
    try:
        moment = dt.datetime.fromtimestamp(stamp.modified / 1e9)
    except (OverflowError, OSError, ValueError):
        return "at a time that no clock shows"
    time = f"at {moment:%H:%M}"
    return time if moment.date() == dt.date.today() else f"on {moment:%Y-%m-%d} {time}"
