"""One update of minibatch SGD, row by row and line by line, in numbers that add up."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QObject,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import IntArray
from linreg_gui.core.explaining.microscope import Units
from linreg_gui.core.explaining.microscope_lines import Column, MicroscopeWish, Unfolded, UpdateTable
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.views.plots.scene_plot import PREPARED
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.elided_label import elided_to_lines
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.model_index import Index
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView, rows_of, selected_ranges
from linreg_gui.views.widgets.texts import Label, set_name, set_text, set_tip

from .microscope_model import IS_RESULT, MicroscopeModel

_HELP = (
    "One update, line by line: the rows of the minibatch with their shares of the gradient, and how these "
    "move the weight. Up and Down go through the lines; selected rows light up in the plots and in the table."
)
_NOTHING = "The terms of an update appear here when there is something to train on."
_UNITS: dict[Units, str] = {"data": "data units", "internal": "internal units"}
_PADDING = 8
# So high, in pixels, the view has room for sentences; in less, lines of the table come first.
_LITTLE = 360
_FEWEST_LINES = 2
_NARROWEST = 24


@always_answers
class ResultDelegate(WholeNumbersDelegate):
    """Draws a rule above what the lines above it come to."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.data(IS_RESULT):
            painter.fillRect(QRect(option.rect.topLeft(), option.rect.topRight()), option.palette.mid())


