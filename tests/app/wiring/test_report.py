"""The report in the whole window: added to from views, put together, saved, and never of older numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu
from report_pages import check_accessible, digits, table_called
from session_steps import open_and_wait, small_csv

from linreg_gui.app.reporting.making import report_at_once
from linreg_gui.app.wiring.report import ReportWiring
from linreg_gui.core.problem import Problem
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.project.report_outline import (
    EntryKind,
    ReportEntry,
    ReportOutline,
    SectionName,
    section,
)
from linreg_gui.core.reporting.report import Figure, Report
from linreg_gui.session.training.training_job import Phase
from linreg_gui.views.desk.check_view import CheckView
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.window.view_table import VIEWS


@pytest.fixture
def wiring(qtbot, program, tmp_path: Path) -> ReportWiring:
    program.window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    qtbot.waitUntil(program.menus.report.isEnabled, timeout=30_000)
    qtbot.waitUntil(lambda: program.session.points is not None, timeout=30_000)
    qtbot.waitUntil(lambda: bool(program.window.fit_plot._kind), timeout=30_000)
    return next(each for each in program._wirings if isinstance(each, ReportWiring))


def run_on(qtbot, program, steps: int) -> None:
    training = program.session.training
    training.step(steps)
    qtbot.waitUntil(
        lambda: training.phase is Phase.IDLE and training.picture.snapshot.step >= steps, timeout=30_000
    )


def saved(qtbot, wiring: ReportWiring, path: Path) -> bytes:
    with qtbot.waitSignal(wiring.saving.saved, timeout=60_000):
        wiring.save(path.suffix[1:], str(path))
    return path.read_bytes()


def test_views_are_added_by_their_menus_and_taken_back(qtbot, program, wiring) -> None:
    outlines, bar = program.session.outlines, program.window.message_bar
    first = outlines.outline
    plot = program.window.fit_plot
    action = next(action for action in plot.menu_actions if action.text() == "Add to Report")
    plot.zoom_to((0.0, 1.0), (2.0, 3.0))
    action.trigger()
    added = outlines.outline.entries[-2]
    assert (added.kind, added.name, added.choices["zoom"]) == (
        EntryKind.PLOT,
        "fit",
        ("0.0", "1.0", "2.0", "3.0"),
    )
    assert "was added to the report" in bar.sentence
    action.trigger()
    assert "is in the report already" in bar.sentence
    outlines.undo()
    assert outlines.outline == first
    program.window.panes.report_requested.emit("prediction")
    prediction = outlines.outline.entries[-2]
    assert prediction.name == SectionName.PREDICTION
    assert len(prediction.choices["values"]) == len(program.window.view(PredictPanel).wish.asked)
    menu = QMenu()
    wiring._fill_with_views(menu)
    shown = {action.text().replace("&&", "&") for action in menu.actions()}
    assert {"Fit", "Data"} <= shown
    menu.deleteLater()


def test_the_report_follows_the_data_and_has_their_numbers_when_it_is_saved(
    qtbot, program, wiring, tmp_path
) -> None:
    session = program.session
    wiring.open()
    qtbot.waitUntil(wiring.dialog.html.isEnabled, timeout=60_000)
    before = wiring.dialog.preview.toPlainText()
    assert "Linear regression of" in before
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.edit_cell(3, 1, "99")
    qtbot.waitUntil(
        lambda: wiring.dialog.html.isEnabled() and wiring.dialog.preview.toPlainText() != before,
        timeout=60_000,
    )
    assert "edited since they were read" in wiring.dialog.preview.toPlainText()
    session.outlines.write(0, "My data", "Measured twice.")
    document = check_accessible(saved(qtbot, wiring, tmp_path / "r.html").decode())
    exact = session.training.objective.exact
    found = digits(table_called(document, "Bias and weights of the exact"))
    np.testing.assert_array_equal([row[0] for row in found.values()], [exact.bias, *exact.weights])
    assert "Measured twice." in document.text()
    assert len(document.all("figure")) == 3
    assert saved(qtbot, wiring, tmp_path / "r.pdf").startswith(b"%PDF-")
    wiring.dialog.close()


def test_all_views_can_be_shown_in_a_report_or_say_why_not(qtbot, program, wiring) -> None:
    run_on(qtbot, program, 9)
    program.session.fits.keep()
    qtbot.waitUntil(lambda: bool(program.session.fits.values), timeout=30_000)
    source = wiring.source()
    fed = [
        row
        for row in VIEWS
        if row.prepare or row.of_losses or row.of_desk or row.name in ("compare", "tuning")
    ]
    fed = [row for row in fed if row.name not in ("prediction", "shrinkage", "feature_choice")]
    entries = [
        ReportEntry(kind, row.name, place)
        for row in fed
        for kind, places in ((EntryKind.PLOT, 1), (EntryKind.TABLE, 2))
        for place in range(places)
    ]
    made = report_at_once(source, ReportOutline("", tuple(entries)))
    figures = [block for part in made.sections for block in part.blocks if isinstance(block, Figure)]
    names = " ".join(figure.title for figure in figures)
    for title in ("Fit", "Loss", "Loss surface", "Noise", "Weights over time", "Check the model"):
        assert title in names
    assert all(figure.told and figure.svg for figure in figures)
    gone = ReportEntry(EntryKind.PLOT, "fit", choices={"feature": "gone"})
    told = report_at_once(source, ReportOutline("", (gone, ReportEntry(EntryKind.PLOT, "later")))).doubts
    assert "“gone” is no feature of the model" in told[0]
    assert "does not know it" in told[1]


def test_what_was_chosen_in_a_view_is_what_the_report_shows(qtbot, program, wiring) -> None:
    program.window.show_view(CheckView)
    view = program.window.view(CheckView)
    view.choose(replace(view.choices, question="SPREAD"))
    qtbot.waitUntil(lambda: view._found is not None and not view.plot.message(), timeout=30_000)
    wiring.add_view("check")
    entry = next(
        entry
        for entry in program.session.outlines.outline.entries
        if entry.choices.get("question") == "SPREAD"
    )
    view.choose(replace(view.choices, question="NORMAL"))
    made = report_at_once(wiring.source(), ReportOutline("", (entry,)))
    (figure,) = made.sections[0].blocks
    assert figure.title == "Check the model: Is the spread even?"


def test_a_project_keeps_the_report_and_is_unsaved_without_it(qtbot, program, wiring, tmp_path) -> None:
    session, path = program.session, tmp_path / "p.linreg"
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(path)
    assert not session.projects.dirty
    session.outlines.call("Mine")
    assert session.projects.dirty
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(path)
    assert not session.projects.dirty
    assert read_project(path).report.title == "Mine"
    session.outlines.begin_anew()
    open_and_wait(qtbot, session, path)
    assert session.outlines.outline.title == "Mine"
    assert not session.outlines.can_undo


def test_what_cannot_be_saved_is_told(qtbot, program, wiring, tmp_path) -> None:
    session, bar = program.session, program.window.message_bar
    session.outlines._change(ReportOutline("", (section(SectionName.MODEL),)))
    wiring.save("html", str(tmp_path / "r.txt"))
    assert "would be mistaken for another kind" in bar.sentence
    with qtbot.waitSignal(wiring.saving.failed, timeout=30_000):
        wiring.save("html", str(tmp_path / "nowhere" / "r.html"))
    assert "could not be saved" in bar.sentence
    if Path("/dev/full").exists():
        link = tmp_path / "full.html"
        link.symlink_to("/dev/full")
        with qtbot.waitSignal(wiring.saving.failed, timeout=30_000):
            wiring.save("html", str(link))
        assert "could not be saved" in bar.sentence
    recipe = replace(session.document.table.recipe, excluded=np.ones(20, dtype=bool))
    with qtbot.waitSignal(session.not_analysed, timeout=30_000):
        session.document.change_recipe("Exclude all", recipe)
    assert not program.menus.report.isEnabled()
    wiring.save("pdf", str(tmp_path / "r.pdf"))
    assert "nothing to report on" in bar.sentence
    assert not (tmp_path / "r.pdf").exists()


def test_the_newest_wish_wins_and_known_figures_are_not_drawn_again(qtbot, program, wiring) -> None:
    source, outline = wiring.source(), program.session.outlines.outline
    found: list[Report | Problem] = []
    wiring.maker.begin(source, outline, lambda outcome: found.append("given up"))
    wiring.maker.begin(source, outline, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=60_000)
    wiring.maker.begin(wiring.source(), outline.moved(0, 1), found.append)
    assert not wiring.maker._parts  # nothing is open
    qtbot.waitUntil(lambda: len(found) == 2, timeout=60_000)
    first, second = (
        [block for part in report.sections for block in part.blocks if isinstance(block, Figure)]
        for report in found
    )
    assert [figure.drawing for figure in first] == [figure.drawing for figure in second]
