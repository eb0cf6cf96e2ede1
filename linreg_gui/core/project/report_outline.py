"""What a report is made of, in which order and under which words; with no number in it, none goes stale."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from linreg_gui.core.limits import LONGEST_REPORT_TEXT, LONGEST_REPORT_TITLE, MOST_REPORT_ENTRIES

# What a view leaves to be chosen, by the name of a field; only the view knows what is meant.
Choices = Mapping[str, bool | int | str | float | tuple[str | None, ...] | None]
_MOST_CHOICES, _MOST_PLACES = 100, 100


class EntryKind(enum.StrEnum):
    """What an entry of a report is; the values are kept on the disk."""

    SECTION = "section"
    PLOT = "plot"
    TABLE = "table"
    TEXT = "text"


class SectionName(enum.StrEnum):
    """What the program can tell of an analysis by itself; the values are kept on the disk."""

    DATA = "data"
    ROWS = "rows"
    MODEL = "model"
    COEFFICIENTS = "coefficients"
    SUMMARY = "summary"
    CHECKS = "checks"
    PREDICTION = "prediction"
    FITS = "fits"
    RUNS = "runs"
    TRAINING = "training"
    REPEATING = "repeating"


@dataclass(frozen=True)
class ReportEntry:
    """One part of a report, which is made anew whenever the report is.

    Attributes
    ----------
    kind : EntryKind
    name : str
        Of a section, see `SectionName`, or of the view that a plot or a table is taken from. What is not
        known is left out, and the report says so.
    place : int
        Which plot, or which table, of the view.
    choices : mapping from str
        What was chosen in the view.
    heading : str
        Above it; empty for what the program calls it.
    caption : str
        What a person has to say of it; of a text, the text.
    """

    kind: EntryKind
    name: str = ""
    place: int = 0
    choices: Choices = field(default_factory=dict)
    heading: str = ""
    caption: str = ""

    def __post_init__(self) -> None:
        lists = [entry for entry in self.choices.values() if isinstance(entry, tuple)]
        if any(len(entries) > _MOST_CHOICES for entries in (self.choices, *lists)):
            raise ValueError("A view leaves a few things to be chosen.")
        if not 0 <= self.place < _MOST_PLACES:
            raise ValueError(f"A view has at most {_MOST_PLACES} plots and tables.")
        if max(len(self.heading), len(self.name)) > LONGEST_REPORT_TITLE:
            raise ValueError(f"A heading has at most {LONGEST_REPORT_TITLE} characters.")
        if len(self.caption) > LONGEST_REPORT_TEXT:
            raise ValueError(f"A caption has at most {LONGEST_REPORT_TEXT:,} characters.")

    @property
    def what(self) -> tuple[object, ...]:
        """What it shows, whatever is said of it."""
        return self.kind, self.name, self.place, dict(self.choices)


def section(name: SectionName) -> ReportEntry:
    """The entry of a section."""
    return ReportEntry(EntryKind.SECTION, name)


def _plot(view: str, **choices: bool | int | str | None) -> ReportEntry:
    return ReportEntry(EntryKind.PLOT, view, choices=choices)


# What a report has before a person changes it. Sections of which there is nothing to tell are left out.
FIRST_ENTRIES = (
    section(SectionName.DATA),
    section(SectionName.MODEL),
    _plot("fit"),
    section(SectionName.COEFFICIENTS),
    section(SectionName.SUMMARY),
    section(SectionName.CHECKS),
    _plot("check", question="STRAIGHT", choice=0),
    _plot("check", question="NORMAL", choice=0),
    section(SectionName.FITS),
    section(SectionName.TRAINING),
    section(SectionName.REPEATING),
)


@dataclass(frozen=True)
class ReportOutline:
    """A whole report.

    Attributes
    ----------
    title : str
        Empty for what the program calls it.
    entries : tuple of ReportEntry
    """

    title: str = ""
    entries: tuple[ReportEntry, ...] = FIRST_ENTRIES

    def __post_init__(self) -> None:
        if len(self.title) > LONGEST_REPORT_TITLE:
            raise ValueError(f"The title of a report has at most {LONGEST_REPORT_TITLE} characters.")
        if len(self.entries) > MOST_REPORT_ENTRIES:
            raise ValueError(f"A report has at most {MOST_REPORT_ENTRIES} parts.")

    def with_added(self, entry: ReportEntry) -> ReportOutline:
        """With one more, before how to repeat it all, which comes last as long as it does."""
        last = self.entries[-1:] if self.entries[-1:] == (section(SectionName.REPEATING),) else ()
        rest = self.entries[: len(self.entries) - len(last)]
        return replace(self, entries=(*rest, entry, *last))

    def without(self, place: int) -> ReportOutline:
        """Without the entry at a place."""
        return replace(self, entries=(*self.entries[:place], *self.entries[place + 1 :]))

    def moved(self, place: int, to: int) -> ReportOutline:
        """With an entry at another place."""
        rest = self.without(place).entries
        return replace(self, entries=(*rest[:to], self.entries[place], *rest[to:]))

    def with_words(self, place: int, heading: str, caption: str) -> ReportOutline:
        """With other words for an entry."""
        entry = replace(self.entries[place], heading=heading, caption=caption)
        return replace(self, entries=(*self.entries[:place], entry, *self.entries[place + 1 :]))

    def place_of(self, entry: ReportEntry) -> int | None:
        """Where the same thing is shown already; None where it is not."""
        return next((at for at, known in enumerate(self.entries) if known.what == entry.what), None)
