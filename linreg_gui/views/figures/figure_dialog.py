"""Asks how a plot is to be as a figure, and shows it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.writing.figure import (
    LEAST_CM,
    LEAST_DPI,
    MOST_CM,
    MOST_DPI,
    FigureKind,
    FigureRequest,
)
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label
from linreg_gui.views.widgets.whole_box import WholeBox

from .copying import copy_as
from .drawing import Drawable, figure_image

_PREVIEW = QSize(460, 340)
_PREVIEW_MS = 120
_KINDS = (
    (FigureKind.PDF, "PDF, for papers"),
    (FigureKind.SVG, "SVG, for slides and the web"),
    (FigureKind.PNG, "PNG, pixels for every program"),
)
_KIND_HELP = "PDF and SVG stay sharp in any size, and their texts can be searched and changed; PNG does not."
_DPI_HELP = "How fine the pixels of a PNG are: 96 as on the screen, 300 for print."


@always_answers
class FigureDialog(QDialog):
    """Leaves the plot as it is; what is asked for is remembered by whoever hears of it."""

    save_requested = Signal(object, object)  # Drawable, FigureRequest

    def __init__(
        self, plots: Sequence[Drawable], request: FigureRequest, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save Figure")
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._plots = list(plots)
        self._make_fields(request)
        self._lay_out()
        # One picture for many keystrokes.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PREVIEW_MS)
        self._soon.timeout.connect(self.show_preview)
        for change in (
            self.plot.currentIndexChanged,
            self.kind.currentIndexChanged,
            self.width_box.valueChanged,
            self.height_box.valueChanged,
            self.dpi.valueChanged,
            self.title.toggled,
            self.legend.toggled,
        ):
            change.connect(self._judge)
        self.copy.clicked.connect(lambda: copy_as(self.chosen(), self.request()))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._judge()
        self.show_preview()

    def chosen(self) -> Drawable:
        """The plot."""
        return self._plots[self.plot.currentIndex()]

    def request(self) -> FigureRequest:
        """How it is to be."""
        return FigureRequest(
            FigureKind(self.kind.currentData()),
            self.width_box.value(),
            self.height_box.value(),
            self.dpi.value(),
            self.title.isChecked(),
            self.legend.isChecked(),
        )

    def accept(self) -> None:
        if self.ok.isEnabled():
            self.save_requested.emit(self.chosen(), self.request())
            super().accept()

    def done(self, result: int) -> None:
        self._soon.stop()
        super().done(result)

    def show_preview(self) -> None:
        """Draw the figure as it will be, smaller where it is large."""
        self._soon.stop()
        image = figure_image(self.chosen(), replace(self.request(), dpi=96))
        ratio = self.devicePixelRatioF()
        room = _PREVIEW * ratio
        if image.width() > room.width() or image.height() > room.height():
            smooth = Qt.TransformationMode.SmoothTransformation
            image = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        self.preview.setPixmap(picture)

    def _make_fields(self, request: FigureRequest) -> None:
        self.plot = describe(QComboBox(), "Plot", "Which of the plots in sight is to be saved.")
        for plot in self._plots:
            self.plot.addItem(plot.title())
        self.kind = describe(QComboBox(), "Kind of file", _KIND_HELP)
        for kind, text in _KINDS:
            self.kind.addItem(text, kind.value)
        self.kind.setCurrentIndex([kind for kind, _ in _KINDS].index(request.kind))
        self.width_box = _size_box("Width", request.width)
        self.height_box = _size_box("Height", request.height)
        self.dpi = describe(WholeBox(), "Dots per inch", _DPI_HELP)
        self.dpi.setRange(LEAST_DPI, MOST_DPI)
        self.dpi.setValue(request.dpi)
        self.dpi.setSuffix(" dpi")
        self.title = describe(QCheckBox("&Title"), "Title", "The name of the plot above it.")
        self.title.setChecked(request.title)
        self.legend = describe(QCheckBox("&Legend"), "Legend", "What the lines are, and the numbers beside.")
        self.legend.setChecked(request.legend)
        self.preview = describe(Label(), "Preview", "The figure as it will be.")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedSize(_PREVIEW)
        self.hint = HintLabel()
        self.copy = describe(QPushButton("&Copy"), "Copy", "Put the figure into the clipboard.")
        self.copy.setAutoDefault(False)
        self.buttons, self.ok = ok_and_cancel("Save…")

    def _lay_out(self) -> None:
        form = form_layout()
        form.addRow("&Plot", self.plot)
        form.addRow("&Kind of file", self.kind)
        form.addRow("&Width", self.width_box)
        form.addRow("&Height", self.height_box)
        form.addRow("&Dots per inch", self.dpi)
        form.addRow("Above it", self.title)
        form.addRow("", self.legend)
        left, whole, last = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        left.addLayout(form)
        left.addWidget(self.hint)
        left.addStretch(1)
        whole.addLayout(left)
        whole.addSpacing(12)
        whole.addWidget(self.preview)
        last.addWidget(self.copy)
        last.addWidget(self.buttons, 1)
        layout = dialog_column(self)
        layout.addLayout(whole)
        layout.addLayout(last)

    def _judge(self) -> None:
        request = self.request()
        pixels = request.kind is FigureKind.PNG
        self.dpi.setEnabled(pixels)
        self.ok.setEnabled(not request.problem)
        if request.problem:
            self.hint.show_hint(request.problem, True)
        elif pixels:
            self.hint.show_hint("{:,} × {:,} pixels.".format(*request.pixels))
        else:
            self.hint.show_hint("Vectors: sharp in any size.")
        self._soon.start()


def _size_box(name: str, value: float) -> DecimalBox:
    box = describe(DecimalBox(), name, f"From {LEAST_CM:g} to {MOST_CM:g} centimetres.")
    box.setRange(LEAST_CM, MOST_CM)
    box.setDecimals(1)
    box.setSingleStep(0.5)
    box.setValue(value)
    box.setSuffix(" cm")
    return box
