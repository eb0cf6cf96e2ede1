"""The dialog that asks for a race."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.views.training.race_dialog import RaceDialog

CONFIG = SgdConfig(momentum=0.5)
CHOICES = {
    "learning rate": [replace(CONFIG, learning_rate=rate) for rate in (0.01, 0.03, 0.09)],
    "batch size": [replace(CONFIG, batch_size=size) for size in (1, 32)],
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


def test_every_field_has_a_name_and_a_help_of_its_own(dialog) -> None:
    fields = [
        widget for row in dialog.rows for widget in (row.rate, row.batch_size, row.standardise, row.remove)
    ]
    names = [field.accessibleName() for field in fields]
    assert len(set(names)) == len(names) == 12
    assert all(field.toolTip() and field.whatsThis() for field in fields)
