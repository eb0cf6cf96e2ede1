"""A table as one part for each column, or for some of very many, so that each can be read by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from linreg_gui.core.cells.frames import Values, frame_called
from linreg_gui.core.late_pandas import pd

from .stored_columns import StoredColumn, read_values

_MOST_PARTS = 500


def column_part(number: int) -> str:
    """The name of a part."""
    return f"columns/{number}.parquet"


def column_groups(n_columns: int) -> list[range]:
    """The places of the columns in each part."""
    step = -(-n_columns // _MOST_PARTS) or 1
    return [range(first, min(first + step, n_columns)) for first in range(0, n_columns, step)]


def frame_from_parts(
    parts: Mapping[str, bytes],
    columns: Sequence[StoredColumn],
    n_rows: int,
    check_bytes: Callable[[int], None],
) -> pd.DataFrame:
    """The table; see `read_values`."""
    made: list[Values] = []
    so_far = 0
    for i, group in enumerate(column_groups(len(columns))):
        stored = [columns[j] for j in group]
        some = read_values(parts[column_part(i)], stored, n_rows, partial(_check_sum, check_bytes, so_far))
        so_far += sum(values.nbytes for values in some)
        made.extend(some)
    return frame_called([column.name for column in columns], made, n_rows)


def _check_sum(check_bytes: Callable[[int], None], so_far: int, size: int) -> None:
    check_bytes(so_far + size)
