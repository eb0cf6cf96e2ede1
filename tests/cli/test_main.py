"""The command line as a script sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from project_paths import ROOT

from linreg_gui import __version__
from linreg_gui.cli import main as cli
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.reference.solver import solve_reference

CSV = "area,age,name,price\n" + "".join(
    f"{a},{b},n{a},{3.5 * a - 2 * b + 7}\n" for a, b in zip(range(40), [5, 1, 4, 2, 8] * 8, strict=True)
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "houses.csv"
    path.write_text(CSV + ",3,x,9\n12,old,x,9\n", encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        status = cli.main(["fit", *words])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def test_json_has_the_promised_keys_at_full_precision(data, capsys) -> None:
    status, out, err = run(capsys, str(data), "--label", "price", "--features", "area,age", "--json")
    result = json.loads(out)
    assert (status, err) == (0, "")
    keys = "schema weights bias loss mean_loss other_answers half_mse r_squared method explanation rank "
    keys += "condition_number dependencies digits centred"
    keys += " doubt rows references coefficients cross_validation written notes"
    assert list(result) == keys.split()
    assert result["weights"] == {"area": pytest.approx(3.5, rel=1e-14), "age": pytest.approx(-2, rel=1e-14)}
    assert result["bias"] == pytest.approx(7, rel=1e-14)
    assert result["half_mse"] == pytest.approx(0, abs=1e-24)
    assert result["r_squared"] == pytest.approx(1)
    assert result["rows"]["read"] == 42
    assert result["rows"]["used"] == 40
    assert result["rows"]["dropped"] == [
        {"column": "area", "reason": "missing", "rows": 1},
        {"column": "age", "reason": "not a number", "rows": 1},
    ]


COUNTS = "hours,visits\n" + "".join(f"{i % 7},{(i * i) % 5 + i % 7}\n" for i in range(60))


@pytest.mark.parametrize("name", ["squared", "absolute", "huber", "poisson"])
@pytest.mark.parametrize("decay", [0.0, 0.5])
def test_each_loss_and_weight_decay_have_their_exact_solution(
    tmp_path, capsys, name: str, decay: float
) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS)
    words = [str(path), "--label", "visits", "--loss", name, "--weight-decay", str(decay), "--json"]
    words += ["--huber-threshold", "1.25"] if name == "huber" else []
    status, out, err = run(capsys, *words)
    assert (status, err) == (0, "")
    result = json.loads(out)
    rows = np.loadtxt(COUNTS.splitlines()[1:], delimiter=",")
    dataset = Dataset(rows[:, :1], rows[:, 1])
    losses = {
        "squared": SquaredLoss(),
        "absolute": AbsoluteLoss(),
        "huber": HuberLoss(1.25),
        "poisson": PoissonLoss(),
    }
    found = solve_reference(dataset, losses[name], decay)
    assert result["weights"]["hours"] == pytest.approx(float(found.fit.weights[0]))
    assert result["loss"] == losses[name].mean_name
    assert result["mean_loss"] == pytest.approx(found.mean_loss)
    assert result["other_answers"] == found.several
    by_sgd = json.loads(run(capsys, *words, "--solver", "sgd")[1])
    assert by_sgd["weights"]["hours"] == pytest.approx(result["weights"]["hours"], rel=0.05, abs=0.02)


def test_a_loss_that_does_not_suit_and_a_threshold_of_another_loss_are_refused(data, capsys) -> None:
    common = (str(data), "--label", "price", "--features", "area,age")
    negative = data.with_name("negative.csv")
    negative.write_text("a,y\n1,-2\n2,1\n3,4\n")
    for solver in ("analytic", "sgd"):
        words = (str(negative), "--label", "y", "--loss", "poisson", "--solver", solver)
        assert "some labels are negative" in run(capsys, *words)[2]
    assert "--loss huber only" in run(capsys, *common, "--huber-threshold", "2")[2]
    assert "must be a positive number" in run(capsys, *common, "--loss", "huber", "--huber-threshold", "0")[2]
    assert "must not be negative" in run(capsys, *common, "--weight-decay", "-1")[2]


def test_rows_count_by_a_column_and_there_need_be_no_bias(tmp_path, capsys) -> None:
    path = tmp_path / "weighted.csv"
    frame = pd.DataFrame({"a": range(12), "n": [1, 2, 0, 4] * 3, "name": ["x"] * 12})
    frame["y"] = 2.0 * frame.a + 3.0 + (frame.index % 5 - 2.0)
    frame.to_csv(path, index=False)
    used = frame[frame.n > 0]
    words = [str(path), "--label", "y", "--row-weights", "n"]
    result = json.loads(run(capsys, *words, "--json")[1])
    theirs = sm.WLS(used.y, sm.add_constant(used.a), used.n).fit()
    assert list(result["weights"]) == ["a"]  # what rows are weighted by is no feature
    assert [result["weights"]["a"], result["bias"]] == pytest.approx([theirs.params.a, theirs.params.const])
    assert result["row_weights"] == "n"
    assert result["rows"]["dropped"] == [{"column": "n", "reason": "of weight 0", "rows": 3}]
    through_0 = sm.WLS(used.y, used.a, used.n).fit().params.a
    for other in (["--label", "y", "--features", "a", "--no-bias"], ["--formula", "y ~ a - 1"]):
        for solver in (["analytic"], ["sgd", "--epochs", "2000", "--batch-size", "9"]):
            words = [str(path), *other, "--row-weights", "n", "--solver", *solver, "--json"]
            result = json.loads(run(capsys, *words)[1])
            assert result["weights"]["a"] == pytest.approx(through_0, rel=1e-3)
            assert result["bias"] is None
    assert "weighted by n" in run(capsys, str(path), "--label", "y", "--row-weights", "n")[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--label", "price", "--row-weights", "size"], "There is no column named “size”."),
        (["--label", "price", "--row-weights", "price"], "cannot both weigh rows and be"),
        (["--label", "price", "--features", "age", "--row-weights", "age"], "cannot both weigh rows and be"),
        (["--formula", "price ~ log(age)", "--row-weights", "age"], "cannot both weigh rows and be"),
        (["--label", "price", "--row-weights", "name"], "“name” holds no numbers"),
        (
            ["--label", "price", "--row-weights", "age", "--loss", "huber"],
            "Row weights are known to the half",
        ),
        (["--label", "price", "--no-bias", "--loss", "absolute"], "Models without a bias are known to"),
        (["--formula", "price ~ age", "--no-bias"], "--formula does not go with --no-bias."),
    ],
)
def test_weights_and_a_bias_that_do_not_go_together_with_the_rest_are_refused(
    data, capsys, words, sentence
) -> None:
    status, out, err = run(capsys, str(data), *words)
    assert (status, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--formula", "y ~ x"], "--formula goes with FILE only."),
        (["work.linreg", "--formula", "y ~ x"], "--formula does not go with a project, which has a model."),
    ],
)
def test_a_window_takes_a_formula_for_a_table_alone(capsys, words, sentence) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(words)
    assert stop.value.code == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_text_names_every_number_and_counts_the_rows(data, capsys) -> None:
    status, out, _ = run(capsys, str(data), "--label", "price")
    assert status == 0
    for text in ("weight of area", "bias", "half mean squared error", "R²", "42 read → 40 used"):
        assert text in out


def test_json_tells_of_features_that_depend_on_each_other(tmp_path, capsys) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("a,b,c,y\n1,2,5,3\n2,4,5,5\n4,8,5,10\n7,14,5,12\n")
    result = json.loads(run(capsys, str(path), "--label", "y", "--features", "a,b,c", "--json")[1])
    assert (result["method"], result["rank"], result["condition_number"]) == ("minimum-norm", 1, None)
    assert "“b” is a multiple of “a”" in result["explanation"]
    assert [(d["feature"], d["on"]) for d in result["dependencies"]] == [("b", ["a"]), ("c", [])]
    assert result["dependencies"][1]["sentence"] == "“c” is constant."


@pytest.mark.parametrize("solver", ["analytic", "sgd"])
def test_json_says_by_which_solver(data, capsys, solver) -> None:
    result = json.loads(run(capsys, str(data), "--label", "price", "--json", "--solver", solver)[1])
    assert result["explanation"]
    assert (result["method"] == "sgd") == (solver == "sgd")
    assert (result["digits"] is None) == (solver == "sgd")
    centred = result["centred"]
    at_means = sum(w * centred["at"][name] for name, w in result["weights"].items())
    assert result["bias"] + at_means == pytest.approx(centred["prediction"])
    assert result["dependencies"] == []


def test_what_is_far_from_zero_can_be_predicted_from_the_json(tmp_path, capsys) -> None:
    path = tmp_path / "far.csv"
    path.write_text("x,y\n" + "".join(f"{10**12 + k}.5,{2 * k + (k % 3) * 0.001}\n" for k in range(30)))
    out = run(capsys, str(path), "--label", "y", "--features", "x", "--json")[1]
    result = json.loads(out)
    centred, weight = result["centred"], result["weights"]["x"]
    predicted = centred["prediction"] + weight * (1e12 + 7.5 - centred["at"]["x"])
    assert predicted == pytest.approx(14.001, abs=2e-3)
    assert result["digits"] < 9
    assert f"all but the first {result['digits']} digits of the weights" in result["explanation"]


def test_sgd_comes_close_with_the_suggested_settings(data, capsys) -> None:
    status, out, _ = run(capsys, str(data), "--label", "price", "--solver", "sgd", "--json")
    weights = json.loads(out)["weights"]
    assert status == 0
    assert np.allclose([weights["area"], weights["age"]], [3.5, -2], rtol=0.01)


def test_sgd_settings_are_used_and_the_same_seed_gives_the_same_numbers(data, capsys) -> None:
    words = [str(data), "--label", "price", "--json", "--solver", "sgd", "--learning-rate", "0.01"]
    words += ["--batch-size", "7", "--epochs", "2", "--seed"]
    first, again, other = (run(capsys, *words, seed)[1] for seed in ("3", "3", "4"))
    assert first == again
    assert first != other


def test_numbers_with_two_readings_are_told_of_and_can_be_decided(tmp_path, capsys) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("x;y\n1;1,234\n2;2,345\n3;3,459\n")
    status, out, _ = run(capsys, str(path), "--label", "y")
    assert status == 0
    assert "“1,234” was read as 1.234, but nothing tells it from 1234" in out
    result = json.loads(run(capsys, str(path), "--label", "y", "--json")[1])
    assert "3 numbers in “y”" in result["doubt"]
    decided = run(capsys, str(path), "--label", "y", "--json", "--decimal", ".", "--thousands", ",")[1]
    assert json.loads(decided)["doubt"] is None
    assert json.loads(decided)["weights"]["x"] == pytest.approx(1000.0 * result["weights"]["x"])


def test_a_name_with_a_comma_is_quoted(tmp_path, capsys) -> None:
    path = tmp_path / "comma.csv"
    path.write_text('"area, total",y\n1,2\n2,4\n3,6.5\n')
    status, out, _ = run(capsys, str(path), "--label", "y", "--features", '"area, total"', "--json")
    assert status == 0
    assert list(json.loads(out)["weights"]) == ["area, total"]


def test_a_constant_label_has_no_r_squared(tmp_path, capsys) -> None:
    path = tmp_path / "constant.csv"
    path.write_text("x,y\n1,5\n2,5\n3,5\n")
    assert json.loads(run(capsys, str(path), "--label", "y", "--json")[1])["r_squared"] is None
    assert "R²" in run(capsys, str(path), "--label", "y")[1]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["DATA"], "--label"),
        (["DATA", "--label", "cost"], "“cost”"),
        (["DATA", "--label", "price", "--features", "area,sea"], "“sea”"),
        (["DATA", "--label", "price", "--features", "price"], "both a feature and the label"),
        (["DATA", "--label", "price", "--features", ""], "no numeric column to predict from"),
        (["DATA", "--label", "price", "--solver", "magic"], "magic"),
        (["DATA", "--label", "price", "--solver", "sgd", "--epochs", "many"], "many"),
        (["DATA", "--label", "price", "--solver", "sgd", "--epochs", "0"], "epochs"),
        (["DATA", "--label", "price", "--solver", "sgd", "--learning-rate", "0"], "learning rate"),
        (["DATA", "--label", "price", "--solver", "sgd", "--learning-rate", "nan"], "learning rate"),
        (["DATA", "--label", "price", "--solver", "sgd", "--learning-rate", "1000"], "2/λmax"),
        (["DATA", "--label", "price", "--batch-size", "3"], "--solver sgd"),
        (["/nowhere/at all.csv", "--label", "price"], "at all.csv"),
        (["/", "--label", "price"], "folder"),
        (["DATA", "--label", "price", "--surprise"], "--surprise"),
        (["DATA", "--label", "name"], "“name” holds texts, but a label has to be a number"),
    ],
)
def test_whatever_is_wrong_is_one_sentence_and_status_two(data, capsys, words, part) -> None:
    status, out, err = run(capsys, *[str(data) if word == "DATA" else word for word in words])
    assert status == 2
    assert out == ""
    assert part in err
    assert len(err.strip().splitlines()) == 1
    assert err.strip().endswith((".", "”"))


def environment(**changes: str) -> dict[str, str]:
    dropped = ("DISPLAY", "WAYLAND", "QT_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "PYTHONPATH": str(ROOT), **changes}


def python(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    variables = environment(**changes)
    return subprocess.run(command, capture_output=True, text=True, env=variables, timeout=120, check=False)


def test_fitting_never_imports_qt(data) -> None:
    code = (
        "import sys; from linreg_gui.cli.main import main; "
        f"status = main(['fit', {str(data)!r}, '--label', 'price']); "
        "sys.exit(status or any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules))"
    )
    assert python("-c", code).returncode == 0


@pytest.mark.parametrize("start", [["-m", "linreg_gui"], [str(ROOT / "main.py")]])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_it_says_so_in_one_sentence_and_ends_with_status_one(start) -> None:
    result = python(*start)
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert "display" in result.stderr


def test_both_starts_tell_the_same_version() -> None:
    for start in (["-m", "linreg_gui"], [str(ROOT / "main.py")]):
        assert python(*start, "--version").stdout.strip() == f"linreg-gui {__version__}"


def test_a_reader_that_stops_early_is_no_error(data) -> None:
    words = ["fit", str(data), "--label", "price"]
    code = f"from linreg_gui.cli.main import main; import sys; sys.exit(main({words!r}))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.fixture
def flats(tmp_path: Path) -> Path:
    path = tmp_path / "flats.csv"
    rows = "Ulm,1,10 Ulm,2,12 Bonn,3,24 Bonn,,25 Ulm,5,18 Köln,6,50"
    path.write_text("\n".join(["town,area,price", *rows.split()]), "utf-8")
    return path


def test_texts_become_indicators_and_holes_are_filled_as_asked_for(flats, capsys) -> None:
    words = [str(flats), "--label", "price", "--features", "town,area", "--missing", "mean"]
    _, out, _ = run(capsys, *words, "--reference", "town=Bonn", "--json")
    result = json.loads(out)
    assert list(result["weights"]) == ["town = Köln", "town = Ulm", "area"]
    assert (result["references"], result["rows"]["filled"]) == ({"town": "Bonn"}, {"area": 1})
    flats.write_text(f"{flats.read_text('utf-8')}\nWien,7,", "utf-8")
    _, out, _ = run(capsys, *words, "--reference", "town=Wien")
    assert "weight of town = Bonn" in out
    assert "reference level of town: Ulm" in out
    assert "7 read → 6 used" in out
    assert "“Wien”, the reference level of “town”, is in no row that is used" in out


def test_a_reference_without_a_level_is_a_sentence(flats, capsys) -> None:
    status, _, err = run(capsys, str(flats), "--label", "price", "--reference", "town")
    assert status == 2
    assert "--reference needs COLUMN=LEVEL, not “town”." in err


@pytest.mark.parametrize(
    ("references", "sentence"),
    [
        (
            ["zz=1"],
            "There is no column named “zz”. The columns are: town, area, price.",
        ),
        (["town=zz"], "“town” has no level “zz”. Its levels are: Bonn, Köln, Ulm."),
        (["town="], "“town” has no level “”. Its levels are: Bonn, Köln, Ulm."),
        (["area=1"], "“area” has no reference level: it is no feature of texts."),
        (["town=Ulm", "town=Bonn"], "--reference is given twice for “town”."),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_reference_that_does_not_exist_is_refused(flats, capsys, references, sentence, more) -> None:
    words = [word for reference in references for word in ("--reference", reference)]
    found = run(capsys, str(flats), "--label", "price", "--features", "town,area", *words, *more)
    assert found == (2, "", f"{sentence}\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["fit", "DATA", "--label", "a", "--label", "b"], "--label is given twice."),
        (
            ["fit", "DATA", "--label", "price", "--features", "a", "--features", "b"],
            "--features is given twice.",
        ),
        (
            ["fit", "DATA", "--label", "price", "--solver", "sgd", "--solver", "sgd"],
            "--solver is given twice.",
        ),
        (["fit", "DATA", "--label", "price", "--seed", "-3"], "-3 is not from 0 to 2147483647"),
        (["fit", "DATA", "--label", "price", "--epochs", "9" * 30], "is not from 1 to"),
        (["fit", "DATA", "--label", "price", "--epochs", str(10**12)], "is not from 1 to 2147483647"),
        (["fit", "DATA", "--label", "price", "--seed", str(2**31)], "is not from 0 to 2147483647"),
        (["fit", "DATA", "--label", "price", "--epochs", "9" * 5000], "is no whole number"),
        (["fit", "DATA", "--label", "price", "--batch-size", "nan"], "“nan” is no whole number"),
        (["fit", "DATA", "--label", "price", "--solver", "sgd", "--learning-rate", "-1"], "learning rate"),
        (["fit", "DATA", "--label", "price", "--solver", "sgd", "--learning-rate", "1e400"], "learning rate"),
        (["--selftest", "DATA"], "--selftest does not go with FILE."),
        (["--selftest", "--new-instance"], "--selftest does not go with --new-instance."),
        (["--report", "r.json"], "--report goes with --selftest only."),
        (["--unseen"], "--unseen goes with --selftest only."),
        (["devices", "--report", "r.json"], "--report goes with --json only."),
        (["DATA", "DATA"], "nrecognized arguments: "),
    ],
)
def test_options_that_are_repeated_or_make_no_sense_are_refused(data, capsys, words, sentence) -> None:
    try:
        status = cli.main([str(data) if word == "DATA" else word for word in words])
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("words", [["devices", "--json"], ["--selftest"]])
def test_a_report_into_a_pipe_is_refused_in_a_sentence(tmp_path, capfd, monkeypatch, words) -> None:
    checks = SimpleNamespace(run_self_test=lambda *_, **__: None)
    monkeypatch.setitem(sys.modules, "linreg_gui.app.self_test.run", checks)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert cli.main([*words, "--report", str(pipe)]) == 2
    assert capfd.readouterr().err == "“pipe” could not be saved: it is a pipe and no file.\n"


def test_a_formula_says_label_and_terms_at_once(data, capsys) -> None:
    words = (str(data), "--json", "--formula")
    result = json.loads(run(capsys, *words, "price ~ area * age + I(area^2)")[1])
    assert result["formula"] == "price ~ area + age + I(area^2) + area:age"
    assert list(result["weights"]) == ["area", "age", "area^2", "area × age"]
    assert result["weights"]["area"] == pytest.approx(3.5, rel=1e-9)
    without = json.loads(run(capsys, *words, "price ~ area + age - 1")[1])
    assert without["bias"] is None
    X = np.array([line.split(",")[:2] for line in CSV.splitlines()[1:]], dtype=float)
    y = 3.5 * X[:, 0] - 2 * X[:, 1] + 7
    expected = np.linalg.lstsq(X, y)[0]
    assert list(without["weights"].values()) == pytest.approx(expected.tolist(), rel=1e-12)
    assert "\nbias" not in run(capsys, str(data), "--formula", "price ~ area - 1")[1]


def test_a_mistake_in_a_formula_is_marked_below_it(data, capsys) -> None:
    status, out, err = run(capsys, str(data), "--formula", "price ~ area + aeg")
    assert (status, out) == (2, "")
    assert err.splitlines()[-3:] == [
        "There is no column named “aeg”. Do you mean “age”?",
        "price ~ area + aeg",
        "               ^^^",
    ]


def test_a_formula_goes_with_no_other_choice_of_columns(data, capsys) -> None:
    assert "--label" in run(capsys, str(data))[2]
    assert "does not go with --label" in run(capsys, str(data), "--formula", "y ~ a", "--label", "y")[2]
    words = (str(data), "--formula", "price ~ area - 1", "--json")
    exact, by_sgd = (json.loads(run(capsys, *words, *more)[1]) for more in ((), ("--solver", "sgd")))
    assert by_sgd["weights"]["area"] == pytest.approx(exact["weights"]["area"], rel=1e-2)
    assert by_sgd["bias"] is None
    assert "known to the half squared error alone" in run(capsys, *words, "--loss", "absolute")[2]
