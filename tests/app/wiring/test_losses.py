"""Losses and weight decay in the real window: every view shows the exact solution for what is minimised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from session_steps import open_and_wait

from linreg_gui.app.program import Program
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.session.training.training import Phase
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.training.training_panel import TrainingPanel

N = 120


def table() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    hours = rng.uniform(0.0, 4.0, size=N).round(3)
    return pd.DataFrame({"hours": hours, "visits": rng.poisson(np.exp(0.4 + 0.5 * hours))})


@pytest.fixture
def shown(qtbot, program, tmp_path: Path) -> Program:
    path = tmp_path / "visits.csv"
    table().to_csv(path, index=False)
    program.window.resize(1900, 1000)
    program.window.show()
    program.window.show_view(WeightsTable)
    program.window.show_view(PredictPanel)
    open_and_wait(qtbot, program.session, path)
    return program


def choose(qtbot, program: Program, kind: type) -> None:
    """As a person does, in the panel."""
    field = program.window.view(TrainingPanel).loss
    field.kind.setCurrentIndex(field.kind.findData(kind))
    qtbot.waitUntil(lambda: program.session.training.objective.is_known, timeout=60_000)


def run(qtbot, program: Program) -> None:
    training = program.session.training
    training.run_to_end()
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE and training.finished, timeout=60_000)


def exact_numbers(program: Program) -> np.ndarray:
    """Bias and weight in the table."""
    return program.window.view(WeightsTable).model.numbers(Column.EXACT)


def test_counts_are_shown_by_the_mean_that_poisson_regression_finds(qtbot, shown) -> None:
    choose(qtbot, shown, PoissonLoss)
    window, frame = shown.window, table()
    X = sm.add_constant(frame["hours"].to_numpy())
    poisson = sm.GLM(frame["visits"].to_numpy(), X, family=sm.families.Poisson()).fit(tol=1e-14)
    np.testing.assert_allclose(exact_numbers(shown), poisson.params, rtol=1e-7)
    assert window.equation.exact_line.text().startswith("log(mean visits) = ")
    qtbot.waitUntil(lambda: "Poisson" in window.loss_plot.subtitle(), timeout=30_000)
    run(qtbot, shown)
    assert window.equation.chip.text.startswith("predictions 0.")
    panel = window.view(PredictPanel)
    QTest.keyClicks(panel.fields[0], "2")
    panel.fields[0].setText("2")
    panel.fields[0].textEdited.emit("2")
    mean = float(np.exp(poisson.params @ [1.0, 2.0]))
    assert float(panel.exact.text()) == pytest.approx(mean, rel=1e-4)
    assert panel.heading.text() == "Predicted mean visits"

    # The line is the mean, a curve through the counts.
    def is_the_mean() -> bool:
        x, y = window.fit_plot.lines["exact"].getData()
        wanted = None if x is None else np.exp(poisson.params[0] + poisson.params[1] * x)
        return wanted is not None and np.allclose(y, wanted, rtol=1e-6, atol=0.0)

    qtbot.waitUntil(is_the_mean, timeout=30_000)
    window.show_view(WeightsTable)
    remark = window.view(WeightsTable).remark
    qtbot.waitUntil(lambda: "information matrix, for counts" in remark.text(), timeout=30_000)


def test_the_absolute_error_has_its_line_its_noise_and_its_optimum(qtbot, shown) -> None:
    choose(qtbot, shown, AbsoluteLoss)
    window, frame = shown.window, table()
    X = sm.add_constant(frame["hours"].to_numpy())
    median = sm.QuantReg(frame["visits"].to_numpy(), X).fit(0.5, p_tol=1e-12, max_iter=5000)
    least = np.abs(frame["visits"] - X @ median.params).mean()
    optimum = window.loss_plot.optimum_line
    qtbot.waitUntil(lambda: optimum.value() == pytest.approx(least, rel=1e-5), timeout=30_000)
    assert window.loss_plot.subtitle() == "mean absolute error"
    noise = window.noise_histogram
    qtbot.waitUntil(lambda: any("Laplace" in name for name in noise.strip.names()), timeout=30_000)
    noise.set_exact(True)
    qtbot.waitUntil(lambda: noise.strip.names()[0] == "residuals of the exact solution", timeout=30_000)
    _, density = noise.normal.getData()
    assert density.max() == pytest.approx(0.5 / least, rel=0.05)
    panel = window.view(TrainingPanel)
    assert "never shrink" in panel.hint.text
    window.show_view(WeightsTable)
    remark = window.view(WeightsTable).remark
    qtbot.waitUntil(lambda: "not for the absolute error" in remark.text(), timeout=30_000)


def test_the_huber_loss_begins_with_the_usual_threshold_and_takes_another(qtbot, shown) -> None:
    choose(qtbot, shown, HuberLoss)
    field, training = shown.window.view(TrainingPanel).loss, shown.session.training
    spread = np.sqrt(2.0 * shown.session.analysis.exact.half_mse)
    assert field.threshold.isVisible()
    assert training.config.loss.parameter == pytest.approx(1.345 * spread, rel=0.05)
    field.threshold.lineEdit().setText("0.75")
    QTest.keyClick(field.threshold, "\r")
    qtbot.waitUntil(lambda: training.objective.is_known)
    assert training.config.loss == HuberLoss(0.75)
    qtbot.waitUntil(lambda: "δ = 0.75" in shown.window.loss_plot.subtitle(), timeout=30_000)
    shown.window.show_view(WeightsTable)
    table = shown.window.view(WeightsTable)
    qtbot.waitUntil(lambda: "M-estimator" in table.remark.text(), timeout=30_000)
    assert float(table.model.index(1, Column.ERROR).data(Qt.ItemDataRole.EditRole)) > 0.0
    choose(qtbot, shown, SquaredLoss)
    assert not field.threshold.isVisible()


def test_weight_decay_has_the_ridge_solution_beside_it(qtbot, shown) -> None:
    panel, training = shown.window.view(TrainingPanel), shown.session.training
    panel.more.open(True)
    panel.more.weight_decay.lineEdit().setText("0.5")
    QTest.keyClick(panel.more.weight_decay, "\r")
    qtbot.waitUntil(lambda: training.objective.is_known)
    frame = table()
    x, y = frame["hours"] - frame["hours"].mean(), frame["visits"] - frame["visits"].mean()
    weight = float((x * y).mean() / ((x * x).mean() + 0.5))
    assert exact_numbers(shown)[1] == pytest.approx(weight, rel=1e-9)
    assert "Weight decay 0.5" in panel.more.unusual.text()
    run(qtbot, shown)
    assert training.picture.distance < 0.01
    panel.more.weight_decay.lineEdit().setText("none")
    QTest.keyClick(panel.more.weight_decay, "\r")
    assert training.objective.is_plain


def test_a_loss_that_does_not_suit_is_refused_with_a_sentence_and_the_field_goes_back(qtbot, shown) -> None:
    with qtbot.waitSignal(shown.session.analysed):
        shown.session.document.edit_cell(0, 1, "-3")
    field = shown.window.view(TrainingPanel).loss
    field.kind.setCurrentIndex(field.kind.findData(PoissonLoss))
    assert "some labels are negative" in shown.window.message_bar.sentence
    assert field.kind.currentData() is SquaredLoss
    assert shown.session.training.config.loss == SquaredLoss()


def test_without_a_best_answer_the_window_says_so_and_training_goes_on(qtbot, program, tmp_path) -> None:
    path = tmp_path / "separated.csv"
    pd.DataFrame({"x": [0, 0, 1, 1, 2, 3], "y": [1, 2, 0, 0, 0, 0]}).to_csv(path, index=False)
    program.window.resize(1900, 1000)
    program.window.show()
    program.window.show_view(WeightsTable)
    open_and_wait(qtbot, program.session, path)
    choose(qtbot, program, PoissonLoss)
    window = program.window
    qtbot.waitUntil(lambda: "falls for ever" in window.message_bar.sentence)
    assert "falls for ever" in window.view(TrainingPanel).solution.text()
    assert "falls for ever" in window.equation.exact_line.told_text()
    assert exact_numbers(program) is None
    program.session.training.step(3)
    qtbot.waitUntil(lambda: program.session.training.picture.snapshot.step == 3)
    assert window.equation.chip.text == "no exact solution"
    window.noise_histogram.set_exact(True)
    noise = window.noise_histogram
    qtbot.waitUntil(lambda: "falls for ever" in noise.message(), timeout=30_000)
    window.menus.copy_results.trigger()


def test_loss_and_decay_are_kept_in_the_project(qtbot, shown, tmp_path) -> None:
    session = shown.session
    choose(qtbot, shown, HuberLoss)
    session.training.set_config(replace(session.training.config, weight_decay=0.25, loss=HuberLoss(1.25)))
    qtbot.waitUntil(lambda: session.training.objective.is_known)
    run(qtbot, shown)
    weights, curve = session.training.picture.snapshot.weights, session.training.history.points
    path = tmp_path / "visits.linreg"
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(path)
    choose(qtbot, shown, SquaredLoss)
    shown.confirm_loss = lambda: True
    with qtbot.waitSignal(session.training.restored, timeout=30_000):
        session.opening.open_file(path)
    qtbot.waitUntil(lambda: session.training.objective.is_known)
    assert session.training.config.loss == HuberLoss(1.25)
    assert session.training.config.weight_decay == 0.25
    assert session.training.picture.snapshot.weights.tobytes() == weights.tobytes()
    np.testing.assert_array_equal(session.training.history.points, curve)
    assert shown.window.view(TrainingPanel).loss.threshold.value() == 1.25
