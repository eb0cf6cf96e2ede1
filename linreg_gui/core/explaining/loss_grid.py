"""Values of any loss over a window, from the rows themselves; the half mean squared error needs none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import Loss, PoissonLoss

from .surface_window import SurfaceWindow, window_errors

_MOST_ROWS = 20_000


@dataclass(frozen=True, eq=False)
class LossGrid:
    """Mean losses at the crossings of a grid.

    Attributes
    ----------
    x, y : array, shape (k,) and (l,)
        Coordinates in the window.
    values : array, shape (k, l)
        In the units of the loss; infinite where it overflows.
    rows_used, n_rows : int
        How many rows the means are taken over, and how many there are.
    """

    x: FloatArray
    y: FloatArray
    values: FloatArray
    rows_used: int
    n_rows: int

    @property
    def sentence(self) -> str:
        """What is to be said where the means are those of a sample; empty where they are of all rows."""
        if self.rows_used == self.n_rows:
            return ""
        return f"Mean over a sample of {self.rows_used:,} of {self.n_rows:,} rows."


def loss_grid(
    data: Dataset,
    window: SurfaceWindow,
    loss: Loss,
    x: FloatArray,
    y: FloatArray,
    *,
    most_rows: int = _MOST_ROWS,
) -> LossGrid:
    """The mean of a loss over all rows, or a sample of them, at each crossing of a grid.

    It passes over the rows for every crossing, so with many rows it belongs into a job.

    Parameters
    ----------
    data : Dataset
    window : SurfaceWindow
    loss : Loss
    x, y : array, shape (k,) and (l,)
    most_rows : int
        With more rows than this a sample of so many is taken, always the same.
    """
    rows = data.display_sample(most_rows)
    moves, errors, labels = window_errors(data, rows, window)
    # Of most losses only output − label matters, which has more digits than the two.
    outputs, against = errors, np.zeros((len(rows), 1))
    if isinstance(loss, PoissonLoss):
        outputs, against = errors + labels, labels[:, None]
    values = np.empty((len(x), len(y)))
    up = moves[:, 1:] * (y - window.origin[1])
    with quiet_overflow():
        for i, step in enumerate((x - window.origin[0]).tolist()):
            check_wanted()
            at = (outputs + moves[:, 0] * step)[:, None] + up
            values[i] = loss.values(at, against).mean(axis=0)
    return LossGrid(frozen(x), frozen(y), frozen(values), len(rows), data.n_rows)
