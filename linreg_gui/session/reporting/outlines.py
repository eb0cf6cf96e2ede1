"""What the report of each table is made of; changes of it are undone here, apart from those of the data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.limits import LONGEST_REPORT_TEXT, LONGEST_REPORT_TITLE, MOST_REPORT_ENTRIES
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.project.report_outline import ReportEntry, ReportOutline
from linreg_gui.core.table.table import Origin, Table
from linreg_gui.core.wording import sound_text

_MOST_STEPS = 100
_FULL = Problem(
    f"The report has {MOST_REPORT_ENTRIES} parts, as many as there can be: remove one of them first.",
    ProblemKind.ARGUMENT,
)


@dataclass(eq=False)
class _Book:
    """The report of one table and all that was made of it by editing."""

    outline: ReportOutline = field(default_factory=ReportOutline)
    before: list[ReportOutline] = field(default_factory=list)
    after: list[ReportOutline] = field(default_factory=list)


class Outlines(QObject):
    """Keeps the outline of the present table’s report, with the way back."""

    changed = Signal()
    problem_found = Signal(object)  # Problem

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._books: WeakKeyDictionary[Origin, _Book] = WeakKeyDictionary()
        self._book = _Book()

    @property
    def outline(self) -> ReportOutline:
        """What the report is made of now."""
        return self._book.outline

    @property
    def can_undo(self) -> bool:
        """Whether there was another one before."""
        return bool(self._book.before)

    @property
    def can_redo(self) -> bool:
        """Whether a change was undone that can be made again."""
        return bool(self._book.after)

    def follow(self, table: Table | None) -> None:
        """Another table is the present one, or another state of the same."""
        book = _Book() if table is None else self._books.setdefault(table.origin, _Book())
        if book is not self._book:
            self._book = book
            self.changed.emit()

    def put(self, origin: Origin, outline: ReportOutline) -> None:
        """This is the report of a table that is about to come."""
        self._books[origin] = _Book(outline)

    def add(self, entry: ReportEntry) -> bool:
        """Show one thing more; False where the report shows it already, or is full."""
        if self.outline.place_of(entry) is not None:
            return False
        if len(self.outline.entries) >= MOST_REPORT_ENTRIES:
            self.problem_found.emit(_FULL)
            return False
        self._change(self.outline.with_added(entry))
        return True

    def remove(self, place: int) -> None:
        """Leave out what stands at a place."""
        if 0 <= place < len(self.outline.entries):
            self._change(self.outline.without(place))

    def move(self, place: int, to: int) -> None:
        """Put what stands at a place elsewhere."""
        count = len(self.outline.entries)
        if 0 <= place < count and 0 <= to < count:
            self._change(self.outline.moved(place, to))

    def write(self, place: int, heading: str, caption: str) -> None:
        """Say something else of what stands at a place; what is too long is cut."""
        if 0 <= place < len(self.outline.entries):
            words = _line(heading), sound_text(caption).strip()[:LONGEST_REPORT_TEXT]
            self._change(self.outline.with_words(place, *words))

    def call(self, title: str) -> None:
        """Give the report another title."""
        self._change(replace(self.outline, title=_line(title)))

    def begin_anew(self) -> None:
        """What a report has at first."""
        self._change(ReportOutline())

    def undo(self) -> None:
        """Take back the last change."""
        book = self._book
        if book.before:
            book.after.append(book.outline)
            book.outline = book.before.pop()
            self.changed.emit()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        book = self._book
        if book.after:
            book.before.append(book.outline)
            book.outline = book.after.pop()
            self.changed.emit()

    def _change(self, outline: ReportOutline) -> None:
        book = self._book
        if outline != book.outline:
            book.before = [*book.before[1 - _MOST_STEPS :], book.outline]
            book.after.clear()
            book.outline = outline
            self.changed.emit()


def _line(text: str) -> str:
    return " ".join(sound_text(text).split())[:LONGEST_REPORT_TITLE]
