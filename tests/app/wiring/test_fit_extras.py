"""What the fit plot of the whole window shows on request, and the row that is pointed at."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from PySide6.QtCore import QPointF
from scipy import stats
from session_steps import open_and_wait

from linreg_gui.core.drawing.fit_extras import Extra
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.table.data_table import DataTable


def settled(qtbot, program) -> None:
    session = program.session

    def ready() -> bool:
        ground = session.painting.ground
        return not session.jobs._running and ground is not None and ground.table is session.document.table

    qtbot.waitUntil(ready, timeout=30_000)


def open_sample(qtbot, program, name: str) -> None:
    program.window.show()
    sample = next(sample for sample in samples() if sample.path.name == name)
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_sample(sample)
    settled(qtbot, program)


def run_steps(qtbot, program, count: int) -> None:
    training, step = program.session.training, program.session.moment.step + count
    training.step(count)
    qtbot.waitUntil(
        lambda: training.phase.value == "idle" and program.session.moment.step == step, timeout=30_000
    )


def point_at(plot, item, row: int, *, residuals: bool = False) -> None:
    plot.grab()
    box = plot.extras.residual_plot.view_box if residuals else plot.view_box
    x, y = (float(part[row]) for part in item.getData())
    plot.hover.pointing.point_at(QPointF(box.mapViewToScene(QPointF(x, y))))


def test_residuals_follow_the_moment_and_the_plot_is_never_empty(qtbot, program) -> None:
    open_sample(qtbot, program, "diabetes.csv")
    plot, session = program.window.fit_plot, program.session
    analysis = session.analysis
    rows, y = analysis.sample, analysis.data.y[analysis.sample]
    assert plot.exact_points.isVisible()
    plot.extras.button.actions_of[Extra.STICKS].trigger()
    plot.extras.button.actions_of[Extra.RESIDUAL_PLOT].trigger()

    def sticks() -> np.ndarray:
        return np.column_stack(plot.extras.residuals.sticks.getData()).reshape(-1, 2, 2)

    def predicted(state) -> np.ndarray:
        return analysis.data.X[rows] @ state.weights + state.bias

    np.testing.assert_allclose(sticks()[:, 0], np.column_stack([y, predicted(analysis.exact)]))
    np.testing.assert_allclose(sticks()[:, 1], np.column_stack([y, y]))
    run_steps(qtbot, program, 3)
    assert not plot.exact_points.isVisible()
    state = session.moment.picture.snapshot
    np.testing.assert_allclose(sticks()[:, 0, 1], predicted(state))
    below = plot.extras.residual_plot.points
    np.testing.assert_allclose(below.getData(), (predicted(state), y - predicted(state)))
    bmi = analysis.data.feature_names.index("bmi")
    with qtbot.waitSignal(session.points_ready):
        plot.choose(bmi)
    x = analysis.data.X[rows, bmi]
    # Not to the line, at which the other features have their means: to what is predicted for the row itself.
    np.testing.assert_allclose(sticks()[:, 0], np.column_stack([x, y]))
    np.testing.assert_allclose(sticks()[:, 1, 1], predicted(state))
    np.testing.assert_allclose(below.getData(), (x, y - predicted(state)))
    session.selection.select(RowSet.of_ranges([(3, 5)]))
    assert plot.extras.residual_plot.marks.count() == 2
    session.moment.look_at(0)
    qtbot.waitUntil(lambda: session.moment.picture.snapshot.step == 0)
    assert (sticks()[:, 1, 1] == 0.0).all()
    with qtbot.waitSignal(session.points_ready):
        plot.choose(None)
    assert plot.exact_points.isVisible()
    settled(qtbot, program)


def test_the_row_that_is_pointed_at_is_named_and_marked_everywhere(qtbot, program) -> None:
    open_sample(qtbot, program, "motor_trend_cars.csv")
    plot, session = program.window.fit_plot, program.session
    marks = program.window.view(DataTable).view.marks
    table = session.document.table
    below = plot.extras.residual_plot
    point_at(plot, plot.exact_points, 3)
    assert plot.hover.card.text().splitlines()[0] == f"Row 4, {table.frame['model'].iloc[3]}"
    assert plot.hover.card.text().endswith("by the exact solution")
    assert marks.is_pointed_at(3)
    run_steps(qtbot, program, 2)
    plot.extras.button.actions_of[Extra.RESIDUAL_PLOT].trigger()
    plot.choose(1)
    settled(qtbot, program)
    for item, residuals in ((plot.points, False), (below.points, True)):
        row = 7
        point_at(plot, item, row, residuals=residuals)
        state, data = session.moment.picture.snapshot, session.analysis.data
        residual = data.y[row] - data.X[row] @ state.weights - state.bias
        lines = plot.hover.card.text().splitlines()
        assert lines[0] == f"Row 8, {table.frame['model'].iloc[row]}"
        assert lines[1] == f"{data.feature_names[1]}: {table.frame[data.feature_names[1]].iloc[row]}"
        assert float(lines[-1].removeprefix("residual: ").replace("−", "-")) == pytest.approx(residual, 1e-4)
        np.testing.assert_allclose(np.ravel(plot.hover.ring.getData()), [data.X[row, 1], data.y[row]])
        np.testing.assert_allclose(np.ravel(plot.hover.residual_ring.getData()), [data.X[row, 1], residual])
        assert marks.is_pointed_at(row)
    program.window.grab()  # with the row standing out in the table
    run_steps(qtbot, program, 5)
    after = float(plot.hover.card.text().rpartition(" ")[2].replace("−", "-"))
    assert after != pytest.approx(residual, 1e-4)  # it follows the moment
    session.document.exclude_rows([7])
    settled(qtbot, program)
    assert plot.hover.card.isHidden()
    point_at(plot, program.window.painter.layer.crosses, 0)
    assert plot.hover.card.text().endswith("excluded: the fit does without it")
    plot.canvas.pointer_left.emit()
    assert plot.hover.card.isHidden()
    assert not marks.is_pointed_at(7)


def test_of_very_many_rows_each_is_found(qtbot, program, tmp_path) -> None:
    path = tmp_path / "many.csv"
    rng = np.random.default_rng(0)
    x = rng.normal(size=30_000)
    x[12_345], y = 9.0, x + rng.normal(size=30_000)
    y[12_345] = -30.0
    np.savetxt(path, np.column_stack([x, y]), delimiter=",", header="x,y", comments="")
    program.window.show()
    open_and_wait(qtbot, program.session, path)
    settled(qtbot, program)
    plot = program.window.fit_plot
    assert plot.image.item.isVisible()
    plot.grab()
    plot.hover.pointing.point_at(QPointF(plot.view_box.mapViewToScene(QPointF(9.0, -30.0))))
    assert plot.hover.card.text().startswith("Row 12,346\nx: 9\ny: −30\n")
    plot.extras.button.actions_of[Extra.STICKS].trigger()
    assert plot.strip.names()[-1] == "residuals of 1,500 of 30,000 rows"


def test_bands_and_equations_are_those_of_both_solutions(qtbot, program) -> None:
    open_sample(qtbot, program, "engel.csv")
    plot, session = program.window.fit_plot, program.session
    analysis, extras = session.analysis, plot.extras
    for extra in (Extra.CONFIDENCE_BAND, Extra.PREDICTION_BAND, Extra.EQUATION):
        extras.button.actions_of[extra].trigger()
    run_steps(qtbot, program, 20)
    qtbot.waitUntil(lambda: extras.bands.rooms[Extra.CONFIDENCE_BAND].isVisible(), timeout=30_000)
    x = extras.bands.ends[Extra.PREDICTION_BAND][0].getData()[0]
    oracle = sm.OLS(analysis.data.y, sm.add_constant(analysis.data.X)).fit()
    frame = oracle.get_prediction(sm.add_constant(x)).summary_frame()
    low, high = plot.view_ranges()[1]
    for key, name in ((Extra.CONFIDENCE_BAND, "mean"), (Extra.PREDICTION_BAND, "obs")):
        for item, side in zip(extras.bands.ends[key], ("lower", "upper"), strict=True):
            wanted = np.clip(frame[f"{name}_ci_{side}"], 2 * low - high, 2 * high - low)
            np.testing.assert_allclose(item.getData()[1], wanted, rtol=1e-9)
    sgd, exact = extras.equation.lines()
    assert exact == f"exact: food_expenditure = 0.485178 × income + 147.48   R² {oracle.rsquared:.4g}"
    state = session.moment.picture.snapshot
    residuals = analysis.data.y - analysis.data.X @ state.weights - state.bias
    explained = 1.0 - residuals @ residuals / np.sum((analysis.data.y - analysis.data.y.mean()) ** 2)
    assert sgd.startswith("SGD: food_expenditure = 0.")
    assert sgd.endswith(f"R² {explained:.4g}")
    # A hand that moves rows takes both along.
    session.selection.select(RowSet.of_ranges([(0, 100)]))
    before = extras.bands.ends[Extra.CONFIDENCE_BAND][0].getData()[1]
    session.painting.move_selected(0.0, 500.0)
    assert extras.equation.lines()[1] != exact
    assert not np.allclose(extras.bands.ends[Extra.CONFIDENCE_BAND][0].getData()[1], before)
    session.painting.cancel_stroke()
    assert extras.equation.lines()[1] == exact
    np.testing.assert_allclose(extras.bands.ends[Extra.CONFIDENCE_BAND][0].getData()[1], before)


def test_with_several_features_there_is_a_sentence_in_place_of_bands(qtbot, program) -> None:
    open_sample(qtbot, program, "longley.csv")
    plot = program.window.fit_plot
    plot.extras.button.actions_of[Extra.CONFIDENCE_BAND].trigger()
    told = "No bands: they are drawn along one feature, and here are 6."
    qtbot.waitUntil(lambda: told in plot.strip.names(), timeout=30_000)


def test_the_noise_stands_on_the_line_where_the_pointer_is(qtbot, program) -> None:
    open_sample(qtbot, program, "engel.csv")
    plot, session = program.window.fit_plot, program.session
    run_steps(qtbot, program, 20)
    noise = plot.extras.noise
    assert not noise.shown
    plot.extras.button.actions_of[Extra.NOISE].trigger()
    qtbot.waitUntil(lambda: noise.shown, timeout=30_000)
    data = session.analysis.data
    for x in (2000.0, 3000.0):
        plot.hover.pointing.point_at(QPointF(plot.view_box.mapViewToScene(QPointF(x, 1000.0))))
        state = session.moment.picture.snapshot
        output = x * state.weights[0] + state.bias
        scale = np.sqrt(np.mean((data.y - data.X @ state.weights - state.bias) ** 2))
        np.testing.assert_allclose(noise.foot.getData()[0], x)
        labels = noise.curve.getData()[1]
        out = noise.curve.getData()[0] - x
        density = stats.norm(output, scale).pdf(labels)
        np.testing.assert_allclose(out / out.max(), density / density.max(), rtol=1e-6, atol=1e-12)
    assert plot.strip.names()[-1] == f"normal noise, σ = {scale:.4g}"
    run_steps(qtbot, program, 3)
    settled(qtbot, program)
    moved = session.moment.picture.snapshot
    at = noise.curve.getData()[1][noise.curve.getData()[0].argmax()]
    assert at == pytest.approx(x * moved.weights[0] + moved.bias)
    plot.extras.button.actions_of[Extra.NOISE].trigger()
    assert not noise.shown


def test_out_of_sight_the_extras_cost_nothing_and_catch_up_when_they_are_seen(
    qtbot, program, monkeypatch
) -> None:
    open_sample(qtbot, program, "engel.csv")
    plot, lab = program.window.fit_plot, program.window.noise_histogram.lab
    for extra in Extra:
        plot.extras.button.actions_of[extra].trigger()
    lab.open(True)
    settled(qtbot, program)
    calls = []
    for thing, name in (
        (plot.extras, "show_residuals"),
        (plot.extras, "show_bands"),
        (plot.extras, "show_equations"),
        (plot.extras, "show_noise"),
        (lab, "show_lab"),
    ):
        show = getattr(thing, name)
        monkeypatch.setattr(thing, name, lambda *a, n=name, s=show, **k: (calls.append(n), s(*a, **k)))
    plot.hide()
    program.window.noise_histogram.hide()
    run_steps(qtbot, program, 5)
    settled(qtbot, program)
    assert not calls
    plot.show()
    program.window.noise_histogram.show()
    settled(qtbot, program)
    assert {"show_residuals", "show_bands", "show_equations", "show_noise", "show_lab"} == set(calls)
    state, data = program.session.moment.picture.snapshot, program.session.analysis.data
    below = plot.extras.residual_plot.points.getData()[1]
    np.testing.assert_allclose(below, data.y - data.X @ state.weights - state.bias)
