"""The whole run as a line with a handle to go to any step, ends of epochs, and where settings changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QBrush,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QRegularExpressionValidator,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.drag_line import DragLine
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.style import Series, is_dark, muted, tabular
from linreg_gui.views.widgets.texts import Label, set_description, set_text

_HEIGHT = 26
_MARK = 3.5
_MANY = 10
_GAP, _AROUND = 8, 26  # between two parts; margins, and one gap
_HELP = (
    "Drag to look at any step of the run. Left and Right go one update back and on, with Shift ten; Home "
    "goes to the start, End back to the end: here, and where a plot has the focus. The run itself stays as "
    "it is, and may go on meanwhile."
)
_STEP_HELP = "The step that is shown. Type another one to look at it, exactly."
_PLAY_HELP = (
    "Let every view go through the run by itself, at the speed of training; at full speed, in ten seconds. "
    "The run itself stays as it is."
)
_END_HELP = "Show the end of the run again, and follow it."


@always_answers
class StepLine(DragLine):
    """From step 0 to the latest one; whoever moves the handle asks for a step, and is shown it later."""

    step_requested = Signal(object)  # int, which may be larger than an int of Qt

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = self.end = 0
        self._epochs: Sequence[float] = ()
        self._marks: Sequence[int] = ()
        self.setRange(0, 0)
        self.setSingleStep(1)
        self.setPageStep(_MANY)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(120)

    def show_run(self, step: int, end: int, epochs: Sequence[float], marks: Sequence[int]) -> None:
        """Where it is, how long it is, and at which steps epochs ended and settings changed."""
        self._epochs, self._marks = epochs, marks
        self.step, self.end = step, end
        self.blockSignals(True)
        most = min(end, LARGEST_COUNT)
        self.setRange(0, most)
        self.setValue(step * most // max(1, end))
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def place_of(self, step: float) -> float:
        """Where a step is, in pixels from the left."""
        return self.place_at(step / max(1, self.end))

    def step_at(self, x: float) -> int:
        """The step at so many pixels from the left."""
        return round(self.share_at(x) * self.end)

    def drag(self, event: QMouseEvent) -> None:
        """Ask for the step at the pointer."""
        self.step_requested.emit(self.step_at(event.position().x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if self.hasFocus() and turned:
            self.step_requested.emit(min(max(0, self.step + (1 if turned > 0 else -1)), self.end))
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, many = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        by = _MANY if many else 1
        steps = {
            Qt.Key.Key_Left: self.step - by,
            Qt.Key.Key_Right: self.step + by,
            Qt.Key.Key_PageDown: self.step - _MANY,
            Qt.Key.Key_PageUp: self.step + _MANY,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.end,
        }
        step = steps.get(Qt.Key(key))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.step_requested.emit(min(max(0, step), self.end))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet, accent = muted(palette), Series.FIT.colour(is_dark(palette))
        middle, here = self.height() / 2.0, self.place_of(self.step)
        quiet.setAlpha(120)
        painter.setPen(QPen(quiet, 2.0))
        painter.drawLine(QPointF(self.place_at(0.0), middle), QPointF(self.place_at(1.0), middle))
        if self.isEnabled():
            painter.setPen(QPen(accent, 2.0))
            painter.drawLine(QPointF(self.place_of(0), middle), QPointF(here, middle))
        painter.setPen(QPen(quiet, 1.0))
        for step in self._epochs:
            x = self.place_of(step)
            painter.drawLine(QPointF(x, middle + 3.0), QPointF(x, middle + 8.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(muted(palette))
        for step in self._marks:
            x = self.place_of(step)
            top = middle - 5.0
            corners = [QPointF(x - _MARK, top - 5.0), QPointF(x + _MARK, top - 5.0), QPointF(x, top)]
            painter.drawPolygon(QPolygonF(corners))
        if self.isEnabled():
            self.draw_handle(painter, QPointF(here, middle), QBrush(accent))
        painter.end()


@always_answers
class Scrubber(QWidget):
    """The line, the step as a number that can be typed, and the way back to the end."""

    step_requested = Signal(object)  # int
    end_requested = Signal()
    play_requested = Signal(int)  # 1 forwards, −1 backwards, 0 stop

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = describe(QToolButton(), "Play the run backwards", _PLAY_HELP)
        self.on_button = describe(QToolButton(), "Play the run", _PLAY_HELP)
        self._playing = 0
        self.line = describe(StepLine(), "Time machine", _HELP)
        self.field = describe(QLineEdit(), "Step shown", _STEP_HELP)
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,18}"), self.field))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFont(tabular(self.field.font()))
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("888,888,888") + 12)
        self.state = Label()
        self.state.setFont(tabular(self.state.font()))
        self.state.setMinimumWidth(self.state.fontMetrics().horizontalAdvance("looking back, of 8,888,888"))
        self.end_button = describe(QToolButton(), "Back to the end", _END_HELP)
        self.end_button.setText("To the end")
        policy = self.end_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.end_button.setSizePolicy(policy)
        self._ends = QWidget()
        ends = QHBoxLayout(self._ends)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.addWidget(self.end_button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 8, 0)
        layout.setSpacing(_GAP)
        layout.setSizeConstraint(
            QHBoxLayout.SizeConstraint.SetNoConstraint
        )  # parts go where there is no room
        self._caption = Label("Step")
        self._caption.setBuddy(self.field)
        layout.addWidget(self._caption)
        layout.addWidget(self.field)
        layout.addWidget(self.back_button)
        layout.addWidget(self.on_button)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.state)
        layout.addWidget(self._ends)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._at = ""
        self.is_live = True
        self._restyle()
        self.line.step_requested.connect(self.step_requested)
        self.end_button.clicked.connect(self.end_requested)
        for button, direction in ((self.back_button, -1), (self.on_button, 1)):
            button.setAutoRaise(True)
            button.clicked.connect(partial(self._ask_to_play, direction))
        self.field.returnPressed.connect(self._ask)
        self.field.editingFinished.connect(self._write)
        self.show_moment(0, 0)

    def show_moment(
        self,
        step: int,
        end: int,
        *,
        live: bool = True,
        epochs: Sequence[float] = (),
        marks: Sequence[int] = (),
        playing: int = 0,
    ) -> None:
        """Show a step of a run with so many, whether its end is followed, and whether it is being played."""
        self.is_live = live
        self.line.show_run(step, end, epochs, marks)
        for part in (self.line, self.field, self.back_button, self.on_button):
            part.setEnabled(end > 0)
        if playing != self._playing:
            self._playing = playing
            self._restyle()
        self._at = str(step)
        if not self.field.isModified() or not self.field.hasFocus():
            self._write()
        set_text(self.state, f"of {end:,}" if live else f"looking back, of {end:,}")
        if not live or QAccessible.isActive():
            place = "step" if live else "looking back at step"
            set_description(self.line, f"{place} {step:,} of {end:,}. {_HELP}")
        self.end_button.setVisible(not live)

    def minimumSizeHint(self) -> QSize:
        """The step and the line, without which it would be none."""
        needed = self.field.minimumWidth() + self.line.minimumWidth() + _AROUND
        return QSize(needed, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little room words go first, then what keys and menus do as well."""
        super().resizeEvent(event)
        spare = event.size().width() - self.minimumSizeHint().width()
        for part in (self.back_button, self.on_button, self._ends, self.state, self._caption):
            spare -= max(part.sizeHint().width(), part.minimumWidth()) + _GAP
            part.setVisible(spare >= 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "on_button"):
            self._restyle()

    def _restyle(self) -> None:
        for button, direction, name in ((self.back_button, -1, "play-back"), (self.on_button, 1, "run")):
            button.setIcon(icon("pause" if self._playing == direction else name, self.palette()))

    def _ask_to_play(self, direction: int) -> None:
        self.play_requested.emit(0 if self._playing == direction else direction)

    def _ask(self) -> None:
        if self.field.text():
            step = int(self.field.text())
            self.field.setModified(False)
            self.step_requested.emit(min(step, self.line.end))

    def _write(self) -> None:
        set_text(self.field, self._at)
