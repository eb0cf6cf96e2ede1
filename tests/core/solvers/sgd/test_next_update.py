"""What the next update starts from is told before it is made."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sgd_runs import counts, same, states

from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


@pytest.mark.parametrize("with_replacement", [True, False])
@pytest.mark.parametrize("decay", ["constant", "cosine"])
def test_it_tells_the_rows_and_the_rate_of_the_update_to_come(with_replacement: bool, decay) -> None:
    config = SgdConfig(0.01, 7, 2, decay=decay, with_replacement=with_replacement)
    data = counts()
    recorded, sgd = states(Sgd(data, config)), Sgd(data, config)
    for now, after in pairwise(recorded):
        update = sgd.next_update()
        assert update is not None
        assert (update.step, update.epoch) == (now.step, now.epoch)
        assert update.learning_rate == after.learning_rate
        np.testing.assert_array_equal(update.rows, after.minibatch_rows)
        # Nothing was changed by asking.
        assert same(sgd.snapshot(), now)
        sgd.advance(1)
    assert sgd.next_update() is None


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_its_blocks_are_the_internal_rows_of_the_minibatch(precision) -> None:
    data = counts()
    update = Sgd(data, SgdConfig(0.01, 20, precision=precision)).next_update()
    assert update is not None
    Z = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    features, labels = update.block(5, 12)
    rtol = 1e-12 if precision == "float64" else 1e-5
    np.testing.assert_allclose(features, Z[update.rows[5:12]], rtol=rtol, atol=rtol)
    raw = labels * update.scaling.label_scale + update.scaling.label_shift
    np.testing.assert_allclose(raw, data.y[update.rows[5:12]], rtol=rtol, atol=rtol)
    assert (features.dtype, labels.dtype) == (np.float64, np.float64)


def test_a_state_that_was_sought_tells_it_too() -> None:
    sgd = Sgd(counts(), SgdConfig(0.01, 7, 3, momentum=0.5))
    sgd.advance(20)
    later = sgd.next_update()
    sgd.seek(4)
    sgd.seek(20)
    again = sgd.next_update()
    assert later is not None
    assert again is not None
    np.testing.assert_array_equal(later.theta, again.theta)
    np.testing.assert_array_equal(later.velocity, again.velocity)
