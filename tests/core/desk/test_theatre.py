"""The acts of the theatre of collinearity."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from desks import desk_of, made_frame

from linreg_gui.core.desk.theatre import Act, TheatreWish, theatre_of
from linreg_gui.core.model.losses import AbsoluteLoss


def test_features_that_share_a_direction_are_named_with_their_shares() -> None:
    seen = theatre_of(desk_of(made_frame()), TheatreWish())
    assert seen.sentence.startswith(("“b” (100 %) and “c” (100 %)", "“c” (100 %) and “b” (100 %)"))
    assert "strongly: condition index 4" in seen.sentence
    assert "“a”" not in seen.sentence
    frame = made_frame()
    frame["c"] = np.random.default_rng(9).normal(size=60)
    assert theatre_of(desk_of(frame), TheatreWish()).sentence.startswith("No two features share")


def test_directions_are_told_under_every_loss_and_errors_are_not() -> None:
    desk = desk_of(made_frame(), loss=AbsoluteLoss())
    seen = theatre_of(desk, TheatreWish())
    assert "share a direction" in seen.sentence
    assert np.isfinite(seen.now.variance_inflation).all()
    assert np.isnan(seen.now.standard_errors).all()
    left = theatre_of(desk, TheatreWish(Act.WITHOUT, "b"))
    assert left.then is None
    assert "mean absolute error" in left.sentence
    noise = theatre_of(desk, TheatreWish(Act.NOISE))
    assert noise.noise is not None
    assert noise.sentence.endswith("All of these are answers of least squares.")


def test_leaving_a_feature_out_is_told_as_a_fit_without_it_would() -> None:
    frame = made_frame()
    seen = theatre_of(desk_of(frame), TheatreWish(Act.WITHOUT, "c"))
    both = sm.OLS(frame.y, sm.add_constant(frame[["a", "b", "c"]])).fit()
    left = sm.OLS(frame.y, sm.add_constant(frame[["a", "b"]])).fit()
    np.testing.assert_allclose(seen.now.standard_errors, both.bse.to_numpy()[1:], rtol=1e-9)
    np.testing.assert_allclose(seen.then.standard_errors[:2], left.bse.to_numpy()[1:], rtol=1e-9)
    times = both.bse["b"] / left.bse["b"]
    assert f"“b” is {times:.3g} times smaller" in seen.sentence
    assert f"{left.rsquared:.4g}" in seen.sentence
    assert theatre_of(desk_of(frame), TheatreWish(Act.WITHOUT, "gone")).then is None


def test_of_features_that_depend_on_each_other_the_noise_is_shown_and_the_rest_told() -> None:
    frame = made_frame()
    frame["c"] = 2.0 * frame.b
    desk = desk_of(frame)
    assert "“c” is a multiple of “b”" in theatre_of(desk, TheatreWish()).sentence
    assert theatre_of(desk, TheatreWish(Act.WITHOUT, "a")).then is None
    seen = theatre_of(desk, TheatreWish(Act.NOISE))
    assert seen.noise.plain is None
    assert seen.noise.ridge is not None
    assert "noise settles them" in seen.sentence


def test_other_draws_have_another_seed_and_wild_wishes_are_refused() -> None:
    desk = desk_of(made_frame())
    first, same, other = (
        theatre_of(desk, TheatreWish(Act.NOISE, seed=seed)).noise.drawn for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)
    for wild in ({"sigma": 2.0}, {"sigma": float("nan")}, {"seed": -1}):
        with pytest.raises(ValueError, match="noise"):
            TheatreWish(Act.NOISE, **wild)


def test_where_no_row_is_to_spare_there_are_no_errors_but_a_sentence() -> None:
    desk = desk_of(made_frame(n_rows=4))
    seen = theatre_of(desk, TheatreWish(Act.WITHOUT, "c"))
    assert seen.then is None
    assert "too few" in seen.sentence
    assert np.isnan(seen.now.standard_errors).all()
    assert theatre_of(desk, TheatreWish(Act.NOISE)).noise is not None


def test_the_sentence_tells_what_the_noise_adds() -> None:
    seen = theatre_of(desk_of(made_frame()), TheatreWish(Act.NOISE))
    assert "E[XᵀX] = XᵀX + (n − 1)σ²I, as under ridge with (n − 1)σ² = 0.59." in seen.sentence
    assert "1.01 expected" in seen.sentence
    off = np.abs(seen.noise.mean_gram - seen.noise.expected_gram).max() / 60
    assert f"off by more than {off:.2g}" in seen.sentence
