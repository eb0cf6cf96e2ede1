"""An .xz file as a stream, which asks for no more memory than is free: `lzma.LZMAFile` has no limit."""

from __future__ import annotations

import lzma
from types import TracebackType
from typing import IO

from linreg_gui.core.memory import available_memory

_PIECE_BYTES = 1 << 16
# How the library says that a limit holds it up.
_OVER_LIMIT = "Memory usage limit exceeded"


class XzStream:
    """The content of an .xz file, which may be several, one after the other.

    Parameters
    ----------
    packed : binary file
    """

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._decompressor = _decompressor()
        # What follows the end of an .xz file, and is no other one, is left alone.
        self._may_be_none = False

    def __enter__(self) -> XzStream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Whoever opened the file closes it."""

    def read1(self, size: int) -> bytes:
        """At most so many bytes, none at the end.

        Raises
        ------
        lzma.LZMAError
            If it is damaged.
        EOFError
            If it breaks off.
        MemoryError
            If it is packed in a way that takes more memory than is free.
        """
        while True:
            data = b""
            if self._decompressor.eof:
                data = self._decompressor.unused_data or self._packed.read(_PIECE_BYTES)
                while data and not (data := data.lstrip(b"\0")):  # padding
                    data = self._packed.read(_PIECE_BYTES)
                if not data:
                    return b""
                self._decompressor, self._may_be_none = _decompressor(), True
            elif self._decompressor.needs_input:
                data = self._packed.read(_PIECE_BYTES)
                if not data:
                    raise EOFError
            try:
                piece = self._decompressor.decompress(data, size)
            except lzma.LZMAError as error:
                if str(error) == _OVER_LIMIT:
                    raise MemoryError from error
                if self._may_be_none:
                    return b""
                raise
            if piece:
                self._may_be_none = False
                return piece


def _decompressor() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=available_memory())
