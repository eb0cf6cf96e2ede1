"""A project brings back what a person was looking at, and looking around leaves nothing unsaved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from session_steps import open_and_wait
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.comparing.compared import CompareChoices, ComparePage
from linreg_gui.core.desk.check_values import Question
from linreg_gui.core.desk.feature_choice import ChoiceMethod, ChoiceWish
from linreg_gui.core.desk.partial_plot import PartialWish
from linreg_gui.core.desk.shrinkage import PenaltyKind, PenaltyRule, ShrinkageWish
from linreg_gui.core.desk.theatre import Act, TheatreWish
from linreg_gui.core.drawing.fit_extras import NO_EXTRAS, Extra
from linreg_gui.core.explaining.microscope_lines import MicroscopeWish
from linreg_gui.core.explaining.run_on_surface import SurfaceWish
from linreg_gui.core.explaining.tuning_picture import TuningWish
from linreg_gui.core.explaining.view_box import Camera
from linreg_gui.core.explaining.weights_path import WeightsWish
from linreg_gui.core.inference.partial_plots import PartialKind
from linreg_gui.core.model.loss_curve import LossAxis
from linreg_gui.core.project.project import View
from linreg_gui.core.table.groups import Group
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.session.training.training import Phase
from linreg_gui.views.comparing.compare_view import CompareView
from linreg_gui.views.desk.check_view import CheckChoices, CheckView
from linreg_gui.views.desk.collinearity_view import CollinearityView
from linreg_gui.views.desk.partial_view import PartialView
from linreg_gui.views.explaining.microscope_view import MicroscopeView
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.explaining.surface_plot import SurfacePlot
from linreg_gui.views.explaining.weight_looks import MOST_LOOKS
from linreg_gui.views.explaining.weights_plot import WeightsPlot
from linreg_gui.views.panes.view_row import ChoosingView
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.shrinking.choice_view import ChoiceView
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView
from linreg_gui.views.tuning.tuning_view import TuningView
from linreg_gui.views.window.view_table import VIEWS

CHOSEN = RowSet.of_ranges([(2, 5), (9, 10)])


@pytest.fixture
def shown(qtbot, program, tmp_path: Path) -> Program:
    """With a number, a date and a category for features, and the logarithm of a label."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "size": rng.normal(50.0, 9.0, 40).round(3),
            "day": (pd.Timestamp("2024-01-31") + pd.to_timedelta(rng.integers(0, 99, 40), "D")).strftime(
                "%Y-%m-%d"
            ),
            "town": rng.choice(["Ulm", "Köln", "Bonn"], 40),
        }
    )
    frame["price"] = np.exp(0.02 * frame["size"] + 0.1 * rng.normal(size=40)).round(4)
    frame.to_csv(tmp_path / "houses.csv", index=False)
    program.window.show()
    open_and_wait(qtbot, program.session, tmp_path / "houses.csv")
    document = program.session.document
    document.set_type("day", ColumnType.DATE)
    with qtbot.waitSignal(program.session.analysed):
        document.choose_roles(dict.fromkeys(frame.columns, Role.FEATURE) | {"price": Role.LABEL})
    with qtbot.waitSignal(program.session.points_ready):
        document.change_recipe("log", replace(document.table.recipe, label_scale=LabelScale.LOG))
    qtbot.waitUntil(lambda: program.window.fit_plot.group_bar.shown_box.count() > 1)
    return program


def saved(qtbot, program: Program, path: Path) -> Path:
    with qtbot.waitSignal(program.session.projects.saved, timeout=30_000):
        program.session.projects.save(path)
    return path


