"""Tells what becomes of the rows of another table that are to be predicted, and asks how they are written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.writing.excel import excel_problem
from linreg_gui.core.writing.results import ExportRequest, ResultColumns
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, set_name, set_text

from .export_dialog import (
    ESCAPE_HELP,
    KIND_HELP,
    KINDS,
    LABEL_HELP,
    LEVEL_HELP,
    LEVELS,
    MEAN,
    MEAN_AND_MEDIAN,
    MEAN_AND_MEDIAN_HELP,
    MEAN_HELP,
)

_WIDTH, _MOST_HEIGHT = 460, 190
_MORE = 2  # columns besides: whether a row is outside the data, and why it has no prediction


@always_answers
class PredictDialog(QDialog):
    """What is told stands above what is asked; where nothing can be predicted, nothing is asked."""

    export_requested = Signal(object)  # ExportRequest

    def __init__(
        self,
        name: str,
        size: tuple[int, int],
        sentences: Sequence[str],
        parent: QWidget | None = None,
        *,
        can_predict: bool = True,
        no_intervals: str = "",
        no_label_interval: str = "",
        level: float = 0.95,
        robust: str = "",
        escape: bool = True,
        label_scale: LabelScale = LabelScale.PLAIN,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Predict For Rows in a File")
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._size, self._can_predict, self._no_intervals = size, can_predict, no_intervals
        self._no_label_interval = no_label_interval
        self._scale = label_scale
        self._robust = robust
        self.name = ElidedLabel(name)
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.told = Label()
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_text(self.told, "\n".join(sentences))
        set_name(self.told, "What becomes of the rows")
        self._make_fields(escape, level)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._judge)
        for box in (self.mean_interval, self.label_interval):
            box.toggled.connect(self._judge)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._judge()

    def request(self) -> ExportRequest:
        """What is asked for."""
        mean, label = (
            box.isChecked() and box.isEnabled() for box in (self.mean_interval, self.label_interval)
        )
        columns = ResultColumns(True, False, mean, label, round(self.level.value() / 100.0, 6))
        kind = OutputKind(self.kind.currentData())
        return ExportRequest(kind, columns, self.escape.isChecked(), uses=False)

    def accept(self) -> None:
        if self.ok.isEnabled():
            self.export_requested.emit(self.request())
            super().accept()

    def _make_fields(self, escape: bool, level: float) -> None:
        self.kind = describe(QComboBox(), "Kind of file", KIND_HELP)
        for kind, text in KINDS:
            self.kind.addItem(text, kind.value)
        log = self._scale is LabelScale.LOG
        mean, mean_help = (MEAN_AND_MEDIAN, MEAN_AND_MEDIAN_HELP) if log else (MEAN, MEAN_HELP)
        self.mean_interval = _check_box(mean, mean_help, True)
        self.label_interval = _check_box("&Prediction interval of a single label", LABEL_HELP, True)
        self.level = describe(DecimalBox(), "Level", LEVEL_HELP)
        self.level.setRange(*LEVELS)
        self.level.setDecimals(2)
        self.level.setValue(100.0 * level)
        self.level.setSuffix(" %")
        self.escape = _check_box("Keep texts from being run as f&ormulas", ESCAPE_HELP, escape)
        self.hint = HintLabel()
        self.buttons, self.ok = ok_and_cancel("Export…")

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        high = self.told.heightForWidth(_WIDTH - 60)
        area.setFixedHeight(min(_MOST_HEIGHT, high + 6))
        form = form_layout()
        form.addRow("&Kind of file", self.kind)
        form.addRow("Add", self.mean_interval)
        form.addRow("", self.label_interval)
        form.addRow("&Level", self.level)
        form.addRow("Texts", self.escape)
        layout = dialog_column(self)
        layout.addWidget(self.name)
        layout.addWidget(area)
        layout.addLayout(form)
        layout.addWidget(self.hint)
        layout.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)

    def _judge(self) -> None:
        """Enable what makes sense, and say what is added or why nothing is."""
        for field in (self.kind, self.escape):
            field.setEnabled(self._can_predict)
        for box in (self.mean_interval, self.label_interval):
            box.setEnabled(self._can_predict and not self._no_intervals)
        if self._no_label_interval:
            self.label_interval.setEnabled(False)
        wanted = self.request()
        self.level.setEnabled(wanted.columns.intervals)
        self.escape.setEnabled(self._can_predict and wanted.kind is not OutputKind.PARQUET)
        n_rows, n_columns = self._size
        more = wanted.columns.count(self._scale)
        too_large = wanted.kind is OutputKind.EXCEL and excel_problem(n_rows, n_columns + more + _MORE)
        self.ok.setEnabled(self._can_predict and not too_large)
        if too_large and self._can_predict:
            self.hint.show_hint(too_large.sentence, True)
        elif (self._no_intervals or self._no_label_interval) and self._can_predict:
            self.hint.show_hint(self._no_intervals or self._no_label_interval)
        elif self._can_predict and wanted.columns.intervals and self._robust:
            self.hint.show_hint(f"The intervals rest on robust standard errors ({self._robust}).")
        else:
            self.hint.show_hint("")


def _check_box(text: str, help_text: str, on: bool) -> QCheckBox:
    box = describe(QCheckBox(text), text.replace("&", ""), help_text)
    box.setChecked(on)
    return box
