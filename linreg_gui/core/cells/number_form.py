"""Numbers with signs of their own: percent, currency, marks, limits. No decimal sign is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.wording import counted, joined

from .form_pattern import DASH, IN_EVERY_FORM, PLAIN, are_nothing, count_forms, parts_of
from .number_style import are_missing, count_matches, matches_by_column, trimmed

# Amounts in these are hardly written with three decimals, nor by people with a decimal comma.
_WITH_COMMA_GROUPS = {
    *"$£¥₹￥＄￡",
    "US$",
    "A$",
    "C$",
    "CA$",
    "AU$",
    "HK$",
    "NZ$",
    "S$",
    "USD",
    "GBP",
    "AUD",
    "CAD",
}
_ZERO = "^[+\\-−]?[0.,]*0[0.,]*$"  # nothing is nothing in any unit
_SAMPLE = 500
# What a number that is typed may have where the others of its column had it.
FORMS = ("parentheses", "behind", "dashes", "marks", "fortran", "nothing")
_COUNTED = (*FORMS, "limits")


@dataclass(frozen=True)
class NumberForm:
    """How the numbers of a column are written, and the first one that is written so.

    Attributes
    ----------
    units : tuple of str
        The signs of percent or of currencies in its cells.
    without_unit : str
        A cell that has none while others do.
    parentheses, behind, dashes, marks, fortran, nothing, limits : int
        Cells in parentheses, with the minus behind, with a dash for a minus, with marks, with an exponent D,
        with a dash and a unit for no number, and such as “<0.5”.
    others : str
        A cell that is written in no such way.
    example, limit : str
        The first cell with a sign that is no limit, and the first limit.
    row, limit_row : int
        Their rows, counted from 0.
    """

    units: tuple[str, ...] = ()
    without_unit: str = ""
    parentheses: int = 0
    behind: int = 0
    dashes: int = 0
    marks: int = 0
    fortran: int = 0
    nothing: int = 0
    limits: int = 0
    others: str = ""
    example: str = ""
    row: int = 0
    limit: str = ""
    limit_row: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every cell of the column is a number of this form."""
        return not self.others and not self.without_unit and len(self.units) < 2

    @property
    def unit(self) -> str:
        """The unit of all cells; empty for none."""
        return self.units[0] if len(self.units) == 1 and not self.without_unit else ""

    @property
    def groups_likely(self) -> bool:
        """Whether a comma in cells such as “$1,234” is rather one between thousands."""
        return bool(self.units) and set(self.units) <= _WITH_COMMA_GROUPS

    @property
    def forms(self) -> tuple[str, ...]:
        """The signs besides a unit that its cells have, of `FORMS`."""
        return tuple(form for form in FORMS if getattr(self, form))

    @property
    def words(self) -> str:
        """What the cells are, such as “percentages”."""
        found = [_unit_words(self.units)] if self.units else []
        found += ["negative numbers in parentheses"] if self.parentheses else []
        found += ["numbers with the minus behind"] if self.behind else []
        found += ["numbers with a dash for a minus"] if self.dashes else []
        found += [f"{counted(self.marks, 'number')} with marks, which were left out"] if self.marks else []
        found += ["exponents with a D"] if self.fortran else []
        found += [f"{counted(self.nothing, 'missing cell')} with a dash"] if self.nothing else []
        is_plain = self.example and not found
        return (
            joined(["numbers with blanks behind their sign"] if is_plain else found) if self.example else ""
        )


def _unit_words(units: Sequence[str]) -> str:
    if set(units) <= {"%", "％"}:
        return "percentages"
    return f"numbers in {joined(list(units))}"


def plain_numbers(
    pieces: Sequence[Any], missing: Sequence[str], limits: bool = False, unit: str = ""
) -> tuple[list[Any], NumberForm | None]:
    """A column without the signs of its numbers, where it has any; a negative one gets its minus.

    Parameters
    ----------
    pieces : sequence of pyarrow arrays
        Of type int64, double, null or string.
    missing : sequence of str
        Texts that stand for a missing value.
    limits : bool
        Whether “<0.5” is to become 0.5; otherwise it stays the text it is.
    unit : str
        The unit that cells without one are known to have.

    Returns
    -------
    pieces : list of pyarrow arrays
        The same ones where the column is not written so, or not as a whole.
    form : NumberForm or None
        What was found, if at least half of the cells that are filled are numbers.
    """
    check_wanted()
    if not _may_hold_forms(pieces, missing):
        return list(pieces), None
    found = _Found(unit)
    made = [_plain_piece(piece, missing, limits, found) for piece in pieces]
    form = found.form()
    if form is None:
        return list(pieces), None
    taken = form.is_whole or (limits and not form.without_unit and len(form.units) < 2)
    return (made if taken else list(pieces)), form


