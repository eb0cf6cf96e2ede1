"""The worker's side of the stop rules: looks at a run after every epoch, and tells which rule ends it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.solvers.sgd.stopping import Ending, StopCheck, StopRules

from .loss_history import LossPoint


class StopWatch:
    """One for each job, from where the run goes on; what was seen of it until then counts, too.

    Parameters
    ----------
    rules : callable
        The rules as they are now: a person may change them meanwhile.
    points : sequence of LossPoint
        Of the run until here.
    before : StopWatch or None
        That of the job before: where the run goes on from where it was left, nothing is forgotten.
    """

    def __init__(
        self,
        rules: Callable[[], StopRules],
        points: Sequence[LossPoint],
        before: StopWatch | None = None,
    ) -> None:
        self.rules = self._looked_by = StopRules()
        self._before = before
        self._step = 0  # until which it has looked
        self.ending: Ending | None = None
        self._read = rules
        self._points = points
        self._check: StopCheck | None = None
        self._since = time.monotonic()

    def read(self, objective: Objective) -> None:
        """Look at the rules again, before a slice of updates."""
        rules = self._read()
        if objective.analysis.held_out is None:
            rules = replace(rules, patience=None)
        self.rules = rules

    def go_on(self, sgd: Sgd) -> None:
        """The run begins to go on here."""
        before, self._before = self._before, None
        if before is not None and before._step == sgd.step and before.ending is None:
            self._check, self._looked_by = before._check, before._looked_by

    def steps_until_look(self, sgd: Sgd) -> int:
        """Updates until the end of the epoch, where some rule has to look at it."""
        return sgd.steps_to_epoch(sgd.epochs_done + 1) if self.rules.every_epoch else sgd.steps_left

    def ends(self, sgd: Sgd, objective: Objective) -> bool:
        """Whether a rule ends the run here; then it is at its best state, where that is kept."""
        self.ending, self._step = self._ending(sgd, objective), sgd.step
        if self.ending == "patience" and self._check is not None:
            sgd.seek(self._check.best_step)
        return self.ending is not None

    def _ending(self, sgd: Sgd, objective: Objective) -> Ending | None:
        limit = self.rules.seconds
        if limit is not None and time.monotonic() - self._since >= limit:
            return "seconds"
        if not self.rules.every_epoch:
            return None
        state = sgd.snapshot(with_rows=False, restart_mean=False)
        if state.epoch != sgd.epochs_done:
            return None
        model = state.weights, state.bias, state.bias_rest
        loss = objective.mean_loss(*model, state.centred)
        validation = objective.validation_loss(*model, state.centred)
        distance = objective.distance(*model)
        if self._check is None or self.rules != self._looked_by:
            self._check = self._begin(sgd.epochs_done)
            self._looked_by = self.rules
        return self._check.ending(state.step, state.learning_rate, loss, validation, distance)

    def _begin(self, epochs: int) -> StopCheck:
        """As if the rules had looked at the run from its start on, as far as it is recorded."""
        known = [point for point in self._points if not math.isnan(point.validation_loss)]
        ends = [point for point in known if point.epoch == math.floor(point.epoch)]
        known = ends if 2 * len(ends) > epochs else known  # of a long run the ends of most epochs are not
        before = self._points[-1].mean_loss if self._points else math.inf
        if not known:
            return StopCheck(self.rules, before, math.nan)
        best = min(known, key=lambda point: point.validation_loss)
        since = max(0, epochs - 1 - math.ceil(best.epoch))
        return StopCheck(self.rules, before, best.validation_loss, best.step, since)
