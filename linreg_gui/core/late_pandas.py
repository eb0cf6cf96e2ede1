"""pandas, imported when something of it is asked for: half a second that the first window does not wait for.

All modules take ``pd`` from here. Once the window is on the screen a job imports it, and who asks for
anything of it meanwhile waits for that; the thread of the window asks `is_there` first.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

__all__ = ["import_pandas", "is_there", "pd"]

if TYPE_CHECKING:
    import pandas as pd
else:

    class _Late:
        """Has whatever pandas has."""

        def __getattr__(self, name: str) -> Any:
            return getattr(import_pandas(), name)

    pd = _Late()


# Remembered, as PySide6 makes each import slow, even of what is there.
@cache
def import_pandas() -> Any:
    """The module; two threads that ask for it get the same one, and the later one waits."""
    import pandas as pd

    return pd


def is_there() -> bool:
    """Whether nobody has to wait for it."""
    return import_pandas.cache_info().currsize > 0
