"""Fits are kept, compared, cross-validated and opened again in the window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from session_steps import small_csv

from linreg_gui.core.comparing.compared import CompareChoices, ComparePage
from linreg_gui.core.comparing.compared import compared as compared_of
from linreg_gui.core.comparing.comparison import FitColumn
from linreg_gui.core.comparing.kept_cross import folds_of
from linreg_gui.core.comparing.setting_curve import CurveSetting
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.table.roles import Role
from linreg_gui.views.comparing.compare_view import CompareView


@pytest.fixture
def compared(qtbot, program):
    """The window with three fits of the cars, the last of which is another table row less."""
    session, window = program.session, program.window
    window.resize(1280, 800)
    window.show()
    cars = next(sample for sample in samples() if "cars" in sample.path.name)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.opening.open_file(cars.path)
    window.show_view(CompareView)
    view = window.view(CompareView)
    keep(qtbot, program)
    choose(qtbot, session, 3)
    keep(qtbot, program)
    return view


def choose(qtbot, session, count: int) -> None:
    """The first few features alone."""
    roles = session.document.table.roles
    features = [name for name, role in roles.items() if role is Role.FEATURE]
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.choose_roles(roles | dict.fromkeys(features[count:], Role.IGNORED))


def keep(qtbot, program) -> None:
    fits = program.session.fits
    count = len(fits.kept)
    qtbot.waitUntil(lambda: program.session.desk.desk is not None, timeout=30_000)
    program.menus.keep_fit.trigger()
    qtbot.waitUntil(lambda: len(fits.kept) > count, timeout=30_000)
    qtbot.waitUntil(
        lambda: all(fit.cross is not None and fit.cross.settings == fits.folds for fit in fits.values),
        timeout=30_000,
    )
    qtbot.waitUntil(lambda: not program.session.crossing.running, timeout=30_000)


def cell(view: CompareView, row: int, column: FitColumn) -> str:
    return view.model.index(row, column).data()


def test_kept_fits_stand_beside_each_other(qtbot, program, compared) -> None:
    view, session = compared, program.session
    assert [row.fit.name for row in view.model.rows] == ["Fit 1", "Fit 2"]
    first, second = session.fits.values
    assert cell(view, 1, FitColumn.FEATURES) == "3"
    assert cell(view, 1, FitColumn.P) != "–"
    assert view.coefficients.columnCount() == 3
    assert "misses new rows least" in view.sentence.text()
    # What is done with the selected fit is a menu where there is little room.
    alone = CompareView()
    qtbot.addWidget(alone)
    alone.show()
    alone.show_value(compared_of(session.fits.kept, None, session.fits.folds, 0.95))
    for width, narrow in ((600, True), (900, False)):
        alone.resize(width, 300)
        assert alone.more.isVisible() is narrow
        assert [button.isVisible() for button in alone.buttons] == [not narrow] * 4
    assert alone.more.actions() == [alone.open, alone.base, alone.rename, alone.delete]
    view.page_box.setCurrentIndex(list(ComparePage).index(ComparePage.DIFFERENCES))
    assert cell(view, 1, FitColumn.AIC)[0] in "+−"
    view.table.sortByColumn(FitColumn.CROSS, Qt.SortOrder.DescendingOrder)
    shown = [row.value(FitColumn.CROSS) for row in view.model.rows]
    assert shown == sorted((first.cross.rmse, second.cross.rmse), reverse=True)


def test_a_fit_is_opened_again_in_one_step_of_undo_with_its_loss(qtbot, program, compared) -> None:
    view, session = compared, program.session
    document = session.document
    with qtbot.waitSignal(session.analysed, timeout=30_000):  # which is no part of a fit
        document.change_recipe("Name rows", replace(document.table.recipe, row_names="model"))
    now = session.document.table
    session.training.set_config(type(session.training.config)(loss=HuberLoss(1.5)))
    view.table.selectRow(0)
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        view.open.trigger()
    assert session.document.history.undo_text == "Open “Fit 1”"
    assert session.document.table.recipe.row_names == "model"
    assert dict(session.document.table.roles) == dict(session.fits.values[0].roles)
    qtbot.waitUntil(
        lambda: session.training.config.loss == session.fits.values[0].config.loss, timeout=30_000
    )
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.undo()
    assert session.document.table is now
    qtbot.waitUntil(lambda: session.training.config.loss == HuberLoss(1.5), timeout=30_000)


def test_rows_that_differ_are_warned_of(qtbot, program, compared) -> None:
    session = program.session
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.exclude_rows([0, 1])
    keep(qtbot, program)
    assert "no F test" in compared.sentence.text()
    assert cell(compared, 2, FitColumn.F) == "–"


def test_other_folds_are_cross_validated_anew_and_can_be_stopped(qtbot, program, compared) -> None:
    view, session = compared, program.session
    before = session.fits.values[0].cross
    view.folds.folds.setValue(4)
    assert session.fits.folds == FoldSettings(folds=4)
    qtbot.waitUntil(lambda: session.fits.values[1].cross.settings.folds == 4, timeout=30_000)
    assert session.fits.values[0].cross.rmse != before.rmse
    view.folds.folds.setValue(1)
    session.crossing.stop()
    assert session.crossing.stopped
    qtbot.waitUntil(lambda: view.folds.start.isVisible(), timeout=30_000)
    view.folds.start.click()
    qtbot.waitUntil(lambda: session.fits.values[1].cross.settings.folds == 0, timeout=30_000)
    numbers = session.fits.values[1]
    press = numbers.numbers.press / numbers.numbers.rows
    assert numbers.cross.rmse**2 == pytest.approx(press)
    qtbot.waitUntil(lambda: not session.crossing.running, timeout=30_000)


def test_a_fit_is_renamed_hidden_deleted_and_brought_back(qtbot, program, compared) -> None:
    view, session = compared, program.session
    name = view.model.index(1, FitColumn.NAME)
    assert view.model.setData(name, "small")
    assert session.fits.values[1].name == "small"
    view.model.setData(name, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert view.coefficients.columnCount() == 2
    view.table.selectRow(1)
    view.base.trigger()
    assert view.model.rows[1].is_base
    view.delete.trigger()
    assert len(view.model.rows) == 1
    session.fits.undelete()
    assert [row.fit.name for row in view.model.rows] == ["Fit 1", "small"]


def test_what_sgd_has_come_to_is_kept_with_its_step(qtbot, program, compared) -> None:
    session = program.session
    session.training.step(3)
    qtbot.waitUntil(lambda: session.moment.end == 3 and session.moment.picture is not None, timeout=30_000)
    program.menus.keep_trained.trigger()
    qtbot.waitUntil(lambda: len(session.fits.kept) == 3, timeout=30_000)
    qtbot.waitUntil(lambda: session.fits.values[2].cross is not None, timeout=30_000)
    assert cell(compared, 2, FitColumn.SOLVER) == "SGD, 3 updates"
    assert cell(compared, 2, FitColumn.AIC) == "–"
    qtbot.waitUntil(lambda: not session.crossing.running, timeout=30_000)


def test_fits_are_saved_in_the_project_and_copied(qtbot, program, compared, tmp_path, monkeypatch) -> None:
    view, session = compared, program.session
    path = tmp_path / "cars.linreg"
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(path, chosen=True)
    assert not session.projects.dirty
    session.fits.rename(session.fits.kept[0][0], "all")
    assert session.projects.dirty
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(path)
    before = session.fits.values
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(small_csv(tmp_path))
    assert session.fits.values == ()
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path)
    assert [fit.name for fit in session.fits.values] == ["all", "Fit 2"]
    assert session.fits.values[1].cross == before[1].cross
    copy = next(action for action in view.table.actions() if "Markdown" in action.text())
    copy.trigger()
    assert "| all " in QGuiApplication.clipboard().text()
    view.save.trigger()
    dialog = program.window.findChild(QFileDialog, "file_dialog")
    written = tmp_path / "fits.csv"
    dialog.fileSelected.emit(str(written))
    dialog.close()
    qtbot.waitUntil(written.exists, timeout=30_000)
    rows = written.read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("Fit,features,n,CV RMSE,± s.e.,σ")
    assert repr(before[1].numbers.press) in rows[2]


def test_folds_colour_the_rows_of_the_fit_plot(qtbot, program, compared) -> None:
    session, plot = program.session, program.window.fit_plot
    found = []
    session.points_ready.connect(found.append)
    box = plot.group_bar.colour_box
    assert box.itemText(box.count() - 1) == "folds of cross-validation"
    box.setCurrentIndex(box.count() - 1)
    qtbot.waitUntil(lambda: bool(found) and len(found[-1].levels) == 10, timeout=30_000)
    expected = folds_of(session.document.table, session.analysis.table_rows, session.fits.folds)[0]
    assert found[-1].codes.tolist() == expected[found[-1].scatter.rows].tolist()
    compared.folds.folds.setValue(3)
    qtbot.waitUntil(lambda: found[-1].levels == ("fold 1", "fold 2", "fold 3"), timeout=30_000)
    compared.folds.folds.setValue(1)  # each row for itself: no colours
    qtbot.waitUntil(lambda: found[-1].levels == (), timeout=30_000)
    qtbot.waitUntil(lambda: not session.crossing.running, timeout=30_000)


def test_residuals_of_two_fits_stand_beside_each_other_at_one_scale(qtbot, program, compared) -> None:
    compared.table.selectRow(1)
    compared.choose(CompareChoices(ComparePage.RESIDUALS))
    left, right = compared.pair.plots
    qtbot.waitUntil(lambda: not (left.message() or right.message()), timeout=30_000)
    assert left.view_ranges() == right.view_ranges()
    assert (left.title(), right.title()) == ("Fit 1", "Fit 2")
    for plot, fit in zip((left, right), program.session.fits.values, strict=True):
        residuals = plot.points.data["y"]
        assert float(residuals @ residuals) == pytest.approx(fit.numbers.residual_sum)
    # Any other fit can be put beside the base.
    choose(qtbot, program.session, 2)
    keep(qtbot, program)
    box = compared.other_box
    qtbot.waitUntil(
        lambda: [box.itemText(at) for at in range(box.count())] == ["Fit 2", "Fit 3"], timeout=30_000
    )
    assert box.currentText() == "Fit 2"
    box.setCurrentIndex(1)
    qtbot.waitUntil(lambda: right.title() == "Fit 3", timeout=30_000)
    assert left.title() == "Fit 1"
    assert compared.table.currentIndex().row() == 2
    compared.quantiles.click()
    qtbot.waitUntil(lambda: left.axis_labels()[0] == "normal quantile", timeout=30_000)
    assert (left.points.data["y"][1:] >= left.points.data["y"][:-1]).all()
    assert left.view_ranges() == right.view_ranges()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.document.exclude_rows([0])
    compared.choose(CompareChoices(ComparePage.FITS))
    compared.choose(CompareChoices(ComparePage.RESIDUALS))
    qtbot.waitUntil(lambda: "undo brings them back" in left.message(), timeout=30_000)


def test_errors_are_drawn_against_a_setting_and_can_be_stopped(qtbot, program, compared) -> None:
    session, page = program.session, compared.curve
    compared.choose(CompareChoices(ComparePage.CURVE, setting=CurveSetting.FEATURES))
    page.draw.click()
    qtbot.waitUntil(lambda: not page.plot.message(), timeout=30_000)
    series = {one.name: one for one in page.plot.series()}
    assert series["validation"].x.tolist() == [1.0, 2.0, 3.0]
    every = session.fits.values[1].cross
    assert series["validation"].y[-1] == pytest.approx(every.rmse)
    assert series["standard error of validation"].y[-1] == pytest.approx(every.rmse_error)
    assert "New rows are missed least" in page.sentence.text()
    page.setting_box.setCurrentIndex(list(CurveSetting).index(CurveSetting.RATE))
    assert page.plot.message()  # that of another setting says nothing of this one
    page.draw.click()
    assert session.curves.running
    page.stop.click()
    assert not session.curves.running
    qtbot.waitUntil(page.draw.isVisible, timeout=30_000)
    compared.choose(CompareChoices(ComparePage.CURVE, setting=CurveSetting.DEGREE, feature="mpg"))
    page.draw.click()
    qtbot.waitUntil(lambda: not page.plot.message(), timeout=30_000)
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.exclude_rows([0])
    assert page.plot.message()


def test_a_fit_whose_column_is_gone_is_told_and_comes_back_with_undo(qtbot, program, compared) -> None:
    session = program.session
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.delete_columns(["weight"])
    with qtbot.waitSignal(session.problem_found, timeout=30_000) as told:
        session.reopening.open(session.fits.kept[0][0])
    assert "“weight”, which the table has no more" in told.args[0].sentence
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.undo()
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.reopening.open(session.fits.kept[0][0])
    assert session.analysis.fingerprint == session.fits.values[0].data
