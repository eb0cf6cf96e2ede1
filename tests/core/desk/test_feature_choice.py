"""Terms of the model on the desk, chosen by size: the models, the words, what is taken."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from desks import desk_of, made_frame

from linreg_gui import core
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.feature_choice import (
    ChoiceMethod,
    ChoiceWish,
    FeatureChoice,
    NoFeatureChoice,
    feature_choice_of,
)
from linreg_gui.core.desk.shrinkage import PenaltyRule
from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text


def desk_with(formula: str) -> Desk:
    rng = np.random.default_rng(0)
    n = 120
    frame = pd.DataFrame({"a": rng.normal(size=n), "b": rng.normal(size=n), "t": rng.choice(list("xyz"), n)})
    frame["y"] = frame["a"] * (1.0 + 2.0 * (frame["t"] == "x")) + rng.normal(size=n)
    roles = dict.fromkeys(frame.columns, Role.IGNORED) | {"y": Role.LABEL}
    table = Table(frame, roles, "made", numeric=frozenset("aby"))
    table = with_model(table, model_of_text(formula, frame))
    return Desk(Objective.of(analyse(frame, table.roles, recipe=table.recipe), SgdConfig()), table)


@pytest.mark.parametrize("method", list(ChoiceMethod))
def test_models_are_those_of_the_notebook_on_the_folds_of_cross_validation(method) -> None:
    desk = desk_of(made_frame())
    shown = feature_choice_of(desk, ChoiceWish(method))
    assert isinstance(shown, FeatureChoice)
    expected = core.select_features(desk.data, method.value)
    assert shown.found.sets == expected.sets
    np.testing.assert_allclose(shown.curve.fold_mse, expected.curve.fold_mse, rtol=1e-12)
    assert shown.at == expected.simplest
    best = feature_choice_of(desk, ChoiceWish(method, PenaltyRule.BEST))
    assert best.at == expected.best
    assert best.found is shown.found  # worked out once
    assert best.sentence.startswith(f"{best.at} term")
    assert ", the least." in best.sentence
    all_terms = feature_choice_of(desk, ChoiceWish(method, size=99))
    assert all_terms.at == 3
    assert all_terms.model is None


def test_a_category_and_an_interaction_come_as_terms() -> None:
    shown = feature_choice_of(desk_with("y ~ a * t + b"), ChoiceWish(ChoiceMethod.BEST, size=3))
    assert set(shown.found.group_names) == {"a", "b", "t", "a:t"}
    assert shown.taken == ("a", "t", "a:t")
    assert shown.model is not None
    assert shown.model.written == "y ~ a + t + a:t"
    place = shown.found.group_names.index("a:t")
    assert not any(shown.is_in(size, place) for size in range(3))  # before what it is made of
    assert shown.note(3, place) == "a:t is in the model of 3 terms, in that of 10 of 10 folds."


def test_a_size_that_no_model_has_is_no_wish() -> None:
    for size in (-2, 10**30):
        with pytest.raises(ValueError, match="from 0 to 300 terms"):
            ChoiceWish(size=size)


def test_what_cannot_be_chosen_is_told_in_a_sentence() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(60, 22)), columns=[f"x{j}" for j in range(22)])
    frame["y"] = rng.normal(size=60)
    desk = desk_of(frame)
    found = feature_choice_of(desk, ChoiceWish(ChoiceMethod.BEST))
    assert isinstance(found, NoFeatureChoice)
    assert "at most 20 terms" in found.sentence
    assert isinstance(feature_choice_of(desk, ChoiceWish()), FeatureChoice)
    few = feature_choice_of(desk_of(frame[:15]), ChoiceWish())
    assert "would be too many for the rows of a fold" in few.remark
