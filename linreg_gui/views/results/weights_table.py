"""Bias and weights by SGD, live, next to the exact ones and, where they are known, the true ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.table.feature_sources import Source
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import muted, tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_text

from .truth_errors import TruthErrors
from .weights_model import Column, WeightsModel

_HELP = "Bias and weights, in the units of the data. Select rows and copy them with every digit."
_NOTHING = "Bias and weights appear here when there is a label and at least one feature."
_NUMBER_WIDTH = "−0.0000"
_PERCENT_WIDTH = "−00.0 SE"
_PADDING = 10
_NAME_WIDTHS = 34, 84
_WIDEST_LEVEL = 100
_SHORT_NAME = 60  # cut so far, names can still be told apart
_NARROWEST = 224
_MOST_MEASURED = 40  # rows whose texts say how wide a column is


@always_answers
class WeightsTable(QWidget):
    """A table of numbers that keeps its widths while they change, and a sentence about the method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = WeightsModel(self)
        self.view = describe(self._make_view(), "Bias and weights", _HELP)
        self.view.setToolTip("")  # every cell has its own
        self.errors = TruthErrors()
        self.explanation = Label()
        self.explanation.setWordWrap(True)
        self.explanation.setContentsMargins(8, 0, 8, 0)
        self.explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.explanation.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.errors)
        layout.addWidget(self.explanation)
        self.setFocusProxy(self.view)
        self.setMinimumWidth(_NARROWEST)
        self._name_width = _NAME_WIDTHS[0]
        self._restyle()
        self.clear()

    def show_names(
        self,
        features: Sequence[str],
        label: str,
        sources: Sequence[Source] = (),
        shown: ShownEquation | None = None,
    ) -> None:
        """Start another model; its numbers follow. Sources tell of reference levels, ``shown`` of digits."""
        self.model.show_names(features, label, sources, shown)
        self.explanation.clear()
        self._show_truth_columns(False)
        self._fit_names(features, any(source.is_indicator for source in sources[:_MOST_MEASURED]))

    def show_standard_errors(self, errors: tuple[FloatArray, float] | None) -> None:
        """The standard errors of the exact weights and bias; None where there are none."""
        self.model.show_standard_errors(*(errors or (None, 0.0)))

    def show_exact(self, weights: FloatArray | None, bias: float | None) -> None:
        """The exact numbers; None where there are none."""
        self.model.show_numbers(Column.EXACT, weights, bias)
        self._fit_numbers()
        self._show_errors("Exact", Column.EXACT)

    def show_sgd(self, weights: FloatArray, bias: float) -> None:
        """The numbers of SGD now."""
        self.model.show_numbers(Column.SGD, weights, bias)
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

    def wished_width(self) -> int:
        """What all columns need."""
        columns = (Column.SGD, Column.EXACT, Column.TRUE)
        numbers = sum(self.view.columnWidth(column) for column in columns)
        return self._name_width + numbers + self._width(_PERCENT_WIDTH) + 8

    def wished_height(self) -> int:
        """What all rows and the sentence need."""
        rows = self.view.verticalHeader().defaultSectionSize() * self.model.rowCount()
        bar = self.view.horizontalScrollBar()
        table = self.view.horizontalHeader().height() + rows + (bar.height() if bar.maximum() else 0)
        errors = 0 if self.errors.isHidden() else self.errors.sizeHint().height() + 8
        return table + errors + self.explanation.heightForWidth(self.width()) + 26

    def show_explanation(self, text: str) -> None:
        """Say how the exact numbers were found."""
        set_text(self.explanation, text)

    def clear(self) -> None:
        """Show no numbers."""
        self.show_names((), "")
        self.explanation.setText(_NOTHING)

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
        self.explanation.setPalette(palette)

    def _make_view(self) -> CopyingTableView:
        view = CopyingTableView()
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        make_quiet(view, above_text=8, narrowest=_NAME_WIDTHS[0])
        view.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
        view.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        view.horizontalHeader().setStretchLastSection(True)
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
        columns = (Column.EXACT, Column.TRUE)
        texts = [text for column in columns for text in self.model.first_texts(column, _MOST_MEASURED)]
        width = max(map(self._width, {*texts, _NUMBER_WIDTH}))
        for column in (Column.SGD, *columns):
            self.view.setColumnWidth(column, width)
        self._share_room()

    def _share_room(self) -> None:
        """Long names give way to the numbers if that makes all of them visible."""
        columns = (Column.SGD, Column.EXACT, Column.TRUE)  # a hidden one is 0 wide
        numbers = sum(self.view.columnWidth(column) for column in columns) + self._width(_PERCENT_WIDTH)
        room = self.width() - numbers
        gives_way = _SHORT_NAME <= room < self._name_width
        self.view.setColumnWidth(Column.NAME, room if gives_way else self._name_width)

    def _show_truth_columns(self, shown: bool) -> None:
        self.view.setColumnHidden(Column.TRUE, not shown)
        self.errors.setVisible(shown)

    def _show_errors(self, name: str, column: Column) -> None:
        truth = self.model.numbers(Column.TRUE)
        if truth is not None:
            self.errors.show_errors(name, truth, self.model.numbers(column))
