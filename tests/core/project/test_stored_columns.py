"""Every cell of a table comes back from its Parquet form to the last bit."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from odd_frames import assert_same, frames

from linreg_gui.core.json_values import WrongValue
from linreg_gui.core.project import stored_columns
from linreg_gui.core.project.stored_columns import (
    StoredColumn,
    describe_columns,
    read_columns,
    write_columns,
)


def written(frame: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    write_columns(file, frame)
    return file.getvalue()


def back(frame: pd.DataFrame) -> pd.DataFrame:
    return read_columns(written(frame), describe_columns(frame), len(frame), lambda _: None)


@settings(max_examples=150, deadline=None)
@given(frames())
def test_any_table_comes_back_to_the_last_bit(frame) -> None:
    assert_same(frame, back(frame))


def test_more_rows_than_are_read_at_once_come_back() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(size=150_001), "k": rng.integers(0, 9, 150_001)})
    frame["t"] = pd.Series(np.array(["a", "b", None], dtype=object)[frame["k"] % 3], dtype="str")
    assert_same(frame, back(frame))


def test_cells_that_fill_the_memory_are_noticed_while_they_are_read() -> None:
    frame = pd.DataFrame({"x": np.zeros(300_000)})
    data, sizes = written(frame), []

    def check(size: int) -> None:
        sizes.append(size)
        if size > 1_000_000:
            raise MemoryError

    with pytest.raises(MemoryError):
        read_columns(data, describe_columns(frame), len(frame), check)
    assert sizes[-1] < 1_600_000 < frame["x"].nbytes


def test_a_file_with_other_columns_or_types_is_refused() -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [1, 2]})
    stored, data = describe_columns(frame), written(frame)
    wrong = [
        (stored[:1], 2),
        ((stored[1], stored[0]), 2),
        (stored, 3),
        ((StoredColumn("x", "numbers", "object"), stored[1]), 2),
        ((StoredColumn("x", "numbers", "datetime64[ns, ../../etc/passwd]"), stored[1]), 2),
        ((stored[0], StoredColumn("y", "category", "str", ((1, "a"),))), 2),
        ((stored[0], StoredColumn("y", "numbers", "bool")), 2),
    ]
    for columns_, n_rows in wrong:
        with pytest.raises(WrongValue):
            read_columns(data, columns_, n_rows, lambda _: None)


def test_texts_that_unpack_to_much_more_than_the_file_are_noticed() -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"0": pa.array(["x" * 1000] * 100_000, pa.large_string())}), sink)
    data, stored, sizes = bytes(sink.getvalue()), (StoredColumn("t", "text", "str"),), []

    def check(size: int) -> None:
        sizes.append(size)
        if size > 10_000_000:
            raise MemoryError

    assert len(data) < 100_000
    with pytest.raises(MemoryError):
        read_columns(data, stored, 100_000, check)
    assert sizes[-1] < 30_000_000


def test_a_number_that_does_not_fit_its_type_is_refused() -> None:
    frame = pd.DataFrame({"x": [1000, 2]})
    with pytest.raises(WrongValue, match="“x”"):
        read_columns(written(frame), (StoredColumn("x", "numbers", "int8"),), 2, lambda _: None)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"use_dictionary": False, "column_encoding": {"0": "DELTA_BYTE_ARRAY"}},
    ],
)
def test_a_text_that_all_rows_share_was_never_written_by_this_program(
    options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_columns, "_TOLERATED", 1 << 16)
    sink = io.BytesIO()
    pq.write_table(pa.table({"0": pa.array(["x" * 1_000] * 1_000)}), sink, compression="zstd", **options)
    data = sink.getvalue()
    assert len(data) < 10_000
    with pytest.raises(WrongValue, match="written as this program writes tables"):
        read_columns(data, (StoredColumn("t", "text", "str"),), 1_000, lambda _: None)
