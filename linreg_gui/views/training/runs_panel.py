"""The list of runs, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.core.limits import MOST_PINNED, MOST_RUNS
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.action_button import action_button, panel_action
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_copying import copying_actions, shown_table
from linreg_gui.views.widgets.texts import set_caption
from linreg_gui.views.widgets.window_menu import window_menu

from .race_strip import RaceStrip
from .runs_model import RunColumn, RunsModel

_HELP = (
    f"The present run, and up to {MOST_RUNS} that it has replaced. Return opens the selected one in all "
    "views, F2 renames it, Delete forgets it. A ticked run is drawn beside the present one."
)
_OPEN_HELP = "Show this run in all views again, at its last step; the present run is kept."
_PIN_HELP = f"Draw this run beside the present one, in a colour of its own: {MOST_PINNED} runs at most."
_RENAME_HELP = "Give this run another name."
_DELETE_HELP = "Forget this run; it can be undone."
_WIDEST = "✓ ━━━ Run 88  η 0.0005, batch 256  88,888  0.00000"
_WIDTHS = {RunColumn.NAME: "✓ ━━━━ batch 888", RunColumn.NEAR: "≈ 8,888", RunColumn.LOSS: "8×10⁸⁸"}


@always_answers
class RunsPanel(QWidget):
    """Rows of runs; Return, a double click and the buttons below ask for what is to be done."""

    open_requested = Signal(int)  # the key of a run, here and below
    pin_requested = Signal(int, bool)
    show_requested = Signal(int, bool)
    rename_requested = Signal(int, str)
    delete_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RunsModel(self)
        self.view = describe(self._make_view(), "Runs", _HELP)
        self.view.setToolTip("")  # every row has its own
        self.open = panel_action(self, "&Open", _OPEN_HELP, self._open)
        self.pin = panel_action(self, "&Pin", _PIN_HELP, self._pin)
        self.rename = panel_action(self, "Rena&me", _RENAME_HELP, self._rename)
        self.delete = panel_action(self, "&Delete", _DELETE_HELP, self._delete)
        self.copying = copying_actions(self, lambda: shown_table(self.view, "Runs"), alone=True)
        self.race = RaceStrip()
        actions = self.open, self.pin, self.rename, self.delete
        self.buttons = [action_button(action, wide=QSizePolicy.Policy.Ignored) for action in actions]
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 8)
        row.setSpacing(4)
        for button in self.buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.race)
        layout.addLayout(row)
        self.setFocusProxy(self.view)
        self.model.rename_requested.connect(self.rename_requested)
        self.model.show_requested.connect(self.show_requested)
        self.view.activated.connect(lambda _: self.open.trigger())
        key = QShortcut(QKeySequence.StandardKey.Delete, self.view)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.delete.trigger)
        self.view.selectionModel().currentRowChanged.connect(self._show_choice)
        self._restyle()
        self._show_choice()

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show the runs; the one that is selected stays selected, as long as it is there."""
        chosen = self._chosen()
        self.model.show_rows(rows)
        if chosen is not None:
            place = next((at for at, row in enumerate(self.model.rows) if row.key == chosen.key), None)
            if place is not None and place != self.view.currentIndex().row():
                self.view.selectRow(place)
        self._show_choice()

    def wished_width(self) -> int:
        """What the columns need, with a few words of the settings."""
        return self.view.fontMetrics().horizontalAdvance(_WIDEST)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "buttons"):
            self._restyle()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._chosen() is not None:
            menu = window_menu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions([self.open, self.pin, self.rename, self.delete])
            menu.addSeparator()
            menu.addActions(self.copying)
            menu.popup(event.globalPos())

    def _restyle(self) -> None:
        self.model.show_palette(self.palette())

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        make_quiet(view, above_text=8, narrowest=34)
        view.setEditTriggers(view.EditTrigger.EditKeyPressed)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        view.setSelectionMode(view.SelectionMode.SingleSelection)
        view.horizontalHeader().setSectionResizeMode(RunColumn.SETTINGS, QHeaderView.ResizeMode.Stretch)
        for column, text in _WIDTHS.items():
            view.setColumnWidth(column, view.fontMetrics().horizontalAdvance(text) + 14)
        return view

    def _chosen(self) -> RunRow | None:
        at = self.view.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def _show_choice(self) -> None:
        """Allow what can be done with the selected run."""
        row = self._chosen()
        kept = row is not None and not row.present
        self.open.setEnabled(kept and row is not None and not row.remark)
        self.pin.setEnabled(row is not None and not row.remark)
        set_caption(self.pin, "Un&pin" if row is not None and row.look is not None else "&Pin")
        self.rename.setEnabled(row is not None)
        self.delete.setEnabled(kept)

    def _open(self) -> None:
        row = self._chosen()
        if row is not None:
            self.open_requested.emit(row.key)

    def _pin(self) -> None:
        row = self._chosen()
        if row is not None:
            self.pin_requested.emit(row.key, row.look is None)

    def _rename(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.view.setFocus()
            self.view.edit(self.model.index(index.row(), RunColumn.NAME))

    def _delete(self) -> None:
        row = self._chosen()
        if row is not None:
            self.delete_requested.emit(row.key)
