"""The tags and texts of a piece of HTML, in a time that grows with its length whatever is in it.

As the standard of HTML has it, nothing is looked at twice: what is never closed goes to the end. The parser
of Python's own library begins anew at every sign that might open something: hours for a few megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from linreg_gui.core.cancellation import check_wanted

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_STOP = re.compile(r"""=\s*(["'])|>""")
_ATTRIBUTE = re.compile(r"""([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_END_OF_COMMENT = re.compile("--!?>")
# What stands in them is no text of the page.
_RAW = {name: re.compile(rf"</{name}(?![^\s/>])", re.IGNORECASE) for name in ("script", "style")}
# A letter by its number, which has seven digits at most; others stand for none.
_NO_LETTER = re.compile("&#(?:[0-9]{20,}|[xX][0-9a-fA-F]{20,});?")


@dataclass(frozen=True)
class Tag:
    """A tag that opens or closes something.

    Attributes
    ----------
    name : str
        In small letters.
    opens : bool
    inside : str
        What stands in it behind its name.
    """

    name: str
    opens: bool
    inside: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """The values by their names in small letters; an empty text for one without a value."""
        found = {}
        for match in _ATTRIBUTE.finditer(self.inside):
            name, *values = match.groups()
            found[name.lower()] = _text(next((value for value in values if value is not None), ""))
        return found


def html_pieces(html: str) -> Iterator[Tag | str]:
    """Tags and the texts between them; comments, scripts and styles are passed over."""
    place = 0
    while (at := html.find("<", place)) >= 0:
        check_wanted()
        if at > place:
            yield _text(html[place:at])
        closes = html.startswith("/", at + 1)
        name = _NAME.match(html, at + 1 + closes)
        if name is not None:
            end = _end_of_tag(html, name.end())
            if end is None:
                return
            tag = Tag(name.group().lower(), not closes, html[name.end() : end])
            yield tag
            place = end + 1
            if tag.opens and tag.name in _RAW:
                closing = _RAW[tag.name].search(html, place)
                if closing is None:
                    return
                place = closing.start()
        elif closes or html.startswith(("!", "?"), at + 1):
            end = _end_of_comment(html, at)
            if end is None:
                return
            place = end
        else:
            yield "<"
            place = at + 1
    if place < len(html):
        yield _text(html[place:])


def _end_of_tag(html: str, place: int) -> int | None:
    """Where the sign stands that ends a tag, and not in a value in quotes; None if there is none."""
    while (stop := _STOP.search(html, place)) is not None:
        quote = stop.group(1)
        if quote is None:
            return stop.start()
        closing = html.find(quote, stop.end())
        if closing < 0:
            return None
        place = closing + 1
    return None


def _end_of_comment(html: str, at: int) -> int | None:
    """Behind the end of a comment, or of what is nothing else; None if it is never closed."""
    if html.startswith("<!--", at):
        closing = _END_OF_COMMENT.search(html, at + 2)
        return None if closing is None else closing.end()
    end = html.find(">", at)
    return end + 1 if end >= 0 else None


def _text(text: str) -> str:
    return unescape(_NO_LETTER.sub("\ufffd", text)) if "&" in text else text
