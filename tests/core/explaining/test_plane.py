"""What is drawn later is nearer to the eye, and sticks end on the plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.explaining.plane import PlaneView, plane_view
from linreg_gui.core.explaining.view_box import Camera, ViewBox, box_around

BOX = ViewBox(((0.0, 10.0), (-5.0, 5.0), (100.0, 300.0)))


@dataclass(frozen=True)
class Parameters:
    weights: np.ndarray
    bias: float
    bias_rest: float = 0.0


def plane(first: float, second: float, level: float) -> Parameters:
    """The plane of these heights in the cube."""
    weights = np.array([first, second]) * 100.0 / 5.0
    return Parameters(weights, 200.0 + 100.0 * level - weights @ [5.0, 0.0])


def inside(polygon: np.ndarray, point: np.ndarray) -> bool:
    """Whether a point is well inside a convex polygon."""
    if len(polygon) < 3:
        return False
    sides = np.roll(polygon, -1, axis=0) - polygon
    ways = point - polygon
    turns = sides[:, 0] * ways[:, 1] - sides[:, 1] * ways[:, 0]
    return bool((turns > 1e-6).all() or (turns < -1e-6).all())


def places_of(view: PlaneView) -> list[tuple[str, int]]:
    """All that is drawn, in order."""
    drawn: list[tuple[str, int]] = []
    for at, layer in enumerate(view.layers):
        drawn += [("point", int(row)) for row in layer.points]
        if layer.plane is not None:
            drawn.append((layer.plane, at))
    return drawn


def hit(origin: np.ndarray, towards: np.ndarray, heights: tuple[float, float, float]) -> float:
    """How far from a point towards the eye a plane is met."""
    normal = np.array([-heights[0], -heights[1], 1.0])
    return float(-(normal @ origin - heights[2]) / (normal @ towards))


HEIGHTS = st.tuples(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0), st.floats(-1.5, 1.5))


@settings(max_examples=100, deadline=None)
@given(
    seed=st.integers(0, 1000),
    one=HEIGHTS,
    other=HEIGHTS,
    azimuth=st.floats(-180.0, 180.0),
    elevation=st.floats(-80.0, 80.0),
)
def test_what_is_drawn_later_is_nearer_to_the_eye(seed, one, other, azimuth, elevation) -> None:
    camera = Camera(azimuth, elevation)
    scaled = np.random.default_rng(seed).uniform(-1.0, 1.0, (40, 3))
    points = scaled * BOX.half + BOX.middle
    view = plane_view(points, plane(*one), plane(*other), BOX, camera)
    drawn, towards = places_of(view), camera.axes[2]
    assert sorted(row for kind, row in drawn if kind == "point") == list(range(40))
    np.testing.assert_allclose(view.points, camera.project(scaled), atol=1e-9)
    planes = {"fitted": one, "exact": other}
    slants = {name: abs(towards @ [-first, -second, 1.0]) for name, (first, second, _) in planes.items()}
    for name, heights in planes.items():
        if slants[name] < 1e-3:  # seen from its edge
            continue
        for row, origin in enumerate(scaled):
            way = hit(origin, towards, heights)
            met = origin + way * towards
            covering = [
                place
                for place, (kind, at) in enumerate(drawn)
                if kind == name and inside(view.layers[at].polygon, view.points[row])
            ]
            within = np.abs(met).max()
            if within < 1.0 - 1e-3 and abs(way) > 1e-6:
                assert len(covering) <= 1
                if name == "fitted" and slants[name] > 0.1:
                    assert covering
                for place in covering:
                    assert (place > drawn.index(("point", row))) == (way > 0.0)
            elif within > 1.0 + 1e-3:
                assert covering == []
    top = np.random.default_rng(seed + 1).uniform(-1.0, 1.0, (40, 2))
    for target in top if min(slants.values()) > 1e-3 else ():
        origin = target @ camera.axes[:2]
        ways = {name: hit(origin, towards, heights) for name, heights in planes.items()}
        if abs(ways["fitted"] - ways["exact"]) < 1e-4:
            continue
        covering = [k for k, at in drawn if k != "point" and inside(view.layers[at].polygon, target)]
        if len(covering) == 2:
            assert covering[-1] == max(ways, key=ways.__getitem__)


def test_sticks_reach_from_the_points_to_the_fitted_plane() -> None:
    camera, fitted = Camera(30.0, 20.0), plane(0.5, -0.2, 0.1)
    points = np.random.default_rng(0).uniform(-1.0, 1.0, (20, 3)) * BOX.half + BOX.middle
    view = plane_view(points, fitted, plane(0.0, 0.0, 0.0), BOX, camera)
    feet = points.copy()
    feet[:, 2] = points[:, :2] @ fitted.weights + fitted.bias
    np.testing.assert_allclose(view.sticks[:, 0], camera.project(BOX.scaled(points)))
    np.testing.assert_allclose(view.sticks[:, 1], camera.project(BOX.scaled(feet)))


def test_a_plane_within_the_box_is_drawn_with_its_four_corners() -> None:
    camera = Camera(30.0, 20.0)
    view = plane_view(np.zeros((0, 3)), plane(0.5, -0.2, 0.1), plane(0.5, -0.2, -0.1), BOX, camera)
    corners = np.array([[-1.0, -1.0, -0.2], [1.0, -1.0, 0.8], [1.0, 1.0, 0.4], [-1.0, 1.0, -0.6]])
    polygons = {layer.plane: layer.polygon for layer in view.layers}
    np.testing.assert_allclose(polygons["fitted"], camera.project(corners), atol=1e-9)
    assert [layer.plane for layer in view.layers if layer.plane] == ["exact", "fitted"]


@pytest.mark.parametrize("elevation", [30.0, -30.0])
def test_planes_that_are_the_same_are_both_drawn_whole(elevation: float) -> None:
    same = plane(0.3, 0.4, 0.0)
    view = plane_view(np.zeros((0, 3)), same, same, BOX, Camera(10.0, elevation))
    assert [(layer.plane, len(layer.polygon)) for layer in view.layers if layer.plane] == [
        ("exact", 4),
        ("fitted", 4),
    ]


def test_a_plane_outside_the_box_is_not_drawn_and_sticks_end_at_the_box() -> None:
    camera = Camera(0.0, 0.0)
    points = np.array([[5.0, 0.0, 200.0]])
    view = plane_view(points, plane(0.0, 0.0, 5.0), plane(0.0, 0.0, 0.5), BOX, camera)
    assert [layer.plane for layer in view.layers if layer.plane] == ["exact"]
    np.testing.assert_allclose(view.sticks, [[[0.0, 0.0], [0.0, 1.0]]], atol=1e-12)


def test_far_from_zero_the_plane_keeps_its_place() -> None:
    rng = np.random.default_rng(1)
    points = rng.uniform(-1.0, 1.0, (30, 3))
    weights = np.array([0.5, -0.25])
    near = plane_view(
        points, Parameters(weights, 0.1), Parameters(weights, 0.1), box_around(points), Camera()
    )
    shift = 2.0**40
    moved = points + np.array([shift, shift, 0.0])
    far = Parameters(weights, 0.1 - 0.25 * shift)
    rest = 0.1 - (far.bias + 0.25 * shift)
    far = Parameters(weights, far.bias, rest)
    view = plane_view(moved, far, far, box_around(moved), Camera())
    np.testing.assert_allclose(view.sticks, near.sticks, atol=1e-3)
