"""How far what is being computed has come: told in loops, heard by whoever runs the job.

Knows no thread. What nobody listens to is told to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def _nobody(_share: float) -> None:
    pass


def _no_reader(_rows: int, _size: float) -> None:
    pass


_hears: ContextVar[Callable[[float], object]] = ContextVar("hears", default=_nobody)


def tell_progress(share: float) -> None:
    """Say that a share of the work is done, from 0 to 1."""
    _hears.get()(share)


@contextmanager
def progress_heard_by(hear: Callable[[float], object]) -> Iterator[None]:
    """Let `tell_progress` tell this, for all that is computed inside, in this thread."""
    token = _hears.set(hear)
    try:
        yield
    finally:
        _hears.reset(token)


_hears_reading: ContextVar[Callable[[int, float], object]] = ContextVar("hears_reading", default=_no_reader)


def tell_reading(rows: int, size: float) -> None:
    """Say that so many more rows of a large table were read, which are so many bytes on the disk."""
    _hears_reading.get()(rows, size)


@contextmanager
def reading_heard_by(hear: Callable[[int, float], object]) -> Iterator[None]:
    """Let `tell_reading` tell this, for all that is read inside, also beside each other: in any thread."""
    token = _hears_reading.set(hear)
    try:
        yield
    finally:
        _hears_reading.reset(token)
