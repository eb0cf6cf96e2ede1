"""What is written of an update can be added up by hand, and is what was computed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.explaining.microscope import UpdateTerms, microscope
from linreg_gui.core.explaining.shown_update import ShownUpdate, shown_update
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.number_text import plain_number
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def number(text: str) -> Decimal:
    return Decimal(plain_number(text))


def last_digit(*texts: str) -> Decimal:
    """What the last digit of numbers is worth that are written to the same place.

    A mere 0 among huge numbers tells no place: it may be anything below theirs.
    """
    places = (number(text).as_tuple().exponent for text in texts if text != "0")
    return Decimal(1).scaleb(min(places, default=200))


def check_sums(shown: ShownUpdate) -> None:
    with localcontext(prec=400):
        shares = [number(text) for text in (*shown.shares, *([shown.others] if shown.others else []))]
        assert sum(shares) == number(shown.total)
        gradient = number(shown.gradient)
        assert abs(sum(shares) / shown.size - gradient) <= last_digit(shown.gradient) / 2
        velocity = gradient + number(shown.kept) + number(shown.decay)
        assert velocity == number(shown.velocity)
        move = number(shown.move)
        assert abs(number(shown.rate) * velocity - move) <= last_digit(shown.move, shown.before) / 2
        assert number(shown.before) - move == number(shown.after)


def check_values(shown: ShownUpdate, terms: UpdateTerms, j: int) -> None:
    share = last_digit(*shown.shares, shown.total)
    for text, value in zip(shown.shares, terms.shares[:, j], strict=False):
        assert abs(number(text) - Decimal(float(value))) <= share
    written = [("gradient", terms.gradient), ("kept", terms.kept), ("decay", terms.decay)]
    written += [("velocity", terms.velocity)]
    step = last_digit(*(getattr(shown, name) for name, _ in written))
    for name, values in written:
        assert abs(number(getattr(shown, name)) - Decimal(float(values[j]))) <= 2 * step
    last = last_digit(shown.before, shown.move, shown.after)
    for name, values in (("before", terms.before), ("move", terms.moves), ("after", terms.after)):
        assert abs(number(getattr(shown, name)) - Decimal(float(values[j]))) <= 2 * last


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 1000),
    steps=st.integers(0, 40),
    size=st.integers(1, 40),
    rows=st.integers(1, 12),
    digits=st.integers(2, 8),
    momentum=st.sampled_from([0.0, 0.9]),
    weight_decay=st.sampled_from([0.0, 0.3]),
    standardise=st.booleans(),
    scale=st.sampled_from([1e-12, 1e-3, 1.0, 1e5, 1e20]),
)
def test_what_is_written_adds_up(
    seed, steps, size, rows, digits, momentum, weight_decay, standardise, scale
) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(3.0, 1.0, size=(40, 2))
    data = Dataset(X, scale * (X @ [2.0, -1.0] + rng.normal(size=40)))
    rate = 0.3 if standardise else 0.01
    decay, wait = weight_decay, max(0, steps)
    config = SgdConfig(rate, size, 9, momentum=momentum, weight_decay=decay, standardise=standardise)
    sgd = Sgd(data, config)
    sgd.advance(min(wait, sgd.steps_left - 1))
    update = sgd.next_update()
    assert update is not None
    found = microscope(data, update)
    for terms in (found.data, found.internal):
        for parameter in range(3):
            shown = shown_update(terms, parameter, rows=rows, digits=digits)
            assert len(shown.shares) + shown.n_others == terms.size
            check_sums(shown)
            check_values(shown, terms, parameter)


def test_one_update_as_it_is_written() -> None:
    data = Dataset([[1.0], [2.0], [4.0]], [1.0, 3.0, 2.0])
    update = Sgd(data, SgdConfig(0.1, 3, standardise=False)).next_update()
    assert update is not None
    shown = shown_update(microscope(data, update).data, 0, rows=2, digits=3)
    assert sorted((*shown.shares, shown.others)) == ["−1.00", "−6.00", "−8.00"]
    assert (shown.total, shown.size, shown.gradient) == ("−15.00", 3, "−5.00")
    assert (shown.kept, shown.decay, shown.velocity, shown.rate) == ("0.00", "0.00", "−5.00", "0.1")
    assert (shown.before, shown.move, shown.after) == ("0.00", "−0.50", "0.50")


def test_where_numbers_blew_up_they_are_written_all_the_same() -> None:
    data = Dataset([[1e100], [2e100]], [1.0, 3.0])
    sgd = Sgd(data, SgdConfig(1.0, 2, standardise=False))
    update = sgd.next_update()
    assert update is not None
    terms = microscope(data, update).data
    broken = replace(terms, shares=np.full((2, 2), np.inf), total=np.full(2, np.inf))
    shown = shown_update(broken, 0, rows=1)
    assert (shown.shares, shown.others, shown.total, shown.n_others) == (("∞",), "–", "∞", 1)


@pytest.mark.parametrize("rows", [1, 29, 100])
def test_the_rows_that_are_not_written_are_told_with_their_sum(random_data, rows: int) -> None:
    sgd = Sgd(random_data(), SgdConfig(0.1, 29))
    update = sgd.next_update()
    assert update is not None
    terms = microscope(sgd.data, update).data
    shown = shown_update(terms, 0, rows=rows)
    assert shown.n_others == max(0, 29 - rows)
    assert bool(shown.others) == (rows < 29)


def test_rows_of_a_large_minibatch_that_were_not_kept_count_too(random_data) -> None:
    data = random_data(n=3_000)
    update = Sgd(data, SgdConfig(0.1, 3_000)).next_update()
    assert update is not None
    terms = microscope(data, update).data
    shown = shown_update(terms, 0, rows=5)
    assert (shown.size, shown.n_others) == (3_000, 2_995)
    check_sums(shown)
    check_values(shown, terms, 0)
