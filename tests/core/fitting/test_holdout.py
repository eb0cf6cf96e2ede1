from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.fitting.holdout import split_rows
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, "half", True, float("nan")])
def test_a_share_outside_0_and_1_is_refused(random_data, share):
    with pytest.raises(ValueError, match="The share of rows to hold out must"):
        split_rows(random_data(), share)


def test_a_split_is_a_partition_that_the_seed_decides(random_data):
    data = random_data()
    training, validation = split_rows(data, 0.3, seed=1)
    assert (training.n_rows, validation.n_rows) == (140, 60)
    both = np.vstack([training.X, validation.X])
    assert sorted(map(tuple, both)) == sorted(map(tuple, data.X))
    assert np.array_equal(split_rows(data, 0.3, seed=1)[1].X, validation.X)
    assert not np.array_equal(split_rows(data, 0.3, seed=2)[1].X, validation.X)
    assert (training.feature_names, training.label_name) == (data.feature_names, data.label_name)


def test_each_side_of_a_split_has_a_row():
    data = Dataset([[1.0], [2.0]], [1.0, 2.0])
    for share in (0.01, 0.99):
        assert [part.n_rows for part in split_rows(data, share)] == [1, 1]
    with pytest.raises(ProblemError, match="at least two"):
        split_rows(Dataset([[1.0]], [1.0]), 0.5)
