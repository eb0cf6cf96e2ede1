"""The settings behind the button: shown, asked for, and what is unusual never hidden."""

from __future__ import annotations

import pytest

from linreg_gui.core.solvers.sgd.solver import SgdConfig
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
    assert asked == [
        {"momentum": 0.5},
        {"average_after": 0},
        {"average_after": None},
        {"with_replacement": True},
        {"seed": 8},
        {"standardise": False},
        {"decay_epochs": 4.0},
        {"decay_factor": 0.1},
    ]


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
        "raw features"
    )
    more.set_config(SgdConfig(learning_rate=5.0, decay="cosine", decay_epochs=7.0))
    assert not more.unusual.isVisible()
    assert unusual_text(SgdConfig()) == ""
