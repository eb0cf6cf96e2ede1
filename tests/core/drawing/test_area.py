"""What lies within a frame or a lasso."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.drawing.area import Area

RNG = np.random.default_rng(5)
X, Y = RNG.uniform(-1.5, 1.5, 4000), RNG.uniform(-1.5, 1.5, 4000)


def test_a_frame_holds_what_lies_on_its_edge() -> None:
    area = Area((0.0, 1.0), (0.0, 2.0))
    x, y = np.array([0.0, 1.0, 1.0, 1.1]), np.array([0.0, 2.0, 2.1, 1.0])
    assert area.holds(x, y).tolist() == [True, True, False, False]


def test_a_lasso_around_a_circle_holds_the_circle() -> None:
    angle = np.linspace(0.0, 2.0 * np.pi, 400, endpoint=False)
    area = Area.around(tuple(zip(np.cos(angle).tolist(), np.sin(angle).tolist(), strict=True)))
    radius = np.hypot(X, Y)
    clear = np.abs(radius - 1.0) > 1e-3
    assert np.array_equal(area.holds(X, Y)[clear], (radius < 1.0)[clear])


def test_a_lasso_with_a_notch_leaves_out_the_notch() -> None:
    area = Area.around(((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (0.0, 0.0), (-1.0, 1.0)))
    square = (np.abs(X) < 1.0) & (np.abs(Y) < 1.0)
    assert np.array_equal(area.holds(X, Y), square & (np.abs(X) > Y))
