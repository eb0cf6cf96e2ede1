"""The table of views: whatever can stand in the window is one row here, and nowhere else by name.

What is in its frame is in a table of its own, as it has no place, title and preset.
"""

from __future__ import annotations

from collections.abc import Sequence

from linreg_gui.core.desk.answers import answers_of
from linreg_gui.core.desk.check import model_check
from linreg_gui.core.desk.feature_choice import feature_choice_of
from linreg_gui.core.desk.flagged_rows import flagged_rows_of
from linreg_gui.core.desk.partial_plot import partial_plot_of
from linreg_gui.core.desk.profiler import profile_of
from linreg_gui.core.desk.shrinkage import shrinkage_of
from linreg_gui.core.desk.theatre import theatre_of
from linreg_gui.core.explaining.losses import loss_scene_of
from linreg_gui.core.explaining.scene import (
    directions_of,
    distance_of,
    equation_of,
    fit_of,
    microscope_of,
    neuron_of,
    noise_of,
    plane_of,
    prediction_of,
    progress_of,
    surface_of,
    weight_numbers_of,
    weights_of,
)
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.views.chapter.lab_view import LabView
from linreg_gui.views.comparing.compare_view import CompareView
from linreg_gui.views.desk.check_view import CheckView
from linreg_gui.views.desk.collinearity_view import CollinearityView
from linreg_gui.views.desk.influence_view import InfluenceView
from linreg_gui.views.desk.partial_view import PartialView
from linreg_gui.views.explaining.directions_view import DirectionsView
from linreg_gui.views.explaining.microscope_view import MicroscopeView
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.explaining.surface_plot import SurfacePlot
from linreg_gui.views.explaining.weights_plot import WeightsPlot
from linreg_gui.views.lessons.lesson_panel import LessonPanel
from linreg_gui.views.panes.view_row import FrameRow, Place, Preset, ViewRow
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.results.all_rows_view import AllRowsView
from linreg_gui.views.results.distance_chip import DistanceChip
from linreg_gui.views.results.equation_view import EquationView
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.shrinking.choice_view import ChoiceView
from linreg_gui.views.shrinking.shrinkage_view import ShrinkageView
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.table.history_panel import HistoryPanel
from linreg_gui.views.table.terms_panel import TermsPanel
from linreg_gui.views.training.runs_panel import RunsPanel
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.tuning.tuning_view import TuningView

from .status_line import StatusLine

_LEARN, _ANALYSE, _PRESENT = Preset.LEARN, Preset.ANALYSE, Preset.PRESENT

FRAME = (
    FrameRow("equation", EquationView, equation_of, in_hand=True),
    FrameRow("distance", DistanceChip, distance_of, in_hand=True),
    FrameRow("progress", StatusLine, progress_of),
)