def look_around(qtbot, program: Program) -> None:
    window = program.window
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        window.fit_plot.group_bar.colour_requested.emit("town")
    window.fit_plot.choose(program.session.analysis.data.feature_names.index("size"))
    window.menus.own_units.setChecked(True)
    window.loss_plot.axes.set_axis(LossAxis.ABOVE_OPTIMUM)
    window.loss_plot.axes.logarithmic_steps.setChecked(True)
    size, day, town = window.view(PredictPanel).fields
    size.setText("61,25")
    size.textEdited.emit("61,25")
    day.setDate(day.date().addDays(3))
    town.setCurrentIndex(1 - town.currentIndex() % 2)
    program.session.selection.select(CHOSEN)
    window.fit_plot.group_bar.ask_for(Group("town", "Köln"))
    window.noise_histogram.set_exact(True)
    window.fit_plot.extras.choose(frozenset((Extra.SQUARES, Extra.RESIDUAL_PLOT)))
    window.noise_histogram.lab.open(True)
    window.noise_histogram.lab.move_to((0.25, 0.5))
    choose_in_views(program)


def choose_in_views(program: Program) -> None:
    """Of every view that leaves a choice something else than at first."""
    view, names = program.window.view, program.session.analysis.data.feature_names
    view(SurfacePlot).choose(SurfaceWish((None, names[1]), standardised=True, minibatch=True))
    view(WeightsPlot).choose(WeightsWish(common_axis=False, drawn=(names[1], None)))
    view(PlanePlot).residuals.setChecked(False)
    view(PlanePlot).turn_to(Camera(15.0, 40.0))
    view(NeuronView).at_means.setChecked(True)
    view(MicroscopeView).choose(MicroscopeWish(1, "internal"))
    view(CheckView).choose(CheckChoices(Question.SPREAD.name))
    view(PartialView).choose(PartialWish(names[1], PartialKind.COMPONENT))
    view(CollinearityView).choose(TheatreWish(Act.NOISE, names[1], 0.3, 2))
    kind, rule = PenaltyKind.ELASTIC_NET, PenaltyRule.BEST
    view(ShrinkageView).choose(ShrinkageWish(kind, 0.3, common_axis=False, rule=rule, penalty=0.02))
    view(ChoiceView).choose(ChoiceWish(ChoiceMethod.BACKWARDS, rule, 1))
    view(CompareView).choose(CompareChoices(ComparePage.WHISKERS, per_unit=True))
    view(TuningView).choose(TuningWish("batch size", "learning rate"))
    view(PredictPanel).remember.click()
    view(PredictPanel).plots.setChecked(False)


def choices(program: Program) -> dict[str, object]:
    views = ((row.name, program.window.view(row.view)) for row in VIEWS)
    return {name: view.choices for name, view in views if isinstance(view, ChoosingView)}


def look_elsewhere(program: Program) -> None:
    window = program.window
    window.fit_plot.choose(None)
    window.menus.own_units.setChecked(False)
    window.menus.logarithmic.setChecked(False)
    window.loss_plot.axes.logarithmic_steps.setChecked(False)
    window.view(PredictPanel).means.click()
    program.session.selection.select(NO_ROWS)
    window.fit_plot.group_bar.ask_for(None)
    window.noise_histogram.set_exact(False)
    window.fit_plot.extras.choose(NO_EXTRAS)
    window.noise_histogram.lab.move_to(None)
    window.noise_histogram.lab.open(False)
    for view in (window.view(row.view) for row in VIEWS):
        if isinstance(view, ChoosingView):
            view.choose(type(view.choices)())


def seen(program: Program) -> tuple[object, ...]:
    window = program.window
    panel = window.view(PredictPanel)
    return (
        *(window.fit_plot.choice(), window.menus.own_units.isChecked(), window.menus.logarithmic.isChecked()),
        *(window.loss_plot.axes.axis(), window.loss_plot.axes.logarithmic_steps.isChecked()),
        *(field.value for field in panel.fields),
        *(panel.exact.text(), panel.by_sgd.text(), panel.heading.text()),
        program.session.selection.rows.stretches,
        *(window.fit_plot.group_bar.shown(), window.fit_plot.group_bar.colour()),
        window.noise_histogram.shows_exact(),
        window.fit_plot.extras.chosen(),
        *(window.noise_histogram.lab.is_open, window.noise_histogram.lab.own),
        *choices(program).values(),
    )


def settled(qtbot, program: Program) -> None:
    training = program.session.training
    qtbot.waitUntil(
        lambda: program.session.analysis is not None and training.phase is Phase.IDLE, timeout=30_000
    )


