"""Whatever a model holds, Qt gets an answer from it, and what paints cells paints it.

Models, delegates and painters are found by looking; a new one without a row here is a failure.
"""

from __future__ import annotations

import importlib
import itertools
import math
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shiboken6
from desks import made_frame
from hostile_values import CELLS, HUGE, LONG, OVERRIDE, SURROGATE
from kept_fits import kept_of
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QMainWindow,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from studies import EVERY, study_of

import linreg_gui
from linreg_gui.core.answering import answers_always, overrides
from linreg_gui.core.cells.column_types import ColumnType, NoType
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.text import NO_TEXT
from linreg_gui.core.comparing.comparison import comparison
from linreg_gui.core.comparing.side_by_side import side_by_side
from linreg_gui.core.desk.all_rows import AllRows
from linreg_gui.core.desk.all_rows import Question as AllRowsQuestion
from linreg_gui.core.desk.check_values import Question, Standing, Verdict
from linreg_gui.core.desk.coefficient_words import RowWords
from linreg_gui.core.desk.coefficients import CoefficientTable, Statistic
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.desk.feature_choice import ChoiceWish, FeatureChoice
from linreg_gui.core.desk.flagged_rows import RowList
from linreg_gui.core.desk.noisy_features import NoisyFeatures
from linreg_gui.core.desk.profile import Curve, Remembered, Told
from linreg_gui.core.desk.row_sway import Bounds, Measure, RowSway
from linreg_gui.core.desk.summary import SummaryForm, SummaryLine
from linreg_gui.core.desk.theatre import Act, FeatureNumbers, Theatre, TheatreWish
from linreg_gui.core.editing.shown_terms import ShownTerms
from linreg_gui.core.explaining.directions import directions
from linreg_gui.core.explaining.microscope import microscope
from linreg_gui.core.explaining.microscope_lines import MicroscopeWish, Unfolded
from linreg_gui.core.explaining.run_path import even_path
from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.core.explaining.tuning_picture import (
    TuningPicture,
    TuningScene,
    TuningWish,
    tuning_picture,
)
from linreg_gui.core.explaining.weights_path import WeightsWish, weights_path
from linreg_gui.core.inference.collinearity import Collinearity
from linreg_gui.core.inference.without_feature import WithoutFeature
from linreg_gui.core.inference.without_row import WithoutRow
from linreg_gui.core.installation.resources import Sample
from linreg_gui.core.limits import LONGEST_NAME
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import moments
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.project.kept_fit import CrossNumbers, FitNumbers, FoldSettings, KeptFit
from linreg_gui.core.project.report_outline import EntryKind
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.shrinking.curve import ValidationCurve
from linreg_gui.core.shrinking.selection import FeatureSelection
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.large_source import LargeSource
from linreg_gui.core.table.prediction_input import Asked, Given
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.table import Table
from linreg_gui.core.telling.equation_text import Term
from linreg_gui.core.terms import term as model_terms
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.tuning.importance import Importance
from linreg_gui.core.tuning.space import TunedSetting
from linreg_gui.core.tuning.study import Sampler, Trial
from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.core.wording import sound_text
from linreg_gui.session.document.frame_model import FrameModel
from linreg_gui.views.comparing.coefficients_model import CoefficientsModel
from linreg_gui.views.comparing.fits_model import FitsModel
from linreg_gui.views.desk.flagged_model import FlaggedModel
from linreg_gui.views.desk.gram_picture import GramPicture
from linreg_gui.views.desk.proportions_model import FeatureModel, ProportionsModel, ShareDelegate
from linreg_gui.views.desk.question_list import QuestionDelegate, QuestionModel
from linreg_gui.views.desk.sway_model import SwayModel
from linreg_gui.views.explaining.directions_view import BarDelegate, DirectionsModel
from linreg_gui.views.explaining.microscope_model import MicroscopeModel
from linreg_gui.views.explaining.microscope_view import ResultDelegate
from linreg_gui.views.explaining.weight_list import WeightListModel
from linreg_gui.views.importing.report_model import ReportModel
from linreg_gui.views.panes.pane_tabs import PaneTabs
from linreg_gui.views.plots.group_bar import GroupLegend
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip
from linreg_gui.views.plots.scatter_thumbnail import ScatterThumbnail
from linreg_gui.views.reporting.outline_model import OutlineModel
from linreg_gui.views.results.all_rows_view import AllRowsModel
from linreg_gui.views.results.distance_chip import DistanceChip
from linreg_gui.views.results.equation_line import EquationLine
from linreg_gui.views.results.field_table import Answer, FieldDelegate, ValuesModel
from linreg_gui.views.results.profile_plot import LabelAxis, ProfilePlot
from linreg_gui.views.results.remembered_table import RememberedModel
from linreg_gui.views.results.summary_strip import SummaryModel
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_model import WeightsModel
from linreg_gui.views.shrinking.choice_model import SizesModel
from linreg_gui.views.table.cell_delegate import CellDelegate
from linreg_gui.views.table.history_panel import HistoryModel
from linreg_gui.views.table.role_header import RoleHeader
from linreg_gui.views.table.role_matrix import RadioDelegate, RoleModel
from linreg_gui.views.table.row_marks import RowMarks
from linreg_gui.views.table.table_header import TableHeader
from linreg_gui.views.table.table_view import TableView
from linreg_gui.views.table.terms_model import TermsModel
from linreg_gui.views.training.rate_ruler import RateRuler
from linreg_gui.views.training.runs_model import RunsModel
from linreg_gui.views.training.scrubber import StepLine
from linreg_gui.views.training.transport_actions import make_transport_actions
from linreg_gui.views.training.transport_button import TransportButton
from linreg_gui.views.tuning.loss_colours import LossColours
from linreg_gui.views.tuning.trials_model import ImportanceModel, TrialsModel
from linreg_gui.views.vectorisation.time_bars import TimeBars
from linreg_gui.views.welcome.sample_card import SampleCard
from linreg_gui.views.welcome.tour import _Ring
from linreg_gui.views.welcome.tour_bubble import TourBubble
from linreg_gui.views.welcome.welcome_page import WelcomePage
from linreg_gui.views.widgets.accent_button import AccentButton
from linreg_gui.views.widgets.choice_model import ChoiceModel
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.menu_button import MenuButton
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.two_line_delegate import TwoLineDelegate
from linreg_gui.views.window.message_bar import MessageBar
from linreg_gui.views.window.scrubber_bar import ScrubberBar

