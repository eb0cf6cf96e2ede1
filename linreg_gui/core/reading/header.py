"""Whether the first row of a table holds the names of its columns, though names may be numbers, too.

Which rows belong to the table is found elsewhere; see csv_sniffer.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from linreg_gui.core.cells.form_pattern import bare_number
from linreg_gui.core.cells.whole_numbers import MOST_DIGITS

from .number_cells import is_number, number_value

Rows = Sequence[Sequence[str]]

_YEAR = re.compile("(?:1[6-9]|20|21)[0-9][0-9]")
_ROWS_COMPARED = 50
_STEP_TOLERANCE = 0.1  # of the mean step: names may be rounded
_FAR = 10.0
_FEWEST_EVEN = 3
_ROUNDING = 1e-6
_ROUND_STEPS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)


@dataclass(frozen=True)
class NameRow:
    """What the first row is taken for.

    Attributes
    ----------
    found : bool
        Whether it holds the names.
    doubtful : bool
        Whether it could be the other way round, too.
    """

    found: bool
    doubtful: bool = False


def find_names(rows: Rows, missing: Collection[str] = ("",), quoted: bool = False) -> NameRow:
    """Tell whether the first row holds names.

    Words in it over numbers vote for names, numbers over numbers against. Numbers are names nevertheless
    where they are years beside words; or where two of these hold: they rise (or fall) evenly, as no other
    rows do; a word or a blank stands among them where other rows have numbers; they are of another size, or
    another number of decimals, than all below. Where they count on in equal steps, or are years, they are no
    names, but in doubt.

    Parameters
    ----------
    rows : sequence of rows
        The first rows of the table.
    missing : collection of str
        Texts that stand for a missing value.
    quoted : bool
        Whether all cells of the first row are in quotes, and numbers below are not.
    """
    if any(_without_signs(cell) != cell for cell in rows[0]):  # such as “5 %”
        rows = [[_without_signs(cell) for cell in row] for row in rows]
    first, rest = rows[0], rows[1:]
    width = usual_width(rest, len(first))
    if len(first) < width:
        short = len(first) == width - 1 and all(len(row) == width for row in rest)
        return NameRow(short or not any(map(is_number, first)))
    numbers = [j for j, name in enumerate(first) if is_number(name)]
    plain = _vote(first, rest, missing)
    if not numbers or not rest:
        return NameRow(plain)
    filled = [name.strip() for name in first if name.strip()]
    if len(set(filled)) < len(filled):
        return NameRow(plain)
    if quoted or plain or _names_years(first, rest):
        return NameRow(True)
    seen = _Seen(first, rest, missing, numbers)
    if seen.over_index or (seen.word and (seen.even or seen.unlike)):
        return NameRow(True)
    if seen.over_row_names or (seen.word and seen.rises):
        return NameRow(True, doubtful=True)
    if seen.even and (seen.unlike or seen.word_over_words):
        return NameRow(True, doubtful=not (seen.unlike and seen.word_over_words))
    return NameRow(False, doubtful=seen.even or seen.unlike or seen.word or seen.counts or seen.years)


def usual_width(rows: Rows, preferred: int) -> int:
    """The commonest number of cells in a row; among equally common ones the preferred."""
    counts = Counter(len(row) for row in rows)
    return max(counts, key=lambda width: (counts[width], width == preferred), default=preferred)


def _without_signs(cell: str) -> str:
    """The number in a cell such as “5 %”; any other cell as it is."""
    return cell if is_number(cell) else bare_number(cell)


class _Seen:
    """What speaks for numbers in the first row as names."""

    def __init__(self, first: Sequence[str], rest: Rows, missing: Collection[str], numbers: list[int]):
        below = [[row[j].strip() for row in rest if j < len(row)] for j in range(len(first))]
        filled = [[cell for cell in cells if cell not in missing] for cells in below]
        numeric = [2 * sum(map(is_number, cells)) > len(cells) for cells in filled]
        names = [name.strip() for name in first]
        blank = [not name and "" not in cells for name, cells in zip(names, below, strict=True)]
        words = [j for j, name in enumerate(names) if name not in missing and not is_number(name)]
        values = [number_value(first[j]) for j in numbers]
        self.rises = len(numbers) >= _FEWEST_EVEN and _is_even(values)
        self.even = self.rises and _stands_out(first, rest, numbers)
        self.word = any(blank) or any(numeric[j] for j in words)
        self.word_over_words = any(not numeric[j] and names[j] not in below[j] for j in words)
        unlike = [numeric[j] and _is_unlike(names[j], filled[j]) for j in numbers]
        self.unlike = 2 * sum(unlike) > len(unlike)
        self.counts = _counts(values)
        beside = [cell for j in numbers for cell in filled[j]]
        self.years = len(numbers) > 1 and all(_is_year(first[j]) for j in numbers)
        self.years = self.years and 2 * sum(map(_is_year, beside)) < len(beside)
        # As of a frame that was written with its index.
        self.over_index = blank[0] and below[0] == [str(row) for row in range(len(below[0]))]
        unique = blank[0] and len(set(below[0])) == len(below[0])
        self.over_row_names = unique and not any(map(is_number, below[0]))


def counts_or_names(cells: Sequence[str]) -> bool:
    """Whether cells are texts, or whole numbers that rise: what rows are called by."""
    plain = [cell.strip() for cell in cells]
    if not any(map(is_number, plain)):
        return True
    if not all(cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS for cell in plain):
        return False
    return all(after > before for before, after in pairwise(map(int, plain)))


def _vote(first: Sequence[str], rest: Rows, missing: Collection[str]) -> bool:
    """Whether most columns that are numeric below the first row are not numeric in it."""
    votes = 0
    for j, name in enumerate(first):
        cells = [row[j] for row in rest if j < len(row) and row[j].strip() not in missing]
        numeric = 2 * sum(map(is_number, cells)) > len(cells)
        if numeric and name.strip() not in missing:
            votes += -1 if is_number(name) else 1
    if votes:
        return votes > 0
    names = [name.strip() for name in first]
    fresh = not any(
        name and name == row[j].strip() for row in rest for j, name in enumerate(names[: len(row)])
    )
    return fresh and len(set(names)) == len(names) and not any(map(is_number, names))


def _names_years(first: Sequence[str], rest: Rows) -> bool:
    """Whether the numbers in the first row are years over other numbers, next to a name at least."""
    years = [j for j, name in enumerate(first) if _is_year(name)]
    names = [name.strip() for name in first if name.strip()]
    below = [row[j].strip() for row in rest for j in years if j < len(row) and row[j].strip()]
    words = [name for name in names if not is_number(name)]
    if not years or not words or not below or len(years) + len(words) < len(names):
        return False
    return len(set(names)) == len(names) and 2 * sum(map(_is_year, below)) < len(below)


def _is_year(cell: str) -> bool:
    return _YEAR.fullmatch(cell.strip()) is not None


def _stands_out(first: Sequence[str], rest: Rows, numbers: Sequence[int]) -> bool:
    """Whether few other rows go evenly up or down as the numbers of the first row do.

    Fractions below whole numbers do not count as such rows.
    """
    names = [first[j] for j in numbers]
    others = [[row[j] for j in numbers if j < len(row)] for row in rest[:_ROWS_COMPARED]]
    alike = [row for row in others if _is_whole(row) or not _is_whole(names)]
    return 2 * sum(_is_even(list(map(number_value, row))) for row in alike) < len(others)


def _is_whole(cells: Sequence[str]) -> bool:
    return all(cell.strip().isdigit() for cell in cells)


def _is_even(values: Sequence[float]) -> bool:
    """Whether numbers go up or down in even steps, or by an even factor."""
    if not all(map(math.isfinite, values)) or len(values) < 2:
        return False
    if _has_even_steps(values):
        return True
    return min(values) > 0.0 and _has_even_steps([math.log(value) for value in values])


def _has_even_steps(values: Sequence[float]) -> bool:
    mean = (values[-1] - values[0]) / (len(values) - 1)
    steps = [after - before for before, after in pairwise(values)]
    return mean != 0.0 and max(abs(step - mean) for step in steps) <= _STEP_TOLERANCE * abs(mean)


def _counts(values: Sequence[float]) -> bool:
    """Whether numbers go on in equal steps; two of them are whole and rise by a round one."""
    steps = [after - before for before, after in pairwise(values)]
    if not steps or not all(map(math.isfinite, steps)) or steps[0] == 0.0:
        return False
    if len(steps) > 1:
        return max(steps) - min(steps) <= _ROUNDING * abs(steps[0])
    step = steps[0]
    return step in _ROUND_STEPS and all(value >= 0.0 and value % step == 0.0 for value in values)


def _is_unlike(name: str, cells: Sequence[str]) -> bool:
    """Whether a number has another size than all of a column, or no decimals where all of it has."""
    if len(cells) < 2:
        return False
    values = [value for cell in cells if math.isfinite(value := number_value(cell))]
    name_value, sizes = number_value(name), sorted(map(abs, values))
    if not sizes or not math.isfinite(name_value):
        return False
    if abs(name_value) > _FAR * sizes[-1] or (sizes[0] > 0.0 and abs(name_value) * _FAR < sizes[0]):
        return True
    written = [cell for cell in cells if is_number(cell)]
    return name.isdigit() and all(re.search("[.,][0-9]", cell) for cell in written)
