"""The table of coefficients, cross-validation, scripts and the schema on the command line."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from json_schemas import mistakes

from linreg_gui import core
from linreg_gui.cli import main as cli
from linreg_gui.cli.json_schema import SCHEMAS
from linreg_gui.cli.parsers import devices_parser, fit_parser, predict_parser, window_parser


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"area": rng.uniform(20, 200, 40), "town": rng.choice(["Bonn", "Ulm"], 40)})
    frame["price"] = (
        50 + 3 * frame["area"] + 40 * (frame["town"] == "Ulm") + frame["area"] * rng.normal(size=40)
    )
    frame["visits"] = rng.poisson(np.exp(0.01 * frame["area"]))
    frame.loc[3, "area"] = np.nan
    frame.to_csv(tmp_path / "data.csv", index=False)
    return tmp_path / "data.csv"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        status = cli.main(["fit", *map(str, words)])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def test_the_whole_analysis_in_one_line(data, capsys, tmp_path) -> None:
    code = tmp_path / "out.py"
    words = (data, "price ~ area + town", "--table", "--robust", "hc3", "--intervals", 0.9)
    words += ("--cross-validate", 10, "--code", code)
    status, text, err = run(capsys, *words)
    assert (status, err) == (0, "")
    assert "intervals of 90 %, robust errors (HC3)" in text
    assert "cross-validated in 10 folds (seed 0): root mean squared error" in text
    assert f"Wrote “{code}”." in text
    result = json.loads(run(capsys, *words, "--json")[1])
    frame = pd.read_csv(data)
    theirs = smf.ols("price ~ area + C(town, Treatment('Bonn'))", frame).fit(cov_type="HC3", use_t=True)
    reference = result["references"]["town"]
    theirs = smf.ols(f"price ~ area + C(town, Treatment('{reference}'))", frame).fit(
        cov_type="HC3", use_t=True
    )
    rows = {row["name"].split(" =")[0]: row for row in result["coefficients"]["rows"]}
    low, high = theirs.conf_int(0.1).T.to_numpy()
    for name, place in (("bias", 0), ("town", 1), ("area", 2)):
        row = rows[name]
        expected = [theirs.params.iloc[place], theirs.bse.iloc[place], theirs.pvalues.iloc[place]]
        np.testing.assert_allclose([row["estimate"], row["standard_error"], row["p"]], expected, rtol=1e-8)
        np.testing.assert_allclose([row["low"], row["high"]], [low[place], high[place]], rtol=1e-8)
    dataset, _ = core.to_dataset(frame, "price", ["area", "town"])
    assert result["cross_validation"]["rmse"] == core.cross_validate(dataset, 10).rmse
    printed = subprocess.run(
        [sys.executable, str(code)], capture_output=True, encoding="utf-8", check=True, timeout=120
    ).stdout
    (area,) = (line.split() for line in printed.splitlines() if line.startswith("area"))
    expected = [rows["area"]["estimate"], rows["area"]["standard_error"]]
    np.testing.assert_allclose([float(cell) for cell in area[1:3]], expected, rtol=1e-9)


@pytest.mark.parametrize(
    "more",
    [
        ("price ~ area",),
        ("price ~ area", "--table"),
        ("--label", "price", "--features", "area", "--row-weights", "visits", "--level", "0.8"),
        ("log(price) ~ area * town", "--errors", "HC1", "--cross-validate", "3", "--seed", "7"),
        ("visits ~ area", "--loss", "poisson", "--table", "--cross-validate", "4"),
        ("price ~ area", "--loss", "huber", "--robust", "hc0"),
        ("price ~ area", "--solver", "sgd", "--epochs", "3", "--cross-validate", "2"),
        ("price ~ area - 1", "--weight-decay", "2", "--missing", "mean"),
    ],
)
def test_json_is_as_its_schema_says(data, capsys, more) -> None:
    status, out, err = run(capsys, data, *more, "--json")
    assert (status, err) == (0, "")
    assert mistakes(json.loads(out), SCHEMAS["fit"]) == []


@pytest.mark.parametrize("command", ["fit", "predict"])
def test_the_schema_is_printed(capsys, command) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([command, "--json-schema"])
    assert stop.value.code == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema.pop("$schema").startswith("https://json-schema.org/")
    assert schema == SCHEMAS[command]
    assert schema["properties"]["schema"]["const"] == f"linreg-gui {command} 1"


def test_a_schema_is_held_to_the_letter() -> None:
    assert mistakes({"a": 1}, {"type": "object", "properties": {}}) == [".a is not in the schema"]
    assert mistakes({}, {"type": "object", "required": ["a"]}) == [" lacks a"]
    assert mistakes([True], {"type": "array", "items": {"type": "number"}}) != []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("price ~ area", "--formula", "y ~ x"), "MODEL does not go with --formula."),
        (("price ~ area", "--label", "price"), "MODEL does not go with --label."),
        ((), "One of MODEL, --label and --formula is needed."),
        (("price ~ area", "--table", "--solver", "sgd"), "exact solution: leave --solver sgd out."),
        (("price ~ area", "--table", "--loss", "absolute"), "not known for the absolute error."),
        (("price ~ area", "--table", "--weight-decay", "1"), "drawn towards 0."),
        (("price ~ area", "--robust", "hc9"), "hc9"),
        (("price ~ area", "--intervals", "1.5"), "level"),
        (("price ~ area", "--cross-validate", "1"), "1 is not from 2"),
        (("price ~ area", "--cross-validate", "100"), "fold"),
        (("price ~ area", "--code", "x.txt"), "let it end with .py or .R."),
        (("price ~ area", "--code", "x.py", "--seed", "1"), "--seed goes with --solver sgd only."),
    ],
)
def test_what_does_not_go_is_a_sentence(data, capsys, more, sentence) -> None:
    status, out, err = run(capsys, data, *more)
    assert (status, out) == (2, "")
    assert sentence.casefold() in err.casefold()
    assert len(err.strip().splitlines()) == 1


def test_the_file_that_is_read_is_not_written_over(data, capsys) -> None:
    path = data.rename(data.with_name("data.py"))
    before = path.read_bytes()
    status, _, err = run(capsys, path, "price ~ area", "--code", path)
    assert status == 2
    assert "not written over" in err
    assert path.read_bytes() == before


def test_a_run_of_sgd_is_in_the_script(data, capsys, tmp_path) -> None:
    code = tmp_path / "run.py"
    words = (data, "price ~ area", "--solver", "sgd", "--epochs", 4, "--json", "--code", code)
    weights = json.loads(run(capsys, *words, "--code-with", "linreg_gui")[1])["weights"]
    assert "core.Sgd" in code.read_text("utf-8")
    printed = subprocess.run(
        [sys.executable, str(code)], capture_output=True, encoding="utf-8", check=True, timeout=120
    ).stdout
    *_, area = (line.split() for line in printed.splitlines() if line.startswith("area"))
    assert float(area[1]) == pytest.approx(weights["area"], rel=1e-11)


def test_help_shows_examples_that_are_understood_and_the_exit_status() -> None:
    for parser in (fit_parser(), predict_parser()):
        text = parser.format_help()
        assert "Exit status: 0" in text
        examples = [line for line in text.splitlines() if line.startswith("  linreg-gui ")]
        assert len(examples) >= 3
        for example in examples:
            parser.parse_args(shlex.split(example)[2:])
    assert "Exit status: 0" in window_parser().format_help()
    assert devices_parser().prog == "linreg-gui devices"
