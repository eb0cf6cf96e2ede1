"""The summary of a fit on one line, which opens to all of its numbers, each explained by a sentence."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.summary import Summary, SummaryLine
from linreg_gui.core.number_text import TableStyle
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import muted, tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_name, set_text, set_tip, tip

_LINE_HELP = "Show or hide all numbers of the summary: rows, R², σ, F, AIC, BIC, PRESS and others."
_TABLE_HELP = "The summary of the exact solution; select a number to read what it is."
_NOTHING = "Summary"
_BETWEEN = "  ·  "
_LEAST_ROWS, _MOST_ROWS = 4, 8


@always_answers
class SummaryModel(QAbstractTableModel):
    """A row per number: what it is called, and what it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[SummaryLine, ...] = ()
        self._style = TableStyle()

    @property
    def lines(self) -> tuple[SummaryLine, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: tuple[SummaryLine, ...], style: TableStyle) -> None:
        """Show other numbers; where they are called the same, what is selected stays."""
        same = [line.name for line in lines] == [line.name for line in self._lines]
        if not same:
            self.beginResetModel()
        self._lines, self._style = lines, style
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 1))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Summary", "Value")[section] if section in (0, 1) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < len(self._lines) and 0 <= index.column() < 2):
            return None
        line, is_name = self._lines[index.row()], index.column() == 0
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name if is_name else line.text(self._style)
        if role == Qt.ItemDataRole.EditRole:
            return line.name if is_name else line.exact
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.sentence)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return line.sentence
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if is_name else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


@always_answers
class SummaryStrip(QWidget):
    """A line that says as much as there is room for; a click on it shows all numbers, here."""

    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary: Summary | None = None
        self._style = TableStyle()
        self._pale = self._is_open = False
        self.line = describe(_Line(), _NOTHING, _LINE_HELP)
        self.model = SummaryModel(self)
        self.view = describe(self._make_view(), "Summary", _TABLE_HELP)
        self.view.setToolTip("")  # every row has its own
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setContentsMargins(8, 0, 8, 4)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.view)
        layout.addWidget(self.sentence)
        self.view.hide()
        self.sentence.hide()
        self.hide()
        self.line.clicked.connect(lambda: self.set_open(not self.is_open))
        self.view.selectionModel().currentRowChanged.connect(self._explain)
        self._restyle()

    @property
    def is_open(self) -> bool:
        """Whether all numbers are shown."""
        return self._is_open

    def set_open(self, opened: bool) -> None:
        """Show all numbers, or one line."""
        if opened != self._is_open:
            self._is_open = opened
            self._show_open()
            self.opened.emit(opened)

    def show_summary(self, summary: Summary | None, style: TableStyle) -> None:
        """Show other numbers; None where there are none."""
        self._show_pale(False)
        self._summary, self._style = summary, style
        self.model.show_lines(() if summary is None else summary.lines, style)
        self.line.show_pieces(() if summary is None else summary.short(style))
        row = self.view.verticalHeader().defaultSectionSize()
        count = max(1, self.model.rowCount())
        self.view.setMaximumHeight(row * min(count, _MOST_ROWS) + row // 2 * (count > _MOST_ROWS) + 2)
        self.view.setMinimumHeight(row * min(count, _LEAST_ROWS))
        self._explain()

    def show_waiting(self) -> None:
        """Other numbers are being worked out: those that stand here are pale until then."""
        self._show_pale(True)

    def wished_height(self) -> int:
        """What it takes below its line."""
        if not self.is_open:
            return 0
        return self.view.maximumHeight() + (self.sentence.heightForWidth(self.width()) + 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "sentence"):
            self._restyle()

    def _show_open(self) -> None:
        self.setVisible(self._is_open)
        self.view.setVisible(self._is_open)
        self.line.show_open(self._is_open)
        self._explain()

    def _explain(self) -> None:
        """Say what the selected number is, and why others are missing."""
        row = self.view.currentIndex().row()
        lines = self.model.lines
        told = lines[row].sentence if 0 <= row < len(lines) else ""
        remark = "" if self._summary is None else self._summary.remark
        set_text(self.sentence, told or remark)
        self.sentence.setVisible(self.is_open and bool(told or remark))

    def _make_view(self) -> CopyingTableView:
        view = CopyingTableView()
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        make_quiet(view, above_text=6, narrowest=34)
        view.horizontalHeader().hide()
        view.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        view.horizontalHeader().setStretchLastSection(True)
        return view

    def _show_pale(self, pale: bool) -> None:
        if pale != self._pale:
            self._pale = pale
            self._restyle()

    def _restyle(self) -> None:
        quiet = QPalette(self.palette())
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
            quiet.setColor(role, muted(self.palette()))
        self.sentence.setPalette(quiet)
        for widget in (self.line, self.view):
            widget.setPalette(quiet if self._pale else QPalette(self.palette()))


@always_answers
class _Line(QToolButton):
    """Pieces of text, as many as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: tuple[str, ...] = ()
        self._is_open = False
        self.setAutoRaise(True)
        self.setArrowType(Qt.ArrowType.RightArrow)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(tabular(self.font()))
        self.show_pieces(())

    def show_pieces(self, pieces: tuple[str, ...]) -> None:
        self._pieces = pieces
        whole = ", ".join(pieces)
        opened = "open" if self._is_open else "closed"
        set_name(self, f"{_NOTHING}, {opened}: {whole}" if pieces else f"{_NOTHING}, {opened}")
        set_tip(self, f"{whole}\n{_LINE_HELP}" if pieces else _LINE_HELP)
        self._fit()

    def show_open(self, opened: bool) -> None:
        self._is_open = opened
        self.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.show_pieces(self._pieces)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 36
        text = _NOTHING
        for count in range(1, len(self._pieces) + 1):
            longer = _BETWEEN.join(self._pieces[:count])
            if count > 1 and self.fontMetrics().horizontalAdvance(longer) > room:
                break
            text = longer
        if text != self.text():
            set_text(self, text)
