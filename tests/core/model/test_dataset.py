from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.arrays import frozen
from linreg_gui.core.model.dataset import Dataset


def test_it_knows_its_size_and_names():
    data = Dataset([[1, 2], [3, 4], [5, 6]], [1, 2, 3], ["area", "age"], "price")
    assert (data.n_rows, data.n_features) == (3, 2)
    assert (data.feature_names, data.label_name) == (("area", "age"), "price")
    assert data.X.dtype == data.y.dtype == np.float64
    assert repr(data) == "Dataset(3 rows, price ~ area + age)"


def test_features_without_names_are_numbered():
    assert Dataset([[1.0, 2.0]], [1.0]).feature_names == ("x1", "x2")


def test_nothing_in_it_can_be_changed():
    data = Dataset([[1.0]], [1.0])
    with pytest.raises(AttributeError, match="frozen"):
        data.X = np.zeros((1, 1))
    for array in (data.X, data.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 2.0


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_writable_array_is_copied(order):
    X, y = np.ones((3, 2), order=order), np.ones(3)
    data = Dataset(X, y)
    X[:] = y[:] = 7.0
    assert data.X.max() == data.y.max() == 1.0


def test_a_read_only_array_is_shared():
    X, y = frozen(np.ones((3, 2))), frozen(np.ones(3))
    data = Dataset(X, y)
    assert np.shares_memory(data.X, X)
    assert np.shares_memory(data.y, y)


def test_a_data_frame_can_be_changed_afterwards():
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    series = pd.Series([1.0, 2.0])
    data = Dataset(frame, series)
    frame.iloc[0, 0] = 99.0
    series.iloc[0] = 99.0
    assert data.X[0, 0] == data.y[0] == 1.0


def test_a_foreign_container_is_copied():
    class Container:
        def __init__(self):
            self.buffer = np.ones(3)

        def __array__(self, dtype=None, copy=None):
            return self.buffer

    container = Container()
    data = Dataset(np.ones((3, 1)), container)
    container.buffer[:] = 5.0
    assert data.y.max() == 1.0


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        ([[1.0], [np.nan]], [1.0, 2.0], "X holds missing or infinite values"),
        ([[1.0], [2.0]], [1.0, np.inf], "y holds missing or infinite values"),
        ([["a"], ["b"]], [1.0, 2.0], "X must hold numbers only"),
        ([[1.0], [2.0]], [None, 2.0], "y holds missing or infinite values"),
        ([[1j]], [1.0], "X must hold numbers only"),
        ([[10**400]], [1.0], "X holds a number too large"),
        ([1.0, 2.0], [1.0, 2.0], "X must be a table"),
        ([[1.0]], [[1.0]], "y must be a single column"),
        ([[1.0]], [1.0, 2.0], "X has 1 row but y has 2"),
        (np.empty((0, 2)), [], "at least one row"),
        (np.empty((2, 0)), [1.0, 2.0], "at least one row and one feature"),
    ],
)
def test_what_is_no_dataset_is_refused_in_a_sentence(X, y, words):
    with pytest.raises(ValueError, match=words):
        Dataset(X, y)


@pytest.mark.parametrize(
    ("names", "label", "words"),
    [(["a"], "y", "2 features but 1 name came"), (["a", "a"], "y", "own"), (["a", "y"], "y", "own")],
)
def test_names_that_do_not_fit_are_refused(names, label, words):
    with pytest.raises(ValueError, match=words):
        Dataset([[1.0, 2.0]], [1.0], names, label)


@pytest.mark.parametrize("size", [1, 7, 100, None])
def test_the_blocks_are_all_rows_in_order(size):
    X = np.arange(200.0).reshape(100, 2)
    data = Dataset(X, X[:, 0])
    blocks = list(data.blocks(size))
    np.testing.assert_array_equal(np.vstack([block for block, _ in blocks]), X)
    np.testing.assert_array_equal(np.concatenate([label for _, label in blocks]), X[:, 0])
    assert all(len(label) <= (size or 10**9) for _, label in blocks)


def test_the_sample_has_different_rows_in_order_and_is_always_the_same():
    data = Dataset(np.zeros((1000, 1)), np.zeros(1000))
    rows = data.display_sample(100)
    assert np.unique(rows).size == rows.size == 100
    assert np.all(np.diff(rows) > 0)
    np.testing.assert_array_equal(rows, data.display_sample(100))
    assert not np.array_equal(rows, data.display_sample(100, seed=1))
    np.testing.assert_array_equal(data.display_sample(5000), np.arange(1000))
