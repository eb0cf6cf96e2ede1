"""A report as one value: plain texts, tables and drawings in order. Nothing in it is worked out any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from linreg_gui.core.desk.check_values import Standing
from linreg_gui.core.writing.table_text import TextTable


@dataclass(frozen=True)
class Words:
    """A paragraph; a quiet one says how something is to be read, or what is missing."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Points:
    """Sentences, one below the other, under a few words that say what they are."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Equation:
    """A model in one line, with what it is called and in words for who hears it."""

    name: str
    text: str


@dataclass(frozen=True, eq=False)
class Grid:
    """A table; its first column says what each row is.

    Attributes
    ----------
    table : TextTable
        Its title says what it shows.
    number : int
        Among the tables of the report; 0 before it is numbered.
    """

    table: TextTable
    number: int = 0


@dataclass(frozen=True)
class Answer:
    """What is to be believed of one thing.

    Attributes
    ----------
    question, short : str
    standing : Standing
    numbers : str
    sentences : tuple of str
    yours : str
        What no number tells.
    """

    question: str
    short: str
    standing: Standing
    numbers: str
    sentences: tuple[str, ...]
    yours: str


@dataclass(frozen=True)
class Answers:
    """Questions with their answers."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, eq=False)
class Figure:
    """A drawing.

    Attributes
    ----------
    title : str
    svg : str
        As `svg_of` gives it.
    told : str
        One sentence on what is to be seen, for who cannot see it.
    caption : str
        What a person says of it; empty where nothing.
    drawing : object
        The same for whoever lays out pages.
    size : (float, float)
        Width and height in units of a screen with 96 to the inch.
    number : int
        Among the figures of the report; 0 before it is numbered.
    """

    title: str
    svg: str
    told: str
    caption: str = ""
    drawing: object = None
    size: tuple[float, float] = (1.0, 1.0)
    number: int = 0


Block = Words | Points | Equation | Grid | Answers | Figure


@dataclass(frozen=True, eq=False)
class Section:
    """What stands under one heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, eq=False)
class Report:
    """All of it.

    Attributes
    ----------
    title : str
    lead : str
        What it is about, in a sentence.
    made : str
        When and by what.
    sections : sequence of Section
    doubts : tuple of str
        What could not be shown, in sentences; it is to be said before the report is handed on.
    """

    title: str
    lead: str
    made: str
    sections: Sequence[Section]
    doubts: tuple[str, ...] = field(default=())
