"""A project that has something in each of its fields, as its parts, so that each can be replaced."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.project.archive import write_archive
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.core.project.kept_fit import CrossNumbers, FitNumbers, FoldSettings, KeptFit
from linreg_gui.core.project.layout import DockPlace, Layout, Workplace
from linreg_gui.core.project.project import Project, Run, View
from linreg_gui.core.project.project_file import write_project
from linreg_gui.core.project.report_outline import EntryKind, ReportEntry, ReportOutline, SectionName, section
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.findings import Finding
from linreg_gui.core.reading.options import ReadOptions, Unnamed
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.table import Table
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import Sampler, Study, Trial

N_ROWS = 24
_FOLDS = FoldSettings(4, 2, 7, "t")


def rich_project(folder: Path) -> Project:
    """Columns of all kinds, two runs, choices, and a report of the file that it came from."""
    frame = _frame()
    weights = np.array([2.0, -1.0, 0.5, 0.0, 0.1])
    curve = np.array([[0, 0, np.nan, 0, 1.0, 1.1], [4, 0.5, 1.0, 4, 0.9, 1.0]])
    first = SgdConfig(0.01, 4, 3, seed=7)
    second = replace(first, learning_rate=0.02, decay="step", momentum=0.5, average_after=1)
    run = Run(((0, first), (2, second)), 4, False, weights, 1.0, curve)
    table = Table(
        frame,
        _roles(),
        "rich.csv",
        "from /a/b",
        Truth(np.array([2.0, -1.0]), 1.0, 0.1, ("a", "b"), "y"),
        frozenset({"a", "b", "n", "y", "square"}),
        True,
        _report(folder),
        Recipe(Missing.MEAN, {"t": "low"}, LabelScale.LOG, np.arange(N_ROWS) == 3, 0.25),
        {"square": "a^2"},
        RowIds(np.arange(N_ROWS)[::-1].copy(), N_ROWS + 2),
        tuple(frame.columns)[::-1],
        {"a": "m", "y": "€"},
        {"a": _report(folder).columns[0].signs},
    )
    view = View(
        "a",
        True,
        True,
        {"a": "1.5", "t": "low"},
        ((1, 3), (5, 6)),
        ("t", "low"),
        "t",
        True,
        extras=("residual sticks",),
        choices={"surface": {"parameters": ("b", None), "standardised": True}, "plane": {"azimuth": 1.5}},
    )
    docks = tuple(
        DockPlace(name, "left", True, name == "loss", "data", name == "data", 300, 200)
        for name in ("data", "columns", "loss")
    )
    panes = Arrangement((PaneColumn((PanePlace(("fit", "loss"), "loss"), PanePlace(("x",)))),))
    layout = Layout("analyse", {"analyse": Workplace(panes, docks, True)})
    kept = Project(table, (run, run), False, 120.0, layout, view, fits=(_kept_fit(second),), folds=_FOLDS)
    return replace(kept, study=_study(first), report=_outline())


def _study(config: SgdConfig) -> Study:
    space = (
        SettingRange(TunedSetting.RATE, 0.001, 2.0),
        SettingRange(TunedSetting.BATCH, 1.0, 20.0),
        SettingRange(TunedSetting.DECAY, 0.0, 3.0),
    )
    trials = Trial((0.1, 4.0, 1.0), 1.25, 15), Trial((1.5, 2.0, 0.0), float("inf"), 3, True)
    return Study(space, config, Sampler.BAYESIAN, 7, 20, "12ab", trials, False)


def _outline() -> ReportOutline:
    choices = {"question": "SPREAD", "choice": 1, "zoom": ("1.0", "2.0")}
    plot = ReportEntry(EntryKind.PLOT, "check", 0, choices, "Spread", "It is even.")
    return ReportOutline("Mine", (section(SectionName.MODEL), plot))


def _kept_fit(config: SgdConfig) -> KeptFit:
    recipe = Recipe(Missing.MEAN, {"t": "low"}, LabelScale.LOG, None, 0.25)
    cross = CrossNumbers(_FOLDS, 1.5, 0.2, 1.0, 0.1)
    return KeptFit(
        name="Fit 1",
        formula="log(y) ~ a",
        label="log(y)",
        roles=_roles(),
        recipe=recipe,
        config=config,
        rules=StopRules(),
        solver="exact",
        step=0,
        data="12ab",
        rows="34cd",
        columns=("56ef",),
        names=("bias", "a"),
        estimate=np.array([1.0, 2.0]),
        standard_error=np.array([0.5, np.nan]),
        spreads=np.array([3.0]),
        errors="HC3",
        numbers=FitNumbers(1, 18, freedom=np.inf, sigma=0.5),
        cross=cross,
        look=2,
    )


def parts_of(project: Project) -> dict[str, bytes]:
    """The parts of its file."""
    file = io.BytesIO()
    write_project(file, project)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def description(parts: Mapping[str, bytes]) -> Any:
    """What stands in project.json."""
    return json.loads(parts["project.json"])


def write_parts(path: Path, parts: Mapping[str, bytes], plain: Any = None) -> None:
    """A project file of these parts, with another description where there is one."""
    described = {} if plain is None else {"project.json": json.dumps(plain).encode()}
    with path.open("wb") as file:
        write_archive(file, {**parts, **described})


def _frame() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(2, N_ROWS))
    days = pd.Series(pd.date_range("2020-01-01", periods=N_ROWS, freq="D", unit="us"))
    mixed: list[Any] = [*range(N_ROWS - 6), "word", None, 1.5, True, pd.NaT, pd.Timestamp("2020-02-03")]
    columns = {
        "a": a,
        "b": b,
        "n": pd.array(np.arange(N_ROWS) % 5, dtype="Int64"),
        "t": pd.array(["low", "high", "low"] * (N_ROWS // 3), dtype="str"),
        "c": pd.Categorical([1.5, 2.5, None] * (N_ROWS // 3)),
        "d": days,
        "z": days.dt.tz_localize("UTC").dt.tz_convert("Europe/Berlin"),
        "m": pd.Series(mixed, dtype=object),
        "f": a > 0,
        "square": a**2,
        "y": np.exp(0.5 * a - 0.2 * b) + 0.01,
    }
    return pd.DataFrame(columns)


def _roles() -> dict[str, Role]:
    roles = dict.fromkeys("abntcdzmf", Role.FEATURE) | {"square": Role.FEATURE, "y": Role.LABEL}
    return {**roles, **dict.fromkeys("dzm", Role.IGNORED)}


def _report(folder: Path) -> Any:
    source = folder / "rich.csv"
    source.write_text("a;b\n1,234;x\n2,345;5 %\n3,000;7\n", encoding="utf-8")
    _, report = read_csv(source)
    options = ReadOptions(
        ";", ",", ".", "utf-8", True, 1, ("-",), "Sheet", '"', (("a", "category"),), Unnamed.FIRST
    )
    finding = Finding("One thing.", "Another", options, True, (("More", ReadOptions()),))
    return replace(report, findings=(*report.findings, finding), units={"a": "m"}, sheets=("Sheet",))
