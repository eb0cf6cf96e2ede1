"""Numbers are kept side by side in one piece of memory, whatever comes in between."""

from __future__ import annotations

import pyarrow as pa

from linreg_gui.core.reading.csv_parser import ColumnBuffer


def address(array: pa.Array) -> int:
    return array.buffers()[1].address


def test_arrays_come_back_as_they_were_and_lie_side_by_side():
    buffer = ColumnBuffer(10)
    first = buffer.keep(pa.array([1, 2, 3]))
    second = buffer.keep(pa.array([4, None, 6]))
    assert (first.to_pylist(), second.to_pylist()) == ([1, 2, 3], [4, None, 6])
    assert second.null_count == 1
    assert address(second) == address(first) + 3 * 8


def test_more_rows_than_expected_and_another_type_take_room_of_their_own():
    buffer = ColumnBuffer(2)
    arrays = [pa.array([1, 2]), pa.array([3, 4, 5]), pa.array([0.5, None]), pa.array([7])]
    kept = [buffer.keep(array) for array in arrays]
    assert [array.to_pylist() for array in kept] == [array.to_pylist() for array in arrays]
    assert [array.type for array in kept] == [array.type for array in arrays]


def test_what_is_no_number_stays_where_it_is():
    buffer = ColumnBuffer(5)
    for array in (pa.array(["x", None]), pa.nulls(3), pa.array([1, 2, 3])[1:]):
        assert buffer.keep(array) is array
