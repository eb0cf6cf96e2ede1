"""A model in text that is one of a table: each column is there, and holds what is made of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.values import column_named, numeric_columns
from linreg_gui.core.formulas.evaluating import check
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import first_few, joined

from .model_formula import ModelFormula
from .model_tokens import NotationError
from .notation import Reading, read_model
from .term import Factor, FactorKind, Term, in_order

_MOST_NAMED = 20


def model_of_text(text: str, frame: pd.DataFrame) -> ModelFormula:
    """The model that a text means for a table; ``.`` stands for all other columns of numbers.

    Parameters
    ----------
    text : str
        Such as ``price ~ area * town + poly(age, 2) - 1``, see `read_model`.
    frame : pandas.DataFrame

    Raises
    ------
    NotationError
        With a sentence and its place in the text.
    """
    rest = [str(name) for name in numeric_columns(frame)] if "." in text else []
    reading = read_model(text, rest)
    _check_label(reading, frame)
    plain = {factor: _checked(factor, place, frame) for factor, place in reading.places.items()}
    terms = (Term(tuple(dict.fromkeys(plain[f] for f in term.factors))) for term in reading.model.terms)
    return replace(reading.model, terms=in_order(terms))


def _check_label(reading: Reading, frame: pd.DataFrame) -> None:
    label, place = reading.model.label, reading.label_place
    if label not in frame.columns:
        raise _no_column(label, frame, place)
    found = feature_type(column_named(frame, label))
    if found is not ColumnType.NUMBER:
        what = "dates" if found is ColumnType.DATE else "texts"
        raise NotationError(
            f"“{label}” holds {what}, but a label has to be a number.", *place, ProblemKind.ROLES
        )


def _checked(factor: Factor, place: tuple[int, int], frame: pd.DataFrame) -> Factor:
    """The factor, in its plainest form for what its column holds."""
    for name in factor.columns:
        if name not in frame.columns:
            raise _no_column(name, frame, place)
    try:
        if factor.kind is FactorKind.FORMULA:
            check(factor.text, frame)
            return factor
        is_category = feature_type(column_named(frame, factor.text)) is ColumnType.CATEGORY
    except ProblemError as error:
        raise NotationError(error.problem.sentence, *place, error.problem.kind) from error
    if factor.kind is FactorKind.POLYNOMIAL and is_category:
        raise NotationError(f"“{factor.text}” holds texts, of which there is no polynomial.", *place)
    if factor.kind is FactorKind.CATEGORY and is_category:
        return Factor(FactorKind.COLUMN, factor.text)
    return factor


def _no_column(name: str, frame: pd.DataFrame, place: tuple[int, int]) -> NotationError:
    names = [str(column) for column in frame.columns]
    near = _alike(name, names)
    if near:
        rest = f"Do you mean {joined([f'“{other}”' for other in near], 'or')}?"
    else:
        rest = f"The columns are: {first_few(names, _MOST_NAMED)}."
    return NotationError(f"There is no column named “{name}”. {rest}", *place, ProblemKind.NO_COLUMN)


def _alike(name: str, names: Collection[str]) -> Sequence[str]:
    from difflib import get_close_matches

    folded = {other.casefold(): other for other in names}
    return [folded[found] for found in get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6)]
