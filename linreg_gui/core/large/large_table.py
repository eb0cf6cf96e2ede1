"""A table in files that need not fit into memory: its columns, and its parts one at a time."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.progress import tell_reading
from linreg_gui.core.reading.arrow_parts import ArrowFile, Stored, arrow_parts, read_head, read_part
from linreg_gui.core.reading.input_kind import ENDINGS, InputKind
from linreg_gui.core.wording import first_few

_ENDINGS = (*ENDINGS[InputKind.PARQUET], *ENDINGS[InputKind.FEATHER])
_HEAD_ROWS = 1000
_MOST_NAMED = 20
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # what Hive, Spark and PyArrow write


@dataclass(frozen=True)
class Place:
    """Where a part is: which file, and which of its parts."""

    file: int
    part: int


@dataclass(frozen=True, eq=False)
class LargeTable:
    """Rows of files with the same columns, one file after the other.

    Attributes
    ----------
    files : tuple of ArrowFile
        Those that have rows, in the order of their names.
    """

    files: tuple[ArrowFile, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, as the first file has them."""
        return tuple(self.files[0].columns)

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return sum(file.rows for file in self.files)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """All parts, in order."""
        return tuple(Place(k, part) for k, file in enumerate(self.files) for part in range(len(file.parts)))

    @cached_property
    def head(self) -> pd.DataFrame:
        """The first rows, at most 1,000, of all columns."""
        return read_head(self.files[0], _HEAD_ROWS)

    def stored(self, name: str) -> Stored:
        """What a column holds, the same in all files.

        Raises
        ------
        ProblemError
            If it is not there, or not the same.
        """
        first = self.files[0]
        if name not in first.columns:
            there = first_few(list(self.columns), _MOST_NAMED)
            raise ProblemError(
                f"There is no column named “{name}”. The columns are: {there}.", ProblemKind.NO_COLUMN
            )
        for file in self.files[1:]:
            found = file.columns.get(name)
            if found is None:
                raise ProblemError(
                    f"“{file.path.name}” has no column named “{name}”, as “{first.path.name}” has.",
                    ProblemKind.NO_COLUMN,
                )
            # Of numbers, a file of empty cells has no type and is as good as any.
            if (first.columns[name], found) == (Stored.NUMBERS, Stored.NOTHING):
                continue
            if found is not first.columns[name]:
                raise ProblemError(
                    f"“{name}” holds {found} in “{file.path.name}” and {first.columns[name]} in "
                    f"“{first.path.name}”: they have to be the same in all files.",
                    ProblemKind.TYPE,
                )
        return first.columns[name]

    def frame(self, place: Place, names: Sequence[str]) -> pd.DataFrame:
        """Some columns of a part.

        Raises
        ------
        ProblemError
            If the file was changed or is damaged, or the part would not fit into memory.
        """
        file = self.files[place.file]
        part = file.parts[place.part]
        check_wanted()
        frame = read_part(file, part, names)
        tell_reading(part.rows, file.size * part.rows / file.rows)
        return frame


def large_table(paths: str | Path | Iterable[str | Path]) -> LargeTable:
    """The table in one or more Parquet or Feather files.

    Parameters
    ----------
    paths : str, Path, or iterable of these
        Files, folders, or patterns such as ``data/**/*.parquet``. A folder stands for all such files right
        in it and in folders called ``name=value``, at any depth. These, below a folder or the part of a
        pattern that is no pattern, make a column of texts each, of that name; the value
        ``__HIVE_DEFAULT_PARTITION__`` is an empty cell.

    Raises
    ------
    ProblemError
        If there is no such file, one is damaged or of another kind, or none has a row.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    found = {file: told for path in given for file, told in _files(Path(path)).items()}
    files = tuple(file for path, told in found.items() if (file := arrow_parts(path, told)).rows)
    if not files:
        named = "The file" if len(found) == 1 else "None of the files"
        raise ProblemError(f"{named} holds {'no row' if len(found) == 1 else 'a row'}.", ProblemKind.EMPTY)
    return LargeTable(files)


def _files(path: Path) -> dict[Path, dict[str, str | None]]:
    """The files that are meant, each with what its folders tell."""
    if path.is_dir():
        found = _some(
            list(_below(path)), f"“{path.name or path}” is a folder without any Parquet or Feather file."
        )
        return {file: _told(file.relative_to(path)) for file in found}
    if not path.exists() and glob.has_magic(str(path)):
        found = sorted(map(Path, glob.glob(str(path), recursive=True)))  # noqa: PTH207 - it may be absolute
        _some(found, f"There is no file that “{path}” stands for.")
        plain = next(k for k, part in enumerate(path.parts) if glob.has_magic(part))
        return {file: _told(Path(*file.parts[plain:])) for file in found}
    return {path: {}}


def _below(folder: Path) -> Iterator[Path]:
    """The files in a folder in the order of their names, then those in its folders called ``name=value``."""
    entries = sorted(folder.iterdir())
    yield from (file for file in entries if file.suffix[1:].casefold() in _ENDINGS and not file.is_dir())
    for entry in entries:
        if "=" in entry.name and entry.is_dir() and not entry.is_symlink():  # a link may lead back here
            yield from _below(entry)


def _told(file: Path) -> dict[str, str | None]:
    """What the folders called ``name=value`` tell of a file; they are written as in addresses of the web."""
    pairs = (part.split("=", 1) for part in file.parts[:-1] if "=" in part)
    return {unquote(name): None if value == _NO_VALUE else unquote(value) for name, value in pairs}


def _some(found: list[Path], otherwise: str) -> list[Path]:
    if not found:
        raise ProblemError(otherwise, ProblemKind.NO_FILE)
    return found
