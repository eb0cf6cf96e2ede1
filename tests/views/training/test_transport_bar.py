"""Training by button, menu and key; and Space, which several controls want."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from linreg_gui.views.training.transport_bar import TransportActions, TransportBar, make_transport_actions
from linreg_gui.views.widgets.style import dark_palette, light_palette

IDLE = {"running": False, "stopping": False, "at_start": False, "finished": False, "available": True}
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Window(QMainWindow):
    """A window with a transport bar and room for one more control."""

    def __init__(self) -> None:
        super().__init__()
        self.actions_ = make_transport_actions(self)
        self.bar = TransportBar(self.actions_)
        self.counts: Counter[str] = Counter()
        for action in self.actions_.all():
            action.triggered.connect(lambda _=False, action=action: self.counts.update([name(action)]))
        centre = QWidget()
        self.box = QVBoxLayout(centre)
        self.box.addWidget(self.bar)
        self.setCentralWidget(centre)
        self.actions_.set_phase(**IDLE)

    def add(self, widget: QWidget) -> None:
        self.box.addWidget(widget)
        widget.show()

    def press(self, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        target = self.focusWidget() or self
        qtbot.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)


def name(action: QAction) -> str:
    return action.iconText()


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    result = Window()
    qtbot.addWidget(result)
    with qtbot.waitActive(result):
        result.show()
        result.activateWindow()
    return result


def enabled(actions: TransportActions) -> set[str]:
    return {name(action) for action in actions.all() if action.isEnabled()}


def test_nothing_can_be_done_without_data(window: Window) -> None:
    window.actions_.set_phase(**{**IDLE, "available": False})
    assert enabled(window.actions_) == set()


def test_at_the_start_there_is_nothing_to_go_back_to(window: Window) -> None:
    window.actions_.set_phase(**{**IDLE, "at_start": True})
    assert enabled(window.actions_) == {"Step", "Step ×10", "Run", "To end", "Solve exactly"}


@pytest.mark.parametrize("end", ["finished", "diverged"])
def test_at_the_end_run_says_that_it_runs_again(window: Window, end: str) -> None:
    width = window.bar.buttons[window.actions_.run].width()
    window.actions_.set_phase(**{**IDLE, end: True})
    run = window.actions_.run
    assert (run.text(), run.iconText()) == ("&Run Again", "Run again")
    assert "back to step 0" in run.whatsThis()
    assert window.bar.buttons[run].width() == width
    window.actions_.set_phase(**{**IDLE, "at_start": True})
    assert run.iconText() == "Run"


def test_solving_exactly_says_what_it_does(window: Window) -> None:
    assert "The run by SGD stays as it is." in window.actions_.solve.toolTip()


def test_while_running_run_is_pause_and_there_are_no_steps(window: Window) -> None:
    window.actions_.set_phase(**{**IDLE, "running": True})
    assert enabled(window.actions_) == {"Reset", "Pause", "To end", "Solve exactly"}
    assert window.actions_.run.text() == "&Pause"
    assert "update" in window.actions_.run.toolTip()
    window.actions_.set_phase(**IDLE)
    assert window.actions_.run.text() == "&Run"


def test_a_finished_run_can_be_run_again_but_not_stepped_on(window: Window) -> None:
    window.actions_.set_phase(**{**IDLE, "finished": True})
    assert enabled(window.actions_) == {"Reset", "Back", "Run again", "Solve exactly"}


def test_a_run_of_single_steps_leaves_the_buttons_as_they_are(window: Window) -> None:
    before = enabled(window.actions_)
    window.actions_.set_phase(**{**IDLE, "running": True}, stepping=True)
    assert enabled(window.actions_) == before


def test_a_button_triggers_its_action_and_follows_it(window: Window, qtbot: QtBot) -> None:
    actions = window.actions_
    button = window.bar.buttons[actions.run]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.counts == {"Run": 1}
    actions.set_phase(**{**IDLE, "running": True})
    assert button.text() == "Pause"
    assert button.accessibleName() == "Pause"
    actions.set_phase(**{**IDLE, "available": False})
    assert not button.isEnabled()


def test_run_and_pause_have_the_same_width(window: Window) -> None:
    button = window.bar.buttons[window.actions_.run]
    width = button.width()
    window.actions_.set_phase(**{**IDLE, "running": True})
    window.bar.layout().activate()
    assert button.width() == width


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Space, None, "Step"),
        (Qt.Key.Key_Space, SHIFT, "Back"),
        (Qt.Key.Key_Space, CONTROL, "Run"),
        (Qt.Key.Key_Space, CONTROL | SHIFT, "Step ×10"),
        (Qt.Key.Key_R, CONTROL, "Reset"),
        (Qt.Key.Key_E, CONTROL, "To end"),
        (Qt.Key.Key_F9, None, "Solve exactly"),
    ],
)
def test_a_key_does_what_its_command_says(
    window: Window, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier | None, expected: str
) -> None:
    window.press(qtbot, key, modifier)
    assert window.counts == {expected: 1}


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QSpinBox])
def test_space_in_a_text_field_is_text(window: Window, qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    field = make()
    window.add(field)
    field.setFocus()
    window.press(qtbot, Qt.Key.Key_Space)
    window.press(qtbot, Qt.Key.Key_Space, SHIFT)
    assert window.counts == {}


def test_ctrl_space_runs_from_within_a_text_field(window: Window, qtbot: QtBot) -> None:
    field = QLineEdit()
    window.add(field)
    field.setFocus()
    window.press(qtbot, Qt.Key.Key_Space, CONTROL)
    assert window.counts == {"Run": 1}


def test_space_presses_the_button_and_ticks_the_box_with_the_focus(window: Window, qtbot: QtBot) -> None:
    button, box = QPushButton("Other"), QCheckBox("Box")
    for control in (button, box):
        window.add(control)
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    button.setFocus()
    window.press(qtbot, Qt.Key.Key_Space)
    box.setFocus()
    window.press(qtbot, Qt.Key.Key_Space)
    assert (len(clicks), box.isChecked()) == (1, True)
    assert window.counts == {}


def test_space_opens_the_choices_of_a_combo_box(window: Window, qtbot: QtBot) -> None:
    combo = QComboBox()
    combo.addItems(["a", "b"])
    window.add(combo)
    combo.setFocus()
    window.press(qtbot, Qt.Key.Key_Space)
    assert combo.view().isVisible()
    assert window.counts == {}
    combo.hidePopup()


def test_space_steps_while_a_table_has_the_focus_but_types_in_its_cell_editor(
    window: Window, qtbot: QtBot
) -> None:
    table = QTableWidget(2, 2)
    window.add(table)
    table.setFocus()
    table.setCurrentCell(0, 0)
    window.press(qtbot, Qt.Key.Key_Space)
    assert window.counts == {"Step": 1}
    item = QTableWidgetItem()
    table.setItem(0, 0, item)
    table.editItem(item)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_Space)
    assert window.counts == {"Step": 1}
    assert editor.text() == " "


def test_space_ticks_the_item_of_a_list(window: Window, qtbot: QtBot) -> None:
    listing = QListWidget()
    item = QListWidgetItem("feature", listing)
    item.setCheckState(Qt.CheckState.Unchecked)
    window.add(listing)
    listing.setCurrentItem(item)
    listing.setFocus()
    window.press(qtbot, Qt.Key.Key_Space)
    assert item.checkState() is Qt.CheckState.Checked
    assert window.counts == {}


def test_space_presses_a_transport_button_after_tab_and_steps_after_a_click(
    window: Window, qtbot: QtBot
) -> None:
    button = window.bar.buttons[window.actions_.reset]
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    window.press(qtbot, Qt.Key.Key_Space)
    assert window.counts == {"Reset": 1}
    button.clearFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    window.press(qtbot, Qt.Key.Key_Space)
    assert window.counts == {"Reset": 2, "Step": 1}


def test_a_command_takes_over_what_is_typed_in_a_spin_box_first(window: Window, qtbot: QtBot) -> None:
    field = QSpinBox()
    field.setKeyboardTracking(False)
    window.add(field)
    seen: list[int] = []
    window.actions_.step_ten.triggered.connect(lambda: seen.append(field.value()))
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "12")
    window.press(qtbot, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert seen == [12]
    assert field.hasFocus()


def test_the_bar_fits_the_middle_of_a_small_window(window: Window) -> None:
    bar = window.bar
    assert bar.sizeHint().width() <= 638
    bar.setParent(None)  # out of the layout
    bar.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    bar.resize(900, 30)
    bar.show()
    step, speed = bar.buttons[window.actions_.step], bar.speed
    assert step.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert speed.caption.isVisible()
    bar.resize(640, 30)
    assert step.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert speed.value_label.isVisible()
    bar.resize(bar.minimumSizeHint().width(), 30)
    assert not speed.value_label.isVisible()
    assert speed.slider.isVisible()
    bar.close()


def test_the_icons_follow_the_palette(window: Window) -> None:
    pictures = []
    for palette in (light_palette(), dark_palette()):
        window.setPalette(palette)
        pictures.append(window.actions_.step.icon().pixmap(16, 16).toImage())
    assert pictures[0] != pictures[1]


def test_every_button_says_what_it_does(window: Window) -> None:
    assert len(window.bar.buttons) > 4
    for action, button in window.bar.buttons.items():
        assert button.accessibleName()
        assert button.accessibleDescription() == button.whatsThis() == action.whatsThis()
        assert action.shortcut().toString() in button.toolTip()


def test_a_control_that_goes_while_it_has_the_focus_does_no_harm(window: Window, qtbot: QtBot) -> None:
    for goes_at_once in (True, False):
        box = QCheckBox("Box")
        window.add(box)
        box.setFocus()
        assert box.hasFocus()
        if goes_at_once:
            shiboken6.delete(box)
        else:
            with qtbot.waitSignal(box.destroyed):
                box.deleteLater()
    window.setFocus()
    window.press(qtbot, Qt.Key.Key_Space)
    assert window.counts == {"Step": 1}
