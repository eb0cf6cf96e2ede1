"""What each column of a table is used for: feature, label or ignored."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import pandas as pd

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.problem import ProblemError, ProblemKind


class Role(enum.StrEnum):
    """What a column is used for."""

    FEATURE = "feature"
    LABEL = "label"
    IGNORED = "ignored"


def suggest_roles(frame: pd.DataFrame) -> dict[str, Role]:
    """The last numeric column is the label, the other numeric ones are features.

    Raises
    ------
    ProblemError
        If two columns have the same name.
    """
    numeric = numeric_columns(frame)
    roles = dict.fromkeys(frame.columns, Role.IGNORED)
    roles.update(dict.fromkeys(numeric, Role.FEATURE))
    if numeric:
        roles[numeric[-1]] = Role.LABEL
    return roles


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
    for name, role in roles.items():
        if role not in list(Role):
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