pytestmark = pytest.mark.usefixtures("no_mistake")

ROLES = (*range(14), *range(256, 260), -1, 2**31 - 1)
TEXTS = (SURROGATE, OVERRIDE, LONG, "a\0b", "", "\x1b[31m", "e" + "\u0301" * 50_000, "7" * 5000, "<b>&amp;")
# As long as the names of columns and levels may be.
NAMES = tuple(text[:LONGEST_NAME] for text in TEXTS)
NUMBERS = (math.nan, math.inf, -math.inf, 1e308, -1e308, 5e-324, 0.0, -0.0)
PIXELS = 240


def _subclasses(kind: type) -> Iterator[type]:
    for other in kind.__subclasses__():
        yield other
        yield from _subclasses(other)


def qt_classes(kind: type = shiboken6.Object) -> set[type]:
    """All classes of the program that are made of some of Qt, or of those of one kind."""
    for module in pkgutil.walk_packages(linreg_gui.__path__, "linreg_gui."):
        if module.name.split(".")[1] in ("app", "session", "views"):
            importlib.import_module(module.name)
    return {other for other in _subclasses(kind) if other.__module__.startswith("linreg_gui.")}


def frame_model(cells: dict[str, Any]) -> FrameModel:
    model = FrameModel(lambda *_: None)
    columns = {}
    for name, cell in cells.items():
        column = np.empty(2, dtype=object)
        column[:] = [cell, cell]
        columns[name] = pd.Series(column, dtype=object)
    frame = pd.DataFrame(columns)
    model.show_table(Table(frame, dict.fromkeys(frame.columns, Role.IGNORED), "hostile"))
    return model


def far_dates() -> FrameModel:
    """Columns of which a cell cannot even be asked for."""
    model = FrameModel(lambda *_: None)
    ticks = np.array([2**62, -(2**62), -62_167_305_600, -(2**63)])  # year 0, and none
    units = ("s", "ms", "us", "ns")
    columns = {unit: pd.Series(ticks.view(f"datetime64[{unit}]")) for unit in units}
    columns |= {f"length {unit}": pd.Series(ticks.view(f"timedelta64[{unit}]")) for unit in units}
    frame = pd.DataFrame(columns)
    model.show_table(Table(frame, dict.fromkeys(columns, Role.IGNORED), "far"))
    return model


