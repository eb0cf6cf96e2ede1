"""What a view draws of one moment of a run, as one frozen value, and how each view is prepared from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import Analysis, Standing
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.next_update import NextUpdate
from linreg_gui.core.solvers.sgd.solver import Sgd

from .directions import Directions, NoDirections, directions_beside
from .fit_points import FitPoints
from .microscope import microscope
from .microscope_lines import MicroscopeWish, Unfolded
from .run_fit import NoFit, RunFit, run_fit
from .run_neuron import NeuronWish, NoNeuron, RunNeuron, run_neuron
from .run_noise import NoiseWish, RunNoise, run_noise
from .run_numbers import (
    PredictionWish,
    RunEquation,
    RunPrediction,
    RunWeights,
    run_distance,
    run_equation,
    run_prediction,
    run_weights,
)
from .run_on_surface import RunOnSurface, SurfaceWish, run_on_surface
from .run_path import even_path, run_path
from .run_plane import NoPlane, PlaneWish, RunPlane, run_plane
from .run_progress import RunDistance, RunProgress
from .shown_run import ShownRun
from .state import State
from .weights_path import WeightsPath, WeightsWish, weights_path

# Values of a minibatch up to which NumPy makes the next update about as fast as the compiled loop.
_DRAFTED = 1_000_000


@dataclass(frozen=True, eq=False)
class Scene:
    """One moment of a run.

    Attributes
    ----------
    objective : Objective
        What it minimises, on which data.
    state : Snapshot
        What it has come to.
    run : Sgd
        A replay, see `Sgd.replay`, which stays at step 0: whoever needs another state takes one of its own.
    last : int, optional
        The latest step of the run; by default that of the moment.
    next_start : State, optional
        Where the run after it begins; None for where this one began.
    runs : tuple of ShownRun
        Those that are drawn beside it, on the same data.
    stands : Standing, optional
        Where it stands beside the exact solution, and its residuals, as far as that is worked out already.
    moving : MovingData, optional
        The rows in the middle of a stroke, where a hand moves them.
    units : mapping of str to str
        Of the columns of the table.
    points : FitPoints, optional
        The rows as the fit plot shows them, once they are prepared.
    examples_per_second : float
        Rows that are visited per second, where the run goes on.
    """

    objective: Objective
    state: Snapshot
    run: Sgd
    last: int | None = None
    next_start: State | None = None
    runs: tuple[ShownRun, ...] = ()
    stands: Standing | None = None
    moving: MovingData | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    points: FitPoints | None = None
    examples_per_second: float = 0.0

    @property
    def end(self) -> int:
        """The latest step there is."""
        return self.state.step if self.last is None else max(self.last, self.state.step)

    @property
    def analysis(self) -> Analysis:
        """Of the data it trains on."""
        return self.objective.analysis

    @property
    def config(self) -> SgdConfig:
        """The settings of the update after it."""
        return next(config for step, config in reversed(self.run.changes) if step <= self.state.step)

    @cached_property
    def update(self) -> NextUpdate | None:
        """The update that led here, before it is made; at the start, the one that comes first."""
        run = self.run.replay()
        run.seek(max(0, self.state.step - 1))
        return run.next_update()


def directions_of(scene: Scene) -> Directions | NoDirections:
    """Where the moment stands along the eigendirections of the loss."""
    return directions_beside(scene.objective, scene.config, scene.state)


def microscope_of(scene: Scene, wish: MicroscopeWish) -> Unfolded | None:
    """The update that led to the moment, unfolded; at the start the one that comes first."""
    analysis, update = scene.analysis, scene.update
    if update is None:
        return None
    made = update.step < scene.state.step
    found = Unfolded(microscope(analysis.data, update, table_rows=analysis.table_rows, made=made), wish)
    found.table(wish)
    return found


def surface_of(scene: Scene, wish: SurfaceWish) -> RunOnSurface:
    """The run on the loss over two parameters, with the move that comes next."""
    run = scene.run.replay()
    path = run_path(run, scene.state.step)
    update = run.next_update() if wish.minibatch else None
    rows = None if update is None else update.rows
    if min(scene.config.batch_size, scene.analysis.data.n_rows) * scene.analysis.data.n_features <= _DRAFTED:
        run = run.draft()
    run.advance(1)
    after = run.snapshot(with_rows=False)
    states = path, scene.state, after, scene.next_start
    return run_on_surface(scene.objective, *states, rows, wish, scene.runs)


def weights_of(scene: Scene, wish: WeightsWish) -> WeightsPath | None:
    """Every weight over all steps of the run; None without exact ones beside them."""
    exact = scene.objective.exact
    if exact is None:
        return None
    analysis, path = scene.analysis, even_path(scene.run.replay(), scene.end, scene.state.step)
    data, step = analysis.data, scene.state.step
    return weights_path(path, step, exact, analysis.moments, data, wish, scene.runs)


def plane_of(scene: Scene, wish: PlaneWish) -> RunPlane | NoPlane:
    """The points and the plane of two features."""
    return run_plane(scene.objective, scene.state, wish)


def neuron_of(scene: Scene, wish: NeuronWish) -> RunNeuron | NoNeuron:
    """The model at a selected row, or at the first of the minibatch, which at the start comes next."""
    rows = scene.state.minibatch_rows
    if not rows.size and scene.update is not None:
        rows = scene.update.rows
    first = int(rows[0]) if rows.size else 0
    return run_neuron(scene.analysis, scene.state, scene.config.loss, first, scene.next_start, wish)


def noise_of(scene: Scene, wish: NoiseWish) -> RunNoise:
    """The residuals of the moment, or of the exact solution."""
    return run_noise(scene.objective, scene.state, scene.stands, scene.moving, scene.units, wish)


def fit_of(scene: Scene) -> RunFit | NoFit:
    """The moment on the points of the fit plot."""
    return run_fit(scene.objective, scene.state, scene.stands, scene.moving, scene.points)


def equation_of(scene: Scene, form: EquationForm) -> RunEquation:
    """Both equations of the moment, in the form that is wished for."""
    return run_equation(scene.objective, scene.state, scene.moving, scene.units, form)


def distance_of(scene: Scene) -> RunDistance:
    """How far the moment is from the exact solution."""
    stands = scene.objective.standing(scene.state) if scene.stands is None else scene.stands
    return run_distance(scene.objective, scene.state, stands, scene.moving)


def weight_numbers_of(scene: Scene) -> RunWeights:
    """Bias and weights of the moment, beside the exact and the true ones."""
    return run_weights(scene.objective, scene.state, scene.moving)


def prediction_of(scene: Scene, wish: PredictionWish) -> RunPrediction:
    """What the moment predicts for a row, beside the exact solution."""
    return run_prediction(scene.objective, scene.state, scene.moving, scene.units, wish)


def progress_of(scene: Scene) -> RunProgress:
    """How far the run is."""
    state = scene.state
    return RunProgress(state.step, state.epoch, scene.config.epochs, scene.examples_per_second)
