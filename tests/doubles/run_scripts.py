"""Writes an analysis as a script, runs it where it lies, and reads the numbers that it prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.desk.coefficients import Statistic, coefficients_of
from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.formulas.dependencies import recomputed
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.scripts.asked import Asked
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.scripts.writing import Script, script_of
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text

LANGUAGES = [
    Language.CORE,
    Language.PYTHON,
    pytest.param(
        Language.R, marks=pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not there")
    ),
]


def table_of(path: Path, formula: str, recipe: Recipe | None = None, **others: object) -> Table:
    """The table in a file with the model that a formula says."""
    frame, report = read_table(path, others.pop("options", None) or ReadOptions())
    return modelled(frame, formula, recipe, name=path.name, report=report, **others)


def modelled(frame: pd.DataFrame, formula: str, recipe: Recipe | None = None, **others: object) -> Table:
    """The table of a frame with such a model; ``formulas`` are computed first."""
    formulas = others.pop("formulas", {})
    chosen = recipe or Recipe()
    frame = recomputed(frame, formulas, counted=chosen.counted)
    table = Table(
        frame,
        dict.fromkeys(frame.columns, Role.IGNORED),
        others.pop("name", "made"),
        numeric=frozenset(numeric_columns(frame)),
        recipe=chosen,
        formulas=formulas,
        **others,
    )
    return with_model(table, model_of_text(formula, frame))


def asked_of(table: Table, config: SgdConfig | None = None, steps: int = 0, **others: object) -> Asked:
    """What the window would ask for."""
    config = config or SgdConfig()
    changes = others.pop("changes", ((0, config),))
    analysis = analyse(
        table.frame, table.roles_as_came, recipe=table.recipe, row_ids=table.row_ids, formulas=table.formulas
    )
    objective = Objective.of(analysis, config)
    if not objective.is_least_squares:
        objective = objective.solved()
    return Asked(table, objective, changes=changes, steps=steps, **others)


@dataclass
class Told:
    """What a script printed."""

    tables: dict[str, tuple[list[str], list[str], np.ndarray]]
    script: Script

    def numbers(self, title: str, column: str) -> np.ndarray:
        """One column of a table."""
        _, heads, values = self.tables[title]
        return values[:, heads.index(column)]


# All in one process, as most of the time of each goes into the libraries.
_ALL_IN_PYTHON = """
import runpy, sys
for path in sys.argv[1:]:
    print("FILE", path)
    runpy.run_path(path, run_name="__main__")
"""
_ALL_IN_R = """
for (path in commandArgs(TRUE)) {
  cat("FILE", path, "\\n")
  source(path, local = new.env(), encoding = "UTF-8")
}
"""


def run_scripts(cases: Mapping[str, Asked], language: Language, folder: Path) -> dict[str, Told]:
    """Write the scripts by their names, run them from another folder, and read what they print."""
    folder.mkdir(exist_ok=True)
    scripts, paths = {}, {}
    for name, asked in cases.items():
        path = paths[name] = folder / f"{name}.{language.ending}"
        script = scripts[name] = script_of(asked, language, path)
        path.write_text(script.text, encoding="utf-8")
        if script.data is not None:
            (folder / script.data_name).write_bytes(script.data)
    program = ["Rscript", "--vanilla"] if language is Language.R else [sys.executable, "-W", "error"]
    arguments = list(map(str, paths.values()))
    if len(paths) > 1:
        runner = folder / f"run all.{language.ending}"
        runner.write_text(_ALL_IN_R if language is Language.R else _ALL_IN_PYTHON)
        arguments.insert(0, str(runner))
    done = subprocess.run(
        [*program, *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
        cwd="/",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"},
    )
    assert not done.stderr, f"{done.stderr}\n{done.stdout}"
    assert done.returncode == 0
    printed = done.stdout.split("FILE ")[1:] if len(paths) > 1 else [done.stdout]
    return {name: Told(_tables(text), scripts[name]) for name, text in zip(cases, printed, strict=True)}


def _tables(text: str) -> dict[str, tuple[list[str], list[str], np.ndarray]]:
    found = {}
    for block in text.split("\n\n")[1:]:
        first, *rest = block.strip("\n").split("\n")
        title, *heads = re.split(r"\s{2,}", first.strip())
        rows = [line.rsplit(maxsplit=len(heads)) for line in rest if line.strip()]
        values = np.array([[np.nan if v in ("NA", "NaN") else float(v) for v in row[1:]] for row in rows])
        found[title] = [row[0].strip() for row in rows], heads, values
    return found


def check_same(asked: Asked, told: Told) -> None:
    """Every number that the window shows of the exact solution and the run, to the last digit shown."""
    if asked.objective.exact is not None and "coefficients" in told.tables:
        _check_coefficients(asked, told)
    if asked.steps:
        sgd = Sgd.repeat(asked.objective.analysis.data, asked.changes)
        sgd.advance(asked.steps)
        state = sgd.snapshot()
        bias = [state.bias] * asked.objective.analysis.data.has_bias
        names = [*["bias"] * len(bias), *asked.objective.analysis.data.feature_names]
        assert told.tables["weights of SGD"][0] == [" ".join(name.split()) for name in names]
        np.testing.assert_allclose(
            told.numbers("weights of SGD", "estimate"), [*bias, *state.weights], rtol=1e-9, atol=1e-11
        )


def _check_coefficients(asked: Asked, told: Told) -> None:
    choices = DeskChoices(asked.level, asked.errors)
    table = coefficients_of(Desk(asked.objective, asked.table, choices))
    assert table is not None
    names, heads, values = told.tables["coefficients"]
    assert names == [" ".join(name.split()) for name in table.names]
    np.testing.assert_allclose(
        told.numbers("coefficients", "estimate"), table.estimate, rtol=1e-9, atol=1e-11
    )
    kinds = {
        "standard error": Statistic.ERROR,
        "p": Statistic.P,
        "low": Statistic.LOW,
        "high": Statistic.HIGH,
    }
    kinds["z" if table.is_z else "t"] = Statistic.T
    assert ("t" in heads or "z" in heads) == (Statistic.T in table.numbers)
    style = TableStyle()
    for head in heads[1:]:
        kind = kinds[head]
        for place in range(len(names)):
            here = values[place, heads.index(head)]
            np.testing.assert_allclose(here, table.number(place, kind), rtol=1e-7, atol=1e-12)
            shown = table.text(place, kind, style)
            moved = dict(table.numbers)
            moved[kind] = np.where(np.arange(len(names)) == place, here, moved[kind])
            again = type(table)(**{**vars(table), "numbers": moved})
            assert again.text(place, kind, style) == shown
    fit = asked.objective.exact
    np.testing.assert_allclose(told.numbers("the fit", "value"), [fit.half_mse, fit.r_squared], rtol=1e-9)