def weights_model() -> WeightsModel:
    model = WeightsModel()
    model.show_names(TEXTS, SURROGATE)
    for column in (Column.SGD, Column.EXACT, Column.TRUE):
        model.show_numbers(column, np.resize(NUMBERS, len(TEXTS)), math.nan)
    model.show_standard_errors(np.resize(NUMBERS[::-1], len(TEXTS)), math.inf)
    model.show_numbers(Column.EXACT, np.resize(NUMBERS[1:], len(TEXTS)), math.inf)
    words = RowWords(
        tuple(TEXTS), [Source(text) for text in TEXTS], SURROGATE, {}, LabelScale.LOG, counts=False
    )
    numbers = np.resize(NUMBERS, len(TEXTS) + 1)
    statistics = dict.fromkeys(Statistic, numbers)
    exact = model.numbers(Column.EXACT)
    assert exact is not None
    names = ("bias", *TEXTS)
    model.show_table(CoefficientTable(names, exact, statistics, (), False, DeskChoices(), SURROGATE, words))
    assert model.in_words(1)
    return model


def summary_model() -> SummaryModel:
    model = SummaryModel()
    pairs = zip(itertools.cycle(TEXTS), NUMBERS, strict=False)
    lines = [SummaryLine(text, number, form, text) for text, number in pairs for form in SummaryForm]
    model.show_lines(tuple(lines), TableStyle(3, apa=True))
    return model


def role_model() -> RoleModel:
    from linreg_gui.core.cells.column_types import ColumnType

    model = RoleModel()
    model.show_roles(dict.fromkeys(TEXTS, Role.FEATURE), dict.fromkeys(TEXTS, ColumnType.CATEGORY))
    return model


def history_model() -> HistoryModel:
    model = HistoryModel()
    model.show_history(TEXTS, 3)
    return model


def values_model() -> ValuesModel:
    kinds = (SourceKind.NUMBER, SourceKind.DATE)
    asked = [Asked(text, kind) for kind in kinds for text in NAMES] + [
        Asked("level", SourceKind.LEVEL, NAMES)
    ]
    values: list[Given] = [*np.resize(NUMBERS, 2 * len(NAMES)).tolist(), LONG]
    model = ValuesModel()
    model.ask(asked, values)
    for place in range(4):
        model.take(place, Answer(None, TEXTS[place]))
    return model


def choice_model() -> ChoiceModel:
    model = ChoiceModel()
    model.offer(TEXTS, TEXTS)
    return model


def hostile_run() -> Sgd:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, len(NAMES)))
    names = [f"{name[: LONGEST_NAME - 1]}{j}" for j, name in enumerate(NAMES)]
    sgd = Sgd(Dataset(X, X.sum(axis=1), feature_names=names, label_name=SURROGATE), SgdConfig(0.1, 12))
    sgd.advance(1)
    return sgd


def question_model() -> QuestionModel:
    model = QuestionModel()
    standings = np.resize(np.array(list(Standing), dtype=object), len(Question))
    texts = np.resize(np.array(TEXTS, dtype=object), len(Question))
    model.show_verdicts([Verdict(*answer) for answer in zip(Question, standings, texts, strict=True)])
    return model


def microscope_model() -> MicroscopeModel:
    sgd = hostile_run()
    update = sgd.next_update()
    assert update is not None
    seen = microscope(sgd.data, update)
    wild = np.resize(NUMBERS, seen.data.shares.shape)
    names = ("labels", "predictions", "errors", "slopes")
    terms = replace(
        seen.data,
        shares=wild,
        **{name: np.resize(NUMBERS, seen.data.size) for name in names},
        **{name: np.resize(NUMBERS, wild.shape[1]) for name in ("total", "gradient", "after", "shown")},
    )
    model = MicroscopeModel()
    model.show_table(Unfolded(replace(seen, data=terms)).table(MicroscopeWish()))
    return model


