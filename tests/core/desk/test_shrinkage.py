"""Shrinkage of the model on the desk: which λ, which words, which terms are taken."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from desks import desk_of, made_frame

from linreg_gui import core
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.shrinkage import (
    NoShrinkage,
    PenaltyKind,
    PenaltyRule,
    Shrinkage,
    ShrinkageWish,
    shrinkage_of,
)
from linreg_gui.core.desk.term_groups import term_groups_of
from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.progress import progress_heard_by
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text


def desk_with(formula: str) -> Desk:
    rng = np.random.default_rng(0)
    n = 120
    frame = pd.DataFrame(
        {
            "a": rng.normal(size=n),
            "b": rng.normal(size=n),
            "t": rng.choice(list("xyzw"), n, p=[0.2, 0.2, 0.4, 0.2]),
            "k": rng.choice(4, n, p=[0.2, 0.4, 0.2, 0.2]).astype(float),
        }
    )
    frame["y"] = frame["a"] + 2.0 * (frame["t"] == "x") + rng.normal(size=n)
    roles = dict.fromkeys(frame.columns, Role.IGNORED) | {"y": Role.LABEL}
    table = Table(frame, roles, "made", numeric=frozenset("abky"))
    table = with_model(table, model_of_text(formula, frame))
    return Desk(Objective.of(analyse(frame, table.roles, recipe=table.recipe), SgdConfig()), table)


def test_the_path_is_that_of_the_notebook_on_the_folds_of_cross_validation() -> None:
    desk = desk_of(made_frame())
    shown = shrinkage_of(desk, ShrinkageWish())
    assert isinstance(shown, Shrinkage)
    expected = core.validated_path(desk.data, 1.0)
    np.testing.assert_allclose(shown.curve.fold_mse, expected.curve.fold_mse, rtol=1e-12)
    assert shown.penalty == expected.simplest
    # Other folds, that are chosen for cross-validation, are those of the path, too.
    other = shrinkage_of(desk.with_folds(FoldSettings(4, repeats=3, seed=7)), ShrinkageWish())
    folds = core.make_folds(desk.data.n_rows, 4, seed=7)[0]
    expected_other = core.validated_path(desk.data, 1.0, folds)
    np.testing.assert_allclose(other.curve.fold_mse, expected_other.curve.fold_mse, rtol=1e-12)
    alone = shrinkage_of(desk.with_folds(FoldSettings(0)), ShrinkageWish())
    np.testing.assert_array_equal(alone.curve.fold_mse, shown.curve.fold_mse)
    best = shrinkage_of(desk, ShrinkageWish(rule=PenaltyRule.BEST))
    assert best.penalty == expected.best
    assert best.path is shown.path  # worked out once
    scales = desk.data.X.std(axis=0)
    np.testing.assert_allclose(shown.values, expected.path.weights * scales, atol=1e-12)
    own = shrinkage_of(desk, ShrinkageWish(common_axis=False))
    np.testing.assert_allclose(own.values, expected.path.weights)
    assert (shown.unit, own.unit) == ("y per standard deviation", "y per unit")


def test_a_penalty_that_is_typed_is_on_the_path_itself() -> None:
    desk = desk_of(made_frame())
    shown = shrinkage_of(desk, ShrinkageWish(PenaltyKind.RIDGE, penalty=0.123))
    assert shown.penalty == 0.123
    exact = core.validated_path(desk.data, 0.0, penalties=[0.123])
    np.testing.assert_allclose(shown.path.weights[shown.at], exact.path.weights[0], rtol=1e-9)
    np.testing.assert_allclose(shown.curve.mse[shown.at], exact.curve.mse[0], rtol=1e-9)
    assert shown.sentence.startswith("λ = 0.123: 3 weights, as good as ")
    of_grid = shrinkage_of(desk, ShrinkageWish(PenaltyKind.RIDGE, penalty=float(shown.path.penalties[7])))
    assert len(of_grid.path.penalties) == 100


def test_the_sentence_tells_weights_and_error() -> None:
    desk = desk_of(made_frame())
    shown = shrinkage_of(desk, ShrinkageWish(rule=PenaltyRule.BEST))
    count = np.count_nonzero(shown.path.weights[shown.at])
    assert f"{count} of 3 weights, cross-validated RMSE 1." in shown.sentence
    assert shown.sentence.endswith(", the least.")
    shown = shrinkage_of(desk, ShrinkageWish())
    assert "within one standard error of the least" in shown.sentence
    assert shown.note(0, shown.at).startswith("a: ")
    huber = shrinkage_of(desk_of(made_frame(), loss=HuberLoss(1.0)), ShrinkageWish())
    assert huber.remark.endswith("All of these are answers of least squares.")


def test_terms_of_the_weights_that_are_left_make_a_model() -> None:
    desk = desk_with("y ~ a + b + t + k")
    shown = shrinkage_of(desk, ShrinkageWish())
    assert shown.taken == ("a", "t")
    assert shown.model is not None
    assert shown.model.written == "y ~ a + t"
    assert "Some features of “t” are out" in shown.remark
    everything = shrinkage_of(desk, ShrinkageWish(PenaltyKind.RIDGE))
    assert everything.model is None
    assert len(everything.taken) == 4
    nothing = shrinkage_of(desk, ShrinkageWish(penalty=100.0))
    assert nothing.model is None
    assert nothing.taken == ()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("y ~ a + t", {"a": (["a"], []), "t": (["t = w", "t = x", "t = y"], [])}),
        (
            "y ~ a * t + poly(b, 2) + k + C(k)",
            {
                "a": (["a"], []),
                "t": (["t = w", "t = x", "t = y"], []),
                "k": (["k"], []),
                "C(k)": (["k = 0", "k = 2", "k = 3"], []),
                "poly(b, 2)": (["poly(b, 2)[1]", "poly(b, 2)[2]"], []),
                "a:t": (["a × t[w]", "a × t[x]", "a × t[y]"], ["a", "t"]),
            },
        ),
        # Without a bias the first category has all of its levels, which the others build on.
        (
            "y ~ t + C(k) - 1",
            {"t": (["t = w", "t = x", "t = y", "t = z"], []), "C(k)": (["k = 0", "k = 2", "k = 3"], ["t"])},
        ),
    ],
)
def test_terms_are_groups_of_features_with_what_they_need(formula, expected) -> None:
    desk = desk_with(formula)
    groups, names = term_groups_of(desk), desk.data.feature_names
    found = {
        name: ([names[j] for j in features], [groups.names[need] for need in sorted(needs)])
        for name, features, needs in zip(groups.names, groups.features, groups.needs, strict=True)
    }
    assert {name: tuple(map(sorted, parts)) for name, parts in found.items()} == {
        name: tuple(map(sorted, parts)) for name, parts in expected.items()
    }


def test_an_interaction_takes_along_what_it_is_made_of() -> None:
    groups = term_groups_of(desk_with("y ~ a * t + b"))
    place = groups.names.index("a:t")
    chosen = groups.of_features(groups.features[place][:1])
    assert groups.model_with(chosen).written == "y ~ a + t + a:t"


def test_what_cannot_be_shrunk_is_told_in_a_sentence() -> None:
    frame = made_frame()
    frame["y"] = 1.0
    found = shrinkage_of(desk_of(frame), ShrinkageWish())
    assert isinstance(found, NoShrinkage)
    assert "the same in all rows" in found.sentence


def test_progress_is_told_in_the_job() -> None:
    told: list[float] = []
    with progress_heard_by(told.append):
        shrinkage_of(desk_of(made_frame()), ShrinkageWish())
    assert told == sorted(told)
    assert told[0] < 0.1
    assert told[-1] == pytest.approx(1.0)
