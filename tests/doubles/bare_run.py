"""A run of minibatch SGD as a loop sees it, with no solver around it."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.loops.numpy_loop import run_updates
from linreg_gui.core.solvers.sgd.scaling import Rows, Scaling
from linreg_gui.core.solvers.sgd.update_rule import Progress, update_rule


class BareRun:
    """Rows, rule, state and place, at step 0."""

    def __init__(self, data: Dataset, config: SgdConfig) -> None:
        m = moments(data)
        self.scaling = Scaling.of(m, config.standardise)
        self.rows = Rows.of(data, self.scaling, config.precision)
        self.largest = self.scaling.largest(m)
        self.rule = update_rule(config, m)
        self.penalty = self.scaling.penalty(config.weight_decay)
        self.numbers = np.zeros((4, data.n_features + 1))
        self.place = Place()

    def step(self) -> Progress:
        """One update in NumPy."""
        progress = run_updates(self.rows, self.largest, self.numbers, self.rule, self.penalty, self.place, 1)
        self.place = self.place.after(progress)
        return progress
