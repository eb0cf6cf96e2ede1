"""What is written as a function in a model: a category, a polynomial, a formula about columns."""

from __future__ import annotations

import re
from collections.abc import Callable

from linreg_gui.core.formulas.evaluating import is_in_row
from linreg_gui.core.formulas.functions import FUNCTIONS
from linreg_gui.core.formulas.parsing import parse
from linreg_gui.core.formulas.tokens import Kind, columns_of, tokens_of
from linreg_gui.core.problem import ProblemError

from .model_tokens import ModelToken, NotationError
from .term import MOST_DEGREE, Factor, FactorKind, tidy

_WRITE_POLY = "Write poly(x, 2), with a column and a whole number from 1 to {}."


def called_factor(token: ModelToken) -> Factor:
    """The factor that is written as a function.

    Raises
    ------
    NotationError
        If there is no such function, or it is written otherwise.
    """
    known: dict[str, Callable[[ModelToken], Factor]] = {"C": _category, "poly": _polynomial, "I": _as_it_is}
    if token.text in known:
        return known[token.text](token)
    if token.text not in FUNCTIONS:
        functions = ", ".join(["C", "poly", "I", *(n for n in FUNCTIONS if _is_for_rows(n))])
        raise NotationError(
            f"There is no function “{token.text}” here. The functions are: {functions}.",
            token.start,
            token.start + len(token.text),
        )
    return _formula(token, f"{token.text}({token.arguments})", token.start)


def _category(token: ModelToken) -> Factor:
    name = one_name(token)
    if name is None:
        raise NotationError(
            "Write C(x), with one column: its reference level is chosen beside it.", token.start, token.end
        )
    return Factor(FactorKind.CATEGORY, name)


def _polynomial(token: ModelToken) -> Factor:
    parts = _arguments(token)
    names = ("", "degree")
    values: list[str] = []
    for part, keyword in zip(parts, names, strict=False):
        found = re.fullmatch(rf"{keyword}\s*=\s*(.*)", part) if keyword else None
        values.append(found.group(1) if found else part)
    raw = next((part for part in parts[2:] if re.match(r"(raw|simple)\b", part)), None)
    if raw is not None:
        raise NotationError(
            "poly() makes orthogonal polynomials: for plain powers write x + I(x^2).", token.start, token.end
        )
    name = _name_in(values[0]) if values else None
    degree = values[1] if len(values) == 2 == len(parts) else "1" if len(parts) == 1 else ""
    if name is None or not degree.isdigit() or not 1 <= int(degree[:4]) <= MOST_DEGREE:
        raise NotationError(_WRITE_POLY.format(MOST_DEGREE), token.start, token.end)
    return Factor(FactorKind.POLYNOMIAL, name, int(degree))


def _as_it_is(token: ModelToken) -> Factor:
    name = one_name(token)
    if name is not None:
        return Factor(FactorKind.COLUMN, name)
    return _formula(token, token.arguments, token.inside)


def _formula(token: ModelToken, text: str, start: int) -> Factor:
    """A formula about columns, which a row alone must tell."""
    try:
        parse(text)
        formula = tidy(text)
        columns = columns_of(formula)
    except ProblemError as error:
        raise NotationError(error.problem.sentence, start, token.end) from error
    if not columns:
        raise NotationError(f"{token.text}() needs a column.", token.start, token.end)
    for name in _functions_in(formula):
        if not _is_for_rows(name):
            raise NotationError(
                f"{name}() looks at more than a row, so a new row could not be predicted: compute a column "
                "by it, and name that here.",
                token.start,
                token.end,
            )
    if not is_in_row(formula):
        raise NotationError(
            "min() and max() of one column look at more than a row: compute a column by it, and name that "
            "here.",
            token.start,
            token.end,
        )
    return Factor(FactorKind.FORMULA, formula)


def _is_for_rows(name: str) -> bool:
    return FUNCTIONS[name].in_row and name != "is_missing"


def _functions_in(formula: str) -> list[str]:
    return [token.value for token in tokens_of(formula) if token.kind is Kind.FUNCTION]


def one_name(token: ModelToken) -> str | None:
    """The column in a call that has nothing else in it."""
    return _name_in(token.arguments)


def _name_in(text: str) -> str | None:
    match = re.fullmatch(r"\s*(`(?:[^`]|``)+`|[^\W\d]\w*(?:\.\w+)*)\s*", text)
    if match is None:
        return None
    name = match.group(1)
    return name[1:-1].replace("``", "`") if name[0] == "`" else name


def _arguments(token: ModelToken) -> list[str]:
    """The parts between commas that stand in no bracket and in no name."""
    parts, depth, start, place, text = [], 0, 0, 0, token.arguments
    while place < len(text):
        sign = text[place]
        if sign == "`":
            place = max(text.find("`", place + 1), place)
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
        place += 1
    return [*parts, text[start:].strip()]
