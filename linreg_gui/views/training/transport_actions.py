"""The commands that drive training: one set of actions for the menus, the keys and the bar."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget

from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.texts import set_help

from .space_key import SpaceKey

_RUN_HELP = "Train at the chosen speed."
_AGAIN_HELP = "The run has ended: go back to step 0 and train once more, with the same settings."
_SOLVE_HELP = (
    "Compute the weights and bias of the least loss at once, by algebra instead of steps, and say how and "
    "how fast. The run by SGD stays as it is."
)
_PIN_HELP = (
    "Keep the present run under a name, to be drawn beside the next ones; the dock Runs lists all of them."
)
_UNPIN_HELP = "Draw the present run no more once another one is there."
_PAUSE_HELP = "Stop after the current update; Run goes on from there."
_BRANCH_HELP = (
    "Go on from the step that is shown, with the present settings, as a run of its own; the run as it is now "
    "is kept."
)
_RUN, _PAUSE = ("&Run", "Run", _RUN_HELP), ("&Pause", "Pause", _PAUSE_HELP)
_PIN, _UNPIN = ("&Pin Run", "Pin run", _PIN_HELP), ("Un&pin Run", "Unpin run", _UNPIN_HELP)
_BRANCH = "&Run from Here", "Run here", _BRANCH_HELP
_AGAIN = "&Run Again", "Run again", _AGAIN_HELP


@dataclass(frozen=True)
class TransportActions:
    """The actions; the icon of each is named by `icon_name`."""

    reset: QAction
    step_back: QAction
    step: QAction
    step_ten: QAction
    run: QAction
    run_to_end: QAction
    pin: QAction
    solve: QAction

    def all(self) -> list[QAction]:
        """In the order of the bar."""
        return [getattr(self, field.name) for field in fields(self)]

    def set_phase(
        self,
        running: bool,
        stopping: bool,
        at_start: bool,
        finished: bool,
        available: bool,
        stepping: bool = False,
        diverged: bool = False,
        looking_back: bool = False,
    ) -> None:
        """Allow what makes sense now, and turn Run into Pause while running, into Run Again at the end.

        ``stepping`` marks a run that lasts only for the steps that were asked for: the buttons stay as
        they are then, instead of flickering at every step. Whoever is ``looking_back`` takes steps through
        what has been, also while the run goes on.
        """
        busy = (running or stopping) and not stepping
        self._show_run(busy, looking_back, finished or diverged)
        self.run.setEnabled(available)
        self.reset.setEnabled(available and (running or stopping or not at_start))
        may_step = available and (looking_back or not busy)
        self.step_back.setEnabled(may_step and not at_start)
        for action in (self.step, self.step_ten):
            action.setEnabled(may_step and (looking_back or not finished))
        self.run_to_end.setEnabled(available and not finished)
        self.solve.setEnabled(available)

    def show_pinned(self, pinned: bool, available: bool) -> None:
        """Whether the present run is pinned, and whether there is one."""
        text, short, help_text = _UNPIN if pinned else _PIN
        self.pin.setText(text)
        self.pin.setIconText(short)
        _set_help(self.pin, help_text)
        self.pin.setEnabled(available)

    def restyle(self, palette: QPalette) -> None:
        """Draw the icons in the colours of the palette."""
        for action in self.all():
            action.setIcon(icon(icon_name(action), palette))

    def _show_run(self, running: bool, looking_back: bool, ended: bool) -> None:
        text, short, help_text = _PAUSE if running else _BRANCH if looking_back else _AGAIN if ended else _RUN
        if self.run.text() == text:
            return
        self.run.setText(text)
        self.run.setIconText(short)
        _set_help(self.run, help_text)
        name = "pause" if running else "run"
        self.run.setData(name)
        self.run.setIcon(icon(name, QApplication.palette()))


def icon_name(action: QAction) -> str:
    """Which icon an action carries now."""
    return str(action.data())


def make_transport_actions(parent: QWidget) -> TransportActions:
    """The actions of a window; their keys work anywhere in it, Space with the manners of `SpaceKey`."""

    def make(name: str, text: str, short: str, key: str, help_text: str) -> QAction:
        action = QAction(text, parent)
        action.setIconText(short)
        action.setData(name)
        action.setShortcut(QKeySequence(key))
        _set_help(action, help_text)
        action.triggered.connect(_commit_pending_edit)
        action.setEnabled(False)
        parent.addAction(action)
        return action

    actions = TransportActions(
        reset=make(
            "reset",
            "R&eset",
            "Reset",
            "Ctrl+R",
            "Go back to step 0, with the weights that the run starts with.",
        ),
        step_back=make("step-back", "Step &Back", "Back", "Shift+Space", "Undo the last update, exactly."),
        step=make("step", "S&tep", "Step", "Space", "Do one update, with one minibatch."),
        step_ten=make("step-ten", "Step ×&10", "Step ×10", "Ctrl+Shift+Space", "Do ten updates."),
        run=make("run", "&Run", "Run", "Ctrl+Space", _RUN_HELP),
        run_to_end=make(
            "run-to-end", "Run to E&nd", "To end", "Ctrl+E", "Train to the last epoch as fast as possible."
        ),
        pin=make("pin", "&Pin Run", "Pin run", "Ctrl+Shift+P", _PIN_HELP),
        solve=make("solve", "S&olve Exactly", "Solve exactly", "F9", _SOLVE_HELP),
    )
    actions.restyle(parent.palette())
    SpaceKey(parent)
    return actions


def _set_help(action: QAction, help_text: str) -> None:
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    set_help(action, help_text, f"{help_text} ({key})")


def _commit_pending_edit() -> None:
    """Take over a setting that is typed but not entered yet, before the command uses the settings."""
    field = QApplication.focusWidget()
    if isinstance(field, QAbstractSpinBox):
        field.clearFocus()
        field.setFocus()
