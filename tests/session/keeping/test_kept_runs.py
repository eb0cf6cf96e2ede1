"""Which run belongs to which state of the table."""

from __future__ import annotations

import gc

import numpy as np
import pandas as pd

from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.kept_runs import KeptRun, KeptRuns


def table() -> Table:
    return Table(pd.DataFrame({"a": [1.0]}), {}, "t")


def run(step: int) -> KeptRun:
    return KeptRun(Run(((0, SgdConfig()),), step, False, np.zeros(1), 0.0), True)


def test_a_state_has_the_run_that_was_kept_last_until_that_is_forgotten() -> None:
    runs, one = KeptRuns(), table()
    assert runs.of(one) is None
    for step in (3, 7):
        runs.keep(one, run(step))
        assert runs.of(one).run.step == step
    runs.forget(one)
    assert runs.of(one) is None


def test_states_of_the_same_numbers_share_their_run_whichever_was_left_last() -> None:
    runs, one, renamed, other = KeptRuns(), table(), table(), table()
    runs.keep(one, run(3))
    runs.share(one, renamed)
    runs.keep(renamed, run(9))
    assert runs.of(one) is runs.of(renamed)
    assert runs.of(one).run.step == 9
    assert runs.of(other) is None


def test_a_run_is_gone_with_the_last_state_it_belongs_to() -> None:
    runs, one, kept = KeptRuns(), table(), run(3)
    runs.keep(one, kept)
    del one
    gc.collect()
    assert not [holder for holder in gc.get_referrers(kept) if isinstance(holder, list)]
