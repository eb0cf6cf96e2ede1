"""The figures of the Chapter lab: what follows from their values, against the mathematics of the chapter."""

from __future__ import annotations

import itertools
import math
import statistics

import numpy as np
import pytest
from scipy import stats

from linreg_gui.core.chapter.lab.figure import LabFigure
from linreg_gui.core.chapter.lab.figures import FIGURES
from linreg_gui.core.chapter.lab.state import LabState
from linreg_gui.core.problem import ProblemError


def _at(figure: str, **values: float) -> LabState:
    return LabState().set_to(figure, values)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
def test_a_figure_is_whole_wherever_its_values_are(figure: LabFigure) -> None:
    ends = [{value.least, value.start, value.largest} for value in figure.values]
    corners = list(
        itertools.islice(itertools.product(*ends), 0, None, max(1, math.prod(map(len, ends)) // 12))
    )
    for corner in corners:
        picture = figure.draw(
            {value.name: number for value, number in zip(figure.values, corner, strict=True)}
        )
        assert set(picture.outcomes) == {outcome.name for outcome in figure.outcomes}
        assert picture.sentence.endswith(".")
        assert all(low < high for low, high in picture.ranges)
        for line in (*picture.curves, *picture.dots):
            assert line.x.shape == line.y.shape
            assert not np.isinf(line.x).any()
            assert not np.isinf(line.y).any()
        for handle in picture.handles:
            assert math.isfinite(handle.x + handle.y)
            for name, place in (
                (handle.across, handle.x - handle.from_x),
                (handle.up, handle.y - handle.from_y),
            ):
                # Where a hand has not moved it, the value stays as it is.
                if name:
                    known = figure.value(name)
                    value = dict(zip((v.name for v in figure.values), corner, strict=True))[name]
                    assert known.nearest(place) == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_the_best_constant_is_the_mean_and_by_sizes_the_median() -> None:
    numbers = [1.0, 2.0, 4.0, 5.0, 7.0, 30.0]
    state = _at("constant", n=6, last=30, b=4.5)
    assert state.number("mean") == pytest.approx(statistics.mean(numbers))
    assert (state.number("median_low"), state.number("median_high")) == (4.0, 5.0)
    assert state.number("squares") == pytest.approx(sum((x - 4.5) ** 2 for x in numbers))
    assert state.number("sizes") == pytest.approx(state.number("least_sizes"))
    assert state.number("slope") == pytest.approx(2 * sum(4.5 - x for x in numbers))


def test_twice_the_deviation_is_half_the_peak_and_the_area_stays() -> None:
    one, two = _at("density", mean=1, std=1), _at("density", mean=1, std=2)
    assert one.number("peak") == pytest.approx(stats.norm.pdf(0))
    assert two.number("peak") == pytest.approx(one.number("peak") / 2)
    assert two.number("area") == pytest.approx(1.0, abs=1e-6)
    assert two.number("below_zero") == pytest.approx(stats.norm.cdf(-0.5))


def test_a_product_of_many_densities_is_nothing_and_the_sum_of_logarithms_is_fine() -> None:
    state = _at("product", n=1000)
    draws = np.random.default_rng(0).standard_normal(1000)
    assert state.number("product") == 0.0
    assert state.number("log_sum") == pytest.approx(float(stats.norm.logpdf(draws).sum()))
    assert 400 < state.number("gone_from") < 700


def test_the_most_likely_weight_is_the_same_for_every_deviation() -> None:
    found = {_at("sigma", std=std).number("best_w") for std in (0.3, 1.0, 2.5)}
    assert len(found) == 1
    best = _at("sigma", w=found.pop(), std=1)
    assert best.number("least") == pytest.approx(
        best.number("rows") / 2 * (math.log(2 * math.pi * best.number("best_std") ** 2) + 1)
    )


def test_two_linear_layers_are_one_and_its_loss_has_a_saddle() -> None:
    layers = _at("layers", w1=2, b1=-1, w2=0.5, b2=3)
    assert (layers.number("slope"), layers.number("intercept")) == (1.0, 2.5)
    saddle = _at("saddle", u=0, v=0)
    assert (saddle.number("eigen_least"), saddle.number("eigen_largest")) == pytest.approx((-1.0, 1.0))
    assert saddle.number("end_loss") == pytest.approx(0.5)  # it never leaves the saddle
    assert _at("saddle", u=1, v=0.5, steps=500).number("end_loss") == pytest.approx(0.0, abs=1e-9)


def test_the_poisson_loss_has_its_least_at_the_count_and_a_wall_at_zero() -> None:
    least = _at("poisson", rate=4, k=4)
    assert least.number("slope") == pytest.approx(0.0)
    assert least.number("loss") == pytest.approx(4 - 4 * math.log(4))
    assert math.isnan(_at("poisson", rate=-1, k=4).number("loss"))
    same = _at("poisson_log", u=math.log(4), k=4)
    assert same.number("loss") == pytest.approx(least.number("loss"))
    assert same.number("slope") == pytest.approx(0.0, abs=1e-9)


def test_errors_on_fitted_and_fresh_labels_are_as_expected() -> None:
    state = _at("redraw", n=20, features=3, noise=1.5, draws=2000)
    p, n, variance = 4, 20, 1.5**2
    assert state.number("expected_train") == pytest.approx(variance * (1 - p / n))
    assert state.number("train") == pytest.approx(variance * (1 - p / n), rel=0.05)
    assert state.number("fresh") == pytest.approx(variance * (1 + p / n), rel=0.05)


def test_noise_on_two_copies_makes_their_difference_wild_and_leaves_their_sum() -> None:
    state = _at("copies", noise=0.01, n=200, draws=500)
    assert state.number("spread") == pytest.approx(math.sqrt(2) / (0.01 * math.sqrt(200)), rel=0.2)
    assert state.number("total_spread") < 0.02 * state.number("spread")


def test_noise_on_the_features_adds_to_the_diagonal_of_the_gram_matrix_alone() -> None:
    state = _at("gram", noise=1, n=100, draws=2000)
    assert state.number("expected_added") == 100.0
    assert state.number("added") == pytest.approx(100.0, rel=0.05)
    assert state.number("off_diagonal") == pytest.approx(state.number("plain_off_diagonal"), abs=2.0)


def test_the_floor_of_noise_is_as_in_theory_and_absolute_loss_bounces_without_noise() -> None:
    floor = _at("descent", rate=0.1, batch=4, noise=1, steps=4000)
    assert floor.number("variance") == pytest.approx(floor.number("expected"), rel=0.35)
    squared, absolute = (
        _at("descent", rate=0.07, noise=0, absolute=absolute, steps=4000) for absolute in (0, 1)
    )
    assert squared.number("error") < 1e-9
    assert absolute.number("error") > 1e-3


def test_a_tick_is_a_large_share_of_a_small_price() -> None:
    assert _at("ticks", price=0.05, tick=0.01).number("share") == pytest.approx(0.2)
    assert _at("ticks", price=50, tick=0.01).number("share") == pytest.approx(0.0002)


def test_values_keep_to_their_range_or_are_refused_in_a_sentence() -> None:
    state = _at("density", std=2).moved("mean", 1e9)
    assert (state.number("mean"), state.number("std")) == (5.0, 2.0)
    assert state.set_to("density", {"mean": 1.0}).number("std") == 2.0
    assert state.set_to("density", {}) == LabState("density")
    for figure, values, sentence in (
        ("densities", {}, "no figure"),
        ("density", {"mu": 1.0}, "no value “mu”"),
        ("density", {"std": 9.0}, "from 0.5 to 4"),
    ):
        with pytest.raises(ProblemError, match=sentence):
            state.set_to(figure, values)
    assert math.isnan(state.number("slope"))
