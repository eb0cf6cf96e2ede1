"""The columns of a table in parts of their own."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from odd_frames import assert_same, frames

from linreg_gui.core.project.column_parts import column_groups, column_part, frame_from_parts
from linreg_gui.core.project.stored_columns import describe_columns, write_columns


def parts_of(frame: pd.DataFrame) -> dict[str, bytes]:
    made = {}
    for i, group in enumerate(column_groups(frame.shape[1])):
        file = io.BytesIO()
        write_columns(file, frame.iloc[:, list(group)])
        made[column_part(i)] = file.getvalue()
    return made


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(frame=frames())
def test_every_bit_of_a_table_comes_back(frame) -> None:
    assert_same(frame_from_parts(parts_of(frame), describe_columns(frame), len(frame), lambda _: None), frame)


@pytest.mark.parametrize("n", [0, 1, 7, 500, 501, 3000])
def test_each_column_is_in_one_part_and_the_parts_are_not_too_many(n) -> None:
    groups = column_groups(n)
    assert [j for group in groups for j in group] == list(range(n))
    assert len(groups) <= 500
    assert n > 500 or len(groups) == n


def test_parts_that_fit_one_by_one_are_refused_together() -> None:
    frame = pd.DataFrame({"x": np.arange(1000.0), "y": np.arange(1000.0), "z": np.arange(1000.0)})
    columns, parts = describe_columns(frame), parts_of(frame)

    def check(size: int) -> None:
        if size > 20_000:
            raise MemoryError

    with pytest.raises(MemoryError):
        frame_from_parts(parts, columns, 1000, check)
    assert frame_from_parts(parts, columns, 1000, lambda _: None).equals(frame)
