"""Lines before a table: one that names the separator, lines of comment, a title; they are told elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Excel writes and obeys a first line such as "sep=;". A spreadsheet that does not know it takes it for a cell
# and writes it back in quotes, or with a separator for each column more.
_DIRECTIVE = re.compile(r"\s*(\"?)sep=(\\t|[^\r\n])\1([,;|\t ]*)(?:\r\n|\r|\n)", re.IGNORECASE)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
# What is taken is not given back: a line can have a million blanks, or the names of 20,000 columns.
_COMMENT = re.compile(r"\s*+\"?\s*+(#|%|//)")
# A line, with one below that has nothing but separators, which spreadsheets write for an empty row.
_TITLE = re.compile(r"([^\r\n]++)(?>\r\n|\r|\n)(?:[ \t,;|]*+(?>\r\n|\r|\n))++")
_SIGN = re.compile(r"\s*+\"?\s*+(?:#|%|//)++[ \t]?")


@dataclass(frozen=True)
class Preamble:
    """What stands before a table.

    Attributes
    ----------
    end : int
        Characters before the first line of the table.
    separator : str or None
        The one that is named.
    comments : tuple of str
        The lines of comment, without what ends them.
    title : str
        The line that says what the table is about.
    """

    end: int
    separator: str | None = None
    comments: tuple[str, ...] = ()
    title: str = ""


def find_preamble(text: str, skip_rows: int = 0) -> Preamble:
    """What stands before the table; ``skip_rows`` lines after the one with the separator are none of it."""
    directive = _DIRECTIVE.match(text)
    separator = None
    if directive:
        padding = set(directive[3].strip(" ")) or {directive[2]}
        separator = padding.pop().replace("\\t", "\t") if len(padding) == 1 else directive[2]
    start = end_of_lines(text, directive.end() if directive else 0, skip_rows)
    end, comments = start, []
    while (line := _LINE.match(text, end)) and line[0]:
        if _COMMENT.match(line[0]):
            comments.append(line[0].strip())
        elif line[0].strip():
            break
        end = line.end()
    if not comments or end >= len(text):  # or a column of such texts
        return Preamble(start, separator)
    return Preamble(end, separator, tuple(comments))


def find_title(text: str) -> tuple[str, int]:
    """The first line and where the text goes on, if an empty line follows: what may be a title."""
    found = _TITLE.match(text)
    if not found or not found[1].strip() or not text[found.end() :].strip():
        return "", 0
    return found[1], found.end()


def end_of_lines(text: str, offset: int, count: int) -> int:
    """Where the text goes on after so many lines; its end if there are not that many."""
    for _ in range(count):
        line = _LINE.match(text, offset)
        offset = line.end() if line else len(text)
    return offset


def name_lines(comment: str, alone: bool) -> tuple[str, ...]:
    """What names a line of comment may hold: without the sign it begins with, or first with it.

    In a line ``alone``, “% of total” and “# of rooms” may begin the first name.
    """
    plain = _SIGN.sub("", comment, count=1)
    is_name = alone and (comment.lstrip('" ').startswith("%") or plain.startswith("of "))
    return (comment, plain) if is_name else (plain,)
