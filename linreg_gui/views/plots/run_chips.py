"""The names of pinned runs over a plot: a click shows one or hides it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.model.loss_curve import RunCurve
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.line_sample import line_sample
from linreg_gui.views.widgets.style import is_dark, run_pen
from linreg_gui.views.widgets.texts import set_text
from linreg_gui.views.widgets.window_menu import window_menu

_LONGEST = 16
_SAMPLE = QSize(26, 14)
_HELP = "A click shows this run or hides it; the menu opens or unpins it."


@always_answers
class RunChips(QWidget):
    """A row of buttons, hidden where no run is pinned."""

    show_requested = Signal(int, bool)  # the key of a run, here and below
    open_requested = Signal(int)
    unpin_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[QToolButton] = []
        self._curves: tuple[RunCurve, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_runs(self, curves: Sequence[RunCurve]) -> None:
        """Name these runs."""
        told = [(one.key, one.name, one.look, one.shown, one.sentence) for one in curves]
        before = [(one.key, one.name, one.look, one.shown, one.sentence) for one in self._curves]
        self._curves = tuple(curves)
        if told != before:
            while len(self.chips) < len(curves):
                self._add()
            self._sync()
        self.setVisible(bool(curves))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "chips"):
            self._sync()

    def _add(self) -> None:
        chip = QToolButton()
        at = len(self.chips)
        chip.setCheckable(True)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIconSize(_SAMPLE)
        chip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        chip.setMinimumWidth(40)
        chip.clicked.connect(lambda shown: self._ask(at, shown))
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chip.customContextMenuRequested.connect(partial(self._open_menu, at))
        self.chips.append(chip)
        self._row.insertWidget(at, chip)

    def _sync(self) -> None:
        dark = is_dark(self.palette())
        for chip in self.chips[len(self._curves) :]:
            chip.hide()
        for chip, run in zip(self.chips, self._curves, strict=False):
            chip.setIcon(line_sample(run_pen(run.look, dark), _SAMPLE.width(), _SAMPLE.height()))
            set_text(chip, shortened(run.name, _LONGEST))
            chip.setChecked(run.shown)
            describe(chip, f"{run.name}, {'shown' if run.shown else 'hidden'}", f"{run.sentence} {_HELP}")
            chip.show()

    def _ask(self, at: int, shown: bool) -> None:
        self.chips[at].setChecked(self._curves[at].shown)  # until it is so
        self.show_requested.emit(self._curves[at].key, shown)

    def _open_menu(self, at: int, where: QPoint) -> None:
        key = self._curves[at].key
        menu = window_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open in all views").triggered.connect(lambda: self.open_requested.emit(key))
        menu.addAction("Unpin").triggered.connect(lambda: self.unpin_requested.emit(key))
        menu.popup(self.chips[at].mapToGlobal(where))
