"""One exact fit on the desk of an analyst: what is known of it, each part worked out once for all views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any, TypeVar, cast

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.table.table import Table

T = TypeVar("T")

_LEAST_LEVEL, _HIGHEST_LEVEL = 0.5, 0.9999


@dataclass(frozen=True)
class DeskChoices:
    """What holds for every table and plot of the desk.

    Attributes
    ----------
    level : float
        Of all intervals, from 0.5 to 0.9999.
    errors : "plain", "HC0", "HC1", "HC2" or "HC3"
        Which standard errors: those of noise of constant variance, or robust ones.
    """

    level: float = 0.95
    errors: ErrorKind = "plain"

    def __post_init__(self) -> None:
        if not _LEAST_LEVEL <= self.level <= _HIGHEST_LEVEL:
            raise ValueError(f"The level of intervals is from {_LEAST_LEVEL} to {_HIGHEST_LEVEL}.")


@dataclass(frozen=True, eq=False)
class Desk:
    """The exact solution on its data, beside the choices of a person.

    Attributes
    ----------
    objective : Objective
        Whose exact solution it is.
    table : Table
        That the data are of.
    choices : DeskChoices
    folds : FoldSettings
        How rows are parted wherever models are judged by rows that they have not seen.
    """

    objective: Objective
    table: Table
    choices: DeskChoices = field(default_factory=DeskChoices)
    folds: FoldSettings = field(default_factory=FoldSettings)
    _known: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _locks: defaultdict[Hashable, RLock] = field(default_factory=lambda: defaultdict(RLock), repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)  # of the locks
    _of_states: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def analysis(self) -> Analysis:
        """Of the data."""
        return self.objective.analysis

    @property
    def data(self) -> Dataset:
        """The rows that take part in the fit."""
        return self.objective.analysis.data

    @property
    def fit(self) -> Fit | None:
        """The exact solution; None where there is none, or not yet."""
        return self.objective.exact

    @property
    def problem(self) -> Problem | None:
        """Why what rests on least squares does not hold for it; None where it does."""
        return self.objective.intervals_problem

    def with_folds(self, folds: FoldSettings) -> Desk:
        """The same fit under other folds; what depends on them has them in its key, too."""
        return replace(self, folds=folds)

    def with_choices(self, choices: DeskChoices) -> Desk:
        """The same fit under other choices; what is known of it stays known.

        What depends on a choice has it in its key.
        """
        return replace(self, choices=choices)

    def latest(self, key: Hashable, about: Hashable, work: Callable[[], T]) -> T:
        """The same for what was asked for ``about`` something last, of which only that is kept."""
        found: tuple[Hashable, T] | None = self._known.get(key)
        if found is None or found[0] != about:
            found = about, work()
            self._known[key] = found
        return found[1]

    def with_states_of(self, objective: Objective, table: Table) -> Desk:
        """The same fit where rows of the table look otherwise; what does not show their states stays known.

        The numbers must be the same, and the table must not differ otherwise, see `Table.looks_alone_differ`.
        """
        return replace(self, objective=objective, table=table, _of_states={})

    def once(self, key: Hashable, work: Callable[[], T], *, of_states: bool = False) -> T:
        """What ``work`` gives, worked out when it is first asked for, in whichever thread.

        Who asks for the same meanwhile waits for it; who asks for something else does not.
        What depends on which rows are hidden, coloured or labelled is one ``of_states``.

        Raises
        ------
        ProblemError
            As ``work`` does, each time anew.
        """
        parts = self._of_states if of_states else self._known
        with self._lock:
            lock = self._locks[key]
        with lock:
            if key not in parts:
                try:
                    parts[key] = work()
                except ProblemError as error:
                    parts[key] = error.problem
            found = parts[key]
        if isinstance(found, Problem):
            raise ProblemError(found.sentence, found.kind)
        return cast(T, found)
