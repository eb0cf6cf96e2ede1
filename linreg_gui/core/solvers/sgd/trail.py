"""States of a run that were asked for in raw units, remembered so that a longer trail only adds to them."""

from __future__ import annotations

from linreg_gui.core.arrays import FloatArray

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

    def at(self, step: int) -> tuple[FloatArray, float] | None:
        """Weights and bias at a step; None where they are not remembered."""
        return self._states.get(step)

    def remember(self, step: int, state: tuple[FloatArray, float]) -> None:
        """Keep weights and bias at a step."""
        if len(self._states) >= self._most:
            self._states.clear()
        self._states[step] = state

    def until(self, step: int) -> Trail:
        """Another one, of the states up to a step, from which on a run goes its own way."""
        other = Trail(self._n_features)
        other._states = {at: state for at, state in self._states.copy().items() if at <= step}
        return other
