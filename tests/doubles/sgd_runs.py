"""Runs of minibatch SGD that several tests make, step through and compare."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.loops.numpy_loop import run_updates
from linreg_gui.core.solvers.sgd.rows import Rows
from linreg_gui.core.solvers.sgd.scaling import Scaling, label_frame
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.solvers.sgd.update_rule import Progress, update_rule


def counts(n: int = 61, d: int = 3) -> Dataset:
    """Shifted features and labels that are counts, so that every loss applies."""
    rng = np.random.default_rng(1)
    X = rng.normal(2.0, 1.5, size=(n, d))
    return Dataset(X, rng.poisson(np.exp(0.4 * X[:, 0])))


def states(sgd: Sgd) -> list[Snapshot]:
    """The state at every step to the end."""
    found = [sgd.snapshot()]
    while sgd.advance(1):
        found.append(sgd.snapshot())
    return found


def same(a: Snapshot, b: Snapshot) -> bool:
    """Whether two states agree to the last bit."""
    return (
        (a.step, a.epoch, a.bias, a.learning_rate) == (b.step, b.epoch, b.bias, b.learning_rate)
        and np.array_equal(a.weights, b.weights)
        and np.array_equal(a.gradient, b.gradient)
        and np.array_equal(a.minibatch_rows, b.minibatch_rows)
    )


class BareRun:
    """A run as a loop sees it, with no solver around it: rows, rule, state and place, at step 0."""

    def __init__(self, data: Dataset, config: SgdConfig) -> None:
        m = moments(data)
        self.scaling = Scaling.of(m, config.standardise, label_frame(config, m))
        self.rows = Rows.of(data, self.scaling, config.precision)
        self.largest = self.scaling.largest(m)
        self.rule = update_rule(config, m, self.scaling.label_scale)
        self.penalty = self.scaling.penalty(config.weight_decay)
        self.numbers = np.zeros((4, data.n_features + 1))
        self.numbers[0] = self.scaling.begin(config.start, m)
        self.place = Place()

    def step(self) -> Progress:
        """One update in NumPy."""
        progress = run_updates(self.rows, self.largest, self.numbers, self.rule, self.penalty, self.place, 1)
        self.place = self.place.after(progress)
        return progress