def test_a_project_brings_back_the_whole_view(qtbot, shown, tmp_path) -> None:
    look_around(qtbot, shown)
    shown.session.training.step(5)
    settled(qtbot, shown)
    before, path = seen(shown), saved(qtbot, shown, tmp_path / "work.linreg")
    look_elsewhere(shown)
    assert seen(shown) != before
    with qtbot.waitSignal(shown.session.projects.view_found, timeout=30_000):
        shown.session.opening.open_file(path)
    qtbot.waitUntil(lambda: shown.session.training.picture.snapshot.step == 5)
    settled(qtbot, shown)
    qtbot.waitUntil(lambda: shown.window.fit_plot.group_bar.colour() is not None)
    assert seen(shown) == before
    assert not shown.session.projects.dirty


def test_a_project_that_knows_only_a_logarithmic_loss_brings_that_back(qtbot, shown) -> None:
    plot, menus = shown.window.loss_plot, shown.window.menus
    plot.axes.set_axis(LossAxis.ABOVE_OPTIMUM)
    shown.session.projects.view_found.emit(View(logarithmic=True))
    assert plot.axes.axis() is LossAxis.LOGARITHMIC
    assert menus.logarithmic.isChecked()
    shown.session.projects.view_found.emit(View())
    assert plot.axes.axis() is LossAxis.LINEAR
    assert not menus.logarithmic.isChecked()


def test_what_was_typed_stays_typed_when_the_numbers_around_it_move(qtbot, shown, tmp_path) -> None:
    look_around(qtbot, shown)
    path = saved(qtbot, shown, tmp_path / "work.linreg")
    with qtbot.waitSignal(shown.session.projects.view_found, timeout=30_000):
        shown.session.opening.open_file(path)
    typed = [field.value for field in shown.window.view(PredictPanel).fields]
    with qtbot.waitSignal(shown.session.analysed):
        shown.session.document.exclude_rows([0, 1])
    assert [field.value for field in shown.window.view(PredictPanel).fields] == typed


def test_what_is_chosen_in_a_view_is_seen_in_it_again(qtbot, shown, tmp_path) -> None:
    before = choices(shown)
    choose_in_views(shown)
    chosen, path = choices(shown), saved(qtbot, shown, tmp_path / "work.linreg")
    assert len(chosen) == 13
    assert all(chosen[name] != before[name] for name in chosen)  # or one of them is not tested
    look_elsewhere(shown)
    for view in (SurfacePlot, WeightsPlot, NeuronView, MicroscopeView):
        shown.window.show_view(view)
    with qtbot.waitSignal(shown.session.projects.view_found, timeout=30_000):
        shown.session.opening.open_file(path)
    bar, names = shown.window.view(SurfacePlot).bar, shown.session.analysis.data.feature_names
    qtbot.waitUntil(lambda: bar.first_box.currentText() == "constant", timeout=30_000)
    assert (bar.second_box.currentText(), bar.units_box.currentIndex()) == (names[1], 1)
    assert (bar.others.isChecked(), bar.minibatch.isChecked()) == (False, True)
    microscope = shown.window.view(MicroscopeView)
    shown.window.show_view(MicroscopeView)
    qtbot.waitUntil(lambda: microscope.parameter_box.currentText() == names[1])
    assert microscope.units_box.currentData() == "internal"
    weights = shown.window.view(WeightsPlot)
    shown.window.show_view(WeightsPlot)
    qtbot.waitUntil(lambda: [one.name for one in weights.series()] == [names[1], "bias"])
    assert choices(shown) == chosen
    panel = shown.window.view(PredictPanel)
    assert panel.remembered.model().rowCount() == 1
    assert not panel.area.has_plots


ODD_CHOICES = (
    {"surface": {"parameters": ("size", "size"), "standardised": True}},
    {"surface": {"parameters": ("size",)}, "weights_path": {"drawn": "size"}},
    {"surface": {"standardised": "yes"}, "neuron": {"at_means": 3}},
    {"microscope": {"parameter": -1}},
    {"microscope": {"units": "miles"}},
    {"plane": {"azimuth": float("nan")}},
    {"plane": {"elevation": 1e300}},
    {"nowhere": {"x": True}, "fit": {"__class__": "x"}},
)


