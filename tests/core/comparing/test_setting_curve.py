"""Curves of training and validation against plain fits, one value at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest

from linreg_gui.core import (
    Dataset,
    ProblemError,
    SgdConfig,
    cross_validate,
    make_folds,
    solve_analytic,
    train,
)
from linreg_gui.core.comparing.setting_curve import CurveSetting, SettingCurve, setting_curve


@pytest.fixture
def bent() -> Dataset:
    """A parabola, and two features without a say."""
    rng = np.random.default_rng(3)
    X = rng.normal([50.0, 0.0, 3.0], [10.0, 1.0, 0.1], (80, 3))
    y = 0.02 * (X[:, 0] - 50.0) ** 2 + X[:, 1] + rng.normal(0.0, 0.4, 80)
    return Dataset(X, y)


FOLDS = make_folds(80, 5)


def test_the_degree_of_a_polynomial_is_that_of_numpy(bent) -> None:
    told: list[float] = []
    found = setting_curve(bent, CurveSetting.DEGREE, FOLDS, SgdConfig(), feature=0, told=told.append)
    assert found.values.tolist() == list(range(1, 9))
    z = (bent.X[:, 0] - 50.0) / 10.0
    X = np.column_stack([np.vander(z, 4)[:, :-1], bent.X[:, 1:]])
    plain = Dataset(X, bent.y)
    assert found.training[2] == pytest.approx(math.sqrt(2 * solve_analytic(plain).half_mse))
    direct = cross_validate(plain, FOLDS)
    assert found.validation[2] == pytest.approx(direct.rmse)
    assert found.error[2] == pytest.approx(direct.rmse_standard_error)
    assert (np.diff(found.training) < 1e-9).all()
    assert found.values[found.simplest if found.simplest is not None else found.best] == 2.0
    assert told[-1] == 1.0


def test_features_and_ridge_are_those_of_plain_fits(bent) -> None:
    found = setting_curve(bent, CurveSetting.FEATURES, FOLDS, SgdConfig())
    assert found.values.tolist() == [1.0, 2.0, 3.0]
    direct = cross_validate(Dataset(bent.X[:, :2], bent.y), FOLDS)
    assert found.validation[1] == pytest.approx(direct.rmse)
    ridge = setting_curve(bent, CurveSetting.RIDGE, FOLDS, SgdConfig(weight_decay=0.1))
    assert ridge.now == 0.1
    for place in (0, 12, 24):
        penalty = float(ridge.values[place])
        assert ridge.validation[place] == pytest.approx(cross_validate(bent, FOLDS, ridge=penalty).rmse)
    assert (np.diff(ridge.training) > -1e-9).all()


def test_learning_rates_that_diverge_are_left_out_and_told(bent) -> None:
    config = SgdConfig(learning_rate=0.3, epochs=3, batch_size=8)
    found = setting_curve(bent, CurveSetting.RATE, FOLDS, config)
    assert np.isnan(found.validation[-1])
    assert "training diverged" in found.sentence
    assert found.simplest is None
    known = int(found.best or 0)
    rate = SgdConfig(learning_rate=float(found.values[known]), epochs=3, batch_size=8)
    assert found.validation[known] == pytest.approx(cross_validate(bent, FOLDS, config=rate).rmse)
    assert found.training[known] == pytest.approx(math.sqrt(2 * train(bent, rate).fit.half_mse))


def test_epochs_are_those_of_one_run(bent) -> None:
    config = SgdConfig(epochs=12, batch_size=8)
    found = setting_curve(bent, CurveSetting.EPOCHS, FOLDS, config)
    assert found.values[0] == 1.0
    assert found.values[-1] == 12.0
    last = cross_validate(bent, FOLDS, config=config)
    assert found.validation[-1] == pytest.approx(last.rmse)
    assert found.error[-1] == pytest.approx(last.rmse_standard_error)
    early = cross_validate(bent, FOLDS, config=SgdConfig(epochs=1, batch_size=8))
    assert found.validation[0] == pytest.approx(early.rmse)


def test_the_simplest_within_one_standard_error_is_found() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    curve = SettingCurve(
        CurveSetting.DEGREE, values, values, np.array([3.0, 1.2, 1.0, 1.1]), np.full(4, 0.25)
    )
    assert (curve.best, curve.simplest) == (2, 1)
    assert "2 is simpler and within one standard error" in curve.sentence
    shrunk = SettingCurve(CurveSetting.RIDGE, values, values, curve.validation, curve.error)
    assert shrunk.simplest == 3
    nothing = SettingCurve(CurveSetting.RATE, values, values, np.full(4, np.nan), values)
    assert (nothing.best, nothing.simplest) == (None, None)


def test_a_feature_that_does_not_vary_has_no_polynomial(bent) -> None:
    still = Dataset(np.column_stack([np.ones(80), bent.X[:, 1]]), bent.y)
    with pytest.raises(ProblemError, match="does not vary"):
        setting_curve(still, CurveSetting.DEGREE, FOLDS, SgdConfig(), feature=0)
