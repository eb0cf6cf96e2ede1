"""The answers to eight questions about a model: what is said where something is wrong, or nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm
from statsmodels.nonparametric.smoothers_lowess import lowess
from statsmodels.stats.outliers_influence import variance_inflation_factor

from linreg_gui.core.desk.check import model_check
from linreg_gui.core.desk.check_values import (
    CheckPicture,
    CheckWish,
    Curve,
    Look,
    ModelCheck,
    Question,
    Standing,
    Verdict,
)
from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.table.row_states import RowStates
from linreg_gui.core.table.table import Table

N = 600
RNG = np.random.default_rng(5)
X = RNG.normal(size=(N, 3))
NOISE = RNG.normal(size=N)


def desk_of(
    X: np.ndarray,
    y: np.ndarray,
    *,
    loss: Loss | None = None,
    decay: float = 0.0,
    recipe: Recipe | None = None,
    names: tuple[str, ...] = ("one", "two", "three"),
    units: Mapping[str, str] | None = None,
) -> Desk:
    frame = pd.DataFrame(dict(zip(names, X.T, strict=False)) | {"y": y})
    roles = {name: Role.LABEL if name == "y" else Role.FEATURE for name in frame}
    found = Objective(analyse(frame, roles, recipe=recipe), loss or SquaredLoss(), decay)
    found = found if found.is_plain else found.solved()
    return Desk(found, Table(frame, roles, "made", recipe=recipe or Recipe(), units=units or {}))


def asked(desk: Desk, question: Question, choice: int = 0, rows: RowSet | None = None) -> ModelCheck:
    return model_check(desk, CheckWish(question, choice, rows or RowSet.of_ranges(())))


def answer(desk: Desk, question: Question) -> Verdict:
    return asked(desk, question).verdict


def drawn(desk: Desk, question: Question, choice: int = 0, rows: RowSet | None = None) -> CheckPicture:
    picture = asked(desk, question, choice, rows).picture
    assert picture is not None
    return picture


def curve(picture: CheckPicture, look: Look) -> Curve:
    return next(one for one in picture.curves if one.look is look)


def told(verdict: Verdict) -> str:
    numbers = " ".join(" ".join(pair) for pair in verdict.numbers)
    return " ".join((verdict.short, *verdict.reasons, numbers, verdict.yours))


@pytest.fixture(scope="module")
def sound() -> Desk:
    """Data that a straight line with normal noise has made."""
    return desk_of(X, X @ [2.0, -1.0, 0.5] + NOISE)


def test_nothing_speaks_against_a_model_that_has_made_the_data(sound) -> None:
    found = asked(sound, Question.STRAIGHT)
    standings = {verdict.question: verdict.standing for verdict in found.verdicts}
    assert list(standings) == list(Question)
    assert standings.pop(Question.EXACT) is Standing.YOURS
    assert set(standings.values()) == {Standing.FINE}


def test_every_answer_has_words_a_reason_and_numbers(sound) -> None:
    for verdict in asked(sound, Question.STRAIGHT).verdicts:
        assert verdict.short
        assert all(reason.endswith(".") for reason in verdict.reasons)
        assert verdict.reasons
        assert verdict.numbers


@pytest.mark.parametrize(
    ("question", "y", "standing", "words"),
    [
        (Question.STRAIGHT, X[:, 0] + 0.18 * X[:, 0] ** 2 + NOISE, Standing.LOOK, "square of “one”"),
        (Question.STRAIGHT, X[:, 0] + 2.0 * X[:, 0] ** 2 + NOISE, Standing.DOUBT, "No, it is bent"),
        (Question.SPREAD, 3.0 * X[:, 0] + np.exp(0.35 * X[:, 0]) * NOISE, Standing.LOOK, "as wide"),
        (Question.SPREAD, 3.0 * X[:, 0] + np.exp(0.9 * X[:, 0]) * NOISE, Standing.DOUBT, "No: "),
        (Question.SPREAD, 3.0 * X[:, 0] + np.exp(0.9 * X[:, 1]) * NOISE, Standing.DOUBT, "along “two”"),
        (Question.NORMAL, X[:, 0] + np.exp(NOISE), Standing.DOUBT, "skew to the right"),
        (Question.NORMAL, X[:, 0] + np.sinh(1.5 * NOISE), Standing.DOUBT, "heavy tails"),
        (Question.NORMAL, X[:, 0] + RNG.uniform(-1, 1, N), Standing.LOOK, "short tails"),
        (Question.INDEPENDENT, X[:, 0] + np.cumsum(NOISE), Standing.DOUBT, "alike"),
        (Question.INDEPENDENT, X[:, 0] + NOISE + 0.25 * np.r_[0, NOISE[:-1]], Standing.LOOK, "alike"),
    ],
)
def test_what_is_wrong_with_the_noise_is_told(question, y, standing, words) -> None:
    verdict = answer(desk_of(X, y), question)
    assert verdict.standing is standing
    assert words in told(verdict)


def test_of_very_many_rows_a_bend_that_can_be_seen_may_still_be_small() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(60_000, 3))
    y = X[:, 0] + 0.03 * X[:, 0] ** 2 + rng.normal(size=len(X)) * (1.0 + 0.05 * X[:, 0])
    desk = desk_of(X, y)
    bend, spread = answer(desk, Question.STRAIGHT), answer(desk, Question.SPREAD)
    for verdict in (bend, spread):
        assert "p < 0.001" in told(verdict)
        assert verdict.standing is Standing.FINE
    assert "small" in bend.short
    assert "Not quite even" in spread.short


def test_a_row_that_decides_is_named_as_the_table_counts() -> None:
    y = X @ [2.0, -1.0, 0.5] + NOISE
    moved = X.copy()
    moved[41, 0], y[41] = 60.0, -100.0
    verdict = answer(desk_of(moved, y), Question.FEW_ROWS)
    assert verdict.standing is Standing.DOUBT
    assert verdict.short.startswith("Row 42 decides")
    assert "outlier" in told(verdict)
    picture = drawn(desk_of(moved, y), Question.FEW_ROWS)
    assert picture.named[0][2] == "42"


def test_rows_that_hide_each_other_are_found_together() -> None:
    rng = np.random.default_rng(2)
    x = np.r_[rng.normal(size=60), np.full(5, 6.0) + 0.01 * rng.normal(size=5)]
    y = np.r_[x[:60] + 0.5 * rng.normal(size=60), np.full(5, 3.5) + 0.1 * rng.normal(size=5)]
    desk = desk_of(x[:, None], y, names=("x",))
    rows = np.argsort(-sm.OLS(y, sm.add_constant(x)).fit().get_influence().cooks_distance[0])[:5]
    left = np.setdiff1d(np.arange(x.size), rows)
    whole, part = (sm.OLS(y[some], sm.add_constant(x)[some]).fit() for some in (np.arange(x.size), left))
    moved = sm.add_constant(x) @ (whole.params - part.params)
    distance = moved @ moved / (2.0 * whole.mse_resid)
    found = dict(answer(desk, Question.FEW_ROWS).numbers)["of the 5 farthest together"]
    assert float(found) == pytest.approx(distance, rel=0.05)


def test_features_that_say_the_same_are_named() -> None:
    near = np.column_stack([X[:, 0], X[:, 1], X[:, 0] + 0.2 * X[:, 2]])
    verdict = answer(desk_of(near, X[:, 0] + NOISE), Question.SAME)
    assert verdict.standing is Standing.DOUBT
    assert "“one”, “three”" in told(verdict)
    inflation = variance_inflation_factor(sm.add_constant(near), 1)
    picture = drawn(desk_of(near, X[:, 0] + NOISE), Question.SAME)
    bars = curve(picture, Look.BARS)
    assert bars.x[0] == pytest.approx(
        np.sqrt(max(inflation, variance_inflation_factor(sm.add_constant(near), 3)))
    )
    assert [name for _, name in picture.ticks][-1] == "two"


def test_features_that_are_exactly_the_same_leave_what_does_not_depend_on_weights() -> None:
    same = np.column_stack([X[:, 0], X[:, 1], 2.0 * X[:, 0]])
    desk = desk_of(same, X[:, 0] + NOISE)
    verdict = answer(desk, Question.SAME)
    assert verdict.standing is Standing.DOUBT
    assert "exactly" in verdict.short
    assert asked(desk, Question.SAME).picture is None
    assert "infinite" in asked(desk, Question.SAME).no_picture
    assert drawn(desk, Question.STRAIGHT).x.size == N
    assert answer(desk, Question.FEW_ROWS).standing is Standing.UNTOLD


def test_one_feature_has_no_other_to_be_like() -> None:
    desk = desk_of(X[:, :1], X[:, 0] + NOISE, names=("one",))
    assert answer(desk, Question.SAME).short == "There is only one feature"
    assert asked(desk, Question.EXACT).choices == ()
    assert asked(desk, Question.EXACT).picture is not None


def test_how_much_a_weight_shrinks_by_errors_is_right() -> None:
    rng = np.random.default_rng(3)
    n = 200_000
    own = rng.normal(size=(n, 2))
    measured = np.column_stack([own[:, 0] + 0.5 * rng.normal(size=n), own[:, 1]])
    desk = desk_of(measured, own @ [2.0, 1.0] + 0.1 * rng.normal(size=n), names=("one", "two"))
    picture = drawn(desk, Question.EXACT, 1)
    shrinks = curve(picture, Look.SMOOTH)
    error = 100.0 * 0.5 / measured[:, 0].std()
    assert np.interp(error, shrinks.x, shrinks.y) == pytest.approx(
        100.0 * (1.0 - desk.fit.weights[0] / 2.0), abs=0.5
    )
    assert answer(desk, Question.EXACT).standing is Standing.YOURS


def test_a_feature_that_was_rounded_is_known_by_its_steps() -> None:
    y = X @ [2.0, -1.0, 0.5] + NOISE
    steps = np.column_stack([np.round(X[:, 0] * 4.0) / 4.0])
    assert "rounding to 0.25" in told(answer(desk_of(steps, y, names=("one",)), Question.EXACT))
    assert "rounding" not in told(answer(desk_of(X[:, :1], y, names=("one",)), Question.EXACT))


def test_a_model_of_too_many_features_would_not_hold() -> None:
    rng = np.random.default_rng(4)
    many = rng.normal(size=(40, 25))
    names = tuple(f"x{j}" for j in range(25))
    verdict = answer(desk_of(many, many[:, 0] + 2.0 * rng.normal(size=40), names=names), Question.NEW_DATA)
    assert verdict.standing is Standing.DOUBT
    assert "by heart" in told(verdict)


def test_r2_of_rows_by_the_others_is_that_of_leaving_each_out() -> None:
    y = X[:30] @ [2.0, -1.0, 0.5] + NOISE[:30]
    design = sm.add_constant(X[:30])
    errors = [
        y[i] - design[i] @ sm.OLS(np.delete(y, i), np.delete(design, i, axis=0)).fit().params
        for i in range(30)
    ]
    expected = 1.0 - np.sum(np.square(errors)) / np.sum((y - y.mean()) ** 2)
    desk = desk_of(X[:30], y)
    found = dict(answer(desk, Question.NEW_DATA).numbers)["R² of each row by the others"]
    assert float(found) == pytest.approx(expected, abs=5e-4)
    np.testing.assert_allclose(drawn(desk, Question.NEW_DATA).x, y - errors, rtol=1e-9)


def test_held_out_rows_are_compared_and_drawn() -> None:
    y = X @ [2.0, -1.0, 0.5] + NOISE
    desk = desk_of(X, y, recipe=Recipe(holdout=0.3))
    assert "held-out rows" in told(answer(desk, Question.NEW_DATA))
    picture = drawn(desk, Question.NEW_DATA)
    assert picture.held_out[0].size == desk.analysis.held_out.n_rows
    np.testing.assert_array_equal(np.sort(picture.held_out[1]), np.sort(desk.analysis.held_out.y))


def test_excluded_rows_are_drawn_where_the_fit_leaves_them() -> None:
    excluded = np.zeros(N, dtype=bool)
    excluded[[3, 9]] = True
    y = X @ [2.0, -1.0, 0.5] + NOISE
    desk = desk_of(X, y, recipe=Recipe(excluded=excluded))
    picture = drawn(desk, Question.STRAIGHT)
    assert picture.x.size == N - 2
    predicted = desk.fit.predict(X[[3, 9]])
    np.testing.assert_allclose(picture.excluded, (predicted, y[[3, 9]] - predicted), rtol=1e-9)
    assert 3 not in picture.rows


def test_the_smooth_curve_is_lowess_of_the_residuals(sound) -> None:
    picture = drawn(sound, Question.STRAIGHT, 2)
    assert asked(sound, Question.STRAIGHT, 2).choices[2] == "against two"
    np.testing.assert_array_equal(picture.x, X[:, 1])
    smooth = curve(picture, Look.SMOOTH)
    expected = lowess(picture.y, picture.x, frac=2 / 3, it=3, delta=0.0)
    inner = np.abs(smooth.x) < 2.0
    assert np.abs(smooth.y - np.interp(smooth.x, *expected.T))[inner].max() < 0.01


def test_selected_rows_are_marked_in_every_plot_of_rows(sound) -> None:
    rows = RowSet.of_rows(np.array([7, 300]))
    for question in Question:
        for choice in range(3):
            picture = asked(sound, question, choice, rows).picture
            assert picture is not None
            if question in (Question.SAME, Question.EXACT):
                continue
            assert picture.marked[0].size == 2
            if picture.x.size == N:
                at = np.flatnonzero(np.isin(picture.rows, [7, 300]))
                np.testing.assert_array_equal(picture.marked, (picture.x[at], picture.y[at]))


def test_quantiles_are_those_of_the_studentised_residuals(sound) -> None:
    picture = drawn(sound, Question.NORMAL)
    student = sm.OLS(sound.data.y, sm.add_constant(X)).fit().get_influence().resid_studentized_internal
    scaled = (student - student.mean()) / student.std()
    np.testing.assert_allclose(picture.y, scaled[picture.rows], rtol=1e-6)
    assert (np.diff(picture.y) >= 0.0).all()
    detrended = drawn(sound, Question.NORMAL, 1)
    np.testing.assert_allclose(detrended.y, picture.y - picture.x)
    band = curve(detrended, Look.BAND)
    assert (band.y < band.upper).all()


def test_marked_quantiles_lie_on_their_points(sound) -> None:
    points = drawn(sound, Question.NORMAL)
    some = points.rows[[10, 200]]
    marked = drawn(sound, Question.NORMAL, 0, RowSet.of_rows(np.sort(some))).marked
    at = np.argsort(some)
    np.testing.assert_allclose(marked, (points.x[[10, 200]][at], points.y[[10, 200]][at]), atol=1e-6)


def test_a_marked_row_that_is_not_drawn_has_the_quantile_of_its_own_rank(sound) -> None:
    points = drawn(sound, Question.NORMAL)
    student = sm.OLS(sound.data.y, sm.add_constant(X)).fit().get_influence().resid_studentized_internal
    order = np.argsort(student)
    rank = next(at for at in range(N) if order[at] not in points.rows)
    marked = drawn(sound, Question.NORMAL, 0, RowSet.of_rows(order[[rank]])).marked
    assert marked[0] == pytest.approx([norm.ppf((rank + 0.5) / N)], rel=1e-12)


def test_simulated_labels_are_the_same_each_time_and_tell_what_the_model_has_not_got() -> None:
    y = np.exp(0.5 * X @ [1.0, -1.0, 0.5] + NOISE)
    first, again = (drawn(desk_of(X, y), Question.NORMAL, 2) for _ in range(2))
    for look in (Look.SIMULATED, Look.OBSERVED):
        np.testing.assert_array_equal(curve(first, look).y, curve(again, look).y)
    assert first.x_range[0] < 0.0  # labels that are none below 0
    assert "smallest" in first.sentence


def test_contours_are_where_cooks_distance_is_a_half_and_one(sound) -> None:
    picture = drawn(sound, Question.FEW_ROWS)
    found = sm.OLS(sound.data.y, sm.add_constant(X)).fit().get_influence()
    np.testing.assert_allclose(picture.x, found.hat_matrix_diag, rtol=1e-8)
    contour = curve(picture, Look.CONTOUR)
    distance = contour.y**2 * contour.x / (4.0 * (1.0 - contour.x))
    known = distance[np.isfinite(distance)]
    assert np.isclose(known, 0.5).any()
    assert (np.isclose(known, 0.5) | np.isclose(known, 1.0)).all()


@pytest.mark.parametrize(
    ("loss", "decay"),
    [(AbsoluteLoss(), 0.0), (HuberLoss(1.0), 0.0), (PoissonLoss(), 0.0), (SquaredLoss(), 0.1)],
)
def test_under_other_losses_plots_stay_and_tests_go_with_a_sentence(loss, decay) -> None:
    counts = np.random.default_rng(6).poisson(np.exp(0.5 * X[:, 0] + 1.0)).astype(float)
    desk = desk_of(X, counts, loss=loss, decay=decay)
    for question in (Question.STRAIGHT, Question.SPREAD, Question.INDEPENDENT):
        found = asked(desk, question)
        assert found.picture is not None
        assert found.verdict.standing is Standing.UNTOLD
        assert not found.verdict.numbers
        assert "valid" in told(found.verdict)
    few = asked(desk, Question.FEW_ROWS)
    assert few.picture is None
    assert "valid" in few.no_picture
    residuals = drawn(desk, Question.STRAIGHT)
    expected = counts - loss.prediction(desk.fit.predict(X))
    np.testing.assert_allclose(residuals.y, expected, rtol=1e-6, atol=1e-9)
    assert answer(desk, Question.SAME).numbers


def test_too_few_rows_to_judge_are_told() -> None:
    desk = desk_of(X[:4], X[:4, 0] + NOISE[:4])
    for verdict in asked(desk, Question.STRAIGHT).verdicts:
        assert verdict.short
    assert "too few" in told(answer(desk, Question.FEW_ROWS))


def test_labels_on_a_line_have_no_noise_to_test() -> None:
    desk = desk_of(X, X @ [2.0, -1.0, 0.5])
    for question in Question:
        found = asked(desk, question)
        assert found.picture is not None or found.no_picture
        if question not in (Question.SAME, Question.EXACT):
            assert found.verdict.short == "There is no noise"


def test_a_row_that_stands_alone_is_told() -> None:
    alone = X[:50].copy()
    alone[:, 2] = 0.0
    alone[20, 2] = 1.0
    desk = desk_of(alone, X[:50, 0] + NOISE[:50])
    verdict = answer(desk, Question.FEW_ROWS)
    assert verdict.standing is Standing.DOUBT
    assert "Row 21 decides by itself" in verdict.short
    assert answer(desk, Question.NEW_DATA).standing is Standing.DOUBT


def test_very_many_rows_are_an_image() -> None:
    rng = np.random.default_rng(7)
    many = rng.normal(size=(30_000, 3))
    desk = desk_of(many, many[:, 0] + rng.normal(size=30_000))
    for question in (
        Question.STRAIGHT,
        Question.SPREAD,
        Question.INDEPENDENT,
        Question.FEW_ROWS,
        Question.NEW_DATA,
    ):
        picture = drawn(desk, question)
        assert picture.scatter is not None
        assert picture.scatter.density.sum() == 30_000
        assert picture.rows.size == 30_000


def test_names_have_their_units(sound) -> None:
    desk = desk_of(X, sound.data.y, units={"y": "kg", "two": "m"})
    picture = drawn(desk, Question.STRAIGHT, 2)
    assert (picture.x_name, picture.y_name) == ("two (m)", "residual of y (kg)")


def test_a_choice_that_is_not_there_any_more_is_the_first_one(sound) -> None:
    np.testing.assert_array_equal(drawn(sound, Question.STRAIGHT, 99).x, drawn(sound, Question.STRAIGHT).x)


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(1.0)], ids=lambda loss: loss.name)
@pytest.mark.parametrize(
    ("X", "y"),
    [
        (X[:50], np.full(50, 3.0)),
        (X[:50], np.zeros(50)),
        (X[:1, :1], X[:1, 0]),
        (X[:3, :1], X[:3, 0]),
        ((X[:50] > 0.0).astype(float), NOISE[:50]),
        (X[:50] * 1e120, NOISE[:50] * 1e120),
        (X[:50] * 1e-120, NOISE[:50] * 1e-120),
        (X[:50] + 1e9, NOISE[:50] + 1e9),
        (X[:50], np.where(np.arange(50) == 3, 1e12, NOISE[:50])),
        (np.tile(X[:5], (10, 1)), np.tile(NOISE[:5], 10)),
    ],
    ids=["alike", "zero", "one row", "three rows", "binary", "huge", "tiny", "far", "outlier", "repeated"],
)
def test_whatever_the_data_each_question_has_an_answer_and_a_picture_or_a_reason(X, y, loss) -> None:
    desk = desk_of(X, y, loss=loss, names=("one", "two", "three")[: X.shape[1]])
    for question in Question:
        for choice in range(3):
            found = asked(desk, question, choice)
            assert "–" not in found.verdict.short
            assert "nan" not in told(found.verdict)
            picture = found.picture
            if picture is None:
                assert found.no_picture.endswith(".")
            else:
                assert np.isfinite([*picture.x_range, *picture.y_range]).all()
                assert np.isfinite(picture.x).all()
                assert np.isfinite(picture.y).all()


def test_rows_that_weigh_more_are_judged_as_weighted_least_squares_does() -> None:
    weights = np.random.default_rng(8).uniform(0.5, 4.0, 200)
    y = X[:200] @ [2.0, -1.0, 0.5] + NOISE[:200] / np.sqrt(weights)
    frame = pd.DataFrame({"one": X[:200, 0], "two": X[:200, 1], "w": weights, "y": y})
    roles = {"one": Role.FEATURE, "two": Role.FEATURE, "w": Role.IGNORED, "y": Role.LABEL}
    recipe = Recipe(weights="w")
    desk = Desk(
        Objective(analyse(frame, roles, recipe=recipe), SquaredLoss()),
        Table(frame, roles, "made", recipe=recipe),
    )
    root = np.sqrt(weights)
    design = sm.add_constant(X[:200, :2])
    whitened = sm.OLS(root * y, root[:, None] * design).fit()
    picture = drawn(desk, Question.FEW_ROWS)
    found = whitened.get_influence()
    np.testing.assert_allclose(picture.x, found.hat_matrix_diag, rtol=1e-8)
    np.testing.assert_allclose(picture.y, found.resid_studentized_internal, rtol=1e-8)
    predicted = sm.WLS(y, design, weights).fit().fittedvalues
    np.testing.assert_allclose(drawn(desk, Question.STRAIGHT).y, y - predicted, rtol=1e-7, atol=1e-9)
    missed = found.resid_press
    total = np.sum(weights * (y - np.average(y, weights=weights)) ** 2)
    told_r2 = dict(answer(desk, Question.NEW_DATA).numbers)["R² of each row by the others"]
    assert float(told_r2) == pytest.approx(1.0 - np.sum(missed**2) / total, abs=5e-4)
    rows = np.argsort(-found.cooks_distance[0])[:5]
    left = np.setdiff1d(np.arange(200), rows)
    part = sm.OLS((root * y)[left], (root[:, None] * design)[left]).fit()
    moved = root[:, None] * design @ (whitened.params - part.params)
    together = float(dict(answer(desk, Question.FEW_ROWS).numbers)["of the 5 farthest together"])
    assert together == pytest.approx(moved @ moved / (3.0 * whitened.mse_resid), rel=0.05)


def test_features_of_two_values_may_bend_together() -> None:
    two = (X[:, :2] > 0.0).astype(float)
    both = two[:, 0] * two[:, 1]
    assert (
        answer(desk_of(two, two.sum(axis=1) + 3.0 * both + NOISE), Question.STRAIGHT).standing
        is Standing.DOUBT
    )
    alone = answer(desk_of(two[:, :1], two[:, 0] + NOISE, names=("one",)), Question.STRAIGHT)
    assert alone.short == "Nothing to bend: two values"


def test_the_band_of_the_quantiles_holds_at_the_level_of_all_intervals(sound) -> None:
    wide, narrow = (
        curve(drawn(sound.with_choices(DeskChoices(level=level)), Question.NORMAL), Look.BAND)
        for level in (0.99, 0.8)
    )
    assert (wide.y < narrow.y).all()
    assert (wide.upper > narrow.upper).all()
    assert "80 %" in narrow.name


def test_rows_are_called_by_their_names_where_they_have_some() -> None:
    y = X[:60, 0] + NOISE[:60]
    y[7] += 40.0
    frame = pd.DataFrame({"name": [f"Car {row}" for row in range(60)], "one": X[:60, 0], "y": y})
    roles = {"name": Role.IGNORED, "one": Role.FEATURE, "y": Role.LABEL}
    table = Table(frame, roles, "cars", numeric=frozenset(("one", "y")))
    desk = Desk(Objective(analyse(frame, roles), SquaredLoss()), table)
    assert "Row 8, Car 7 is an outlier" in told(answer(desk, Question.FEW_ROWS))
    assert "Car 7" in [name for *_, name in drawn(desk, Question.FEW_ROWS).named]


def test_rows_without_weight_are_drawn_and_decide_nothing() -> None:
    weights = np.ones(120)
    weights[[3, 50]] = 0.0
    y = X[:120, 0] + NOISE[:120]
    y[3] += 1e3
    frame = pd.DataFrame({"one": X[:120, 0], "w": weights, "y": y})
    roles = {"one": Role.FEATURE, "w": Role.IGNORED, "y": Role.LABEL}
    recipe = Recipe(weights="w")
    table = Table(frame, roles, "made", recipe=recipe)
    desk = Desk(Objective(analyse(frame, roles, recipe=recipe), SquaredLoss()), table)
    for question in Question:
        assert asked(desk, question).picture is not None
        if question is not Question.EXACT:
            assert answer(desk, question).standing is Standing.FINE
    assert drawn(desk, Question.STRAIGHT).x.size == len(desk.data.y)


def test_hidden_rows_are_in_the_answer_and_not_in_the_picture(sound: Desk) -> None:
    hidden, marked = np.array([3, 4, 500]), RowSet.of_rows(np.array([4, 7]))
    table = replace(sound.table, states=RowStates().hiding(hidden))
    desk = Desk(sound.objective, table, sound.choices)
    for question in (Question.STRAIGHT, Question.SPREAD):
        whole, seen = drawn(sound, question, rows=marked), drawn(desk, question, rows=marked)
        kept = np.flatnonzero(~np.isin(whole.rows, hidden))
        assert seen.rows.tolist() == whole.rows[kept].tolist()
        assert seen.y.tolist() == whole.y[kept].tolist()
        assert seen.marked[0].size == 1
        assert seen.points_name == "597 rows"
        assert seen.hidden == "3 hidden, still counted"
        assert answer(desk, question).short == answer(sound, question).short
