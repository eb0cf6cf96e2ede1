"""The value the document holds, see `core.table`."""

from ..core.table import Table

__all__ = ["Table"]
