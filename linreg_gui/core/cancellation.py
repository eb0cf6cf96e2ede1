"""Whether anybody still wants what is being computed: asked in loops, told by whoever runs the job.

Knows no thread. What nobody has started as a job is never cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_unwanted: ContextVar[Callable[[], bool]] = ContextVar("unwanted", default=lambda: False)


class Cancelled(BaseException):
    """Nobody wants the outcome any more; no `Exception`, so that nobody takes it for a failure."""


def check_wanted() -> None:
    """Raise `Cancelled` if nobody wants the outcome any more; costs a fraction of a microsecond."""
    if _unwanted.get()():
        raise Cancelled


@contextmanager
def cancelled_by(unwanted: Callable[[], bool]) -> Iterator[None]:
    """Let `check_wanted` ask this, for all that is computed inside, in this thread."""
    token = _unwanted.set(unwanted)
    try:
        yield
    finally:
        _unwanted.reset(token)
