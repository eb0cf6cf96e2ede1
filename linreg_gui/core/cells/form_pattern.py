"""How a number with signs of its own looks, in one cell or in many; nothing of what a column of them is."""

from __future__ import annotations

import re
from typing import Any

from .number_style import BLANKS, count_matches

# The codes of ISO 4217, and what people write for currencies that have no sign in Unicode.
_CODES = (
    "AED|AFN|ALL|AMD|ANG|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BGN|BHD|BIF|BMD|BND|BOB|BRL|BSD|BTN|BWP|BYN|BZD|CAD|"
    "CDF|CHF|CLP|CNY|COP|CRC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR|FJD|FKP|GBP|GEL|GHS|GIP|GMD|GNF|GTQ|"
    "GYD|HKD|HNL|HRK|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|"
    "LKR|LRD|LSL|LYD|MAD|MDL|MGA|MKD|MMK|MNT|MOP|MRU|MUR|MVR|MWK|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|"
    "PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLE|SOS|SRD|SSP|STN|SYP|SZL|THB|"
    "TJS|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|UGX|USD|UYU|UZS|VES|VND|VUV|WST|XAF|XCD|XOF|XPF|YER|ZAR|ZMW|ZWL"
)
_NAMES = (
    *("US$", "A$", "C$", "CA$", "AU$", "HK$", "NZ$", "S$", "R$", "CN¥", "kr.", "kr", "Kr.", "Kr", "zł", "Kč"),
    *("SFr.", "Fr.", "Ft", "Rs.", "Rs", "лв.", "лв", "руб.", "руб", "р.", "lei", "RM", "DM"),
)
_WORDS = "|".join(name.replace(".", "[.]").replace("$", "[$]") for name in _NAMES) + f"|{_CODES}"
_SIGNS = "$¢£¤¥֏؋৲৳૱௹฿៛₠-₿﷼﹩＄￠￡￥￦"  # all currencies of Unicode
_UNIT = f"{_WORDS}|[{_SIGNS}%％‰]"
_BLANK = "[ \\t\u00a0\u2009\u202f]*"
DASH = "\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"  # what is typed or typeset for a minus
_SIGN = f"[+\\-−{DASH}]?"
_DIGITS = f"[.,]?[0-9](?:[0-9.,{BLANKS}]*[0-9])?[.,]?(?:[eE][+\\-−]?[0-9]+)?"
_FORTRAN = "(?:[0-9]+[.,][0-9]*|[.,][0-9]+)[dD][+\\-−]?[0-9]+"
_PATTERN = (
    f"^(?P<limit>[<>]=?|=[<>]|[≤≥])?{_BLANK}(?P<open>[(])?{_BLANK}(?P<sign>{_SIGN}){_BLANK}"
    f"(?P<before>{_UNIT})?{_BLANK}(?P<inner>[(])?{_BLANK}(?P<second>{_SIGN}){_BLANK}"
    f"(?P<digits>{_FORTRAN}|{_DIGITS}){_BLANK}(?P<behind>[\\-−{DASH}]?){_BLANK}(?P<close>[)])?"
    f"{_BLANK}(?P<after>{_UNIT})?{_BLANK}(?P<last>[\\-−{DASH}]?){_BLANK}(?P<end>[)])?"
    f"{_BLANK}(?P<marks>[*†‡§¶¹²³]{{1,4}})?$"
)
# What accounts write for nothing: “$ -”.
_NOTHING = f"^(?:(?:{_UNIT}){_BLANK}[\\-−–—]+|[\\-−–—]+{_BLANK}(?:{_UNIT}))$"
# A number in which nothing but the decimal sign is in question.
PLAIN = f"^[+\\-−]?[.,]?[0-9][0-9.,{BLANKS}]*(?:[eE][+\\-−]?[0-9]+)?$"
# Short patterns that tell whether the long ones are needed.
IN_EVERY_FORM = "[0-9\\-−–—]"
_LIKE_NOTHING = "^[^0-9]*[\\-−–—][^0-9]*$"
# PyArrow makes a pattern ready anew at every call. With the long ones that takes longer than it takes Python,
# which has them ready, to look through so many cells.
_FEW = 150
_FORM = re.compile(_PATTERN)


def is_number_form(text: str) -> bool:
    """Whether a cell looks like a number with signs of its own, or like a plain one."""
    return _FORM.match(text.strip()) is not None


def bare_number(text: str) -> str:
    """The digits in such a cell; any other text as it is."""
    found = _FORM.match(text.strip())
    return text if found is None else found["digits"]


def count_forms(cells: Any) -> int:
    """How many of the cells are numbers with signs of their own, or stand for none."""
    if len(cells) > _FEW:
        return count_matches(cells, f"{_PATTERN}|{_NOTHING}")
    return sum(bool(_FORM.match(text) or re.match(_NOTHING, text)) for text in cells.to_pylist())


def are_nothing(cells: Any) -> Any:
    """Which of the cells stand for no number, such as “$ -”."""
    import pyarrow.compute

    pc: Any = pyarrow.compute
    alike = pc.match_substring_regex(cells, _LIKE_NOTHING)
    return pc.match_substring_regex(cells, _NOTHING) if pc.any(alike).as_py() else alike


def parts_of(texts: Any) -> tuple[Any, dict[str, Any]]:
    """Which texts are numbers with signs, and the parts of each by their names; empty where it has none."""
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute
    if len(texts) > _FEW:
        parts = pc.extract_regex(texts, _PATTERN)
        names = [field.name for field in parts.type]
        return parts.is_valid(), {
            name: pc.fill_null(part, "") for name, part in zip(names, parts.flatten(), strict=True)
        }
    found = [_FORM.match(text) for text in texts.to_pylist()]
    return pa.array([match is not None for match in found], pa.bool_()), {
        name: pa.array(["" if match is None else match[name] or "" for match in found], pa.string())
        for name in _FORM.groupindex
    }
