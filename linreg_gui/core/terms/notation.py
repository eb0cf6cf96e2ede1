"""Reads a model in Wilkinson’s notation (Wilkinson and Rogers 1973), as R, patsy and others write it.

Nothing is evaluated: what comes out are terms, and every mistake has a sentence and its place in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from linreg_gui.core.formulas.tokens import quoted
from linreg_gui.core.problem import ProblemKind

from .calls import called_factor, one_name
from .model_formula import ModelFormula
from .model_tokens import ModelToken, NotationError, model_tokens
from .term import Factor, FactorKind, Term, in_order

MOST_TERMS = 2_000
_DEEPEST = 50
_MOST_POWER = 10
_REFUSED = {
    "/": "Nesting with / is not known here: write a + a:b instead of a / b.",
    "%in%": "Nesting with %in% is not known here: write a:b instead of b %in% a.",
    "|": "There are no groups with | here: every effect is a fixed one.",
    "||": "There are no groups with || here: every effect is a fixed one.",
    "%%": "A remainder stands in I(): write I(a % b).",
}
_NO_LABEL = "A model has its label on the left of ~, such as price ~ area + town."
_ONLY_NUMBERS = "A number other than 0 and 1 is no term: 1 stands for the bias, and 0 or - 1 for none."


# The terms by their keys; the key without any factor is the bias.
_Terms = dict[frozenset[Factor], tuple[Factor, ...]]
_BIAS: frozenset[Factor] = frozenset()


@dataclass
class Reading:
    """A model as it was read, with the place of each column and factor in the text.

    Attributes
    ----------
    model : ModelFormula
    places : dict from Factor to (start, end)
        Where a factor stands for the first time.
    label_place : (start, end)
    """

    model: ModelFormula
    places: dict[Factor, tuple[int, int]] = field(default_factory=dict)
    label_place: tuple[int, int] = (0, 0)


def read_model(text: str, rest: Sequence[str] = ()) -> Reading:
    """The model that a text such as ``price ~ area * town + poly(age, 2) - 1`` means.

    Parameters
    ----------
    text : str
    rest : sequence of str
        The columns that ``.`` stands for, the label left out.

    Raises
    ------
    NotationError
        With a sentence and its place.
    """
    tokens = model_tokens(text)
    label, log_label, place = _label(tokens)
    after = next(k for k, token in enumerate(tokens) if token.text == "~" and token.kind == "sign") + 1
    parser = _Parser(tokens[after:], tuple(name for name in rest if name != label))
    terms = parser.whole()
    has_bias = terms.pop(_BIAS, None) is not None
    if not terms:
        last = tokens[-1]
        raise NotationError(
            "A model needs a term besides the bias: write the name of a column.",
            tokens[after].start,
            last.end,
        )
    model = ModelFormula(label, in_order(map(Term, terms.values())), has_bias, log_label)
    for factor in parser.places:
        if label in factor.columns:
            where = parser.places[factor]
            raise NotationError(
                f"“{label}” cannot be both a feature and the label.", *where, ProblemKind.ROLES
            )
    return Reading(model, parser.places, place)


def read_terms(texts: Sequence[str]) -> tuple[Term, ...]:
    """Terms that are written alone, such as ``area:town``; one text may hold several, as ``a * b``."""
    found: _Terms = {}
    for text in texts:
        tokens = model_tokens(text)
        terms = _Parser(tokens, ()).whole()
        terms.pop(_BIAS, None)
        found |= terms
    return in_order(map(Term, found.values()))


def _label(tokens: Sequence[ModelToken]) -> tuple[str, bool, tuple[int, int]]:
    signs = [token for token in tokens if token.kind == "sign" and token.text == "~"]
    if not signs:
        raise NotationError(_NO_LABEL, 0, tokens[-1].end)
    if len(signs) > 1:
        raise NotationError("There is one ~ in a model.", signs[1].start, signs[1].end)
    left = tokens[: tokens.index(signs[0])]
    first, last = (left[0], left[-1]) if left else (signs[0], signs[0])
    if len(left) == 1 and first.kind == "name":
        return first.text, False, (first.start, first.end)
    if len(left) == 1 and first.kind == "call" and first.text == "log":
        name = one_name(first)
        if name is not None:
            return name, True, (first.start, first.end)
    if not left:
        raise NotationError(_NO_LABEL, signs[0].start, signs[0].end)
    raise NotationError(
        "The label is a column, or log() of one. For anything else compute a column, and name it here.",
        first.start,
        last.end,
    )


class _Parser:
    """Goes through the right side once; each method reads what binds tighter than the one before."""

    def __init__(self, tokens: Sequence[ModelToken], rest: Sequence[str]) -> None:
        self._tokens, self._rest = tokens, rest
        self._at, self._depth = 0, 0
        self.places: dict[Factor, tuple[int, int]] = {}

    def whole(self) -> _Terms:
        """All there is; the bias among it unless it was taken out."""
        terms = self._sum({_BIAS: ()}, top=True)
        token = self._token
        if token.kind != "end":
            raise self._unexpected(token)
        return terms

    @property
    def _token(self) -> ModelToken:
        return self._tokens[self._at]

    def _take(self, *signs: str) -> ModelToken | None:
        token = self._token
        if token.kind == "sign" and token.text in signs:
            self._at += 1
            return token
        return None

    def _sum(self, terms: _Terms, *, top: bool = False) -> _Terms:
        """Terms that are added and taken out, one after the other."""
        sign = self._take("+", "-")
        while True:
            minus = sign is not None and sign.text == "-"
            while (again := self._take("+", "-")) is not None:
                minus ^= again.text == "-"
            token = self._token
            if token.kind == "number" and token.text == "0":
                self._at += 1
                if not top:
                    raise NotationError("0 and - 1 stand outside of brackets.", token.start, token.end)
                found: _Terms = {_BIAS: ()}
                minus = not minus
            else:
                found = self._product()
                if not top and minus and _BIAS in found:
                    raise NotationError("0 and - 1 stand outside of brackets.", token.start, token.end)
            for key, factors in found.items():
                if minus:
                    terms.pop(key, None)
                else:
                    terms.setdefault(key, factors)
            self._limit(terms, token)
            sign = self._take("+", "-")
            if sign is None:
                return terms

    def _product(self) -> _Terms:
        start = self._token.start
        terms = self._interaction()
        while self._take("*") is not None:
            right = self._interaction()
            self._refuse_squares(terms, right, start, "*")
            terms = terms | right | self._crossed(terms, right)
        return terms

    def _interaction(self) -> _Terms:
        start = self._token.start
        terms = self._power()
        while self._take(":") is not None:
            right = self._power()
            self._refuse_squares(terms, right, start, ":")
            terms = self._crossed(terms, right)
        return terms

    def _power(self) -> _Terms:
        start = self._token.start
        terms = self._atom()
        while self._take("^") is not None:
            token = self._token
            if token.kind != "number" or not token.text.isdigit() or not 1 <= int(token.text) <= _MOST_POWER:
                raise NotationError(
                    f"Behind ^ stands a whole number from 1 to {_MOST_POWER}, up to which the terms in the "
                    "bracket meet each other: (a + b + c)^2.",
                    token.start,
                    max(token.end, token.start + 1),
                )
            self._at += 1
            times = int(token.text)
            if times > 1 and len(terms) == 1 and _BIAS not in terms:
                inner = self._source(start, token.start)
                raise NotationError(
                    "In a model ^ means interactions, and those of a single term are the term itself: for "
                    f"the power of a column write I({inner}{token.text}) or poly().",
                    start,
                    token.end,
                )
            once = terms
            for _ in range(times - 1):
                terms = self._crossed(terms, once) | terms
        return terms

    def _atom(self) -> _Terms:
        token = self._token
        if token.kind == "sign" and token.text == "(":
            return self._bracket(token)
        if token.kind == "sign" and token.text == "." and self._rest:
            self._at += 1
            every = [self._factor(Factor(FactorKind.COLUMN, name), token) for name in self._rest]
            return {frozenset({factor}): (factor,) for factor in every}
        if token.kind == "name":
            factor = Factor(FactorKind.COLUMN, token.text)
        elif token.kind == "call":
            factor = called_factor(token)
        elif token.kind == "number":
            if token.text != "1":
                raise NotationError(_ONLY_NUMBERS, token.start, token.end)
            self._at += 1
            return {_BIAS: ()}
        else:
            raise self._unexpected(token)
        self._at += 1
        self._factor(factor, token)
        return {frozenset({factor}): (factor,)}

    def _bracket(self, opening: ModelToken) -> _Terms:
        self._at += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotationError("The brackets are nested too deeply.", opening.start, opening.end)
        terms = self._sum({})
        self._depth -= 1
        if self._take(")") is None:
            if self._token.kind == "end":
                raise NotationError("A bracket is not closed yet.", opening.start, opening.end)
            raise self._unexpected(self._token)
        return terms

    def _factor(self, factor: Factor, token: ModelToken) -> Factor:
        self.places.setdefault(factor, (token.start, token.end))
        return factor

    def _crossed(self, left: _Terms, right: _Terms) -> _Terms:
        if len(left) * len(right) > MOST_TERMS:
            raise self._too_many(self._token)
        found: _Terms = {}
        for one in left.values():
            for other in right.values():
                factors = tuple(dict.fromkeys([*one, *other]))
                found.setdefault(frozenset(factors), factors)
        return found

    def _refuse_squares(self, left: _Terms, right: _Terms, start: int, sign: str) -> None:
        """A term times itself is the term itself; who writes so means its square."""
        if len(left) == 1 and left.keys() == right.keys() and _BIAS not in left:
            end = self._tokens[self._at - 1].end
            name = ":".join(factor.written for factor in next(iter(left.values())))
            raise NotationError(
                f"In a model {name} {sign} {name} is {name} itself: for the square of a column write I(x^2).",
                start,
                end,
            )

    def _source(self, start: int, end: int) -> str:
        """What stands between two places, from the tokens."""
        inside = [token for token in self._tokens if start <= token.start < end]
        return "".join(
            quoted(token.text)
            if token.kind == "name"
            else f"{token.text}({token.arguments})"
            if token.kind == "call"
            else token.text
            for token in inside
        )

    def _limit(self, terms: _Terms, token: ModelToken) -> None:
        if len(terms) > MOST_TERMS:
            raise self._too_many(token)

    def _too_many(self, token: ModelToken) -> NotationError:
        return NotationError(f"A model can have at most {MOST_TERMS:,} terms.", token.start, token.end)

    def _unexpected(self, token: ModelToken) -> NotationError:
        if token.kind == "end":
            last = self._tokens[self._at - 1] if self._at else token
            return NotationError("The model is not finished: a term must follow.", last.start, token.end)
        if token.text in _REFUSED:
            return NotationError(_REFUSED[token.text], token.start, token.end)
        if token.text == ")":
            return NotationError("A bracket is closed that was never opened.", token.start, token.end)
        if token.text == ".":
            return NotationError(
                "The point stands for all other columns, of which there are none here.",
                token.start,
                token.end,
            )
        if token.kind in ("name", "call", "number") or token.text == "(":
            before = self._tokens[self._at - 1] if self._at else token
            return NotationError(
                f"A sign is missing before “{token.text}”: + adds a term, * adds it with its interaction. "
                "A name with a space in it stands in backquotes: `name`.",
                before.start,
                token.end,
            )
        return NotationError(f"A term is missing before “{token.text}”.", token.start, token.end)
