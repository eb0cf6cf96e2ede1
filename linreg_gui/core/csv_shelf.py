"""The numbers of a column while a file is parsed: in one large piece of memory, that goes back as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np

# As much as a first guess may cost where it is wrong: so many rows at a time.
_MOST_ROWS = 1 << 22


class Shelf:
    """Keeps Arrow arrays of numbers side by side.

    A parser leaves thousands of small arrays of all columns among each other; when one column has been made
    of its own, the room between the others is of no use for the next. A large piece of memory is.

    Parameters
    ----------
    expected : int
        About how many rows will come.
    """

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._room: Any = np.empty(0)
        self._used = 0

    def keep(self, chunk: Any) -> Any:
        """The same array in the large piece of memory; anything but numbers as it is."""
        import pyarrow as pa

        if chunk.type not in (pa.int64(), pa.float64()) or chunk.offset:
            return chunk
        count, dtype = len(chunk), chunk.type.to_pandas_dtype()
        if self._room.dtype != dtype or self._used + count > len(self._room):
            self._room, self._used = np.empty(max(count, min(self._expected, _MOST_ROWS)), dtype), 0
        kept = self._room[self._used : self._used + count]
        validity, values = chunk.buffers()
        kept[:] = np.frombuffer(values, dtype, count)
        self._used += count
        self._expected = max(self._expected // 8, self._expected - count)
        valid = None if validity is None or not chunk.null_count else validity
        return pa.Array.from_buffers(chunk.type, count, [valid, pa.py_buffer(kept)], chunk.null_count)
