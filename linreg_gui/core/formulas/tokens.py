"""The text of a formula: its words and signs, the columns it names, and how their names are written.

What is no word or sign of the small language is refused here, before anything is parsed.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from linreg_gui.core.problem import ProblemError, ProblemKind

LONGEST_FORMULA = 2_000
MOST_WORDS = 400
_WORDS = ("and", "or", "not")
# Signs that a person types or pastes, and how Python writes them.
_PLAIN = {"^": "**", "−": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<quoted>`(?:[^`]|``)+`)
    |(?P<text>"[^"]*"|'[^']*'|“[^“”]*”|„[^„“”]*[“”]|‘[^‘’]*’)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>\*\*|==|!=|<=|>=|[-+*/%^<>(),−×·÷≤≥≠])""",
    re.VERBOSE,
)
# In an expression about facts a name may have parts, the later ones in backquotes where they are no words.
_PART = r"(?:[^\W\d]\w*|`(?:[^`]|``)+`)"
_FACT_TOKEN = re.compile(
    rf"(?P<not_in>\bnot\s+in\b)|(?P<fact>[^\W\d]\w*(?:\.{_PART})+)|(?P<list>[\[\]])|{_TOKEN.pattern}",
    re.VERBOSE,
)
_QUOTES = "\"'“”„‘’"
_NAME = re.compile(r"[^\W\d]\w*")
_SENTENCES = {
    "=": "To compare two numbers write == instead of =.",
    "'": "A formula holds no texts: write the name of a column as it is, or in backquotes: `name`.",
    "`": "The backquote that opens a name is not closed, or there is no name in it.",
    ";": "A formula is one expression: there is no semicolon in it.",
}
_SENTENCES |= dict.fromkeys('"“”‘’', _SENTENCES["'"])


class Kind(enum.Enum):
    """What a word or sign of a formula is."""

    COLUMN = enum.auto()
    FUNCTION = enum.auto()
    NUMBER = enum.auto()
    TEXT = enum.auto()  # in conditions only
    SIGN = enum.auto()


@dataclass(frozen=True)
class Token:
    """A word or sign: its kind, the name or sign that is meant, and where it stands in the text."""

    kind: Kind
    value: str
    start: int
    end: int

    @property
    def opens(self) -> bool:
        """Whether a number, a name or a bracket begins with it."""
        return self.kind is not Kind.SIGN or self.value in ("(", "[", "not")

    @property
    def closes(self) -> bool:
        """Whether a number, a name or a bracket ends with it."""
        return self.kind in (Kind.COLUMN, Kind.NUMBER, Kind.TEXT) or self.value in (")", "]")


def tokens_of(formula: str, *, texts: bool = False, facts: bool = False) -> list[Token]:
    """The words and signs of a formula, or of a condition, in which there may be ``texts`` in quotes.

    One about ``facts`` has texts, names with points in them, lists in square brackets, and ``in``.

    Raises
    ------
    ProblemError
        If it is empty, too long, has a decimal comma or a sign that no formula has, or an operator is
        missing between two numbers or names.
    """
    if len(formula) > LONGEST_FORMULA:
        raise ProblemError(f"A formula can have at most {LONGEST_FORMULA:,} characters.", ProblemKind.FORMULA)
    tokens = list(_scan(formula, texts=texts or facts, facts=facts))
    if len(tokens) > MOST_WORDS:
        raise ProblemError(f"A formula can have at most {MOST_WORDS:,} words and signs.", ProblemKind.FORMULA)
    if not tokens:
        example = "a condition, such as x > 2" if texts else "a formula, such as log(x) or 2 * x + 1"
        raise ProblemError(f"Type {example}.", ProblemKind.FORMULA)
    _refuse_decimal_commas(formula, tokens)
    _refuse_unbalanced_brackets(tokens)
    if not tokens[-1].closes:
        raise ProblemError(
            "The formula is not finished: something must follow at the end.", ProblemKind.FORMULA
        )
    for left, right in pairwise(tokens):
        if left.closes and right.opens:
            between = f"“{formula[left.start : left.end]}” and “{formula[right.start : right.end]}”"
            raise ProblemError(
                f"An operator is missing between {between}: to multiply, write *. A name with a space in it "
                "stands in backquotes: `name`.",
                ProblemKind.FORMULA,
            )
    return tokens


