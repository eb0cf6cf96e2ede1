"""SciPy's distributions, which inference alone needs, and imports late."""

from __future__ import annotations

from typing import Any


def distributions() -> Any:
    """The module of distributions."""
    from scipy import stats

    return stats
