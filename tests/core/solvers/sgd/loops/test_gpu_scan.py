from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.loops.gpu_scan import can_scan, step_places
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.update_rule import update_rule


@pytest.mark.parametrize(("n", "size", "position"), [(100, 7, 0), (100, 7, 33), (5, 5, 0), (9, 4, 8)])
def test_places_are_those_of_updates_one_by_one(n, size, position):
    data = Dataset(np.arange(float(n)).reshape(-1, 1), np.arange(float(n)))
    rule = update_rule(SgdConfig(batch_size=size), moments(data))
    epochs, positions, counts = step_places(rule, Place(epoch=3, position=position), n, 40)
    epoch, at = 3, position
    for k in range(40):
        count = min(size, n - at)
        assert (epochs[k], positions[k], counts[k]) == (epoch, at, count)
        epoch, at = (epoch + 1, 0) if at + count == n else (epoch, at + count)


@pytest.mark.parametrize(
    ("options", "possible"),
    [({}, True), ({"momentum": 0.1}, False), ({"average_after": 5}, False), ({"average_after": 50}, True)],
)
def test_only_updates_that_are_affine_maps_of_the_weights_are_scanned(random_data, options, possible):
    rule = update_rule(SgdConfig(batch_size=10, epochs=100, **options), moments(random_data(n=100)))
    assert can_scan(rule, Place(epoch=4), 100, 12) is possible
