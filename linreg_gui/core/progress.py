"""How far what is being computed has come: told in loops, heard by whoever runs the job.

Knows no thread. What nobody listens to is told to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def _nobody(_share: float) -> None:
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
