from __future__ import annotations

import itertools

import numpy as np
import pytest

from linreg_gui.core.chapter.ghost_curve import BOOK_CURVES, GhostCurve
from linreg_gui.core.model.noise import normal_density


def test_the_curves_of_the_book_have_their_peaks() -> None:
    assert [round(curve.peak, 4) for curve in BOOK_CURVES] == [0.3989, 0.1995, 0.3989]
    for curve in BOOK_CURVES:
        assert curve.peak == pytest.approx(normal_density([curve.mean], curve.mean, curve.std)[0])


def test_the_area_below_both_is_that_of_the_smaller_density() -> None:
    x = np.linspace(-60.0, 60.0, 400_001)
    others = [GhostCurve(0.5, 1.7), GhostCurve(-4.0, 0.3), GhostCurve(0.0, 1.0001), *BOOK_CURVES]
    for one, other in itertools.combinations_with_replacement(others, 2):
        both = np.minimum(normal_density(x, one.mean, one.std), normal_density(x, other.mean, other.std))
        assert one.overlap(other) == pytest.approx(np.trapezoid(both, x), abs=1e-5)
        assert one.overlap(other) == pytest.approx(other.overlap(one))


def test_a_curve_is_matched_by_one_near_it_alone() -> None:
    ghost = GhostCurve(3.0, 1.0)
    assert ghost.is_matched_by(GhostCurve(3.02, 1.02))
    assert not ghost.is_matched_by(GhostCurve(3.0, 1.1))
    assert not ghost.is_matched_by(GhostCurve(3.2, 1.0))
    with pytest.raises(ValueError, match="positive"):
        GhostCurve(0.0, 0.0)
