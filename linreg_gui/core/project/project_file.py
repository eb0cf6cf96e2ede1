"""Project files: a zip of JSON, Parquet and arrays of numbers; nothing in one can run code.

Each part of a file is checked before it is used, and what is wrong with it is said in a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from linreg_gui import __version__
from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.cells.column_signs import ColumnSigns
from linreg_gui.core.cells.dates import can_be_written
from linreg_gui.core.formulas.dependencies import check_formulas
from linreg_gui.core.json_values import WrongValue, from_json_values, json_text, to_json_values
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.limits import LONGEST_NAME, MOST_FITS, MOST_ROWS, MOST_RUNS
from linreg_gui.core.memory import available_memory
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.text_file import memory_told
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.start import Start
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.large_source import LargeSource
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.tuning.study import Study

from .archive import damaged_project, no_room_for_project, read_archive, write_archive
from .column_parts import frame_from_parts
from .differences import frame_after
from .kept_fit import FoldSettings, KeptFit
from .layout import Layout
from .npy_arrays import array_from_npy, flags_from_npy, npy_bytes
from .project import Project, Run, View
from .report_outline import ReportOutline
from .stored_columns import StoredColumn, describe_columns, read_columns, write_columns
from .stored_recipe import FORMAT, check_recipe, format_for
from .stored_rows import IDS_PART, LARGEST_ID, STATES_PART, read_row_ids, read_states, row_parts
from .stored_signs import check_stored_signs

TABLE_PART = "table.parquet"
PROJECT_PART, EXCLUDED_PART = "project.json", "excluded.npy"
# Everything but the table.
STATE_PARTS = re.compile(r"project\.json|excluded\.npy|rows\.npy|states\.npy|curves/(0|[1-9][0-9]{0,3})\.npy")
PARTS = re.compile(rf"table\.parquet|{STATE_PARTS.pattern}")
_MOST_JSON = 1 << 28
# A table is there twice while it is made of what was stored.
_WHILE_READING = 2
# A value of a description takes so many bytes, and each of its letters at most so many.
_VALUE_BYTES, _LETTER_BYTES = 160, 5


@dataclass(frozen=True)
class _StoredRun:
    changes: tuple[tuple[int, SgdConfig], ...]
    step: int
    diverged: bool
    weights: FloatArray
    bias: float
    next_start: Start | None = None
    name: str = ""
    data: str = ""
    look: int | None = None
    shown: bool = False


@dataclass(frozen=True)
class _Description:
    """What stands in project.json."""

    format: int
    program: str
    name: str
    source: str
    edited: bool
    rows: int
    columns: tuple[StoredColumn, ...]
    roles: Mapping[str, Role]
    numeric: tuple[str, ...]
    formulas: Mapping[str, str]
    recipe: Recipe
    truth: Truth | None = None
    report: ReadReport | None = None
    runs: tuple[_StoredRun, ...] = ()
    suggested: bool = True
    speed: float | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    # Whether rows are held out by their identities, of which earlier versions knew none.
    held_out_by_id: bool = False
    unused_id: int = 0
    came: tuple[str, ...] | None = None
    view: View | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, ColumnSigns] = field(default_factory=dict)
    # Beside those above, whose curves come first.
    kept: tuple[_StoredRun, ...] = ()
    window: Layout = field(default_factory=Layout)
    rules: StopRules = field(default_factory=StopRules)
    fits: tuple[KeptFit, ...] = ()
    folds: FoldSettings = field(default_factory=FoldSettings)
    study: Study | None = None
    outline: ReportOutline = field(default_factory=ReportOutline)
    large: LargeSource | None = None


def write_project(file: BinaryIO, project: Project) -> None:
    """Write a project to an open binary file."""
    write_table = partial(write_columns, frame=project.table.frame)
    write_archive(file, {**project_parts(project), TABLE_PART: write_table})


def read_project(path: str | Path) -> Project:
    """Read a project file.

    Raises
    ------
    ProblemError
        If the file cannot be read, is damaged, holds anything unexpected or needs a newer program.
    """
    file = Path(path)
    with memory_told(file):
        project, _ = project_from_parts(file.name, read_archive(file, PARTS))
    try:
        _check_dates(project.table.frame)
    except WrongValue as error:
        raise damaged_project(file.name, str(error)) from error
    return project


def project_parts(project: Project, notes: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """All parts of a project file but the table, which is large and changes less often than the rest."""
    table = project.table
    stored = _Description(
        format_for(table),
        __version__,
        table.name,
        table.source,
        table.edited,
        len(table.frame),
        describe_columns(table.frame),
        table.roles,
        tuple(sorted(table.numeric)),
        table.formulas,
        replace(table.recipe, excluded=None),
        table.truth,
        table.report,
        tuple(map(_stored, project.runs)),
        project.suggested,
        project.speed,
        notes or {},
        True,
        table.row_ids.unused,
        table.came,
        project.view,
        units=table.units,
        signs=table.signs,
        kept=tuple(map(_stored, project.kept)),
        window=project.layout,
        rules=project.rules,
        fits=project.fits,
        folds=project.folds,
        study=project.study,
        outline=project.report,
        large=table.large,
    )
    parts = {PROJECT_PART: json_text(to_json_values(stored)).encode()}
    if table.recipe.excluded is not None:
        parts[EXCLUDED_PART] = npy_bytes(np.packbits(table.recipe.excluded))
    parts |= row_parts(table)
    curves = (run.curve for run in (*project.runs, *project.kept))
    return parts | {f"curves/{i}.npy": npy_bytes(curve) for i, curve in enumerate(curves)}


def project_from_parts(
    name: str, parts: Mapping[str, bytes], before: Table | None = None
) -> tuple[Project, Mapping[str, str]]:
    """The project that was written as these parts, and the notes that were written with it.

    Parameters
    ----------
    name : str
        Of the file, for the sentence if it is damaged.
    parts : mapping from name to bytes
    before : Table or None
        An earlier state, where the parts hold not the table but its differences from that.

    Raises
    ------
    ProblemError
    """
    stored = read_description(name, parts)
    try:
        frame = _frame(name, stored, parts, before)
        recipe = _recipe(stored, parts.get(EXCLUDED_PART))
        if stored.view is not None and stored.view.colour in stored.roles:  # as earlier projects have it
            recipe = replace(recipe, groups=recipe.groups or stored.view.colour)
        row_ids = read_row_ids(parts.get(IDS_PART), stored.rows, stored.unused_id)
        states = read_states(parts.get(STATES_PART))
        every = enumerate((*stored.runs, *stored.kept))
        runs = tuple(_run(run, parts.get(f"curves/{i}.npy")) for i, run in every)
        _check_looks(runs)
    except KeyError as error:
        raise damaged_project(name, f"{error} is missing") from error
    except ValueError as error:
        if isinstance(error, ProblemError):
            raise
        raise damaged_project(name, str(error).rstrip(".")) from error
    table = Table(
        frame,
        dict(stored.roles),
        stored.name,
        stored.source,
        stored.truth,
        frozenset(stored.numeric),
        stored.edited,
        stored.report,
        recipe,
        dict(stored.formulas),
        row_ids,
        stored.came,
        dict(stored.units),
        dict(stored.signs),
        states=states,
        large=stored.large,
    )
    redrawn = recipe.holdout > 0.0 and not stored.held_out_by_id
    shown, kept = runs[: len(stored.runs)], runs[len(stored.runs) :]
    compared = stored.fits, stored.folds, stored.study, stored.outline
    others = stored.speed, stored.window, stored.view, redrawn, kept, stored.rules, *compared
    return Project(table, shown, stored.suggested, *others), stored.notes


def read_description(name: str, parts: Mapping[str, bytes]) -> _Description:
    """What stands in project.json, every field checked, without the table.

    Raises
    ------
    ProblemError
    """
    plain = _json(name, parts.get(PROJECT_PART))
    version, program = plain.get("format"), plain.get("program")
    if not isinstance(version, int) or isinstance(version, bool) or not isinstance(program, str):
        raise damaged_project(name, "it does not say which format it has")
    if version > FORMAT:
        raise ProblemError(
            f"“{name}” was saved by version {program[:20]} of the program and it needs a newer version of "
            f"the program than this one, {__version__}.",
            ProblemKind.NEWER_PROJECT,
        )
    try:
        stored = from_json_values(_Description, plain, "project")
        _check(stored)
    except WrongValue as error:
        raise damaged_project(name, str(error)) from error
    return stored


def _json(name: str, data: bytes | None) -> dict[str, Any]:
    if data is None:
        raise damaged_project(name)
    if len(data) > _MOST_JSON:
        raise damaged_project(name, "its description is too long")
    values = sum(map(data.count, (b",", b"[", b"{")))
    if _VALUE_BYTES * values + _LETTER_BYTES * len(data) > (free := available_memory()):
        raise no_room_for_project(name, free)
    try:
        plain = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise damaged_project(name, "its description cannot be read") from error
    if not isinstance(plain, dict):
        raise damaged_project(name, "its description cannot be read")
    return plain


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON.")


def _check(stored: _Description) -> None:
    """What no single field can tell."""
    names = [column.name for column in stored.columns]
    known = set(names)
    if stored.format < 1:
        raise WrongValue("format", "1 or more")
    if not 0 <= stored.rows <= MOST_ROWS:
        raise WrongValue("rows", f"at most {MOST_ROWS:,}")
    if stored.rows and not stored.columns:
        raise WrongValue("rows", "0 where there is no column")
    if any(len(name) > LONGEST_NAME for name in names):
        raise WrongValue("columns", f"called by names of at most {LONGEST_NAME:,} characters")
    if len(known) < len(names):
        raise WrongValue("columns", "of different names")
    if stored.roles.keys() != known:
        raise WrongValue("roles", "those of the columns")
    named = {
        "numeric": stored.numeric,
        "formulas": stored.formulas,
        "units": stored.units,
        "signs": stored.signs,
    }
    for where, mentioned in named.items():
        if not known.issuperset(mentioned):
            raise WrongValue(where, "about columns that are there")
    check_stored_signs(stored.signs.values())
    try:
        check_formulas(stored.formulas, known)
    except ProblemError as error:
        raise WrongValue("formulas", "some that can be computed") from error
    if not 0 <= stored.unused_id <= LARGEST_ID:
        raise WrongValue("unused_id", "a number of rows")
    if stored.came is not None and len({*stored.came}) < len(stored.came):
        raise WrongValue("came", "each column once")
    check_recipe(stored.recipe, known)
    for finding in stored.report.findings if stored.report is not None else ():
        for _, options in finding.offers:
            _check_options(options)
    if stored.truth is not None and len(stored.truth.weights) != len(stored.truth.feature_names):
        raise WrongValue("truth, weights", "one for each feature")
    if len(stored.kept) > MOST_RUNS or len(stored.fits) > MOST_FITS:
        raise WrongValue("kept, fits", f"at most {MOST_RUNS} runs and {MOST_FITS} fits")
    for fit in stored.fits:
        check_recipe(fit.recipe, fit.roles)
    if stored.large is not None and not 0 < stored.large.sampled <= stored.large.rows:
        raise WrongValue("large", "a sample of some rows")
    if stored.speed is not None and not 0.0 < stored.speed < float("inf"):
        raise WrongValue("speed", "a positive number")


def _frame(name: str, stored: _Description, parts: Mapping[str, bytes], before: Table | None) -> pd.DataFrame:
    check = _memory_check(name)
    if before is None and TABLE_PART not in parts:
        return frame_from_parts(parts, stored.columns, stored.rows, check)
    if before is None:
        return read_columns(parts[TABLE_PART], stored.columns, stored.rows, check)
    row_ids = read_row_ids(parts.get(IDS_PART), stored.rows, stored.unused_id)
    order = row_ids.order_after(before.row_ids, len(before.frame), stored.rows)
    return frame_after(before.frame, order, parts, stored.columns, stored.rows, check)


def _check_dates(frame: pd.DataFrame) -> None:
    for j, dtype in enumerate(frame.dtypes):
        if dtype.kind == "M" and not can_be_written(frame.iloc[:, j]):
            raise WrongValue(f"the column “{frame.columns[j]}”", "made of dates from year 1 to year 9999")


def _check_options(options: ReadOptions) -> None:
    try:
        options.check()
    except ValueError as error:
        raise WrongValue("report, findings", f"valid: {str(error).rstrip('.')}") from error


def _recipe(stored: _Description, excluded: bytes | None) -> Recipe:
    rows = None if excluded is None else flags_from_npy(EXCLUDED_PART, excluded, stored.rows)
    return replace(stored.recipe, excluded=rows)


def _stored(run: Run) -> _StoredRun:
    return _StoredRun(**{entry.name: getattr(run, entry.name) for entry in fields(_StoredRun)})


def _check_looks(runs: Sequence[Run]) -> None:
    """Of runs on the same data none is drawn like another."""
    looks = [(run.data, run.look) for run in runs if run.look is not None]
    if len({*looks}) < len(looks):
        raise WrongValue("runs, look", "another one for each run")


def _run(stored: _StoredRun, curve: bytes | None) -> Run:
    values = {entry.name: getattr(stored, entry.name) for entry in fields(stored)}
    if curve is not None:
        values["curve"] = frozen(array_from_npy("curves", curve, np.float64, 2))
    return Run(**values)


def _memory_check(name: str) -> Any:
    free = available_memory()

    def check(size: int) -> None:
        if _WHILE_READING * size > free:
            raise no_room_for_project(name, free)

    return check
