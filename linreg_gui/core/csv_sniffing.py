"""What a delimited text file looks like, from its beginning: encoding, separator, header, number format."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .problem import ProblemError

SEPARATORS = (",", ";", "\t", "|", " ")
_SAMPLE_ROWS = 500
_POINT = re.compile(r"[+\-−]?(\d+\.\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+\-−]?(\d+,\d*|,\d+)([eE][+-]?\d+)?")
_INTEGER = re.compile(r"[+\-−]?\d+([eE][+-]?\d+)?")
_GROUPS = {
    sign: re.compile(rf"[+\-−]?[1-9]\d{{0,2}}({re.escape(sign)}\d{{3}})+({re.escape(mark)}\d+)?")
    for sign, mark in ((",", "."), (".", ","))
}


@dataclass(frozen=True)
class Dialect:
    """How a file is to be read.

    Attributes
    ----------
    separator : str
        One character; a space stands for any run of spaces.
    decimal : str
        ``.`` or ``,``.
    thousands : str
        ``.`` or ``,``, or empty where digits are not grouped.
    header : bool
        Whether the first row holds names.
    """

    separator: str
    decimal: str
    thousands: str
    header: bool


def sniff_encoding(head: bytes, complete: bool) -> str:
    """Name of the encoding of a file that begins with ``head``.

    Raises
    ------
    ProblemError
        If these are not the bytes of a text.
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = head.count(0)
    if zeros:
        for name, other in (("utf-16-le", head[0::2]), ("utf-16-be", head[1::2])):
            if zeros > 0.3 * len(head) and other.count(0) < 0.02 * len(head):
                return name
        raise ProblemError("is not a text file, so it cannot be read as a table", "binary")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, complete)
    except UnicodeDecodeError:
        control = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13))
        if control > 0.01 * len(head):
            raise ProblemError("is not a text file, so it cannot be read as a table", "binary") from None
        return single_byte_encoding(head)
    return "utf-8"


def single_byte_encoding(data: bytes) -> str:
    """Windows-1252 where its few holes allow, Latin-1 otherwise."""
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def sniff_dialect(
    text: str,
    separator: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    header: bool | None = None,
) -> Dialect:
    """The dialect of a file that begins with ``text``; what is given is not guessed.

    A separator is good if every row has the same number of fields; quotes are heeded. A file for which
    none is stays a single column.
    """
    chosen = _sniff_separator(text, decimal) if separator is None else separator
    rows = parse_rows(text, chosen)
    guessed_decimal, guessed_thousands = _sniff_numbers(rows, chosen, decimal)
    mark = guessed_decimal if decimal is None else decimal
    group = guessed_thousands if thousands is None else thousands
    group = "" if group == mark else group
    named = _sniff_header(rows, mark, group) if header is None else header
    return Dialect(chosen, mark, group, named)


def parse_rows(text: str, separator: str) -> list[list[str]]:
    """The first rows of a text as fields, empty lines left out."""
    lines = (line for line in text.splitlines(keepends=True) if line.strip())
    if separator == " ":
        return [line.split() for line, _ in zip(lines, range(_SAMPLE_ROWS), strict=False)]
    reader = csv.reader(lines, delimiter=separator)
    rows = []
    try:
        for row in reader:
            rows.append([field.strip() for field in row])
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return rows


def is_number(field: str, decimal: str, thousands: str) -> bool:
    """Whether a field is a number in this format."""
    plain = _POINT if decimal == "." else _COMMA
    if _INTEGER.fullmatch(field) or plain.fullmatch(field):
        return True
    return bool(thousands) and bool(_GROUPS[thousands].fullmatch(field))


def _sniff_separator(text: str, decimal: str | None) -> str:
    best, best_score = "\0", (0.0, 0)
    for separator in SEPARATORS:
        if separator == decimal:
            continue
        rows = parse_rows(text, separator)
        if separator == " " and best != "\0":
            continue
        score = _score(rows)
        if score > best_score:
            best, best_score = separator, score
    # Nothing splits the rows evenly: one column, for which any character that does not occur will do.
    return best if best_score[0] > 0.5 else _absent(text)


def _score(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """Share of rows with the usual number of fields, and that number; nothing for a single field."""
    if not rows:
        return 0.0, 0
    body = rows[1:] or rows
    width, count = Counter(len(row) for row in body).most_common(1)[0]
    if width < 2:
        return 0.0, 0
    first = len(rows[0])
    # A first row of another width speaks against a separator, unless rows end with an empty field.
    ends_empty = first == width - 1 and all(row[-1] == "" for row in body if len(row) == width)
    if first != width and not ends_empty:
        return 0.0, 0
    return count / len(body), width


def _absent(text: str) -> str:
    return next(separator for separator in (";", "\t", "|", "\x1f") if separator not in text)


def _sniff_numbers(
    rows: Sequence[Sequence[str]], separator: str, known_decimal: str | None
) -> tuple[str, str]:
    """Decimal and thousands sign, from fields that can be read in one way only."""
    fields = [field for row in rows for field in row if field]
    groups = _GROUPS[","]
    ambiguous = {f for f in fields if groups.fullmatch(f) and f.count(",") == 1 and "." not in f}
    comma = sum(1 for field in fields if _COMMA.fullmatch(field) and field not in ambiguous)
    point = sum(1 for field in fields if _POINT.fullmatch(field))
    grouped_by_comma = any(groups.fullmatch(field) and field not in ambiguous for field in fields)
    grouped_by_point = any(
        _GROUPS["."].fullmatch(field) and (field.count(".") > 1 or "," in field) for field in fields
    )
    if known_decimal is None:
        if comma > point or grouped_by_point or (separator == ";" and ambiguous and not point):
            decimal = ","
        else:
            decimal = "."
    else:
        decimal = known_decimal
    if decimal == ",":
        return ",", "." if grouped_by_point else ""
    # “1,234” alone is taken for a thousand only in a file where a comma cannot be a decimal sign.
    if grouped_by_comma or (ambiguous and (point or separator == ",")):
        return ".", ","
    return ".", ""


def _sniff_header(rows: Sequence[Sequence[str]], decimal: str, thousands: str) -> bool:
    """Whether the first row is unlike the rows below: each column of numbers has a vote."""
    if len(rows) < 2:
        return not any(is_number(field, decimal, thousands) for row in rows for field in row)
    votes, columns = 0, 0
    for j, name in enumerate(rows[0]):
        below = [row[j] for row in rows[1:] if j < len(row) and row[j]]
        numbers = sum(is_number(field, decimal, thousands) for field in below)
        if below and 2 * numbers >= len(below):
            columns += 1
            if not name and len(below) == len(rows) - 1:
                return True  # the one hole in a column of numbers is a missing name
            votes += -1 if not name or is_number(name, decimal, thousands) else 1
    return votes > 0 or columns == 0
