"""The box is projected at right angles, its edges and ticks lie on its outline."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linreg_gui.core.explaining.view_box import Camera, ViewBox, box_around, nice_ticks
from linreg_gui.core.number_text import plain_number

ANGLES = {"azimuth": st.floats(-360.0, 360.0), "elevation": st.floats(-90.0, 90.0)}
BOX = ViewBox(((0.0, 10.0), (-5.0, 5.0), (100.0, 300.0)))


@given(**ANGLES)
def test_right_up_and_towards_the_eye_are_at_right_angles(azimuth: float, elevation: float) -> None:
    axes = Camera(azimuth, elevation).axes
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("camera", "point", "place", "nearness"),
    [
        (Camera(0.0, 0.0), [1.0, 0.5, 0.25], [0.5, 0.25], 1.0),
        (Camera(90.0, 0.0), [1.0, 0.5, 0.25], [-1.0, 0.25], 0.5),
        (Camera(-90.0, 0.0), [1.0, 0.5, 0.25], [1.0, 0.25], -0.5),
        (Camera(-90.0, 90.0), [1.0, 0.5, 0.25], [1.0, 0.5], 0.25),
    ],
)
def test_one_looks_from_where_the_angles_say(camera, point, place, nearness) -> None:
    np.testing.assert_allclose(camera.project(np.array(point)), place, atol=1e-12)
    assert camera.nearness(np.array(point)) == pytest.approx(nearness)


@given(**ANGLES)
def test_nothing_in_the_box_is_behind_its_back_edges(azimuth: float, elevation: float) -> None:
    camera = Camera(azimuth, elevation)
    edges = BOX.back_edges(camera)
    assert edges.shape == (9, 2, 2)
    corners = np.array(np.meshgrid(*[[-1.0, 1.0]] * 3)).reshape(3, -1).T
    nearest = corners[camera.nearness(corners).argmax()]
    lengths = np.sort(np.abs(camera.axes[2]))
    if lengths[0] > 1e-3:  # from a side there are several nearest corners
        assert np.linalg.norm(edges - camera.project(nearest), axis=2).min() > 1e-6


@given(**ANGLES)
def test_ticks_lie_on_an_edge_by_their_values(azimuth: float, elevation: float) -> None:
    camera = Camera(azimuth, elevation)
    axes = BOX.ticks(["a", "b", "y"], camera)
    assert [axis.name for axis in axes] == ["a", "b", "y"]
    assert axes[0].texts == ("0", "2", "4", "6", "8", "10")
    assert axes[2].texts == ("100", "150", "200", "250", "300")
    for axis, (low, high), unit in zip(axes, BOX.ranges, np.eye(3), strict=True):
        np.testing.assert_allclose(axis.edge[1] - axis.edge[0], 2.0 * camera.project(unit), atol=1e-9)
        for text, place in zip(axis.texts, axis.places, strict=True):
            share = (float(plain_number(text)) - low) / (high - low)
            along = axis.edge[0] + share * (axis.edge[1] - axis.edge[0])
            np.testing.assert_allclose(place, along, atol=1e-9)
        assert np.linalg.norm(axis.outwards) == pytest.approx(1.0)
        assert axis.outwards @ axis.edge.mean(axis=0) >= -1e-9
    edges = BOX.back_edges(camera)
    for axis in axes:
        assert np.abs(edges - axis.edge).max(axis=(1, 2)).min() < 1e-9
    # Below the middle of the box, and to the left of it.
    assert max(axes[0].edge[:, 1].mean(), axes[1].edge[:, 1].mean(), axes[2].edge[:, 0].mean()) < 1e-9


def test_the_box_holds_all_points() -> None:
    points = np.array([[1.0, 5.0, 7.0], [3.0, 5.0, -7.0], [2.0, 5.0, 0.0]])
    box = box_around(points)
    assert box.ranges == ((1.0, 3.0), (2.5, 7.5), (-7.0, 7.0))
    np.testing.assert_allclose(box.scaled(points)[0], [-1.0, 0.0, 1.0])
    assert box_around(np.zeros((1, 3))).ranges == ((-1.0, 1.0),) * 3


@given(low=st.floats(-1e9, 1e9), width=st.floats(1e-3, 1e9))
@example(low=219902326.0, width=0.001)
def test_there_are_some_ticks_and_they_are_told_apart(low: float, width: float) -> None:
    values, texts = nice_ticks(low, low + width)
    assert 3 <= len(values) <= 8
    assert len(set(texts)) == len(texts)
    assert low - 1e-6 * width <= values[0] <= values[-1] <= low + width * (1.0 + 1e-6)
    np.testing.assert_allclose(np.diff(values), values[1] - values[0], rtol=1e-3)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.0, 1.0, ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")),
        (-0.3, 0.2, ("−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2")),
        (0.0, 2e13, ("0", "5×10¹²", "1.0×10¹³", "1.5×10¹³", "2.0×10¹³")),
    ],
)
def test_ticks_are_written_to_the_same_place(low: float, high: float, texts: tuple[str, ...]) -> None:
    assert nice_ticks(low, high)[1] == texts