def directions_model() -> DirectionsModel:
    sgd = hostile_run()
    data, surface = sgd.data, LossSurface(sgd.data, solve_analytic(sgd.data))
    found = directions(surface, sgd.config, data.feature_names, sgd.snapshot())
    wild = np.resize(NUMBERS, len(found.eigenvalues))
    model = DirectionsModel()
    numbers = dict.fromkeys(("eigenvalues", "factors", "updates"), wild)
    numbers["vectors"] = np.resize(NUMBERS, found.vectors.shape)
    model.show_directions(replace(found, distances=wild[::-1], start_distances=np.ones(len(wild)), **numbers))
    return model


def weight_list_model() -> WeightListModel:
    sgd = hostile_run()
    exact, m = solve_analytic(sgd.data), moments(sgd.data)
    path = weights_path(even_path(sgd.replay(), 1, 1), 1, exact, m, sgd.data, WeightsWish())
    wild = np.resize(NUMBERS, path.values.shape)
    model = WeightListModel()
    model.show_path(replace(path, values=wild, exact=wild[-1]), {0: 0, 3: 2**31}, 1)
    return model


def row_sway() -> RowSway:
    wild, k = np.resize(NUMBERS, len(TEXTS)), len(TEXTS)
    found = WithoutRow(
        NAMES, wild, wild[::-1], wild, wild[::-1], NUMBERS[:2], NUMBERS[1:3], *NUMBERS[:6], True, True
    )
    return RowSway(2**31, SURROGATE, found, Bounds(1, k), SURROGATE, OVERRIDE)


def sway_model() -> SwayModel:
    model = SwayModel()
    model.show_sway(row_sway())
    return model


def all_rows_model() -> AllRowsModel:
    model = AllRowsModel()
    count = len(TEXTS)
    source = LargeSource(LONG, SURROGATE, 1, 2**62, 2**62, 1)
    question = AllRowsQuestion(source, ModelFormula(SURROGATE, ()), (), DeskChoices())
    numbers = np.resize(NUMBERS, count)
    fit = Fit(numbers, 0.0, 0.0, 1.0, count, 1.0, "made", "", bias_fitted=False)
    ledger = RowLedger(2**62, 2**62, (), np.arange(0))
    model.show_found(AllRows(question, fit, None, ledger, tuple(TEXTS), LONG, LONG))
    return model


def flagged_model() -> FlaggedModel:
    numbers = np.resize(NUMBERS, len(TEXTS))
    model = FlaggedModel()
    rows = RowList(np.arange(len(TEXTS)), TEXTS, dict.fromkeys(Measure, numbers), 2**62)
    model.show_rows(rows, Bounds(1, 1))
    return model


def hostile_collinearity() -> Collinearity:
    wild = np.resize(NUMBERS, len(NAMES))
    return Collinearity(wild, math.nan, wild[::-1], np.resize(NUMBERS, (len(NAMES), len(NAMES))))


def proportions_model() -> ProportionsModel:
    model = ProportionsModel()
    model.show_directions(NAMES, hostile_collinearity())
    return model


def feature_model() -> FeatureModel:
    wild = np.resize(NUMBERS, len(NAMES))
    then = WithoutFeature(1, wild, math.inf, wild[::-1], wild, math.nan, math.nan)
    now, model = FeatureNumbers(wild, wild[::-1], wild), FeatureModel()
    seen = Theatre(TheatreWish(Act.WITHOUT), NAMES, hostile_collinearity(), now, then, None, SURROGATE, LONG)
    model.show_theatre(seen)
    return model


def sizes_model() -> SizesModel:
    wild, k = np.resize(NUMBERS, (len(NAMES) + 1, 3)), len(NAMES)
    errors = np.resize((1e150, 5e-324, 0.0), (k + 1, 3))  # which have been squared
    curve = ValidationCurve(errors, np.full(3, 1.0 / 3.0), errors[:, 1])
    sets = tuple(tuple(range(size)) for size in range(k + 1))
    times = np.resize(np.arange(4), (k + 1, k))
    found = FeatureSelection("best", NAMES, NAMES, sets, wild, np.resize(NUMBERS, k + 1), curve, times)
    model = SizesModel()
    model.show_choice(FeatureChoice(ChoiceWish(), found, 2, SURROGATE, None, SURROGATE, LONG))
    return model


