"""What the pages of a Parquet file unpack to, by their headers: read without the library, which trusts them.

The format: parquet.thrift of the Apache Parquet project, in the compact protocol of Thrift.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linreg_gui.core.cancellation import check_wanted

_MAGIC = b"PAR1"
_DICTIONARY_PAGE, _BYTES, _FIXED_BYTES, _DELTA = 2, 6, 7, 7
_MOST_NESTED = 20
# What comes of reading something else than was expected.
_WRONG = (LookupError, TypeError, AttributeError, struct.error, OverflowError)
# Of a struct by their numbers.
_ROWS, _ROW_GROUPS = 3, 4
_COLUMNS, _META = 1, 3
_TYPE, _PATH, _VALUES, _DATA_AT, _DICTIONARY_AT, _PACKED = 1, 3, 5, 9, 11, 7
_PAGE_TYPE, _PAGE_BYTES, _PAGE_PACKED = 1, 2, 3
_DATA_HEADER, _DATA_HEADER_2 = 5, 8


class OddParquet(ValueError):
    """A file that is no Parquet file, or a damaged one."""


class NoFooter(OddParquet):
    """A file whose end does not tell what it holds and where: nobody can read it."""


@dataclass(frozen=True)
class ColumnPages:
    """What all pages of one column are together.

    Attributes
    ----------
    bytes : int
        Unpacked.
    values : int
        As many as their headers claim, missing ones among them.
    dictionary_bytes : int
        Of the largest dictionary, unpacked; 0 without one.
    is_text : bool
        Whether its values are as long as they like.
    shares_beginnings : bool
        Whether a value may be given by how much of it is that of the one before.
    nested : bool
        Whether it is a part of another column.
    """

    bytes: int = 0
    values: int = 0
    dictionary_bytes: int = 0
    is_text: bool = False
    shares_beginnings: bool = False
    nested: bool = False

    def and_(self, other: ColumnPages) -> ColumnPages:
        """Both together, of the same column."""
        return ColumnPages(
            self.bytes + other.bytes,
            self.values + other.values,
            max(self.dictionary_bytes, other.dictionary_bytes),
            self.is_text or other.is_text,
            self.shares_beginnings or other.shares_beginnings,
            self.nested or other.nested,
        )


@dataclass(frozen=True)
class ParquetPages:
    """What a Parquet file unpacks to.

    Attributes
    ----------
    rows : int
    columns : mapping from column name to ColumnPages
        Parts of a nested column are counted as one.
    """

    rows: int
    columns: Mapping[str, ColumnPages]

    @property
    def bytes(self) -> int:
        """Of all pages, unpacked."""
        return sum(column.bytes for column in self.columns.values())


def pages_of_file(path: Path) -> ParquetPages:
    """What a file unpacks to.

    Raises
    ------
    NoFooter
        Where a library would find no table either.
    OddParquet
        Where it might.
    OSError
    """
    with path.open("rb") as file:
        if not path.stat().st_size:
            raise NoFooter
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return parquet_pages(data)


def parquet_pages(data: bytes | mmap.mmap) -> ParquetPages:
    """What the bytes of a file unpack to, see `pages_of_file`."""
    end = _footer_at(data)
    try:
        footer = _Thrift(data, end, len(data) - 8).struct()
        chunks = [chunk[_META] for group in footer[_ROW_GROUPS] for chunk in group[_COLUMNS]]
        rows = footer[_ROWS]
    except (OddParquet, *_WRONG) as error:
        raise NoFooter from error
    columns: dict[str, ColumnPages] = {}
    try:
        for about in chunks:
            path = [name.decode("utf-8", "replace") for name in about[_PATH]]
            found = _chunk(data, about, end, len(path) > 1)
            columns[path[0]] = columns.get(path[0], ColumnPages()).and_(found)
    except _WRONG as error:
        raise OddParquet from error
    return ParquetPages(rows, columns)


def _footer_at(data: Any) -> int:
    """Where the description of the file begins; behind it stand its length and the mark of the format."""
    end = len(data) - 8
    if end < 4 or data[-4:] != _MAGIC:
        raise NoFooter
    (size,) = struct.unpack("<I", data[end : end + 4])
    if size > end - 4:
        raise NoFooter
    return int(end - size)


def _chunk(data: Any, about: Mapping[int, Any], end: int, nested: bool) -> ColumnPages:
    at = min((place for place in (about[_DATA_AT], about.get(_DICTIONARY_AT, 0)) if place > 0), default=0)
    last = at + about[_PACKED]
    if at < last and not 0 < at < last <= end:
        raise OddParquet
    size = values = dictionary = 0
    shares = False
    while at < last:
        reader = _Thrift(data, at, last)
        header = reader.struct()
        unpacked, packed = header[_PAGE_BYTES], header[_PAGE_PACKED]
        if unpacked < 0 or packed < 0:
            raise OddParquet
        if header[_PAGE_TYPE] == _DICTIONARY_PAGE:
            dictionary += unpacked
        else:
            old, new = header.get(_DATA_HEADER) or {}, header.get(_DATA_HEADER_2) or {}
            values += max(0, old.get(1, 0), new.get(1, 0))
            shares |= _DELTA in (old.get(2), new.get(4))
        size += unpacked
        at = reader.at + packed
    is_text = about[_TYPE] in (_BYTES, _FIXED_BYTES)
    return ColumnPages(size, max(values, about[_VALUES]), dictionary, is_text, shares, nested)


class _Thrift:
    """Reads the compact protocol between two places of some bytes."""

    def __init__(self, data: Any, start: int, end: int) -> None:
        self._data, self.at, self._end = data, start, end

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The fields of a struct by their numbers."""
        check_wanted()
        if depth > _MOST_NESTED:
            raise OddParquet
        fields: dict[int, Any] = {}
        number = 0
        while True:
            start = self._byte()
            step, kind = start >> 4, start & 0xF
            if not kind:  # whatever stands in the upper half
                return fields
            number = number + step if step else self._zigzag()
            fields[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth)

    def _byte(self) -> int:
        if self.at >= self._end:
            raise OddParquet
        self.at += 1
        return int(self._data[self.at - 1])

    def _varint(self) -> int:
        data, at, value = self._data, self.at, 0
        for shift in range(0, 64, 7):
            if at >= self._end:
                break
            byte: int = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                self.at = at
                return value
        raise OddParquet

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _bytes(self, count: int) -> bytes:
        if not 0 <= count <= self._end - self.at:
            raise OddParquet
        self.at += count
        return bytes(self._data[self.at - count : self.at])

    def _value(self, kind: int, depth: int) -> Any:
        match kind:
            case 1 | 2:  # in a list, where each takes a byte
                return self._byte() == 1
            case 3:
                return self._byte()
            case 4 | 5 | 6:
                return self._zigzag()
            case 7:
                return self._bytes(8)
            case 8:
                return self._bytes(self._varint())
            case 9 | 10:
                start = self._byte()
                count = start >> 4 if start >> 4 < 0xF else self._varint()
                if count > self._end - self.at:
                    raise OddParquet
                return [self._value(start & 0xF, depth + 1) for _ in range(count)]
            case 11:
                if not (count := self._varint()):
                    return {}
                kinds = self._byte()
                if count > self._end - self.at:
                    raise OddParquet
                pairs = range(count)
                return [
                    (self._value(kinds >> 4, depth + 1), self._value(kinds & 0xF, depth + 1)) for _ in pairs
                ]
            case 12:
                return self.struct(depth + 1)
        raise OddParquet
