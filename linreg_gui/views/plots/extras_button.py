"""The button in the title row of the fit plot: what it shows besides points and lines."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from linreg_gui.core.drawing.fit_extras import NO_EXTRAS, Extra, Extras
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.menu_button import MenuButton
from linreg_gui.views.widgets.texts import set_help

_MARKS: Extras = frozenset((Extra.STICKS, Extra.SQUARES))


class ExtrasButton(MenuButton):
    """A menu of what can be shown; tells of another choice by a person."""

    changed = Signal(object)  # Extras

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(
            self,
            "Shown on the plot",
            "Show residuals and more on the plot.",
        )
        self.setText("Show")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self._none = self._action(menu, "No &residuals", "Show the points alone.")
        self.actions_of = {
            Extra.STICKS: self._action(
                menu,
                "Residuals as &sticks",
                "A stick from each point to what the current fit predicts for it: as long as the residual.",
            ),
            Extra.SQUARES: self._action(
                menu,
                "Residuals as s&quares",
                "A square on each residual, which is one of its sides: of the half squared error, half the "
                "mean area is the loss. Areas are in squared units of the label, and each square is as wide "
                "on the screen as it is high.",
            ),
        }
        marks = QActionGroup(self)
        for action in (self._none, *(self.actions_of[extra] for extra in _MARKS)):
            marks.addAction(action)
        menu.addSeparator()
        self.actions_of[Extra.RESIDUAL_PLOT] = self._action(
            menu, "Residual &plot", "The residuals of the same points below the plot: label − prediction."
        )
        menu.addSeparator()
        self.actions_of[Extra.CONFIDENCE_BAND] = self._action(
            menu,
            "&Confidence band",
            "Around the exact line of one feature: where the mean of the label is at each value of it, with "
            "95 % confidence, if the noise is normal and equally wide everywhere.",
        )
        self.actions_of[Extra.PREDICTION_BAND] = self._action(
            menu,
            "Pre&diction band",
            "Around the exact line of one feature: where a new label is at each value of it, with "
            "95 % confidence, if the noise is normal and equally wide everywhere.",
        )
        menu.addSeparator()
        self.actions_of[Extra.EQUATION] = self._action(
            menu,
            "&Equation and R²",
            "Write both solutions on the plot with R², the share of the label’s variance that each explains.",
        )
        self.actions_of[Extra.NOISE] = self._action(
            menu,
            "&Noise on the line",
            "How likely each label is where the pointer is: the density of the noise that the loss stands "
            "for, on the line of the current fit.",
        )
        self.setMenu(menu)
        self.choose(NO_EXTRAS)

    def chosen(self) -> Extras:
        """What is to be shown."""
        return frozenset(extra for extra, action in self.actions_of.items() if action.isChecked())

    def choose(self, extras: Extras) -> None:
        """Choose without telling."""
        with QSignalBlocker(self):
            self._none.setChecked(not extras & _MARKS)
            for extra, action in self.actions_of.items():
                action.setChecked(extra in extras)

    def _action(self, menu: QMenu, text: str, help_text: str) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        set_help(action, help_text)
        action.triggered.connect(lambda: self.changed.emit(self.chosen()))
        return action
