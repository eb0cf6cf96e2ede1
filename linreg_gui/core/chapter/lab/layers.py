"""Figures of two linear layers, one after the other: exercise 6."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from linreg_gui.core.chapter.two_layers import (
    LinearLayer,
    product_descent,
    product_gradient,
    product_hessian,
    product_loss,
)

from .figure import (
    LabCurve,
    LabDots,
    LabFigure,
    LabHandle,
    LabMark,
    LabOutcome,
    LabPicture,
    LabSurface,
    LabValue,
    Look,
)
from .parts import shown

_POINTS = 201
_GRID = 81
_LEVELS = (0.005, 0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)


def _layers(values: Mapping[str, float]) -> LabPicture:
    w1, b1, w2, b2 = (values[name] for name in ("w1", "b1", "w2", "b2"))
    bent = bool(values["relu"])
    both = LinearLayer.of([[w1]], [b1]).then(LinearLayer.of([[w2]], [b2]))
    x = np.linspace(-4.0, 4.0, _POINTS)
    hidden = w1 * x + b1
    output = w2 * (np.maximum(hidden, 0.0) if bent else hidden) + b2
    corner = -b1 / w1 if bent and w1 else math.nan
    slope, intercept = float(both.weights[0, 0]), float(both.bias[0])
    told = (
        "Between them what is negative is cut off: no straight line any more."
        if bent
        else f"Together they are the straight line {shown(slope)}x + ({shown(intercept)})."
    )
    return LabPicture(
        ("x", "output"),
        ((-4.0, 4.0), (-6.0, 6.0)),
        {
            "slope": math.nan if bent else slope,
            "intercept": math.nan if bent else intercept,
            "corner": corner,
        },
        f"Two layers, {shown(w1)}x + ({shown(b1)}) and then {shown(w2)}h + ({shown(b2)}). {told}",
        curves=(
            LabCurve("both layers", x, output),
            LabCurve("first layer", x, np.maximum(hidden, 0.0) if bent else hidden, Look.OTHER),
        ),
        marks=(LabMark("0", 0.0, Look.GHOST, level=True),),
    )


LAYERS = LabFigure(
    "layers",
    "Two layers, one after the other",
    "Change both layers: what comes out is a straight line all the same, w₂w₁x + w₂b₁ + b₂. Cut off what is "
    "negative between them, and it is bent.",
    (
        LabValue("w1", "w₁", "Weight of the first layer.", -3.0, 3.0, 1.0),
        LabValue("b1", "b₁", "Bias of the first layer.", -3.0, 3.0, 1.0),
        LabValue("w2", "w₂", "Weight of the second layer.", -3.0, 3.0, -1.5),
        LabValue("b2", "b₂", "Bias of the second layer.", -3.0, 3.0, 0.5),
        LabValue(
            "relu", "cut off below 0", "1 to cut off what is negative between.", 0.0, 1.0, 0.0, step=1.0
        ),
    ),
    (
        LabOutcome("slope", "w₂w₁", "slope of both together; none where it is bent"),
        LabOutcome("intercept", "w₂b₁ + b₂", "their height at 0; none where it is bent"),
        LabOutcome("corner", "corner at x", "where the line is bent, if it is"),
    ),
    _layers,
)


def _bottleneck(values: Mapping[str, float]) -> LabPicture:
    first = LinearLayer.of([[values["a1"], values["a2"]]], [0.0])
    second = LinearLayer.of([[values["c1"]], [values["c2"]]], [0.0, 0.0])
    W = first.then(second).weights
    turn = np.linspace(0.0, 2.0 * np.pi, _POINTS)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    out = W @ circle
    points = circle[:, :: _POINTS // 24]
    places = W @ points
    return LabPicture(
        ("first", "second"),
        ((-4.0, 4.0), (-3.0, 3.0)),
        {
            "p11": float(W[0, 0]),
            "p12": float(W[0, 1]),
            "p21": float(W[1, 0]),
            "p22": float(W[1, 1]),
            "determinant": float(W[0, 0] * W[1, 1] - W[0, 1] * W[1, 0]),
            "rank": float(bool(W.any())),
        },
        "Two inputs go through one hidden value to two outputs: the circle of inputs becomes a piece of a "
        f"line. The rank of the product is {int(W.any())}.",
        curves=(
            LabCurve("inputs", circle[0], circle[1], Look.GHOST),
            LabCurve("outputs", out[0], out[1]),
        ),
        dots=(
            LabDots("some inputs", points[0], points[1]),
            LabDots("their outputs", places[0], places[1], Look.MOVED),
        ),
    )


BOTTLENECK = LabFigure(
    "bottleneck",
    "Two inputs, one hidden value, two outputs",
    "Whatever the weights are, all outputs lie on one line: the product of the layers has no more rank than "
    "the narrowest of them has values.",
    (
        LabValue("a1", "first in", "Weight of the first input.", -2.0, 2.0, 1.0),
        LabValue("a2", "second in", "Weight of the second input.", -2.0, 2.0, 0.5),
        LabValue("c1", "first out", "Weight of the hidden value in the first output.", -2.0, 2.0, 1.5),
        LabValue("c2", "second out", "Weight of the hidden value in the second output.", -2.0, 2.0, 1.0),
    ),
    (
        LabOutcome("p11", "product, first row", "of the product: first output by first input"),
        LabOutcome("p12", "", "first output by second input"),
        LabOutcome("p21", "second row", "second output by first input"),
        LabOutcome("p22", "", "second output by second input"),
        LabOutcome("determinant", "determinant", "of the product"),
        LabOutcome("rank", "rank", "of the product"),
    ),
    _bottleneck,
)


def _saddle(values: Mapping[str, float]) -> LabPicture:
    u, v = values["u"], values["v"]
    path = product_descent(u, v, values["rate"], int(values["steps"]))
    end = path[-1]
    blown_up = len(path) <= int(values["steps"]) or float(np.abs(path).max()) > 100.0
    near = path[np.abs(path).max(axis=1) <= 100.0]
    along = np.linspace(-3.0, 3.0, _GRID)
    right = np.linspace(1.0 / 3.0, 3.0, _POINTS)
    gap = np.array([np.nan])
    slopes, curvatures = product_gradient(u, v), np.linalg.eigvalsh(product_hessian(u, v))
    loss = float(product_loss(u, v))
    end_loss = math.inf if blown_up else float(product_loss(*end))
    told = "it blows up" if blown_up else f"it ends at ({shown(end[0])}, {shown(end[1])})"
    return LabPicture(
        ("u, of the first layer", "v, of the second"),
        ((-3.0, 3.0), (-3.0, 3.0)),
        {
            "loss": loss,
            "slope_u": slopes[0],
            "slope_v": slopes[1],
            "eigen_least": float(curvatures[0]),
            "eigen_largest": float(curvatures[1]),
            "end_u": math.nan if blown_up else float(end[0]),
            "end_v": math.nan if blown_up else float(end[1]),
            "end_loss": end_loss,
        },
        f"L = ½(1 − uv)² is {shown(loss)} at ({shown(u)}, {shown(v)}). Descent from there makes "
        f"{values['steps']:,.0f} steps: {told}.",
        curves=(
            LabCurve("descent", near[:, 0], near[:, 1]),
            LabCurve(
                "uv = 1",
                np.concatenate([right, gap, -right]),
                np.concatenate([1.0 / right, gap, -1.0 / right]),
                Look.BEST,
            ),
        ),
        dots=(
            LabDots("end", near[-1:, 0], near[-1:, 1], Look.MOVED),
            LabDots("saddle", np.zeros(1), np.zeros(1), Look.GHOST),
        ),
        surface=LabSurface(along, along, product_loss(along[:, None], along), _LEVELS),
        handles=(LabHandle(u, v, "u", "v"),),
    )


SADDLE = LabFigure(
    "saddle",
    "The saddle of two layers",
    "Two layers of one weight each are to give 1 at x = 1. Drag the start: descent from almost everywhere "
    "ends in a valley uv = 1, but from 0 it never moves, and from u = −v it runs into the saddle.",
    (
        LabValue("u", "u", "Weight of the first layer at the start.", -3.0, 3.0, -1.5),
        LabValue("v", "v", "Weight of the second layer at the start.", -3.0, 3.0, 1.0),
        LabValue("rate", "η", "Learning rate.", 0.01, 1.0, 0.1, logarithmic=True),
        LabValue("steps", "steps", "Steps of gradient descent.", 0.0, 500.0, 100.0, step=1.0),
    ),
    (
        LabOutcome("loss", "loss at the start", "½(1 − uv)² at the start"),
        LabOutcome("slope_u", "∂L/∂u", "slope by u at the start"),
        LabOutcome("slope_v", "∂L/∂v", "slope by v at the start"),
        LabOutcome("eigen_least", "curvatures", "smaller eigenvalue of the Hessian at the start"),
        LabOutcome("eigen_largest", "", "larger eigenvalue of it"),
        LabOutcome("end_loss", "loss at the end", "½(1 − uv)² where descent ends"),
        LabOutcome("end_u", "u at the end", "u where descent ends", shown=False),
        LabOutcome("end_v", "v at the end", "v where descent ends", shown=False),
    ),
    _saddle,
)
