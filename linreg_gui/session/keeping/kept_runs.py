"""Which run belongs to which state of the table, so that undo brings it back. Nothing is trained here."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from linreg_gui.core.project.project import Run
from linreg_gui.core.table.table import Table


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run as it was left, and whether its settings were those that were suggested."""

    run: Run
    suggested: bool


class KeptRuns:
    """States of the table with the same numbers share one run; it is gone with the last of them."""

    def __init__(self) -> None:
        self._places: WeakKeyDictionary[Table, list[KeptRun]] = WeakKeyDictionary()

    def of(self, table: Table) -> KeptRun | None:
        """The run of a state; None if it has none."""
        place = self._places.get(table)
        return place[0] if place else None

    def keep(self, table: Table, kept: KeptRun) -> None:
        """This is the run of a state, and of all that share it."""
        self._places.setdefault(table, [])[:] = [kept]

    def forget(self, table: Table) -> None:
        """A state has no run any more."""
        self._places.setdefault(table, []).clear()

    def share(self, one: Table | None, other: Table | None) -> None:
        """Two states have the same numbers: what becomes of the run of one becomes of that of the other."""
        if one is not None and other is not None:
            self._places[other] = self._places.setdefault(one, [])