VIEWS = (
    ViewRow(
        "fit",
        "Fit",
        FitPlot,
        Place.MIDDLE,
        "fit",
        "The data with the line that training has found, and the exact one.",
        presets={_LEARN: (0, 0), _ANALYSE: (0, 0), _PRESENT: (0, 0)},
        prepare=fit_of,
        in_hand=True,
    ),
    ViewRow(
        "loss",
        "Loss",
        LossPlot,
        Place.MIDDLE,
        "loss",
        "How the loss falls from step to step, and the lowest that it can be.",
        presets={_LEARN: (0, 1), _PRESENT: (1, 0)},
        letter="o",
        of_losses=loss_scene_of,
    ),
    ViewRow(
        "surface",
        "Loss surface",
        SurfacePlot,
        Place.MIDDLE,
        "surface",
        "The loss over two of the weights, or one and the bias, with the way that training takes through it.",
        presets={_LEARN: (1, 0), _PRESENT: (1, 1)},
        letter="s",
        prepare=surface_of,
        beside=True,
    ),
    ViewRow(
        "noise",
        "Noise",
        NoiseHistogram,
        Place.MIDDLE,
        "noise",
        "The residuals, and the normal density that fits them.",
        presets={_LEARN: (1, 1), _ANALYSE: (0, 1)},
        prepare=noise_of,
        in_hand=True,
    ),
    ViewRow(
        "weights_path",
        "Weights over time",
        WeightsPlot,
        Place.MIDDLE,
        "weights-path",
        "Each weight against the step, with its exact value as a dashed line.",
        presets={_LEARN: (1, 1)},
        tab="Weights",
        prepare=weights_of,
        beside=True,
    ),
    ViewRow(
        "neuron",
        "Neuron",
        NeuronView,
        Place.MIDDLE,
        "neuron",
        "The model as a single neuron: one row flows through it, and its weights can be tried by hand.",
        presets={_LEARN: (1, 1)},
        letter="u",
        prepare=neuron_of,
    ),
    ViewRow(
        "plane",
        "Plane",
        PlanePlot,
        Place.MIDDLE,
        "plane",
        "Two features and the label as points in space, with the planes of SGD and of the exact solution.",
        prepare=plane_of,
    ),
    ViewRow(
        "directions",
        "Directions",
        DirectionsView,
        Place.MIDDLE,
        "directions",
        "Which combinations of weights training is slow in, and when they will be done.",
        letter="i",
        prepare=directions_of,
    ),
    ViewRow(
        "check",
        "Check the model",
        CheckView,
        Place.MIDDLE,
        "check-model",
        "Whether to believe the exact fit: eight questions, with the answer, plot and test of each.",
        presets={_ANALYSE: (0, 1)},
        letter="k",
        tab="Check",
        of_desk=model_check,
    ),
    ViewRow(
        "microscope",
        "Microscope",
        MicroscopeView,
        Place.MIDDLE,
        "microscope",
        "One update unfolded: the rows of the minibatch, their shares of the gradient, and what they move.",
        letter="M",
        prepare=microscope_of,
    ),
    ViewRow(
        "influence",
        "Influence",
        InfluenceView,
        Place.MIDDLE,
        "influence",
        "What each row does to the fit: leverage, Cook’s distance, the fit without it; and which to look at.",
        presets={_ANALYSE: (0, 1)},
        letter="l",
        of_desk=flagged_rows_of,
    ),
    ViewRow(
        "compare",
        "Compare",
        CompareView,
        Place.MIDDLE,
        "compare",
        "Fits that were kept, beside each other: on these rows, on new ones, and coefficient by coefficient.",
        presets={_ANALYSE: (0, 1)},
        letter="r",
    ),
    ViewRow(
        "added_variable",
        "Added variable",
        PartialView,
        Place.MIDDLE,
        "added-variable",
        "What one feature adds to the others: added-variable and component-plus-residual plots.",
        letter="d",
        of_desk=partial_plot_of,
    ),
    ViewRow(
        "collinearity",
        "Collinearity",
        CollinearityView,
        Place.MIDDLE,
        "collinearity",
        "Which features say the same, what leaving one out does, and noise on all of them beside ridge.",
        letter="y",
        of_desk=theatre_of,
    ),
    ViewRow(
        "shrinkage",
        "Shrinkage",
        ShrinkageView,
        Place.MIDDLE,
        "shrinkage",
        "Weights drawn to 0 by ridge, lasso or elastic net, and how well each does on rows left out.",
        letter="g",
        of_desk=shrinkage_of,
    ),
    ViewRow(
        "feature_choice",
        "Choose features",
        ChoiceView,
        Place.MIDDLE,
        "feature-choice",
        "Terms chosen forwards, backwards or as the best subset, and how many do best on rows left out.",
        letter="h",
        tab="Choose",
        of_desk=feature_choice_of,
    ),
    ViewRow(
        "all_rows",
        "All rows",
        AllRowsView,
        Place.MIDDLE,
        "all-rows",
        "Where a table is a sample of a larger one: the exact fit of all rows, read part by part.",
        letter="A",
    ),
    ViewRow(
        "tuning",
        "Tuning",
        TuningView,
        Place.MIDDLE,
        "tuning",
        "A search for settings of SGD: every trial a run, over two settings, with the limits of the rate.",
    ),
    ViewRow(
        "lab",
        "Chapter lab",
        LabView,
        Place.MIDDLE,
        "lab",
        "Small experiments of the chapter that need no table: move a value, and see what follows.",
    ),
    ViewRow(
        "lesson",
        "Lesson",
        LessonPanel,
        Place.LEFT,
        "lesson",
        "The text and the tasks of a lesson, in the window of that lesson.",
        letter="o",
    ),
    ViewRow(
        "data",
        "Data",
        DataTable,
        Place.LEFT,
        "data",
        "The table: look at cells and edit them.",
        presets={_LEARN: (0, 0), _ANALYSE: (0, 0)},
    ),
    ViewRow(
        "columns",
        "Columns",
        ColumnsPanel,
        Place.LEFT,
        "columns",
        "What is a feature, what is the label, and what becomes of holes, levels and held-out rows.",
        presets={_ANALYSE: (0, 0)},
    ),
    ViewRow(
        "terms",
        "Terms",
        TermsPanel,
        Place.LEFT,
        "terms",
        "The model as a formula and term by term: interactions, powers and polynomials.",
        letter="m",
    ),
    ViewRow(
        "training",
        "Training",
        TrainingPanel,
        Place.LEFT,
        "training",
        "Learning rate, batch size, epochs and the other settings of SGD.",
        presets={_LEARN: (0, 0)},
        size=(300, 380),
    ),
    ViewRow(
        "history",
        "History",
        HistoryPanel,
        Place.LEFT,
        "history",
        "Every state of the data, to go back and forth between them.",
    ),
    ViewRow(
        "weights",
        "Weights",
        WeightsTable,
        Place.RIGHT,
        "weights",
        "Bias and weights as training found them, beside the exact ones.",
        presets={_ANALYSE: (0, 0)},
        prepare=weight_numbers_of,
        of_desk=answers_of,
        in_hand=True,
        light=True,
        size=(304, 400),
    ),
    ViewRow(
        "prediction",
        "Prediction",
        PredictPanel,
        Place.RIGHT,
        "prediction",
        "Type or drag feature values, and see what is predicted along each of them, with its intervals.",
        presets={_ANALYSE: (0, 0)},
        prepare=prediction_of,
        of_desk=profile_of,
        in_hand=True,
        light=True,
        size=(304, 430),
    ),
    ViewRow(
        "runs",
        "Runs",
        RunsPanel,
        Place.RIGHT,
        "runs",
        "The present run and those before it: open, pin, rename or delete them, and compare.",
        letter="s",
        size=(340, 300),
    ),
)

