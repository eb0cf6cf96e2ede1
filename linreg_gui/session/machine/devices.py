"""What there is to compute on: looks for a GPU, prepares and measures it in the background, and chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.backend.backend import Backend, backend
from linreg_gui.core.devices.choice import Choice, ComputeOn, CostModel, Rates, choose, measure
from linreg_gui.core.devices.detection import Detection, detect, use_cupy_from
from linreg_gui.core.devices.float32_digits import float32_digits
from linreg_gui.core.devices.state import DeviceState, Stage
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.session.job_thread import Jobs, LatestJob, Stop
from linreg_gui.session.keeping.settings import Settings


@dataclass(frozen=True)
class Tools:
    """What looks, opens and measures."""

    detect: Callable[[Stop], Detection] = lambda stop: detect(stop=stop)
    open_gpu: Callable[[], Backend] = lambda: backend("cupy")
    measure: Callable[[Backend], Rates] = measure


class Devices(QObject):
    """Knows the devices and what a person wants; a run asks for its device when it starts."""

    changed = Signal(object)  # DeviceState
    digits_found = Signal(float)

    def __init__(
        self, jobs: Jobs, settings: Settings, parent: QObject | None = None, *, tools: Tools | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._tools = tools or Tools()
        self._state = DeviceState(compute_on=settings.device())
        self._gpu: Backend | None = None
        self._looking = LatestJob(jobs)
        self._measuring = LatestJob(jobs)
        self._checking = LatestJob(jobs)
        self._to_check: tuple[Dataset, SgdConfig] | None = None

    @property
    def state(self) -> DeviceState:
        """What is known, and what is wanted."""
        return self._state

    @property
    def cupy_folder(self) -> str:
        """From where CuPy may be imported besides the program itself; an empty text for nowhere."""
        return self._settings.cupy_folder()

    def set_cupy_folder(self, folder: str) -> None:
        """Look for CuPy in a folder, too, or (an empty text) in none."""
        self._settings.set_cupy_folder(folder)
        self.look()

    def look(self) -> None:
        """Look for a GPU, at first or again."""
        use_cupy_from(self.cupy_folder)
        self._gpu = None
        model = CostModel(cpu=self._state.model.cpu)
        self._show(DeviceState(compute_on=self._state.compute_on, model=model))
        self._looking.start_stoppable(self._tools.detect, self._on_detected)

    def measure_cpu(self) -> None:
        """Measure the CPU, if nobody has done it yet."""
        state = self._state
        if state.model.cpu is None and not self._measuring.running and state.stage is Stage.READY:
            self._measuring.start(partial(self._tools.measure, Backend()), self._on_measured)

    def set_compute_on(self, compute_on: ComputeOn) -> None:
        """Compute on something else from the next start on."""
        self._settings.set_device(compute_on)
        self._show(replace(self._state, compute_on=compute_on))

    def choice(self, n_rows: int, n_features: int, config: SgdConfig, *, weighted: bool = False) -> Choice:
        """What a run would compute on, and why."""
        state = self._state
        model = state.model if state.usable else CostModel(state.model.cpu, None, state.problem)
        return choose(model, state.compute_on, n_rows, n_features, config, weighted=weighted)

    def device_for(self, data: Dataset, config: SgdConfig) -> Backend:
        """The device of a run that starts now; called in its thread."""
        gpu = self._gpu
        weighted = data.row_weights is not None
        choice = self.choice(data.n_rows, data.n_features, config, weighted=weighted)
        on_gpu = choice.backend == "cupy"
        return gpu if gpu is not None and on_gpu else Backend()

    def report_failure(self, problem: Problem) -> None:
        """The GPU failed in a run: nobody computes on it until it is looked for again."""
        self._gpu = None
        self._show(replace(self._state, problem=problem))

    def check_digits(self, data: Dataset, config: SgdConfig) -> None:
        """Find out how many digits float32 keeps for these data; where a check is at work, after that."""
        self._to_check = (data, config)
        if not self._checking.running:
            self._check_next()

    def _prepare(self) -> tuple[Backend, CostModel]:
        """Context, kernels and a measurement."""
        gpu = self._tools.open_gpu()
        cpu = self._state.model.cpu or self._tools.measure(Backend())
        try:
            return gpu, CostModel(cpu, self._tools.measure(gpu))
        except Exception as error:
            problem = gpu.problem_of(error)
            if problem is None:
                raise
            raise ProblemError.of(problem) from error

    def _on_detected(self, found: Detection | Problem) -> None:
        if isinstance(found, Problem):
            found = Detection(None, found)
        if found.device is None:
            model = replace(self._state.model, problem=found.problem)
            self._show(replace(self._state, stage=Stage.READY, problem=found.problem, model=model))
            return
        self._show(replace(self._state, stage=Stage.PREPARING, device=found.device))
        self._looking.start(self._prepare, self._on_prepared)

    def _on_prepared(self, outcome: tuple[Backend, CostModel] | Problem) -> None:
        if isinstance(outcome, Problem):
            self._show(replace(self._state, stage=Stage.READY, problem=outcome))
            return
        self._gpu, model = outcome
        self._show(replace(self._state, stage=Stage.READY, model=model))

    def _on_measured(self, outcome: Rates | Problem) -> None:
        if isinstance(outcome, Rates):
            self._show(replace(self._state, model=replace(self._state.model, cpu=outcome)))

    def _check_next(self) -> None:
        assert self._to_check is not None
        (data, config), self._to_check = self._to_check, None
        work = partial(float32_digits, data, config, backend=self.device_for(data, config))
        self._checking.start(work, self._on_digits)

    def _on_digits(self, outcome: float | Problem) -> None:
        if self._to_check is not None:
            self._check_next()
        elif not isinstance(outcome, Problem):
            self.digits_found.emit(outcome)

    def _show(self, state: DeviceState) -> None:
        self._state = state
        self.changed.emit(state)
