"""Pinned runs in the loss plot: their curves on every axis, and the chips that show and hide them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.losses import LossScene
from linreg_gui.core.model.loss_curve import LossAxis, LossCurve, ProgressAxis, RunCurve
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.views.plots.loss_plot import LossPlot

STEPS = np.array([0.0, 10.0, 20.0, 40.0])
LOSSES = np.array([8.0, 4.0, 2.0, 1.0])
NOTHING = np.full(4, np.nan)
N_ROWS = 50


def curve(steps=STEPS, losses=LOSSES, batch: float = 5.0, seconds=NOTHING) -> LossCurve:
    return LossCurve(steps, steps * batch / N_ROWS, NOTHING, losses, NOTHING, NOTHING, seconds)


def run(key: int, look: int, shown: bool = True, **more) -> RunCurve:
    return RunCurve(key, f"Run {key}", look, shown, f"What is to be told of {key}.", curve(**more))


SHOWN = LossScene(curve(seconds=STEPS / 1e6), least=0.5, n_rows=N_ROWS)


def show(plot: LossPlot, *runs: RunCurve, own: LossCurve = SHOWN.curve) -> None:
    plot.show_value(replace(SHOWN, curve=own, runs=runs))


@pytest.fixture
def plot(qtbot: QtBot) -> LossPlot:
    widget = LossPlot()
    qtbot.addWidget(widget)
    widget.resize(500, 350)
    widget.show()
    widget.show_value(SHOWN)
    return widget


def drawn(plot: LossPlot, look: int) -> tuple[list[float], list[float]]:
    x, y = plot.run_lines.items[look].getData()
    return x.tolist(), y.tolist()


def test_shown_runs_are_drawn_in_their_looks_and_hidden_ones_are_not(plot: LossPlot) -> None:
    show(plot, run(4, 2, losses=LOSSES / 2), run(7, 0, shown=False))
    assert drawn(plot, 2) == (STEPS.tolist(), (LOSSES / 2).tolist())
    assert [item.isVisible() for item in plot.run_lines.items] == [False, False, True, False, False, False]
    found = [item.opts["pen"] for item in plot.run_lines.items]
    pens = {(pen.color().name(), tuple(pen.dashPattern())) for pen in found}
    assert len(pens) == 6
    assert len({colour for colour, _ in pens}) == len({dashes for _, dashes in pens}) == 6
    show(plot)
    assert not any(item.isVisible() for item in plot.run_lines.items)
    assert not plot.chips.isVisible()


@pytest.mark.parametrize(
    ("along", "places"),
    [
        (ProgressAxis.STEPS, [0.0, 10.0, 20.0, 40.0]),
        (ProgressAxis.EPOCHS, [0.0, 2.0, 4.0, 8.0]),
        (ProgressAxis.EXAMPLES, [0.0, 100.0, 200.0, 400.0]),
        (ProgressAxis.SECONDS, [0.0, 1.0, 2.0, 4.0]),
    ],
)
def test_runs_are_drawn_along_updates_epochs_examples_and_seconds(plot: LossPlot, along, places) -> None:
    show(plot, run(1, 3, batch=10.0, seconds=STEPS / 10.0))
    plot.axes.set_along(along)
    assert drawn(plot, 3)[0] == pytest.approx(places)
    assert plot.axis_labels()[0] == along.value
    own = plot.all_rows.getData()[0].tolist()
    factors = {"step": 1.0, "epoch": 0.1, "examples visited": 5.0, "seconds of computing": 1e-6}
    assert own == pytest.approx((STEPS * factors[along.value]).tolist())
    # Everything is in sight, though the run beside it came farther.
    assert plot.view_ranges()[0][1] >= max(places)
    # A click asks for the step of the present run.
    plot.point_at(20.0)
    assert plot.cursor_line.value() == pytest.approx(own[2])
    assert plot.strip.value("step") == "20"


@pytest.mark.parametrize("along", ProgressAxis)
def test_on_a_logarithmic_axis_the_start_has_a_place_of_its_own(plot: LossPlot, along) -> None:
    show(plot)
    plot.axes.set_along(along)
    plot.axes.logarithmic_steps.setChecked(True)
    places = plot.all_rows.getData()[0]
    assert np.isfinite(places).all()
    assert (np.diff(places) > 0).all()


def test_seconds_that_nobody_knows_are_not_drawn(plot: LossPlot) -> None:
    show(plot, run(1, 0))
    plot.axes.set_along(ProgressAxis.SECONDS)
    assert not plot.run_lines.items[0].isVisible()
    show(plot, run(1, 0), own=curve())
    plot.point_at(10.0)
    assert plot.strip.value("step") == "10"


def test_a_diverged_run_leaves_room_for_the_others(plot: LossPlot) -> None:
    show(plot, run(1, 0, losses=np.array([8.0, 9.0, 1e9, np.inf])))
    assert np.isnan(drawn(plot, 0)[1]).tolist() == [False, False, True, True]
    assert plot.view_ranges()[1][1] < 20.0
    plot.axes.set_axis(LossAxis.ABOVE_OPTIMUM)
    assert drawn(plot, 0)[1][0] == pytest.approx(np.log10(7.5))


def test_a_chip_asks_for_its_run_to_be_shown_or_hidden(plot: LossPlot, qtbot: QtBot) -> None:
    show(plot, run(4, 2), run(7, 0, shown=False))
    asked = []
    plot.chips.show_requested.connect(lambda key, shown: asked.append((key, shown)))
    first, second = plot.chips.chips
    assert (first.text(), first.isChecked(), second.isChecked()) == ("Run 4", True, False)
    assert "What is to be told of 7." in second.toolTip()
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert asked == [(4, False), (7, True)]
    assert (first.isChecked(), second.isChecked()) == (True, False)  # until it is so


def test_the_curve_of_a_run_is_what_was_recorded_with_or_without_seconds() -> None:
    table = np.arange(14.0).reshape(2, 7)
    for columns in (7, 6):
        kept = Run(((0, SgdConfig()),), 20, False, np.zeros(1), 0.0, table[:, :columns])
        found = kept.loss_curve
        assert found.step.tolist() == [0.0, 7.0]
        assert found.training.tolist() == [4.0, 11.0]
        seconds = [6.0, 13.0] if columns == 7 else [np.nan] * 2
        assert found.seconds.tolist() == pytest.approx(seconds, nan_ok=True)


def test_numbers_that_no_run_has_are_drawn_without_a_mistake(plot: LossPlot) -> None:
    wild = np.array([np.inf, -1.0, 1e308, np.nan])
    runs = [run(1, 0, losses=wild, seconds=wild), run(2, 1, losses=-wild, seconds=np.full(4, np.inf))]
    show(plot, *runs)
    for own in (plot, None):
        if own is None:
            show(plot, *runs, own=curve(losses=wild, seconds=wild))
        for axis in LossAxis:
            for along in ProgressAxis:
                for logarithmic in (False, True):
                    plot.axes.set_axis(axis)
                    plot.axes.set_along(along)
                    plot.axes.logarithmic_steps.setChecked(logarithmic)
                    plot.point_at(20.0)
                    plot.grab()