def runs_model() -> RunsModel:
    model = RunsModel()
    looks = (None, *range(6))
    model.show_rows(
        RunRow(at, text, text, text, text, text, looks[at % len(looks)], True, at == 0, text * (at == 3))
        for at, text in enumerate(TEXTS)
    )
    return model


def hostile_fits() -> list[KeptFit]:
    """Fits under odd names, with odd numbers."""
    fit, wild = kept_of(made_frame(), "ab"), np.resize(NUMBERS, 3)
    return [
        replace(
            fit,
            name=text[:100] or "x",
            formula=text,
            label=text,
            estimate=wild,
            standard_error=np.abs(wild),
            numbers=FitNumbers(2, 60, *np.resize(NUMBERS[at % len(NUMBERS) :], 10)),
            cross=CrossNumbers(FoldSettings(groups=text), *np.resize(NUMBERS, 4), problem=text * (at == 3)),
            look=at % 6,
        )
        for at, text in enumerate(TEXTS)
    ]


def fits_model() -> FitsModel:
    model = FitsModel()
    model.show_comparison(comparison(list(enumerate(hostile_fits())), 1, FoldSettings()), differences=True)
    return model


def outline_model() -> OutlineModel:
    model = OutlineModel()
    model.show_rows([(kind, text) for kind in EntryKind for text in TEXTS])
    return model


def coefficients_model() -> CoefficientsModel:
    model = CoefficientsModel()
    model.show_fits(side_by_side(hostile_fits()))
    return model


def remembered_model() -> RememberedModel:
    model = RememberedModel()
    model.show_rows([Remembered(text, ((text, text),)) for text in TEXTS])
    numbers = np.resize(NUMBERS, (len(TEXTS), 5))
    model.show_told([Told(*(row[:, None])) for row in numbers], float(NUMBERS[0]), 0.95)
    model.copied()
    return model


def report_model() -> ReportModel:
    count = 2**62
    notes = tuple(
        ColumnNote(text, kind, count, count, ((count, text), (0, text)), count, unit=text)
        for text in TEXTS
        for kind in (*ColumnType, *NoType)
    )
    return ReportModel(ReadReport(Path(SURROGATE), LONG, ".", ",", LONG, True, count, notes))


def terms_model() -> TermsModel:
    names = [text.replace("\ud800", "") or "x" for text in TEXTS]
    terms = model_terms.in_order(
        [*map(model_terms.Term.of_column, names), *(model_terms.interaction(names[0], n) for n in names[1:])]
    )
    model = TermsModel()
    model.show_terms(ShownTerms(ModelFormula("y", terms), (None, *[2**62] * (len(terms) - 1))))
    return model


def hostile_picture() -> TuningPicture:
    study = study_of(Sampler.RANDOM, space=EVERY)
    values = tuple(entry.low for entry in EVERY)
    for loss in (1e-300, 1e300, -5.0, math.inf, 1e-300):
        study = study.with_trial(Trial(values, loss, 2**53, math.isinf(loss)))
    return tuning_picture(TuningScene(study, None), TuningWish("no such", "no such"))


def trials_model() -> TrialsModel:
    model = TrialsModel()
    model.show_picture(hostile_picture())
    model.sort(1, Qt.SortOrder.DescendingOrder)
    return model


def importance_model() -> ImportanceModel:
    model = ImportanceModel()
    shares = zip(TunedSetting, itertools.cycle(NUMBERS), strict=False)
    model.show_importance(Importance(tuple((each, float(share)) for each, share in shares), LONG))
    return model


