"""What every writer of tables needs: rows, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from linreg_gui.core.late_pandas import pd

# Rows between two reports of progress.
BLOCK_ROWS = 5_000

# Gets the share that is written, and says whether to go on.
Progress = Callable[[float], bool]


class WritingCancelled(Exception):
    """Somebody asked to stop."""


def blocks(frame: pd.DataFrame, progress: Progress) -> Iterator[pd.DataFrame]:
    """The rows, some at a time, at least one block; WritingCancelled in between if somebody asks for it."""
    n_rows = len(frame)
    for start in range(0, max(1, n_rows), BLOCK_ROWS):
        if not progress(start / max(1, n_rows)):
            raise WritingCancelled
        yield frame.iloc[start : start + BLOCK_ROWS]
