"""The examples for notebooks run, and what they print is true."""

from __future__ import annotations

import re
import runpy

import numpy as np
import pytest
from project_paths import ROOT

EXAMPLES = ROOT / "resources" / "examples"


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]):
    """Runs an example, and gives its lines."""

    def run(name: str) -> list[str]:
        runpy.run_path(str(EXAMPLES / name))
        return capsys.readouterr().out.splitlines()

    return run


def numbers(lines: list[str], start: str) -> list[float]:
    """All numbers in the one line that starts so."""
    (line,) = (line for line in lines if line.lstrip().startswith(start))
    return [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", line)]


def test_every_example_is_tested_and_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    here = (ROOT / "tests" / "test_examples.py").read_text(encoding="utf-8")
    names = [path.name for path in sorted(EXAMPLES.iterdir()) if path.suffix == ".py"]
    assert len(names) == 3
    assert [name for name in names if f"resources/examples/{name}" not in readme] == []
    assert [name for name in names if f'printed("{name}")' not in here] == []


def test_a_csv_gives_the_weights_intervals_and_prediction_of_statsmodels(printed) -> None:
    import statsmodels.api as sm

    cars = np.loadtxt(
        ROOT / "resources" / "samples" / "motor_trend_cars.csv", delimiter=",", skiprows=1, usecols=(0, 5, 3)
    )
    peer = sm.OLS(cars[:, 0], sm.add_constant(cars[:, 1:])).fit()
    new = peer.get_prediction([[1.0, 3.0, 110.0]]).summary_frame(alpha=0.05).iloc[0]
    lines = printed("fit_a_csv.py")
    assert lines[0] == "32 read → 32 used"
    assert lines[1] == f"{peer.rsquared:.1%} of the variance of mpg is explained"
    for name, weight, interval in zip(
        ("bias", "weight", "horsepower"), peer.params, peer.conf_int(), strict=True
    ):
        assert numbers(lines, name) == pytest.approx([weight, *interval], abs=5.1e-5)
    assert numbers(lines, "prediction") == pytest.approx([new["mean"]], abs=5.1e-5)
    mean = [new["mean_ci_lower"], new["mean_ci_upper"]]
    assert numbers(lines, "mean of such cars") == pytest.approx(mean, abs=5.1e-3)
    single = [new["obs_ci_lower"], new["obs_ci_upper"]]
    assert numbers(lines, "the next such car") == pytest.approx(single, abs=5.1e-3)


def test_sgd_is_watched_to_the_exact_answer_and_back(printed) -> None:
    income, food = np.loadtxt(ROOT / "resources" / "samples" / "engel.csv", delimiter=",", skiprows=1).T
    weight, bias = np.polyfit(income, food, 1)
    smallest = 0.5 * np.mean((weight * income + bias - food) ** 2)
    lines = printed("watch_sgd.py")
    assert numbers(lines, "exact")[:2] == pytest.approx([weight, bias], abs=5.1e-5)
    steps = (0, 1, 2, 5, 10, 20, 50, 100, 200, 600)
    table = [numbers(lines, f"{step} ") for step in steps]
    assert [row[0] for row in table] == list(steps)
    for step, epoch, w, b, above in table:
        assert epoch == pytest.approx(step / 5)  # 235 rows in minibatches of 47
        half_mse = 0.5 * np.mean((w * income + b - food) ** 2)
        # Weights are printed with six digits, which tell the loss no better than this.
        assert above == pytest.approx(half_mse - smallest, rel=1e-4, abs=0.002)
    assert table[0][4] > 50 * table[5][4] > 1e6 * table[-1][4]
    assert lines[-3] == "back at step 50: the same to the last bit? yes"
    assert lines[-2] == "at step 600 for the second time: the same to the last bit? yes"
    share = abs(table[-1][2] / weight - 1)
    assert numbers(lines, "the weight is") == pytest.approx([100 * share], abs=0.003)
    assert share < 0.01


def test_least_squares_are_the_likeliest_weights_and_the_tests_know_normal_noise(printed) -> None:
    lines = printed("noise_and_likelihood.py")
    *fitted, bias = numbers(lines, "weights")[:3]
    assert [*fitted, bias] == pytest.approx([2.0, -3.4, 4.2], abs=0.05)
    likely, corrected, truth = numbers(lines, "sigma")
    assert truth == 0.5
    assert likely < corrected
    assert corrected == pytest.approx(likely * np.sqrt(1000 / 997), abs=1.1e-4)
    assert corrected == pytest.approx(truth, abs=3 * truth / np.sqrt(2 * 997))
    summed, by_hand = numbers(lines, "log-likelihood")
    assert summed == by_hand
    losses, likelihoods = np.transpose([numbers(lines, name) for name in ("fitted", "true", "zero")])
    assert (np.diff(losses) > 0).all()
    assert (np.diff(likelihoods) < 0).all()
    # eq. 3.1.16 with the sigma that belongs to each: -n/2 (log 2π + log(2 · half mse) + 1)
    expected = -500 * (np.log(2 * np.pi) + np.log(2 * losses) + 1)
    assert likelihoods == pytest.approx(expected, abs=500 * 5.1e-5 / losses.min())
    assert likelihoods[0] == pytest.approx(summed, abs=0.006)
    (normal, all_normal), (laplace, _) = numbers(lines, "normal noise"), numbers(lines, "laplace noise")
    assert all_normal == 200
    assert 0 < normal <= 20  # about one in twenty
    assert laplace == 200
