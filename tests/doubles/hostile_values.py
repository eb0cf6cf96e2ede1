"""Values that a file, a message or a person may bring, and that some part of a program cannot carry."""

from __future__ import annotations

import copy
import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

HUGE = 10**4999 // 9 * 7
SURROGATE = "lone \ud800 surrogate \udfff"
OVERRIDE = "\u202egnp.exe\u202c \u2066"
LONG = "x" * 1_000_000

# What JSON can hold.
PLAIN: dict[str, Any] = {
    "null": None,
    "true": True,
    "minus one": -1,
    "zero": 0,
    "one": 1,
    "2**31-1": 2**31 - 1,
    "2**31": 2**31,
    "2**53": 2**53,
    "2**63-1": 2**63 - 1,
    "2**63": 2**63,
    "-2**63": -(2**63),
    "4,000 digits": int("7" * 4000),
    "1e308": 1e308,
    "-1e308": -1e308,
    "1e200": 1e200,
    "5e-324": 5e-324,
    "minus zero": -0.0,
    "half": 0.5,
    "nan": "nan",
    "inf": "inf",
    "-inf": "-inf",
    "no text": "",
    "surrogate": SURROGATE,
    "NUL": "a\0b",
    "override": OVERRIDE,
    "lines": "a\nb\r\n\u2028c\t",
    "control": "\x1b[31m\x07\x7f\ufffe",
    "markup": "<img src=x><b>&amp;",
    "long text": LONG,
    "combining": "e" + "\u0301" * 5000,
    "no list": [],
    "list": [1, "a", None],
    "set": {"a": 1},
    "no set": {},
}


class Unwritable:
    """An object without a text."""

    def __str__(self) -> str:
        raise RuntimeError("This has no text.")

    __repr__ = __str__


# What the cells of an object column can hold.
CELLS: dict[str, Any] = {
    "huge": HUGE,
    "minus huge": -HUGE,
    "2**63": 2**63,
    "nan": math.nan,
    "inf": math.inf,
    "1e308": 1e308,
    "denormal": 5e-324,
    "NaT": pd.NaT,
    "NA": pd.NA,
    "None": None,
    "numpy NaT": np.datetime64("NaT", "s"),
    "first day": dt.date.min,
    "last day": dt.date.max,
    "last moment": dt.datetime.max,
    "zoned": dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14))),
    "far year": np.datetime64("200000-01-01"),
    "early year": np.datetime64("-20000-01-01", "s"),
    "far timestamp": pd.Timestamp(np.datetime64("200000-01-01", "s")),
    "length of time": pd.Timedelta(days=10**5),
    "numpy length": np.timedelta64(2**62, "s"),
    "surrogate": SURROGATE,
    "NUL": "a\0b",
    "override": OVERRIDE,
    "lines": "a\nb\u2028c",
    "long text": LONG,
    "combining": "e" + "\u0301" * 100_000,
    "without text": Unwritable(),
    "nested": [[1, [2, [3]]], {"a": HUGE}],
    "decimal": Decimal("1e999999"),
    "signalling": Decimal("sNaN"),
    "fraction": Fraction(HUGE, 3),
    "complex": complex(math.nan, math.inf),
    "bytes": b"\xff\x00",
    "array": np.arange(3),
    "interval": pd.Interval(0, 1),
    "period": pd.Period("2000-01"),
    "numpy": np.float32(1e38),
    "half": np.float16("inf"),
    "long double": np.longdouble("1e4000"),
    "true": np.bool_(True),
}


def places(plain: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """All places in values of JSON, those that hold others too; of long lists the first few."""
    if where:
        yield where
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from places(value, (*where, key))
    elif isinstance(plain, list):
        for i, value in enumerate(plain[:3]):
            yield from places(value, (*where, i))


def replaced(plain: Any, where: tuple[Any, ...], value: Any) -> Any:
    """The same with another value at a place."""
    other = copy.deepcopy(plain)
    inner = other
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = value
    return other
