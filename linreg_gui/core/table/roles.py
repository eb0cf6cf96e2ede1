"""What each column of a table is used for: feature, label or ignored."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .fit_size import moderate_features


class Role(enum.StrEnum):
    """What a column is used for."""

    FEATURE = "feature"
    LABEL = "label"
    IGNORED = "ignored"


def suggest_roles(frame: pd.DataFrame, numeric: Sequence[str] | None = None) -> dict[str, Role]:
    """The last numeric column is the label, the other numeric ones are features.

    Where there are too many of them to be fitted in some seconds, or in the memory that is free, only the
    first ones are, see `moderate_features`.

    Parameters
    ----------
    frame : pandas.DataFrame
    numeric : sequence of str, optional
        Its `numeric_columns`, where they are known.

    Raises
    ------
    ProblemError
        If two columns have the same name.
    """
    numeric = numeric_columns(frame) if numeric is None else numeric
    roles = dict.fromkeys(frame.columns, Role.IGNORED)
    if numeric:
        first = moderate_features(len(frame), len(numeric) - 1)
        roles.update(dict.fromkeys(numeric[:first], Role.FEATURE))
        roles[numeric[-1]] = Role.LABEL
    return roles


def left_out_sentence(roles: Mapping[str, Role], numeric: Collection[str]) -> str:
    """What is told of a first choice in which not every column of numbers takes part; empty otherwise."""
    features = sum(role is Role.FEATURE for role in roles.values())
    left_out = sum(roles[name] is Role.IGNORED for name in numeric)
    if not left_out:
        return ""
    return (
        f"The first {counted(features, 'column')} of numbers are features, as many as can be fitted in some "
        f"seconds and in the memory there is; {left_out:,} more are ignored. "
        "Choose others in the header of the table or under Columns."
    )


def with_role(roles: Mapping[str, Role], name: str, role: Role) -> dict[str, Role]:
    """A choice of roles in which one column has another role, in the same order.

    Parameters
    ----------
    roles : mapping from column name to Role
    name : str
        A column of the choice.
    role : Role
        What the column becomes. If it becomes the label, the label so far becomes a feature;
        if it was the label and becomes something else, there is no label any more.

    Returns
    -------
    dict from column name to Role

    Raises
    ------
    KeyError
        If there is no such column.
    """
    if name not in roles:
        raise KeyError(name)
    new = dict(roles)
    if role is Role.LABEL:
        new.update({other: Role.FEATURE for other, had in roles.items() if had is Role.LABEL})
    new[name] = role
    return new


def split_roles(roles: Mapping[str, Role]) -> tuple[tuple[str, ...], str]:
    """Feature names and label name of a choice of roles.

    Raises
    ------
    ProblemError
        If not exactly one column is the label, none is a feature, or a role is none.
    """
    known = tuple(Role)
    for name, role in roles.items():
        if role not in known:
            raise ProblemError(
                f"“{name}” can be a feature, the label or ignored, not {role!r}.", ProblemKind.ROLES
            )
    features = tuple(name for name, role in roles.items() if role == Role.FEATURE)
    labels = [name for name, role in roles.items() if role == Role.LABEL]
    if len(labels) > 1:
        raise ProblemError(
            f"Only one of “{labels[0]}” and “{labels[1]}” can be the label.", ProblemKind.ROLES
        )
    if not labels:
        raise ProblemError("No column is the label yet: choose the column to predict.", ProblemKind.ROLES)
    if not features:
        raise ProblemError(
            "No column is a feature yet: choose at least one column to predict from.", ProblemKind.ROLES
        )
    return features, labels[0]
