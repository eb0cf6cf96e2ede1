"""What is drawn of one feature beside the others."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from desks import desk_of, made_frame

from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.desk.partial_plot import NoPartialPlot, PartialWish, partial_plot_of
from linreg_gui.core.inference.partial_plots import PartialKind
from linreg_gui.core.model.losses import AbsoluteLoss

COMPONENT = PartialKind.COMPONENT


def test_the_weight_its_interval_and_p_are_those_of_statsmodels() -> None:
    frame = made_frame()
    theirs = sm.OLS(frame.y, sm.add_constant(frame[["a", "b", "c"]])).fit()
    plot = partial_plot_of(desk_of(frame), PartialWish("a"))
    error, quantile = plot.errors
    assert plot.plane.slope == pytest.approx(theirs.params["a"], rel=1e-9)
    assert error == pytest.approx(theirs.bse["a"], rel=1e-9)
    assert plot.plane.slope + quantile * error == pytest.approx(theirs.conf_int().loc["a", 1], rel=1e-9)
    assert "curve leaves the level" in plot.summary
    assert "p < 0.0001" in plot.short
    unsure = partial_plot_of(desk_of(frame), PartialWish("c"))
    assert theirs.pvalues["c"] > 0.05
    assert "does not leave" in unsure.summary
    assert f"p = {theirs.pvalues['c']:.2g}" in unsure.short


def test_level_and_errors_are_those_that_are_chosen() -> None:
    frame = made_frame()
    desk = desk_of(frame, choices=DeskChoices(level=0.9, errors="HC3"))
    theirs = sm.OLS(frame.y, sm.add_constant(frame[["a", "b", "c"]])).fit(cov_type="HC3", use_t=True)
    plot = partial_plot_of(desk, PartialWish("b"))
    assert plot.errors[0] == pytest.approx(theirs.bse["b"], rel=1e-9)
    assert np.prod(plot.errors) == pytest.approx(
        theirs.params["b"] - theirs.conf_int(0.1).loc["b", 0], rel=1e-9
    )
    assert plot.level == 0.9


def test_rows_are_drawn_where_the_plane_has_them_and_many_are_shaded() -> None:
    desk = desk_of(made_frame(n_rows=21_000))
    plot = partial_plot_of(desk, PartialWish("b"))
    x, y = plot.plane.places(desk.data.X, desk.data.y)
    assert plot.scatter.density.sum() == 21_000
    assert plot.scatter.x_range == (x.min(), x.max())
    np.testing.assert_allclose(plot.scatter.x, x[plot.scatter.rows])
    some = plot.table_rows[:50]
    np.testing.assert_allclose(plot.plane.places(desk.data.X[some], desk.data.y[some])[1], y[some])


def test_means_of_the_rows_bend_where_the_label_does() -> None:
    frame = made_frame(n_rows=400)
    frame["y"] += 0.8 * (frame.a - 10.0) ** 2
    plot = partial_plot_of(desk_of(frame), PartialWish("a", COMPONENT))
    x, y = plot.means
    assert x.size == 20
    off = y - plot.plane.line(x)
    assert off[0] > 0.0 < off[-1]
    assert off[10] < 0.0
    assert not partial_plot_of(desk_of(frame), PartialWish("a")).means[0].size


def test_a_feature_that_is_gone_is_the_first_one() -> None:
    assert partial_plot_of(desk_of(made_frame()), PartialWish("gone")).feature == 0


def test_other_fits_and_dependent_features_have_no_plot_but_a_sentence() -> None:
    frame = made_frame()
    lazy = partial_plot_of(desk_of(frame, loss=AbsoluteLoss()), PartialWish())
    assert isinstance(lazy, NoPartialPlot)
    assert "mean absolute error" in lazy.sentence
    frame["c"] = frame.b
    twice = partial_plot_of(desk_of(frame), PartialWish())
    assert isinstance(twice, NoPartialPlot)
    assert "“c”" in twice.sentence
