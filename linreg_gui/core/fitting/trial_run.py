"""One trial of a study while it trains; advanced by its caller, in slices."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.tuning.study import Trial

# The mean loss of a state over the rows that are held out.
Measure = Callable[[Snapshot], float]


class TrialRun:
    """A run of minibatch SGD whose end is judged on rows that are held out.

    Parameters
    ----------
    data : Dataset
        The rows that are trained on.
    config : SgdConfig
    values : sequence of float
        Of the settings that are searched.
    measure : callable
    known : Moments, optional
        Moments of the data, if they are at hand.

    Raises
    ------
    ProblemError
        If the settings do not suit the data.
    """

    def __init__(
        self,
        data: Dataset,
        config: SgdConfig,
        values: Sequence[float],
        measure: Measure,
        known: Moments | None = None,
    ) -> None:
        self._sgd = Sgd.repeat(data, [(0, config)], known=known)
        self._values, self._measure = tuple(values), measure
        self._steps = max(1, self._sgd.steps_left)

    @property
    def ended(self) -> bool:
        """Whether all epochs are done, or its numbers blew up."""
        return self._sgd.finished or self._sgd.diverged

    @property
    def share(self) -> float:
        """The share of its updates that is done."""
        return self._sgd.step / self._steps

    def advance(self, most: int) -> int:
        """About so many updates; how many."""
        return self._sgd.advance(min(most, self._sgd.steps_left))

    def trial(self) -> Trial:
        """What it came to."""
        sgd = self._sgd
        if sgd.diverged:
            return Trial(self._values, math.inf, sgd.step, True)
        loss = self._measure(sgd.snapshot(with_rows=False))
        return Trial(self._values, math.inf if math.isnan(loss) else loss, sgd.step)


def refused(values: Sequence[float]) -> Trial:
    """A trial whose settings no run can have on these data."""
    return Trial(tuple(values), math.inf, 0, True)
