"""Residuals as sticks and as squares (figure 3.1.1 and eq. 3.1.6), as places in a plot; nothing is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, SquaredLoss
from linreg_gui.core.number_text import number_text


@dataclass(frozen=True, eq=False)
class ResidualShapes:
    """A stick and a square for each point, in the coordinates of the plot.

    Attributes
    ----------
    sticks : array, shape (k, 2, 2)
        From the point (x, y) to the line: each two points, each x and y.
    squares : array, shape (k, 4)
        Left, bottom, width and height. On the screen all are squares with the stick as one side, so that
        their areas are to each other as the squared residuals. They lie on the side of the stick where the
        line goes away from the point.
    """

    sticks: FloatArray
    squares: FloatArray


def residual_shapes(
    x: FloatArray, y: FloatArray, on_line: FloatArray, slope: float, pixel: tuple[float, float]
) -> ResidualShapes:
    """The `ResidualShapes` of points and a line.

    Of predicted against actual, x is the actual label, y the predicted one, and the line y = x: there
    ``on_line`` is x and the slope 1.

    Parameters
    ----------
    x, y : array, shape (k,)
        The points.
    on_line : array, shape (k,)
        Where the line is at x.
    slope : float
        Of the line; its sign decides where the squares lie.
    pixel : (float, float)
        Width and height of a pixel in the coordinates of the plot, positive.
    """
    sticks = np.stack([np.column_stack([x, y]), np.column_stack([x, on_line])], axis=1)
    height = np.abs(y - on_line)
    width = height * (pixel[0] / pixel[1])
    to_the_left = (y > on_line) == (slope > 0.0)
    left = np.where(to_the_left, x - width, x)
    squares = np.column_stack([left, np.minimum(y, on_line), width, height])
    return ResidualShapes(frozen(sticks), frozen(squares))


def loss_in_sticks(loss: Loss) -> str:
    """What the sticks say of the loss, if they do."""
    return "the mean length of all is the loss" if isinstance(loss, AbsoluteLoss) else ""


def loss_in_squares(loss: Loss) -> str:
    """What the areas of the squares have to do with the loss, in squared label units."""
    if isinstance(loss, SquaredLoss):
        return "half the mean area of all is the loss"
    if isinstance(loss, HuberLoss):
        limit = number_text(loss.threshold)
        return f"half an area is the loss of a residual up to {limit}; beyond, the loss is less"
    return f"their area is not the loss, which is the {loss.name}"