def not_plain(columns: Sequence[Any], missing: Sequence[str]) -> set[int]:
    """Which of many columns hold a cell that is no plain number: only in these `plain_numbers` finds a form.

    They are pyarrow string arrays of one length without a null; ``missing`` as for `plain_numbers`.
    """
    import pyarrow as pa

    if not columns:
        return set()
    cells, count = trimmed(pa.concat_arrays(columns)), len(columns)
    empty = are_missing(cells, missing).to_numpy(zero_copy_only=False).reshape(count, -1)
    odd = ~(matches_by_column(cells, PLAIN, count) | empty)
    return set(np.flatnonzero(odd.any(axis=1)).tolist())


def _may_hold_forms(pieces: Sequence[Any], missing: Sequence[str]) -> bool:
    """Whether an evenly spread sample of the texts holds numbers, whatever their signs."""
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute
    strings = [piece for piece in pieces if _is_string(piece)]
    if not strings:
        return False
    step = max(1, sum(map(len, strings)) // _SAMPLE)
    places = [pa.array(range(0, len(piece), step), pa.int64()) for piece in strings]
    cells = trimmed(pa.concat_arrays([piece.take(at) for piece, at in zip(strings, places, strict=True)]))
    filled = cells.filter(pc.invert(are_missing(cells, missing)))
    others = filled.filter(pc.invert(pc.match_substring_regex(filled, PLAIN)))
    numbers, needed = len(filled) - len(others), (len(filled) + 1) // 2
    if numbers < needed <= numbers + count_matches(others, IN_EVERY_FORM):
        numbers += count_forms(others)
    return 0 < needed <= numbers


class _Found:
    """What the cells of a column say together."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.units: dict[str, None] = {}
        self.without_unit = ""
        self.counts = dict.fromkeys(_COUNTED, 0)
        self.others = ""
        self.strange = self.filled = 0
        self.first: tuple[int, str] | None = None
        self.first_limit: tuple[int, str] | None = None
        self.rows = 0

    def form(self) -> NumberForm | None:
        """None where no cell has a sign of its own, or most are no numbers at all."""
        if not (self.first or self.first_limit) or 2 * self.strange > self.filled:
            return None
        without = self.without_unit if set(self.units) - {self.unit} else ""
        row, example = self.first or (0, "")
        limit_row, limit = self.first_limit or (0, "")
        return NumberForm(
            tuple(self.units),
            without,
            **self.counts,
            others=self.others,
            example=example,
            row=row,
            limit=limit,
            limit_row=limit_row,
        )


def _plain_piece(piece: Any, missing: Sequence[str], limits: bool, found: _Found) -> Any:
    import pyarrow.compute

    pc: Any = pyarrow.compute
    if not _is_string(piece):
        if not found.without_unit and piece.null_count < len(piece):
            found.without_unit = _first_nonzero(piece)
        found.filled += len(piece) - piece.null_count
        found.rows += len(piece)
        return piece
    cells = trimmed(piece)
    empty = are_missing(cells, missing)
    plain = pc.match_substring_regex(cells, PLAIN)
    bare = pc.and_not(pc.and_not(plain, pc.match_substring_regex(cells, _ZERO)), empty)
    if not found.without_unit and pc.any(bare).as_py():
        found.without_unit = cells.filter(bare)[0].as_py()
    odd = pc.invert(pc.or_(plain, empty))
    if pc.any(odd).as_py():
        nothing = pc.and_(are_nothing(cells), odd)
        if pc.any(nothing).as_py():
            found.counts["nothing"] += pc.sum(nothing).as_py()
            piece = cells = pc.if_else(nothing, None, cells)
            empty = pc.or_(empty, nothing)
            odd = pc.and_not(odd, nothing)
    found.filled += len(piece) - (pc.sum(empty).as_py() or 0)
    if pc.any(odd).as_py():
        texts = cells.filter(odd)
        made = _without_signs(texts, limits, found, pc.indices_nonzero(odd))
        piece = pc.replace_with_mask(cells, odd, made)
    found.rows += len(piece)
    return piece


def _first_nonzero(piece: Any) -> str:
    import pyarrow.compute

    pc: Any = pyarrow.compute
    filled = piece.filter(pc.not_equal(piece, 0))
    return str(filled[0].as_py()) if len(filled) else ""


def _without_signs(texts: Any, limits: bool, found: _Found, places: Any) -> Any:
    """Texts as plain numbers where they are numbers with signs, and as they are where not."""
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute
    is_number, parts = parts_of(texts)

    def filled(*names: str) -> Any:
        return [pc.not_equal(parts[name], "") for name in names]

    opened, inner, closed, ended = filled("open", "inner", "close", "end")
    before, after = filled("before", "after")
    n_open, n_closed = (
        pc.add(*(flag.cast(pa.int8()) for flag in pair)) for pair in ((opened, inner), (closed, ended))
    )
    signs = [parts[name] for name in ("sign", "second", "behind", "last")]
    n_signs = _sum([pc.not_equal(sign, "").cast(pa.int8()) for sign in signs] + [n_open])
    sound = pc.and_(
        pc.and_(is_number, pc.equal(n_open, n_closed)),
        pc.and_(pc.less_equal(n_signs, 1), pc.invert(pc.and_(before, after))),
    )
    limit = pc.and_(sound, pc.not_equal(parts["limit"], ""))
    _count(found, texts, places, sound, limit, parts, signs, n_open)
    sign = pc.binary_join_element_wise(*signs, "")
    negative = pc.and_(pc.or_(pc.greater(n_open, 0), pc.not_equal(sign, "")), pc.not_equal(sign, "+"))
    digits = pc.replace_substring_regex(parts["digits"], "[dD]", "E")
    plain = pc.binary_join_element_wise(pc.if_else(negative, "-", ""), digits, "")
    taken = sound if limits else pc.and_not(sound, limit)
    return pc.if_else(taken, plain, texts)


def _count(
    found: _Found,
    texts: Any,
    places: Any,
    sound: Any,
    limit: Any,
    parts: dict[str, Any],
    signs: list[Any],
    n_open: Any,
) -> None:
    import pyarrow.compute

    pc: Any = pyarrow.compute
    unit = pc.binary_join_element_wise(parts["before"], parts["after"], "")
    units = unit.filter(sound)
    for name in pc.unique(units.filter(pc.not_equal(units, ""))).to_pylist():
        found.units[name] = None
    digits = parts["digits"].filter(sound)
    bare = pc.and_(pc.equal(units, ""), pc.invert(pc.match_substring_regex(digits, _ZERO)))
    if not found.without_unit and pc.any(bare).as_py():
        found.without_unit = texts.filter(sound).filter(bare)[0].as_py()
    joined_signs = pc.binary_join_element_wise(*signs, "")
    behind = pc.binary_join_element_wise(signs[2], signs[3], "")
    for name, flags in {
        "parentheses": pc.greater(n_open, 0),
        "behind": pc.not_equal(behind, ""),
        "dashes": pc.match_substring_regex(joined_signs, f"[{DASH}]"),
        "marks": pc.not_equal(parts["marks"], ""),
        "fortran": pc.match_substring_regex(parts["digits"], "[dD]"),
        "limits": limit,
    }.items():
        found.counts[name] += pc.sum(pc.and_(sound, flags)).as_py() or 0
    found.first = found.first or _first(texts, places, pc.and_not(sound, limit), found.rows)
    found.first_limit = found.first_limit or _first(texts, places, limit, found.rows)
    strange = pc.invert(sound)
    n_strange = pc.sum(strange).as_py() or 0
    found.strange += n_strange
    if n_strange and not found.others:
        found.others = texts.filter(strange)[0].as_py()


def _first(texts: Any, places: Any, flags: Any, start: int) -> tuple[int, str] | None:
    import pyarrow.compute

    pc: Any = pyarrow.compute
    if not pc.any(flags).as_py():
        return None
    return start + places.filter(flags)[0].as_py(), texts.filter(flags)[0].as_py()


def _sum(columns: Sequence[Any]) -> Any:
    import pyarrow.compute

    pc: Any = pyarrow.compute
    total = columns[0]
    for column in columns[1:]:
        total = pc.add(total, column)
    return total


def _is_string(piece: Any) -> bool:
    return str(piece.type) == "string"