# How the columns, and the panes of each, share the room at first.
_SHARES = {
    _LEARN: ((4.0, 3.0, 2.0), (3.0, 1.0, 1.0)),
    _ANALYSE: ((1.0, 3.0, 2.0),),
    _PRESENT: ((65.0, 1.0), (35.0, 1.0, 1.0)),
}

# What is seen of several views in a pane, where it is not the first of them.
_IN_FRONT = {_LEARN: "", _ANALYSE: "check", _PRESENT: ""}


def rows_of(*places: Place, rows: Sequence[ViewRow] = VIEWS) -> tuple[ViewRow, ...]:
    """The views that are at home there, in the order of the table."""
    return tuple(row for row in rows if row.place in places)


def first_arrangement(preset: Preset, rows: Sequence[ViewRow] = VIEWS) -> Arrangement:
    """What stands in the panes of a preset before a person changes it."""
    spots: dict[tuple[int, int], list[str]] = {}
    for row in rows_of(Place.MIDDLE, rows=rows):
        if preset in row.presets:
            spots.setdefault(row.presets[preset], []).append(row.name)
    columns = []
    for column, (width, *heights) in enumerate(_SHARES[preset]):
        panes = [
            PanePlace(tuple(names), _IN_FRONT[preset] if _IN_FRONT[preset] in names else "", heights[pane])
            for (at, pane), names in sorted(spots.items())
            if at == column
        ]
        columns.append(PaneColumn(tuple(panes), width))
    return Arrangement(tuple(columns))
