"""The exact fit of all rows of a table larger than memory, beside views that show a sample of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QProgressBar, QPushButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.all_rows import AllRows
from linreg_gui.core.number_text import TableStyle, number_text
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_text, tip

_NOTHING = (
    "Exact numbers of all rows appear here when a table is a sample of a larger one: File > Open Large Table."
)
_HELP = "Bias and weights of the exact fit of all rows, with errors and intervals; select rows to copy them."
_TITLES = ("", "All rows", "SE", "p", "low", "high")
_TIPS = (
    "What the number belongs to: the bias, or the weight of a feature.",
    "The number of the exact solution over all rows of the files.",
    "Standard error, from all rows.",
    "How often noise alone would make |t| as large, if the true number were 0.",
    "The low end of the confidence interval.",
    "The high end of the confidence interval.",
)
_LONGEST, _WHOLE, _DIGITS, _DIGITS_OF_ERRORS = 60, 1000, 6, 3
_SHOWN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@always_answers
class AllRowsModel(QAbstractTableModel):
    """A row for the bias, if there is one, and for each weight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._columns: tuple[tuple[float, ...], ...] = ()

    def show_found(self, found: AllRows | None) -> None:
        """Show other numbers; None for none."""
        self.beginResetModel()
        self._names = () if found is None else found.names
        self._columns = ()
        if found is not None:
            table = found.table
            errors = () if table is None else (table.standard_error, table.p, table.low, table.high)
            self._columns = (found.estimate, *(tuple(map(float, column)) for column in errors))
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_TIPS[section])
        return _TITLES[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, at = index.row(), index.column()
        if not (0 <= row < len(self._names) and 0 <= at < len(_TITLES)):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if at else _LEFT
        if at == 0:
            if role == Qt.ItemDataRole.ToolTipRole:
                return tip(self._names[row])
            return shortened(self._names[row], _LONGEST) if role in _SHOWN else None
        if role not in _SHOWN:
            return None
        if at > len(self._columns):
            return "–"
        value = self._columns[at - 1][row]
        if role == Qt.ItemDataRole.EditRole:
            return repr(value)
        if _TITLES[at] == "p":
            return TableStyle().p(value)
        return number_text(value, _DIGITS_OF_ERRORS if _TITLES[at] == "SE" else _DIGITS)


class AllRowsView(QWidget):
    """Sentences, a table, and how far the reading is, with a way out."""

    ask_requested = Signal()
    stop_requested = Signal()
    find_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = AllRowsModel(self)
        self.title, self.sentence, self.remark = Label(), Label(), Label()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        for label in (self.title, self.sentence, self.remark):
            label.setWordWrap(True)
            label.setContentsMargins(8, 0, 8, 0)
        self.view = describe(CopyingTableView(), "All rows", _HELP)
        self.view.setToolTip("")  # every cell has its own
        self.view.setModel(self.model)
        self.view.setFont(tabular(self.view.font()))
        make_quiet(self.view, 8, 40)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.bar = describe(QProgressBar(), "Reading all rows", "How far this pass over all rows is.")
        self.bar.setRange(0, _WHOLE)
        self.progress = Label()
        self.progress.setWordWrap(True)
        self.stop = describe(QPushButton("Cancel"), "Cancel reading", "Do not read all rows.")
        self.ask = describe(QPushButton("Read All Rows"), "Read all rows", "Fit all rows exactly.")
        self.find_files = describe(
            QPushButton("Find Files…"), "Find the files", "Say where the files are now."
        )
        self.again = describe(
            QPushButton("Open Again"), "Open again", "Draw another sample of the files as they are now."
        )
        self._lay_out()
        self.stop.clicked.connect(self.stop_requested)
        self.ask.clicked.connect(self.ask_requested)
        self.find_files.clicked.connect(self.find_requested)
        self.again.clicked.connect(self.open_requested)
        self.clear()

    def clear(self) -> None:
        """The table is no sample."""
        self._show("", _NOTHING)

    def show_asked(self, words: str) -> None:
        """All rows are being read; ``words`` say what is shown elsewhere."""
        self._show("Reading all rows…", f"What the other views show is the {words}.", self.bar, self.stop)
        self.bar.setValue(0)

    def show_progress(self, share: float, words: str) -> None:
        """So much of a pass is done, from 0 to 1."""
        self.bar.setValue(round(_WHOLE * min(1.0, max(0.0, share))))
        set_text(self.progress, words)
        self.progress.show()

    def show_stopped(self) -> None:
        """It was given up."""
        self._show("", "All rows were not read. What the other views show is of the sample.", self.ask)

    def show_problem(self, sentence: str, *, may_find: bool = False, may_open: bool = False) -> None:
        """There are no numbers of all rows, and why."""
        offers = [self.ask] if not (may_find or may_open) else []
        offers += [self.find_files] if may_find else []
        offers += [self.again] if may_open else []
        self._show("No numbers of all rows", sentence, *offers)

    def show_found(self, found: AllRows) -> None:
        """The numbers of all rows."""
        self._show(f"Exact fit of all {found.ledger.rows_read:,} rows", found.sentence, self.view)
        self.model.show_found(found)
        set_text(self.remark, found.remark)
        self.remark.setVisible(bool(found.remark))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        for button in (self.stop, self.ask, self.find_files, self.again):
            row.addWidget(button)
        row.addStretch()
        self.progress.setContentsMargins(8, 0, 8, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.sentence)
        layout.addLayout(row)
        layout.addWidget(self.progress)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.remark)
        layout.addStretch()

    def _show(self, title: str, sentence: str, *parts: QWidget) -> None:
        set_text(self.title, title)
        self.title.setVisible(bool(title))
        set_text(self.sentence, sentence)
        if self.view not in parts:
            self.model.show_found(None)
        self.remark.hide()
        self.progress.hide()
        for part in (self.view, self.bar, self.stop, self.ask, self.find_files, self.again):
            part.setVisible(part in parts)
