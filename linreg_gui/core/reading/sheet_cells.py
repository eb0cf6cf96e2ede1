"""Where the cells of a sheet are: counted in its XML, before a library makes room for all between them."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

# Descriptions of a workbook are shorter.
_MOST_DESCRIBED = 1 << 22
CONTENT, _STRINGS = "content.xml", "xl/sharedStrings.xml"
_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*?(/?)>""")
_ANY_CELL = re.compile(rb"<(?:[^\s<>/!?]+:)?c[\s/>]")
_SHARED = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*([0-9]+)\s*<""")
_STRING = re.compile(rb"<(?:\w+:)?si[\s>].*?</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", re.DOTALL)
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*?)(/?)>")
_ROWS = re.compile(rb"""table:number-rows-repeated\s*=\s*["']\s*([0-9]+)""")
_COLUMNS = re.compile(rb"""table:number-columns-repeated\s*=\s*["']\s*([0-9]+)""")
_NUMBER = re.compile(rb"""office:value-type\s*=\s*["'](float|percentage|currency)["']""")
_NAME = re.compile(rb"""table:name\s*=\s*["']([^"']*)["']""")
# Comments, declarations of entities and the like, with which XML can say the same in other ways.
_ODD = re.compile(rb"<!|<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)


class OddSheet(Exception):
    """A sheet that is written in no usual way, so that its cells cannot be counted here."""


@dataclass(frozen=True, eq=False)
class SheetCells:
    """Filled cells of a sheet, in runs where one is repeated.

    Attributes
    ----------
    part : str
        Of the archive, in which they stand.
    top, height, left, width : array of int, shape (runs,)
        Rows and columns are counted from 0.
    text_bytes : int
        Of the texts of all, each counted as often as it is shown.
    """

    part: str
    top: Numbers
    height: Numbers
    left: Numbers
    width: Numbers
    text_bytes: int

    @property
    def filled(self) -> int:
        """How many there are."""
        return int((self.height * self.width).sum())

    @property
    def area(self) -> int:
        """Cells of the smallest rectangle around all of them."""
        if not len(self.top):
            return 0
        rows = int((self.top + self.height).max() - self.top.min())
        return rows * int((self.left + self.width).max() - self.left.min())


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len({name.casefold() for name in names}) < len(names):
                raise OddSheet
            yield archive
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, OSError, KeyError, ValueError) as error:
        raise OddSheet from error
    except (NotImplementedError, RuntimeError, EOFError) as error:  # packed in unusual ways
        raise OddSheet from error


def is_ods(path: Path) -> bool:
    """Whether a workbook keeps all its sheets in one part, as OpenDocument does."""
    with _opened(path) as archive:
        return CONTENT in archive.namelist()


def xlsx_cells(path: Path, sheet: str) -> SheetCells:
    """The filled cells of a sheet of an .xlsx workbook.

    Raises
    ------
    OddSheet
        If they cannot be counted, also as the file is damaged.
    """
    with _opened(path) as archive:
        part = _part_of(archive, sheet)
        strings = _read(archive, _STRINGS) if _STRINGS in archive.namelist() else b""
        return _xlsx_cells(part, _read(archive, part), strings)


def ods_cells(path: Path) -> dict[str, SheetCells]:
    """The filled cells of each sheet of an .ods workbook.

    Raises
    ------
    OddSheet
        If they cannot be counted, also as the file is damaged.
    """
    with _opened(path) as archive:
        runs: dict[str, list[tuple[int, ...]]] = {}
        for run in ods_runs(_read(archive, CONTENT), runs):
            runs[run.sheet].append((run.top, run.height, run.left, run.width, run.text_bytes))
    found = {}
    for sheet, tuples in runs.items():
        top, height, left, width, text = np.array(tuples, dtype=np.int64).reshape(-1, 5).T
        found[sheet] = SheetCells(CONTENT, top, height, left, width, int((height * width * text).sum()))
    return found


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    data = archive.read(part)
    if _ODD.search(data) or b"\0" in data[:100]:
        raise OddSheet
    return data


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where a sheet of an .xlsx workbook stands."""
    described, related = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if max(archive.getinfo(name).file_size for name in (described, related)) > _MOST_DESCRIBED:
        raise OddSheet
    book = ET.fromstring(_read(archive, described))
    wanted = [
        next((text for key, text in entry.attrib.items() if key.endswith("}id")), "")
        for entry in book.iter()
        if entry.tag.rpartition("}")[2] == "sheet" and entry.get("name") == sheet
    ]
    relations = ET.fromstring(_read(archive, related))
    targets = [entry.get("Target", "") for entry in relations.iter() if entry.get("Id") in wanted]
    if len(wanted) != 1 or len(targets) != 1:
        raise OddSheet
    target = targets[0].lstrip("/")
    return target if target.startswith("xl/") else str(PurePosixPath("xl") / target)


def _xlsx_cells(part: str, data: bytes, strings: bytes) -> SheetCells:
    found = _CELL.findall(data)
    if len(found) < len(_ANY_CELL.findall(data)):
        raise OddSheet
    filled = [(letters, row) for letters, row, closed in found if not closed]
    columns = {letters: column_number(letters.decode()) for letters in {letters for letters, _ in filled}}
    left = np.array([columns[letters] for letters, _ in filled], dtype=np.int64)
    top = np.array([row for _, row in filled], dtype="S7").astype(np.int64) - 1
    once = np.ones(len(filled), dtype=np.int64)
    return SheetCells(part, top, once, left, once, _shared_bytes(data, strings))


def _shared_bytes(data: bytes, strings: bytes) -> int:
    """Bytes of the texts that cells of a sheet share with others."""
    if not strings:
        return 0
    lengths = np.array([len(text) for text in _STRING.findall(strings)], dtype=np.int64)
    used = np.array([int(text) for text in _SHARED.findall(data)], dtype=np.int64)
    return int(lengths[used[used < len(lengths)]].sum())


def column_number(letters: str) -> int:
    """The column that a spreadsheet calls so, from 0."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


class OdsRun(NamedTuple):
    """A filled cell of an .ods workbook, once or repeated, and where it stands in the XML."""

    sheet: str
    top: int
    height: int
    left: int
    width: int
    text_bytes: int
    start: int
    end: int


def ods_runs(data: bytes, sheets: dict[str, list[tuple[int, ...]]]) -> Iterator[OdsRun]:
    """Each filled cell in the XML of an .ods workbook; each sheet that begins gets an entry in ``sheets``."""
    sheet = ""
    row = column = next_row = 0
    for match in _ODS_TAG.finditer(data):
        tag, attributes, closed = match.groups()
        if tag == b"table":
            name = _NAME.search(attributes)
            sheet = "" if name is None else html.unescape(name[1].decode())
            if name is None or sheet in sheets:
                raise OddSheet
            sheets[sheet] = []
            next_row = 0
        elif tag == b"table-row":
            row, column = next_row, 0
            next_row = row + _repeats(_ROWS, attributes)
        else:
            count = _repeats(_COLUMNS, attributes)
            if not closed or b"office:" in attributes:
                ending = b"</table:" + tag + b">"
                end = match.end() if closed else data.find(ending, match.end()) + len(ending)
                text = 0 if _NUMBER.search(attributes) else end - match.end()
                yield OdsRun(sheet, row, next_row - row, column, count, text, match.start(), end)
            column += count


def _repeats(kind: re.Pattern[bytes], attributes: bytes) -> int:
    match = kind.search(attributes)
    return 1 if match is None else min(int(match[1]), 1 << 31)
