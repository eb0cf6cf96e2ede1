"""Which parts of an archive are whole, whatever has become of the others and of its table of contents.

Each part is found and checked by what stands in front of it: the sums of its bytes and of its name.
"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from pathlib import Path

from linreg_gui.core.reading.ordinary_file import open_ordinary

_BEGIN = b"PK\3\4"
_HEADER = struct.Struct("<4s5H3I2H")
_FIELD = struct.Struct("<HH")
_LONG_SIZES = struct.Struct("<QQ")
_LONG_SIZES_ID = 1
_NAME_SUM = struct.Struct("<HHI")
_NAME_SUM_ID = 0x524C
_LONG = 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
# Text shrinks by less than this; a file that claims more was made to fill the memory.
_MOST_SHRINKING = 200
_ALWAYS_FINE = 1 << 20


def most_unpacked(size: int) -> int:
    """Bytes that a packed part of so many bytes can honestly unpack to."""
    return max(_ALWAYS_FINE, _MOST_SHRINKING * size)


def name_sum(name: str) -> bytes:
    """What goes with a part, so that a damaged name does not pass for another one."""
    return _NAME_SUM.pack(_NAME_SUM_ID, 4, zlib.crc32(name.encode()))


def whole_parts(
    path: Path, allowed: re.Pattern[str], wanted: re.Pattern[str] | None = None
) -> dict[str, bytes]:
    """The parts by name that are, to the last bit, what `archive.write_archive` wrote.

    Parameters
    ----------
    path : Path
    allowed : pattern
        What the whole name of a part may be.
    wanted : pattern, optional
        Of other parts it is only told that they are whole; their bytes are left out.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    parts: dict[str, bytes] = {}
    with open_ordinary(path) as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # it is empty
            return parts
        with data:
            at = data.find(_BEGIN)
            while at >= 0:
                found = _part_at(data, at)
                if found is not None and allowed.fullmatch(found[0]):
                    kept = wanted is None or wanted.fullmatch(found[0])
                    parts.setdefault(found[0], found[1] if kept else b"")
                at = data.find(_BEGIN, at + 4 if found is None else found[2])
    return parts


def _part_at(data: mmap.mmap, at: int) -> tuple[str, bytes, int] | None:
    """Name, bytes and end of a part; None if it is not whole."""
    if at + _HEADER.size > len(data):
        return None
    *_, method, _time, _date, crc, packed, size, n_name, n_fields = _HEADER.unpack_from(data, at)
    start = at + _HEADER.size + n_name + n_fields
    name = data[at + _HEADER.size : start - n_fields]
    fields = _fields(data[start - n_fields : start])
    if fields.get(_NAME_SUM_ID) != struct.pack("<I", zlib.crc32(name)):
        return None
    if _LONG in (packed, size):
        longer = fields.get(_LONG_SIZES_ID, b"")
        if len(longer) != _LONG_SIZES.size:
            return None
        size, packed = _LONG_SIZES.unpack(longer)
    if start + packed > len(data):
        return None
    content = _unpacked(data[start : start + packed], method)
    if content is None or len(content) != size or zlib.crc32(content) != crc:
        return None
    return name.decode("utf-8", "replace"), content, start + packed


def _fields(data: bytes) -> dict[int, bytes]:
    """What else stands in front of a part, by number."""
    found, at = {}, 0
    while at + _FIELD.size <= len(data):
        number, size = _FIELD.unpack_from(data, at)
        at += _FIELD.size
        found[number] = data[at : at + size]
        at += size
    return found


def _unpacked(data: bytes, method: int) -> bytes | None:
    if method == _STORED:
        return data
    if method != _DEFLATED:
        return None
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, most_unpacked(len(data)))
    except zlib.error:
        return None
