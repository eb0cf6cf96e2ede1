"""Predicting for another file on the command line, as a script sees it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from json_schemas import mistakes
from run_scripts import table_of

from linreg_gui.cli import main as cli
from linreg_gui.cli.json_schema import SCHEMAS
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import write_project
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.table.recipe import Recipe


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"area": rng.uniform(20, 200, 30).round(1), "town": rng.choice(["Bonn", "Ulm"], 30)})
    frame["price"] = (np.exp(3 + 0.01 * frame["area"] + 0.1 * rng.normal(size=30))).round(3)
    frame.to_csv(tmp_path / "old.csv", index=False)
    (tmp_path / "new.csv").write_text("town;area;note\nUlm;35,5;=1+1\nMainz;50,0;b\nBonn;;c\nBonn;500,0;d\n")
    return tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "out.csv"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = cli.main(["predict", *map(str, words)])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def test_the_numbers_are_those_of_statsmodels(files, capsys) -> None:
    old, new, out = files
    words = (
        old,
        new,
        "--label",
        "price",
        "--features",
        "area,town",
        "--output",
        out,
        "--level",
        0.9,
        "--json",
    )
    status, text, err = run(capsys, *words)
    assert (status, err) == (0, "")
    told = json.loads(text)
    assert told["rows"]["predicted"] == 2
    assert {entry["reason"]: entry["rows"] for entry in told["rows"]["not_predicted"]} == {
        "missing area": 1,
        "unknown level of town": 1,
    }
    assert [entry["levels"] for entry in told["rows"]["not_predicted"]] == [[], ["Mainz"]]
    found = pd.read_csv(out, sep=";", decimal=",")
    frame = pd.read_csv(old)
    design = np.column_stack([np.ones(30), frame["area"], frame["town"] == "Ulm"])
    asked = [[1.0, 35.5, 1.0], [1.0, 500.0, 0.0]]
    theirs = sm.OLS(frame["price"], design).fit().get_prediction(asked).summary_frame(alpha=0.1)
    rows = found.iloc[[0, 3]]
    for name, other in (("price predicted", "mean"), ("price high 90 %", "obs_ci_upper")):
        np.testing.assert_allclose(rows[f"{name} by exact solution"], theirs[other], rtol=1e-9)
    assert found["outside the data"].tolist()[3] == "yes"
    assert found["note"].tolist() == ["'=1+1", "b", "c", "d"]
    assert list(found.columns[3:]) == told["columns"]


def test_rows_that_count_by_a_column_without_a_bias_have_the_intervals_of_statsmodels(files, capsys) -> None:
    old, _, out = files
    frame = pd.read_csv(old).assign(n=np.arange(30) % 3 + 1.0)
    frame.to_csv(old, index=False)
    new = old.with_name("plain.csv")
    frame.iloc[:4, :1].to_csv(new, index=False)
    theirs = sm.WLS(frame["price"], frame[["area"]], frame["n"]).fit().get_prediction(frame[["area"]][:4])
    for words in (["--label", "price", "--features", "area", "--no-bias"], ["--formula", "price ~ area - 1"]):
        assert run(capsys, old, new, *words, "--row-weights", "n", "--output", out)[0] == 0
        found = pd.read_csv(out)
        expected = theirs.summary_frame()
        for name, other in (
            ("price predicted", "mean"),
            ("price mean low 95 %", "mean_ci_lower"),
            ("price low 95 %", "obs_ci_lower"),
        ):
            np.testing.assert_allclose(found[f"{name} by exact solution"], expected[other], rtol=1e-9)


def test_a_label_that_is_a_logarithm_comes_back_in_its_own_units(files, capsys) -> None:
    old, new, out = files
    status, text, _ = run(capsys, old, new, "--label", "price", "--log-label", "--output", out)
    assert status == 0
    assert "3 of 4 rows can be predicted." in text
    frame = pd.read_csv(old)
    results = sm.OLS(np.log(frame["price"]), sm.add_constant(frame["area"])).fit()
    found = pd.read_csv(out, sep=";", decimal=",")
    median = np.exp(results.predict([[1.0, 35.5]])[0])
    assert found["price median predicted by exact solution"][0] == pytest.approx(median, rel=1e-9)
    mean = median * np.exp(0.5 * results.mse_resid)
    assert found["price mean predicted by exact solution"][0] == pytest.approx(mean, rel=1e-9)


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_other_kinds_of_files_can_be_written(files, capsys, ending) -> None:
    old, new, out = files
    out = out.with_suffix(f".{ending}")
    assert run(capsys, old, new, "--label", "price", "--output", out)[0] == 0
    found, _ = read_table(out)
    assert found["price predicted by exact solution"].notna().tolist() == [True, True, False, True]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--label", "price", "--features", "area,price2"), "no column named “price2”"),
        (("--label", "price", "--output", "out.txt"), "let it end with .csv"),
        (("--label", "price", "--level", "1.5"), "between 0 and 1"),
        (("--label", "price", "--errors", "HC9"), "HC9"),
    ],
)
def test_mistakes_are_sentences_and_write_nothing(files, capsys, words, sentence) -> None:
    old, new, out = files
    words = words if "--output" in words else (*words, "--output", out)
    status, text, err = run(capsys, old, new, *words)
    assert (status, text) == (2, "")
    assert sentence in err
    assert not out.exists()


def test_a_file_that_is_read_is_not_written_over(files, capsys) -> None:
    old, new, _ = files
    before = new.read_bytes()
    status, _, err = run(capsys, old, new, "--label", "price", "--output", new)
    assert (status, new.read_bytes()) == (2, before)
    assert "not written over" in err


def test_a_file_without_the_columns_is_told_and_nothing_is_written(files, capsys) -> None:
    old, new, out = files
    new.write_text("rooms\n3\n4\n")
    status, _, err = run(capsys, old, new, "--label", "price", "--output", out)
    assert status == 2
    assert "“area” is not in the file" in err
    assert not out.exists()


def test_another_loss_predicts_without_intervals_and_says_so(files, capsys) -> None:
    old, new, out = files
    words = (old, new, "--label", "price", "--loss", "absolute", "--output", out)
    status, text, _ = run(capsys, *words)
    assert status == 0
    assert "There are no intervals" in text
    added = pd.read_csv(out, sep=";", decimal=",").columns[3:].tolist()
    assert added == ["price predicted by exact solution", "not predicted because"]


def test_help_and_the_options_of_sgd_do_not_mix(files, capsys) -> None:
    old, new, out = files
    status, _, err = run(capsys, old, new, "--label", "price", "--output", out, "--solver", "sgd")
    assert status == 2
    assert "--solver" in err


def test_a_formula_without_a_bias_predicts_as_statsmodels_does(tmp_path, capsys) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.uniform(1.0, 9.0, 80), "g": rng.choice(list("abc"), 80)})
    frame["y"] = frame["x"] * (2.0 + (frame["g"] == "b")) + rng.normal(size=80)
    new = pd.DataFrame({"x": [2.0, 5.0, 3.0], "g": ["a", "b", "z"]})
    old_file, new_file, output = (tmp_path / name for name in ("old.csv", "new.csv", "out.csv"))
    frame.to_csv(old_file, index=False)
    new.to_csv(new_file, index=False)
    formula = "y ~ x * g + I(x^2) - 1"
    assert run(capsys, old_file, new_file, "--formula", formula, "--output", output)[0] == 0
    found = pd.read_csv(output)
    theirs = smf.ols("y ~ x * g + I(x**2) - 1", frame).fit().get_prediction(new[:2]).summary_frame()
    pairs = {
        "y predicted by exact solution": "mean",
        "y mean low 95 % by exact solution": "mean_ci_lower",
        "y high 95 % by exact solution": "obs_ci_upper",
    }
    for ours, their in pairs.items():
        np.testing.assert_allclose(found[ours][:2], theirs[their], rtol=1e-6)
    assert found["not predicted because"][2] == "unknown level of g"


def project_of(path: Path, project: Path, formula: str, **choices: object) -> None:
    table = table_of(path, formula, Recipe(**choices))
    with project.open("wb") as file:
        write_project(file, Project(table))


def test_a_project_predicts_with_its_own_model(files, capsys, tmp_path) -> None:
    old, new, out = files
    project = tmp_path / "project.linreg"
    project_of(old, project, "log(price) ~ area + town", references={"town": "Ulm"})
    status, text, err = run(capsys, project, new, "--out", out, "--intervals", 0.8, "--json")
    assert (status, err) == (0, "")
    assert mistakes(json.loads(text), SCHEMAS["predict"]) == []
    by_project = pd.read_csv(out, sep=";", decimal=",")
    words = ("--label", "price", "--features", "area,town", "--log-label", "--level", 0.8, "--out", out)
    assert run(capsys, old, new, *words)[0] == 0
    pd.testing.assert_frame_equal(by_project, pd.read_csv(out, sep=";", decimal=","), rtol=1e-12)


@pytest.mark.parametrize(
    "more", [("--label", "price"), ("--formula", "price ~ area"), ("--no-bias",), ("--missing", "mean")]
)
def test_a_project_has_a_model_already(files, capsys, tmp_path, more) -> None:
    old, new, out = files
    project = tmp_path / "project.linreg"
    project_of(old, project, "price ~ area")
    status, _, err = run(capsys, project, new, "--out", out, *more)
    assert status == 2
    assert err == f"{more[0]} does not go with a project, which has a model.\n"
    assert not out.exists()


def test_a_project_that_is_none_is_a_sentence(files, capsys, tmp_path) -> None:
    _, new, out = files
    (tmp_path / "broken.linreg").write_text("no project")
    status, _, err = run(capsys, tmp_path / "broken.linreg", new, "--out", out)
    assert status == 2
    assert "broken.linreg" in err
