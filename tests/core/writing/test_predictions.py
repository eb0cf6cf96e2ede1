"""Another file with predictions: every number against statsmodels, and what is told beforehand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm

from linreg_gui import core
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import HuberLoss, PoissonLoss
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.writing.predictions import FileToPredict, known_of, read_to_predict, with_predictions
from linreg_gui.core.writing.results import ResultColumns, intervals_problem, label_problem

ROLES = {"a": Role.FEATURE, "town": Role.FEATURE, "price": Role.LABEL}
EVERYTHING = ResultColumns(residuals=False, mean_interval=True, label_interval=True, level=0.9)
ALONE = ResultColumns(residuals=False)


def table(n: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    a, town = rng.normal(size=n), rng.choice(["Bonn", "Ulm"], n)
    price = np.exp(2.0 + 0.3 * a + 0.2 * (town == "Ulm") + 0.1 * rng.normal(size=n))
    return pd.DataFrame({"a": a, "town": town, "price": price})


def analysed(scale: LabelScale = LabelScale.PLAIN) -> Analysis:
    return analyse(table(), ROLES, recipe=Recipe(label_scale=scale))


def objective_of(analysis: Analysis, **settings: Any) -> Objective:
    return Objective.of(analysis, SgdConfig(**settings)).solved()


def read(path: Path, frame: pd.DataFrame, analysis: Analysis, **settings: Any) -> FileToPredict:
    frame.to_csv(path, index=False)
    return read_to_predict(path, known_of(table(), analysis, {}), **settings)


NEW = pd.DataFrame({"id": [1, 2, 3], "town": ["Ulm", "Bonn", "Ulm"], "a": [0.25, -1.5, 40.0]})


def peer(label: pd.Series) -> Any:
    frame = table()
    design = np.column_stack([np.ones(len(frame)), frame["a"], frame["town"] == "Ulm"])
    new = np.column_stack([np.ones(3), NEW["a"], NEW["town"] == "Ulm"])
    return sm.OLS(label, design).fit().get_prediction(new).summary_frame(alpha=0.1)


def test_every_column_agrees_with_statsmodels(tmp_path) -> None:
    analysis = analysed()
    file = read(tmp_path / "new.csv", NEW, analysis)
    found = with_predictions(file, objective_of(analysis), EVERYTHING)
    expected = peer(table()["price"])
    for name, other in {
        "price predicted by exact solution": "mean",
        "price mean low 90 % by exact solution": "mean_ci_lower",
        "price mean high 90 % by exact solution": "mean_ci_upper",
        "price low 90 % by exact solution": "obs_ci_lower",
        "price high 90 % by exact solution": "obs_ci_upper",
    }.items():
        np.testing.assert_allclose(found[name], expected[other], rtol=1e-9)
    assert found["outside the data"].tolist() == ["no", "no", "yes"]
    assert found.columns[:3].tolist() == ["id", "town", "a"]
    assert len(found.columns) == 9


def test_a_logarithm_comes_back_in_its_own_units_as_median_and_mean(tmp_path) -> None:
    analysis = analysed(LabelScale.LOG)
    file = read(tmp_path / "new.csv", NEW, analysis)
    found = with_predictions(file, objective_of(analysis), EVERYTHING)
    expected = peer(np.log(table()["price"]))
    of_median = found["price median predicted by exact solution"]
    np.testing.assert_allclose(of_median, np.exp(expected["mean"]), rtol=1e-9)
    low = found["price median low 90 % by exact solution"]
    np.testing.assert_allclose(low, np.exp(expected["mean_ci_lower"]), rtol=1e-9)
    np.testing.assert_allclose(
        found["price high 90 % by exact solution"], np.exp(expected["obs_ci_upper"]), rtol=1e-9
    )
    design = np.column_stack([np.ones(40), table()["a"], table()["town"] == "Ulm"])
    factor = np.exp(0.5 * sm.OLS(np.log(table()["price"]), design).fit().mse_resid)
    np.testing.assert_allclose(found["price mean predicted by exact solution"], of_median * factor, rtol=1e-9)


def test_rows_that_cannot_be_predicted_stay_empty_and_say_why(tmp_path) -> None:
    new = NEW.assign(town=["Ulm", "Mainz", None])
    analysis = analysed()
    file = read(tmp_path / "new.csv", new, analysis)
    assert file.sentences[0] == "1 of 3 rows can be predicted."
    found = with_predictions(file, objective_of(analysis), EVERYTHING)
    assert found["price predicted by exact solution"].isna().tolist() == [False, True, True]
    assert found["not predicted because"].fillna("").tolist() == ["", "unknown level of town", "missing town"]
    assert found["outside the data"].fillna("").tolist() == ["no", "", ""]


def test_nothing_to_predict_is_a_sentence(tmp_path) -> None:
    analysis = analysed()
    file = read(tmp_path / "new.csv", NEW.drop(columns="a"), analysis)
    with pytest.raises(ProblemError, match="“a” is not in the file"):
        with_predictions(file, objective_of(analysis), ALONE)


def test_another_loss_predicts_without_intervals(tmp_path) -> None:
    frame = table().assign(price=np.random.default_rng(1).poisson(table()["price"]))
    analysis = analyse(frame, ROLES)
    file = read(tmp_path / "new.csv", NEW.head(2), analysis)
    objective = objective_of(analysis, loss=PoissonLoss())
    with pytest.raises(ProblemError, match="no intervals"):
        with_predictions(file, objective, EVERYTHING)
    found = with_predictions(file, objective, ALONE)
    design = np.column_stack([np.ones(40), frame["a"], frame["town"] == "Ulm"])
    glm = sm.GLM(frame["price"], design, family=sm.families.Poisson()).fit(tol=1e-13)
    theirs = glm.predict(np.array([[1.0, 0.25, 1.0], [1.0, -1.5, 0.0]]))
    np.testing.assert_allclose(found["price mean predicted by exact solution"], theirs, rtol=1e-9)


@pytest.mark.parametrize("errors", ["plain", "HC1"])
def test_the_huber_loss_has_intervals_of_means_and_none_of_a_label(tmp_path, errors) -> None:
    frame = table()
    frame.loc[:2, "price"] += 40.0
    analysis = analyse(frame, ROLES)
    file = read(tmp_path / "new.csv", NEW, analysis)
    objective = objective_of(analysis, loss=HuberLoss(1.0))
    assert intervals_problem(objective, errors) is None
    assert "does not say how its noise" in label_problem(objective).sentence
    with pytest.raises(ProblemError, match="does not say how its noise"):
        with_predictions(file, objective, EVERYTHING, errors)
    found = with_predictions(file, objective, replace(EVERYTHING, label_interval=False), errors)
    told = core.infer_huber(analysis.data, objective.exact, HuberLoss(1.0), level=0.9, errors=errors)
    design = np.column_stack([np.ones(3), file.rows.X])
    centre, spread = design @ told.table.estimate, np.linalg.norm(design @ told.root, axis=1)
    half = norm.ppf(0.95) * spread
    np.testing.assert_allclose(found["price predicted by exact solution"], centre, rtol=1e-9)
    np.testing.assert_allclose(found["price mean low 90 % by exact solution"], centre - half, rtol=1e-9)
    np.testing.assert_allclose(found["price mean high 90 % by exact solution"], centre + half, rtol=1e-9)
    assert found["outside the data"].tolist() == ["no", "no", "yes"]
    assert "HC3 is for least squares" in intervals_problem(objective, "HC3").sentence
    logarithm = analyse(frame, ROLES, recipe=Recipe(label_scale=LabelScale.LOG))
    assert "normal noise" in intervals_problem(objective_of(logarithm, loss=HuberLoss(1.0))).sentence


def test_a_column_of_levels_that_look_like_numbers_is_read_as_levels(tmp_path) -> None:
    frame = table().assign(town=np.where(table()["town"] == "Ulm", "089", "0228"))
    analysis = analyse(frame, ROLES)
    path = tmp_path / "new.csv"
    path.write_text("a,town\n1.5,089\n2.5,0228\n")
    file = read_to_predict(path, known_of(frame, analysis, {}))
    assert len(file.rows.rows) == 2


def test_another_unit_is_told_and_nothing_is_converted(tmp_path) -> None:
    path = tmp_path / "new.csv"
    path.write_text("a,town\n(m),\n1.5,Ulm\n2.5,Bonn\n")
    file = read_to_predict(path, known_of(table(), analysed(), {}), units={"a": "ft"})
    assert "“a” is in m in this file, but is in ft in the table: nothing is converted." in file.sentences


def test_names_that_are_taken_are_not_taken_again(tmp_path) -> None:
    analysis = analysed()
    file = read(tmp_path / "new.csv", NEW, analysis)
    file = replace(file, frame=file.frame.assign(**{"price predicted by exact solution": 0.0}))
    found = with_predictions(file, objective_of(analysis), ALONE)
    assert found.columns.is_unique
    assert (found["price predicted by exact solution"] == 0.0).all()
