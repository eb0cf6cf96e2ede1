"""The settings behind the button: shown, asked for, and what is unusual never hidden."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart, ZeroStart
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.views.training.more_settings import MoreSettings, unusual_text

UNUSUAL = SgdConfig(
    decay="step",
    decay_epochs=2.5,
    decay_factor=0.25,
    momentum=0.9,
    average_after=1,
    with_replacement=True,
    seed=-3,
    standardise=False,
    precision="float32",
    start=NormalStart(0.5, 7),
)


@pytest.fixture
def more(qtbot) -> MoreSettings:
    more = MoreSettings()
    qtbot.addWidget(more)
    more.show()
    return more


@pytest.fixture
def asked(more) -> list[dict]:
    changes: list[dict] = []
    more.changes_requested.connect(changes.append)
    return changes


def test_the_fields_are_hidden_until_they_are_asked_for(more) -> None:
    assert not more.momentum.isVisible()
    more.button.click()
    assert more.momentum.isVisible()
    more.button.click()
    assert not more.momentum.isVisible()


def test_what_is_shown_asks_for_nothing_and_can_be_read_back(more, asked) -> None:
    more.open(True)
    more.set_config(UNUSUAL)
    assert (more.seed.value(), more.momentum.value(), more.average.value()) == (-3, 0.9, 1)
    assert (more.decay_epochs.value(), more.decay_factor.value()) == (2.5, 0.25)
    assert more.sampling.currentText() == "anew for every minibatch"
    assert not more.standardise.isChecked()
    assert more.precision.currentText() == "float32"
    assert (more.start.kind.currentText(), more.start.spread.value(), more.start.seed.value()) == (
        "random weights",
        0.5,
        7,
    )
    assert asked == []


def test_every_field_asks_for_its_setting(more, asked) -> None:
    more.momentum.setValue(0.5)
    more.average.setValue(0)
    more.average.setValue(-1)
    more.sampling.setCurrentIndex(1)
    more.seed.setValue(8)
    more.standardise.click()
    more.decay_epochs.setValue(4.0)
    more.decay_factor.setValue(0.1)
    more.precision.setCurrentText("float32")
    more.start.kind.setCurrentIndex(1)
    assert asked == [
        {"momentum": 0.5},
        {"average_after": 0},
        {"average_after": None},
        {"with_replacement": True},
        {"seed": 8},
        {"standardise": False},
        {"decay_epochs": 4.0},
        {"decay_factor": 0.1},
        {"precision": "float32"},
        {"start": NormalStart()},
    ]


def test_a_random_start_has_a_spread_and_a_seed(more, asked) -> None:
    more.open(True)
    assert not more.start.spread.isVisible()
    more.set_config(SgdConfig(start=NormalStart(0.5, 7)))
    assert more.start.spread.isVisible()
    more.start.seed.setValue(8)
    more.start.spread.stepBy(1)
    more.start.kind.setCurrentIndex(0)
    assert asked == [
        {"start": NormalStart(0.5, 8)},
        {"start": NormalStart(1.0, 8)},
        {"start": ZeroStart()},
    ]


def test_a_start_that_a_view_has_chosen_is_told_and_left_but_never_chosen_here(more, asked) -> None:
    more.set_config(SgdConfig(start=ChosenStart((0.5,), -1.0)))
    assert more.start.kind.currentText() == "chosen in a view"
    assert more.unusual.text() == "Start at weight 0.5 and bias −1"
    more.start.kind.setCurrentIndex(0)
    assert asked == [{"start": ZeroStart()}]
    more.set_config(SgdConfig())
    assert [more.start.kind.itemText(i) for i in range(more.start.kind.count())] == [
        "zeros",
        "random weights",
    ]


def test_precision_is_locked_while_training_runs_and_the_start_is_not(more) -> None:
    more.set_running(True)
    assert not more.precision.isEnabled()
    assert more.start.kind.isEnabled()


@pytest.mark.parametrize(
    ("decay", "fields"),
    [
        ("constant", (False, False)),
        ("cosine", (False, False)),
        ("inverse time", (True, False)),
        ("step", (True, True)),
    ],
)
def test_a_decay_shows_what_belongs_to_it(more, decay, fields) -> None:
    more.open(True)
    more.set_config(SgdConfig(decay=decay))
    assert (more.decay_epochs.isVisible(), more.decay_factor.isVisible()) == fields


def test_what_is_unusual_is_told_while_the_fields_are_hidden(more) -> None:
    assert not more.unusual.isVisible()
    more.set_config(UNUSUAL)
    assert more.unusual.isVisible()
    assert more.unusual.text() == (
        "Decay in 2.5 epochs, decay by 0.25, momentum 0.9, averaged after 1 epoch, rows drawn anew, seed -3, "
        "raw features, float32, start at random weights of spread 0.5 (seed 7)"
    )
    more.set_config(SgdConfig(learning_rate=5.0, decay="cosine", decay_epochs=7.0))
    assert not more.unusual.isVisible()
    assert unusual_text(SgdConfig()) == ""


def test_each_stop_rule_is_asked_for_shown_and_told(qtbot, more) -> None:
    more.open(True)
    rules = []
    more.rules_requested.connect(rules.append)
    for field, text in ((more.stops.loss, "0.5"), (more.stops.distance, "2"), (more.stops.seconds, "30")):
        field.setFocus()
        field.lineEdit().selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        more.set_rules(rules[-1])
    more.stops.set_held_out(True)
    more.stops.patience.setValue(5)
    assert rules[-1] == StopRules(target_loss=0.5, distance=0.02, patience=5, seconds=30.0)
    more.set_rules(rules[-1])
    assert more.unusual.text() == "Stops at loss 0.5, stops 2 % off, patience 5 epochs, stops after 30 s"
    more.set_config(SgdConfig(momentum=0.5))
    assert more.unusual.text().startswith("Momentum 0.5, stops at loss 0.5")
    more.stops.loss.lineEdit().selectAll()
    qtbot.keyClicks(more.stops.loss, "none")
    qtbot.keyClick(more.stops.loss, Qt.Key.Key_Return)
    assert rules[-1].target_loss is None
    more.set_rules(StopRules())
    assert [field.lineEdit().text() for field in (more.stops.loss, more.stops.distance)] == ["none", "none"]


def test_patience_needs_rows_that_are_held_out(more) -> None:
    assert not more.stops.patience.isEnabled()
    assert "needs rows that are held out" in more.stops.patience.toolTip()
    more.stops.set_held_out(True)
    assert more.stops.patience.isEnabled()
