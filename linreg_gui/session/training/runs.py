"""The runs of a table: the present one, and those it has replaced, under names. Nothing trains here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.explaining.shown_run import ShownRun
from linreg_gui.core.limits import LONGEST_RUN_NAME, MOST_PINNED, MOST_RUNS
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.table import Origin, Table
from linreg_gui.core.wording import shortened, sound_text

from .training import Training
from .training_job import Picture

# The key of the run that is shown.
PRESENT = 0
_FIRST = "Run 1"
_NUMBERED = re.compile(r"Run ([1-9][0-9]{0,8})")
_ALL_PINNED = Problem(
    f"{MOST_PINNED} runs are pinned, as many as can be told apart: unpin one of them first.",
    ProblemKind.TOO_MANY_RUNS,
)
_OTHER_DATA = Problem(
    "This run was made on other data than these: undo the change of the data, and it can be opened again.",
    ProblemKind.OTHER_DATA,
)


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run beside the present one.

    Attributes
    ----------
    key : int
        What it is known by in this window.
    run : Run
    states : Sgd or None
        A copy that keeps some of its states, so that any other is had fast; None where it has to be repeated.
    """

    key: int
    run: Run
    states: Sgd | None = None


@dataclass(eq=False)
class _Book:
    """The runs of one table and all that was made of it by editing; name and look are of the present one."""

    kept: list[KeptRun] = field(default_factory=list)
    name: str = _FIRST
    look: int | None = None


