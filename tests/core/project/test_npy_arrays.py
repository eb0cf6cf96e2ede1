"""Arrays come back to the last bit, and only as what they should be."""

from __future__ import annotations

import io

import numpy as np
import pytest

from linreg_gui.core.json_values import WrongValue
from linreg_gui.core.project.npy_arrays import array_from_npy, flags_from_npy, npy_bytes


@pytest.mark.parametrize("shape", [(0,), (5,), (0, 6), (2, 3)])
def test_an_array_comes_back_to_the_last_bit(shape) -> None:
    array = np.random.default_rng(0).normal(size=shape)
    array.flat[:1] = np.nan
    again = array_from_npy("x", npy_bytes(array), np.float64, array.ndim)
    assert (again.shape, again.tobytes()) == (shape, array.tobytes())


def test_an_array_in_columns_comes_back_in_rows() -> None:
    array = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    np.testing.assert_array_equal(array_from_npy("x", npy_bytes(array), np.float64, 2), array)


def test_another_type_or_number_of_dimensions_is_refused() -> None:
    data = npy_bytes(np.zeros(4))
    for dtype, ndim in ((np.float32, 1), (np.int64, 1), (np.float64, 2), (np.float64, 0)):
        with pytest.raises(WrongValue, match="“x” should be an array of"):
            array_from_npy("x", data, dtype, ndim)
    objects = io.BytesIO()
    np.save(objects, np.array([None]), allow_pickle=True)
    with pytest.raises(WrongValue):
        array_from_npy("x", objects.getvalue(), np.float64, 1)


@pytest.mark.parametrize("cut", [0, 5, 90, 159])
def test_an_array_that_is_cut_off_is_refused(cut) -> None:
    with pytest.raises(WrongValue):
        array_from_npy("x", npy_bytes(np.zeros(4))[:cut], np.float64, 1)


@pytest.mark.parametrize("count", [0, 1, 8, 9])
def test_flags_come_back_for_the_very_number_of_rows(count) -> None:
    flags = np.arange(count) % 3 == 0
    data = npy_bytes(np.packbits(flags))
    assert flags_from_npy("x", data, count).tolist() == flags.tolist()
    with pytest.raises(WrongValue, match="about 99 rows"):
        flags_from_npy("x", data, 99)
