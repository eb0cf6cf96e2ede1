"""What the plots of the whole window show, from the first look on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from linreg_gui.core.drawing.area import Area
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.table.groups import Group
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet, SelectMode
from linreg_gui.core.table.table import Table
from linreg_gui.views.painting.paint_tools import Tool

SAMPLES = ("diabetes.csv", "motor_trend_cars.csv", "longley.csv", "engel.csv", "norris.csv")


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


def test_the_first_look_shows_the_exact_solution_the_start_and_the_optimum(qtbot, program) -> None:
    for name in SAMPLES:
        print(name)  # of the sample where something is wrong
        open_sample(qtbot, program, name)
        assert_the_first_look_is_right(qtbot, program)


def assert_the_first_look_is_right(qtbot, program) -> None:
    window, analysis = program.window, program.session.analysis
    plot, loss, noise = window.fit_plot, window.loss_plot, window.noise_histogram
    (left, right), (low, high) = plot.view_ranges()
    if analysis.data.n_features > 1:
        x, y = plot.exact_points.getData()
    else:  # a line is seen where it is beside the middle row
        x = np.array([0.5 * (left + right)])
        y = x * analysis.exact.weights[0] + analysis.exact.bias
        assert plot.lines["exact"].getData()[0].size == 2
    assert x.size
    assert ((left <= x) & (x <= right) & (low <= y) & (y <= high)).all()
    qtbot.waitUntil(lambda: loss.start.isVisible() and loss.optimum_line.isVisible(), timeout=30_000)
    for logarithmic in (False, True):
        loss.set_logarithmic(logarithmic)
        (left, right), (low, high) = loss.view_ranges()
        start_x, start_y = (float(part[0]) for part in loss.start.getData())
        assert left < start_x < right
        assert low < start_y < high
        assert low < loss.optimum_line.value() < high
    first = "before training: the labels, as all weights are 0"
    qtbot.waitUntil(lambda: noise.strip.names()[0] == first, timeout=30_000)
    np.testing.assert_allclose(
        noise.bars.getData()[0][[0, -1]], [analysis.data.y.min(), analysis.data.y.max()]
    )
    noise.set_exact(True)
    exact = "residuals of the exact solution"
    qtbot.waitUntil(lambda: noise.strip.names()[0] == exact, timeout=30_000)
    np.testing.assert_array_equal(noise.bars.getData()[0], analysis.exact_noise.edges)
    noise.set_exact(False)
    program.session.training.step(3)
    current = "residuals of the current fit"
    qtbot.waitUntil(lambda: noise.strip.names()[0] == current, timeout=30_000)


def test_the_histogram_is_the_same_however_its_weights_were_reached(qtbot, program) -> None:
    open_sample(qtbot, program, "engel.csv")
    training, noise = program.session.training, program.window.noise_histogram

    def is_at(step: int) -> bool:
        there = training.phase.value == "idle" and training.picture.snapshot.step == step
        return there and not program.session.jobs._running

    seen = []
    for ways in ((12,), (16, 15, 14, 13, 12), (1, 5, 9, 12)):
        training.reset()
        for step in ways:
            ahead = step - training.picture.snapshot.step
            training.step(ahead) if ahead > 0 else training.step_back()
            qtbot.waitUntil(lambda step=step: is_at(step))
        seen.append((noise.view_ranges(), *(part.tolist() for part in noise.bars.getData())))
    assert seen[0] == seen[1] == seen[2]


def own_line(plot, at: int) -> tuple[float, float]:
    x, y = plot.group_layer.items[at].getData()
    slope = (y[1] - y[0]) / (x[1] - x[0])
    return slope, y[0] - slope * x[0]


def test_anscombes_four_sets_can_be_seen_as_four_one_by_one(qtbot, program) -> None:
    open_sample(qtbot, program, "anscombe.csv")
    plot, table = program.window.fit_plot, program.session.document.table.frame
    assert plot.group_bar.isVisible()
    box = plot.group_bar.shown_box
    for level in ("I", "II", "III", "IV"):
        with qtbot.waitSignal(program.session.painting.ground_changed, timeout=30_000):
            box.setCurrentIndex(box.findText(f"set = {level}"))
        settled(qtbot, program)
        rows = table[table["set"] == level]
        np.testing.assert_array_equal(plot.points.getData(), (rows["x"], rows["y"]))
        assert own_line(plot, 0) == pytest.approx(np.polyfit(rows["x"].astype(float), rows["y"], 1))
        names = plot.strip.names()
        assert names[:4] == [
            "11 rows",
            "current fit of all rows",
            "exact solution of all rows",
            f"exact solution of set = {level} alone",
        ]
    # The fit is still that of all rows.
    assert program.session.analysis.data.n_rows == 44
    box.setCurrentIndex(0)
    settled(qtbot, program)
    assert plot.strip.names() == ["44 rows", "current fit", "exact solution"]
    assert plot.group_layer.items[0].getData()[0].size == 0


def test_anscombes_four_sets_can_be_seen_as_four_in_colours(qtbot, program) -> None:
    open_sample(qtbot, program, "anscombe.csv")
    plot, table = program.window.fit_plot, program.session.document.table.frame
    plot.group_bar.colour_box.setCurrentIndex(plot.group_bar.colour_box.findText("set"))
    settled(qtbot, program)
    assert plot.group_bar.legend.names() == ("I", "II", "III", "IV")
    looks = [(spot["symbol"], spot["brush"].color().name()) for spot in plot.points.data]
    for level in ("I", "II", "III", "IV"):
        assert len({look for look, mine in zip(looks, table["set"] == level, strict=True) if mine}) == 1
    assert len(set(looks)) == 4
    for at, (_, rows) in enumerate(table.groupby("set")):
        assert own_line(plot, at) == pytest.approx(np.polyfit(rows["x"].astype(float), rows["y"], 1))


def test_the_line_of_a_coloured_group_follows_a_hand_and_the_others_stay(qtbot, program) -> None:
    open_sample(qtbot, program, "anscombe.csv")
    session, plot = program.session, program.window.fit_plot
    plot.group_bar.colour_box.setCurrentIndex(plot.group_bar.colour_box.findText("set"))
    settled(qtbot, program)
    before = [own_line(plot, at) for at in range(4)]
    row = int(np.flatnonzero(session.document.table.frame["set"] == "III")[2])
    session.selection.select(RowSet.of_ranges([(row, row + 1)]))
    session.painting.move_selected(0.0, -5.0)
    during = [own_line(plot, at) for at in range(4)]
    assert during[2] != pytest.approx(before[2], rel=1e-3)
    for at in (0, 1, 3):
        assert during[at] == pytest.approx(before[at])
    session.painting.end_stroke()
    settled(qtbot, program)
    np.testing.assert_allclose([own_line(plot, at) for at in range(4)], during)


def test_what_a_filter_hides_is_neither_selected_nor_marked_nor_painted_on(qtbot, program) -> None:
    open_sample(qtbot, program, "anscombe.csv")
    session, window = program.session, program.window
    bar = window.fit_plot.group_bar
    bar.shown_box.setCurrentIndex(bar.shown_box.findText("set = II"))
    settled(qtbot, program)
    mine = np.flatnonzero(session.document.table.frame["set"] == "II").tolist()
    window.painter.input.area_requested.emit(Area((-99.0, 99.0), (-99.0, 99.0)), SelectMode.NEW)
    qtbot.waitUntil(lambda: session.selection.rows.rows().tolist() == mine)
    window.painter.input.all_requested.emit()
    assert session.selection.rows.rows().tolist() == mine
    session.selection.select(RowSet.of_ranges([(0, 44)]))
    assert window.painter.layer.marks.count() == 11
    window.painter.tools.actions_of[Tool.ADD].trigger()
    assert "Only rows with set = II are shown" in window.message_bar.sentence
    session.document.toggle_excluded([0, mine[0]])
    settled(qtbot, program)
    assert window.painter.layer.crosses.count() == 1
    assert "1 excluded" in window.fit_plot.strip.names()


def test_a_filter_works_among_predictions_and_goes_with_its_column(qtbot, program, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    values = enumerate(rng.normal(size=(60, 2)))
    lines = [f"{a:.2f},{b:.2f},{'mn'[k % 2]},{a - 2 * b + k % 2:.2f}" for k, (a, b) in values]
    path = tmp_path / "groups.csv"
    path.write_text("\n".join(["a,b,kind,y", *lines]))
    program.window.show()
    session, plot = program.session, program.window.fit_plot
    with qtbot.waitSignal(session.points_ready, timeout=30_000):
        session.opening.open_file(path)
    settled(qtbot, program)
    plot.group_bar.ask_for(Group("kind", "m"))
    plot.group_bar.colour_requested.emit("kind")
    settled(qtbot, program)
    training, data = session.training, session.analysis.data
    training.step(5)
    qtbot.waitUntil(lambda: training.phase.value == "idle" and training.picture.snapshot.step == 5)
    state = training.picture.snapshot
    mine = np.arange(0, 60, 2)
    np.testing.assert_array_equal(plot.points.getData()[0], data.y[mine])
    np.testing.assert_allclose(plot.points.getData()[1], data.X[mine] @ state.weights + state.bias)
    shown = np.isin(state.minibatch_rows, mine)
    assert plot.rings.count() == int(shown.sum())
    session.document.delete_columns(["kind"])
    qtbot.waitUntil(lambda: plot.group_bar.isHidden(), timeout=30_000)
    settled(qtbot, program)
    assert plot.view().shown is None
    assert plot.points.count() == 60


K, N = np.arange(40.0), np.round(np.random.default_rng(0).normal(size=40) * 6)


FAR_OFF = (
    (K, 9e15 + 2 * K + N, ("k", "n − 9000000000000000")),
    (K, 1.7e18 + 256 * (2 * K + N), ("k", "n − 1700000000000000000")),
    (9e15 + K, 2 * K + N, ("k − 9000000000000000", "n")),
    (-9e15 + K, 9e15 + 2 * K + N, ("k + 9000000000000000", "n − 9000000000000000")),
    (1e16 + 2 * K, 1e11 + 2 * K + N, ("k − 10000000000000000", "n")),
)


def test_rows_far_from_zero_fill_the_plot_and_its_axes_say_what_was_taken_off(qtbot, program) -> None:
    roles = {"k": Role.FEATURE, "n": Role.LABEL}
    program.window.show()
    for x, y, names in FAR_OFF:
        with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
            program.session.document.start_with(
                Table(pd.DataFrame({"k": x, "n": y}), roles, "far", numeric=frozenset(roles))
            )
        settled(qtbot, program)
        assert_the_plot_is_filled(program, x, y, names)


def assert_the_plot_is_filled(program, x, y, names) -> None:
    plot = program.window.fit_plot
    assert plot.axis_labels() == names
    for shown, values, (low, high) in zip(plot.points.getData(), (x, y), plot.view_ranges(), strict=True):
        assert np.ptp(shown) == np.ptp(values)
        assert 0.5 * (high - low) < np.ptp(shown) < high - low
        assert low < shown.min()
    ends = plot.lines["exact"].getData()[1]
    assert ends[1] - ends[0] == pytest.approx(np.ptp(y), rel=0.2)


def test_a_line_that_turns_far_leaves_no_trace_on_the_screen(qtbot, program) -> None:
    program.window.resize(1280, 735)
    program.window.show()
    engel = next(sample for sample in samples() if "engel" in sample.path.name)
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_file(engel.path)
    training, plot = program.session.training, program.window.fit_plot
    training.set_config(replace(training.config, learning_rate=3.0))
    qtbot.waitUntil(lambda: training.available, timeout=60_000)
    training.set_speed(50.0)
    with qtbot.waitSignal(training.diverged, timeout=60_000):
        training.run()
    qtbot.wait(300)  # for the picture
    window, view = program.window, plot.canvas.viewport()
    there = QRect(view.mapTo(window, QPoint(40, 60)), view.size() - QSize(60, 100))
    seen = window.screen().grabWindow(window.winId()).toImage().copy(there)
    assert seen == window.grab(there).toImage()