class Runs(QObject):
    """Keeps what would be lost when a run is replaced; nothing that another run begins with."""

    changed = Signal()  # the runs there are, their names and looks
    was_kept = Signal(str)  # the name of a run that was replaced
    branched = Signal(int, int)  # the step that is gone on from, and the key of the run that was replaced
    problem_found = Signal(object)  # Problem

    def __init__(self, training: Training, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._books: WeakKeyDictionary[Origin, _Book] = WeakKeyDictionary()
        self._book = _Book()
        self._drawn: WeakKeyDictionary[Run, ShownRun] = WeakKeyDictionary()
        self._keys = count(PRESENT + 1)
        self._deleted: tuple[int, KeptRun] | None = None
        self.reserved: frozenset[int] = frozenset()  # looks of runs that are being made
        self._before: tuple[KeptRun, ...] = ()  # those there were when another one began to part
        training.parting.connect(self._on_parting)
        training.parted.connect(self._on_parted)
        training.left.connect(self._keep)
        training.replaced.connect(self._on_replaced)

    @property
    def kept(self) -> tuple[KeptRun, ...]:
        """All runs but the present one, in the order in which they are listed."""
        return tuple(self._book.kept)

    @property
    def values(self) -> tuple[Run, ...]:
        """The same as values, to be saved."""
        return tuple(entry.run for entry in self._book.kept)

    @property
    def name(self) -> str:
        """What the present run is called."""
        return self._book.name

    @property
    def look(self) -> int | None:
        """What the present run looks like once it is replaced; None where it is not pinned."""
        return self._book.look

    @property
    def drawn(self) -> tuple[ShownRun, ...]:
        """Those that are drawn beside the present one, as far as their states are there."""
        found = []
        for entry in self._book.kept:
            run, states = entry.run, entry.states
            if run.shown and run.look is not None and states is not None and self.of_these_data(entry):
                shown = self._drawn.get(run)
                if shown is None:
                    shown = self._drawn[run] = ShownRun(run.name, run.look, states.replay(), run.step)
                found.append(shown)
        return tuple(found)

    def keep_states(self, key: int, states: Sgd) -> None:
        """A copy of a run that keeps some of its states is there now."""
        kept = self._book.kept
        self._book.kept = [replace(entry, states=states) if entry.key == key else entry for entry in kept]
        self.changed.emit()

    def of_these_data(self, entry: KeptRun) -> bool:
        """Whether a run can be drawn and opened."""
        return bool(self._training.data) and entry.run.data == self._training.data

    def entry(self, key: int) -> KeptRun | None:
        """The kept run of a key."""
        return next((entry for entry in self._book.kept if entry.key == key), None)

    def record(self) -> Run | None:
        """The present run, by name, as far as it is shown."""
        run = self._training.record()
        if run is None:
            return None
        return replace(run, name=self._book.name, look=self._book.look, shown=self._book.look is not None)

    def restore(self, run: Run, *, suggested: bool, states: Sgd | None = None) -> None:
        """Make it the present run again; a `ProblemError` if its settings do not suit the data."""
        self._training.restore(run, suggested=suggested, states=states)
        book = self._book
        book.name, book.look = run.name or book.name, run.look
        book.kept = [entry for entry in book.kept if not _are_same(entry.run, run)]
        self.changed.emit()

    def follow(self, table: Table | None) -> None:
        """Another table is the present one, or another state of the same."""
        book = _Book() if table is None else self._books.setdefault(table.origin, _Book())
        if book is not self._book:
            self._book.kept = [replace(entry, states=None) for entry in self._book.kept]
            self._drawn.clear()
            self._book, self._deleted = book, None
            self.changed.emit()

    def put(self, origin: Origin, runs: Sequence[Run]) -> None:
        """These are the runs of a table that is about to come, beside the one that is shown."""
        kept = [KeptRun(next(self._keys), run) for run in runs]
        self._books[origin] = _Book(kept, _next_name(kept))

    def branch(self, step: int, picture: Picture | None = None) -> None:
        """Go on from an earlier step; the run as it is now stays, and is drawn beside what becomes of it."""
        self._training.branch(step, picture)

    def begin_anew(self) -> None:
        """Back to step 0; the run as it is now is drawn beside the next one."""
        if self._book.look is None:
            self._book.look = self._free_look(self._training.data)
        self._training.reset()

    def open(self, key: int) -> None:
        """Show a run again in place of the present one, which is kept."""
        entry = self.entry(key)
        if entry is None:
            return
        if not self.of_these_data(entry):
            self.problem_found.emit(_OTHER_DATA)
            return
        try:
            self.restore(entry.run, suggested=False, states=entry.states)
        except ProblemError as error:
            self.problem_found.emit(error.problem)

    def rename(self, key: int, name: str) -> None:
        """Another name; one without any letter changes nothing."""
        name = shortened(sound_text(name), LONGEST_RUN_NAME)
        if not name:
            return
        if key == PRESENT:
            self._book.name = name
            self.changed.emit()
        else:
            self._change(key, name=name)

    def pin(self, key: int, pinned: bool) -> None:
        """Give it a look of its own to be drawn with, or take that away."""
        entry = self.entry(key)
        if entry is None and key != PRESENT:
            return
        look = None
        if pinned:
            look = self._free_look(self._training.data if entry is None else entry.run.data)
            if look is None:
                self.problem_found.emit(_ALL_PINNED)
                self.changed.emit()  # whoever asked shows what is
                return
        if entry is None:
            self._book.look = look
            self.changed.emit()
        elif (entry.run.look is None) is pinned:
            self._change(key, look=look, shown=pinned)

    def show(self, key: int, shown: bool) -> None:
        """Draw it beside the present one, or not; one that is not pinned yet is pinned first."""
        entry = self.entry(key)
        if entry is None:
            return
        if shown and entry.run.look is None:
            self.pin(key, True)
        else:
            self._change(key, shown=shown)

    def delete(self, key: int) -> str:
        """Forget a run; its name. `undelete` brings it back."""
        entry = self.entry(key)
        if entry is None:
            return ""
        self._deleted = self._book.kept.index(entry), entry
        self._book.kept.remove(entry)
        self.changed.emit()
        return entry.run.name

    def make_room(self, count: int) -> tuple[int, ...]:
        """So many looks that no other run has from now on, see `reserved`; those pinned first lose theirs."""
        data = self._training.data
        others = [entry for entry in self._book.kept if entry.run.data == data and entry.run.look is not None]
        while others and MOST_PINNED - len(others) - (self._book.look is not None) < count:
            self._change(others.pop(0).key, look=None, shown=False)
        if count == MOST_PINNED:
            self._book.look = None
        looks = tuple(look for look in range(MOST_PINNED) if look not in self._looks(data))[:count]
        self.reserved = frozenset(looks)
        self.changed.emit()
        return looks

    def add(self, found: Sequence[tuple[Run, Sgd | None]]) -> None:
        """Runs that were made beside the present one; no look is reserved any more."""
        self.reserved = frozenset()
        self._book.kept += [KeptRun(next(self._keys), run, states) for run, states in found]
        self._drop_oldest()
        self.changed.emit()

    def undelete(self) -> None:
        """Bring back the run that was deleted last."""
        if self._deleted is not None:
            (place, entry), self._deleted = self._deleted, None
            run = entry.run
            if run.look is not None and run.look in self._looks(run.data):
                run = replace(run, look=None, shown=False)
            self._book.kept.insert(place, replace(entry, run=run))
            self.changed.emit()

    def _on_parting(self, shows: bool) -> None:
        """Another run goes its own way; ``shows`` if this one is drawn beside it."""
        if shows and self._book.look is None:
            self._book.look = self._free_look(self._training.data)
        self._before = self.kept

    def _on_parted(self, step: int) -> None:
        for entry in self.kept:
            if entry not in self._before:
                self.branched.emit(step, entry.key)
        self._before = ()

    def _keep(self, run: Run, states: Sgd) -> None:
        """The present run is about to be replaced."""
        book = self._book
        run = replace(run, name=book.name, look=book.look, shown=book.look is not None)
        if not _is_own(run) and any(entry.run.begins_with(run) for entry in book.kept):
            return
        place = len(book.kept)
        for entry in self.kept:
            if run.begins_with(entry.run) and not _is_own(entry.run):
                place = book.kept.index(entry)
                book.kept.remove(entry)
                run = run if _is_own(run) else replace(run, name=entry.run.name)
        book.kept.insert(place, KeptRun(next(self._keys), run, states))
        self._drop_oldest()
        self.was_kept.emit(run.name)
        self.changed.emit()

    def _drop_oldest(self) -> None:
        """Beyond what can be kept, of those that nobody has pinned."""
        kept = self._book.kept
        while len(kept) > MOST_RUNS:
            kept.remove(next((entry for entry in kept if entry.run.look is None), kept[0]))

    def _on_replaced(self) -> None:
        """Another run begins; of other data no states are kept, as these would keep the data."""
        book = self._book
        book.name, book.look = _next_name(book.kept), None
        data = self._training.data
        if data:
            self._drawn.clear()
            book.kept = [
                entry if entry.run.data == data else replace(entry, states=None) for entry in book.kept
            ]
        self.changed.emit()

    def _change(self, key: int, **changes: Any) -> None:
        kept = self._book.kept
        self._book.kept = [
            replace(entry, run=replace(entry.run, **changes)) if entry.key == key else entry for entry in kept
        ]
        self.changed.emit()

    def _looks(self, data: str) -> set[int | None]:
        """Those that are taken among the runs on some data."""
        taken = {entry.run.look for entry in self._book.kept if entry.run.data == data}
        return taken | ({self._book.look, *self.reserved} if data == self._training.data else set())

    def _free_look(self, data: str) -> int | None:
        taken = self._looks(data)
        return next((look for look in range(MOST_PINNED) if look not in taken), None)


def _next_name(kept: Sequence[KeptRun]) -> str:
    found = (_NUMBERED.fullmatch(entry.run.name) for entry in kept)
    return f"Run {1 + max((int(match[1]) for match in found if match), default=0)}"


def _is_own(run: Run) -> bool:
    """Whether a person has said that it matters."""
    return run.look is not None or _NUMBERED.fullmatch(run.name) is None


def _are_same(one: Run, other: Run) -> bool:
    return one.begins_with(other) and other.begins_with(one)
