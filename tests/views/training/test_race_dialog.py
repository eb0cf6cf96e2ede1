"""The dialog that asks for a race."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.views.training.race_dialog import RaceDialog
from linreg_gui.views.widgets.texts import Label

CONFIG = SgdConfig(momentum=0.5)
CHOICES = {
    "learning rate": [replace(CONFIG, learning_rate=rate) for rate in (0.01, 0.03, 0.09)],
    "batch size": [replace(CONFIG, batch_size=size) for size in (1, 32)],
    "momentum": [replace(CONFIG, momentum=momentum) for momentum in (0.0, 0.12345, 0.9)],
    "decay of the learning rate": [replace(CONFIG, decay=decay) for decay in ("constant", "step")],
    "weight decay": [replace(CONFIG, weight_decay=penalty) for penalty in (0.0, 0.003)],
}


@pytest.fixture
def dialog(qtbot) -> RaceDialog:
    dialog = RaceDialog(CHOICES, 50)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_varying_one_setting_fills_the_rows(dialog) -> None:
    assert dialog.configs() == tuple(CHOICES["learning rate"])
    dialog.vary.setCurrentIndex(1)
    assert dialog.configs() == tuple(CHOICES["batch size"])
    assert [row.remove.isEnabled() for row in dialog.rows] == [False, False]


def test_two_to_six_runs_that_differ_can_start(dialog, qtbot) -> None:
    asked = []
    dialog.race_requested.connect(lambda configs, names: asked.append((configs, names)))
    dialog.add.click()
    assert not dialog.start.isEnabled()
    assert dialog.hint.warns
    dialog.rows[3].batch_size.setValue(50)
    assert dialog.start.isEnabled()
    while dialog.add.isEnabled():
        dialog.add.click()
        row = dialog.rows[-1]
        row.batch_size.setValue(10 + len(dialog.rows))
    assert len(dialog.rows) == 6
    dialog.rows[0].remove.click()
    dialog.rows[1].standardise.setChecked(False)
    assert len(dialog.rows) == 5
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    ((configs, names),) = asked
    assert len(set(configs)) == len(configs) == len(set(names)) == 5
    assert not configs[1].standardise
    assert all(config.momentum == 0.5 for config in configs)
    assert names[0] == "η 0.03, batch 32, standardised"


def test_tab_goes_from_row_to_row_and_then_to_the_buttons(dialog, qtbot) -> None:
    dialog.add.click()
    dialog.vary.setCurrentIndex(2)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.waitUntil(lambda: all(row.remove.isVisible() for row in dialog.rows))
    dialog.vary.setFocus()
    visited = []
    while QApplication.focusWidget() not in visited:
        visited.append(QApplication.focusWidget())
        qtbot.keyClick(visited[-1], Qt.Key.Key_Tab)
    rows = [
        widget
        for row in dialog.rows
        for widget in (row.rate, row.batch_size, row.standardise, row.also.widget, row.remove)
    ]
    assert visited[: len(rows) + 3] == [dialog.vary, *rows, dialog.add, dialog.start]


def test_every_field_has_a_name_and_a_help_of_its_own(dialog) -> None:
    fields = [
        widget for row in dialog.rows for widget in (row.rate, row.batch_size, row.standardise, row.remove)
    ]
    names = [field.accessibleName() for field in fields]
    assert len(set(names)) == len(names) == 12
    assert all(field.toolTip() and field.whatsThis() for field in fields)


@pytest.mark.parametrize("at", [2, 3, 4])
def test_another_setting_that_is_varied_has_a_column_of_its_own(dialog, at: int) -> None:
    titles = {label.text() for label in dialog.findChildren(Label) if label.isVisible()}
    assert not titles & {"Momentum", "Decay", "Weight decay"}
    dialog.vary.setCurrentIndex(at)
    assert dialog.configs() == tuple(CHOICES[list(CHOICES)[at]])  # with all their digits
    title = ("Momentum", "Decay", "Weight decay")[at - 2]
    assert title in {label.text() for label in dialog.findChildren(Label) if label.isVisible()}
    widgets = [row.also.widget for row in dialog.rows]
    assert [widget.accessibleName() for widget in widgets] == [
        f"{title} of run {number}" for number in range(1, len(widgets) + 1)
    ]
    dialog.vary.setCurrentIndex(0)
    assert dialog.configs() == tuple(CHOICES["learning rate"])
    assert not any(label.text() == title and label.isVisible() for label in dialog.findChildren(Label))


def test_what_is_varied_can_be_changed_in_every_row_and_goes_with_a_run_that_is_added(dialog, qtbot) -> None:
    dialog.vary.setCurrentIndex(2)
    dialog.rows[0].also.widget.setValue(0.75)
    dialog.add.click()
    assert [config.momentum for config in dialog.configs()] == [0.75, 0.12345, 0.9, 0.9]
    assert not dialog.start.isEnabled()
    dialog.rows[3].also.widget.setValue(0.95)
    dialog.rows[1].remove.click()
    assert [config.momentum for config in dialog.configs()] == [0.75, 0.9, 0.95]
    with qtbot.waitSignal(dialog.race_requested) as asked:
        dialog.start.click()
    assert asked.args[1] == ("momentum 0.75", "momentum 0.9", "momentum 0.95")


@pytest.mark.parametrize("at", range(5))
def test_nothing_in_a_row_is_cut_off(dialog, qtbot, at: int) -> None:
    dialog.vary.setCurrentIndex(at)
    widgets = [widget for row in dialog.rows for widget in row.widgets]
    qtbot.waitUntil(lambda: all(widget.width() >= widget.minimumSizeHint().width() for widget in widgets))
    qtbot.waitUntil(lambda: all(dialog.rect().contains(widget.geometry()) for widget in widgets))
