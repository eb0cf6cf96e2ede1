"""The lines of a script: headings, comments in plain words, lists that are not too wide."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from .recipe import DataBeside, ScriptRecipe

_WIDTH = 98


class Page:
    """Lines that are added one after the other."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._number = 0

    def add(self, *lines: str) -> None:
        """Code, as it stands."""
        self._lines += lines

    def block(self, text: str) -> None:
        """Several lines of code that belong together, with an empty one before them."""
        self._lines += ["", *text.strip("\n").split("\n")]

    def heading(self, title: str, *sentences: str) -> None:
        """The next step, and what it does."""
        self._number += 1
        line = f"# {self._number}. {title} "
        self._lines += ["", "", f"{line}{'-' * (_WIDTH - len(line))}"]
        self.say(*sentences)

    def say(self, *sentences: str) -> None:
        """A comment."""
        for sentence in sentences:
            self._lines += wrapped(sentence)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines).strip("\n") + "\n"


def wrapped(sentence: str, mark: str = "# ") -> list[str]:
    """A comment on as many lines as it needs; no line break of a name gets out of it."""
    flat = " ".join("".join(sign if sign.isprintable() else " " for sign in sentence).split())
    return textwrap.wrap(flat, _WIDTH, initial_indent=mark, subsequent_indent=mark, break_long_words=False)


def listed(start: str, items: Sequence[str], end: str) -> str:
    """Items between brackets, on several lines where one is too short."""
    whole = f"{start}{', '.join(items)}{end}"
    if len(whole) <= _WIDTH:
        return whole
    lines: list[str] = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 < _WIDTH:
            lines[-1] += f" {item},"
        else:
            lines.append(f"    {item},")
    lines[-1] = lines[-1].removesuffix(",")
    return "\n".join([start, *lines, end])


def data_name(script: Path) -> str:
    """What the table is called that is written beside a script."""
    return f"{script.stem} data.csv"


def place_of(recipe: ScriptRecipe, script: Path) -> tuple[str, bool]:
    """The path of the data, and whether it is that of a file beside the script."""
    if isinstance(recipe.source, DataBeside):
        return data_name(script), True
    path = recipe.source.path.absolute()
    beside = path.parent == script.absolute().parent
    return (path.name if beside else str(path)), beside


def weights_words(recipe: ScriptRecipe) -> str:
    """How rows count, as the end of a sentence."""
    return "" if recipe.weights is None else f", each row by its weight in “{recipe.weights}”"
