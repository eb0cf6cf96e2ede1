"""The exact fit that lies on the desk, and what a person has chosen for all of its tables and plots."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.document import Document
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.training.training import Training


class DeskState(QObject):
    """Follows the data and the loss; there is no desk while an exact solution is worked out."""

    changed = Signal()

    def __init__(
        self, document: Document, training: Training, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._training, self._settings = document, training, settings
        self.desk: Desk | None = None
        self.choices = settings.desk_choices()
        self.folds = FoldSettings()
        training.objective_changed.connect(lambda _: self._follow())

    def choose(self, choices: DeskChoices) -> None:
        """Let everything be shown with other intervals or errors."""
        if choices != self.choices:
            self.choices = choices
            self._settings.set_desk_choices(choices)
            if self.desk is not None:
                self.desk = self.desk.with_choices(choices)
            self.changed.emit()

    def choose_folds(self, folds: FoldSettings) -> None:
        """Let models be judged by other folds."""
        if folds != self.folds:
            self.folds = folds
            if self.desk is not None:
                self.desk = self.desk.with_folds(folds)
                self.changed.emit()

    def let_go(self) -> None:
        """There is nothing to be fitted."""
        self.desk = None
        self.changed.emit()

    def _follow(self) -> None:
        objective, table = self._training.objective, self._document.table
        known = objective is not None and objective.is_known
        before = self.desk
        if not (known and objective and table):
            self.desk = None
        elif before is not None and _goes_on(before, objective, table):
            self.desk = before.with_states_of(objective, table)
        else:
            self.desk = Desk(objective, table, self.choices, self.folds)
        self.changed.emit()


def _goes_on(desk: Desk, objective: Objective, table: Table) -> bool:
    """Whether rows were hidden, labelled or coloured, and nothing else was done."""
    return objective.has_the_answer_of(desk.objective) and desk.table.looks_alone_differ(table)
