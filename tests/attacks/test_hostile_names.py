"""Columns, levels and fits called like markup, code and nonsense, in all that is seen and taken along."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hostile_values import OVERRIDE, SURROGATE
from PySide6.QtWidgets import QApplication
from shown_texts import drawn_as_markup

from linreg_gui.app.program import Program
from linreg_gui.app.wiring.exporting import ExportWiring
from linreg_gui.app.wiring.scripts import ScriptsWiring
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.writing.results import ExportRequest, ResultColumns
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.session.job_thread import jobs_left
from linreg_gui.session.training.training_job import Phase
from linreg_gui.views.comparing.compare_view import CompareView
from linreg_gui.views.shrinking.choice_view import ChoiceView
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView
from linreg_gui.views.window.view_table import VIEWS

pytestmark = pytest.mark.usefixtures("no_mistake")

IMAGE = '<img src="file:///etc/hostname">'
CODE = "`]); open('hacked', 'w'); #\n\"); system(\"touch hacked\") #"
NAMES = (IMAGE, CODE, f"{OVERRIDE}\0 <b>R&D", SURROGATE)
_NEWER = [row for row in VIEWS if row.view in (CompareView, ShrinkageView, ChoiceView)]


def hostile_table() -> Table:
    """Numbers in columns of these names, with levels of these names."""
    dice = np.random.default_rng(4)
    cells = {name: dice.normal(size=60) for name in NAMES}
    levels = np.array([IMAGE, CODE, "plain"], dtype=object)
    columns = [pd.Series(values) for values in cells.values()]
    columns += [pd.Series(pd.Categorical(levels[dice.integers(0, 3, 60)])), pd.Series(dice.normal(size=60))]
    frame = pd.concat(columns, axis=1)
    frame.columns = pd.Index([*NAMES, "town <i>", "y <u>R&D"], dtype=object)
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"y <u>R&D": Role.LABEL}
    numeric = frozenset({*NAMES, "y <u>R&D"})
    return Table(frame, roles, f"{IMAGE}.csv", numeric=numeric)


@pytest.fixture
def opened(qtbot, program: Program) -> Program:
    program.window.resize(1280, 800)
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=60_000):
        program.session.document.replace("Open", hostile_table())
    qtbot.waitUntil(lambda: program.session.desk.desk is not None, timeout=60_000)
    return program


def settled(qtbot, program: Program) -> None:
    qtbot.waitUntil(lambda: not program.session.jobs._running, timeout=60_000)
    QApplication.processEvents()


@pytest.mark.parametrize("views", [_NEWER, pytest.param(VIEWS, marks=pytest.mark.attack)], ids=["few", "all"])
def test_views_show_kept_fits_and_models_by_their_plain_names(qtbot, opened: Program, views) -> None:
    session, window = opened.session, opened.window
    session.training.step(3)
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=60_000)
    for count in (1, 2):
        opened.menus.keep_fit.trigger()
        qtbot.waitUntil(lambda count=count: len(session.fits.kept) == count, timeout=60_000)
    session.fits.rename(session.fits.kept[0][0], IMAGE)
    for row in views:
        window.show_view(row.view)
        settled(qtbot, opened)
        window.grab()
        assert drawn_as_markup(window) == [], row.title


@pytest.mark.parametrize("language", list(Language))
def test_a_script_has_names_as_texts_alone_or_tells_why_there_is_none(
    qtbot, opened: Program, tmp_path: Path, language: Language
) -> None:
    wiring = next(each for each in opened._wirings if isinstance(each, ScriptsWiring))
    told: list[str] = []
    wiring.saving.failed.connect(lambda problem: told.append(problem.sentence))
    wiring.saving.saved.connect(lambda paths: told.append(""))
    path = tmp_path / f"mine.{language.ending}"
    wiring.saving.save(wiring._ask(), language, path)
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    if told[0]:
        assert not path.exists()
        return
    text = path.read_text("utf-8")
    if language is Language.R:
        code = "\n".join(
            line.partition("#")[0] for line in re.sub(r'"(\\.|[^"\\])*"', '""', text).split("\n")
        )
        assert "hacked" not in code
    else:
        called = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        assert not [each for each in called if isinstance(each, ast.Name) and each.id == "open"]


def test_a_window_that_is_closed_while_fits_are_cross_validated_is_gone(qtbot, opened: Program) -> None:
    session = opened.session
    for count in (1, 2):
        opened.menus.keep_fit.trigger()
        qtbot.waitUntil(lambda count=count: len(session.fits.kept) == count, timeout=60_000)
    session.fits.choose_folds(FoldSettings(folds=20, repeats=50, seed=1))
    qtbot.waitUntil(lambda: session.crossing.running, timeout=60_000)
    session.crossing.stop()
    assert not session.crossing.running
    session.crossing.start()
    qtbot.waitUntil(lambda: session.crossing.running, timeout=60_000)
    opened.confirm_loss = lambda: True
    opened.window.close()
    qtbot.waitUntil(lambda: jobs_left() == 0, timeout=60_000)
    assert not opened.window.isVisible()


def test_a_table_of_such_names_is_written_or_it_is_told_why_not(
    qtbot, opened: Program, tmp_path: Path
) -> None:
    exporting = next(each for each in opened._wirings if isinstance(each, ExportWiring)).exporting
    table, objective = opened.session.document.table, opened.session.training.objective
    told: list[str] = []
    exporting.failed.connect(lambda problem: told.append(problem.sentence))
    exporting.exported.connect(lambda *_: told.append(""))
    for count, kind in enumerate(OutputKind):
        path = tmp_path / f"out {count}"
        exporting.export(table, objective, path, ExportRequest(kind, ResultColumns(False, False)))
        qtbot.waitUntil(lambda count=count: len(told) > count, timeout=60_000)
        assert path.exists() == (told[-1] == ""), kind
