"""How long the texts of an Arrow column are, shared ones counted as often as they are shown."""

from __future__ import annotations

from typing import Any

import numpy as np


def is_flat(kind: Any) -> bool:
    """Whether a type of Arrow holds one value a row, as long as it says."""
    import pyarrow as pa

    types = pa.types
    value = kind.value_type if types.is_dictionary(kind) else kind
    return not (types.is_nested(value) or types.is_run_end_encoded(value))


def text_bytes(column: Any) -> int:
    """Of all texts of a column; 0 for one of numbers.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
    """
    return sum(_chunk_bytes(chunk) for chunk in column.chunks)


def _chunk_bytes(chunk: Any) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = chunk.type
    if pa.types.is_dictionary(kind):
        lengths = _lengths(chunk.dictionary)
        if lengths is None:
            return 0
        return int(pc.sum(lengths.take(chunk.indices)).as_py() or 0)
    lengths = _lengths(chunk)
    return 0 if lengths is None else int(pc.sum(lengths).as_py() or 0)


def _lengths(values: Any) -> Any:
    """Of each text, or None."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if str(kind) in ("string_view", "binary_view"):
        views = np.frombuffer(values.buffers()[1], np.int32).reshape(-1, 4)
        return pa.array(views[values.offset : values.offset + len(values), 0].astype(np.int64))
    if pa.types.is_fixed_size_binary(kind):
        return pa.array(np.full(len(values), kind.byte_width, dtype=np.int64))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_bytes(kind):
        return pc.cast(pc.binary_length(values), pa.int64())
    return None


def _is_bytes(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))
