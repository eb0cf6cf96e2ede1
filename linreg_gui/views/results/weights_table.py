"""Bias and weights by SGD, live, next to the exact ones with all that the data say of them, and a summary."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.desk.answers import Answers
from linreg_gui.core.desk.coefficients import CoefficientTable
from linreg_gui.core.desk.summary import Summary
from linreg_gui.core.explaining.run_numbers import RunWeights
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.table.feature_sources import Source
from linreg_gui.core.writing.table_text import TextTable
from linreg_gui.views.panes.moment_part import MomentPart
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import muted, tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.table_copying import shown_table
from linreg_gui.views.widgets.texts import Label, set_text

from .summary_strip import SummaryStrip
from .truth_errors import TruthErrors
from .weights_columns import AT_FIRST, STATISTICS, TITLES, Column
from .weights_model import WeightsModel
from .weights_options import WeightsOptions

_HELP = (
    "Bias and weights, in the units of the data; a row says in words what it means. A click on a heading "
    "sorts, a third one brings the first order back. Select rows and copy them with every digit."
)
_NOTHING = "Bias and weights appear here when there is a label and at least one feature."
_NUMBER_WIDTH = "−0.0000"
_PERCENT_WIDTH = "−00.0 SE"
_LEAST_WIDTH = "0.000"
_PADDING = 10
_NAME_WIDTHS = 34, 84
_WIDEST_LEVEL = 100
_SHORT_NAME = 60  # cut so far, names can still be told apart
_NARROWEST = 224
_LEAST_ROWS = 3  # beside a summary that is open
_MOST_MEASURED = 40  # rows whose texts say how wide a column is


@always_answers
class WeightsTable(QWidget):
    """A table of numbers that keeps its widths while they change, and sentences about them."""

    columns_requested = Signal(object)  # a frozenset of Column
    wish_changed = Signal()
    room_wished = Signal()  # more or less than before

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = WeightsModel(self)
        self.view = describe(self._make_view(), "Bias and weights", _HELP)
        self.view.setToolTip("")  # every cell has its own
        self.summary = SummaryStrip()
        self.options = WeightsOptions(self.as_text, self._summary_as_text)
        self.errors = TruthErrors()
        self.words, self.remark, self.explanation = (_sentence() for _ in range(3))
        self._chosen: frozenset[Column] | None = None  # the columns
        self._there: frozenset[Column] = frozenset()  # statistics that there are
        self._has_run = False  # whether SGD has come further than where it starts from
        self._summary: Summary | None = None
        self._known: RunWeights | None = None  # that is shown of the moment
        self._answers: Answers | None = None
        self._wished = 0  # how wide it last wished to be
        self.of_moment = MomentPart(self, self._show_moment, self._clear_moment)
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 0, 4, 0)
        bar.setSpacing(4)
        bar.addWidget(self.summary.line, 1)
        bar.addWidget(self.options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 8)
        layout.setSpacing(4)
        layout.addLayout(bar)
        layout.addWidget(self.summary)
        layout.addWidget(self.view, 1)
        layout.addSpacing(2)
        for widget in (self.words, self.errors, self.remark, self.explanation):
            layout.addWidget(widget)
        self.setFocusProxy(self.view)
        self.setMinimumWidth(_NARROWEST)
        self._name_width = _NAME_WIDTHS[0]
        self._widths: dict[Column, int] = {}
        self.options.columns_requested.connect(self.columns_requested)
        self.options.first_order_requested.connect(self._show_first_order)
        self.summary.opened.connect(lambda _: self.wish_changed.emit())
        self.summary.opened.connect(lambda _: self.room_wished.emit())
        self.view.selectionModel().currentRowChanged.connect(self._read_row)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self._restyle()
        self._show_columns()
        self._clear_moment()
        self.clear()

    @property
    def wish(self) -> bool:
        """Whether the summary is to have all of its lines."""
        return self.summary.is_open

    def show_value(self, value: Answers) -> None:
        """What the data say of the exact numbers."""
        self._answers = value
        self.show_answers(value.table, value.summary)
        if (width := self.wished_width()) != self._wished:
            self._wished = width
            self.room_wished.emit()

    def show_waiting(self) -> None:
        """What is known stays until the next is."""
        self.summary.show_waiting()

    def clear(self) -> None:
        """There is no exact solution to be asked."""
        self._answers = None
        self.show_answers(None, None)

    def _show_moment(self, value: RunWeights) -> None:
        """The numbers of a moment; what stands beside them anew only where it is another."""
        known, self._known = self._known, value
        if known is None or value.analysis is not known.analysis:
            data = value.analysis.data
            self.show_names(data.feature_names, data.label_name, value.analysis.ledger.sources, value.shown)
            self.room_wished.emit()
        if known is None or value.objective is not known.objective:
            self.show_standard_errors(value.objective.standard_errors)
            self.show_truth(*(value.truth.weights, value.truth.bias) if value.truth else (None, None))
            self.show_explanation(value.explanation)
        if known is None or (value.objective, value.moving) != (known.objective, known.moving):
            self.show_exact(*value.exact or (None, None))
        if self._answers is not None and (known is None or value.analysis is not known.analysis):
            self._show_table(self._answers.table)  # it may be there before the names that it is told by
        self.show_sgd(*value.sgd, is_start=value.is_start)

    def _clear_moment(self) -> None:
        self._known = None
        self.show_names((), "")
        self.explanation.setText(_NOTHING)

    def show_names(
        self,
        features: Sequence[str],
        label: str,
        sources: Sequence[Source] = (),
        shown: ShownEquation | None = None,
    ) -> None:
        """Start another model; its numbers follow. Sources tell of reference levels, ``shown`` of digits."""
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_names(features, label, sources, shown)
        self.explanation.clear()
        self._read_row()
        self._show_truth_columns(False)
        self._has_run = False
        self._show_columns()
        self._fit_names(features, any(source.is_indicator for source in sources[:_MOST_MEASURED]))

    def show_standard_errors(self, errors: tuple[FloatArray, float] | None) -> None:
        """The standard errors of the exact weights and bias; None where there are none."""
        self.model.show_standard_errors(*(errors or (None, 0.0)))

    def show_exact(self, weights: FloatArray | None, bias: float | None) -> None:
        """The exact numbers; None where there are none."""
        self.model.show_numbers(Column.EXACT, weights, bias)
        self._fit_numbers()
        self._read_row()
        self._show_errors("Exact", Column.EXACT)

    def show_sgd(self, weights: FloatArray, bias: float, *, is_start: bool = False) -> None:
        """The numbers of SGD now; those it starts from alone take no room from the exact ones."""
        self.model.show_numbers(Column.SGD, weights, bias)
        if not (is_start or self._has_run):
            self._has_run = True
            self._show_columns()
            self._share_room()
        self._show_errors("SGD", Column.SGD)

    def show_truth(self, weights: FloatArray | None, bias: float | None) -> None:
        """The numbers the data were made with; None where nobody knows them."""
        known = self.model.numbers(Column.TRUE) is not None
        self.model.show_numbers(Column.TRUE, weights, bias)
        shown = self.model.numbers(Column.TRUE) is not None
        self._show_truth_columns(shown)
        if known or shown:
            self._fit_numbers()
        self._show_errors("SGD", Column.SGD)
        self._show_errors("Exact", Column.EXACT)

    def show_answers(self, table: CoefficientTable | None, summary: Summary | None) -> None:
        """What the data say of the exact numbers, and the summary; None where there is no exact solution."""
        self._summary = summary
        self.summary.show_summary(summary, self.model.style)
        self._show_table(table)

    def _show_table(self, table: CoefficientTable | None) -> None:
        self.model.show_table(table)
        if table is not None:
            self.options.show_choices(table.choices)
            self._there = frozenset(column for column, what in STATISTICS.items() if what in table.numbers)
            self._show_columns()
            self._fit_numbers()
        set_text(self.remark, "" if table is None else table.remark)
        self.remark.setVisible(bool(self.remark.text()))
        self._read_row()

    def show_style(self, style: TableStyle) -> None:
        """Write numbers in another style."""
        self.model.show_style(style)
        self.options.show_style(style)
        self.summary.show_summary(self._summary, style)
        self._fit_numbers()
        self._read_row()

    def show_chosen_columns(self, chosen: Collection[Column] | None) -> None:
        """Show these columns beside the names; None for those that are shown at first."""
        self._chosen = None if chosen is None else frozenset(chosen)
        self._show_columns()
        self._fit_numbers()

    def as_text(self) -> TextTable:
        """The table as it is shown."""
        remark = self.remark.text() if not self.remark.isHidden() else ""
        notes = tuple(filter(None, (remark,)))
        return shown_table(self.view, notes=notes, style=self.model.style)

    def _summary_as_text(self) -> TextTable:
        remark = "" if self._summary is None else self._summary.remark
        return shown_table(self.summary.view, notes=tuple(filter(None, (remark,))), style=self.model.style)

    def wished_width(self) -> int:
        """What all columns need."""
        columns = [column for column in Column if column not in (Column.NAME, self._last)]
        numbers = sum(self.view.columnWidth(column) for column in columns)
        return self._name_width + numbers + self._width(_PERCENT_WIDTH) + 8

    def wished_height(self) -> int:
        """What all rows and the sentence need."""
        rows = self.view.verticalHeader().defaultSectionSize() * self.model.rowCount()
        bar = self.view.horizontalScrollBar()
        table = self.view.horizontalHeader().height() + rows + (bar.height() if bar.maximum() else 0)
        errors = 0 if self.errors.isHidden() else self.errors.sizeHint().height() + 8
        sentences = (self.words, self.remark, self.explanation)
        texts = sum(text.heightForWidth(self.width()) + 4 for text in sentences if not text.isHidden())
        above = self.options.sizeHint().height() + 8 + self.summary.wished_height()
        return above + table + errors + texts + 22

    def show_explanation(self, text: str) -> None:
        """Say how the exact numbers were found."""
        set_text(self.explanation, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "explanation"):
            self._restyle()

    def _restyle(self) -> None:
        self.model.show_palette(self.palette())
        palette = self.explanation.palette()
        palette.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
        for text in (self.remark, self.explanation):
            text.setPalette(palette)

    def _make_view(self) -> CopyingTableView:
        view = CopyingTableView()
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        make_quiet(view, above_text=8, narrowest=_NAME_WIDTHS[0])
        view.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
        view.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        header = view.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        view.setColumnWidth(Column.OFF_BY, self._width(_PERCENT_WIDTH))
        return view

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + _PADDING

    def _fit_names(self, features: Sequence[str], levels: bool) -> None:
        names = ("bias", *features[:_MOST_MEASURED])
        least, most = _NAME_WIDTHS
        most = _WIDEST_LEVEL if levels else most
        widest = max(self._width(name) for name in names)
        self._name_width = min(max(widest, least), most)
        self._share_room()

    def _fit_numbers(self) -> None:
        """Room for the exact and the true numbers; SGD is written like them."""
        rows = _LEAST_ROWS * self.view.verticalHeader().defaultSectionSize()
        self.view.setMinimumHeight(self.view.horizontalHeader().sizeHint().height() + rows)
        columns = (Column.EXACT, Column.TRUE)
        texts = [text for column in columns for text in self.model.first_texts(column, _MOST_MEASURED)]
        width = max(map(self._width, {*texts, _NUMBER_WIDTH}))
        for column in (Column.SGD, *columns):
            self._set_width(column, width)
        for column in self._there:
            heading = self.model.headerData(column, Qt.Orientation.Horizontal).strip()
            texts = self.model.first_texts(column, _MOST_MEASURED)
            self._set_width(column, max(map(self._width, {*texts, f"{heading}\u2003", _LEAST_WIDTH})))
        self._share_room()

    def _set_width(self, column: Column, width: int) -> None:
        """Of one that is hidden it is kept until it is shown."""
        self._widths[column] = width
        if not self.view.isColumnHidden(column):
            self.view.setColumnWidth(column, width)

    def _share_room(self) -> None:
        """Long names give way to the numbers if that makes all of them visible."""
        # One that is hidden is 0 wide; the last one takes what is left.
        columns = [column for column in Column if column not in (Column.NAME, self._last)]
        last = self._widths.get(self._last, self._width(_PERCENT_WIDTH))
        numbers = sum(self.view.columnWidth(column) for column in columns) + last
        room = self.width() - numbers
        gives_way = _SHORT_NAME <= room < self._name_width
        self.view.setColumnWidth(Column.NAME, room if gives_way else self._name_width)

    def _show_truth_columns(self, shown: bool) -> None:
        self._hide(Column.TRUE, not shown)
        self.errors.setVisible(shown)

    def _show_columns(self) -> None:
        """Those that are chosen, or were at first, as far as they have numbers."""
        there = {Column.EXACT, *({Column.SGD, Column.OFF_BY} if self._has_run else ()), *self._there}
        at_first = AT_FIRST if self._there & {Column.ERROR} else {*AT_FIRST, Column.OFF_BY}
        wanted = at_first if self._chosen is None else self._chosen
        for column in TITLES:
            self._hide(column, column not in wanted or column not in there)
        self.options.show_columns(wanted, there)

    def _hide(self, column: Column, hidden: bool) -> None:
        if self.view.isColumnHidden(column) != hidden:
            self.view.setColumnHidden(column, hidden)
            if not hidden and column in self._widths:
                self.view.setColumnWidth(column, self._widths[column])

    @property
    def _last(self) -> Column:
        """The column that takes the room that is left."""
        shown = [column for column in Column if not self.view.isColumnHidden(column)]
        return shown[-1]

    def _show_first_order(self) -> None:
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def _read_row(self) -> None:
        """Read the selected row in words."""
        words = self.model.in_words(self.view.currentIndex().row())
        set_text(self.words, words)
        self.words.setVisible(bool(words))
        self.explanation.setVisible(not words)  # there is room for one of them

    def _open_menu(self, at: QPoint) -> None:
        self.options.menu().popup(self.view.viewport().mapToGlobal(at))

    def _show_errors(self, name: str, column: Column) -> None:
        truth = self.model.numbers(Column.TRUE)
        if truth is not None:
            self.errors.show_errors(name, truth, self.model.numbers(column))


def _sentence() -> Label:
    label = Label()
    label.setWordWrap(True)
    label.setContentsMargins(8, 0, 8, 0)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
