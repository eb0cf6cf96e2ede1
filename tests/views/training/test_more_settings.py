"""The settings behind the button: shown, asked for, and what is unusual never hidden."""

from __future__ import annotations

import pytest

from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart, ZeroStart
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
