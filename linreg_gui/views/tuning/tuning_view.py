"""The view of a search for settings: trials over a plane, the best so far, what mattered, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.tuning_picture import TuningAxis, TuningPicture, TuningWish
from linreg_gui.views.explaining.directions_view import BarDelegate
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, label_of, set_text

from .best_plot import BestPlot
from .trials_model import ImportanceModel, TrialsModel
from .trials_plot import TrialsPlot

MORE = 20  # trials, where all that were wanted are made
_NOTHING = (
    "Learning rate, batch size, momentum and other settings of SGD can be searched: run after run is judged "
    "by its loss over the rows that are held out, and each can be opened and looked at step by step."
)
_SEARCH_HELP = "Choose which settings are searched, between which values, and how (Train > Tune)."
_PAUSE_HELP = "Stop after the present updates; it goes on where it was, even after the project was reopened."
_GO_ON_HELP = "Go on with the search where it was."
_MORE_HELP = f"Go on with {MORE} more trials."
_END_HELP = "End the search with the trials that were made."
_OPEN_HELP = "Make the run of the best trial the present one, with its settings."
_PROGRESS_HELP = "The share of all trials that is done."
_ACROSS_HELP = "The setting that goes to the right in the plane."
_UP_HELP = "The setting that goes upwards in the plane, or the loss."
_TABLE_HELP = "All trials. Return opens the selected one; a click on a head sorts. The best is bold."
_BARS_HELP = "How much each setting mattered for the loss; which measure that is, is told by each line."
_OTHER_DATA = "These trials were made on other data: undo the change of the data, or search anew."
_WIDE = 600  # pixels, from which on the parts stand side by side
_LOW = 330
_WHOLE = 1000


@dataclass(frozen=True)
class SearchState:
    """How a search stands.

    Attributes
    ----------
    there : bool
        Whether there is a search at all.
    running, complete : bool
    can_extend : bool
        Whether more trials can be added once all are made.
    same_data : bool
        Whether it is about the data there are.
    progress : float
        The share of it that is done.
    opening : bool
        Whether a trial is being repeated.
    possible : bool
        Whether there is something to search on.
    """

    there: bool = False
    running: bool = False
    complete: bool = False
    can_extend: bool = False
    same_data: bool = True
    progress: float = 0.0
    opening: bool = False
    possible: bool = False


@always_answers
class TuningView(QWidget):
    """Emits wishes; keeps which settings span the plane as its wish."""

    wish_changed = Signal()
    search_requested = Signal()
    pause_requested = Signal()
    go_on_requested = Signal()
    end_requested = Signal()
    open_requested = Signal(int)  # the number of a trial, from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = TuningWish()
        self._state = SearchState()
        self._picture: TuningPicture | None = None
        self._make_buttons()
        self._make_axes()
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.plane, self.best_plot = TrialsPlot(), BestPlot()
        for plot in (self.plane, self.best_plot):
            heading = plot.give_heading()  # the axes say it already
            heading.setParent(self)
            heading.hide()
        self.model, self.importance = TrialsModel(self), ImportanceModel(self)
        self.table, self.bars = self._make_table(), self._make_bars()
        self._lay_out()
        self.plane.open_requested.connect(self.open_requested)
        self.clear()

    @property
    def wish(self) -> TuningWish:
        """Which settings span the plane."""
        return self._wish

    @property
    def choices(self) -> TuningWish:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: TuningWish) -> None:
        """Have that again."""
        if choices != self._wish:
            self._wish = choices
            self.wish_changed.emit()

    def give_heading(self) -> QWidget:
        """The buttons, which the pane shows beside the title."""
        self._column.removeWidget(self._bar)
        return self._bar

    def show_value(self, picture: TuningPicture) -> None:
        """Draw a study."""
        chosen = self.model.trial_of(self.table.currentIndex().row())
        self._picture = picture
        self.plane.show_picture(picture)
        self.best_plot.show_picture(picture)
        self.model.show_picture(picture)
        row = None if chosen is None else self.model.row_of(chosen)
        if row is not None:
            self.table.selectRow(row)
        self.importance.show_importance(picture.importance)
        self._fit_tables()
        set_text(self._mattered, picture.importance.by if not picture.importance.shares else "")
        self._mattered.setVisible(not picture.importance.shares)
        self.bars.setVisible(bool(picture.importance.shares))
        self._offer_axes(picture)
        self._show_parts()

    def show_waiting(self) -> None:
        """It is being prepared; what is drawn stays."""

    def clear(self) -> None:
        """There is no search."""
        self._picture = None
        self.plane.clear()
        self.best_plot.clear()
        self.model.show_picture(None)
        self.importance.show_importance(None)
        self._show_parts()

    def show_state(self, state: SearchState) -> None:
        """How the search stands."""
        self._state = state
        self.progress.setValue(round(_WHOLE * state.progress))
        self._show_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane the plane stands behind a tab, too; in a low one the plots have all room."""
        super().resizeEvent(event)
        self._show_sentence()
        wide, is_wide = self.width() >= _WIDE, self.tabs.indexOf(self.plane) < 0
        if wide and not is_wide:
            self._splitter.insertWidget(0, self.plane)
            self.plane.show()
            self._splitter.setSizes([3 * self.width() // 5, 2 * self.width() // 5])
        elif is_wide and not wide:
            self.tabs.insertTab(0, self.plane, "Plane")
            self.tabs.setCurrentIndex(0)

    def _show_sentence(self) -> None:
        self.sentence.setVisible(self._picture is None or self.height() >= _LOW)

    def _show_parts(self) -> None:
        state, shown = self._state, self._picture is not None
        open_search = state.there and not state.complete
        self.search.setEnabled(state.possible and not state.running)
        self.pause.setVisible(state.running)
        self.go_on.setVisible(state.there and not state.running and (open_search or state.can_extend))
        self.go_on.setEnabled(state.same_data)
        describe(self.go_on, "Go on with the search", _MORE_HELP if state.complete else _GO_ON_HELP)
        set_text(self.go_on, f"{MORE} More" if state.complete else "Go On")
        self.end.setVisible(open_search)
        self.progress.setVisible(open_search)
        best = None if self._picture is None else self._picture.study.best
        self.open_best.setVisible(shown)
        self.open_best.setEnabled(best is not None and state.same_data and not state.opening)
        self._axes.setVisible(shown)
        self._splitter.setVisible(shown)
        self.begin.setVisible(not state.there)
        self.begin.setEnabled(state.possible)
        told = [_NOTHING] if not state.there else []
        if self._picture is not None:
            told = [self._picture.sentence, self._picture.limits_words]
        if state.there and not state.same_data:
            told.insert(0, _OTHER_DATA)
        set_text(self.sentence, " ".join(filter(None, told)))
        self._show_sentence()

    def _offer_axes(self, picture: TuningPicture) -> None:
        """The settings that are searched; upwards the others, and the loss."""
        names = [setting.value for setting in picture.study.settings]
        across = picture.across.setting.value
        up = TuningAxis.LOSS.value if picture.up is None else picture.up.setting.value
        upwards = [*(name for name in names if name != across), TuningAxis.LOSS.value]
        for box, choice, offered, now in (
            (self.across, self._across, names, across),
            (self.up, self._up, upwards, up),
        ):
            box.blockSignals(True)
            choice.offer(tuple(offered), tuple(offered))
            box.setCurrentIndex(choice.place_of(now))
            box.blockSignals(False)

    def _choose_across(self) -> None:
        across: str = self.across.currentData() or ""
        up = self._wish.up
        if up == across or not up:
            before = self._picture
            up = "" if before is None else before.across.setting.value  # they change places
        self.choose(replace(self._wish, across=across, up=up if up != across else ""))

    def _choose_up(self) -> None:
        picture = self._picture
        across = "" if picture is None else picture.across.setting.value
        self.choose(TuningWish(across, self.up.currentData() or ""))

    def _open_selected(self) -> None:
        trial = self.model.trial_of(self.table.currentIndex().row())
        if trial is not None:
            self.open_requested.emit(trial)

    def _open_best(self) -> None:
        best = None if self._picture is None else self._picture.study.best
        if best is not None:
            self.open_requested.emit(best)

    def _fit_tables(self) -> None:
        """Columns as wide as their heads, and bars as high as they are many."""
        metrics = self.table.fontMetrics()
        for column in range(self.model.columnCount()):
            head = self.model.headerData(column, Qt.Orientation.Horizontal)
            self.table.setColumnWidth(column, metrics.horizontalAdvance(f"{head}  ▼") + 14)
        rows = self.importance.rowCount()
        height = self.bars.horizontalHeader().sizeHint().height()
        self.bars.setFixedHeight(height + rows * self.bars.verticalHeader().defaultSectionSize() + 2)

    def _make_buttons(self) -> None:
        self.search = describe(QPushButton("Search…"), "Search settings", _SEARCH_HELP)
        self.begin = describe(QPushButton("Search Settings…"), "Search settings", _SEARCH_HELP)
        self.pause = describe(QPushButton("Pause"), "Pause the search", _PAUSE_HELP)
        self.go_on = describe(QPushButton("Go On"), "Go on with the search", _GO_ON_HELP)
        self.end = describe(QPushButton("End"), "End the search", _END_HELP)
        self.open_best = describe(QPushButton("Open Best"), "Open the best trial", _OPEN_HELP)
        self.progress = describe(QProgressBar(), "Progress of the search", _PROGRESS_HELP)
        self.progress.setRange(0, _WHOLE)
        self.progress.setMaximumHeight(14)
        self.progress.setMaximumWidth(160)
        self.progress.setTextVisible(False)
        self.search.clicked.connect(self.search_requested)
        self.begin.clicked.connect(self.search_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.go_on.clicked.connect(self.go_on_requested)
        self.end.clicked.connect(self.end_requested)
        self.open_best.clicked.connect(self._open_best)
        for button in (self.search, self.pause, self.go_on, self.end, self.open_best):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _make_axes(self) -> None:
        self.across = describe(QComboBox(), "To the right", _ACROSS_HELP)
        self.up = describe(QComboBox(), "Upwards", _UP_HELP)
        self._across, self._up = offering(self.across), offering(self.up)
        for box in (self.across, self.up):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(11)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.across, self.up)
        self.across.currentIndexChanged.connect(lambda _: self._choose_across())
        self.up.currentIndexChanged.connect(lambda _: self._choose_up())

    def _make_table(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "Trials", _TABLE_HELP)
        table.setToolTip("")
        table.setModel(self.model)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=6, narrowest=40)
        table.setSelectionBehavior(table.SelectionBehavior.SelectRows)
        table.setSelectionMode(table.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.activated.connect(lambda _: self._open_selected())
        return table

    def _make_bars(self) -> CopyingTableView:
        bars = describe(CopyingTableView(), "What mattered", _BARS_HELP)
        bars.setToolTip("")
        bars.setModel(self.importance)
        bars.setFont(tabular(bars.font()))
        make_quiet(bars, above_text=4, narrowest=40)
        self._delegate = BarDelegate(bars)
        bars.setItemDelegateForColumn(1, self._delegate)
        header = bars.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        bars.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return bars

    def _lay_out(self) -> None:
        self._bar, self._axes = QWidget(), QWidget()
        parts: Sequence[tuple[QWidget, Sequence[QWidget]]] = (
            (self._bar, (self.search, self.pause, self.go_on, self.end, self.progress, self.open_best)),
            (self._axes, (label_of(self.across, "Right"), self.across, label_of(self.up, "Up"), self.up)),
        )
        for whole, widgets in parts:
            row = QHBoxLayout(whole)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch()
        self._mattered = Label()
        self._mattered.setWordWrap(True)
        self._mattered.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        progress = QWidget()
        column = QVBoxLayout(progress)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.best_plot, 1)
        column.addWidget(self._mattered)
        column.addWidget(self.bars)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(progress, "Progress")
        self.tabs.addTab(self.table, "Trials")
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.plane)
        self._splitter.addWidget(self.tabs)
        for place, share in enumerate((3, 2)):
            self._splitter.setStretchFactor(place, share)
        self._splitter.setSizes([600, 400])
        start = QHBoxLayout()
        start.addWidget(self.begin)
        start.addStretch()
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._bar)
        layout.addWidget(self.sentence)
        layout.addLayout(start)
        layout.addWidget(self._axes)
        layout.addWidget(self._splitter, 1)
        layout.addStretch()
