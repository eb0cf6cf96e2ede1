from __future__ import annotations

import pytest
from studies import EVERY

from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import Sampler
from linreg_gui.views.tuning.tune_dialog import TuneDialog

S = TunedSetting
SPACE = {entry.setting: entry for entry in EVERY}


@pytest.fixture
def dialog(qtbot) -> TuneDialog:
    dialog = TuneDialog(SPACE, (S.RATE, S.BATCH), 200, has_optuna=True)
    qtbot.addWidget(dialog)
    return dialog


def test_it_asks_for_the_ranges_that_are_ticked(qtbot, dialog) -> None:
    dialog.rows[S.DECAY].searched.setChecked(True)
    dialog.rows[S.MOMENTUM].searched.setChecked(True)
    dialog.rows[S.MOMENTUM].fields[1].setValue(0.9)
    dialog.rows[S.BATCH].fields[0].setValue(4)
    dialog.trials.setValue(30)
    dialog.seed.setValue(-3)
    with qtbot.waitSignal(dialog.search_requested) as told:
        dialog.accept()
    space, sampler, seed, trials = told.args
    assert space == (
        SPACE[S.RATE],
        SettingRange(S.BATCH, 4.0, 200.0),
        SettingRange(S.MOMENTUM, 0.0, 0.9),
        SPACE[S.DECAY],
    )
    assert (sampler, seed, trials) == (Sampler.BAYESIAN, -3, 30)


def test_what_cannot_be_searched_is_told_and_not_asked_for(dialog) -> None:
    dialog.rows[S.BATCH].fields[0].setValue(200)
    assert not dialog.start.isEnabled()
    assert "batch size" in dialog.hint.text
    dialog.rows[S.BATCH].searched.setChecked(False)
    assert dialog.start.isEnabled()
    dialog.rows[S.RATE].searched.setChecked(False)
    assert not dialog.start.isEnabled()
    assert dialog.hint.warns


def test_a_grid_says_how_many_trials_it_has(dialog) -> None:
    dialog.sampler.setCurrentIndex(2)
    dialog.trials.setValue(23)
    assert "20 trials" in dialog.hint.text


def test_without_optuna_random_is_chosen_and_it_says_how_to_add_it(qtbot) -> None:
    dialog = TuneDialog(SPACE, (S.RATE,), 200, has_optuna=False)
    qtbot.addWidget(dialog)
    assert dialog.sampler.currentData() == Sampler.RANDOM
    assert not dialog.sampler.model().item(0).isEnabled()
    assert any("linreg_gui[tuning]" in part.text for part in dialog.findChildren(type(dialog.hint)))
