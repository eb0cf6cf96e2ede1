"""Profiles of predictions: every number against statsmodels, and what is said of values outside the data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm

from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.desk.profile import Profile, ProfileChoices, ProfileWish, Remembered
from linreg_gui.core.desk.profiler import profile_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_states import RowStates
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.notation import read_terms

GIVEN = (90.0, "Ulm", 18_500.0)


def houses(n: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "area": rng.uniform(20.0, 200.0, n),
            "town": rng.choice(["Bonn", "Köln", "Ulm"], n),
            "sold": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n), "D"),
        }
    )
    price = np.exp(1.0 + 0.01 * frame["area"] + 0.3 * (frame["town"] == "Ulm") + 0.2 * rng.normal(size=n))
    return frame.assign(price=price)


def desk_through_zero(frame: pd.DataFrame) -> Desk:
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"price": Role.LABEL}
    recipe = Recipe(has_bias=False)
    objective = Objective.of(analyse(frame, roles, recipe=recipe), SgdConfig())
    return Desk(objective, Table(frame, roles, "t", recipe=recipe))


def desk_of(
    frame: pd.DataFrame | None = None,
    scale: LabelScale = LabelScale.PLAIN,
    choices: DeskChoices | None = None,
    formulas: dict[str, str] | None = None,
    **settings: Any,
) -> Desk:
    frame = houses() if frame is None else frame
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"price": Role.LABEL}
    recipe = Recipe(label_scale=scale)
    analysis = analyse(frame, roles, recipe=recipe, formulas=formulas or {})
    objective = Objective.of(analysis, SgdConfig(**settings))
    objective = objective if objective.is_plain else objective.solved()
    return Desk(objective, Table(frame, roles, "houses"), choices or DeskChoices())


def profile(desk: Desk, given: tuple[Any, ...] = GIVEN, **wish: Any) -> Profile:
    form = desk.analysis.form
    assert form is not None
    wish = {"in_sight": tuple(range(len(form.asked))), **wish}
    found = profile_of(desk, ProfileWish(form.asked, given, **wish))
    assert found is not None
    return found


def design(area: Any, town: Any, day: Any) -> np.ndarray:
    area, day = np.broadcast_arrays(np.asarray(area, float), np.asarray(day, float))
    town = np.broadcast_to(np.asarray(town, object), area.shape)
    # Of the reference level, which is the most frequent one, any will do for predictions.
    columns = [np.ones(area.shape), area, town == "Köln", town == "Ulm", (day - 18_500.0) / 1000.0]
    return np.column_stack(columns).astype(float)


def peer(frame: pd.DataFrame, label: Any, new: np.ndarray, alpha: float, cov: str = "nonrobust") -> Any:
    days = (frame["sold"] - pd.Timestamp(0)) / pd.Timedelta("1D")
    results = sm.OLS(label, design(frame["area"], frame["town"], days)).fit()
    if cov != "nonrobust":
        results = results.get_robustcov_results(cov)
    return results.get_prediction(new).summary_frame(alpha=alpha)


def agrees(told: Any, theirs: Any, way: Any = lambda x: x) -> None:
    pairs = {
        "prediction": "mean",
        "mean_low": "mean_ci_lower",
        "mean_high": "mean_ci_upper",
        "low": "obs_ci_lower",
        "high": "obs_ci_upper",
    }
    for ours, other in pairs.items():
        np.testing.assert_allclose(getattr(told, ours), way(theirs[other]), rtol=1e-9)


@pytest.mark.parametrize("errors", ["plain", "HC3"])
def test_curves_with_both_bands_agree_with_statsmodels(errors) -> None:
    frame = houses()
    found = profile(desk_of(choices=DeskChoices(0.9, errors)))
    cov = "nonrobust" if errors == "plain" else errors
    area, town, sold = found.curves
    agrees(area.told, peer(frame, frame["price"], design(area.x, "Ulm", 18_500.0), 0.1, cov))
    agrees(sold.told, peer(frame, frame["price"], design(90.0, "Ulm", sold.x), 0.1, cov))
    agrees(
        town.told,
        peer(frame, frame["price"], design([90.0] * 3, ["Bonn", "Köln", "Ulm"], 18_500.0), 0.1, cov),
    )
    agrees(found.here, peer(frame, frame["price"], design([90.0], "Ulm", 18_500.0), 0.1, cov))
    assert found.level == 0.9
    assert (found.has_mean_interval, found.has_interval, found.centre) == (True, True, "mean")
    assert (area.at, town.at, sold.at) == (90.0, 2.0, 18_500.0)


def test_a_logarithm_is_shown_as_it_is_or_as_a_median_in_its_own_units() -> None:
    frame, desk = houses(), desk_of(scale=LabelScale.LOG)
    theirs = peer(frame, np.log(frame["price"]), design([90.0], "Ulm", 18_500.0), 0.05)
    agrees(profile(desk).here, theirs)
    own = profile(desk, own_units=True)
    agrees(own.here, theirs, np.exp)
    assert own.centre == "median"
    assert sorted(own.curves[0].points_y) == pytest.approx(sorted(frame["price"]))


def test_the_mean_of_a_label_whose_logarithm_was_fitted_lies_above_its_median() -> None:
    frame, desk = houses(), desk_of(scale=LabelScale.LOG)
    days = (frame["sold"] - pd.Timestamp(0)) / pd.Timedelta("1D")
    fitted = sm.OLS(np.log(frame["price"]), design(frame["area"], frame["town"], days)).fit()
    median, mean = (profile(desk, own_units=True, of_mean=on) for on in (False, True))
    assert mean.centre == "mean"
    factor = np.exp(0.5 * fitted.mse_resid)
    np.testing.assert_allclose(mean.here.prediction, median.here.prediction * factor, rtol=1e-9)
    assert mean.mean_over_median == pytest.approx(factor, rel=1e-9)
    assert mean.here.mean_low[0] < mean.here.prediction[0] < mean.here.mean_high[0]
    np.testing.assert_allclose(mean.here.low, median.here.low, rtol=1e-12)
    assert profile(desk, of_mean=True).centre == "mean"  # of the logarithm itself


def test_a_computed_column_follows_along_its_curve() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"x": rng.uniform(1.0, 9.0, 50)})
    frame["x^2"] = frame["x"] ** 2
    frame["price"] = 2.0 - 3.0 * frame["x"] + frame["x^2"] + rng.normal(size=50)
    found = profile(desk_of(frame, formulas={"x^2": "x ^ 2"}), (4.0,))
    (curve,) = found.curves
    results = sm.OLS(frame["price"], sm.add_constant(frame[["x", "x^2"]])).fit()
    new = np.column_stack([np.ones(len(curve.x)), curve.x, curve.x**2])
    agrees(curve.told, results.get_prediction(new).summary_frame(alpha=0.05))


def test_what_cannot_be_computed_along_a_curve_is_left_out() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"x": np.r_[0.1, rng.uniform(1.0, 9.0, 49)]})
    frame["log x"] = np.log(frame["x"])
    frame["price"] = frame["x"] + frame["log x"] + rng.normal(size=50)
    (curve,) = profile(desk_of(frame, formulas={"log x": "log(x)"}), (4.0,)).curves
    assert curve.x[0] < 0.0
    assert np.isnan(curve.told.prediction[0])
    assert np.isfinite(curve.told.prediction[-1])


def test_means_of_counts_have_an_interval_and_a_single_count_none() -> None:
    frame = houses().drop(columns=["town", "sold"])
    frame["price"] = np.random.default_rng(1).poisson(frame["price"])
    found = profile(desk_of(frame, loss=PoissonLoss()), (90.0,))
    glm = sm.GLM(frame["price"], sm.add_constant(frame[["area"]]), family=sm.families.Poisson())
    theirs = glm.fit(tol=1e-14, maxiter=100).get_prediction([[1.0, 90.0]]).summary_frame(alpha=0.05)
    assert found.here.prediction[0] == pytest.approx(theirs["mean"][0], rel=1e-9)
    assert found.here.mean_low[0] == pytest.approx(theirs["mean_ci_lower"][0], rel=1e-9)
    assert found.here.mean_high[0] == pytest.approx(theirs["mean_ci_upper"][0], rel=1e-9)
    assert (found.has_mean_interval, found.has_interval) == (True, False)
    assert found.remark == ""
    robust = profile(desk_of(frame, loss=PoissonLoss(), choices=DeskChoices(errors="HC0")), (90.0,))
    assert robust.remark.endswith("it is no robust one.")
    assert robust.here.mean_low[0] == found.here.mean_low[0]


def test_the_huber_loss_has_a_band_and_says_that_a_new_label_has_no_interval() -> None:
    frame = houses().drop(columns=["town", "sold"])
    threshold = float(frame["price"].std())
    found = profile(desk_of(frame, loss=HuberLoss(threshold)), (90.0,))
    model = sm.RLM(frame["price"], sm.add_constant(frame[["area"]]), M=sm.robust.norms.HuberT(threshold))
    theirs = model.fit(start_scale=1.0, update_scale=False, tol=1e-14, maxiter=999, conv="coefs")
    at = np.array([1.0, 90.0])
    half = norm.ppf(0.975) * np.sqrt(at @ theirs.cov_params().to_numpy() @ at)
    assert found.here.prediction[0] == pytest.approx(at @ theirs.params, rel=1e-9)
    assert found.here.mean_low[0] == pytest.approx(at @ theirs.params - half, rel=1e-9)
    assert found.here.mean_high[0] == pytest.approx(at @ theirs.params + half, rel=1e-9)
    assert (found.has_mean_interval, found.has_interval) == (True, False)
    assert found.remark.startswith("A single new label has no interval")


@pytest.mark.parametrize(
    "settings",
    [{"loss": AbsoluteLoss()}, {"weight_decay": 0.5}, {"loss": PoissonLoss(), "weight_decay": 0.5}],
)
def test_other_losses_are_predicted_without_intervals_and_a_sentence_says_why(settings) -> None:
    found = profile(desk_of(**settings))
    assert np.isfinite(found.here.prediction).all()
    assert (found.has_mean_interval, found.has_interval) == (False, False)
    assert found.remark.startswith("There are no intervals: ")


def test_features_that_depend_on_each_other_are_predicted_without_intervals() -> None:
    frame = houses().assign(again=lambda f: 2.0 * f["area"])[["area", "again", "price"]]
    found = profile(desk_of(frame), (90.0, 180.0))
    assert np.isfinite(found.here.prediction).all()
    assert not found.has_interval
    assert "not determined by the data" in found.remark


def test_a_value_beyond_the_data_is_named_with_where_these_end() -> None:
    desk = desk_of()
    low, high = houses()["area"].agg(["min", "max"])
    assert profile(desk).outside == ""
    told = profile(desk, (500.0, "Ulm", 18_500.0)).outside
    assert told.startswith(f"Outside the data: area = 500 ({low:.6g} to {high:.6g} there).")
    assert "sold = 2031-05-18" in profile(desk, (90.0, "Ulm", 22_417.0)).outside


def test_values_that_no_row_has_together_are_told_by_their_leverage() -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(0.0, 10.0, 40)
    frame = pd.DataFrame({"x": x, "z": x + 0.1 * rng.normal(size=40), "price": x + rng.normal(size=40)})
    desk = desk_of(frame)
    hat = sm.OLS(frame["price"], sm.add_constant(frame[["x", "z"]])).fit().get_influence().hat_matrix_diag
    told = profile(desk, (2.0, 8.0)).outside
    assert "no row has such values together" in told
    assert f"at most {hat.max():.3g} there)." in told
    assert profile(desk, (8.0, 8.0)).outside == ""


def test_curves_out_of_sight_are_not_worked_out() -> None:
    found = profile(desk_of(), in_sight=(1,))
    assert [curve.place for curve in found.curves] == [1]


def test_rows_whose_other_values_are_near_stand_out() -> None:
    frame = houses()
    found = profile(desk_of())
    area = found.curves[0]
    near = frame.iloc[np.flatnonzero(area.near)]
    assert 0 < len(near) <= len(frame) // 4
    assert (near["town"] == "Ulm").all()
    lonely = profile(desk_of(frame[["area", "price"]]), (90.0,)).curves[0]
    assert lonely.near.all()


def test_no_row_stands_out_where_none_is_near() -> None:
    assert not profile(desk_of(), (90.0, "Ulm", 40_000.0)).curves[0].near.any()


def test_levels_are_at_whole_numbers_with_their_rows_around_them() -> None:
    frame = houses()
    town = profile(desk_of()).curves[1]
    assert town.x.tolist() == [0.0, 1.0, 2.0]
    places = frame["town"].map({"Bonn": 0, "Köln": 1, "Ulm": 2})
    assert np.array_equal(np.rint(town.points_x), places)
    assert town.step == 1.0


def test_steps_are_round_and_whole_where_the_data_are() -> None:
    frame = houses().assign(rooms=lambda f: np.arange(len(f)) % 7)[["area", "rooms", "sold", "price"]]
    area, rooms, sold = profile(desk_of(frame), (90.0, 3.0, 18_500.0)).curves
    assert (area.step, rooms.step) == (1.0, 1.0)
    assert sold.step == int(sold.step) >= 1.0


def test_remembered_values_are_predicted_anew() -> None:
    frame = houses()
    found = profile(desk_of(), remembered=((90.0, "Ulm", 18_500.0), (60.0, "Bonn", 18_300.0)))
    new = design([90.0, 60.0], ["Ulm", "Bonn"], [18_500.0, 18_300.0])
    agrees(found.remembered, peer(frame, frame["price"], new, 0.05))


def test_a_value_that_is_none_leaves_what_is_remembered() -> None:
    found = profile(desk_of(), None, remembered=(GIVEN,))
    assert found.here is None
    assert found.curves == ()
    assert found.remembered is not None


def test_values_of_another_model_are_no_wish_of_this_one() -> None:
    desk, other = desk_of(), desk_of(houses()[["area", "price"]])
    assert other.analysis.form is not None
    assert profile_of(desk, ProfileWish(other.analysis.form.asked, (90.0,))) is None


def test_where_a_curve_begins_and_ends_is_said_in_words() -> None:
    area, town, _ = profile(desk_of()).curves
    assert area.sentence.startswith("From ")
    assert town.sentence.count(" at ") == 3


def test_remembered_values_are_given_again_only_where_they_still_are_values() -> None:
    asked = profile(desk_of()).wish.asked
    values = (("area", "90.5"), ("town", "Ulm"), ("sold", "18500.0"), ("gone", "1"))
    assert Remembered("A", values).given(asked) == (90.5, "Ulm", 18_500.0)
    for wrong in (("area", "big"), ("town", "Mainz"), ("sold", "nan")):
        assert Remembered("A", (*values, wrong)).given(asked) is None
    assert Remembered("A", values[1:]).given(asked) is None


@pytest.mark.parametrize("text", ["", "x", "[]", "3", '["a", "b"]', '["a", {"x": 1}]', "[1, {}]", "[" * 9999])
def test_what_is_remembered_is_kept_as_a_text_and_nothing_else_passes_for_it(text) -> None:
    entry = Remembered("a “name”", (("x", "1.5"), ("<b>", "Ulm")))
    assert Remembered.of_text(entry.text) == entry
    assert Remembered.of_text(text) is None
    assert ProfileChoices(remembered=(text, entry.text)).entries == (entry,)


def test_no_more_is_remembered_than_can_be_compared() -> None:
    entries = [Remembered(str(k), (("x", str(k)),)) for k in range(30)]
    found = ProfileChoices.with_remembered(ProfileChoices(of_mean=True), entries)
    assert [entry.name for entry in found.entries] == [str(k) for k in range(10, 30)]
    assert found.of_mean


def test_terms_follow_along_the_curves_of_the_columns_they_are_made_of() -> None:
    frame = houses()
    roles = dict.fromkeys(("area", "town", "sold"), Role.FEATURE) | {"price": Role.LABEL}
    recipe = Recipe(terms=read_terms(["area:town", "I(area^2)"]), only_in_terms=("area", "town"))
    analysis = analyse(frame, roles, recipe=recipe)
    desk = Desk(Objective.of(analysis, SgdConfig()), Table(frame, roles, "houses", recipe=recipe))
    names = [asked.column for asked in analysis.form.asked]
    given = {"area": 90.0, "town": "Ulm", "sold": 18_500.0}
    found = profile(desk, tuple(given[name] for name in names))
    curve = found.curves[names.index("area")]
    days = (frame["sold"] - pd.Timestamp(0)) / pd.Timedelta("1D") - 18_500.0

    def terms(area: Any, town: Any, day: Any) -> np.ndarray:
        towns = [np.where(np.asarray(town) == level, area, 0.0) for level in ("Bonn", "Köln", "Ulm")]
        return np.column_stack([np.ones(len(area)), day, *towns, area**2])

    results = sm.OLS(frame["price"], terms(frame["area"], frame["town"], days)).fit()
    new = terms(curve.x, ["Ulm"] * len(curve.x), np.zeros(len(curve.x)))
    theirs = results.get_prediction(new).summary_frame(alpha=0.05)
    np.testing.assert_allclose(curve.told.prediction, theirs["mean"], rtol=1e-7)
    np.testing.assert_allclose(curve.told.high, theirs["obs_ci_upper"], rtol=1e-7)
    assert sorted(curve.points_x) == pytest.approx(sorted(frame["area"]))
    towns = found.curves[names.index("town")]
    places = frame["town"].map({"Bonn": 0, "Köln": 1, "Ulm": 2})
    assert np.array_equal(np.rint(towns.points_x), places)


def test_row_weights_count_as_they_did_in_the_fit() -> None:
    frame = houses()[["area", "price"]].assign(w=lambda f: 1.0 + np.arange(len(f)) % 4)
    roles = {"area": Role.FEATURE, "w": Role.IGNORED, "price": Role.LABEL}
    recipe = Recipe(weights="w")
    analysis = analyse(frame, roles, recipe=recipe)
    desk = Desk(Objective.of(analysis, SgdConfig()), Table(frame, roles, "houses", recipe=recipe))
    found = profile(desk, (90.0,))
    results = sm.WLS(frame["price"], sm.add_constant(frame[["area"]]), frame["w"]).fit()
    agrees(found.here, results.get_prediction([[1.0, 90.0]]).summary_frame(alpha=0.05))
    assert found.remark == "A new label is that of a row of weight 1."


def test_a_missing_cell_that_was_filled_is_drawn_where_it_was_filled() -> None:
    frame = houses()[["area", "price"]]
    frame.loc[3, "area"] = np.nan
    roles = {"area": Role.FEATURE, "price": Role.LABEL}
    recipe = Recipe(missing=Missing.MEAN)
    desk = Desk(Objective.of(analyse(frame, roles, recipe=recipe), SgdConfig()), Table(frame, roles, "h"))
    found = profile(desk, (90.0,))
    assert np.isclose(found.curves[0].points_x, frame["area"].mean()).any()
    assert found.remark.startswith("1 filled cell counts as measured")


def test_rows_that_are_hidden_are_not_drawn_though_they_count() -> None:
    frame = houses()[["area", "price"]]
    roles = {"area": Role.FEATURE, "price": Role.LABEL}
    objective = Objective.of(analyse(frame, roles), SgdConfig())
    plain = profile(Desk(objective, Table(frame, roles, "houses")), (90.0,))
    for hidden in (np.arange(20), np.arange(60)):
        table = Table(frame, roles, "houses", states=RowStates().hiding(hidden))
        found = profile(Desk(objective, table), (90.0,))
        assert len(found.curves[0].points_x) == len(found.curves[0].near) == 60 - len(hidden)
        assert found.here.high == plain.here.high


def test_without_a_bias_a_row_near_zero_is_outside_as_well_where_no_row_is() -> None:
    rng = np.random.default_rng(2)
    a = rng.uniform(1.0, 10.0, 60)
    frame = pd.DataFrame({"a": a, "b": 11.0 - a + rng.normal(0.0, 0.1, 60)})
    frame["price"] = 2.0 * frame["a"] + frame["b"] + rng.normal(0.0, 0.1, 60)
    desk = desk_through_zero(frame)
    X = sm.add_constant(frame[["a", "b"]].to_numpy())
    far = np.array([1.0, 2.0, 2.0])
    leverage = far @ np.linalg.solve(X.T @ X, far)
    told = profile(desk, (2.0, 2.0)).outside  # within both ranges, and nearer to zero than any row
    assert told.startswith("Outside the data: no row has such values together")
    assert f"leverage beside a bias {leverage:.3g}" in told
    assert profile(desk, (2.0, 9.0)).outside == ""


def test_levels_that_make_up_a_bias_are_no_values_outside() -> None:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"town": rng.choice(["Bonn", "Ulm"], 40), "area": rng.normal(100.0, 9.0, 40)})
    frame["price"] = frame["area"] + rng.normal(size=40)
    roles = {"town": Role.FEATURE, "area": Role.FEATURE, "price": Role.LABEL}
    recipe = Recipe(has_bias=False, terms=read_terms(["town"]), only_in_terms=("town",))
    objective = Objective.of(analyse(frame, roles, recipe=recipe), SgdConfig())
    desk = Desk(objective, Table(frame, roles, "t", recipe=recipe))
    assert (
        profile(desk, tuple("Ulm" if a.column == "town" else 100.0 for a in desk.analysis.form.asked)).outside
        == ""
    )
