"""`linreg-gui fit --report`: a report of a fit, with the figures that every report has, without a window."""

from __future__ import annotations

import contextlib
import math
import os
import sys
from argparse import Namespace
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.desk.keeping import exact_fit_kept, trained_fit_kept
from linreg_gui.core.explaining.scene import Scene
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.kept_fit import CrossNumbers, FoldSettings, KeptFit
from linreg_gui.core.project.project import Run
from linreg_gui.core.project.report_outline import EntryKind, ReportOutline, SectionName
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reporting.building import SECTIONS, report_of
from linreg_gui.core.reporting.page import page_of
from linreg_gui.core.reporting.report import Report
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.core.reporting.versions import versions
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.session.keeping.saving import write_whole

from .display_check import display_problem
from .fit_more import More, analysed

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

_NO_FIGURES = "The report has no figures, as they cannot be drawn here: {}"
_NO_PDF = "A PDF cannot be laid out here: {} A report as HTML can be written, without figures."


def write_report(
    options: Namespace,
    frame: pd.DataFrame,
    report: ReadReport,
    loss: Loss,
    config: SgdConfig | None,
    more: More,
) -> tuple[Path, list[str]]:
    """Write it; the file, and what is to be said of it.

    Raises
    ------
    ProblemError
        If it cannot be made or written.
    """
    path: Path = options.report
    with contextlib.suppress(OSError):
        if path.samefile(report.path):
            sentence = f"“{path.name}” was read, and so is not written over: choose another name."
            raise ProblemError(sentence, ProblemKind.ARGUMENT)
    source = _source(options, frame, report, loss, config, more)
    problem, is_pdf = _drawing_problem(), path.suffix.lower() == ".pdf"
    if problem and is_pdf:
        raise ProblemError(_NO_PDF.format(problem), ProblemKind.ARGUMENT)
    if problem:
        made, told = _without_figures(source), [_NO_FIGURES.format(problem)]
    else:
        application = _application()  # kept until all is drawn
        from linreg_gui.app.reporting.making import report_at_once

        made = report_at_once(source, ReportOutline())
        told = list(made.doubts)
        if is_pdf:
            from linreg_gui.views.reporting.report_pdf import report_pdf

            pdf = report_pdf(made, application.font())
    content = pdf if is_pdf else page_of(made).encode()
    written = write_whole(path, lambda file: file.write(content))
    return written.path, [*told, *written.remarks]


def _source(
    options: Namespace,
    frame: pd.DataFrame,
    report: ReadReport,
    loss: Loss,
    config: SgdConfig | None,
    more: More,
) -> ReportSource:
    table, objective = analysed(options, frame, report, loss)
    try:
        choices = DeskChoices(0.95 if options.level is None else options.level, options.errors or "plain")
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error
    desk = Desk(objective, table, choices)
    source = ReportSource(desk, datetime.now(), versions=versions())
    if config is not None:
        source = _with_run(source, objective, config)
    if more.cross_validation is not None:
        fit = _crossed(desk, source, more.cross_validation)
        source = replace(source, fits=((1, fit),), folds=fit.cross.settings if fit.cross else FoldSettings())
    return source


def _with_run(source: ReportSource, objective: Objective, config: SgdConfig) -> ReportSource:
    """With the run, made again from its settings."""
    data = objective.analysis.data
    sgd = Sgd(data, config, known=objective.analysis.moments)
    sgd.advance(config.epochs * math.ceil(data.n_rows / config.batch_size))
    state = sgd.snapshot()
    run = Run(((0, config),), sgd.step, sgd.diverged, state.weights, state.bias)
    scene = Scene(objective, state, sgd.replay(), sgd.step, units=source.desk.table.units)
    return replace(source, scene=scene, run=run, config=config)


def _crossed(desk: Desk, source: ReportSource, found: dict[str, Any]) -> KeptFit:
    """The fit beside no other, with what cross-validation has told."""
    name, rules = "This fit", StopRules()
    if source.scene is not None:
        kept = trained_fit_kept(desk, source.config, rules, name, source.scene.state)
    else:
        config = SgdConfig(loss=desk.objective.loss, weight_decay=desk.objective.weight_decay)
        kept = exact_fit_kept(desk, config, rules, name)
    rmse, rmse_error, lost, lost_error = (
        math.nan if found[key] is None else float(found[key])
        for key in ("rmse", "rmse_standard_error", "loss", "loss_standard_error")
    )
    folds = FoldSettings(found["folds"], seed=found["seed"])
    return replace(kept, cross=CrossNumbers(folds, rmse, rmse_error, lost, lost_error))


def _drawing_problem() -> str:
    """Why nothing can be drawn; empty where it can."""
    on_linux = sys.platform.startswith("linux")
    if on_linux and not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # whether there is a display or not
    return display_problem() or ""


def _application() -> QGuiApplication:
    from PySide6.QtGui import QGuiApplication

    from linreg_gui.app.process.qt_application import qt_application

    known = QGuiApplication.instance()
    return known if isinstance(known, QGuiApplication) else qt_application([sys.argv[0]])


def _without_figures(source: ReportSource) -> Report:
    entries = ReportOutline().entries
    outline = ReportOutline("", tuple(entry for entry in entries if entry.kind is EntryKind.SECTION))
    return report_of(source, outline, {}, lambda entry: SECTIONS[SectionName(entry.name)][0])
