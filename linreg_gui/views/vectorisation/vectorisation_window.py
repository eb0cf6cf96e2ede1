"""The vectorisation lab: what to time and how large, bars and a plot of the times, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.vectorisation.comparing import disagreement, sentence
from linreg_gui.core.vectorisation.values import BATCH_SIZE, CHAPTER, N_FEATURES, Contender, Task, Timing
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import Label, set_text

from .size_field import SizeField
from .time_bars import TimeBars
from .time_plot import TimePlot

_SIZE = (1000, 640)
_ABOUT = {
    Task.ADD: "c = a + b: number by number in a loop (Python, Numba), or in one call for all (NumPy, CuPy)",
    Task.DOT: "a · b: number by number in a loop (Python, Numba), or in one call for all (NumPy, CuPy)",
    Task.EPOCH: f"{N_FEATURES} features, {BATCH_SIZE} examples to a minibatch: "
    "number by number (Python, Numba), or a minibatch in a few calls (NumPy, CuPy)",
}
_NEXT = "Run times this size; Run All Sizes shows how the times grow."


@always_answers
class VectorisationWindow(QDialog):
    """Not modal: training can go on behind it, though it disturbs the times."""

    run_requested = Signal(object, int)  # Task, n
    all_requested = Signal(object)  # Task
    stop_requested = Signal()
    task_changed = Signal(object)  # Task
    copy_requested = Signal()
    save_requested = Signal()
    closing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Vectorisation")
        self._timings: Sequence[Timing] = ()
        self._running = False
        self._shown = CHAPTER  # by the bars: what is timed, or else what is chosen
        self._make_fields()
        self._make_buttons()
        self._make_results()
        self._lay_out()
        self._connect()
        self.resize(*_SIZE)
        self.set_running(False)
        self._change_task()
        self.plot.set_size(self.size_field.size_chosen)
        self.size_field.field.setFocus()

    @property
    def chosen_task(self) -> Task:
        """What is to be timed."""
        return list(Task)[self.task.currentIndex()]

    def set_running(self, running: bool) -> None:
        """Whether a measurement is at work."""
        self._running = running
        for button in (self.run, self.run_all):
            button.setEnabled(not running)
        self.task.setEnabled(not running)
        self.stop.setEnabled(running)
        if not running:
            self.progress.show_text("")
            self._shown = self.size_field.size_chosen
            self._show_bars()
        self.run.setDefault(not running)  # Return in the field for n never stops anything

    def show_begun(self, contender: Contender, n: int) -> None:
        """Say what is being timed."""
        if self.stop.isEnabled():
            self._shown = n
            self._show_bars()
            self.progress.show_text(f"Timing {contender.label} at n = {n:,} …")

    def show_timings(self, timings: Sequence[Timing]) -> None:
        """Show all that is known of the chosen task."""
        self._timings = timings
        self.plot.show_timings(timings)
        self._show_bars()
        self._say()
        for button in (self.copy, self.save, self.picture):
            button.setEnabled(bool(timings))

    def show_progress(self, text: str) -> None:
        """Say what happened beside the buttons."""
        self.progress.show_text(text)

    def show_problem(self, text: str) -> None:
        """Say what went wrong in place of the sentence."""
        set_text(self.meaning, text)

    def restore_geometry(self, geometry: QByteArray | None) -> None:
        """Where it was the last time."""
        if geometry is not None:
            self.restoreGeometry(geometry)

    def reject(self) -> None:
        """Escape stops what is running, and only then closes."""
        if self._running:
            self._ask_to_stop()
        else:
            self.done(0)

    def done(self, result: int) -> None:
        """Nobody waits any more for what is running."""
        self.closing.emit()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, where a dialog would be rejected."""
        self.done(0)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "results"):
            self._restyle()

    def _make_fields(self) -> None:
        self.task = describe(QComboBox(), "Task", "What every contender does with the same numbers.")
        self.task.addItems([task.label for task in Task])
        self.size_field = SizeField()
        self.about, self.progress = ElidedLabel(), ElidedLabel()

    def _make_buttons(self) -> None:
        def button(text: str, help_text: str) -> QPushButton:
            made = describe(QPushButton(text), text.replace("&", "").rstrip("…"), help_text)
            made.setAutoDefault(False)
            return made

        self.run = button("&Run", "Time every contender at this n.")
        self.run_all = button("Run &All Sizes", "Time every contender from n = 10 on, which takes a while.")
        self.stop = button("S&top", "Give up the rest; a single call into NumPy is brought to its end.")
        self.copy = button("&Copy Table", "Copy all times of this task, for a spreadsheet.")
        self.save = button("&Save CSV…", "Write all times of this task to a file.")
        self.picture = button("Copy &Picture", "Copy bars, plot and sentence as a picture.")
        self.close_button = button("Cl&ose", "Close this window; what was measured is kept.")

    def _make_results(self) -> None:
        self.bars, self.plot = TimeBars(), TimePlot()
        self.meaning = Label()
        self.meaning.setWordWrap(True)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.meaning.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.meaning.setAccessibleName("What the times mean")
        # Room for its longest text, so that nothing jumps.
        self.meaning.setMinimumHeight(3 * self.meaning.fontMetrics().lineSpacing() + 2)

    def _lay_out(self) -> None:
        caption = Label("Tas&k")
        caption.setBuddy(self.task)
        choices = QHBoxLayout()
        choices.addWidget(caption)
        choices.addWidget(self.task)
        choices.addSpacing(12)
        choices.addWidget(self.size_field, 1)
        actions = QHBoxLayout()
        for button in (self.run, self.run_all, self.stop):
            actions.addWidget(button)
        actions.addWidget(self.progress, 1)
        self.results = QWidget()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.bars)
        splitter.addWidget(self.plot)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([390, 590])
        inside = QVBoxLayout(self.results)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(splitter, 1)
        inside.addWidget(self.meaning)
        exports = QHBoxLayout()
        for button in (self.copy, self.save, self.picture):
            exports.addWidget(button)
        exports.addStretch(1)
        exports.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addLayout(choices)
        layout.addWidget(self.about)
        layout.addLayout(actions)
        layout.addWidget(self.results, 1)
        layout.addLayout(exports)
        self._restyle()

    def _restyle(self) -> None:
        for label in (self.about, self.progress):
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
            label.setPalette(palette)

    def _connect(self) -> None:
        self.task.currentIndexChanged.connect(self._change_task)
        self.size_field.size_changed.connect(self._change_size)
        self.run.clicked.connect(
            lambda: self.run_requested.emit(self.chosen_task, self.size_field.size_chosen)
        )
        self.run_all.clicked.connect(lambda: self.all_requested.emit(self.chosen_task))
        self.stop.clicked.connect(self._ask_to_stop)
        self.copy.clicked.connect(self.copy_requested)
        self.save.clicked.connect(self.save_requested)
        self.picture.clicked.connect(self._copy_picture)
        self.close_button.clicked.connect(self.close)

    def _change_task(self) -> None:
        self.about.show_text(_ABOUT[self.chosen_task])
        self.plot.set_task(self.chosen_task)
        self.show_timings(())
        self.task_changed.emit(self.chosen_task)

    def _change_size(self, n: int) -> None:
        self.plot.set_size(n)
        if not self._running:
            self._shown = n
            self._show_bars()
        self._say()

    def _show_bars(self) -> None:
        self.bars.show_timings(self._shown, [t for t in self._timings if t.n == self._shown])

    def _say(self) -> None:
        n = self.size_field.size_chosen
        set_text(self.meaning, disagreement(self._timings) or sentence(self._timings, n) or _NEXT)

    def _ask_to_stop(self) -> None:
        self.stop.setEnabled(False)
        self.progress.show_text("Stopping …")
        self.stop_requested.emit()

    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.results.grab())
