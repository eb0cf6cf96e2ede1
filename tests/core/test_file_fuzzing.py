"""Files with bytes changed at random: a table or a sentence, and never anything else."""

from __future__ import annotations

import gzip
import io
import warnings

import numpy as np
import openpyxl
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table_reading import preview_table, read_table

CSV = {
    "commas": b"area,price,town\n" + b"".join(b"%d.5,%d,Ulm\n" % (k, 3 * k) for k in range(40)),
    "semicolons": "größe;preis\r\n".encode() + b"".join(b"%d,5;1.%03d,25\r\n" % (k, k) for k in range(30)),
    "quotes": b'"a","b","c"\n' + b"".join(b'"%d","1,%03d","x ""y"""\n' % (k, k) for k in range(30)),
    "tabs and gaps": b"a\tb\n1\tNA\n\n2\t?\n3\t4e5\n" * 10,
    "blanks": b"  a   b  c\n" + b"".join(b" %d  %d   %d\n" % (k, -k, 7) for k in range(30)),
    "wide": "a;b\n1;2\n3;4\n5;6\n".encode("utf-16"),
    "one column": b"value\n" + b"".join(b"%d\n" % k for k in range(50)),
}


def binaries() -> dict[str, bytes]:
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [1.5, np.nan, 2.5], "c": ["x", "y", None]})
    parquet, feather, book = io.BytesIO(), io.BytesIO(), io.BytesIO()
    frame.to_parquet(parquet)
    frame.to_feather(feather)
    workbook = openpyxl.Workbook()
    for row in [["a", "b"], [1, 2.5], [3, "x"]]:
        workbook.active.append(row)
    workbook.save(book)
    packed = gzip.compress(CSV["commas"])
    stores = {"parquet": parquet, "feather": feather, "xlsx": book}
    return {"gz": packed, **{name: store.getvalue() for name, store in stores.items()}}


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    """The bytes with a few of them changed, left out, doubled or put in, or cut short."""
    data = bytearray(content)
    for _ in range(rng.integers(1, 6)):
        at, kind = int(rng.integers(0, len(data) + 1)), rng.integers(0, 6)
        stretch = int(rng.integers(1, 12))
        if kind == 0:
            data[at : at + stretch] = rng.integers(0, 256, stretch, dtype=np.uint8).tobytes()
        elif kind == 1:
            del data[at : at + stretch]
        elif kind == 2:
            data[at:at] = bytes(data[at : at + stretch]) * int(rng.integers(1, 4))
        elif kind == 3:
            data[at:at] = bytes(rng.choice(list(b"\"';,.\t\r\n\0 0123456789-+eE")) for _ in range(stretch))
        elif kind == 4:
            data[at:at] = rng.integers(0, 256, stretch, dtype=np.uint8).tobytes()
        elif len(data) > 20 and rng.random() < 0.3:
            del data[at:]
    return bytes(data)


def check(path, content: bytes) -> None:
    """Read the bytes; what comes is a table or a sentence."""
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for read in (read_table, preview_table):
            sentence = f"“{path.name}” is a table."
            try:
                read(path)
            except ProblemError as error:
                sentence = str(error)
            assert path.name in sentence
            assert sentence.endswith(".")


@pytest.mark.parametrize("name", CSV)
def test_text_files_with_changed_bytes(tmp_path, name):
    rng = np.random.default_rng(list(CSV).index(name))
    for _ in range(200):
        check(tmp_path / "table.csv", mutated(CSV[name], rng))


@pytest.mark.parametrize("name", ["gz", "parquet", "feather", "xlsx"])
def test_binary_files_with_changed_bytes(tmp_path, name):
    rng, content = np.random.default_rng(0), binaries()[name]
    for _ in range(100):
        check(tmp_path / f"table.{name}", mutated(content, rng))
