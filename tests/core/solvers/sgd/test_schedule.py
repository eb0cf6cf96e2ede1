from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.schedule import DECAYS, rate_factor


def factor(decay: str, done: float, epochs: int = 10, decay_epochs: float = 2.0, decay_factor: float = 0.5):
    return rate_factor(DECAYS.index(decay), done, epochs, decay_epochs, decay_factor)


@pytest.mark.parametrize(
    ("decay", "done", "expected"),
    [
        ("constant", 7.0, 1.0),
        ("cosine", 0.0, 1.0),
        ("cosine", 5.0, 0.5),
        ("cosine", 10.0, 0.0),
        ("cosine", 30.0, 0.0),
        ("inverse time", 2.0, 0.5),
        ("inverse time", 6.0, 0.25),
        ("step", 1.99, 1.0),
        ("step", 2.0, 0.5),
        ("step", 7.0, 0.125),
    ],
)
def test_known_points(decay, done, expected):
    assert factor(decay, done) == pytest.approx(expected, abs=1e-15)


@given(
    decay=st.sampled_from(DECAYS),
    first=st.floats(0.0, 1e6),
    later=st.floats(0.0, 1e6),
    decay_epochs=st.floats(1e-3, 1e3),
    decay_factor=st.floats(1e-3, 1.0),
)
def test_the_rate_never_rises_and_never_turns_negative(decay, first, later, decay_epochs, decay_factor):
    factors = [
        factor(decay, min(first, later), 100, decay_epochs, decay_factor),
        factor(decay, max(first, later), 100, decay_epochs, decay_factor),
    ]
    assert 1.0 >= factors[0] >= factors[1] >= 0.0


@pytest.mark.parametrize("decay", DECAYS)
def test_the_shortest_decay_over_the_most_epochs_is_counted_in_64_bits(decay):
    config = SgdConfig(decay=decay, decay_epochs=1e-9, epochs=2**31 - 1)
    assert config.epochs / config.decay_epochs < 2.0**63
    assert 0.0 <= factor(decay, float(config.epochs), config.epochs, config.decay_epochs) <= 1.0
