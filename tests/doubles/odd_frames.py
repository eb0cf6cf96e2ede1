"""Frames of every type of column and all kinds of cells, and comparing them to the last bit."""

from __future__ import annotations

import datetime as dt
import math
import struct

import numpy as np
import pandas as pd
from hypothesis import strategies as st

ANY_BITS = st.integers(0, 2**64 - 1).map(lambda bits: struct.unpack("<d", struct.pack("<Q", bits))[0])
TEXTS = st.text(max_size=8)
CELLS = st.one_of(
    ANY_BITS,
    st.integers(-(2**70), 2**70),
    st.text(st.characters(), max_size=8),
    st.booleans(),
    st.sampled_from([None, pd.NA, pd.NaT, math.nan, -0.0]),
    st.dates(),
    st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1)).map(pd.Timestamp),
)
INTEGERS = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
TIMES = [f"{kind}64[{unit}]" for kind in ("datetime", "timedelta") for unit in ("s", "ms", "us", "ns")]


def bits(cell: object) -> tuple[type, object]:
    """A cell, so that equal ones have equal bits."""
    if isinstance(cell, float):
        return float, struct.pack("<d", cell)
    return type(cell), cell


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert list(one.columns) == list(other.columns)
    assert [str(dtype) for dtype in one.dtypes] == [str(dtype) for dtype in other.dtypes]
    assert len(one) == len(other)
    for j in range(one.shape[1]):
        a, b = one.iloc[:, j], other.iloc[:, j]
        if isinstance(a.dtype, np.dtype) and a.dtype.kind in "biufmM":
            assert a.to_numpy().tobytes() == b.to_numpy().tobytes()
            continue
        if isinstance(a.dtype, pd.CategoricalDtype):
            assert list(map(bits, a.cat.categories)) == list(map(bits, b.cat.categories))
            assert a.cat.ordered == b.cat.ordered
            assert a.cat.codes.tolist() == b.cat.codes.tolist()
            continue
        assert list(map(bits, a)) == list(map(bits, b))


@st.composite
def columns(draw: st.DrawFn, n_rows: int) -> pd.Series:
    kind = draw(st.sampled_from(["numpy", "bool", "text", "category", "mixed", "nullable", "time", "zoned"]))

    def rows(values: st.SearchStrategy) -> list:
        return draw(st.lists(values, min_size=n_rows, max_size=n_rows))

    if kind == "numpy":
        dtype = np.dtype(draw(st.sampled_from([*INTEGERS, "float16", "float32", "float64"])))
        whole = rows(st.integers(0, 2 ** (8 * dtype.itemsize) - 1))
        raw = b"".join(value.to_bytes(dtype.itemsize, "little") for value in whole)
        return pd.Series(np.frombuffer(raw, dtype=dtype))
    if kind == "bool":
        return pd.Series(np.array(rows(st.booleans()), dtype=bool))
    if kind == "text":
        dtype = draw(st.sampled_from(["str", "string"]))
        return pd.Series(rows(st.one_of(st.none(), TEXTS)), dtype=dtype)
    if kind == "category":
        some = [TEXTS, st.integers(-9, 9), st.floats(allow_nan=False)]
        levels = draw(st.one_of(*(st.lists(level, min_size=1, max_size=5, unique=True) for level in some)))
        codes = rows(st.integers(-1, len(levels) - 1))
        return pd.Series(pd.Categorical.from_codes(codes, levels, ordered=draw(st.booleans())))
    if kind == "mixed":
        cells = np.empty(n_rows, dtype=object)
        cells[:] = rows(CELLS)
        return pd.Series(cells, dtype=object)
    if kind == "nullable":
        dtype = draw(st.sampled_from(["Int64", "Int8", "UInt16", "Float64", "boolean"]))
        values = {"boolean": st.booleans(), "Float64": st.floats(allow_nan=False)}
        return pd.Series(pd.array(rows(st.one_of(st.none(), values.get(dtype, st.integers(0, 100)))), dtype))
    numbers = np.array(rows(st.integers(-(2**62), 2**62)), dtype=np.int64)
    if kind == "time":
        return pd.Series(numbers.view(draw(st.sampled_from(TIMES))))
    moments = pd.Series((numbers // 4096).view("datetime64[us]"))
    return moments.dt.tz_localize("UTC").dt.tz_convert("Europe/Berlin")


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    n_rows = draw(st.integers(0, 6))
    names = draw(st.lists(st.text(max_size=5), max_size=4, unique=True))
    made = {i: draw(columns(n_rows)) for i in range(len(names))}
    frame = pd.DataFrame(made, index=pd.RangeIndex(n_rows))
    frame.columns = pd.Index(names, dtype="str")
    return frame
