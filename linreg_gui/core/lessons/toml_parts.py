"""The fields of a lesson, written in TOML, read one by one; what is wrong is kept with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.wording import shortened

from .limits import LONGEST_SENTENCE, LONGEST_TOLD, MOST_NAME_PARTS

T = TypeVar("T")
_AT = re.compile(r"\s*\(at line ([0-9]+), column [0-9]+\)$")

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
# Begun in front of a word only, as every start within one were in vain.
_LONG_NAME = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_NAME_PARTS}}}")


class Mistakes:
    """What is wrong with a lesson: sentences with the lines of the file they are about."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def add(self, line: int, sentence: str) -> None:
        """One more."""
        self.found.append((line, shortened(sentence, LONGEST_TOLD)))


class Fields:
    """A part in TOML, of which every field is asked for once; those nobody asks for are mistakes.

    Parameters
    ----------
    text : str
    first_line : int
        Of the file, where the part begins.
    mistakes : Mistakes
    """

    def __init__(self, text: str, first_line: int, mistakes: Mistakes) -> None:
        self._lines, self.first_line, self._mistakes = text.splitlines(), first_line, mistakes
        self._path = ""
        self._asked: set[str] = set()
        self._values: Mapping[str, Any] = {}
        long_name = _LONG_NAME.search(text)
        if long_name is not None:
            line = first_line + text.count("\n", 0, long_name.start())
            mistakes.add(line, f"A name has at most {MOST_NAME_PARTS} parts.")
            return
        try:
            self._values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = _AT.search(str(error))
            line = first_line + int(at[1]) - 1 if at else first_line + max(0, len(self._lines) - 1)
            mistakes.add(line, f"This is no TOML: {_AT.sub('', str(error))}.")
        except (RecursionError, ValueError):
            mistakes.add(first_line, "This is nested too deeply, or has a number that is too long.")

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def line(self, name: str, place: int = 0) -> int:
        """The line of a field: of one in a table of its own, or in the ``place``-th of several."""
        pattern = re.compile(rf"\s*(\[\[?\s*)?{re.escape(name)}\b")
        found = [at for at, text in enumerate(self._lines) if pattern.match(text)]
        return self.first_line + (found[min(place, len(found) - 1)] if found else 0)

    def wrong(self, name: str, sentence: str, place: int = 0) -> None:
        """A field is wrong."""
        self._mistakes.add(self.line(name, place), sentence)

    def given(self, name: str, kind: type[T], missing: T, what: str) -> T:
        """A field of a kind, or what stands for one that is missing."""
        self._asked.add(name)
        value = self._values.get(name, missing)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.wrong(name, f"“{name}” is {what}.")
            return missing
        return value

    def text(
        self, name: str, missing: str = "", longest: int = LONGEST_SENTENCE, *, needed: bool = False
    ) -> str:
        """A text that is not too long."""
        value = self.given(name, str, missing, "a text in quotes").strip()
        if needed and not value:
            self._mistakes.add(self.line(name) if name in self else self.first_line, f"“{name}” is missing.")
        if len(value) > longest:
            self.wrong(name, f"“{name}” has at most {longest:,} characters; this one has {len(value):,}.")
            return value[:longest]
        return value

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        """A list of texts."""
        values = self.given(name, list, [], 'a list of texts, such as ["a", "b"]')
        if not all(isinstance(value, str) and len(value) <= LONGEST_SENTENCE for value in values):
            self.wrong(name, f"“{name}” is a list of texts of at most {LONGEST_SENTENCE} characters.")
            return ()
        if len(values) > most:
            self.wrong(name, f"“{name}” has at most {most} entries.")
        return tuple(values[:most])

    def tables(self, name: str, most: int) -> list[Mapping[str, Any]]:
        """Several tables of their own, such as [[mistakes]]."""
        values = self.given(name, list, [], f"written as [[{name}]]")
        if not all(isinstance(value, Mapping) for value in values):
            self.wrong(name, f"“{name}” is written as [[{name}]].")
            return []
        if len(values) > most:
            self.wrong(name, f"There are at most {most} of “{name}”.")
        return values[:most]

    def table(self, name: str) -> Mapping[str, Any]:
        """A table of its own, such as [data]."""
        return self.given(name, dict, {}, f"a table of its own, written as [{name}]")

    def read(self, name: str, text: str, reader: Callable[[str], T], place: int = 0) -> T | None:
        """What a reader makes of a text of a field; None, and a mistake with its line, where it cannot."""
        try:
            return reader(text)
        except ProblemError as error:
            self.wrong(
                name,
                f"“{text}”: {error.problem.sentence}" if len(text) < 100 else error.problem.sentence,
                place,
            )
            return None

    def done(self) -> None:
        """Fields that are left are known to nobody."""
        for name in self._values:
            if name not in self._asked:
                self.wrong(name, f"“{name}” is not known here.")
