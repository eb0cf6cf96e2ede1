"""States of a run that were asked for in raw units, remembered so that a longer trail only adds to them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.cancellation import check_wanted

_MOST_STATES = 8192
_MOST_NUMBERS = 4_000_000


class Trail:
    """Shared by a run and its replays in other threads: a state at a step is the same for all of them.

    Parameters
    ----------
    n_features : int
        Decides how many states are remembered; beyond, all are forgotten and remembered anew.
    """

    def __init__(self, n_features: int) -> None:
        self._n_features = n_features
        self._most = min(_MOST_STATES, max(1, _MOST_NUMBERS // (n_features + 1)))
        self._states: dict[int, tuple[FloatArray, float]] = {}

    def along(
        self, steps: IntArray, seek: Callable[[int], None], raw: Callable[[], tuple[FloatArray, float]]
    ) -> tuple[FloatArray, FloatArray]:
        """Weights, shape (k, d), and biases, shape (k,), at ascending steps.

        Where they are not remembered, ``seek`` goes there and ``raw`` tells; in any case it goes to the last.
        """
        weights, biases = np.empty((len(steps), self._n_features)), np.empty(len(steps))
        for at, step in enumerate(steps.tolist()):
            state, is_last = self._states.get(step), at == len(steps) - 1
            if state is None or is_last:
                check_wanted()
                seek(step)
                state = raw()
                if not is_last:  # that is where the run is, and is hardly asked for again
                    self._remember(step, state)
            weights[at], biases[at] = state
        return frozen(weights), frozen(biases)

    def until(self, step: int) -> Trail:
        """Another one, of the states up to a step, from which on a run goes its own way."""
        other = Trail(self._n_features)
        other._states = {at: state for at, state in self._states.copy().items() if at <= step}
        return other

    def _remember(self, step: int, state: tuple[FloatArray, float]) -> None:
        if len(self._states) >= self._most:
            self._states.clear()
        self._states[step] = state
