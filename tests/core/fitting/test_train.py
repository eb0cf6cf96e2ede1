from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from statsmodels.api import OLS, add_constant

from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.fitting.holdout import split_rows
from linreg_gui.core.fitting.train import train
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse, predict
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.to_dataset import to_dataset


def full_batch(data: Dataset, rate: float, epochs: int = 5000, **options) -> SgdConfig:
    return SgdConfig(rate, data.n_rows, epochs, **options)


def test_without_rules_it_runs_to_the_last_epoch(random_data):
    data = random_data(n=100)
    run = train(data, SgdConfig(batch_size=50, epochs=7))
    assert (run.ended_by, run.snapshot.step, run.snapshot.epoch) == ("epochs", 14, 7.0)
    assert run.steps.tolist() == list(range(0, 15, 2))
    assert run.data is data
    assert np.isnan(run.validation_loss).all()
    assert run.fit.explanation.startswith("Minibatch SGD: 14 updates in 7 epochs, then all epochs were done")


def test_the_record_holds_the_losses_at_its_steps(random_data):
    data = random_data()
    config = SgdConfig(0.05, 32, 5, seed=3)
    run = train(data, config, validation=0.25)
    training, validation = split_rows(data, 0.25, seed=3)
    sgd = Sgd(training, config)
    for step, loss, held_out in zip(run.steps, run.training_loss, run.validation_loss, strict=True):
        sgd.seek(int(step))
        state = sgd.snapshot()
        assert loss == pytest.approx(half_mse(training, state.weights, state.bias))
        assert held_out == pytest.approx(half_mse(validation, state.weights, state.bias))
    assert run.loss == run.training_loss[-1]


def test_a_long_run_keeps_a_few_thousand_records(random_data):
    data = random_data(n=20, d=1)
    free = train(data, full_batch(data, 0.01, 12_000))
    watched = train(data, full_batch(data, 0.001, 5_000), stop=StopRules(target_loss=0.0))
    for run in (free, watched):
        assert 2000 <= len(run.steps) <= 4001
        assert run.steps[0] == 0
        assert run.steps[-1] == run.snapshot.step
        assert (np.diff(run.steps) > 0).all()


def test_it_stops_at_the_target_loss(random_data):
    data = random_data()
    target = 1.5 * solve_analytic(data).half_mse
    run = train(data, full_batch(data, 0.1), stop=StopRules(target_loss=target))
    assert run.ended_by == "target loss"
    assert run.training_loss[-1] <= target < run.training_loss[-2]
    assert f"came down to the {target:g} wanted" in run.fit.explanation


def test_it_stops_near_the_exact_predictions(random_data):
    data = random_data()
    run = train(data, full_batch(data, 0.3), stop=StopRules(distance=1e-3))
    assert run.ended_by == "distance"
    assert run.distance <= 1e-3
    exact = solve_analytic(data)
    gaps = predict(data.X, run.fit.weights, run.fit.bias) - predict(data.X, exact.weights, exact.bias)
    assert run.distance == pytest.approx(math.sqrt(np.mean(gaps**2)) / data.y.std(), rel=1e-6)
    assert "predictions came as near to the exact ones as wanted" in run.fit.explanation
    assert f"{number_text(100.0 * run.distance, 2)} % of the spread of the label away" in run.fit.explanation


def test_a_bias_that_is_far_off_does_not_stop_a_run():
    x = np.cos(np.arange(50.0))
    data = Dataset(x[:, None], 1e6 + 2.0 * x)
    run = train(data, full_batch(data, 0.5, 20), stop=StopRules(distance=1e-3))
    assert run.ended_by == "epochs"
    assert run.fit.weights[0] == pytest.approx(2.0, rel=1e-5)
    level = run.fit.bias + 2.0 * x.mean() - data.y.mean()
    assert run.distance == pytest.approx(abs(level) / data.y.std(), rel=1e-3)
    assert run.distance > 0.5