def columns_of(formula: str) -> tuple[str, ...]:
    """Names of the columns in a formula, each once, in the order in which they first occur.

    Raises
    ------
    ProblemError
        As `tokens_of`.
    """
    return tuple(dict.fromkeys(token.value for token in tokens_of(formula) if token.kind is Kind.COLUMN))


def renamed(formula: str, old: str, new: str) -> str:
    """The same formula after a column got another name; spacing stays as it was typed."""
    parts, end = [], 0
    for token in tokens_of(formula):
        if token.kind is Kind.COLUMN and token.value == old:
            parts += [formula[end : token.start], quoted(new)]
            end = token.end
    return "".join([*parts, formula[end:]])


def quoted(name: str) -> str:
    """The name of a column as a formula writes it: in backquotes where it is no plain word."""
    if _NAME.fullmatch(name) and name not in _WORDS:
        return name
    return "`" + name.replace("`", "``") + "`"


def _scan(formula: str, *, texts: bool, facts: bool) -> Iterator[Token]:
    place, pattern = 0, _FACT_TOKEN if facts else _TOKEN
    while place < len(formula):
        match = pattern.match(formula, place)
        if match is None or (match.lastgroup == "text" and not texts):
            sign = formula[place]
            if texts and sign in _QUOTES:
                raise ProblemError("The quote that opens a text is not closed.", ProblemKind.FORMULA)
            raise ProblemError(
                _SENTENCES.get(sign, f"“{sign}” cannot stand in a formula."), ProblemKind.FORMULA
            )
        place = match.end()
        if match.lastgroup != "space":
            followed = formula[place:].lstrip()[:1] == "("
            yield _token(match, followed_by_bracket=followed, words=(*_WORDS, "in") if facts else _WORDS)


def _token(match: re.Match[str], *, followed_by_bracket: bool, words: tuple[str, ...]) -> Token:
    group, text = match.lastgroup, match.group()
    if group == "quoted":
        kind, text = Kind.COLUMN, text[1:-1].replace("``", "`")
    elif group == "text":
        kind, text = Kind.TEXT, text[1:-1]
    elif group == "number":
        kind = Kind.NUMBER
    elif group == "fact":
        kind = Kind.COLUMN
    elif group == "not_in":
        kind, text = Kind.SIGN, "not in"
    elif group in ("sign", "list") or text in words:
        kind, text = Kind.SIGN, _PLAIN.get(text, text)
    else:
        kind = Kind.FUNCTION if followed_by_bracket else Kind.COLUMN
    return Token(kind, text, match.start(), match.end())


def _refuse_decimal_commas(formula: str, tokens: list[Token]) -> None:
    for left, comma, right in zip(tokens, tokens[1:], tokens[2:], strict=False):
        numbers = left.kind is right.kind is Kind.NUMBER
        if numbers and comma.value == "," and (left.end, comma.end) == (comma.start, right.start):
            typed, point = formula[left.start : right.end], f"{left.value}.{right.value}"
            raise ProblemError(
                f"The decimal sign of a formula is a point: write {point} instead of {typed}, or "
                f"“{left.value}, {right.value}” with a space where two numbers are meant.",
                ProblemKind.FORMULA,
            )


def _refuse_unbalanced_brackets(tokens: list[Token]) -> None:
    opened: list[str] = []
    for token in tokens:
        if token.kind is not Kind.SIGN:
            continue
        if token.value in ("(", "["):
            opened.append(token.value)
        elif token.value in (")", "]") and (not opened or opened.pop() + token.value not in ("()", "[]")):
            raise ProblemError("A bracket is closed that was never opened.", ProblemKind.FORMULA)
    if opened:
        raise ProblemError("A bracket is not closed yet.", ProblemKind.FORMULA)
