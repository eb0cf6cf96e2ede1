"""Everything that is worked out of a dataset knows its row weights: statsmodels WLS is the oracle."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from linreg_gui.core.explaining.fit_bands import fit_bands
from linreg_gui.core.explaining.microscope import microscope
from linreg_gui.core.explaining.noise_lab import noise_lab
from linreg_gui.core.explaining.surface_window import minibatch_loss, surface_window
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.fingerprint import fingerprint
from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.fitting.holdout import split_rows
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.train import train
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.inference.collinearity import collinearity
from linreg_gui.core.inference.infer import infer
from linreg_gui.core.inference.infer_counts import infer_counts
from linreg_gui.core.inference.influence import influence
from linreg_gui.core.inference.line_bands import LineBands
from linreg_gui.core.inference.predictor import predictor
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.learning_rate import curvature
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role

RNG = np.random.default_rng(8)
N = 60
X = RNG.normal([5.0, -2.0], [2.0, 0.5], size=(N, 2))
WEIGHTS = RNG.uniform(0.2, 5.0, N)
Y = X @ [2.0, -3.0] + 4.0 + RNG.normal(size=N) / np.sqrt(WEIGHTS)
DATA = Dataset(X, Y, ["a", "b"], "y", row_weights=WEIGHTS)
PLAIN = Dataset(X, Y, ["a", "b"], "y")
WLS = sm.WLS(Y, sm.add_constant(X), weights=WEIGHTS).fit()
CLOSE = {"rel": 1e-9}


def weighted_loss(w: np.ndarray, b: float) -> float:
    return float(np.average(0.5 * (X @ w + b - Y) ** 2, weights=WEIGHTS))


def test_the_exact_solution_is_that_of_weighted_least_squares() -> None:
    found = solve_analytic(DATA)
    assert found.bias == pytest.approx(WLS.params[0], **CLOSE)
    assert found.weights == pytest.approx(WLS.params[1:], **CLOSE)
    assert found.half_mse == pytest.approx(weighted_loss(found.weights, found.bias), **CLOSE)
    assert found.r_squared == pytest.approx(WLS.rsquared, **CLOSE)
    assert fit(DATA).weights == pytest.approx(found.weights, rel=1e-13)


def test_inference_takes_the_weights_of_the_data() -> None:
    for given in (None, solve_analytic(DATA)):
        found = infer(DATA, given)
        assert found.table.standard_error == pytest.approx(WLS.bse, **CLOSE)
        assert found.table.p == pytest.approx(WLS.pvalues, rel=1e-6)
        assert (found.log_likelihood, found.aic, found.bic) == pytest.approx(
            (WLS.llf, WLS.aic, WLS.bic), **CLOSE
        )
        assert (found.f, found.sigma) == pytest.approx((WLS.fvalue, np.sqrt(WLS.scale)), **CLOSE)
    same = infer(PLAIN, row_weights=WEIGHTS)
    assert same.table.standard_error == pytest.approx(infer(DATA).table.standard_error, rel=1e-13)
    new = np.array([[4.0, -1.0], [7.0, -2.5]])
    intervals = predictor(DATA).at(new)
    oracle = WLS.get_prediction(sm.add_constant(new, has_constant="add")).summary_frame(alpha=0.05)
    assert intervals.low == pytest.approx(oracle["obs_ci_lower"], **CLOSE)
    assert intervals.mean_high == pytest.approx(oracle["mean_ci_upper"], **CLOSE)
    assert influence(DATA).leverage == pytest.approx(influence(PLAIN, row_weights=WEIGHTS).leverage)
    assert collinearity(DATA).variance_inflation == pytest.approx(
        collinearity(PLAIN, row_weights=WEIGHTS).variance_inflation
    )


@pytest.mark.parametrize("scale", [1.0, 1e-5])
def test_the_surface_is_the_weighted_loss(scale: float) -> None:
    # The second time with a column that is nearly a copy, so that the surface is made by QR.
    columns = np.column_stack([X[:, 0], X[:, 0] + scale * X[:, 1]])
    data = Dataset(columns, Y, row_weights=WEIGHTS)
    surface = LossSurface(data, solve_analytic(data))
    w, b = np.array([1.5, 0.25]), 3.0
    assert surface.half_mse(w, b) == pytest.approx(half_mse(data, w, b), rel=1e-9)
    wanted = float(np.average(0.5 * (columns @ w + b - Y) ** 2, weights=WEIGHTS))
    assert half_mse(data, w, b) == pytest.approx(wanted, rel=1e-12)
    oracle = sm.WLS(Y, sm.add_constant(columns), weights=WEIGHTS).fit()
    errors = surface.standard_errors
    assert errors is not None
    assert errors[0] == pytest.approx(oracle.bse[1:], rel=1e-5)
    assert errors[1] == pytest.approx(oracle.bse[0], rel=1e-5)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("waits", [False, True])
def test_an_update_follows_the_gradient_of_the_weighted_loss(precision: str, waits: bool) -> None:
    config = SgdConfig(0.01, batch_size=7, epochs=3, standardise=precision == "float32", precision=precision)
    sgd = Sgd(DATA, config)
    if waits:
        sgd._loop.wait_for_compiled()
    sgd.advance(11)
    before, rows = sgd.snapshot(), sgd.next_update().rows
    sgd.advance(1)
    after = sgd.snapshot()
    v = WEIGHTS[rows] / WEIGHTS.mean()
    error = X[rows] @ before.weights + before.bias - Y[rows]
    exact = 1e-9 if precision == "float64" else 2e-4
    assert after.minibatch_loss == pytest.approx(np.mean(v * 0.5 * error**2), rel=exact)
    gradient = np.append((v * error) @ X[rows], (v * error).sum()) / rows.size
    assert after.gradient == pytest.approx(gradient, rel=exact, abs=exact)


def test_a_run_ends_at_weighted_least_squares() -> None:
    run = train(DATA, SgdConfig(0.1, batch_size=N, epochs=4000))
    assert run.fit.weights == pytest.approx(WLS.params[1:], rel=1e-8)
    assert run.distance == pytest.approx(0.0, abs=1e-8)
    assert run.loss == pytest.approx(weighted_loss(run.fit.weights, run.fit.bias), rel=1e-10)


@pytest.mark.parametrize("standardise", [True, False])
def test_the_limit_of_the_learning_rate_is_that_of_the_weighted_hessian(standardise: bool) -> None:
    config = SgdConfig(0.1, batch_size=N, standardise=standardise)
    limits = curvature(DATA, standardise).limits(config)
    v = WEIGHTS / WEIGHTS.mean()
    means = np.average(X, axis=0, weights=WEIGHTS)
    stds = np.sqrt(np.average((X - means) ** 2, axis=0, weights=WEIGHTS))
    Z = np.column_stack([(X - means) / stds if standardise else X, np.ones(N)])
    largest = np.linalg.eigvalsh((Z * v[:, None]).T @ Z / N)[-1]
    assert limits.stable_limit == pytest.approx(2.0 / largest, rel=1e-9)
    longest = float((v * np.einsum("ij,ij->i", Z, Z)).max())
    assert curvature(DATA, standardise).longest_row == pytest.approx(longest, rel=1e-12)
    just_below, just_above = (
        Sgd(DATA, SgdConfig(rate * 2.0 / largest, batch_size=N, epochs=30_000, standardise=standardise))
        for rate in (0.97, 1.03)
    )
    just_below.advance(20_000)
    just_above.advance(20_000)
    assert not just_below.diverged
    assert just_above.diverged


def test_mean_squares_know_the_weights() -> None:
    v = np.sqrt(WEIGHTS / WEIGHTS.mean())
    # Rows times the root of their weights, with a column in place of the constant, have the same updates.
    one = curvature(DATA, False).limits(SgdConfig(0.1, batch_size=1, standardise=False))
    Z = np.column_stack([X, np.ones(N)]) * v[:, None]
    H = Z.T @ Z / N
    fourth = (Z * np.einsum("ij,ij->i", Z, Z)[:, None]).T @ Z / N
    root = np.linalg.cholesky(H)
    top = np.linalg.eigvalsh(np.linalg.solve(root, np.linalg.solve(root, fourth).T))[-1]
    assert one.mean_square_limit == pytest.approx(2.0 / top, rel=1e-6)


def test_an_update_under_the_microscope_adds_up() -> None:
    sgd = Sgd(DATA, SgdConfig(0.01, batch_size=7))
    sgd.advance(3)
    update = sgd.next_update()
    seen = microscope(DATA, update)
    sgd.advance(1)
    assert seen.weights_after == pytest.approx(sgd.snapshot().weights, rel=1e-12)
    assert seen.weighted
    errors = seen.data.predictions - seen.data.labels
    assert seen.data.slopes == pytest.approx(errors * WEIGHTS[update.rows] / WEIGHTS.mean(), rel=1e-9)


def test_a_minibatch_has_a_surface_of_its_weighted_loss() -> None:
    surface, rows = LossSurface(DATA, solve_analytic(DATA)), np.array([3, 14, 15, 9, 26])
    state = Sgd(DATA, SgdConfig(0.1)).snapshot()
    window = surface_window(
        surface, (0, 1), standardised=False, others=state, weight_decay=0.0, best=surface.exact
    )
    loss = minibatch_loss(DATA, rows, window)
    w = np.array([0.5, -1.0])
    wanted = np.mean(WEIGHTS[rows] / WEIGHTS.mean() * 0.5 * (X[rows] @ w + state.bias - Y[rows]) ** 2)
    assert loss.value(*w) == pytest.approx(wanted, rel=1e-10)


def test_weights_go_along_with_their_rows() -> None:
    training, validation = split_rows(DATA, 0.25, seed=3)
    for part in (training, validation):
        at = [int(np.flatnonzero(label == Y)[0]) for label in part.y]
        assert part.row_weights.tolist() == WEIGHTS[at].tolist()
    assert fingerprint(DATA) != fingerprint(PLAIN)
    assert fingerprint(DATA) != fingerprint(Dataset(X, Y, row_weights=WEIGHTS[::-1].copy()))


@pytest.mark.parametrize("loss", [AbsoluteLoss(), HuberLoss(1.0), PoissonLoss()])
def test_losses_that_know_no_weights_are_refused(loss) -> None:
    counts = Dataset(X, np.round(np.abs(Y)), row_weights=WEIGHTS)
    with pytest.raises(ProblemError, match="half squared error alone"):
        solve_reference(counts, loss)
    assert unsuited(weighted_analysis(), loss) is not None
    assert unsuited(weighted_analysis(), SquaredLoss()) is None
    with pytest.raises(ProblemError, match="half squared error alone"):
        infer_counts(counts, solve_analytic(counts))


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        (WEIGHTS[1:], "row weights came"),
        (-WEIGHTS, "between"),
        (0.0 * WEIGHTS, "between"),
        (WEIGHTS * np.nan, "finite"),
    ],
)
def test_what_are_no_weights_is_refused(weights, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Dataset(X, Y, row_weights=weights)


FRAME = pd.DataFrame({"a": X[:, 0], "b": X[:, 1], "y": Y, "w": WEIGHTS})
ROLES = {"a": Role.FEATURE, "b": Role.FEATURE, "y": Role.LABEL, "w": Role.IGNORED}


def weighted_analysis(frame: pd.DataFrame = FRAME, **recipe) -> Analysis:
    return analyse(frame, ROLES, recipe=Recipe(weights="w", **recipe))


def test_an_analysis_is_weighted_throughout() -> None:
    analysis = weighted_analysis()
    objective = Objective(analysis, SquaredLoss())
    assert analysis.exact.weights == pytest.approx(WLS.params[1:], **CLOSE)
    assert objective.standard_errors[0] == pytest.approx(WLS.bse[1:], **CLOSE)
    w, b = np.array([1.0, -1.0]), 2.0
    assert objective.mean_loss(w, b) == pytest.approx(weighted_loss(w, b), rel=1e-10)
    assert objective.mean_name == "weighted half mean squared error"
    assert objective.explanation.startswith("Rows count by their weights in “w”. Solved by")
    assert analysis.ledger.sentence == "60 read → 60 used, weighted by w"
    # What residuals are like is told of rows, each counted once.
    residuals = Y - X @ w - b
    noise = analysis.noise(w, b)
    assert (noise.mean, noise.std) == pytest.approx((residuals.mean(), residuals.std()), rel=1e-10)
    assert analysis.residuals(np.arange(5), w, b) == pytest.approx(residuals[:5])
    assert "weights" in noise_lab(SquaredLoss(), noise, (0.0, 1.0), np.empty(0), weighted=True)


def test_weight_decay_is_that_of_the_weighted_loss() -> None:
    solved = Objective(weighted_analysis(), SquaredLoss(), 0.3).solved()
    w, b = solved.exact.weights, solved.exact.bias
    error = WEIGHTS * (X @ w + b - Y) / WEIGHTS.sum()
    assert error @ X + 0.3 * w == pytest.approx(np.zeros(2), abs=1e-10)
    assert error.sum() == pytest.approx(0.0, abs=1e-10)


def test_the_rows_that_are_held_out_are_weighted_too() -> None:
    analysis = weighted_analysis(holdout=0.3)
    rows, w, b = analysis.held_out_rows, np.array([1.0, -1.0]), 2.0
    wanted = np.average(0.5 * (X[rows] @ w + b - Y[rows]) ** 2, weights=WEIGHTS[rows])
    assert analysis.validation_loss(w, b) == pytest.approx(wanted, rel=1e-10)


def test_other_weights_are_other_numbers() -> None:
    before = weighted_analysis()
    frame = FRAME.assign(w=FRAME["w"] + 1.0)
    assert not analyse(frame, ROLES, recipe=Recipe(weights="w"), before=before).has_the_numbers_of(before)
    assert not analyse(FRAME, ROLES, before=before).has_the_numbers_of(before)
    assert analyse(FRAME, ROLES, recipe=Recipe(weights="w"), before=before).has_the_numbers_of(before)


def test_bands_are_those_of_weighted_least_squares() -> None:
    roles = {**ROLES, "b": Role.IGNORED}
    analysis = analyse(FRAME, roles, recipe=Recipe(weights="w"))
    bands = fit_bands(analysis, SquaredLoss(), 0.0)
    assert isinstance(bands, LineBands)
    wls = sm.WLS(Y, sm.add_constant(X[:, :1]), weights=WEIGHTS).fit()
    at = np.array([3.0, 5.5])
    oracle = wls.get_prediction(sm.add_constant(at, has_constant="add")).summary_frame(alpha=0.05)
    assert bands.confidence(at)[0] == pytest.approx(oracle["mean_ci_lower"], **CLOSE)
    assert bands.prediction(at)[1] == pytest.approx(oracle["obs_ci_upper"], **CLOSE)


def test_without_a_bias_they_are_told_as_well() -> None:
    data = Dataset(X, Y, ["a", "b"], "y", row_weights=WEIGHTS, has_bias=False)
    found, oracle = solve_analytic(data), sm.WLS(Y, X, weights=WEIGHTS).fit()
    assert (found.bias, found.bias_fitted) == (0.0, False)
    assert found.weights == pytest.approx(oracle.params, **CLOSE)
    assert infer(data).table.standard_error == pytest.approx(oracle.bse, **CLOSE)
    analysis = analyse(FRAME, ROLES, recipe=Recipe(weights="w", has_bias=False))
    left = analysis.data.y - analysis.data.X @ analysis.exact.weights
    noise = analysis.noise(analysis.exact.weights, 0.0)
    assert (noise.mean, noise.std) == pytest.approx((left.mean(), left.std()), **CLOSE)
    assert analysis.exact.weights == pytest.approx(oracle.params, **CLOSE)
    assert analysis.errors_through_origin == pytest.approx(oracle.bse, **CLOSE)
