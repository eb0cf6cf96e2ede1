"""How large a value may be that comes from outside and is shown in a window; nothing is computed here."""

from __future__ import annotations

# Qt counts rows, and a field for whole numbers holds them, in 32 bits with a sign.
MOST_ROWS = LARGEST_COUNT = 2**31 - 1
# Whole numbers in a float64 without a gap: steps of a run stand in its loss curve.
MOST_STEPS = 2**53
# Of a column, in characters; what is longer comes from a quote that was never closed, or to do harm.
LONGEST_NAME = 1000
# Of a run, which is read in a narrow list.
LONGEST_RUN_NAME = 100
# Kept beside the present one, each with a loss curve of some 200 kB; of these are drawn together.
MOST_RUNS, MOST_PINNED = 50, 6
# Fits that are kept, each with its answer alone.
MOST_FITS = 100
# Parts of a report, and characters of its headings and captions.
MOST_REPORT_ENTRIES, LONGEST_REPORT_TITLE, LONGEST_REPORT_TEXT = 200, 200, 10_000
_LONGEST_PATH = 32_767  # on any system


def can_be_path(text: str) -> bool:
    """Whether a text may name a file on some system."""
    return bool(text) and "\0" not in text and len(text) <= _LONGEST_PATH
