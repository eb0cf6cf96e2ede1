from __future__ import annotations

import io
import random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from linreg_gui.core.reading.parquet_pages import NoFooter, OddParquet, parquet_pages

TABLE = pa.table(
    {
        "x": [1.5, None, 2.5] * 1000,
        "town": ["Ulm", "Aalen", None] * 1000,
        "parts": [[1, 2], [], [3]] * 1000,
    }
)


def packed(table: Any = TABLE, **options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("compression", ["zstd", "none"])
def test_pages_are_as_large_as_the_library_says_but_for_their_headers(version: str, compression: str) -> None:
    data = packed(data_page_version=version, compression=compression, row_group_size=1000)
    pages, told = parquet_pages(data), pq.ParquetFile(io.BytesIO(data)).metadata
    assert pages.rows == 3000
    for j, column in enumerate(pages.columns.values()):
        chunks = [told.row_group(group).column(j) for group in range(told.num_row_groups)]
        whole = sum(chunk.total_uncompressed_size for chunk in chunks)
        assert 0.5 * whole < column.bytes < whole
        assert column.values == sum(chunk.num_values for chunk in chunks)


def test_dictionaries_texts_and_nested_columns_are_told() -> None:
    pages = parquet_pages(packed(use_dictionary=["town"]))
    assert {name: (c.dictionary_bytes > 0, c.is_text, c.nested) for name, c in pages.columns.items()} == {
        "x": (False, False, False),
        "town": (True, True, False),
        "parts": (False, False, True),
    }


def test_texts_that_share_their_beginnings_are_told() -> None:
    data = packed(use_dictionary=False, column_encoding={"town": "DELTA_BYTE_ARRAY"})
    assert parquet_pages(data).columns["town"].shares_beginnings


def test_an_empty_table_has_next_to_nothing() -> None:
    assert parquet_pages(packed(TABLE.slice(0, 0))).bytes < 100


def test_damaged_bytes_are_odd_and_nothing_worse() -> None:
    data, chance = packed(), random.Random(5)
    for kept in (0, 3, 7, 12, len(data) // 2, len(data) - 1):
        with pytest.raises(OddParquet):
            parquet_pages(data[:kept])
    for _ in range(500):
        bad = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        try:
            parquet_pages(bytes(bad))
        except OddParquet:
            continue


def with_footer(footer: bytes) -> bytes:
    return b"PAR1" + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def test_a_footer_that_nests_for_ever_is_none() -> None:
    with pytest.raises(NoFooter):
        parquet_pages(with_footer(b"\x1c" * 100_000))


WHOLE = packed(compression="none")
FOOTER = len(WHOLE) - 8 - int.from_bytes(WHOLE[-8:-4], "little")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHOLE[:-1],
        WHOLE[:FOOTER] + WHOLE[-8:],  # cut out
        WHOLE[:-8] + b"\xff\xff\xff\x7f" + WHOLE[-4:],  # longer than the file
        WHOLE[:-8] + bytes(3) + WHOLE[-8:],  # shifted
        WHOLE[: FOOTER + 200] + WHOLE[FOOTER + 203 :],
        with_footer(WHOLE[FOOTER : FOOTER + 400]),
        with_footer(b"\x15\x02\x00"),  # nothing but its version
    ],
)
def test_where_there_is_no_footer_the_library_finds_no_table_either(data: bytes) -> None:
    with pytest.raises(NoFooter):
        parquet_pages(data)
    with pytest.raises((pa.ArrowException, OSError)):
        pq.read_table(io.BytesIO(data))


def test_the_end_of_a_struct_is_found_where_the_library_finds_it() -> None:
    data = WHOLE[:-9] + b"\x80" + WHOLE[-8:]
    assert pq.read_table(io.BytesIO(data)).num_rows == parquet_pages(data).rows == 3000


def test_damaged_pages_do_not_take_the_footer_away() -> None:
    page = WHOLE.index(b"Ulm")
    data = WHOLE[:4] + b"\xff" * (page - 4) + WHOLE[page:]
    with pytest.raises(OddParquet) as caught:
        parquet_pages(data)
    assert not isinstance(caught.value, NoFooter)
