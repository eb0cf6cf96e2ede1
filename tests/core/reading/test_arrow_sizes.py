from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from linreg_gui.core.reading.arrow_sizes import is_flat, text_bytes

TEXTS = ["Ulm", None, "Bad Säckingen", ""]


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.binary(),
        pa.string_view(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.int32(), pa.large_string()),
    ],
)
def test_texts_are_as_long_as_they_are_shown(kind: Any) -> None:
    column = pa.chunked_array([pa.array(TEXTS).cast(kind), pa.array(TEXTS * 2).cast(kind).slice(1, 5)])
    shown = [cell for cell in TEXTS + (TEXTS * 2)[1:6] if cell is not None]
    assert text_bytes(column) == sum(len(cell.encode()) for cell in shown)


def test_a_view_that_many_rows_share_counts_for_each() -> None:
    _, views, text = pa.array(["x" * 1000], pa.string_view()).buffers()
    views = pa.py_buffer(views.to_pybytes()[:16] * 500)
    column = pa.Array.from_buffers(pa.string_view(), 500, [None, views, text])
    assert text_bytes(pa.chunked_array([column])) == 500_000


def test_numbers_have_no_text_and_lists_are_not_flat() -> None:
    assert text_bytes(pa.chunked_array([pa.array([1.5, 2.5])])) == 0
    assert is_flat(pa.float64())
    assert is_flat(pa.dictionary(pa.int8(), pa.string()))
    assert not is_flat(pa.list_(pa.int64()))
    assert not is_flat(pa.run_end_encoded(pa.int32(), pa.int64()))
    assert not is_flat(pa.dictionary(pa.int8(), pa.list_(pa.int64())))
