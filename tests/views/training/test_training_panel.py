"""The settings: what is shown, what is asked for, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QCheckBox, QComboBox, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.views.training.rate_field import parse_rate
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.widgets.style import dark_palette, light_palette

CONFIG = SgdConfig(learning_rate=0.05, batch_size=16, epochs=7, seed=3, standardise=False, decay="cosine")
LIMITS = LearningRateLimits(0.1, 1.94, 1.0309, 0.98, 0.02, 0.05, 50.0)


@pytest.fixture
def panel(qtbot: QtBot) -> TrainingPanel:
    result = TrainingPanel()
    qtbot.addWidget(result)
    result.set_n_rows(100)
    result.set_config(CONFIG)
    result.more.open(True)
    with qtbot.waitActive(result):
        result.show()
        result.activateWindow()
    return result


@pytest.fixture
def asked(panel: TrainingPanel) -> list[SgdConfig]:
    configs: list[SgdConfig] = []
    panel.config_requested.connect(lambda config: configs.append(config))
    return configs


def retype(qtbot: QtBot, field: QAbstractSpinBox, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_settings_that_are_shown_are_read_back_and_ask_for_nothing(
    panel: TrainingPanel, asked: list[SgdConfig]
) -> None:
    assert panel.config() == CONFIG
    assert panel.learning_rate.text() == "0.05"
    assert panel.decay.currentText() == "falls to 0 along a cosine"
    assert panel.batch_size.value() == 16
    assert panel.epochs.value() == 7
    assert panel.more.seed.value() == 3
    assert not panel.more.standardise.isChecked()
    panel.set_config(SgdConfig())
    panel.set_n_rows(5)
    assert asked == []


def test_digits_of_a_number_ask_for_nothing_until_it_is_entered(
    panel: TrainingPanel, asked: list[SgdConfig], qtbot: QtBot
) -> None:
    for field, name in (
        (panel.batch_size, "batch_size"),
        (panel.epochs, "epochs"),
        (panel.more.seed, "seed"),
    ):
        asked.clear()
        before = panel.config()
        retype(qtbot, field, "12")
        assert asked == []
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert asked == [replace(before, **{name: 12})]


def test_a_number_is_taken_over_when_the_focus_leaves(
    panel: TrainingPanel, asked: list[SgdConfig], qtbot: QtBot
) -> None:
    retype(qtbot, panel.learning_rate, "0.2")
    assert asked == []
    panel.epochs.setFocus()
    assert asked == [replace(CONFIG, learning_rate=0.2)]


def test_every_field_asks_for_whole_settings(panel: TrainingPanel, asked: list[SgdConfig]) -> None:
    panel.decay.setCurrentIndex(0)
    panel.more.standardise.click()
    panel.batch_size.stepUp()
    assert asked[-1] == replace(CONFIG, decay="constant", standardise=True, batch_size=17)
    assert len(asked) == 3


def test_arrows_take_the_learning_rate_through_one_two_five(
    panel: TrainingPanel, asked: list[SgdConfig], qtbot: QtBot
) -> None:
    panel.set_config(SgdConfig(learning_rate=0.03))
    for _ in range(3):
        qtbot.keyClick(panel.learning_rate, Qt.Key.Key_Up)
    assert [config.learning_rate for config in asked] == [0.05, 0.1, 0.2]
    asked.clear()
    for _ in range(4):
        qtbot.keyClick(panel.learning_rate, Qt.Key.Key_Down)
    assert [config.learning_rate for config in asked] == [0.1, 0.05, 0.02, 0.01]


@pytest.mark.parametrize("text", ["", "fast", "-1", "0", "nan", "inf"])
def test_a_learning_rate_that_is_none_brings_the_old_one_back_with_a_hint(
    panel: TrainingPanel, asked: list[SgdConfig], qtbot: QtBot, text: str
) -> None:
    retype(qtbot, panel.learning_rate, text)
    if not text:
        qtbot.keyClick(panel.learning_rate, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.learning_rate, Qt.Key.Key_Return)
    assert panel.learning_rate.text() == "0.05"
    assert asked == []
    assert panel.hint.warns
    assert "not a positive number" in panel.hint.text


def test_a_decimal_comma_is_understood() -> None:
    assert parse_rate("0,03") == 0.03
    assert parse_rate(" 3e-4 ") == 3e-4
    assert parse_rate("1,000.5") == 1000.5
    assert parse_rate("1,250") is None  # or 1.25


def test_entering_an_unchanged_learning_rate_keeps_all_its_digits(
    panel: TrainingPanel, asked: list[SgdConfig], qtbot: QtBot
) -> None:
    panel.set_config(replace(CONFIG, learning_rate=0.0123456789))
    qtbot.keyClick(panel.learning_rate, Qt.Key.Key_Return)
    assert asked == []
    assert panel.config().learning_rate == 0.0123456789


def test_a_minibatch_has_at_most_all_rows(panel: TrainingPanel, asked: list[SgdConfig], qtbot: QtBot) -> None:
    panel.set_n_rows(10)
    assert panel.config().batch_size == 10
    assert panel.batch_size.text() == "10 of 10 rows"
    retype(qtbot, panel.batch_size, "4")
    qtbot.keyClick(panel.batch_size, Qt.Key.Key_Return)
    assert asked[-1].batch_size == 4


def test_a_rate_above_the_limit_is_warned_of_and_one_below_is_not(panel: TrainingPanel) -> None:
    panel.show_limits(LIMITS)
    assert not panel.hint.warns
    assert "Largest stable learning rate: 1.03" in panel.hint.text
    panel.set_config(replace(CONFIG, learning_rate=1.1))
    assert panel.hint.warns
    assert "diverges above" in panel.hint.text
    panel.set_config(replace(CONFIG, learning_rate=1.0))
    assert not panel.hint.warns


def test_the_tool_tip_says_how_fast_this_rate_is(panel: TrainingPanel) -> None:
    panel.show_limits(LIMITS)
    assert "falls to a tenth in 50 updates" in panel.hint.toolTip()
    panel.show_limits(replace(LIMITS, updates_per_factor_of_ten=float("inf")))
    assert "tenth" not in panel.hint.toolTip()


def test_the_hint_keeps_its_height(panel: TrainingPanel) -> None:
    height = panel.hint.height()
    panel.show_limits(LIMITS)
    panel.set_config(replace(CONFIG, learning_rate=2.0))
    panel.layout().activate()
    assert panel.hint.height() == height


def test_suggest_asks_for_suggested_settings(panel: TrainingPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.suggest_requested, timeout=0):
        qtbot.mouseClick(panel.suggest, Qt.MouseButton.LeftButton)


def test_what_would_start_over_is_locked_while_running_and_says_why(panel: TrainingPanel) -> None:
    panel.set_running(True)
    for field in (panel.more.seed, panel.more.standardise):
        assert not field.isEnabled()
        assert "pause first" in field.toolTip()
    assert panel.learning_rate.isEnabled()
    assert panel.batch_size.isEnabled()
    panel.set_running(False)
    assert panel.more.seed.isEnabled()
    assert "pause first" not in panel.more.seed.toolTip()


def test_the_wheel_changes_nothing_without_the_focus(panel: TrainingPanel, asked: list[SgdConfig]) -> None:
    panel.suggest.setFocus()
    for field in (panel.ruler, panel.batch_size, panel.decay, panel.learning_rate):
        QApplication.sendEvent(field, wheel())
    assert asked == []
    panel.batch_size.setFocus()
    QApplication.sendEvent(panel.batch_size, wheel())
    assert asked == [replace(CONFIG, batch_size=17)]


def wheel() -> QWheelEvent:
    none, up = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    modifier = Qt.KeyboardModifier.NoModifier
    at, turn = QPointF(5, 5), QPoint(0, 120)
    return QWheelEvent(at, at, turn, turn, none, modifier, up, False)


def test_the_panel_fits_a_narrow_dock(panel: TrainingPanel) -> None:
    hint = panel.minimumSizeHint()
    assert hint.width() <= 300
    assert hint.height() <= 340
    panel.resize(300, 340)
    QTest.qWait(0)
    assert panel.decay.width() >= panel.decay.sizeHint().width()


def test_every_control_has_a_name_and_a_help_text(panel: TrainingPanel) -> None:
    kinds = (QAbstractSpinBox, QComboBox, QCheckBox, QPushButton, QSlider)
    controls = [control for kind in kinds for control in panel.findChildren(kind)]
    assert len(controls) > 8
    for control in controls:
        assert control.accessibleName()
        assert control.accessibleDescription()
        assert control.whatsThis()


def test_the_hint_follows_the_palette(panel: TrainingPanel) -> None:
    panel.show_limits(LIMITS)
    panel.set_config(replace(CONFIG, learning_rate=2.0))
    pictures = []
    for palette in (light_palette(), dark_palette()):
        panel.setPalette(palette)
        pictures.append(panel.hint.grab().toImage())
    assert pictures[0] != pictures[1]


def test_a_share_of_rows_to_hold_out_is_asked_for_when_it_is_entered(
    panel: TrainingPanel, qtbot: QtBot
) -> None:
    asked: list[float] = []
    panel.holdout_requested.connect(asked.append)
    panel.set_holdout(0.2)
    assert (panel.holdout.text(), asked) == ("20 % of the rows", [])
    retype(qtbot, panel.holdout, "25")
    qtbot.keyClick(panel.holdout, Qt.Key.Key_Return)
    assert asked == [0.25]
    panel.set_holdout(0.0)
    assert panel.holdout.text() == "no rows"
    panel.set_running(True)
    assert not panel.holdout.isEnabled()


def test_without_data_there_is_no_number_of_rows_and_no_limit(panel: TrainingPanel) -> None:
    panel.show_limits(LIMITS)
    panel.set_n_rows(0)
    panel.show_limits(None)
    assert panel.batch_size.text() == "16"
    assert panel.hint.text == ""
    assert panel.config() == CONFIG
