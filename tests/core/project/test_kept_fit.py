"""Kept fits in a project file, and what no fit can be."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from rich_project import description, parts_of, rich_project

from linreg_gui.core import ProblemError
from linreg_gui.core.project.kept_fit import FoldSettings, KeptFit
from linreg_gui.core.project.project_file import project_from_parts


def same(one: KeptFit, other: KeptFit) -> bool:
    for entry in fields(KeptFit):
        ours, theirs = getattr(one, entry.name), getattr(other, entry.name)
        if isinstance(ours, np.ndarray):
            if not np.array_equal(ours, theirs, equal_nan=True):
                return False
        elif entry.name == "recipe":
            if vars(ours) != vars(theirs):
                return False
        elif repr(ours) != repr(theirs):
            return False
    return True


def test_fits_and_folds_come_back(tmp_path) -> None:
    project = rich_project(tmp_path)
    again, _ = project_from_parts("a.linreg", parts_of(project))
    assert again.folds == project.folds == FoldSettings(4, 2, 7, "t")
    assert len(again.fits) == 1
    assert same(again.fits[0], project.fits[0])


def test_a_project_without_fits_opens(tmp_path) -> None:
    parts = parts_of(rich_project(tmp_path))
    stored = description(parts)
    del stored["fits"], stored["folds"]
    again, _ = project_from_parts("a.linreg", {**parts, "project.json": json.dumps(stored).encode()})
    assert again.fits == ()
    assert again.folds == FoldSettings()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("data", "no digits"),
        ("columns", ("not",)),
        ("estimate", np.zeros(3)),
        ("spreads", np.zeros(2)),
        ("step", -1),
        ("look", 6),
        ("names", ("bias",)),
    ],
)
def test_what_no_fit_can_be_is_refused(tmp_path, field, value) -> None:
    fit = rich_project(tmp_path).fits[0]
    with pytest.raises(ValueError, match=r"fit|Fit|number"):
        replace(fit, **{field: value})


@pytest.mark.parametrize("folds", [{"folds": 1}, {"folds": 2000}, {"repeats": 0}, {"seed": 2**40}])
def test_folds_that_cannot_be_are_refused(folds) -> None:
    with pytest.raises(ValueError, match=r"folds|Folds|seed"):
        FoldSettings(**folds)


def test_a_damaged_fit_is_told(tmp_path) -> None:
    parts = parts_of(rich_project(tmp_path))
    stored = description(parts)
    stored["fits"][0]["look"] = 77
    with pytest.raises(ProblemError, match=r"a\.linreg"):
        project_from_parts("a.linreg", {**parts, "project.json": json.dumps(stored).encode()})
