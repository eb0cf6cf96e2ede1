"""Runs beside the present one in a project file: they come back, and hostile ones are refused."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.limits import LONGEST_RUN_NAME, MOST_RUNS
from linreg_gui.core.model.loss_curve import ProgressAxis
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project import Project, Run, View
from linreg_gui.core.project.project_file import read_project, write_project
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

FIRST_FORMAT = Path(__file__).with_name("format_1.linreg")
DATA = "0123456789abcdef" * 2
CURVE = np.array([[0.0, 0.0, np.nan, 0.0, 8.0, np.nan, 0.0], [5.0, 0.5, 4.0, 5.0, 2.0, np.nan, 0.25]])


def run(name: str, look: int | None = None, **more: Any) -> Run:
    config = SgdConfig(seed=len(name))
    made = Run(
        ((0, config),), 5, False, np.array([1.5]), -0.5, CURVE, None, name, DATA, look, look is not None
    )
    return replace(made, **more)


def project(*kept: Run) -> Project:
    table = Table(pd.DataFrame({"x": [1.0, 2.0], "y": [1.0, 3.0]}), {"x": Role.FEATURE, "y": Role.LABEL}, "t")
    return Project(table, (run("present"),), view=View(along=ProgressAxis.SECONDS), kept=kept)


def saved(work: Project) -> bytes:
    file = io.BytesIO()
    write_project(file, work)
    return file.getvalue()


def changed(data: bytes, change: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    description = json.loads(parts["project.json"])
    change(description, parts)
    parts["project.json"] = json.dumps(description).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def opened(tmp_path: Path, data: bytes) -> Project:
    path = tmp_path / "t.linreg"
    path.write_bytes(data)
    return read_project(path)


def test_kept_runs_come_back_with_their_names_looks_and_curves(tmp_path) -> None:
    kept = (run("first", 0), run("<b>& ü\u202e", None), run("third", 5, shown=False))
    again = opened(tmp_path, saved(project(*kept)))
    assert [(one.name, one.look, one.shown, one.data) for one in again.kept] == [
        ("first", 0, True, DATA),
        ("<b>& ü\u202e", None, False, DATA),
        ("third", 5, False, DATA),
    ]
    for one, other in zip((again.runs[0], *again.kept), (project().runs[0], *kept), strict=True):
        assert one.changes == other.changes
        assert np.array_equal(one.curve, other.curve, equal_nan=True)
    assert again.view is not None
    assert again.view.along is ProgressAxis.SECONDS


def test_a_project_of_an_earlier_version_has_no_kept_runs() -> None:
    again = read_project(FIRST_FORMAT)
    assert again.kept == ()
    assert (again.runs[0].name, again.runs[0].data, again.runs[0].look) == ("", "", None)
    assert np.isnan(again.runs[0].loss_curve.seconds).all()


def _set(key: str, value: Any) -> Any:
    def change(description: dict[str, Any], _: Any) -> None:
        description["kept"][0][key] = value

    return change


def _many(description: dict[str, Any], _: Any) -> None:
    description["kept"] = description["kept"][:1] * (MOST_RUNS + 1)


def _curve(values: np.ndarray) -> Any:
    def change(_: Any, parts: dict[str, bytes]) -> None:
        file = io.BytesIO()
        np.save(file, values)
        parts["curves/1.npy"] = file.getvalue()

    return change


def _with(row: int, column: int, value: float) -> np.ndarray:
    curve = CURVE.copy()
    curve[row, column] = value
    return curve


@pytest.mark.parametrize(
    "change",
    [
        _set("look", 6),
        _set("look", -1),
        _set("look", True),
        _set("look", 2.0),
        _set("look", 1),  # that of another run
        _set("name", "n" * (LONGEST_RUN_NAME + 1)),
        _set("name", 7),
        _set("data", "xyz"),
        _set("data", "a" * 65),
        _set("shown", "yes"),
        _set("step", 2**60),
        _set("step", -1),
        _set("changes", []),
        _set("weights", ["a"]),
        _many,
        _curve(CURVE[:, :5]),
        _curve(CURVE[::-1]),
        _curve(_with(1, 1, np.nan)),
        _curve(_with(1, 1, 1e300)),
        _curve(_with(1, 1, -1.0)),
        _curve(_with(1, 0, 1e9)),
        _curve(CURVE.astype(np.float32)),
    ],
)
def test_hostile_runs_are_refused_in_a_sentence(tmp_path, change) -> None:
    good = saved(project(run("first", 0), run("second", 1)))
    with pytest.raises(ProblemError) as caught:
        opened(tmp_path, changed(good, change))
    assert caught.value.problem.sentence.endswith(".")


def test_a_curve_of_wild_losses_is_taken_as_it_is(tmp_path) -> None:
    wild = CURVE.copy()
    wild[:, [2, 4, 5, 6]] = [[np.inf, -np.inf, 1e308, np.nan], [np.nan, 1e308, -1e308, np.inf]]
    good = saved(project(run("first", 0)))
    (kept,) = opened(tmp_path, changed(good, _curve(wild))).kept
    assert np.array_equal(kept.curve, wild, equal_nan=True)


def test_a_shown_run_needs_a_look() -> None:
    with pytest.raises(ValueError, match="look"):
        run("first", None, shown=True)
