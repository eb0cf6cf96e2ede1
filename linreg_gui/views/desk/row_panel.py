"""The numbers of one row: how much it weighs, and the fit without it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.row_sway import NoSway, RowSway
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_text

from .shared_columns import SharedColumns
from .sway_model import MEASURES, SwayColumn, SwayModel

_NOBODY = "No row"
_ASK = "Point at a row in any view, or select one, to see what it does to the fit."
_HELP = (
    "How much the row weighs, each number with the bound beyond which a row is worth a look; then the exact "
    "solution with the row and without it."
)


@always_answers
class RowPanel(QWidget):
    """Made once; showing another row changes texts alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.model = SwayModel(self)
        self.table = self._make_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table, 1)
        layout.addStretch()
        self.setMinimumWidth(200)
        self.show_sway(None)

    def show_sway(self, sway: RowSway | NoSway | None, how: str = "") -> None:
        """Show a row and ``how`` it was chosen, why nothing is told of it, or that there is none."""
        row = sway if isinstance(sway, RowSway) else None
        title = _NOBODY if sway is None else f"{sway.title} ({how})" if how else sway.title
        if title != self.title.whole_text:
            self.title.show_text(title)
        text = _ASK if sway is None else sway.sentence
        if self.sentence.text() != text:
            set_text(self.sentence, text)
        self.sentence.setVisible(bool(text))
        self.table.setVisible(row is not None)
        had = self.model.rowCount()
        self.model.show_sway(row)
        if row is not None and not had:
            for line in range(MEASURES):
                self.table.setSpan(line, SwayColumn.WITHOUT, 1, 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "table"):
            self.model.show_palette(self.palette())

    def _make_table(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "What the row does", _HELP)
        table.setToolTip("")
        table.setModel(self.model)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=3, narrowest=34)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.horizontalHeader().hide()
        SharedColumns(table, "−0.88888", "Studentised")
        return table
