"""The times as a table, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable

from .values import Contender, Task, Timing

_HEADER = (
    "task",
    "contender",
    "n",
    "seconds per run",
    "seconds of warm-up",
    "seconds of transfer",
    "runs",
    "seconds predicted",
    "remark",
)


def table_text(timings: Iterable[Timing], separator: str = "\t") -> str:
    """A line of names, and one for each timing, by task, contender and n.

    Parameters
    ----------
    timings : iterable of Timing
    separator : str
        A tab for the clipboard, a comma for a CSV file.

    Returns
    -------
    str
        What was not measured is empty.
    """
    order = (list(Task), list(Contender))
    rows = sorted(timings, key=lambda t: (order[0].index(t.task), order[1].index(t.contender), t.n))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(_HEADER)
    for timing in rows:
        known = timing.measured
        times = (timing.seconds, timing.warm_up, timing.transfer) if known else (math.nan,) * 3
        writer.writerow(
            [
                timing.task.label,
                timing.contender.label,
                timing.n,
                *(_cell(seconds) for seconds in times),
                timing.runs if known else "",
                _cell(timing.predicted),
                timing.problem,
            ]
        )
    return text.getvalue()


def _cell(seconds: float) -> str:
    return f"{seconds:.6g}" if math.isfinite(seconds) else ""
