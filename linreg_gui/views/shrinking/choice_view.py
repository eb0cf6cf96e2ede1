"""Features chosen forwards, backwards or as the best subset: the error of each size, and which they are."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.feature_choice import (
    WARNING_HELP,
    ChoiceMethod,
    ChoiceWish,
    FeatureChoice,
    NoFeatureChoice,
)
from linreg_gui.core.desk.shrinkage import PenaltyRule
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import is_dark, tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_description, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

from .choice_model import ChoiceColumn, SizesModel
from .error_plot import ErrorPlot
from .model_view import ModelView
from .scales import SIZES

_NOTHING = "Models of each size appear here when there is a fit."
_METHODS = {
    ChoiceMethod.FORWARDS: "Forwards",
    ChoiceMethod.BACKWARDS: "Backwards",
    ChoiceMethod.BEST: "Best subset",
}
_METHOD_HELP = (
    "Forwards: from none on, always the one term more that leaves the least error. Backwards: from all, "
    "always without the one that is missed least. Best subset: the best of all models of each size, of up to "
    "20 terms. The columns of a category go in and out together."
)
_SIZE_HELP = "How many terms the model has."
_BEST_HELP = "The size whose cross-validated error is least."
_SIMPLEST_HELP = "The least size whose error is within one standard error of the least one."
_TAKE_HELP = "Make the model of these terms; one step of undo."
_TABLE_HELP = "A row for each size, with its error and a dot for each term of the model; a click chooses it."
_MARKS = ("least error", "least error"), ("fewest terms within one standard error", "fewest terms")
_WIDEST_NAME = 96


@always_answers
class ChoiceView(ModelView):
    """Keeps what a person wishes to see; emits the model that is to be made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WARNING_HELP, parent)
        self._wish = ChoiceWish()
        self._shown: FeatureChoice | None
        self._laid_out = False
        self._make_controls()
        self.plot = ErrorPlot("Error against the number of terms", SIZES, *_MARKS)
        heading = self.plot.give_heading()  # the axes say it already
        heading.setParent(self)
        heading.hide()
        self.plot.place_requested.connect(lambda at: self._change(size=at))
        self.model = SizesModel(self)
        self.table = self._make_table()
        self._lay_out(
            (None, self.folds, self.method_box),
            (Label("Terms"), self.size_box, self.best, self.simplest, None, self.take),
            *(self.plot, self.table),
        )
        self._show_choices()
        self.clear()

    @property
    def wish(self) -> ChoiceWish:
        """What is to be seen."""
        return self._wish

    @property
    def choices(self) -> ChoiceWish:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: ChoiceWish) -> None:
        """Have that again."""
        self._change(method=choices.method, rule=choices.rule, size=choices.size)

    @property
    def shown(self) -> FeatureChoice | None:
        """What is to be seen now."""
        return self._shown

    def show_value(self, shown: FeatureChoice | NoFeatureChoice) -> None:
        """Show models; those that were prepared for another wish are left out."""
        if shown.wish != self._wish:
            return
        self.waiting.finish()
        self._bar.show()
        there = isinstance(shown, FeatureChoice)
        for part in (self._row, self._splitter, self.warning):
            part.setVisible(there)
        if isinstance(shown, NoFeatureChoice):
            self._shown = None
            self.model.show_choice(None)
            set_text(self.sentence, shown.sentence)
            return
        other = self._shown is None or self._shown.found is not shown.found
        self._shown = shown
        told = " ".join(filter(None, (shown.sentence, shown.remark)))
        set_text(self.sentence, told)
        about = shown.found.group_names, shown.label, shown.wish.method
        self.plot.show_errors(
            shown.sizes, shown.curve, shown.at, label=shown.label, sentence=told, subject=about
        )
        set_description(self.plot, told)
        self.model.show_choice(shown)
        if other:
            self._fit_columns()
        self.table.scrollTo(self.model.index(shown.at, 0))
        self.size_box.blockSignals(True)
        self.size_box.setMaximum(len(shown.found.sets) - 1)
        self.size_box.blockSignals(False)
        self._show_folds(shown.found.n_folds)
        self._show_choices()
        self.take.setEnabled(shown.model is not None)

    def clear(self) -> None:
        """Show nothing."""
        self._clear(_NOTHING)
        self.plot.clear()
        self.model.show_choice(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low plot and table stand side by side."""
        super().resizeEvent(event)
        low = self._is_low
        side = Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical
        if side is not self._splitter.orientation() or not self._laid_out:
            self._laid_out = True
            self._splitter.setOrientation(side)
            whole = self.width() if low else self.height()
            self._splitter.setSizes([whole // 2, whole // 2])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system from light to dark and back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "model"):
            self.model.dark = is_dark(self.palette())
            self.model.restyle()

    def _change(self, **choices: object) -> None:
        wish = replace(self._wish, **choices)  # type: ignore[arg-type]
        if wish == self._wish:
            return
        other = wish.method is not self._wish.method
        self._wish = wish
        if other and self.waiting.is_waiting:
            self.stop_requested.emit()  # what is being worked out would be for nothing
        if wish.size >= 0:
            self.plot.move_line(float(wish.size))
        self._show_choices()
        self.wish_changed.emit()

    def _follow(self, rule: PenaltyRule) -> None:
        self._change(rule=rule, size=-1)
        self._show_choices()  # a click on what holds already takes nothing away

    def _show_choices(self) -> None:
        wish, shown = self._wish, self._shown
        self.method_box.blockSignals(True)
        self.method_box.setCurrentIndex(list(_METHODS).index(wish.method))
        self.method_box.blockSignals(False)
        if wish.size >= 0 or shown is not None:
            self.size_box.blockSignals(True)
            self.size_box.setValue(wish.size if wish.size >= 0 else shown.at if shown is not None else 0)
            self.size_box.blockSignals(False)
        self._show_rule(wish.rule if wish.size < 0 else None)

    def _make_controls(self) -> None:
        self.method_box = describe(ElidedBox(), "How terms are chosen", _METHOD_HELP)
        for method, text in _METHODS.items():
            self.method_box.addItem(text, method)
        self.size_box = describe(WholeBox(), "Number of terms", _SIZE_HELP)
        self.size_box.setKeyboardTracking(False)
        self._make_buttons(
            ("least error", "Size of the least error", _BEST_HELP),
            ("fewest terms", "Fewest terms within one standard error", _SIMPLEST_HELP),
            _TAKE_HELP,
        )
        self._wheel.guard(self.method_box, self.size_box)
        self.method_box.currentIndexChanged.connect(
            lambda _: self._change(method=ChoiceMethod(self.method_box.currentData()), size=-1)
        )
        self.size_box.valueChanged.connect(lambda size: self._change(size=size))

    def _make_table(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "Terms of each size", _TABLE_HELP)
        table.setToolTip("")  # cells and heads have their own
        table.setModel(self.model)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=6, narrowest=28)
        table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setSelectionBehavior(table.SelectionBehavior.SelectRows)
        table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
        table.setMinimumSize(160, 60)
        table.clicked.connect(lambda index: self._change(size=index.row()))
        table.activated.connect(lambda index: self._change(size=index.row()))
        return table

    def _fit_columns(self) -> None:
        metrics = self.table.fontMetrics()
        for column in range(self.model.columnCount()):
            head = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            needed = metrics.horizontalAdvance(head) + 18
            if column in (ChoiceColumn.RMSE, self.model.columnCount() - 1):
                needed = max(needed, metrics.horizontalAdvance("88.888") + 14)
            self.table.setColumnWidth(column, min(needed, _WIDEST_NAME))
