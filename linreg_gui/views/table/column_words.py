"""What there is to say of a column, in words for a tooltip and for a screen reader."""

from __future__ import annotations

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.number_text import digits_to, number_text
from linreg_gui.core.table.column_summary import ColumnSummary
from linreg_gui.core.wording import counted

_MOST_LEVELS = 3
_DIGITS, _STEP = 6, 1e-5
_TYPES = {
    ColumnType.NUMBER: "Numbers",
    ColumnType.CATEGORY: "Categories",
    ColumnType.TEXT: "Texts",
    ColumnType.DATE: "Dates",
}


def summary_lines(summary: ColumnSummary) -> list[str]:
    """Type and counts, then the range or the levels, then whether only a sample was looked at."""
    lines = [f"{_TYPES[summary.type]}, {_counts(summary)}."]
    if summary.least is not None and summary.most is not None:
        step = _step(summary)
        mean = "" if summary.mean is None else f", mean {_text(summary.mean, step)}"
        lines.append(f"From {_text(summary.least, step)} to {_text(summary.most, step)}{mean}.")
    if summary.levels:
        lines.append(_levels(summary))
    if summary.sampled:
        what = "different values" if summary.levels else "bars"
        lines.append(f"The {what} are counted in a sample of {summary.sampled:,} rows.")
    return lines


def missing_text(summary: ColumnSummary) -> str:
    """How many cells hold nothing that can be used, such as “12 missing”; empty if none."""
    missing = summary.n_missing + summary.n_not_numbers
    return f"{missing:,} missing" if missing else ""


def _counts(summary: ColumnSummary) -> str:
    missing = f"{summary.n_missing:,} missing" if summary.n_missing else "none missing"
    strange = f", {summary.n_not_numbers:,} not a number" if summary.n_not_numbers else ""
    return f"{counted(summary.n_rows, 'row')}, {missing}{strange}"


def _levels(summary: ColumnSummary) -> str:
    pairs = zip(summary.levels[:_MOST_LEVELS], summary.bars, strict=False)
    shown = ", ".join(f"“{level}” {count:,}×" for level, count in pairs)
    many = f"{summary.n_levels:,} different values" if summary.n_levels > 1 else "one value"
    return f"{many[0].upper()}{many[1:]}: {shown}{' …' if summary.n_levels > _MOST_LEVELS else '.'}"


def _step(summary: ColumnSummary) -> float:
    """What the last digit may be worth that tells the values of a column apart."""
    if isinstance(summary.least, str) or isinstance(summary.most, str):
        return 0.0
    return _STEP * ((summary.most or 0.0) - (summary.least or 0.0))


def _text(value: float | str, step: float) -> str:
    return value if isinstance(value, str) else number_text(value, digits_to(value, step, _DIGITS))
