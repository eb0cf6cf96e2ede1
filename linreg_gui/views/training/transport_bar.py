"""The row that drives training: its buttons, its speed, and the button that solves exactly."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers

from .speed_slider import SpeedForm, SpeedSlider
from .transport_actions import TransportActions, make_transport_actions
from .transport_button import TransportButton

__all__ = ["TransportActions", "TransportBar", "make_transport_actions"]

_SPACING = 3


@always_answers
class TransportBar(QWidget):
    """Reset, steps, Run or Pause, Run to end, Pin run, the speed; set apart: Solve exactly."""

    def __init__(self, actions: TransportActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.buttons = {action: TransportButton(action, action is actions.run) for action in actions.all()}
        self.speed = SpeedSlider()
        secondary = [self.buttons[a] for a in actions.all() if a not in (actions.run, actions.solve)]
        first = [self.buttons[actions.pin]]  # to show its icon alone, as its command can wait
        every = [*secondary, self.buttons[actions.solve]]
        self._every = [*every, self.buttons[actions.run]]
        # In less and less room: which buttons show their icons alone, and how much there is of the speed.
        self._stages: tuple[tuple[list[TransportButton], SpeedForm], ...] = (
            ([], SpeedForm.WHOLE),
            (first, SpeedForm.WHOLE),
            (first, SpeedForm.WITHOUT_NAME),
            (secondary, SpeedForm.WHOLE),
            (secondary, SpeedForm.WITHOUT_NAME),
            (secondary, SpeedForm.SLIDER_ALONE),
            (every, SpeedForm.SLIDER_ALONE),
            (self._every, SpeedForm.SLIDER_ALONE),
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        for action, button in self.buttons.items():
            if action is actions.solve:
                layout.addWidget(self.speed, 1)
                layout.addStretch(1)
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.buttons[actions.run].reserve("Run", "Pause", "Run again", "Run here")

    def restyle(self) -> None:
        """Draw the icons in the colours of the palette."""
        self._actions.restyle(self.palette())

    def minimumSizeHint(self) -> QSize:
        """The width at which all buttons show their icons alone."""
        return QSize(self._width(*self._stages[-1]), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self._width(*self._stages[-4]), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = (stage for stage in self._stages if self._width(*stage) <= self.width())
        alone, form = next(fitting, self._stages[-1])
        style = Qt.ToolButtonStyle
        for button in self._every:
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if button in alone else style.ToolButtonTextBesideIcon
            )
        self.speed.show_as(form)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "buttons"):
            self.restyle()

    def _width(self, alone: Sequence[TransportButton], form: SpeedForm) -> int:
        """What all need side by side, some buttons showing their icons alone."""
        widths = (button.size_with(button not in alone).width() for button in self.buttons.values())
        return _SPACING * len(self.buttons) + 12 + sum(widths) + self.speed.width_as(form)
