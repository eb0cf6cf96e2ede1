"""Training on data of any kind, with every loss: a whole answer or one sentence."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from linreg_gui.core import (
    AbsoluteLoss,
    Dataset,
    HuberLoss,
    PoissonLoss,
    ProblemError,
    SgdConfig,
    SquaredLoss,
    StopRules,
    fit,
    split_rows,
    train,
)

LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.5), PoissonLoss()]
ELEMENTS = {
    "few different numbers": [0.0, 1.0, 2.0, 3.0, -1.5, 0.1],
    "one number": [2.0],
    "counts": [0.0, 1.0, 4.0, 700.0, 1e6],
    "of any size": [0.0, 1.0, -0.0, 5e-324, 1e-308, 1e-120, 1e120, 1e200, -1e308, 1e308],
}


@pytest.mark.parametrize("kind", ELEMENTS)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@settings(max_examples=40, deadline=None)
@given(
    drawn=st.data(),
    shape=st.tuples(st.integers(1, 9), st.integers(1, 3)),
    rate=st.sampled_from([1e-3, 0.1, 10.0, 1e300]),
    standardise=st.booleans(),
    average_after=st.sampled_from([None, 0]),
    precision=st.sampled_from(["float64", "float32"]),
    validation=st.sampled_from([None, 0.4]),
)
def test_training_ends_with_numbers_or_with_a_sentence(
    kind, loss, drawn, shape, rate, standardise, average_after, precision, validation
):
    elements = st.sampled_from(ELEMENTS[kind])
    X = drawn.draw(hnp.arrays(np.float64, shape, elements=elements))
    y = drawn.draw(hnp.arrays(np.float64, shape[0], elements=elements))
    kept = X.copy(), y.copy()
    config = SgdConfig(
        rate, 4, 3, standardise=standardise, loss=loss, average_after=average_after, precision=precision
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            run = train(Dataset(X, y), config, validation=validation, stop=StopRules(tolerance=1e-6))
        except ProblemError as error:
            sentence = str(error)
        else:
            sentence = run.fit.explanation
            assert np.isfinite([*run.fit.weights, run.fit.bias]).all()
            assert not np.isnan([run.loss, run.fit.half_mse, *run.training_loss]).any()
    assert sentence.endswith(".")
    np.testing.assert_array_equal(X, kept[0])
    np.testing.assert_array_equal(y, kept[1])


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("dtype", [np.float32, np.int64, bool, object])
def test_the_type_and_the_layout_of_the_arrays_change_nothing(loss, dtype):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 2, size=(30, 3)), rng.integers(0, 2, size=30)
    config = SgdConfig(0.05, 7, 5, loss=loss)
    plain = train(Dataset(X.astype(float), y.astype(float)), config).fit
    for shown in (np.asfortranarray(X.astype(dtype)), np.repeat(X.astype(dtype), 2, axis=0)[::2]):
        shown.flags.writeable = False
        found = train(Dataset(shown, y.astype(dtype)), config).fit
        np.testing.assert_array_equal(found.weights, plain.weights)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([[1.0]], [1.0, 2.0], [1.0], 0.0), "1 row but y has 2"),
        (([[1.0]], [1.0], [1.0, 2.0], 0.0), "1 feature but 2 weights came"),
        (([[1.0]], [1.0], [np.nan], 0.0), "missing or infinite"),
        (([[1.0]], [1.0], [1.0], "much"), "finite number"),
        ((np.empty((0, 1)), [], [1.0], 0.0), "at least one row"),
        (([["a"]], [1.0], [1.0], 0.0), "numbers only"),
    ],
)
def test_the_gradient_of_a_loss_checks_what_it_is_given(loss, arguments, words):
    with pytest.raises(ValueError, match=words):
        loss.gradient(*arguments)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda data: train(data, stop={"seconds": 1}), "StopRules"),
        (lambda data: train(data, validation="half"), "share of rows to hold out must be a finite number"),
        (lambda data: train(data, validation=2.0), "between 0 and 1"),
        (lambda data: split_rows(data, 0.5, seed="x"), "seed must be a whole number"),
        (lambda data: fit(data, stop=StopRules(seconds=1.0)), "belong to the solver “sgd”"),
        (lambda data: fit(data, validation=0.2), "belong to the solver “sgd”"),
        (lambda data: SquaredLoss().mean(data, [1.0], 0.0), "4 features but 1 weight came"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(random_data, work, words):
    with pytest.raises(ValueError, match=words):
        work(random_data())