MODELS: dict[type, Callable[[], QAbstractItemModel]] = {
    FrameModel: lambda: frame_model(CELLS),
    WeightsModel: weights_model,
    SummaryModel: summary_model,
    RoleModel: role_model,
    HistoryModel: history_model,
    TermsModel: terms_model,
    ValuesModel: values_model,
    ChoiceModel: choice_model,
    DirectionsModel: directions_model,
    QuestionModel: question_model,
    MicroscopeModel: microscope_model,
    RunsModel: runs_model,
    FitsModel: fits_model,
    OutlineModel: outline_model,
    CoefficientsModel: coefficients_model,
    RememberedModel: remembered_model,
    ReportModel: report_model,
    WeightListModel: weight_list_model,
    SwayModel: sway_model,
    AllRowsModel: all_rows_model,
    FlaggedModel: flagged_model,
    ProportionsModel: proportions_model,
    FeatureModel: feature_model,
    SizesModel: sizes_model,
    TrialsModel: trials_model,
    ImportanceModel: importance_model,
}
DELEGATES: dict[type, Callable[[QTableView], QStyledItemDelegate]] = {
    WholeNumbersDelegate: WholeNumbersDelegate,
    CellDelegate: lambda view: CellDelegate(RowMarks(view), view),
    TwoLineDelegate: TwoLineDelegate,
    RadioDelegate: RadioDelegate,
    FieldDelegate: FieldDelegate,
    BarDelegate: BarDelegate,
    QuestionDelegate: QuestionDelegate,
    ResultDelegate: ResultDelegate,
    ShareDelegate: ShareDelegate,
}


def columns_of(model: QAbstractItemModel) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def _ask_all(model: QAbstractItemModel) -> None:
    for row in range(model.rowCount()):
        for column in range(columns_of(model)):
            index = model.index(row, column)
            model.flags(index)
            for role in ROLES:
                model.data(index, role)
    for orientation in Qt.Orientation:
        for section in (-1, 0, 1, columns_of(model), 2**31 - 1):
            for role in ROLES:
                model.headerData(section, orientation, role)


def test_no_exception_leaves_a_method_that_qt_calls() -> None:
    classes = qt_classes()
    open_ones = [
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind in classes
        for name in overrides(kind)
        if not answers_always(getattr(kind, name))
    ]
    assert len(classes) > 100
    assert not open_ones, f"put @always_answers before the class: {open_ones}"


def test_every_model_and_every_delegate_is_tried() -> None:
    assert qt_classes(QAbstractItemModel) == set(MODELS)
    assert qt_classes(QAbstractItemDelegate) == set(DELEGATES)


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_every_model_answers_whatever_it_holds(qapp, kind) -> None:
    model = MODELS[kind]()
    _ask_all(model)
    for index in (QModelIndex(), model.createIndex(2**31 - 1, 2**31 - 1), model.createIndex(5, 10_000)):
        for role in ROLES:
            assert model.data(index, role) is None
        model.flags(index)
        model.setData(index, LONG, Qt.ItemDataRole.EditRole)
    assert model.rowCount(model.index(0, 0)) == 0


def test_a_cell_without_a_text_shows_a_sign_and_tells_why(qapp) -> None:
    model = frame_model(CELLS)
    found = [model.index(0, column) for column in range(model.columnCount())]
    signs = [index for index in found if index.data() == NO_TEXT]
    assert len(signs) >= 4
    for index in signs:
        assert "cannot be shown" in index.data(Qt.ItemDataRole.ToolTipRole)
        assert index.data(Qt.ItemDataRole.EditRole) == NO_TEXT


def test_dates_out_of_every_calendar_are_shown(qapp) -> None:
    model = far_dates()
    _ask_all(model)
    assert all(model.index(0, column).data() for column in range(model.columnCount()))


def test_a_cell_is_blank_only_where_nothing_is(qapp) -> None:
    model = frame_model(CELLS)
    blank = {name for j, name in enumerate(CELLS) if not model.index(0, j).data()}
    assert blank == {"nan", "NaT", "NA", "None", "numpy NaT"}


def test_more_rows_than_qt_can_count_are_no_end_of_the_process(qapp) -> None:
    model = FrameModel(lambda *_: None)
    frame = pd.DataFrame(index=pd.RangeIndex(10**12))
    model.show_table(Table(frame, {}, "endless"))
    assert model.rowCount() == model.columnCount() == 0
    view = QTableView()
    view.setModel(model)
    view.grab()
    for empty in (pd.DataFrame(), pd.DataFrame({"a": []})):
        model.show_table(Table(empty, dict.fromkeys(empty.columns, Role.IGNORED), "empty"))
        _ask_all(model)
        view.grab()