@always_answers
class MicroscopeView(QWidget):
    """A choice of parameter and units, the lines of its update, and what the current one does."""

    rows_requested = Signal(object)  # RowSet of the table
    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seen: Unfolded | None = None
        self._names: tuple[str, ...] = ()
        self._waiting: int | None = None  # the parameter that is to be chosen
        self._told = NO_ROWS  # what was asked for
        self._draws = False
        self._heading = ""
        self.model = MicroscopeModel(self)
        self.heading = _words()
        self.parameter_box = _box("Parameter", "The weight, or the constant, whose update is unfolded.", 8)
        self._parameters = offering(self.parameter_box)
        help_text = (
            "Units of the data, or those that training computes in: features with mean 0 and "
            "standard deviation 1 where they are standardised, labels shifted and scaled where that helps."
        )
        self.units_box = _box("Units", help_text, 11)
        offering(self.units_box).offer(list(_UNITS.values()), list(_UNITS))
        self.table = describe(self._make_table(), "Terms of one update", _HELP)
        self.table.setToolTip("")  # cells and heads have their own
        self.sentence = _words()
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentence_area = _scrolled(self.sentence)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.parameter_box, self.units_box)
        self._lay_out()
        self.setFocusProxy(self.table)
        self.parameter_box.currentIndexChanged.connect(self._show_anew)
        self.units_box.currentIndexChanged.connect(self._show_anew)
        selection = self.table.selectionModel()
        selection.currentChanged.connect(self._explain)
        selection.selectionChanged.connect(self._tell_rows)
        self.clear()

    @property
    def wish(self) -> MicroscopeWish:
        """What is chosen."""
        return MicroscopeWish(self.parameter, self.units_box.currentData())

    @property
    def choices(self) -> MicroscopeWish:
        """The same, to be kept."""
        return self.wish

    def choose(self, choices: MicroscopeWish) -> None:
        """Have that chosen; the parameter, once it is known which there are."""
        if choices == self.wish:
            return
        self.units_box.blockSignals(True)
        self.units_box.setCurrentIndex(list(_UNITS).index(choices.units))
        self.units_box.blockSignals(False)
        self._waiting = choices.parameter
        self._show_anew()

    def show_value(self, seen: Unfolded) -> None:
        """Show an update; what was chosen stays chosen where the parameters have the same names."""
        self._seen = seen
        self._draw()

    def show_waiting(self) -> None:
        """It is being unfolded; what is shown stays."""
        if self._seen is None:
            self._heading = PREPARED
            set_text(self.heading, PREPARED)

    def clear(self) -> None:
        """Show nothing."""
        self._seen = None
        self._told = NO_ROWS
        self.model.clear()
        self.table.clearSpans()
        self._heading = _NOTHING
        set_text(self.heading, _NOTHING)
        for widget in (self.parameter_box, self.units_box, self.table, self.sentence_area):
            widget.setVisible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._put_heading()
        self._explain(self.table.currentIndex())
        self._keep_room_for_sentences()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The columns share what room there is, which is less once the rows need a scroll bar."""
        if event.type() == QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    @property
    def parameter(self) -> int:
        """The parameter that is chosen: 0 to d − 1 for a weight, d for the constant."""
        return max(0, self.parameter_box.currentIndex()) if self._waiting is None else self._waiting

    def _make_table(self) -> CopyingTableView:
        table = CopyingTableView()
        table.setModel(self.model)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=4, narrowest=_NARROWEST)
        table.setItemDelegate(ResultDelegate(table))
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
        table.setSelectionBehavior(table.SelectionBehavior.SelectRows)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._needed = [_NARROWEST] * len(Column)
        table.viewport().installEventFilter(self)
        return table

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setContentsMargins(8, 0, 8, 0)
        choices.setSpacing(6)
        choices.addWidget(self.parameter_box, 1)
        choices.addWidget(self.units_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addLayout(choices)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.sentence_area)
        layout.addStretch()

    def _show_anew(self) -> None:
        self._needed = [_NARROWEST] * len(Column)
        if self._seen is not None:
            self._draw()
        self.wish_changed.emit()

    def _draw(self) -> None:
        seen = self._seen
        assert seen is not None
        names = seen.seen.feature_names
        # What the constant is called depends on the units alone; whether the names are new, on the rest.
        self._offer((*names, seen.table(self.wish).constant))
        table = seen.table(self.wish)
        for widget in (self.parameter_box, self.units_box, self.table, self.sentence_area):
            widget.setVisible(True)
        self._heading = table.heading
        self._put_heading()
        self._show_lines(table)
        self._explain(self.table.currentIndex())
        self._fit_columns()
        self._keep_room_for_sentences()

    def _offer(self, names: tuple[str, ...]) -> None:
        if names == self._names and self._waiting is None:
            return
        same = names[:-1] == self._names[:-1]
        chosen = min(self.parameter, len(names) - 1) if same or self._waiting is not None else 0
        self._waiting = None
        self.parameter_box.blockSignals(True)
        if names != self._names:
            self._names = names
            self._parameters.offer(names, range(len(names)))
        self.parameter_box.setCurrentIndex(chosen)
        self.parameter_box.blockSignals(False)
        if not same:
            self._needed = [_NARROWEST] * len(Column)

    def _show_lines(self, table: UpdateTable) -> None:
        """A line that is looked at stays in sight; rows are others, so none of them stays selected."""
        line = self.table.currentIndex().row()
        below = self.model.rowCount() - line
        selection = self.table.selectionModel()
        self._draws = True
        self.model.show_table(table)
        self.table.clearSpans()
        for row, shown in enumerate(self.model.lines):
            if shown.number is not None:
                self.table.setSpan(row, Column.ROW, 1, shown.number)
                if shown.number < Column.SHARE:
                    self.table.setSpan(row, shown.number, 1, len(Column) - shown.number)
        selection.clearSelection()
        if line >= 0:
            # Lines are counted from the last one, as a short minibatch has fewer rows.
            stays = max(0, self.model.rowCount() - below)
            flags = selection.SelectionFlag
            asks = self.model.lines[stays].rows.size > 0
            how = flags.NoUpdate if asks else flags.ClearAndSelect | flags.Rows
            selection.setCurrentIndex(self.model.index(stays, 0), how)
        self._draws = False
        self._told = NO_ROWS

    def _explain(self, current: QModelIndex) -> None:
        if self.model.lines:
            set_text(self.sentence, self.model.lines[max(0, current.row())].sentence)
            self._lay_sentence()
            self.sentence_area.verticalScrollBar().setValue(0)

    def _put_heading(self) -> None:
        """Where the view is low its first line, and the rest where it is pointed at."""
        text, metrics = self._heading, self.heading.fontMetrics()
        low = self.height() < _LITTLE and self._height(text) > metrics.lineSpacing()
        shown = elided_to_lines(text, metrics, self._words_width(), 1)[0] if low else text
        set_text(self.heading, shown)
        set_tip(self.heading, "" if shown == text else text)
        set_name(self.heading, text)

    def _words_width(self) -> int:
        margins = self.sentence.contentsMargins()
        return max(1, self.width() - margins.left() - margins.right())

    def _height(self, text: str) -> int:
        """How high a text is, whole."""
        room = QRect(0, 0, self._words_width(), 10_000)
        return self.sentence.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()

    def _tell_rows(self, _: QItemSelection) -> None:
        """Rows light up that are selected, and no longer once none of them is."""
        if self._draws:
            return
        lines = rows_of(selected_ranges(self.table)).tolist()
        parts: list[IntArray] = [self.model.lines[line].rows for line in lines]
        rows = NO_ROWS
        for part in parts:
            rows = rows | RowSet.of_rows(part)
        if rows != self._told:
            self._told = rows
            self.rows_requested.emit(rows)

    def _fit_columns(self) -> None:
        """Room for the widest texts so far, so that nothing jumps; or for those there are, where it fits."""
        widths = [_NARROWEST] * len(Column)
        metrics = self.table.fontMetrics()

        def need(first: int, end: int, text: str) -> None:
            missing = metrics.horizontalAdvance(text) + _PADDING - sum(widths[first:end])
            for place in range(first, end):
                widths[place] += max(0, -(-missing // (end - first)))

        for column in Column:
            need(column, column + 1, self.model.headerData(column, Qt.Orientation.Horizontal))
        for line in self.model.lines:
            if line.number is None:
                for place, text in enumerate(line.texts):
                    need(place, place + 1, text)
        for line in self.model.lines:
            if line.number is not None:
                need(Column.ROW, line.number, line.texts[Column.ROW])
                need(line.number, len(Column), line.texts[line.number])
        widest = list(map(max, widths, self._needed))
        self._needed = widest if sum(widest) <= self.table.viewport().width() else widths
        self._share_room()

    def _share_room(self) -> None:
        """What is left is shared out evenly."""
        left = max(0, self.table.viewport().width() - sum(self._needed))
        for column in Column:
            more = left // len(Column) + (column < left % len(Column))
            self.table.setColumnWidth(column, self._needed[column] + more)

    def _keep_room_for_sentences(self) -> None:
        """Nothing moves while one line after the other is looked at; in a low view they are scrolled."""
        heights = [self._height(sentence) for sentence in {line.sentence for line in self.model.lines}]
        needed = max(heights, default=self.fontMetrics().height())
        most = _FEWEST_LINES * self.sentence.fontMetrics().lineSpacing()
        low = self.height() < _LITTLE and needed > most
        self.sentence_area.setFixedHeight((most if low else needed) + 2)
        policy = Qt.ScrollBarPolicy
        bar = policy.ScrollBarAsNeeded if low else policy.ScrollBarAlwaysOff
        self.sentence_area.setVerticalScrollBarPolicy(bar)
        self.sentence_area.setFocusPolicy(Qt.FocusPolicy.TabFocus if low else Qt.FocusPolicy.NoFocus)
        self._lay_sentence()

    def _lay_sentence(self) -> None:
        """As wide as there is room for, and as high as it must be."""
        area = self.sentence_area
        low = area.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded
        width = self.width() - (area.verticalScrollBar().sizeHint().width() if low else 0)
        self.sentence.resize(width, self.sentence.heightForWidth(width))


def _words() -> Label:
    label = Label()
    label.setWordWrap(True)
    label.setContentsMargins(8, 0, 8, 0)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def _scrolled(words: Label) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName("What the line does")
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(words)
    for part in (words, area.viewport()):
        part.setAutoFillBackground(False)
    return area


def _box(name: str, help_text: str, letters: int) -> QComboBox:
    box = describe(ElidedBox(), name, help_text)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(letters)
    return box
