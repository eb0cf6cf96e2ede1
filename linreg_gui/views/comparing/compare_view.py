"""The view of kept fits: their table, what tells them apart, and their coefficients below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.comparing.compared import CompareChoices, Compared, ComparePage
from linreg_gui.core.comparing.comparison import Comparison, FitColumn, FitRow
from linreg_gui.core.limits import MOST_PINNED
from linreg_gui.core.project.kept_fit import KeptFit
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.action_button import action_button, panel_action
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.menu_button import MenuButton
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.table_copying import shown_table
from linreg_gui.views.widgets.texts import Label, set_text

from .coefficients_model import CoefficientsModel
from .curve_page import CurvePage
from .fits_model import FitsModel
from .folds_bar import FoldsBar
from .residual_pair import ResidualPair
from .whisker_plot import WhiskerPlot

_NOTHING = (
    "Keep the present fit by Ctrl+K, change columns or terms, and keep that, too: fits are compared here, on "
    "these rows and on new ones."
)
_TABLE_HELP = (
    "Kept fits. Return opens the selected one, F2 renames it, Delete forgets it; a click on a head sorts. "
    f"The base is bold. Up to {MOST_PINNED} that are ticked are drawn below."
)
_PAGES = {
    ComparePage.FITS: "Kept fits",
    ComparePage.DIFFERENCES: "Differences to the base",
    ComparePage.COEFFICIENTS: "Coefficients",
    ComparePage.WHISKERS: "Dot and whisker",
    ComparePage.RESIDUALS: "Residuals of two fits",
    ComparePage.CURVE: "Errors against a setting",
}
_TABLES = (ComparePage.FITS, ComparePage.DIFFERENCES)
_PAGE_HELP = (
    "What is shown: all fits with their numbers, or these less those of the base where rows are the same; "
    "of the ticked ones the coefficients with their intervals, as a table or drawn; the residuals of the "
    "base and of another fit; or the errors of the present model against a setting."
)
_PER_UNIT_HELP = (
    "Draw weights per unit of the feature. Per standard deviation, features of different units are compared."
)
_QUANTILES_HELP = "Draw residuals in order against those of normal noise, and not against predictions."
_OTHER_HELP = "Which fit is drawn beside the base."
_KEEP_HELP = "Keep the exact solution under a name (Ctrl+K)."
_OPEN_HELP = "Put back columns, terms, loss and penalty of this fit; it can be undone."
_BASE_HELP = "Compare the others with this fit."
_RENAME_HELP = "Give this fit another name."
_DELETE_HELP = "Forget this fit; it can be undone."
_MORE_HELP = "Open, rename or delete the selected fit, or compare the others with it."
_NARROW = 640  # pixels, below which that is a menu
_SAVE_HELP = "Write the table with every digit as CSV."
_WIDTHS = {
    FitColumn.NAME: "✓ ━ Fit 88 of it",
    FitColumn.SOLVER: "exact, ridge 0.1",
    FitColumn.FEATURES: "features m",
    FitColumn.ROWS: "88,888",
    FitColumn.R_SQUARED: "0.888 m",
    FitColumn.ADJUSTED: "adj. R² m",
    FitColumn.CROSS_ERROR: "± s.e. mm",
    FitColumn.P: "< 0.001",
}
_MEASURED = 100  # rows, for the width of their column
_USUAL_WIDTH = "−8,888.88"


@always_answers
class CompareView(QWidget):
    """Emits wishes by the keys of fits; keeps what is shown of them as its wish."""

    wish_changed = Signal()
    keep_requested = Signal()
    open_requested = Signal(int)  # the key of a fit, here and below
    base_requested = Signal(int)
    show_requested = Signal(int, bool)
    rename_requested = Signal(int, str)
    delete_requested = Signal(int)
    save_requested = Signal(object)  # TextTable
    pair_requested = Signal()  # the residuals of another fit are to be seen, or come into sight

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = CompareChoices()
        self._seen: Compared | None = None
        self.model, self.coefficients = FitsModel(self), CoefficientsModel(self)
        self.folds = FoldsBar()
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.open = panel_action(self, "&Open", _OPEN_HELP, self._ask(self.open_requested))
        self.base = panel_action(self, "&Base", _BASE_HELP, self._ask(self.base_requested))
        self.rename = panel_action(self, "Rena&me", _RENAME_HELP, self._rename)
        self.delete = panel_action(self, "&Delete", _DELETE_HELP, self._ask(self.delete_requested))
        self.save = panel_action(self, "Save Table as &CSV…", _SAVE_HELP, self._save)
        self.table = self._make_table()
        self.coefficient_table = self._make_coefficients()
        self.keep = describe(QPushButton("Keep"), "Keep the present fit", _KEEP_HELP)
        self.keep.clicked.connect(self.keep_requested)
        actions = self.open, self.base, self.rename, self.delete
        self.buttons = [action_button(action, wide=QSizePolicy.Policy.Maximum) for action in actions]
        for button in self.buttons:
            button.setMinimumWidth(24)  # until there is the menu in place of them
        self.more = describe(MenuButton(), "With the selected fit", _MORE_HELP)  # in little room
        set_text(self.more, "Fit")
        self.more.addActions(actions)
        self.page_box = describe(QComboBox(), "Shown of the fits", _PAGE_HELP)
        for page, text in _PAGES.items():
            self.page_box.addItem(text, page)
        self.per_unit = describe(QCheckBox("Per unit"), "Per unit of the feature", _PER_UNIT_HELP)
        self.quantiles = describe(QCheckBox("Normal quantiles"), "Quantiles", _QUANTILES_HELP)
        self.other_box = describe(QComboBox(), "Fit beside the base", _OTHER_HELP)
        for box in (self.page_box, self.other_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.page_box.setMinimumContentsLength(15)
        self.other_box.setMinimumContentsLength(5)
        self._others = offering(self.other_box)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.page_box, self.other_box)
        self.pair, self.curve = ResidualPair(), CurvePage()
        self.plot = WhiskerPlot()
        self._heading = self.plot.give_heading()  # the choice above it says it already
        self._heading.setParent(self)
        self._heading.hide()
        self._lay_out()
        self._connect()
        self._show_choices()
        self.model.show_palette(self.palette())
        self.clear()

    @property
    def wish(self) -> CompareChoices:
        """What is shown of the fits."""
        return self._wish

    @property
    def choices(self) -> CompareChoices:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: CompareChoices) -> None:
        """Have that again."""
        if choices != self._wish:
            self._wish = choices
            self._show_choices()
            self._show_pages()
            self._show_parts()
            self.wish_changed.emit()

    def show_value(self, seen: Compared) -> None:
        """Show kept fits; the one that is selected stays selected, as long as it is there."""
        chosen = self._chosen()
        self._seen = seen
        self._show_pages()
        if chosen is not None:
            keys = [row.key for row in self.model.rows]
            if chosen.key in keys and keys.index(chosen.key) != self.table.currentIndex().row():
                self.table.selectRow(keys.index(chosen.key))
        self.folds.show_folds(seen.folds)
        self.curve.show_folds(seen.folds.words)
        set_text(self.sentence, " ".join(seen.fits.sentences) if seen.fits.rows else _NOTHING)
        self._show_parts()
        self._show_choice()

    def pair_of_fits(self) -> tuple[KeptFit, KeptFit] | None:
        """The base, and the fit that is chosen beside it, or the next one; None where there are no two."""
        base, other = None if self._seen is None else self._seen.fits.base, self._beside_base()
        return None if base is None or other is None else (base.fit, other.fit)

    def show_waiting(self) -> None:
        """What is kept is there at once."""

    def clear(self) -> None:
        """There is no table."""
        self._seen = None
        set_text(self.sentence, _NOTHING)
        self._show_pages()
        self._show_parts()
        self._show_choice()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_buttons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "buttons"):
            self.model.show_palette(self.palette())

    def _show_pages(self) -> None:
        seen = self._seen
        if seen is None or not seen.fits.rows:
            self.model.show_comparison(Comparison((), ()), differences=False)
            self.coefficients.show_fits(None)
            self.plot.clear()
            return
        self.model.show_comparison(seen.fits, differences=self._wish.page is ComparePage.DIFFERENCES)
        self.coefficients.show_fits(seen.shown)
        self.coefficient_table.setColumnWidth(0, self._width("Wwwwwwwwwwww"))
        for column, texts in enumerate(seen.shown.first_texts(_MEASURED), 1):
            self.coefficient_table.setColumnWidth(column, max(map(self._width, texts)))
        labels = dict.fromkeys(fit.label for fit in seen.shown.fits)
        label = next(iter(labels)) if len(labels) == 1 else "the label"
        self.plot.show_fits(seen.shown, label, per_unit=self._wish.per_unit)

    def _change(self, **choices: object) -> None:
        self.choose(replace(self._wish, **choices))  # type: ignore[arg-type]

    def _show_choices(self) -> None:
        wish = self._wish
        for part in (self.page_box, self.per_unit, self.quantiles):
            part.blockSignals(True)
        self.page_box.setCurrentIndex(list(_PAGES).index(wish.page))
        self.per_unit.setChecked(wish.per_unit)
        self.curve.choose(wish.setting, wish.feature)
        self.quantiles.setChecked(wish.quantiles)
        for part in (self.page_box, self.per_unit, self.quantiles):
            part.blockSignals(False)

    def _show_parts(self) -> None:
        """What belongs to the page, once there are fits."""
        page, kept = self._wish.page, self._seen is not None and bool(self._seen.fits.rows)
        there = kept or (self._seen is not None and page is ComparePage.CURVE)
        self._show_buttons()
        self.folds.setVisible(there and page in _TABLES)
        self.keep.setVisible(page not in (ComparePage.CURVE, ComparePage.RESIDUALS))
        self.other_box.setVisible(kept and page is ComparePage.RESIDUALS)
        self.per_unit.setVisible(there and page is ComparePage.WHISKERS)
        self.quantiles.setVisible(there and page is ComparePage.RESIDUALS)
        self.page_box.setVisible(self._seen is not None)
        self.sentence.setVisible(not there or (page in _TABLES and bool(self.sentence.text())))
        self._pages.setVisible(there)
        pages = {
            ComparePage.COEFFICIENTS: self.coefficient_table,
            ComparePage.WHISKERS: self.plot,
            ComparePage.RESIDUALS: self.pair,
            ComparePage.CURVE: self.curve,
        }
        self._pages.setCurrentWidget(pages.get(page, self.table))
        if page is ComparePage.RESIDUALS:
            self._offer_others()
            self.pair_requested.emit()

    def _show_buttons(self) -> None:
        kept = self._seen is not None and bool(self._seen.fits.rows) and self._wish.page in _TABLES
        self.more.setVisible(kept and self.width() < _NARROW)
        for button in self.buttons:
            button.setVisible(kept and self.width() >= _NARROW)

    def _beside_base(self) -> FitRow | None:
        """The row that is selected, unless it is that of the base, or the first other one."""
        chosen = self._chosen()
        others = [row for row in self.model.rows if not row.is_base]
        return chosen if chosen is not None and not chosen.is_base else next(iter(others), None)

    def _offer_others(self) -> None:
        others, beside = [row for row in self.model.rows if not row.is_base], self._beside_base()
        self.other_box.blockSignals(True)
        self._others.offer([row.fit.name for row in others], [row.key for row in others])
        self.other_box.setCurrentIndex(self._others.place_of(beside.key) if beside is not None else -1)
        self.other_box.blockSignals(False)

    def _choose_other(self) -> None:
        """It is selected among the fits, too."""
        key = self.other_box.currentData()
        self.table.selectRow([row.key for row in self.model.rows].index(key))
        self.pair_requested.emit()

    def _make_table(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "Kept fits", _TABLE_HELP)
        table.setToolTip("")  # every row has its own
        table.setModel(self.model)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=8, narrowest=34)
        table.setEditTriggers(table.EditTrigger.EditKeyPressed)
        table.setSelectionBehavior(table.SelectionBehavior.SelectRows)
        table.setSelectionMode(table.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        table.setIconSize(QSize(14, 14))
        for column in FitColumn:
            head = f"{self.model.headerData(column, Qt.Orientation.Horizontal)}  "
            widest = max(head, _WIDTHS.get(column, _USUAL_WIDTH), key=len)
            table.setColumnWidth(column, table.fontMetrics().horizontalAdvance(widest) + 16)
        copying = table.actions()
        line = QAction()
        line.setParent(table)
        line.setSeparator(True)
        table.insertActions(copying[0], [self.open, self.base, self.rename, self.delete, line])
        table.addAction(self.save)
        return table

    def _make_coefficients(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "Coefficients side by side", "Each number with its interval.")
        table.setToolTip("")
        table.setModel(self.coefficients)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=6, narrowest=48)
        table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
        return table

    def _width(self, text: str) -> int:
        return self.coefficient_table.fontMetrics().horizontalAdvance(text) + 14

    def _ask(self, signal: object) -> Callable[[], None]:
        def ask() -> None:
            row = self._chosen()
            if row is not None:
                signal.emit(row.key)  # type: ignore[attr-defined]

        return ask

    def _chosen(self) -> FitRow | None:
        at = self.table.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def _show_choice(self) -> None:
        """Allow what can be done with the selected fit."""
        row = self._chosen()
        for action in (self.open, self.rename, self.delete):
            action.setEnabled(row is not None)
        self.base.setEnabled(row is not None and not row.is_base)
        self.save.setEnabled(bool(self.model.rows))

    def _rename(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.table.setFocus()
            self.table.edit(self.model.index(index.row(), FitColumn.NAME))

    def _save(self) -> None:
        self.save_requested.emit(shown_table(self.table, "Kept fits"))

    def _connect(self) -> None:
        self.model.rename_requested.connect(self.rename_requested)
        self.model.show_requested.connect(self.show_requested)
        self.table.activated.connect(lambda _: self.open.trigger())
        key = QShortcut(QKeySequence.StandardKey.Delete, self.table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.delete.trigger)
        self.table.selectionModel().currentRowChanged.connect(self._show_choice)
        self.model.modelReset.connect(self._show_choice)
        self.curve.changed.connect(
            lambda: self._change(setting=self.curve.setting(), feature=self.curve.feature())
        )
        self.quantiles.toggled.connect(lambda on: self._change(quantiles=on))
        self.other_box.currentIndexChanged.connect(lambda _: self._choose_other())
        self.per_unit.toggled.connect(lambda on: self._change(per_unit=on))
        self.page_box.currentIndexChanged.connect(
            lambda _: self._change(page=ComparePage(self.page_box.currentData()))
        )

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.table, self.coefficient_table, self.plot, self.pair, self.curve):
            self._pages.addWidget(page)
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.page_box)
        first.addWidget(self.keep)
        for part in (*self.buttons, self.more, self.per_unit, self.other_box, self.quantiles):
            first.addWidget(part)
        first.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(first)
        layout.addWidget(self.folds)
        layout.addWidget(self.sentence)
        layout.addWidget(self._pages, 1)
        layout.addStretch()
