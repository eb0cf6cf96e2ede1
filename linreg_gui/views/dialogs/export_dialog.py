"""Asks what to write: the kind of file, and the columns that the exact solution adds to the table."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QPushButton,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.wording import counted
from linreg_gui.core.writing.excel import excel_problem
from linreg_gui.core.writing.results import ExportRequest, ResultColumns
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, set_text

_WIDTH = 440
LEVELS = (50.0, 99.99)
KINDS = (
    (OutputKind.CSV, "CSV, for every program"),
    (OutputKind.EXCEL, "Excel workbook"),
    (OutputKind.PARQUET, "Parquet, small and exact"),
)
KIND_HELP = (
    "CSV has the separators and decimal signs of the file that was opened, otherwise commas and points; "
    "Parquet is for programs of analysis."
)
_FITTED_HELP = "What the exact solution predicts for every row that takes part."
_RESIDUALS_HELP = "Label − fitted value by the exact solution, in the units of the label."
MEAN = "&Confidence interval of the mean label"
MEAN_AND_MEDIAN = "&Confidence intervals of mean and median"
MEAN_AND_MEDIAN_HELP = (
    "What is fitted as a logarithm has a median and a higher mean. The mean, and where each of both lies for "
    "rows like this one: five columns."
)
MEAN_HELP = "Where the mean label of rows like this one lies: two columns."
LABEL_HELP = "Where the label of one new row like this one lies: two columns."
LEVEL_HELP = "How often such intervals hold what they are about."
_DROP = "&Drop Their Rows Instead"
_DROP_HELP = "Fit only the rows in which every feature was measured; one step back undoes it."
_USES_HELP = (
    "A column that says of each row whether it was trained on, held out, excluded, or left out for a missing "
    "cell; only if rows are excluded or held out."
)
_STATES_HELP = "A column for each of these that some row is: yes or no, and the number of the colour."
ESCAPE_HELP = (
    "A spreadsheet would run a text as a formula that begins with =, +, − or @, in any width, a tab or a "
    "line’s end; in CSV, behind another separator, too. An apostrophe before it, or Excel’s mark for texts, "
    "keeps it a text. Numbers stay as they are."
)


@always_answers
class ExportDialog(QDialog):
    """Offers what can be had; what cannot is greyed, and a sentence says why."""

    export_requested = Signal(object)  # ExportRequest
    drop_holes_requested = Signal()

    def __init__(
        self,
        n_rows: int,
        n_columns: int,
        escape: bool = True,
        parent: QWidget | None = None,
        *,
        label_scale: LabelScale = LabelScale.PLAIN,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._size = (n_rows, n_columns)
        self._scale = label_scale
        self._missing: tuple[str, str, str] = ("", "", "")
        self._make_fields(escape)
        self._lay_out()
        self._connect()
        self._judge()

    def show_availability(self, no_results: str, no_intervals: str, no_label_interval: str = "") -> None:
        """Say why there are no fitted values, no intervals, and none of a label; empty where there are."""
        self._missing = (no_results, no_intervals, no_label_interval)
        self._judge()

    def show_caveat(self, sentence: str) -> None:
        """Say what filled cells do to intervals, and offer to drop their rows; empty where there are none."""
        set_text(self.caveat, sentence)
        self.caveat.setVisible(bool(sentence))
        self.drop_holes.setVisible(bool(sentence))

    def request(self) -> ExportRequest:
        """What is asked for."""
        fitted, residuals, mean, label = (box.isChecked() and box.isEnabled() for box in self._boxes)
        level = round(self.level.value() / 100.0, 6)
        columns = ResultColumns(fitted, residuals, mean, label, level)
        kind, escape = OutputKind(self.kind.currentData()), self.escape.isChecked()
        return ExportRequest(kind, columns, escape, self.uses.isChecked(), self.states.isChecked())

    def accept(self) -> None:
        if self.ok.isEnabled():
            self.export_requested.emit(self.request())
            super().accept()

    def _make_fields(self, escape: bool) -> None:
        self.kind = describe(QComboBox(), "Kind of file", KIND_HELP)
        for kind, text in KINDS:
            self.kind.addItem(text, kind.value)
        log = self._scale is LabelScale.LOG
        self.fitted = _check_box("&Fitted medians" if log else "&Fitted values", _FITTED_HELP, True)
        self.residuals = _check_box("&Residuals", _RESIDUALS_HELP, True)
        mean_help = MEAN_AND_MEDIAN_HELP if log else MEAN_HELP
        self.mean_interval = _check_box(MEAN_AND_MEDIAN if log else MEAN, mean_help, False)
        self.label_interval = _check_box("&Prediction interval of a single label", LABEL_HELP, False)
        self._boxes = (self.fitted, self.residuals, self.mean_interval, self.label_interval)
        self.uses = _check_box("What each row is &used for", _USES_HELP, True)
        self.states = _check_box(
            "Which rows are &hidden, labelled, coloured and selected", _STATES_HELP, False
        )
        self.level = describe(DecimalBox(), "Level", LEVEL_HELP)
        self.level.setRange(*LEVELS)
        self.level.setDecimals(2)
        self.level.setValue(95.0)
        self.level.setSuffix(" %")
        self.caveat = Label()
        self.caveat.setWordWrap(True)
        self.drop_holes = describe(QPushButton(_DROP), "Drop rows with missing values", _DROP_HELP)
        self.drop_holes.setAutoDefault(False)
        self.show_caveat("")
        self.escape = _check_box("Keep texts from being run as f&ormulas", ESCAPE_HELP, escape)
        self.hint = HintLabel()
        self.buttons, self.ok = ok_and_cancel("Export…")

    def _lay_out(self) -> None:
        form = form_layout()
        form.addRow("&Kind of file", self.kind)
        form.addRow("Add", self.fitted)
        for box in self._boxes[1:]:
            form.addRow("", box)
        form.addRow("&Level", self.level)
        form.addRow("", self.caveat)
        form.addRow("", self.drop_holes)
        form.addRow("Rows", self.uses)
        form.addRow("", self.states)
        form.addRow("Texts", self.escape)
        layout = dialog_column(self)
        layout.addLayout(form)
        layout.addWidget(self.hint)
        layout.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._judge)
        for box in self._boxes:
            box.toggled.connect(self._judge)
        self.drop_holes.clicked.connect(self.drop_holes_requested)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _judge(self) -> None:
        """Enable what makes sense, and say how large the file becomes or what is missing."""
        no_results, no_intervals, no_label_interval = self._missing
        for box in self._boxes[:2]:
            box.setEnabled(not no_results)
        for box in self._boxes[2:]:
            box.setEnabled(not (no_results or no_intervals))
        if no_label_interval:
            self.label_interval.setEnabled(False)
        wanted = self.request()
        self.level.setEnabled(wanted.columns.intervals)
        self.escape.setEnabled(wanted.kind is not OutputKind.PARQUET)
        n_rows, n_columns = self._size
        more = wanted.columns.count(self._scale)
        too_large = wanted.kind is OutputKind.EXCEL and excel_problem(n_rows, n_columns + more)
        self.ok.setEnabled(not too_large)
        if too_large:
            self.hint.show_hint(too_large.sentence, True)
        else:
            told = no_results or no_intervals or (wanted.columns.mean_interval and no_label_interval)
            self.hint.show_hint(told or self._size_text(more))

    def _size_text(self, more: int) -> str:
        n_rows, n_columns = self._size
        added = f" and {more} more" if more else ""
        return f"{counted(n_rows, 'row')}, {counted(n_columns, 'column')} of the table{added}."


def _check_box(text: str, help_text: str, on: bool) -> QCheckBox:
    box = describe(QCheckBox(text), text.replace("&", ""), help_text)
    box.setChecked(on)
    return box
