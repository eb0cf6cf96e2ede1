"""The whole state of the program: the document, what is known of it, training and settings.

How another table comes in is in session/opening.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.explaining.fit_points import FitPoints, fit_points
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.late_pandas import import_pandas
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import Problem
from linreg_gui.core.right_of_way import right_of_way
from linreg_gui.core.table.table import Table
from linreg_gui.session.comparing.crossing import Crossing
from linreg_gui.session.comparing.curves import Curves
from linreg_gui.session.comparing.fits import Fits
from linreg_gui.session.comparing.reopening import Reopening
from linreg_gui.session.document.choosing import Choosing
from linreg_gui.session.document.column_summaries import ColumnSummaries
from linreg_gui.session.document.computing import Computing
from linreg_gui.session.document.document import Document
from linreg_gui.session.document.pointed_row import PointedRow
from linreg_gui.session.document.selection import RowSelection
from linreg_gui.session.keeping.projects import Projects
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.lab import Lab
from linreg_gui.session.opening.opening import Opening
from linreg_gui.session.painting.painting import Painting
from linreg_gui.session.reporting.outlines import Outlines
from linreg_gui.session.training.moment import Moment
from linreg_gui.session.training.near_steps import NearSteps
from linreg_gui.session.training.race import Race
from linreg_gui.session.training.repeating import Repeating
from linreg_gui.session.training.runs import Runs
from linreg_gui.session.training.starts import Starts
from linreg_gui.session.training.training import Training
from linreg_gui.session.training.training_job import prepare
from linreg_gui.session.tuning.tuning import Tuning

from .all_rows import AllRowsState
from .analysis_jobs import analysis_of, timed_solution
from .desk_state import DeskState
from .feed import Feed
from .job_thread import Jobs, LatestJob, Stop


class Session(QObject):
    """Owns what there is, and analyses the table whenever it is another; everything slow happens in jobs."""

    table_changed = Signal(object)  # Table | None
    analysed = Signal(object)  # Analysis
    not_analysed = Signal(object)  # Problem
    points_ready = Signal(object)  # FitPoints
    rows_moved = Signal(
        object
    )  # MovingData | None: in the middle of a stroke, where the exact line follows it
    problem_found = Signal(object)  # Problem of opening, saving or solving
    solved = Signal(object, float)  # Fit, seconds
    run_reset = Signal(object)  # Table: the state of the table that the run belonged to, which is left behind

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.jobs = Jobs(self)
        self.document = Document(self.jobs, self)
        self.selection = RowSelection(self)
        self.selection.chosen.connect(self.document.history.select)
        self.document.history.selection_wanted.connect(self.selection.select)
        self.pointed = PointedRow(self)
        self.choosing = Choosing(self.document, self.selection, self.jobs, self)
        self.painting = Painting(self.document, self.selection, self.jobs, self)
        self.training = Training(self.jobs, self)
        self.starts = Starts(self.training, self)
        self.runs = Runs(self.training, self)
        self.race = Race(self.training, self.runs, self.jobs, self)
        self.repeating = Repeating(self.training, self.runs, self.jobs, self)
        self.near_steps = NearSteps(self.training, self.jobs, self)
        self.moment = Moment(self.training, self.jobs, self)
        self.desk = DeskState(self.document, self.training, settings, self)
        self.all_rows = AllRowsState(self.desk, self.jobs, self)
        self.feed = Feed(self.jobs, self)
        self.summaries = ColumnSummaries(self.jobs, self)
        self.computing = Computing(self.document, self.jobs, self)
        self.fits = Fits(self.training, self.moment, lambda: self.desk.desk, self.jobs, self)
        self.fits.folds_changed.connect(lambda: self.desk.choose_folds(self.fits.folds))
        self.crossing = Crossing(self.document, self.fits, self.jobs, self)
        self.curves = Curves(self.document, self.training, self.fits, self.jobs, self)
        self.reopening = Reopening(self.document, self.training, self.fits, self)
        self.tuning = Tuning(self.training, self.runs, self.jobs, self)
        self.lab = Lab(self)
        self.outlines = Outlines(self)
        lasting = self.training, self.runs, self.fits, self.tuning, self.outlines
        self.projects = Projects(self.document, *lasting, self.jobs, self)
        self.projects.in_hand = lambda: self.painting.in_hand
        self.painting.hand_moved.connect(self.projects.touched)
        self.painting.stroke_progressed.connect(lambda stroke: self._on_moving(stroke.data))
        self.painting.stroke_cancelled.connect(partial(self._on_moving, back=True))
        self.opening = Opening(self.document, self.projects, settings, self.jobs, self)
        self._analysis: Analysis | None = None
        self._latest: tuple[Table, Analysis] | None = None  # what was analysed last
        self._moving: MovingData | None = None
        self._points: FitPoints | None = None
        self._analysing = LatestJob(self.jobs)
        self._pointing = LatestJob(self.jobs)
        self.opening.problem_found.connect(self.problem_found)
        self.projects.problem_found.connect(self.problem_found)
        self.training.problem_found.connect(self.problem_found)
        self.starts.problem_found.connect(self.problem_found)
        self.runs.problem_found.connect(self.problem_found)
        self.fits.problem_found.connect(self.problem_found)
        self.outlines.problem_found.connect(self.problem_found)
        self.crossing.problem_found.connect(self.problem_found)
        self.reopening.problem_found.connect(self.problem_found)
        self.race.problem_found.connect(self.problem_found)
        self.tuning.problem_found.connect(self.problem_found)
        self.repeating.problem_found.connect(self.problem_found)
        self.document.table_changed.connect(self._on_table)

    @property
    def analysis(self) -> Analysis | None:
        """What is known of the current table; None while it is worked out, or if that is impossible."""
        return self._analysis

    @property
    def moving(self) -> MovingData | None:
        """The rows where a hand has moved them, until the table with them is analysed."""
        return self._moving

    @property
    def points(self) -> FitPoints | None:
        """The rows as the fit plot shows them; None until they are prepared for what is asked for."""
        return self._points

    def prepare(self) -> None:
        """Get ready in the background what the first table and the first update would have to wait for."""
        self.jobs.start(_get_ready, lambda _: None)

    def solve_exactly(self) -> None:
        """Work out the exact solution once more in the background and say how it went."""
        analysis, objective = self._analysis, self.training.objective
        if analysis is not None and objective is not None:
            solve = partial(timed_solution, objective, self.training.device_for)
            self.jobs.start(lambda _: solve(), partial(self._on_solved, analysis))

    def request_points(self, view: FitView) -> None:
        """Prepare the points of the fit plot for a view."""
        self._forget_points()
        table, objective = self.document.table, self.training.objective
        if self._analysis is not None and table is not None and objective is not None:
            self._pointing.start(
                partial(fit_points, objective, table, view, self.fits.folds), self._on_points
            )

    def close(self) -> None:
        """Interrupt everything and wait until no thread is left."""
        self.document.queue.clear()
        self.race.let_go()
        self.training.let_go()
        self.jobs.close()
        self.opening.close()

    def _on_table(self, table: Table | None) -> None:
        with right_of_way():
            self._follow(table)

    def _follow(self, table: Table | None) -> None:
        self._analysing.retire()
        self._forget_points()
        self._analysis = None
        if table is None or self._before(table) is None:
            self._latest = self._moving = None  # of another table nothing is kept in memory
            self.training.let_go()
            self.desk.let_go()
        else:
            self.training.suspend()
        if self._latest is None:
            self.race.let_go()
        self.runs.follow(table)
        self.fits.follow(table)
        self.tuning.follow(table)
        self.outlines.follow(table)
        self.pointed.point_at(None)
        self.table_changed.emit(table)
        self.selection.follow(table)  # once it is shown
        self.summaries.look_at(table)
        self.computing.tell()
        self.all_rows.follow(table)
        if table is not None:
            self._analysing.start(self._analysis_work(table), partial(self._on_analysed, table))

    def _analysis_work(self, table: Table) -> Callable[[], Analysis]:
        """What a job has to do to know a table."""
        if self._latest is not None and self._latest[0].looks_alone_differ(table):
            return self._latest[1].again
        return partial(analysis_of, table, self.training.device_for, self._before(table))

    def _before(self, table: Table) -> Analysis | None:
        """What is known of another state of the same table, whose numbers may be the same."""
        if self._latest is None or self._latest[0].origin is not table.origin:
            return None
        return self._latest[1]

    def _on_analysed(self, table: Table, outcome: Analysis | Problem) -> None:
        self._moving = None
        if isinstance(outcome, Problem):
            self.training.set_analysis(None, suggest=False)
            self.desk.let_go()
            self.projects.resume()
            self.not_analysed.emit(outcome)
            return
        picture = self.training.picture
        before, self._latest = self._latest, (table, outcome)
        self._analysis = outcome
        fresh, fitted = self.opening.settle()
        self.analysed.emit(outcome)
        goes_on = self.training.set_analysis(outcome, suggest=fresh)
        comes_back = self.projects.resume(goes_on=goes_on)
        had_run = picture is not None and picture.snapshot.step > 0
        if before is not None and had_run and not (goes_on or comes_back or fresh):
            self.run_reset.emit(before[0])
        self.reopening.resume(table)
        self.crossing.follow()
        if fitted:
            self.training.run_to_end()

    def _on_moving(self, data: MovingData | None, *, back: bool = False) -> None:
        """A hand moves rows faster than other losses than the plain squared one are solved.

        They are ``back`` where they were, so that they are the analysed ones unless earlier strokes are on
        their way.
        """
        objective = self.training.objective
        if objective is None or objective.is_plain:
            self._moving = None if back and self.painting.in_hand is None else data
            self.rows_moved.emit(data)

    def _on_solved(self, analysis: Analysis, outcome: tuple[Fit, float] | Problem) -> None:
        if analysis is not self._analysis:
            return
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        else:
            self.solved.emit(*outcome)

    def _on_points(self, points: FitPoints | Problem) -> None:
        if isinstance(points, FitPoints):
            self._points = points
            self.points_ready.emit(points)

    def _forget_points(self) -> None:
        self._pointing.retire()
        self._points = None


def _get_ready(stop: Stop) -> None:
    try:
        import_pandas()
        prepare(stop)
    except ImportError as error:
        # A disk may fail to answer for a moment. Nobody waits for this yet: who needs it imports it again,
        # and tells what is missing if it still is.
        logging.getLogger(__name__).info("Not ready beforehand: %s", error)
