"""Whether what is known of least squares alone may be said of the fit on the desk."""

from __future__ import annotations

from linreg_gui.core.model.losses import SquaredLoss

from .desk import Desk


def other_than_least_squares(desk: Desk, what: str) -> str:
    """Why ``what`` cannot be told of the fit, in a sentence; empty where it can."""
    objective = desk.objective
    if objective.is_least_squares:
        return ""
    if isinstance(objective.loss, SquaredLoss):
        return f"{what} as in least squares, and with weight decay the weights are others."
    return f"{what} as in least squares, and this is the fit of the least {objective.loss.mean_name}."
