from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.chapter.drawn_anew import constant_rate_variance, draw_anew, expected_half_mse
from linreg_gui.core.problem import ProblemError

X = np.random.default_rng(6).normal(50.0, 3.0, (30, 2))


def test_weights_spread_as_theory_says() -> None:
    drawn = draw_anew(X, [1.0, -2.0], 4.0, 0.7, draws=4000, seed=1)
    design = np.column_stack([X, np.ones(30)])
    theory = 0.49 * np.linalg.inv(design.T @ design)
    assert drawn.covariance == pytest.approx(theory, rel=1e-6)
    # a standard deviation from m draws is off by 1/√(2m) of itself
    assert drawn.estimates.std(axis=0) == pytest.approx(drawn.standard_deviations, rel=4 / np.sqrt(8000))
    off = (drawn.estimates.mean(axis=0) - [1.0, -2.0, 4.0]) / drawn.standard_deviations * np.sqrt(4000)
    assert np.abs(off).max() < 4.0


def test_the_training_error_is_too_small_and_the_fresh_one_too_large_by_the_same() -> None:
    drawn = draw_anew(X, [1.0, -2.0], 4.0, 0.7, draws=4000, seed=2)
    assert drawn.expected_train == pytest.approx(0.49 * (1 - 3 / 30))
    assert drawn.expected_fresh == pytest.approx(0.49 * (1 + 3 / 30))
    for found, expected in (
        (drawn.train_mse, drawn.expected_train),
        (drawn.fresh_mse, drawn.expected_fresh),
    ):
        assert abs(found.mean() - expected) < 4.0 * found.std() / np.sqrt(4000)
    assert expected_half_mse(0.7, 30, 3) == pytest.approx(0.5 * drawn.expected_train)
    assert expected_half_mse(0.0, 30, 3) == 0.0


def test_each_draw_is_the_exact_fit_of_its_labels() -> None:
    drawn = draw_anew(X, [1.0, -2.0], 4.0, 0.7, draws=3, seed=9)
    rng = np.random.default_rng(9)
    labels = X @ [1.0, -2.0] + 4.0 + 0.7 * rng.standard_normal((3, 30))
    design = np.column_stack([X, np.ones(30)])
    for estimate, y in zip(drawn.estimates, labels, strict=True):
        assert estimate == pytest.approx(np.linalg.lstsq(design, y, rcond=None)[0], rel=1e-8)


def test_the_constant_model_goes_on_to_swing_by_a_known_variance() -> None:
    rng = np.random.default_rng(12)
    for rate, size in ((0.2, 4), (0.1, 4)):
        errors = rng.standard_normal((40_000, size)).mean(axis=1)
        bias, path = 0.0, np.empty(len(errors))
        for step, error in enumerate(errors):
            bias += rate * (error - bias)
            path[step] = bias
        assert path[500:].var() == pytest.approx(constant_rate_variance(rate, size, 1.0), rel=0.06)
    assert constant_rate_variance(2.0, 4, 1.0) == np.inf


def test_features_that_tell_nothing_and_endless_draws_are_refused() -> None:
    with pytest.raises(ProblemError, match="follows from"):
        draw_anew(np.column_stack([X, X.sum(axis=1)]), [1.0, 1.0, 1.0], 0.0, 1.0)
    with pytest.raises(ProblemError, match="too many"):
        draw_anew(X, [1.0, 1.0], 0.0, 1.0, draws=10**7)