@pytest.mark.parametrize("kind", DELEGATES, ids=lambda kind: kind.__name__)
def test_every_delegate_paints_and_measures_whatever_a_cell_holds(qapp, kind) -> None:
    view = QTableView()
    delegate = DELEGATES[kind](view)
    own, plain = frame_model(CELLS), QStandardItemModel()
    for text in NAMES if kind is RadioDelegate else TEXTS:
        item = QStandardItem(text)
        item.setData(text, TwoLineDelegate.SECOND_LINE)
        plain.appendRow([item])
    picture = QPixmap(PIXELS, PIXELS)
    for model in (plain,) if kind is RadioDelegate else (own, plain, far_dates()):
        view.setModel(model)
        for column in range(columns_of(model)):
            for row in range(model.rowCount()):
                _delegate_once(view, delegate, model.index(row, column), picture)


def _delegate_once(
    view: QTableView, delegate: QStyledItemDelegate, index: QModelIndex, picture: QPixmap
) -> None:
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = QRect(0, 0, PIXELS, 30)
    painter = QPainter(picture)
    delegate.paint(painter, option, index)
    painter.end()
    delegate.sizeHint(option, index)


def test_no_field_takes_only_the_beginning_of_a_cell(qapp) -> None:
    view = QTableView()
    delegate = CellDelegate(RowMarks(view), view)
    model = frame_model({"short": "a" * 32_767, "long": LONG})
    view.setModel(model)
    option = QStyleOptionViewItem()
    editor = delegate.createEditor(view, option, model.index(0, 0))
    delegate.setEditorData(editor, model.index(0, 0))
    assert editor.text() == "a" * 32_767
    assert delegate.createEditor(view, option, model.index(0, 1)) is None


def test_a_view_of_hostile_cells_paints(qapp) -> None:
    view = TableView()
    view.resize(900, 300)
    model = frame_model(CELLS)
    view.setModel(model)
    view.marks.watch()
    for column in range(0, model.columnCount(), 8):
        view.scrollTo(model.index(0, column))
        view.grab()


def _equation(series: Series) -> EquationLine:
    line = EquationLine(NAMES[2], series)
    line.show_label(SURROGATE)
    line.show_terms([Term("+", text, text, text) for text in NAMES])
    return line


def _strip() -> PlotStrip:
    strip = PlotStrip({text: Cell(text, short=text) for text in NAMES})
    strip.set_look(NAMES[2], QPen())
    strip.set_values(dict.fromkeys(NAMES, NAMES[2]))
    return strip


def _legend() -> GroupLegend:
    legend = GroupLegend()
    legend.show_groups(NAMES[:8])
    return legend


def _thumbnail() -> ScatterThumbnail:
    picture = ScatterThumbnail()
    picture.show_points(np.array(NUMBERS), np.array(NUMBERS[::-1]), LONG, SURROGATE)
    return picture


def _chip() -> DistanceChip:
    chip = DistanceChip()
    for number in NUMBERS:
        chip.show_distance(number, -number)
        chip.grab()
    return chip


def _bars() -> TimeBars:
    bars = TimeBars()
    task, contenders = Task.ADD, list(Contender)
    bars.show_timings(
        2**62,
        [
            Timing(task, contender, 2**62, abs(number), predicted=abs(number), problem=LONG[:5_000])
            for contender, number in zip(contenders, NUMBERS, strict=False)
        ],
    )
    return bars


def _bubble() -> TourBubble:
    bubble = TourBubble(QWidget())
    bubble.show_step(1, 2**62, LONG[:50_000], SURROGATE)
    return bubble


def _page() -> WelcomePage:
    page = WelcomePage()
    page.show_samples([Sample(text, "x.csv", text, text) for text in TEXTS])
    page.show_recent_files([Path(text) for text in ("\udcff.csv", OVERRIDE, LONG[:4000], "a" * 300)])
    return page


def _message() -> MessageBar:
    bar = MessageBar()
    bar.show_message(LONG[:5_000], "error", (SURROGATE, lambda: None))
    return bar


def _header(kind: type[RoleHeader]) -> QTableView:
    view = QTableView()
    header = kind(view)
    view.setHorizontalHeader(header)
    view.setModel(frame_model({sound_text(text[:LONGEST_NAME]): HUGE for text in TEXTS if text}))
    return view


def _ring() -> QWidget:
    window = QWidget()
    _Ring(window).setGeometry(0, 0, 2**20, 2**20)
    return window


