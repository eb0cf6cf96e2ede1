"""Which signs the numbers of each column are written with, and which of them are anybody's guess.

The one decision for files, pasted and typed cells; what cells say is found by `number_style`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .alike import counted_alike, once_each
from .column_types import DecimalSign
from .number_style import BLANKS, OTHER_SIGN, Evidence, NumberStyle

_POINT = NumberStyle()
# So many cells have to speak for a reading for each that speaks against it, or it is in doubt.
_OVERWHELMING = 20
# So many columns are hardly all of another origin than one more.
SEVERAL = 3


@dataclass(frozen=True)
class ColumnSigns:
    """How the numbers of one column are written.

    Attributes
    ----------
    style : NumberStyle
    doubtful : str
        The comma or the point (or both), where cells such as ``1,234`` have another value in another style
        and nothing tells which is meant.
    forms : tuple of str
        Which signs of their own they had besides a unit, such as parentheses; see `NumberForm.forms`. Times
        are “times”, with “hours” or “minutes” where two parts were taken for those that come first.
    """

    style: NumberStyle = _POINT
    doubtful: str = ""
    forms: tuple[str, ...] = ()

    @property
    def decimal(self) -> DecimalSign:
        """The decimal sign."""
        return DecimalSign.of(self.style.decimal)


# Of a column whose texts, if there were any, say nothing.
UNKNOWN = ColumnSigns(_POINT, ",.")


@dataclass(frozen=True)
class Held:
    """What the numbers that a column holds already say about those that come into it.

    Attributes
    ----------
    evidence : Evidence
        Signs that are beyond doubt.
    decimal : str
        The decimal sign they were read or are shown with; an empty text if there is none to be seen.
    whole : bool
        Whether there are some, all of them whole.
    as_shown : bool
        Whether a person writes beside them as the program does, so that a lone ``1.234`` has a decimal point
        whatever they were read with: a number that is shown, typed again, is the same number.
    unit : str
        The unit that they are in.
    forms : tuple of str
        The signs of their own that they had; see `ColumnSigns`.
    """

    evidence: Evidence = field(default_factory=Evidence.none)
    decimal: str = ""
    whole: bool = False
    as_shown: bool = False
    unit: str = ""
    forms: tuple[str, ...] = ()


_NOTHING_HELD = Held()
# What is typed beside numbers that the program shows with a decimal point.
POINT_SHOWN = Held(Evidence.of_signs(".", ""), ".")


def decide_columns(
    evidence: Sequence[Evidence],
    separator: str = "\t",
    decimal: str | None = None,
    thousands: str | None = None,
    choices: Sequence[object] = (),
    held: Sequence[Held] = (),
    one_origin: bool = False,
) -> list[ColumnSigns]:
    """Choose the decimal and the thousands sign of each column of a file, or of a pasted block.

    The cells of a column that leave no doubt decide for it, unless they are few beside those of another; then
    a blank or an apostrophe between thousands anywhere, beside which no other sign sets off thousands; then
    the cells of the other columns. If all that is known are cells such as ``1,234``, the comma is the
    thousands sign if cells are separated by commas, too (then their writer would hardly use a decimal comma),
    or the other numbers of the column are whole and below 1000; otherwise it is the decimal sign. A lone
    ``1.234`` keeps its decimal point. A cell that does not fit the style chosen stays text, so no value is
    changed silently.

    Such a cell is beyond doubt only if its own column tells, or else several others show the same sign in the
    same place, and next to nothing speaks against it: a file may have been put together from columns of more
    than one origin, so that one of them says little about another.

    Parameters
    ----------
    evidence : sequence of Evidence
        What the cells of each column say.
    separator : str
        The character between cells.
    decimal, thousands : str, optional
        What is known already of all columns; an empty text for no thousands sign.
    choices : sequence, optional
        For each column what a person chose; only a `DecimalSign` counts here.
    held : sequence of Held, optional
        For each column what it holds already, which comes before the cells of other columns.
    one_origin : bool
        Whether one program has written all columns, as those of a pasted block, so that one of them tells
        about another.

    Returns
    -------
    list of ColumnSigns
    """
    everything = Evidence.total(evidence)
    common = _shown_by_several(evidence, 1 if one_origin else SEVERAL)
    most = max((max(own.votes) for own, _ in counted_alike(evidence)), default=0)
    known = decimal or OTHER_SIGN.get(thousands or "")

    def decided(own: Evidence, choice: object, here: Held) -> ColumnSigns:
        if isinstance(choice, DecimalSign):
            return ColumnSigns(
                NumberStyle(choice.sign, _thousands_sign(own.read_as(choice.sign), choice.sign))
            )
        few = _OVERWHELMING * (max(own.votes) + sum(own.either.values())) < most
        point = known or _decimal_sign(own, here, everything, separator, few)
        style = NumberStyle(point, _thousands_sign(own, point) if thousands is None else thousands)
        if known or not any(own.either.values()):
            return ColumnSigns(style)
        beside = (common + here.evidence, everything.without(own) + here.evidence)
        open_signs = (sign for sign in ",." if own.either[sign])
        return ColumnSigns(
            style, "".join(sign for sign in open_signs if _in_doubt(sign, point, own, *beside))
        )

    count = len(evidence)
    return once_each(decided, evidence, choices or [None] * count, held or [_NOTHING_HELD] * count)


def shown_by_itself(own: Evidence, style: NumberStyle, chosen: str | None = None) -> ColumnSigns:
    """What a column keeps of its style for cells that come later: in doubt is what its own cells do not show.

    Parameters
    ----------
    own : Evidence
    style : NumberStyle
        What was decided.
    chosen : str, optional
        The decimal sign, where a person has said it.
    """
    said = own.read_as(chosen) if chosen else own
    nothing = Evidence.none()
    signs = (sign for sign in ",." if _in_doubt(sign, style.decimal, said, nothing, nothing))
    return ColumnSigns(style, "".join(signs))


def main_style(
    evidence: Sequence[Evidence],
    separator: str = "\t",
    decimal: str | None = None,
    thousands: str | None = None,
    choices: Sequence[object] = (),
) -> NumberStyle:
    """How most of the numbers of a file are written; see `decide_columns`."""

    def said(own: Evidence, choice: object) -> Evidence:
        return own.read_as(choice.sign) if isinstance(choice, DecimalSign) else own

    total = Evidence.total(once_each(said, evidence, choices or [None] * len(evidence)))
    return decide_columns([total], separator, decimal, thousands)[0].style


def _decimal_sign(own: Evidence, held: Held, everything: Evidence, separator: str, few: bool) -> str:
    comma, point = own.votes
    if comma != point and not few:
        return "," if comma > point else "."
    if held.as_shown and own.either["."]:
        return "."
    if held.decimal:
        return held.decimal
    if any(own.either.values()) and everything.blanks:
        return "," if own.either[","] > own.either["."] else "."
    # What the other columns say, without an Evidence for each of many.
    comma, point = (votes - mine for votes, mine in zip(everything.votes, own.votes, strict=True))
    if comma != point:
        return "," if comma > point else "."
    others_open = everything.either["."] - own.either["."]
    likely_groups = separator == "," or own.groups_likely or held.whole or others_open
    return "," if own.either[","] and not own.either["."] and not likely_groups else "."


def _thousands_sign(own: Evidence, decimal: str) -> str:
    other = OTHER_SIGN[decimal]
    clear = own.thousands[other]
    if clear + own.either[other] and (clear > own.decimal[other] or not own.decimal[other]):
        return other
    blank = max(BLANKS, key=lambda sign: own.thousands[sign])
    return blank if own.thousands[blank] else ""


def _shown_by_several(evidence: Sequence[Evidence], several: int) -> Evidence:
    """What all say about a sign that so many columns show in the same place; one will do for blanks."""
    common, parts = Evidence.total(evidence), counted_alike(evidence)
    for sign in ",.":
        for place, columns in (
            (common.decimal, [(own.decimal[sign], times) for own, times in parts]),
            (common.thousands, [(own.thousands[sign], times) for own, times in parts]),
        ):
            if sum(times for cells, times in columns if cells > 0) < several:
                place[sign] = 0
    return common


def _in_doubt(sign: str, decimal: str, own: Evidence, common: Evidence, others: Evidence) -> bool:
    """Whether cells such as ``1,234`` with this sign may be meant otherwise than it was decided.

    Where its own column says little or nothing, what is ``common`` to several speaks for a reading, and
    whatever the ``others`` say against it.
    """
    other, is_decimal = OTHER_SIGN[sign], sign == decimal
    point = own.decimal[sign] + own.thousands[other] + own.blanks
    groups = own.thousands[sign] + own.decimal[other]
    said, against = (point, groups) if is_decimal else (groups, point)
    if not said + against:
        said = common.decimal[sign] + common.blanks if is_decimal else common.thousands[sign]
    if _OVERWHELMING * (said + against) < own.either[sign] or not point + groups:
        if is_decimal:
            against += others.thousands[sign] + others.decimal[other]
        else:
            against += others.decimal[sign] + others.thousands[other] + others.blanks
    return not said or _OVERWHELMING * against > said
