"""Shrinkage in the real window: worked out in sight, given up, and its features taken as the model."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.desk import shrinkage
from linreg_gui.core.desk.feature_choice import ChoiceMethod, ChoiceWish
from linreg_gui.core.progress import tell_progress
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.views.shrinking.choice_view import ChoiceView
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView


def made_table() -> Table:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(90, 4)), columns=list("abcd"))
    frame["y"] = 3.0 * frame["b"] + rng.normal(size=90)
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"y": Role.LABEL}
    return Table(frame, roles, "made", numeric=frozenset(frame.columns))


@pytest.fixture
def view(program) -> ShrinkageView:
    program.window.resize(1280, 800)
    program.window.show()
    program.window.show_view(ShrinkageView)
    return program.window.view(ShrinkageView)


def features(program) -> list[str]:
    return [name for name, role in program.session.document.table.roles.items() if role is Role.FEATURE]


def test_the_features_that_are_left_become_the_model_in_one_step(qtbot, program, view) -> None:
    program.session.document.replace("Open", made_table())
    qtbot.waitUntil(lambda: view.paths.shown is not None, timeout=60_000)
    assert view.paths.shown.taken == ("b",)
    # Folds are chosen once for all that is cross-validated.
    view.folds.setValue(4)
    qtbot.waitUntil(lambda: view.paths.shown.found.n_folds == 4, timeout=60_000)
    assert program.session.fits.folds.folds == 4
    program.session.fits.choose_folds(FoldSettings(3))
    qtbot.waitUntil(lambda: view.folds.value() == 3, timeout=60_000)
    view.take.click()
    qtbot.waitUntil(
        lambda: view.paths.shown is not None and view.paths.shown.path.feature_names == ("b",), timeout=60_000
    )
    assert features(program) == ["b"]
    program.session.document.undo()
    assert features(program) == list("abcd")


def test_what_takes_long_tells_how_far_it_is_and_is_given_up(qtbot, program, view, monkeypatch) -> None:
    ended = threading.Event()

    def endless(*_: object, **__: object) -> None:
        tell_progress(0.5)
        try:
            while True:
                check_wanted()
        finally:
            ended.set()

    monkeypatch.setattr(shrinkage, "validated_path", endless)
    program.session.document.replace("Open", made_table())
    qtbot.waitUntil(lambda: view.waiting.isVisible() and view.waiting.bar.value() == 500, timeout=60_000)
    view.waiting.cancel.click()
    qtbot.waitUntil(ended.is_set, timeout=60_000)
    assert view.waiting.is_stopped
    monkeypatch.undo()
    view.waiting.again.click()
    qtbot.waitUntil(lambda: view.paths.shown is not None, timeout=60_000)
    assert not view.waiting.isVisible()


def test_terms_that_are_chosen_become_the_model_and_the_choice_is_kept(qtbot, program) -> None:
    program.window.resize(1280, 800)
    program.window.show()
    program.window.show_view(ChoiceView)
    view = program.window.view(ChoiceView)
    view.choose(ChoiceWish(ChoiceMethod.BACKWARDS, size=2))
    program.session.document.replace("Open", made_table())
    qtbot.waitUntil(lambda: view.shown is not None, timeout=60_000)
    taken = list(view.shown.taken)
    assert len(taken) == 2
    view.take.click()
    qtbot.waitUntil(lambda: features(program) == taken, timeout=60_000)
    kept = program.session.projects.view()
    assert kept.choices["feature_choice"] == {"method": "backwards", "rule": "simplest", "size": 2}
