"""The fits of a table that a person has kept, under names. Nothing is fitted here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.keeping import exact_fit_kept, trained_fit_kept
from linreg_gui.core.limits import LONGEST_RUN_NAME, MOST_FITS, MOST_PINNED
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.project.kept_fit import CrossNumbers, FitSolver, FoldSettings, KeptFit
from linreg_gui.core.table.table import Origin, Table
from linreg_gui.core.wording import shortened, sound_text
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.moment import Moment
from linreg_gui.session.training.training import Training

_NUMBERED = re.compile(r"Fit ([1-9][0-9]{0,8})")
_NO_FIT = Problem("There is no fit yet that could be kept.", ProblemKind.NO_SOLUTION)
_TOO_MANY = Problem(
    f"{MOST_FITS} fits are kept, as many as there can be: delete one of them first.",
    ProblemKind.TOO_MANY_RUNS,
)
_ALL_SHOWN = Problem(
    f"{MOST_PINNED} fits are drawn, as many as can be told apart: hide one of them first.",
    ProblemKind.TOO_MANY_RUNS,
)


@dataclass(eq=False)
class _Book:
    """The fits of one table and all that was made of it by editing, by their keys."""

    kept: dict[int, KeptFit] = field(default_factory=dict)
    base: int | None = None
    folds: FoldSettings = field(default_factory=FoldSettings)


class Fits(QObject):
    """Keeps fits, in the order in which they came.

    Parameters
    ----------
    training, moment
        Whose settings and state SGD has come to.
    present : callable
        The fit that lies on the desk.
    jobs : Jobs
    """

    changed = Signal()  # the fits there are, their names and looks, and the base
    folds_changed = Signal()
    was_kept = Signal(str)  # the name of a fit
    problem_found = Signal(object)  # Problem

    def __init__(
        self,
        training: Training,
        moment: Moment,
        present: Callable[[], Desk | None],
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._training, self._moment, self._present, self._jobs = training, moment, present, jobs
        self._books: WeakKeyDictionary[Origin, _Book] = WeakKeyDictionary()
        self._book = _Book()
        self._keys = count(1)
        self._deleted: tuple[int, int, KeptFit] | None = None

    @property
    def kept(self) -> tuple[tuple[int, KeptFit], ...]:
        """All fits with their keys."""
        return tuple(self._book.kept.items())

    @property
    def values(self) -> tuple[KeptFit, ...]:
        """The same without keys, to be saved."""
        return tuple(self._book.kept.values())

    @property
    def base(self) -> int | None:
        """The key of the fit that the others are compared with; None for the first one."""
        return self._book.base

    @property
    def folds(self) -> FoldSettings:
        """How fits are cross-validated."""
        return self._book.folds

    def fit(self, key: int) -> KeptFit | None:
        """The fit of a key."""
        return self._book.kept.get(key)

    def follow(self, table: Table | None) -> None:
        """Another table is the present one, or another state of the same."""
        book = _Book() if table is None else self._books.setdefault(table.origin, _Book())
        if book is not self._book:
            self._book, self._deleted = book, None
            self.folds_changed.emit()
            self.changed.emit()

    def put(self, origin: Origin, fits: Sequence[KeptFit], folds: FoldSettings) -> None:
        """These are the fits of a table that is about to come."""
        self._books[origin] = _Book({next(self._keys): fit for fit in fits}, None, folds)

    def keep(self, solver: FitSolver = "exact") -> None:
        """Keep the exact solution, or what SGD has come to at the step that is shown."""
        desk, config, rules = self._present(), self._training.config, self._training.rules
        if desk is None:
            self.problem_found.emit(_NO_FIT)
        elif len(self._book.kept) >= MOST_FITS:
            self.problem_found.emit(_TOO_MANY)
        elif solver == "exact":
            work = partial(exact_fit_kept, desk, config, rules, "Fit")
            self._jobs.start(lambda _: work(), partial(self._on_kept, self._book))
        elif self._moment.picture is None:
            self.problem_found.emit(_NO_FIT)
        else:
            state = self._moment.picture.snapshot
            trained = partial(trained_fit_kept, desk, config, rules, "Fit", state)
            self._jobs.start(lambda _: trained(), partial(self._on_kept, self._book))

    def rename(self, key: int, name: str) -> None:
        """Another name; one without any letter changes nothing."""
        name = shortened(sound_text(name), LONGEST_RUN_NAME)
        if name:
            self._change(key, name=name)

    def compare_with(self, key: int) -> None:
        """The others are compared with this fit."""
        if key in self._book.kept and key != self._book.base:
            self._book.base = key
            self.changed.emit()

    def show(self, key: int, shown: bool) -> None:
        """Draw it among the others, or not."""
        fit = self.fit(key)
        if fit is None or (fit.look is not None) is shown:
            return
        look = _free_look(self.values) if shown else None
        if shown and look is None:
            self.problem_found.emit(_ALL_SHOWN)
            self.changed.emit()  # whoever asked shows what is
        else:
            self._change(key, look=look)

    def choose_folds(self, folds: FoldSettings) -> None:
        """Cross-validate with others."""
        if folds != self._book.folds:
            self._book.folds = folds
            self.folds_changed.emit()
            self.changed.emit()

    def take_cross(self, key: int, found: CrossNumbers) -> None:
        """What cross-validation has told; a sentence takes the place of no numbers."""
        fit = self.fit(key)
        if fit is None or (found.problem and fit.cross is not None and not fit.cross.problem):
            return
        if repr(fit.cross) != repr(found):  # numbers that are missing are not equal to themselves
            self._change(key, cross=found)

    def delete(self, key: int) -> str:
        """Forget a fit; its name. `undelete` brings it back."""
        fit = self.fit(key)
        if fit is None:
            return ""
        self._deleted = list(self._book.kept).index(key), key, fit
        del self._book.kept[key]
        self.changed.emit()
        return fit.name

    def undelete(self) -> None:
        """Bring back the fit that was deleted last."""
        if self._deleted is None:
            return
        (place, key, fit), self._deleted = self._deleted, None
        if fit.look in {other.look for other in self.values}:
            fit = replace(fit, look=_free_look(self.values))
        entries = list(self._book.kept.items())
        entries.insert(place, (key, fit))
        self._book.kept = dict(entries)
        self.changed.emit()

    def _on_kept(self, book: _Book, outcome: KeptFit | Problem) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        elif len(book.kept) < MOST_FITS:
            others = tuple(book.kept.values())
            fit = replace(outcome, name=_next_name(others), look=_free_look(others))
            book.kept[next(self._keys)] = fit
            if book is self._book:  # and not of a table that was left meanwhile
                self.was_kept.emit(fit.name)
                self.changed.emit()

    def _change(self, key: int, **changes: Any) -> None:
        fit = self.fit(key)
        if fit is not None:
            self._book.kept[key] = replace(fit, **changes)
            self.changed.emit()


def _next_name(fits: Sequence[KeptFit]) -> str:
    found = (_NUMBERED.fullmatch(fit.name) for fit in fits)
    return f"Fit {1 + max((int(match[1]) for match in found if match), default=0)}"


def _free_look(fits: Sequence[KeptFit]) -> int | None:
    taken = {fit.look for fit in fits}
    return next((look for look in range(MOST_PINNED) if look not in taken), None)
