"""One run of minibatch SGD as the window knows it: phase, settings, history, and the jobs that do it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.fitting.analysis import Analysis, DeviceFor, on_cpu
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.stopping import StopRules, stop_sentence
from linreg_gui.session.job_thread import Jobs, LatestJob, Mailbox

from .advice import advised_config, advised_speed, after_divergence, check_settings, checked_run, instead
from .display_timer import DisplayTimer
from .loss_history import LossHistory
from .pace import Pace
from .run_record import history_of
from .stop_watch import StopWatch
from .training_job import End, Phase, Picture, TrainingJob, apply_config, changes_run, start_of, starts_over
from .training_state import TrainingState

__all__ = ["Phase", "Training"]

_MOST_PENDING_STEPS = 1000
_AT_ZEROS = "The start that was chosen belongs to other features: training starts at zeros."
_OTHER_FEATURES = Problem(_AT_ZEROS, ProblemKind.COLUMNS)
# Of a run that is left, so many states are kept: any other one is a few updates away.
STATES_KEPT = 256


@dataclass(eq=False)
class _Held:
    """A run whose data are looked at anew, and how its job ended meanwhile."""

    analysis: Analysis
    sgd: Sgd
    config: SgdConfig
    end: End | Problem | None = None


class Training(TrainingState):
    """Trains on one analysis after the other; what an earlier one leaves behind never arrives."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None, *, pace: Pace | None = None) -> None:
        super().__init__(jobs, pace, parent)
        self.device_for: DeviceFor = on_cpu
        self._thread = LatestJob(jobs)
        self._new_configs: Mailbox[SgdConfig] = Mailbox()
        self._pending_steps = 0
        self._held: _Held | None = None
        self._watch: StopWatch | None = None  # of the job at work, or of the last one
        self._timer = DisplayTimer(self, self._drain_points, self._drain_pictures)
        self._seeker.changed.connect(self._on_objective)

    def set_analysis(self, analysis: Analysis | None, *, suggest: bool) -> bool:
        """Train on other data, from step 0; ``suggest`` takes over settings and speed that suit them.

        On the numbers of the data before, the run goes on as if nothing had been, and the answer is true.
        """
        held = self._held
        if held is not None and analysis is not None and analysis.has_the_numbers_of(held.analysis):
            self._go_on(held, analysis)
            return True
        self._retire()
        self._analysis = analysis
        if analysis is None:
            self._seeker.forget()
        elif not self._settings.follow(analysis, suggest=suggest) and not suggest:
            self.problem_found.emit(_OTHER_FEATURES)
        self._start_over()
        self.config_changed.emit(self.config)
        if suggest and self._sgd is not None:
            self.set_speed(advised_speed(self._sgd.steps_left))
            self.set_rules(StopRules())
        return False

    def suspend(self) -> None:
        """The data are looked at anew: until it is known what they are, nothing can be done or is told.

        A job at work goes on meanwhile. If the numbers are others, nobody will hear of it.
        """
        if self._held is None and self._analysis is not None and self._sgd is not None:
            self._timer.stop()
            self._held = _Held(self._analysis, self._sgd, self.config)
        self._analysis = self._sgd = None

    def let_go(self) -> None:
        """Stop, and forget the data; what is shown stays until there are others."""
        self._retire()
        self._seeker.forget()
        self._analysis = self._sgd = None
        self.replaced.emit()

    def set_config(self, config: SgdConfig) -> None:
        """Other settings from the next update on; one that belongs to a whole run starts it over.

        Another start is that of the next run, unless this one has not left its own. A loss that does not suit
        the labels is refused, and all stays as it was.
        """
        old, ended = self.config, self.ended
        problem = None if self._analysis is None else unsuited(self._analysis, config.loss)
        if problem is not None and config.loss != old.loss:
            self.problem_found.emit(problem)
            self.config_changed.emit(old)
            return
        config = self._settings.choose(config, self._analysis)
        if self._analysis is not None:
            self._seeker.seek(self._analysis, config)
        if self._sgd is not None and config != old:
            if starts_over(config, old) or (config.start != old.start and not self.begun):
                self._begin_with_others(ended)
            elif self._undone is not None and changes_run(config, old) and self._picture is not None:
                goes_on = self._job is not None and not self.stepping
                self.branch(self._picture.snapshot.step, self._picture, goes_on=goes_on)
            elif self._job is not None:
                self._new_configs.put(config)
            else:
                apply_config(self._sgd, config)
                self._refresh()
        self.config_changed.emit(self.config)

    def _begin_with_others(self, ended: bool) -> None:
        self.parting.emit(ended)
        self.reset()
        self.parted.emit(0)

    def suggest(self) -> None:
        """Take over the settings that suit the data."""
        if self._analysis is not None:
            self.set_config(advised_config(self._analysis, self.config))
            self._settings.suggested = True
            self.config_changed.emit(self.config)

    def set_rules(self, rules: StopRules) -> None:
        """End the run by these rules, from the next slice of updates on."""
        if rules != self._rules:
            self._rules = rules
            self.rules_changed.emit(rules)

    def set_speed(self, updates_per_second: float | None) -> None:
        """Updates per second from now on; None for as many as possible."""
        self._pace.rate = updates_per_second
        self.speed_changed.emit(updates_per_second)

    def run(self) -> None:
        """Train at the chosen speed until paused or finished; a run that has ended starts over."""
        if self._sgd is not None and self._phase is Phase.IDLE:
            if self._sgd.finished or self._sgd.diverged:
                self._leave()
                self._start_over()
            self._start(None, self._pace)

    def run_to_end(self) -> None:
        """Train as fast as possible to the end of the last epoch."""
        if self._sgd is None:
            return
        if self._phase is Phase.IDLE:
            self._start(None, Pace())
        elif self._job is not None:
            self._job.hurry()

    def pause(self) -> None:
        """Stop after the current slice."""
        self._pending_steps = 0
        if self._phase is Phase.RUNNING:
            self._thread.interrupt()
            self._set_phase(Phase.STOPPING)

    def step(self, count: int = 1) -> None:
        """Exactly ``count`` minibatch updates, or fewer at the end."""
        if self._sgd is None:
            return
        if self._phase is Phase.IDLE:
            self._start(self._sgd.step + count, Pace())
        elif self._target is not None:
            self._pending_steps = min(self._pending_steps + count, _MOST_PENDING_STEPS)

    def step_back(self) -> None:
        """Undo the last update, exactly; where other settings follow, what was undone stays as a run."""
        if self._sgd is not None and self._phase is Phase.IDLE and self._sgd.step > 0:
            self._last = self._undone or self._made
            self._start(self._sgd.step - 1, Pace())

    def reset(self) -> None:
        """Back to step 0."""
        self._leave()
        self._retire()
        self._start_over()

    def branch(self, step: int, picture: Picture | None = None, *, goes_on: bool = True) -> None:
        """Go on from an earlier step with the present settings, or stand there; the run as it is now is left.

        ``picture`` is what there is to be seen of that step, if it is at hand.
        """
        if self._sgd is None:
            return
        self.parting.emit(True)
        sgd, history = self._sgd.branch(step), self._history.up_to(step)
        self._leave()
        self._retire()
        self._start_over(sgd)
        self._history = history
        if picture is not None and picture.snapshot.step == step:
            self._picture = picture
        self._refresh()
        self._start(None if goes_on else step, self._pace if goes_on else Pace(), step, self.config)
        self.parted.emit(step)

    def restore(self, run: Run, *, suggested: bool, states: Sgd | None = None) -> None:
        """Repeat a run on these data in a job; a `ProblemError` if its settings do not suit them.

        With a copy of it that keeps states, see `left`, it is repeated from the nearest of these.
        """
        sgd = None if states is None else states.branch(run.step)
        if self._analysis is not None and sgd is None:
            sgd = Sgd.repeat(self._analysis.data, run.changes, known=self._analysis.moments)
            for _, config in run.changes:
                check_settings(self._analysis, config)
        self._leave()
        self._retire()
        self._settings.take(run.config, suggested=suggested)
        self._start_over(sgd)
        self.config_changed.emit(self.config)
        if run.step and sgd is not None:
            # One more update, which comes to nothing, finds out again that it diverges.
            self._start(run.step + run.diverged, Pace(), sgd.kept_before(run.step))
            self._restoring = run
            self._history = history_of(run.curve)
            # Settings that are chosen on the way wait until the run is there: the job has the other mailbox.
            self._new_configs = Mailbox()
            self.history_changed.emit(self._history)

    def _leave(self) -> None:
        """Hand over the run that is about to be replaced, as far as it was shown."""
        sgd, run = self._sgd, self._restoring or self._undone or self._made
        if sgd is not None and run is not None and run.step:
            self.left.emit(run, sgd.branch(run.step, STATES_KEPT))

    def _start_over(self, sgd: Sgd | None = None) -> None:
        self._history = LossHistory()
        self._picture = None
        self._sgd = self._watch = self._last = self._diverged_at = None
        self._ruled = False
        self.replaced.emit()
        if self._analysis is not None:
            self._sgd = sgd or self._fresh(self._analysis)
            objective = self._seeker.seek(self._analysis, self.config)
            self._picture, first = start_of(objective, self._sgd)
            self._history.extend([first])
        self._refresh()

    def _fresh(self, analysis: Analysis) -> Sgd:
        """At step 0, with suggested settings where those that were chosen do not suit the data."""
        try:
            return checked_run(analysis, self.config)
        except ProblemError as error:
            problem = error.problem
        sgd, config, words = instead(analysis, self.config)
        self._settings.take(config, suggested=self.suggested or config == advised_config(analysis, config))
        self.config_changed.emit(self.config)
        self.problem_found.emit(Problem(f"{problem.sentence} {words}", problem.kind))
        return sgd

    def _go_on(self, held: _Held, analysis: Analysis) -> None:
        """It was only called otherwise, or stood elsewhere."""
        self._held = None
        self._analysis, self._sgd = analysis, held.sgd
        self._settings.rename(analysis)
        self._seeker.seek(analysis, held.config)
        chosen = self.config  # perhaps meanwhile
        if held.end is not None:
            self._on_end(held.end)
        elif self._job is not None:
            self._timer.start()
        self._refresh()
        if chosen != held.config:
            self._settings.config = held.config
            self.set_config(chosen)
        else:
            self.config_changed.emit(chosen)

    def _refresh(self) -> None:
        """Say again what is the case."""
        self.history_changed.emit(self._history)
        if self._picture is not None:
            self.progressed.emit(self._picture)
        self.phase_changed.emit(self._phase)

    def _start(
        self, target: int | None, pace: Pace, first: int | None = None, change: SgdConfig | None = None
    ) -> None:
        objective = self.objective
        assert objective is not None
        assert self._sgd is not None
        if target is not None and target < self._sgd.step:
            self._history.cut_after(target)
            self.history_changed.emit(self._history)
        self._target = target
        self._new_configs = configs = Mailbox[SgdConfig]()
        if change is not None:
            configs.put(change)
        self._watch = watch = self._watch_for(target, first)
        run, spent = (objective, self._sgd, target), self._history.seconds
        self._job = TrainingJob(*run, pace, configs, self.device_for, first, spent, watch)
        self._ruled, self._diverged_at = False, None
        self._thread.start_stoppable(self._job, self._on_end)
        self._timer.start()
        self._set_phase(Phase.RUNNING)

    def _watch_for(self, target: int | None, first: int | None) -> StopWatch | None:
        """What looks for the rules; steps that are asked for are made, whatever they say."""
        points = [point for point in self._history.points if first is None or point.step <= first]
        return None if target is not None else StopWatch(lambda: self._rules, points, self._watch)

    def _retire(self) -> None:
        """Let go of the job at work, if any, without waiting for it."""
        self._thread.retire()
        self._forget_job()
        self._pending_steps = 0
        self._set_phase(Phase.IDLE)

    def _forget_job(self) -> None:
        self._held = None
        self._timer.stop()
        self._job = None
        self._restoring = None

    def _drain_pictures(self) -> None:
        pictures = [] if self._job is None else self._job.pictures.drain()
        if pictures:
            self._picture = pictures[-1]
            self.progressed.emit(self._picture)

    def _drain_points(self) -> None:
        points = [] if self._job is None else self._job.points.drain()
        if points and self._restoring is None:
            self._history.extend(points)
            self.history_changed.emit(self._history)

    def _on_end(self, end: End | Problem) -> None:
        if self._held is not None:
            self._held.end = end
            return
        self._drain_points()
        self._drain_pictures()
        if self._restoring is not None and self._picture is not None:
            self._on_restored(self._restoring, self._picture.snapshot)
        watch = self._watch
        self._forget_job()
        for config in self._new_configs.drain():
            if self._sgd is not None:
                apply_config(self._sgd, config)
        self._ruled = end is End.RULED
        self._set_phase(Phase.IDLE)
        objective = self.objective
        if watch is not None and watch.ending is not None and self._picture is not None:
            self._history.cut_after(self._picture.snapshot.step)
            self.history_changed.emit(self._history)
            self.stopped.emit(stop_sentence(watch.ending, watch.rules, self._picture.snapshot.step))
        elif end is End.DIVERGED and objective is not None and self._sgd is not None:
            self._diverged_at = self._sgd.step
            self.diverged.emit(*after_divergence(objective, self._sgd.config, self._sgd.step))
        elif isinstance(end, Problem):
            self.problem_found.emit(end)
        elif self._pending_steps and end is End.REACHED:
            count, self._pending_steps = self._pending_steps, 0
            self.step(count)

    def _on_objective(self, objective: Objective) -> None:
        """What is shown stands beside another exact solution."""
        self.objective_changed.emit(objective)
        if self._job is not None:
            self._job.follow(objective)
        if self._picture is not None and self._sgd is not None:
            stands = objective.standing(self._picture.snapshot)
            self._picture = replace(
                self._picture,
                distance=stands.distance,
                standard_errors_off=stands.standard_errors_off,
                noise=stands.noise,
            )
            self.progressed.emit(self._picture)

    def _on_restored(self, run: Run, state: Snapshot) -> None:
        """The run is where it was, or where it was told to stop on the way."""
        self._history.cut_after(state.step)
        self.history_changed.emit(self._history)
        if state.step == run.step:
            self.restored.emit(np.array_equal(state.weights, run.weights) and state.bias == run.bias)

    def _set_phase(self, phase: Phase) -> None:
        if phase is not self._phase:
            self._phase = phase
            self.phase_changed.emit(phase)
