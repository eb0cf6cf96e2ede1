"""The fit of two features as a plane among its points, in the order in which a painter draws; no pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.model.double_double import exact_sum, product_terms

from .state import State
from .view_box import Camera, ViewBox

PlaneName = Literal["fitted", "exact"]

# Planes that are nowhere farther apart, in a cube from −1 to 1, are drawn as one behind the other.
_SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Layer:
    """What is drawn next: first some points with their sticks, then a part of a plane.

    Attributes
    ----------
    points : array of int, shape (k,)
        In the order to draw them in, the farthest first.
    plane : "fitted", "exact" or None
    polygon : array, shape (v, 2)
        The part of that plane; empty without one.
    """

    points: IntArray
    plane: PlaneName | None
    polygon: FloatArray


@dataclass(frozen=True, eq=False)
class PlaneView:
    """Points, planes and residuals in the picture, where the cube of the `ViewBox` reaches ± √3 at most.

    Attributes
    ----------
    points : array, shape (k, 2)
    sticks : array, shape (k, 2, 2)
        From each point to the fitted plane, as far as that is in the box.
    layers : tuple of Layer
        In the order to draw them in: what comes later is nearer to the eye wherever it covers something. A
        stick is drawn with its point, even where it goes through the exact plane.
    """

    points: FloatArray
    sticks: FloatArray
    layers: tuple[Layer, ...]


def plane_view(points: FloatArray, fitted: State, exact: State, box: ViewBox, camera: Camera) -> PlaneView:
    """The `PlaneView` of a model with two features.

    Parameters
    ----------
    points : array, shape (k, 3)
        Both features and the label of the rows that are drawn.
    fitted, exact : State
        Weights (two) and bias in raw units.
    box : ViewBox
    camera : Camera

    Notes
    -----
    Two planes part space into four pieces, which are drawn one after the other (binary space partitioning;
    Fuchs, Kedem and Naylor 1980, On visible surface generation by a priori tree structures).
    """
    places = box.scaled(points)
    one, other = _heights(fitted, box), _heights(exact, box)
    ends = places.copy()
    ends[:, 2] = np.clip(places[:, :2] @ one[:2] + one[2], -1.0, 1.0)
    above_one, above_other = _above(places, one), _above(places, other)
    nearness = camera.nearness(places)
    quad, other_quad = _in_box(one), _in_box(other)
    apart = _above(other_quad, one)
    coincide = bool(np.abs(apart).max(initial=0.0) < _SAME)
    near, other_near = _side_of_eye(one, camera), _side_of_eye(other, camera)
    layers = []
    for side in (-near, near):
        piece = other_quad if coincide else _clipped(other_quad, apart * side)
        if coincide and side == near:
            piece = other_quad[:0]
        here = above_one * side > 0.0 if side == near else above_one * side >= 0.0
        behind = here & (above_other * other_near <= 0.0)
        layers.append(_layer(behind, nearness, "exact", camera.project(piece)))
        before = here & ~behind
        if side == near:
            layers.append(_layer(before, nearness, None, np.empty((0, 2))))
        else:
            layers.append(_layer(before, nearness, "fitted", camera.project(quad)))
    sticks = np.stack([camera.project(places), camera.project(ends)], axis=1)
    return PlaneView(frozen(sticks[:, 0]), frozen(sticks), tuple(layers))


def _layer(chosen: np.ndarray, nearness: FloatArray, plane: PlaneName | None, polygon: FloatArray) -> Layer:
    rows = np.flatnonzero(chosen)
    seen = len(polygon) > 0
    return Layer(
        frozen(rows[np.argsort(nearness[rows], kind="stable")]), plane if seen else None, frozen(polygon)
    )


def _heights(state: State, box: ViewBox) -> FloatArray:
    """A plane in the cube: its height is first · u + second · v + third, shape (3,)."""
    slopes = state.weights * box.half[:2] / box.half[2]
    at_middle = product_terms(state.weights, box.middle[:2])
    level = exact_sum(state.bias, state.bias_rest, -float(box.middle[2]), *at_middle)
    return np.append(slopes, level / box.half[2])


def _above(places: FloatArray, heights: FloatArray) -> FloatArray:
    """How far points are above a plane."""
    return np.asarray(places[:, 2] - (places[:, :2] @ heights[:2] + heights[2]))


def _side_of_eye(heights: FloatArray, camera: Camera) -> float:
    """1 where the eye is above the plane, −1 where it is below."""
    return 1.0 if float(camera.axes[2] @ np.array([-heights[0], -heights[1], 1.0])) >= 0.0 else -1.0


def _in_box(heights: FloatArray) -> FloatArray:
    """The corners of what the cube holds of a plane, shape (v, 3); none where it passes by."""
    across = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    polygon = np.column_stack([across, across @ heights[:2] + heights[2]])
    polygon = _clipped(polygon, polygon[:, 2] + 1.0)
    return _clipped(polygon, 1.0 - polygon[:, 2])


def _clipped(polygon: FloatArray, inside: FloatArray) -> FloatArray:
    """The part of a convex polygon where a linear function, given at its corners, is not negative.

    Sutherland and Hodgman (1974), Reentrant polygon clipping.
    """
    found = []
    for k in range(len(polygon)):
        here, there = float(inside[k - 1]), float(inside[k])
        if here * there < 0.0:
            found.append(polygon[k - 1] + here / (here - there) * (polygon[k] - polygon[k - 1]))
        if there >= 0.0:
            found.append(polygon[k])
    return np.array(found).reshape(-1, 3)
