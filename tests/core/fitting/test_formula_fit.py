"""`fit_formula`: numbers that R prints, design matrices of other libraries, and new rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from project_paths import ROOT
from r_models import CARS, PRINTED, WARPBREAKS, cars, warpbreaks

from linreg_gui import core

_MTCARS = ROOT / "resources" / "samples" / "motor_trend_cars.csv"


def table(name: str) -> pd.DataFrame:
    return {CARS: cars, WARPBREAKS: warpbreaks}.get(name, lambda: pd.read_csv(_MTCARS))()


@pytest.mark.parametrize(("name", "formula", "references", "printed"), PRINTED)
def test_weights_are_those_that_r_prints(name, formula, references, printed) -> None:
    found = core.fit_formula(table(name), formula, references=references)
    weights = dict(zip(found.data.feature_names, found.fit.weights, strict=True))
    if found.fit.bias_fitted:
        weights[""] = found.fit.bias
    assert weights == {key: pytest.approx(value, abs=6e-4, rel=2e-5) for key, value in printed.items()}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("y ~ x * g", None),
        ("y ~ x * g - 1", None),
        ("y ~ g * h + z", None),
        ("y ~ x + x:g + z:h", None),
        ("y ~ poly(x, 3) * g", "y ~ (x + I(x**2) + I(x**3)) * g"),
        ("log(y) ~ log(z) + I(x^2):g", "np.log(y) ~ np.log(z) + I(x**2):g"),
        ("y ~ C(k) * x + sqrt(z)", "y ~ C(k) * x + np.sqrt(z)"),
        ("y ~ (x + z + g)^2", "y ~ (x + z + g)**2"),
    ],
)
def test_predictions_for_old_and_new_rows_are_those_of_statsmodels(ours, theirs) -> None:
    rng = np.random.default_rng(3)
    n = 120
    frame = pd.DataFrame(
        {
            "x": rng.normal(size=n) * 3 + 10,
            "z": rng.uniform(1, 5, n),
            "g": rng.choice(["a", "b", "c"], n),
            "h": rng.choice(["u", "v"], n),
            "k": rng.integers(0, 4, n),
            "y": rng.uniform(1, 9, n),
        }
    )
    old, new = frame[:100], frame[100:].sample(frac=1.0, random_state=1)
    found = core.fit_formula(old, ours)
    other = smf.ols(theirs or ours, old).fit()
    np.testing.assert_allclose(found.predict(old), other.predict(old), rtol=1e-8)
    np.testing.assert_allclose(found.predict(new), other.predict(new), rtol=1e-8)
    np.testing.assert_allclose(found.predict(old), found.fit.predict(found.data.X), rtol=1e-13)
    assert found.fit.rank == other.df_model + 0.0 or not found.model.has_bias
    errors = core.infer(found.data, found.fit)
    assert errors.sigma == pytest.approx(np.sqrt(other.mse_resid), rel=1e-9)


def test_a_new_row_that_cannot_be_known_is_predicted_as_nothing() -> None:
    frame = warpbreaks()
    found = core.fit_formula(frame, "breaks ~ wool * tension")
    new = pd.DataFrame({"wool": ["A", "C", None], "tension": ["L", "L", "M"]})
    assert np.isnan(found.predict(new)).tolist() == [False, True, True]
    with pytest.raises(core.ProblemError, match="no column named “tension”"):
        found.predict(new[["wool"]])


def test_missing_cells_cost_rows_or_are_filled_in_every_term() -> None:
    frame = pd.DataFrame({"x": [1.0, 2, np.nan, 4, 5, 7], "z": [1.0, 3, 2, -1, 5, 0], "y": np.arange(6.0)})
    dropped = core.fit_formula(frame, "y ~ I(x^2) + log(z)")
    assert dropped.ledger.sentence == "6 read → 3 used (1 missing x, 2 without log(z))"
    np.testing.assert_allclose(dropped.data.X, [[1, 0], [4, np.log(3)], [25, np.log(5)]])
    filled = core.fit_formula(frame, "y ~ I(x^2)", missing="mean")
    assert filled.data.X[2, 0] == pytest.approx((19 / 5) ** 2)
    assert filled.ledger.sentence.endswith("1 missing cell filled with the mean (1 in x)")
    marked = core.fit_formula(frame, "y ~ x:z", missing="indicate")
    assert marked.data.feature_names == ("x × z", "x missing")
    assert marked.data.X[:, 1].tolist() == [0, 0, 1, 0, 0, 0]


def test_a_mistake_is_told_with_its_place() -> None:
    with pytest.raises(core.NotationError) as caught:
        core.fit_formula(cars(), "dist ~ sped")
    problem = caught.value.problem
    assert (problem.start, problem.end) == (7, 11)
    assert problem.sentence == "There is no column named “sped”. Do you mean “speed”?"
    with pytest.raises(core.NotationError, match="holds texts, of which there is no polynomial"):
        core.fit_formula(warpbreaks(), "breaks ~ poly(wool, 2)")
    with pytest.raises(core.NotationError, match="“wool” holds no numbers"):
        core.fit_formula(warpbreaks(), "breaks ~ log(wool)")
    with pytest.raises(core.NotationError, match="“wool” holds texts, but a label"):
        core.fit_formula(warpbreaks(), "wool ~ breaks")


def test_a_product_of_many_levels_is_refused_before_it_is_made() -> None:
    levels = [f"t{k}" for k in range(60)]
    frame = pd.DataFrame({"a": levels * 4, "b": sorted(levels * 4), "y": np.arange(240.0)})
    with pytest.raises(core.ProblemError, match="would make 3,481 columns"):
        core.fit_formula(frame, "y ~ a * b")


def test_names_that_are_taken_and_hostile_ones_are_kept_apart() -> None:
    frame = pd.DataFrame(
        {"a": [1.0, 2, 4, 3], "`b": [2.0, 1, 5, 7], "a × `b": [1.0, 0, 1, 1], "y": [1.0, 2, 3, 5]}
    )
    found = core.fit_formula(frame, "y ~ `a × ``b` + a:```b`")
    assert found.data.feature_names == ("a × `b", "a × `b (2)")
    np.testing.assert_allclose(found.data.X[:, 1], [2, 2, 20, 21])
