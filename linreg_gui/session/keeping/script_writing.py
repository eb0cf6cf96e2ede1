"""Writes a script with the table that may have to lie beside it, over nothing that nobody has agreed to."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.scripts.asked import Asked
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.scripts.writing import script_of
from linreg_gui.core.table.table import Table

from .saving import write_whole


@dataclass(frozen=True)
class WrittenScript:
    """Files that are there now.

    Attributes
    ----------
    paths : tuple of Path
        The script, and the table beside it if there is one.
    remarks : tuple of str
        What is to be said of the files.
    told : tuple of str
        What is not in the script, see `Script`.
    """

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]
    told: tuple[str, ...]


def write_script(asked: Asked, language: Language, path: Path) -> WrittenScript:
    """Write a script, after the table that it reads.

    Raises
    ------
    ProblemError
        If a file cannot be written, or the table would take the place of another one: of the very file that
        was analysed, or of one that lies there without a script of this name.
    """
    script = script_of(asked, language, path)
    data = path.with_name(script.data_name)
    written = []
    check_is_not_read(asked.table, (path, data), "the script")
    if script.data is not None:
        if data.exists() and not path.exists():
            raise ProblemError(
                f"“{data.name}” is there already: choose another name for the script.",
                ProblemKind.ARGUMENT,
            )
        content = script.data
        written.append(write_whole(data, lambda file: file.write(content)))
    written.insert(0, write_whole(path, lambda file: file.write(script.text.encode("utf-8"))))
    remarks = tuple(remark for each in written for remark in each.remarks)
    return WrittenScript(tuple(each.path for each in written), remarks, script.told)


def check_is_not_read(table: Table, paths: Sequence[Path], what: str) -> None:
    """Raise a `ProblemError` if one of the files is the very one that a table was read from."""
    report = table.report
    if report is not None and any(_is_same(each, report.path) for each in paths):
        raise ProblemError(
            f"“{report.path.name}” was read, and so is not written over: choose another name for {what}.",
            ProblemKind.ARGUMENT,
        )


def _is_same(path: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.absolute() == other.absolute() or path.samefile(other)
    return False
