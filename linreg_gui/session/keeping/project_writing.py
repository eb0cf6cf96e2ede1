"""Writes a project over what was seen in its file, and over nothing else. For jobs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.facts import ProjectFacts
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import write_project

from .conflicts import Conflict, check_seen, glance
from .file_version import FileVersion, digest_of
from .saving import Written, write_whole


def seen_at(
    path: Path, own: Path | None, version: FileVersion | None, chosen: bool, agreed: Conflict | None
) -> FileVersion | None:
    """What was seen in a file that is to be written over, or ``agreed`` to; None for nothing."""
    if agreed is not None:
        return agreed.found
    if own is None or not _is_same(path, own):
        return glance(path)
    return None if chosen and not path.exists() else version


def _is_same(path: Path, own: Path) -> bool:
    try:
        return path == own or path.samefile(own)
    except OSError:
        return False


def write_seen(
    path: Path, project: Project, seen: Callable[[], FileVersion | None]
) -> tuple[Written, FileVersion]:
    """The version is that of what was written, even if somebody has replaced it since."""
    before, digests = seen(), list[str]()

    def check(file: Path) -> None:
        check_seen(file, before, partial(_compared, ProjectFacts.of(project)), path)

    def write(file: BinaryIO) -> None:
        write_project(file, project)
        digests.append(digest_of(file))

    written = write_whole(path, write, check)
    return written, FileVersion(written.stamp, *digests)


def _compared(here: ProjectFacts, path: Path) -> str:
    """What is in the file of another hand, beside what is here."""
    try:
        there = ProjectFacts.read(path)
    except ProblemError as error:
        newer = error.problem.kind is ProblemKind.NEWER_PROJECT
        return "It needs a newer version of the program." if newer else "It is no project that can be read."
    return f"It has {there}, as yours." if there == here else f"It has {there}; yours has {here}."
