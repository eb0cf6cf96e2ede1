"""Whether the Poisson loss has a least value at all: with some counts of 0 it may fall for ever."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import first_few

from .frame import Frame

_NOTHING = 1e-10
_NAMED = 3


def check_least_poisson(frame: Frame, penalised: bool) -> None:
    """Raise a `ProblemError` where better and better weights have no end.

    Notes
    -----
    There is no least value where some direction leaves the output of every row with a count above 0 as it is
    and only lowers those of the others (Correia, Guimarães and Zylkin 2019, "Verifying the existence of
    maximum likelihood estimates for generalized linear models").
    """
    counted = frame.labels > 0.0
    if not counted.any():
        raise ProblemError(
            "All counts are 0: the Poisson loss falls for ever as the bias does, and no answer is the best.",
            ProblemKind.NO_SOLUTION,
        )
    if penalised or counted.all():
        return
    free = frame.free_directions(counted)
    direction = _falling(frame, free, ~counted) if free.shape[1] else None
    if direction is None:
        return
    lengths = frame.lengths if frame.split is None else frame.lengths[frame.split.independent]
    parts = np.abs(frame.units @ direction[1:]) * lengths
    names = frame.design.data.feature_names
    felt = [f"“{names[j]}”" for j in frame.design.columns[parts > 1e-6 * parts.max(initial=0.0)].tolist()]
    weights = "the weight" if len(felt) == 1 else "the weights"
    raise ProblemError(
        f"The Poisson loss falls for ever here, and no answer is the best: some change of {weights} of "
        f"{first_few(felt, _NAMED)} lowers the predictions of rows whose count is 0 without end and leaves "
        "those of the others as they are. Leave features out, or use weight decay.",
        ProblemKind.NO_SOLUTION,
    )


def _falling(frame: Frame, free: FloatArray, rows: BoolArray) -> FloatArray | None:
    """A direction among the free ones that lowers some of these rows' outputs and raises none."""
    from scipy.optimize import linprog

    moves = np.column_stack([frame.outputs(direction)[rows] for direction in free.T])
    moves[np.abs(moves) <= _NOTHING * np.abs(moves).max()] = 0.0
    moves = np.unique(moves, axis=0)
    solved = linprog(moves.mean(axis=0), moves, np.zeros(len(moves)), bounds=(-1.0, 1.0))
    if solved.status or solved.x is None:
        return None
    falls = float((moves @ solved.x).min()) < -_NOTHING * float(np.abs(moves).max())
    return np.asarray(free @ solved.x) if falls else None
