"""An .xz file is unpacked as the library does it, but in no more memory than there is."""

from __future__ import annotations

import io
import lzma
import zlib
from pathlib import Path

import pytest

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading import xz_stream
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.xz_stream import XzStream

TEXT = b"a,b\n" + b"".join(b"%d,%d\n" % (k, k * k % 101) for k in range(30_000))
ONE = lzma.compress(TEXT)


def whole(packed: bytes, size: int = 1 << 14) -> bytes:
    with XzStream(io.BytesIO(packed)) as stream:
        return b"".join(iter(lambda: stream.read1(size), b""))


def with_dictionary(bits: int) -> bytes:
    """The same file, of which the header asks for a dictionary of 2**(bits / 2 + 12) bytes or so."""
    header = bytearray(ONE[12 : 12 + 4 * (ONE[12] + 1)])
    header[header.index(b"\x21\x01") + 2] = bits
    header[-4:] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    return ONE[:12] + bytes(header) + ONE[12 + len(header) :]


@pytest.mark.parametrize(
    "packed",
    [ONE, ONE + ONE, ONE + b"something else", lzma.compress(TEXT, lzma.FORMAT_ALONE)],
    ids=["one", "two", "followed", "alone"],
)
@pytest.mark.parametrize("size", [7_000, 1 << 20])
def test_it_is_what_the_library_reads(packed: bytes, size: int) -> None:
    with lzma.open(io.BytesIO(packed)) as library:
        assert whole(packed, size) == library.read()


def test_padding_is_left_alone() -> None:
    assert whole(ONE + bytes(100_000) + ONE + bytes(8)) == TEXT + TEXT


def test_what_breaks_off_or_is_damaged_is_told() -> None:
    with pytest.raises(EOFError):
        whole(ONE[:-100])
    with pytest.raises(EOFError):
        whole(b"")
    damaged = bytearray(ONE)
    damaged[len(ONE) // 2] ^= 64
    with pytest.raises(lzma.LZMAError):
        whole(bytes(damaged))
    with pytest.raises(lzma.LZMAError):
        whole(ONE + bytes(damaged))


def test_a_dictionary_that_does_not_fit_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xz_stream, "available_memory", lambda: 1 << 30)
    assert whole(with_dictionary(30)) == TEXT
    for packed in (with_dictionary(40), ONE + with_dictionary(40)):
        path = tmp_path / "table.csv.xz"
        path.write_bytes(packed)
        with pytest.raises(ProblemError, match="takes more memory to unpack than is free") as raised:
            read_csv(path)
        assert raised.value.problem.kind is ProblemKind.MEMORY
