"""Cross-validation against plain refits, scikit-learn and the leverages of statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import PredefinedSplit, cross_val_score

from linreg_gui.core import (
    AbsoluteLoss,
    Dataset,
    PoissonLoss,
    ProblemError,
    SgdConfig,
    cross_validate,
    leave_one_out,
    make_folds,
    make_synthetic,
    solve_analytic,
    solve_reference,
    train,
)

HARD = ["longley", "filip", "wampler4", "wampler5", "norris", "pontius"]


def refitted(data: Dataset, folds: np.ndarray, **options) -> np.ndarray:
    """Residuals by a fit for each fold, the plain way."""
    found = np.empty(data.n_rows)
    for fold in np.unique(folds):
        out = folds == fold
        found[out] = solve_analytic(data.part(~out), **options).residual(data.X[out], data.y[out])
    return found


def agree(ours: np.ndarray, theirs: np.ndarray, data: Dataset, digits: float = 1e-9) -> None:
    """To so many digits, beside the label where a residual is all rounding."""
    assert ours == pytest.approx(theirs, rel=digits, abs=1e-13 * np.abs(data.y).max())


@pytest.mark.parametrize("name", ["diabetes", "motor_trend_cars", *HARD])
def test_folds_that_are_taken_away_are_as_exact_as_those_fitted_anew(columns, nist, name) -> None:
    data = nist(name).data if name in HARD else columns(name)
    folds = make_folds(data.n_rows, 5, seed=3)
    ours = cross_validate(data, folds)
    agree(ours.residuals[0], refitted(data, folds[0]), data)
    one = leave_one_out(data)
    agree(one.residuals[0], refitted(data, np.arange(data.n_rows)), data)
    assert one.leaves_one_out


def test_well_conditioned_data_are_fitted_once(columns) -> None:
    data = columns("engel")
    assert cross_validate(data, 10).refits == leave_one_out(data).refits == 0


def test_scikit_learn_scores_the_same_folds_alike(columns) -> None:
    data = columns("diabetes")
    ours = cross_validate(data, 10, seed=1)
    theirs = -cross_val_score(
        LinearRegression(),
        data.X,
        data.y,
        cv=PredefinedSplit(ours.folds[0]),
        scoring="neg_mean_squared_error",
    )
    assert ours.fold_mse[0] == pytest.approx(theirs, rel=1e-10)
    assert ours.rmse == pytest.approx(np.sqrt(np.average(theirs, weights=ours.fold_shares[0])))
    assert ours.rmse_standard_error == pytest.approx(theirs.std(ddof=1) / np.sqrt(10) / (2 * ours.rmse))
    assert ours.loss == pytest.approx(ours.rmse**2 / 2)


def test_one_left_out_gives_press(columns) -> None:
    data = columns("motor_trend_cars")
    theirs = sm.OLS(data.y, sm.add_constant(data.X)).fit().get_influence().resid_press
    ours = leave_one_out(data)
    assert ours.residuals[0] == pytest.approx(theirs, rel=1e-9)
    assert data.n_rows * ours.rmse**2 == pytest.approx(np.sum(theirs**2))


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("ridge", [0.0, 0.3])
def test_weights_ridge_and_a_missing_bias_are_followed(bias, weighted, ridge) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal([5.0, 1e6, 0.0], [1.0, 3.0, 2.0], (60, 3))
    weights = rng.uniform(0.1, 4.0, 60) if weighted else None
    data = Dataset(X, X @ [1.0, -2.0, 0.5] + rng.normal(size=60), row_weights=weights, has_bias=bias)
    for folds in (make_folds(60, 7)[0], np.arange(60)):
        ours = cross_validate(data, folds, ridge=ridge)
        agree(ours.residuals[0], refitted(data, folds, ridge=ridge), data)
        assert ours.refits == 0 or not bias
    assert ours.fold_shares.sum() == pytest.approx(1.0)


def test_features_that_depend_on_others_and_rows_that_decide_alone_are_fitted_anew() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(20, 4))
    X[:, 2] = X[:, 0] - X[:, 1]
    X[:, 3] = 0.0
    X[7, 3] = 1.0
    data = Dataset(X, rng.normal(size=20))
    ours = leave_one_out(data)
    agree(ours.residuals[0], refitted(data, np.arange(20)), data)
    assert ours.refits == 1
    wide = Dataset(rng.normal(size=(6, 9)), rng.normal(size=6))
    agree(cross_validate(wide, 3).residuals[0], refitted(wide, make_folds(6, 3)[0]), wide)


def test_other_losses_are_refitted_and_told_in_their_own_units() -> None:
    counts = make_synthetic([0.4], 0.5, n_rows=90, noise="poisson", seed=2)
    for data, loss in ((counts, PoissonLoss()), (make_synthetic([2.0], n_rows=60), AbsoluteLoss())):
        ours = cross_validate(data, 3, loss=loss)
        out = ours.folds[0] == 1
        fit = solve_reference(data.part(~out), loss).fit
        assert ours.fold_losses[0, 1] == pytest.approx(loss.mean(data.part(out), fit.weights, fit.bias))
        predicted = loss.prediction(data.X[out] @ fit.weights + fit.bias)
        assert ours.residuals[0, out] == pytest.approx(data.y[out] - predicted)
        assert ours.refits == 3


def test_sgd_is_run_on_each_fold_under_the_same_settings() -> None:
    data, config = make_synthetic([2.0, -1.0], n_rows=60), SgdConfig(epochs=2, batch_size=8, seed=4)
    told: list[float] = []
    ours = cross_validate(data, 3, repeats=2, config=config, told=told.append)
    out = ours.folds[1] == 2
    theirs = train(data.part(~out), config).fit.residual(data.X[out], data.y[out])
    assert ours.residuals[1, out] == pytest.approx(theirs, rel=1e-12)
    assert told == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1.0])
    with pytest.raises(ProblemError, match="Without fold 1 training diverged"):
        cross_validate(data, 3, config=SgdConfig(learning_rate=1e6, epochs=50))


def test_repeats_steady_the_mean_and_leave_its_error_as_large(columns) -> None:
    data = columns("motor_trend_cars")
    once, often = (cross_validate(data, 4, repeats=repeats) for repeats in (1, 30))
    assert often.folds.shape == (30, data.n_rows)
    assert (often.folds[0] == once.folds[0]).all()
    assert (often.folds[0] != often.folds[1]).any()
    errors = [np.std(mse, ddof=1) / 2 / (2 * often.rmse) for mse in often.fold_mse]
    assert often.rmse_standard_error == pytest.approx(np.sqrt(np.mean(np.square(errors))))


def test_folds_are_even_stay_with_their_rows_and_keep_groups_together() -> None:
    folds = make_folds(23, 5, seed=2)[0]
    assert sorted(np.bincount(folds)) == [4, 4, 5, 5, 5]
    order = np.random.default_rng(0).permutation(23)
    assert (make_folds(23, 5, seed=2, row_ids=order)[0] == folds[order]).all()
    assert (make_folds(23, 5, seed=3)[0] != folds).any()
    towns = np.array(list("aaaaaabbbccddeeeeff" + "gggg"))
    grouped = make_folds(23, 3, groups=towns)[0]
    assert all(len(set(grouped[towns == town])) == 1 for town in set(towns))
    assert np.ptp(np.bincount(grouped)) <= 2


def test_what_cannot_be_parted_is_told(columns) -> None:
    data = columns("norris")
    with pytest.raises(ProblemError, match="36 rows are too few for 37 folds"):
        cross_validate(data, 37)
    with pytest.raises(ProblemError, match="2 groups are too few for 3 folds"):
        cross_validate(data, 3, groups=np.arange(36) % 2)
    with pytest.raises(ValueError, match="at least 2"):
        cross_validate(data, 1)
    with pytest.raises(ValueError, match="without gaps"):
        cross_validate(data, np.arange(36) % 2 * 2)
    with pytest.raises(ValueError, match="from its configuration"):
        cross_validate(data, 3, config=SgdConfig(), ridge=1.0)