def test_choices_that_cannot_be_are_those_at_first(shown) -> None:
    first = choices(shown)
    for odd in ODD_CHOICES:
        choose_in_views(shown)
        assert choices(shown) != first
        shown.session.projects.view_found.emit(View(choices=odd))
        assert choices(shown) == first, odd


def test_choices_of_what_is_not_there_do_no_harm(qtbot, shown) -> None:
    for view in (SurfacePlot, WeightsPlot, MicroscopeView):
        shown.window.show_view(view)
    many = {"drawn": tuple(f"f{i}" for i in range(90))}
    odd = {
        "microscope": {"parameter": 10**30},
        "surface": {"parameters": ("<b>", "gone")},
        "weights_path": many,
    }
    shown.session.projects.view_found.emit(View(choices=odd))
    bar, microscope = shown.window.view(SurfacePlot).bar, shown.window.view(MicroscopeView)
    qtbot.waitUntil(lambda: bar.second_box.currentIndex() == 1)
    shown.window.show_view(MicroscopeView)
    qtbot.waitUntil(lambda: microscope.parameter == len(shown.session.analysis.data.feature_names))
    assert len(shown.window.view(WeightsPlot).choices.drawn) == MOST_LOOKS


LOOKS = {
    "at another view": lambda p: p.window.fit_plot.choose(0),
    "at other units": lambda p: p.window.menus.own_units.setChecked(True),
    "at a logarithmic axis": lambda p: p.window.menus.logarithmic.setChecked(True),
    "at some rows": lambda p: p.session.selection.select(CHOSEN),
    "at a prediction": lambda p: p.window.view(PredictPanel).type_values({"size": "9"}),
    "at residuals": lambda p: p.window.fit_plot.extras.choose(frozenset((Extra.STICKS,))),
    "into views": choose_in_views,
    "at other docks": lambda p: p.window.view(PredictPanel).parentWidget().hide(),
    "at another speed": lambda p: p.session.training.set_speed(3.0),
}


def test_looking_leaves_nothing_unsaved(qtbot, shown, tmp_path) -> None:
    saved(qtbot, shown, tmp_path / "work.linreg")
    for kind, look in LOOKS.items():
        look(shown)
        settled(qtbot, shown)
        assert not shown.session.projects.dirty, kind


def test_a_view_of_what_is_not_there_does_no_harm(qtbot, shown) -> None:
    before = [field.value for field in shown.window.view(PredictPanel).fields]
    for view in (
        View("gone", typed={"gone": "1", "size": "x", "town": "Rom", "day": "nan"}, selected=((3, 4000),)),
        View("town = Ulm", typed={"size": "1e999"}, selected=((0, 40), (39, 41)), extras=("<b>", "")),
        View("gone", noise_lab=True, noise_curve=(float("nan"), -1.0)),
    ):
        shown.session.projects.view_found.emit(view)
        settled(qtbot, shown)
        assert [field.value for field in shown.window.view(PredictPanel).fields] == before
        assert all(stop <= 40 for _, stop in shown.session.selection.rows.stretches)


def test_what_was_chosen_in_a_view_that_nobody_has_looked_at_since_stays(
    qapp, qtbot, shown, settings, tmp_path
) -> None:
    choose_in_views(shown)
    chosen, path = choices(shown), saved(qtbot, shown, tmp_path / "work.linreg")
    again = Program(qapp, settings)
    again.confirm_loss = lambda: True
    try:
        for target in ("again.linreg", "once more.linreg"):
            with qtbot.waitSignal(again.session.projects.view_found, timeout=30_000):
                again.session.opening.open_file(path)
            settled(qtbot, again)
            assert not again.window.panes.is_made(PlanePlot)
            path = saved(qtbot, again, tmp_path / target)
        assert choices(again) == chosen
    finally:
        again.window.close()
        delete(again.window)
        delete(again)