def _transport() -> TransportButton:
    parent = QWidget()
    action = make_transport_actions(parent).run
    action.setText(LONG[:50_000])
    button = TransportButton(action, True)
    parent.setParent(button)
    return button


def _step_line() -> StepLine:
    line = StepLine()
    line.show_run(2**61, 2**62, NUMBERS[3:], (0, 2**62, -(2**62)))
    return line


def _ruler() -> RateRuler:
    ruler = RateRuler()
    for number in NUMBERS:
        ruler.show_limits(LearningRateLimits(*[number] * 7))
        ruler.resize(300, 30)
        ruler.grab()
    for rate in (5e-324, 1e308):
        ruler.set_rate(rate)
        ruler.grab()
    return ruler


def _menu_button() -> MenuButton:
    button = MenuButton()
    button.setText(LONG[:50_000])
    return button


def _pane_tabs() -> PaneTabs:
    tabs = PaneTabs()
    for text in (LONG[:50_000], SURROGATE, OVERRIDE, ""):
        tabs.addTab(text)
    return tabs


def _profile() -> ProfilePlot:
    plot = ProfilePlot(Asked(SURROGATE, SourceKind.LEVEL, NAMES))
    x = np.arange(float(len(NAMES)))
    told = Told(*np.resize(NUMBERS, (5, len(NAMES))))
    wild = np.resize(NUMBERS, 3 * len(NUMBERS)).astype(float)
    near = np.arange(len(wild)) % 2 == 0
    ends = (-0.5, len(NAMES) - 0.5)
    curve = Curve(0, x, told, 1.0, 1.0, wild, wild[::-1], near, ends, LONG)
    plot.show_curve(curve, LabelAxis.over(-1.0, 1.0, plot.font(), 80.0))
    return plot


def _colours() -> LossColours:
    colours = LossColours()
    colours.show_picture(hostile_picture())
    return colours


def _gram() -> GramPicture:
    picture, count = GramPicture(), len(NUMBERS)
    wild = np.resize(NUMBERS, (count, count)).T
    nothing, names = np.zeros(count), [TEXTS[j % len(TEXTS)] for j in range(count)]
    found = NoisyFeatures(1.0, 3, True, np.arange(count), nothing, wild, wild, wild, None, None)
    picture.show_noise(found, np.arange(count), names)
    assert all(picture.cell_text(m, j, k) for m in range(2) for j in range(count) for k in range(count))
    return picture


def _scrubber_bar() -> ScrubberBar:
    window = QMainWindow()
    bar = ScrubberBar(window, QWidget())
    bar.keeps = window  # which would take it along
    return bar


def _elided_box() -> ElidedBox:
    box = ElidedBox()
    box.addItems(TEXTS)
    return box


PAINTERS: dict[type, Callable[[], QWidget]] = {
    AccentButton: lambda: AccentButton(SURROGATE),
    DistanceChip: _chip,
    ElidedBox: _elided_box,
    EquationLine: lambda: _equation(Series.FIT),
    GramPicture: _gram,
    LossColours: _colours,
    GroupLegend: _legend,
    MenuButton: _menu_button,
    MessageBar: _message,
    PaneTabs: _pane_tabs,
    PlotStrip: _strip,
    RateRuler: _ruler,
    ProfilePlot: _profile,
    RoleHeader: lambda: _header(TableHeader),
    SampleCard: lambda: SampleCard(Sample(LONG[:50_000], "x.csv", SURROGATE, OVERRIDE)),
    ScatterThumbnail: _thumbnail,
    ScrubberBar: _scrubber_bar,
    StepLine: _step_line,
    TimeBars: _bars,
    TourBubble: _bubble,
    TransportButton: _transport,
    WelcomePage: _page,
    _Ring: _ring,
}


def test_every_painter_is_tried() -> None:
    painting = {"paintEvent", "paintSection"}
    assert {kind for kind in qt_classes(QWidget) if painting & set(overrides(kind))} == set(PAINTERS)


@pytest.mark.parametrize("kind", PAINTERS, ids=lambda kind: kind.__name__)
def test_every_painter_paints_whatever_it_is_told_to(qapp, kind) -> None:
    widget = PAINTERS[kind]()
    for width in (1, 40, 600):
        widget.resize(width, 200)
        widget.sizeHint()
        widget.minimumSizeHint()
        widget.grab()
