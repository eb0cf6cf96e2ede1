"""The very first step near the exact answer, compared with a look at every single one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.explaining.first_near import can_be_sought, first_near, is_every_step
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import suggest_roles


def known(far: float = 0.0) -> Analysis:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(400, 2)) * [1.0, 20.0] + far
    frame = pd.DataFrame({"a": X[:, 0], "b": X[:, 1], "y": X @ [2.0, -0.3] + rng.normal(size=400)})
    return analyse(frame, suggest_roles(frame))


def near_steps(analysis: Analysis, sgd: Sgd) -> list[int]:
    """All of them, one by one."""
    found, last = [], False
    while not last:
        state = sgd.snapshot(with_rows=False)
        distance = analysis.surface.distance(state.weights, state.bias, bias_rest=state.bias_rest)
        found += [state.step] * (distance <= 0.01)
        last = not sgd.advance(1)
    return found


@pytest.mark.parametrize("far", [0.0, 1e6])
@pytest.mark.parametrize("change", [0, 150])
def test_it_is_the_first_of_all_steps_also_where_the_way_leads_out_again(far: float, change: int) -> None:
    analysis = known(far)
    first = SgdConfig(0.05, 8, 40, seed=5)  # small minibatches go in and out
    changes = ((0, first), (change, replace(first, learning_rate=0.02))) if change else ((0, first),)
    steps = near_steps(analysis, Sgd.repeat(analysis.data, changes, known=analysis.moments))
    assert steps[0] > 20
    assert any(later - before > 1 for before, later in pairwise(steps))
    run = Run(changes, steps[-1], False, np.zeros(2), 0.0)
    assert first_near(analysis, run, steps[-1]) == steps[0]
    assert first_near(analysis, run, steps[0]) == steps[0]


def test_where_every_step_was_recorded_nothing_need_be_sought() -> None:
    assert is_every_step(np.arange(9.0), 5)
    assert is_every_step(np.array([0.0, 1.0, 2.0, 5.0]), 2)
    assert not is_every_step(np.array([0.0, 1.0, 3.0]), 3)


def test_what_would_take_long_is_not_sought() -> None:
    run = Run(((0, SgdConfig(batch_size=1000)),), 10**6, False, np.zeros(2), 0.0)
    assert can_be_sought(run, 400, 2, 30_000)
    assert not can_be_sought(run, 400, 2, 30_001)
    assert not can_be_sought(run, 10**6, 1000, 1000)