def test_a_run_far_off_in_a_hidden_direction_is_not_called_exact():
    """Two features that differ by a millionth of themselves, and a label that shows that difference."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 60))
    data = Dataset(np.c_[a, a + 1e-7 * b], b)
    run = train(data, full_batch(data, 0.3, 2000), stop=StopRules(distance=1e-2))
    assert run.ended_by == "epochs"
    assert run.distance > 0.9
    assert run.fit.r_squared < 0.1
    assert run.standard_errors_off > 1e3


def test_the_distance_in_standard_errors_is_that_of_the_worst_parameter(random_data):
    data = random_data()
    run = train(data, full_batch(data, 0.3, 20))
    exact = solve_analytic(data)
    errors = OLS(data.y, add_constant(data.X)).fit().bse
    off = np.append(run.fit.bias - exact.bias, run.fit.weights - exact.weights)
    wanted = np.max(np.abs(off) / errors)
    assert run.standard_errors_off == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("rate", [1e-9, 1e-6, 1e-4])
def test_a_tiny_learning_rate_is_not_convergence(random_data, rate):
    data = random_data()
    run = train(data, full_batch(data, rate, 50), stop=StopRules(tolerance=1e-6))
    assert run.ended_by == "epochs"
    assert run.distance > 0.5


@pytest.mark.parametrize("decay", ["constant", "inverse time"])
def test_tolerance_stops_where_the_loss_no_longer_falls(random_data, decay):
    data = random_data()
    best = learning_rate_limits(data).best_rate
    config = full_batch(data, 0.5 * best, decay=decay, decay_epochs=1000.0)
    run = train(data, config, stop=StopRules(tolerance=1e-12))
    assert run.ended_by == "tolerance"
    assert run.snapshot.epoch < 4000
    assert run.distance < 1e-3


@pytest.mark.parametrize("loss", [HuberLoss(1.0), PoissonLoss(), AbsoluteLoss()])
def test_tolerance_works_for_every_loss_and_says_there_is_no_exact_solution(loss):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    data = Dataset(X, rng.poisson(np.exp(X @ [0.5, -0.3] + 1.0)))
    run = train(data, full_batch(data, 0.1, average_after=20, loss=loss), stop=StopRules(tolerance=1e-4))
    assert run.ended_by == "tolerance"
    assert math.isnan(run.distance)
    assert "not compared with an exact solution" in run.fit.explanation
    assert run.loss == pytest.approx(loss.mean(data, run.fit.weights, run.fit.bias))


@pytest.mark.parametrize("loss", [HuberLoss(1.0), PoissonLoss(), AbsoluteLoss()])
@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_a_run_of_every_loss_ends_near_its_exact_solution(loss, weight_decay):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    data = Dataset(X, rng.poisson(np.exp(X @ [0.5, -0.3] + 1.0)))
    config = full_batch(data, 0.05, 3000, decay="cosine", loss=loss, weight_decay=weight_decay)
    run = train(data, config, stop=StopRules(distance=0.02))
    assert run.ended_by == "distance"
    exact = solve_reference(data, loss, weight_decay).fit
    ours, theirs = (loss.prediction(X @ fit.weights + fit.bias) for fit in (run.fit, exact))
    apart = math.sqrt(np.mean((ours - theirs) ** 2)) / data.y.std()
    assert run.distance == pytest.approx(apart, rel=1e-6)
    assert 0.0 < run.distance <= 0.02
    assert "away from those of the exact solution" in run.fit.explanation
    earlier = train(data, config, stop=StopRules(distance=0.2))
    assert earlier.snapshot.step < run.snapshot.step


def test_counts_without_a_least_loss_cannot_be_near_it():
    data = Dataset([[0.0], [1.0], [2.0]], [0.0, 0.0, 0.0])
    with pytest.raises(ProblemError):
        train(data, SgdConfig(loss=PoissonLoss()), stop=StopRules(distance=0.1))


def test_early_stopping_goes_back_to_the_best_state():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 25))
    data = Dataset(X, X[:, 0] + rng.normal(size=40))
    config = SgdConfig(0.02, 8, 3000)
    run = train(data, config, stop=StopRules(patience=20), validation=0.3)
    whole = train(data, config, validation=0.3)
    assert run.ended_by == "patience"
    best = int(np.argmin(run.validation_loss))
    assert run.snapshot.step == run.steps[best] == run.steps[-1]
    assert run.validation_loss[best] < whole.validation_loss[-1]
    assert "had not improved for 20 epochs and its best state is kept" in run.fit.explanation
    sgd = Sgd(run.data, config)
    sgd.advance(run.snapshot.step)
    np.testing.assert_array_equal(sgd.snapshot().weights, run.fit.weights)


def test_a_second_dataset_may_be_the_validation_whatever_its_column_order(random_data):
    data, other = random_data(), random_data(n=50)
    turned = Dataset(other.X[:, ::-1], other.y, other.feature_names[::-1])
    plain, swapped = (train(data, SgdConfig(), validation=v) for v in (other, turned))
    np.testing.assert_array_equal(plain.validation_loss, swapped.validation_loss)
    assert plain.data is data


def test_a_second_file_may_be_the_validation(tmp_path):
    rng = np.random.default_rng(0)
    datasets = []
    for name, header, n in (("first.csv", "a,b,y", 60), ("second.csv", "b,y,a", 30)):
        columns = dict(zip("ab", rng.normal(size=(2, n)), strict=True))
        columns["y"] = 2.0 * columns["a"] - columns["b"] + rng.normal(size=n)
        lines = [",".join(repr(float(columns[key][i])) for key in header.split(",")) for i in range(n)]
        (tmp_path / name).write_text("\n".join([header, *lines]))
        datasets.append(to_dataset(read_csv(tmp_path / name)[0], "y")[0])
    data, held_out = datasets
    assert held_out.feature_names == ("b", "a")
    run = train(data, SgdConfig(0.1, 16, 200), validation=held_out, stop=StopRules(patience=5))
    assert run.ended_by == "patience"
    weights = run.fit.weights[::-1]
    assert run.validation_loss[-1] == pytest.approx(half_mse(held_out, weights, run.fit.bias))
    assert run.validation_loss[-1] == run.validation_loss.min()


def test_validation_data_with_other_columns_are_a_problem(random_data):
    data = random_data()
    with pytest.raises(ProblemError, match="lack the feature “x4”"):
        train(data, validation=Dataset(data.X[:, :3], data.y))
    with pytest.raises(ProblemError, match="label “z” instead of “y”"):
        train(data, validation=Dataset(data.X, data.y, label_name="z"))
    with pytest.raises(ProblemError, match="for counts"):
        train(
            Dataset(data.X, np.abs(data.y)),
            SgdConfig(1e-6, loss=PoissonLoss()),
            validation=Dataset(data.X, -np.abs(data.y)),
        )


def test_the_time_is_over(random_data):
    run = train(random_data(n=2000), SgdConfig(1e-6, 1, 10**8), stop=StopRules(seconds=0.05))
    assert run.ended_by == "seconds"
    assert 0 < run.snapshot.step < 10**9
    assert "the 0.05 s allowed were over" in run.fit.explanation


def test_divergence_keeps_the_last_finite_state_and_fit_makes_it_a_problem(random_data):
    data, config = random_data(), SgdConfig(50.0)
    run = train(data, config)
    assert run.ended_by == "diverged"
    assert np.isfinite(run.fit.weights).all()
    assert "the next update would have diverged" in run.fit.explanation
    with pytest.raises(ProblemError, match="2/λmax"):
        fit(data, solver="sgd", config=config)
    counts = Dataset(data.X, np.abs(data.y))
    with pytest.raises(ProblemError, match="too large for the Poisson negative log-likelihood"):
        fit(counts, solver="sgd", config=SgdConfig(50.0, loss=PoissonLoss()))


def test_weight_decay_is_measured_against_ridge(random_data):
    data = random_data()
    config = full_batch(data, 1.0, 20_000, weight_decay=0.3)
    config = replace(config, learning_rate=learning_rate_limits(data, config).best_rate)
    run = train(data, config, stop=StopRules(distance=1e-12))
    assert run.ended_by == "distance"
    np.testing.assert_allclose(run.fit.weights, solve_analytic(data, ridge=0.3).weights, rtol=1e-6)


def test_a_label_without_spread_is_measured_by_its_size():
    data = Dataset([[-1.0], [1.0], [0.0]], [2.0, 2.0, 2.0])
    run = train(data, SgdConfig(0.1, 2, 1))
    assert "its predictions are 80 % of the size of the label away" in run.fit.explanation


def test_a_label_of_nothing_but_zeros_is_met_from_the_beginning():
    data = Dataset([[-1.0], [1.0], [0.0]], [0.0, 0.0, 0.0])
    run = train(data, SgdConfig(0.1, 2, 1))
    assert run.distance == 0.0
    assert "it predicts the same as the exact solution" in run.fit.explanation


def test_poisson_is_judged_by_the_counts_it_predicts():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 1))
    data = Dataset(X, rng.poisson(np.exp(0.8 * X[:, 0] + 1.0)))
    found = train(data, full_batch(data, 0.05, loss=PoissonLoss())).fit
    predicted = np.exp(X @ found.weights + found.bias)
    assert found.half_mse == pytest.approx(0.5 * np.mean((data.y - predicted) ** 2))
    assert found.r_squared > 0.4


def test_rules_that_need_what_is_not_there_are_refused(random_data):
    with pytest.raises(ValueError, match="needs validation data"):
        train(random_data(), stop=StopRules(patience=3))
