"""How the learning rate falls during a run: one function for the compiled loop and everyone else.

Numba keeps the compiled loop until `loops/numba_loop.py` changes, so change that, too, when this changes.
"""

from __future__ import annotations

import math
from typing import Literal

Decay = Literal["constant", "cosine", "inverse time", "step"]
DECAYS: tuple[Decay, ...] = ("constant", "cosine", "inverse time", "step")


def rate_factor(decay: int, done: float, epochs: int, decay_epochs: float, decay_factor: float) -> float:
    """Share of the learning rate that is used after ``done`` of ``epochs`` epochs.

    Parameters
    ----------
    decay : int
        Position in `DECAYS`.
    done : float
        Epochs done, with the share of the current one.
    epochs : int
        Epochs of the whole run.
    decay_epochs : float
        Inverse time: after so many epochs half the rate is left. Step: the rate falls every so many.
    decay_factor : float
        Step: what the rate is multiplied by.
    """
    if decay == 1:
        return 0.5 + 0.5 * math.cos(math.pi * min(done / epochs, 1.0))
    if decay == 2:
        return 1.0 / (1.0 + done / decay_epochs)
    if decay == 3:
        return math.pow(decay_factor, math.floor(done / decay_epochs))
    return 1.0
