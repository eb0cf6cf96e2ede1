from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.chapter.two_layers import (
    LinearLayer,
    product_descent,
    product_gradient,
    product_hessian,
    product_loss,
)


def test_two_linear_layers_are_one_whose_rank_is_limited() -> None:
    rng = np.random.default_rng(4)
    first = LinearLayer.of(rng.normal(size=(2, 5)), rng.normal(size=2))
    second = LinearLayer.of(rng.normal(size=(4, 2)), rng.normal(size=4))
    both = first.then(second)
    for x in rng.normal(size=(5, 5)):
        assert both.output(x) == pytest.approx(second.output(first.output(x)))
    assert np.linalg.matrix_rank(both.weights) == 2
    with pytest.raises(ValueError, match="as many inputs"):
        second.then(second)
    with pytest.raises(ValueError, match="one bias"):
        LinearLayer.of([[1.0]], [1.0, 2.0])


@pytest.mark.parametrize("at", [(0.0, 0.0), (0.7, -1.3), (2.0, 0.5)])
def test_gradient_and_hessian_of_the_product_are_those_of_finite_differences(at) -> None:
    u, v, h = *at, 1e-5
    found = product_gradient(u, v)
    assert found[0] == pytest.approx((product_loss(u + h, v) - product_loss(u - h, v)) / (2 * h), abs=1e-8)
    assert found[1] == pytest.approx((product_loss(u, v + h) - product_loss(u, v - h)) / (2 * h), abs=1e-8)
    across = (np.subtract(product_gradient(u + h, v), product_gradient(u - h, v))) / (2 * h)
    assert product_hessian(u, v)[0] == pytest.approx(across, abs=1e-8)


def test_there_is_a_saddle_at_zero_and_valleys_where_the_product_is_one() -> None:
    assert np.linalg.eigvalsh(product_hessian(0.0, 0.0)) == pytest.approx([-1.0, 1.0])
    assert product_gradient(0.0, 0.0) == (0.0, 0.0)
    for u in (0.5, -2.0):
        assert np.linalg.eigvalsh(product_hessian(u, 1 / u))[0] == pytest.approx(0.0, abs=1e-12)
        assert product_loss(u, 1 / u) == pytest.approx(0.0)


def test_descent_stays_at_the_saddle_runs_into_it_or_reaches_a_valley() -> None:
    assert np.array_equal(product_descent(0.0, 0.0, 0.1, 50)[-1], [0.0, 0.0])
    assert product_descent(0.8, -0.8, 0.1, 500)[-1] == pytest.approx([0.0, 0.0], abs=1e-6)
    assert np.prod(product_descent(0.8, -0.7, 0.1, 500)[-1]) == pytest.approx(1.0)
    assert len(product_descent(5.0, -5.0, 1.0, 500)) < 500  # it blows up
