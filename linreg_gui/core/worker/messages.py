"""Values through a pipe to another process of this program; large arrays are not copied on the way."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from typing import IO, Any

_COUNT = struct.Struct("<Q")


def send(pipe: IO[bytes], value: object) -> None:
    """Write a value."""
    buffers: list[pickle.PickleBuffer] = []
    body = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    views = [memoryview(body), *(buffer.raw() for buffer in buffers)]
    pipe.write(_COUNT.pack(len(views)) + b"".join(_COUNT.pack(view.nbytes) for view in views))
    for view in views:
        pipe.write(view)
    pipe.flush()


def receive(pipe: IO[bytes], check_bytes: Callable[[int], None] = lambda _: None) -> Any:
    """Read a value.

    Parameters
    ----------
    pipe : binary file
    check_bytes : callable
        Gets the bytes the value takes, before any of them is read; may raise.

    Raises
    ------
    EOFError
        If the other process ended before the value did.
    """
    (count,) = _COUNT.unpack(_exactly(pipe, _COUNT.size))
    sizes = [_COUNT.unpack(_exactly(pipe, _COUNT.size))[0] for _ in range(count)]
    check_bytes(sum(sizes))
    body, *buffers = (_exactly(pipe, size) for size in sizes)
    return pickle.loads(body, buffers=buffers)


def _exactly(pipe: IO[bytes], size: int) -> bytearray:
    """Bytes that may be written to, as an array that is made of them should."""
    data = bytearray(size)
    view, done = memoryview(data), 0
    while done < size:
        count = pipe.readinto(view[done:])  # type: ignore[attr-defined]  # a raw or a buffered file
        if not count:
            raise EOFError
        done += count
    return data
