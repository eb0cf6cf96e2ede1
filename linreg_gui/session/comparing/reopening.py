"""Makes a kept fit the present one again: its columns, terms and loss, in one step of undo."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import first_few
from linreg_gui.session.document.document import Document
from linreg_gui.session.training.training import Training

from .fits import Fits

_FEW = 3


class Reopening(QObject):
    """Puts back what was fitted; undo brings back the settings of before, too."""

    problem_found = Signal(object)  # Problem

    def __init__(
        self, document: Document, training: Training, fits: Fits, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._training, self._fits = document, training, fits
        # Of states of the table, as undo and redo know nothing of settings; whether all of them.
        self._settings: WeakKeyDictionary[Table, tuple[SgdConfig, bool]] = WeakKeyDictionary()
        self._at: Table | None = None  # the state whose settings are there
        training.config_changed.connect(self._follow)
        document.table_changed.connect(lambda _: self._leave())

    def open(self, key: int) -> None:
        """Make it the present fit."""
        table, fit = self._document.table, self._fits.fit(key)
        if table is None or fit is None:
            return
        gone = [f"“{name}”" for name in sorted(fit.columns_needed) if name not in table.roles]
        if gone:
            self.problem_found.emit(
                Problem(
                    f"“{fit.name}” is about {first_few(gone, _FEW)}, which the table has no more: "
                    "undo brings back what was deleted or renamed.",
                    ProblemKind.NO_COLUMN,
                )
            )
            return
        roles = {name: fit.roles.get(name, Role.IGNORED) for name in table.roles}
        # Which rows are left out, and what names them, is none of the fit's business.
        excluded, row_names = table.recipe.excluded, table.recipe.row_names
        recipe = fit.recipe.of_columns(tuple(table.roles))
        recipe = replace(recipe, excluded=excluded, row_names=row_names)
        opened = replace(table, roles=roles, recipe=recipe)
        whole = fit.solver == "sgd"
        self._settings[table] = self._training.config, whole
        self._settings[opened] = fit.config, whole
        self._document.replace(f"Open “{fit.name}”", opened)

    def resume(self, table: Table) -> None:
        """The analysis of this state of the table is there: its settings come back with it."""
        if table in self._settings:
            config, whole = self._settings[table]
            now = self._training.config
            if not whole:
                config = replace(now, loss=config.loss, weight_decay=config.weight_decay)
            if config != now:
                self._training.set_config(config)
            self._at = table

    def _leave(self) -> None:
        self._at = None

    def _follow(self, config: SgdConfig) -> None:
        """Other settings were chosen for this state: they come back with it from now on."""
        if self._at is not None and self._at is self._document.table:
            self._settings[self._at] = config, self._settings[self._at][1]
