"""Columns that are computed from others: in which order, what is computed again, and what may not be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.frames import with_new_columns
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.wording import counted, is_or_are, joined

from .evaluating import check, compute
from .ordering import in_order
from .parsing import parse
from .tokens import columns_of, renamed

Formulas = Mapping[str, str]

# Of the columns in one sentence.
_MOST_NAMED = 8


@dataclass(frozen=True)
class FormulaProblem(Problem):
    """A formula is in the way, and would not be if the columns of these names held plain numbers."""

    names: tuple[str, ...] = ()


class FormulaInTheWay(ProblemError):
    """A `FormulaProblem` raised."""

    def __init__(self, sentence: str, names: Collection[str]) -> None:
        super().__init__(sentence)
        self.problem = FormulaProblem(sentence, ProblemKind.FORMULA_IN_THE_WAY, tuple(names))


def computing_order(formulas: Formulas) -> tuple[str, ...]:
    """The computed columns, each after those it is computed from.

    Raises
    ------
    ProblemError
        If columns are computed from each other in a circle.
    """
    order: dict[str, None] = {}
    needs = {name: [c for c in columns_of(formula) if c in formulas] for name, formula in formulas.items()}
    for name, is_in_circle in in_order(needs):
        if is_in_circle:
            raise ProblemError(_circle(needs, order), ProblemKind.CIRCLE)
        order[name] = None
    return tuple(order)


def check_formulas(formulas: Formulas, names: Collection[str]) -> None:
    """Raise a ProblemError where formulas that stand in a file cannot be those of a table.

    Each must be a formula about columns with these names, and none may be computed in a circle.
    """
    for name, formula in formulas.items():
        unknown = [column for column in parse(formula).columns if column not in names]
        if unknown:
            raise ProblemError(
                f"“{name}” is computed from “{unknown[0]}”, which is not there.", ProblemKind.FORMULA
            )
    computing_order(formulas)


def with_formula(frame: pd.DataFrame, formulas: Formulas, name: str, formula: str) -> dict[str, str]:
    """The formulas once a column, new or not, is computed by this one.

    Raises
    ------
    ProblemError
        If it is no formula, does not suit the table, or the column would be computed from itself.
    """
    if name in columns_of(formula):
        raise ProblemError(f"“{name}” cannot be computed from itself.", ProblemKind.CIRCLE)
    check(formula, frame)
    new = {**formulas, name: formula}
    computing_order(new)
    return new


def recomputed(
    frame: pd.DataFrame,
    formulas: Formulas,
    changed: Collection[str] | None = None,
    counted: BoolArray | None = None,
) -> pd.DataFrame:
    """A frame with the computed columns up to date; every other column is shared.

    Parameters
    ----------
    frame : pandas.DataFrame
        It is not changed. A computed column that it lacks is added at the end.
    formulas : mapping from column name to formula
    changed : collection of str, optional
        The columns whose cells changed, so that only they and what depends on them is computed; None for all.
    counted : array of bool, optional
        The rows that means and the like are taken over, see `compute`.

    Returns
    -------
    pandas.DataFrame
        The frame given, if nothing had to be computed.

    Raises
    ------
    ProblemError
        If a formula names a column that does not exist, or columns are computed in a circle.
    """
    new, stale = frame, None if changed is None else set(changed)
    order = computing_order(formulas)
    if lacking := [name for name in formulas if name not in frame.columns]:
        empty = pd.Series(np.full(len(frame), np.nan), index=frame.index)
        new = with_new_columns(frame, dict.fromkeys(filter({*lacking}.__contains__, order), empty))
        stale = None if stale is None else stale.union(lacking)
    for name in order:
        needs = {name, *columns_of(formulas[name])}
        if stale is not None and stale.isdisjoint(needs):
            continue
        check_wanted()
        column = compute(formulas[name], new, counted).column
        new = new.copy(deep=False) if new is frame else new
        new[name] = column.set_axis(frame.index)
        if stale is not None:
            stale.add(name)
    return new


def users_of(name: str, formulas: Formulas) -> tuple[str, ...]:
    """The computed columns whose formula names a column."""
    return tuple(user for user, formula in formulas.items() if name in columns_of(formula))


def without_columns(formulas: Formulas, names: Collection[str]) -> dict[str, str]:
    """The formulas once columns are deleted.

    Raises
    ------
    FormulaInTheWay
        If columns that stay are computed from one of them.
    """
    gone = set(names)
    kept = {name: formula for name, formula in formulas.items() if name not in gone}
    users_of_gone: dict[str, list[str]] = {}
    for user, formula in kept.items():
        for column in gone.intersection(columns_of(formula)):
            users_of_gone.setdefault(column, []).append(user)
    for name in names:
        users = users_of_gone.get(name, [])
        if users:
            who = "it holds" if len(users) == 1 else "they hold"
            sentence = f"{listed(users)} computed from “{name}”: it can be deleted once {who} plain numbers."
            raise FormulaInTheWay(sentence, users)
    return kept


def with_renamed(formulas: Formulas, old: str, new: str) -> dict[str, str]:
    """The formulas once a column has another name."""
    return {new if n == old else n: renamed(formula, old, new) for n, formula in formulas.items()}


def listed(names: Collection[str]) -> str:
    """The subject of a sentence with its verb, such as “a” is, or “a” and “b” are."""
    quoted = [f"“{name}”" for name in names]
    if len(quoted) > _MOST_NAMED:
        quoted[_MOST_NAMED:] = [counted(len(quoted) - _MOST_NAMED, "more column")]
    return f"{joined(quoted)} {is_or_are(len(names))}"


def refuse_writing(formulas: Formulas, names: Collection[str]) -> None:
    """Raise a FormulaInTheWay if cells of computed columns are to be written by hand."""
    written = set(names)
    computed = [name for name in formulas if name in written]
    if computed:
        raise FormulaInTheWay(f"{listed(computed)} computed: the cells follow the formula.", computed)


def _circle(needs: Mapping[str, list[str]], order: Collection[str]) -> str:
    """Walk from column to column until one comes back."""
    name = next(name for name in needs if name not in order)
    path: dict[str, None] = {}
    while name not in path:
        path[name] = None
        name = next(c for c in needs[name] if c not in order)
    walked = list(path)
    circle = [*walked[walked.index(name) :], name]
    if len(circle) == 2:
        return f"“{name}” cannot be computed from itself."
    if len(circle) > _MOST_NAMED:
        circle[_MOST_NAMED - 1 : -1] = ["…"]
    names = " from ".join(n if n == "…" else f"“{n}”" for n in circle)
    return f"Columns cannot be computed in a circle: {names}."
