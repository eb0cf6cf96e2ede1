"""What a row does to the fit, and the rows that are worth a look."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import IntArray
from linreg_gui.core.desk.flagged_rows import FlaggedRows, RowList
from linreg_gui.core.desk.row_sway import Measure, NoSway, RowSway
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.wording import counted
from linreg_gui.views.plots.scene_plot import PREPARED
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView

from .flagged_model import BEYOND, FlaggedModel, column_of
from .row_panel import RowPanel

_NOTHING = "What each row does to the fit appears here when there is a fit."
_LIST_HELP = (
    "Rows beyond a bound, which stands below the name of its column; what is beyond is bold, and named "
    "beside the row. A bound only says that a row is worth a look. A click selects a row in all views."
)
_CHOICE_HELP = "Which rows are listed: those beyond any bound, beyond one of them, or the excluded ones."
_EXCLUDE_HELP = (
    "Let the selected rows take no part in the fit; undo, or the list of excluded rows, brings them back."
)
_LABEL_HELP = "Have the names of the selected rows beside their points in all plots, or no more."
_INCLUDE_HELP = "Let the selected rows take part in the fit again."
_NARROW = 420  # pixels, below which one stands above the other
_NARROWEST_ROW = "Row 88, Www"
_EXCLUDED = "excluded"


@always_answers
class InfluenceView(QWidget):
    """The row that is pointed at beside the list; asks for rows to be pointed at, selected and excluded."""

    row_pointed = Signal(object)  # int or None: a row of the table, in the list
    rows_requested = Signal(object)  # RowSet: to be selected
    exclude_requested = Signal(object)  # array of int: rows of the table
    include_requested = Signal(object)  # array of int
    label_requested = Signal(object)  # array of int: to be labelled in all plots, or no more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: FlaggedRows | None = None
        self._listens = True
        self.panel = RowPanel()
        self.sentence = ElidedLabel()
        self.choice = describe(ElidedBox(), "Rows that are listed", _CHOICE_HELP)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(6)
        for key in (None, *Measure, _EXCLUDED):
            self.choice.addItem("", key)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.choice)
        self.model = FlaggedModel(self)
        self.list = self._make_list()
        self.exclude = describe(QPushButton("Exclude"), "Exclude", _EXCLUDE_HELP)
        self.include = describe(QPushButton("Include"), "Include", _INCLUDE_HELP)
        self.label = describe(QPushButton("Label"), "Label", _LABEL_HELP)
        self._buttons = (self.exclude, self.include, self.label)
        self._lay_out()
        self.setFocusProxy(self.list)
        self.choice.currentIndexChanged.connect(self._show_list)
        self.exclude.clicked.connect(lambda: self.exclude_requested.emit(self.selected_rows()))
        self.include.clicked.connect(lambda: self.include_requested.emit(self.selected_rows()))
        self.label.clicked.connect(lambda: self.label_requested.emit(self.selected_rows()))
        self.clear()

    def show_value(self, found: FlaggedRows) -> None:
        """Show what is worth a look; the chosen list stays."""
        self._found = found
        for part in (self._beside, self.panel, self.label):
            part.show()
        self._name_choices(found)
        self._show_list()

    def show_waiting(self) -> None:
        """Say that the rows are being looked at, unless some are shown."""
        if self._found is None:
            self.sentence.show_text(PREPARED)

    def clear(self) -> None:
        """Show nothing."""
        self._found = None
        self.model.show_rows(None, None)
        self.panel.show_sway(None)
        for part in (self.panel, self._beside, *self._buttons):
            part.hide()
        self.sentence.show_text(_NOTHING)

    def show_row(self, sway: RowSway | NoSway | None, how: str = "") -> None:
        """Show the numbers of a row, and how it was chosen; cheap enough for every frame."""
        self.panel.show_sway(sway, how)

    def selected_rows(self) -> IntArray:
        """The rows of the table that are selected in the list."""
        chosen = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return np.asarray(self.model.rows[chosen])

    def choose(self, key: Measure | str | None) -> None:
        """List other rows, as a person does: beyond any bound (None), beyond one, or "excluded"."""
        self.choice.setCurrentIndex((None, *Measure, _EXCLUDED).index(key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across = Qt.Orientation.Horizontal if self.width() >= _NARROW else Qt.Orientation.Vertical
        if self.splitter.orientation() != across:
            self.splitter.setOrientation(across)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.row_pointed.emit(None)
        elif event.type() == QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _share_room(self) -> None:
        """Columns that there is no room for are left out; why the rows are listed is the last."""
        key = self.choice.currentData()
        first = [BEYOND, column_of(Measure.COOK)]
        if isinstance(key, Measure):
            first = [column_of(key), BEYOND]
        room = self.list.viewport().width() - self.list.fontMetrics().horizontalAdvance(_NARROWEST_ROW)
        for column in dict.fromkeys([*first, *map(column_of, Measure)]):
            needless = column == BEYOND and key == _EXCLUDED
            room -= 0 if needless else self._widths[column]
            self.list.setColumnHidden(column, needless or (room < 0 and column != first[0]))

    def _make_list(self) -> QTableView:
        view = describe(CopyingTableView(), "Rows worth a look", _LIST_HELP)
        view.setToolTip("")
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        make_quiet(view, above_text=4, narrowest=34)
        view.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        view.setMouseTracking(True)
        view.entered.connect(lambda index: self._point_at(index.row()))
        view.viewportEntered.connect(lambda: self.row_pointed.emit(None))
        view.viewport().installEventFilter(self)
        view.selectionModel().selectionChanged.connect(self._tell_selection)
        header = view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumHeight(2 * view.fontMetrics().height() + 8)
        self._widths = [0]
        widest = ("h, t, D, DFFITS", "> 8.8×10⁻⁸", "Studentised", "> 8.8×10⁻⁸", "> 0.0888")
        for column, text in enumerate(widest, start=BEYOND):
            self._widths.append(view.fontMetrics().horizontalAdvance(text) + 14)
            view.setColumnWidth(column, self._widths[column])
        return view

    def _lay_out(self) -> None:
        self._beside = QWidget()
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.sentence, 1)
        for button in self._buttons:
            top.addWidget(button)
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        beside.addWidget(self.choice)
        beside.addWidget(self.list, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.panel)
        self.splitter.addWidget(self._beside)
        self.splitter.setSizes([310, 230])
        self.splitter.setStretchFactor(0, 4)
        self.splitter.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.splitter, 1)

    def _name_choices(self, found: FlaggedRows) -> None:
        names = [f"{found.beyond_any.total:,} beyond any bound"]
        for measure in Measure:
            bound = "" if found.bounds is None else found.bounds.text(measure)
            written = measure.bound if bound in (measure.bound, "") else f"{measure.bound} = {bound}"
            names.append(f"{found.beyond[measure].total:,} by {measure.title} > {written}")
        names.append(f"{found.excluded.total:,} excluded")
        for at, name in enumerate(names):
            self.choice.setItemText(at, name)

    def _show_list(self) -> None:
        found, key = self._found, self.choice.currentData()
        if found is None:
            return
        rows = self._chosen(found, key)
        text = found.sentence
        if rows.total > rows.rows.size:
            text = f"{text} {counted(rows.rows.size, 'row')} of {rows.total:,} are listed."
        self.sentence.show_text(text)
        selected = self.selected_rows()
        self.model.show_rows(rows, found.bounds)
        self._select(selected)
        excluded = key == _EXCLUDED
        self._share_room()
        self.exclude.setVisible(not excluded)
        self.include.setVisible(excluded)
        self._allow()

    def _select(self, rows: IntArray) -> None:
        """Keep the rows selected that are listed again; nobody is told."""
        self._listens = False
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for at in np.flatnonzero(np.isin(self.model.rows, rows)).tolist():
            self.list.selectionModel().select(self.model.index(at, 0), flags)
        self._listens = True

    def _chosen(self, found: FlaggedRows, key: Measure | str | None) -> RowList:
        if isinstance(key, Measure):
            return found.beyond[key]
        return found.excluded if key == _EXCLUDED else found.beyond_any

    def _allow(self) -> None:
        some = self.list.selectionModel().hasSelection()
        self.exclude.setEnabled(some)
        self.include.setEnabled(some)
        self.label.setEnabled(some)

    def _point_at(self, at: int) -> None:
        self.row_pointed.emit(int(self.model.rows[at]) if 0 <= at < len(self.model.rows) else None)

    def _tell_selection(self) -> None:
        self._allow()
        if not self._listens:
            return
        rows = self.selected_rows()
        if rows.size:
            self.rows_requested.emit(RowSet.of_rows(rows))
