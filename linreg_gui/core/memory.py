"""Whether a table would fit into memory, asked before it is read."""

from __future__ import annotations


def available_memory() -> int:
    """Bytes that programs can still have."""
    import psutil

    return int(psutil.virtual_memory().available)
