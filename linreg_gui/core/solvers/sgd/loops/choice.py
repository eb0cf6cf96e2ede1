"""What makes the updates of a run: the compiled loop on the CPU, or (`device_loop`) a GPU."""

from __future__ import annotations

import copy
import sys
from typing import Protocol

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.rows import Rows
from linreg_gui.core.solvers.sgd.update_rule import Progress, Rule

from .gpu_loop import DeviceLoop
from .numba_compiling import compiled_loop
from .numpy_loop import run_updates

# Updates in NumPy before it is asked again whether the compiled loop is there.
_FEW = 20


class Loop(Protocol):
    """Makes updates on the state of a run, which stays on the host.

    Attributes
    ----------
    backend : str
    """

    backend: str

    def run(
        self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int, whole: bool, /
    ) -> Progress:
        """At most so many updates from a place on; `numbers` is changed only when they are done.

        ``whole``: from one checkpoint to the next, so that every later visit starts from what comes out.
        """
        ...

    def spacing(self, batch_size: int, /) -> int:
        """Updates between two checkpoints that suit it; 0 for any."""
        ...

    def problem_of(self, error: Exception, /) -> Problem | None:
        """Why the device cannot go on; None for a bug."""
        ...


class HostLoop:
    """The loop compiled by Numba; while that is being compiled, the same in NumPy.

    Updates that NumPy has made are made by it again whenever they are sought, the same to the last bit.

    Parameters
    ----------
    rows : Rows
    largest : array, shape (d + 1,)
        Largest internal parameters, see `Scaling.largest`.
    """

    backend = "numpy"

    def __init__(self, rows: Rows, largest: FloatArray) -> None:
        self._rows, self._largest = rows, largest
        self._made_by_numpy = 0
        self._waits = False

    def wait_for_compiled(self) -> None:
        """Have the compiled loop from now on, however long it takes to compile."""
        self._waits = True

    def stay_with_numpy(self) -> None:
        """Never have it, so that nothing waits for it."""
        self._made_by_numpy = sys.maxsize

    def run(
        self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int, _whole: bool, /
    ) -> Progress:
        """See `Loop.run`."""
        rows, again = self._rows, self._made_by_numpy - place.step
        loop = None if again > 0 else compiled_loop(rows.X.dtype.name).get(wait=self._waits)
        if loop is None:
            few = min(steps, again if again > 0 else _FEW)
            progress = run_updates(rows, self._largest, numbers, rule, penalty, place, few)
            self._made_by_numpy = max(self._made_by_numpy, place.step + progress.steps)
            return progress
        progress = loop(
            rows.X,
            rows.y,
            rows.y[:0] if rows.weights is None else rows.weights,
            rows.shift,
            rows.scale,
            penalty,
            self._largest,
            numbers,
            rule,
            place.epoch,
            place.position,
            place.averaged,
            steps,
        )
        return Progress(*progress)

    def spacing(self, _batch_size: int, /) -> int:
        """Any will do."""
        return 0

    def problem_of(self, _error: Exception, /) -> Problem | None:
        """There is no device to fail."""
        return None


class ExchangeableLoop:
    """A loop that can be exchanged in mid-run, because the state stays on the host.

    Attributes
    ----------
    notice : Problem or None
        Why a GPU gave up, and from which step on the CPU went on.
    """

    def __init__(self, rows: Rows, largest: FloatArray) -> None:
        self._rows, self._largest = rows, largest
        self._host = HostLoop(rows, largest)
        self._loop: Loop = self._host
        self.notice: Problem | None = None

    @property
    def backend(self) -> str:
        """What computes."""
        return self._loop.backend

    def use(self, device: Backend) -> None:
        """Let another backend make the updates from now on.

        Row weights, and models without a bias, are known to the CPU alone.
        """
        self.notice = None
        data = self._rows.data
        host = device.name == "numpy" or data.row_weights is not None or not data.has_bias
        self._loop = self._host if host else DeviceLoop(device, self._rows, self._largest)

    def on_host(self) -> ExchangeableLoop:
        """The same on the CPU; what NumPy has made, it makes again there, too."""
        other = copy.copy(self)
        other._loop, other.notice = self._host, None
        return other

    def apart(self) -> ExchangeableLoop:
        """The same on the CPU for another run; what one has NumPy make is no matter of the other."""
        other = self.on_host()
        other._loop = other._host = copy.copy(self._host)
        return other

    def in_numpy(self) -> ExchangeableLoop:
        """The same for another run, which never waits for the compiled loop."""
        other = self.apart()
        other._host.stay_with_numpy()
        return other

    def wait_for_compiled(self) -> None:
        """See `HostLoop.wait_for_compiled`."""
        self._host.wait_for_compiled()

    def spacing(self, batch_size: int) -> int:
        """See `Loop.spacing`."""
        return self._loop.spacing(batch_size)

    def run(
        self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int, whole: bool
    ) -> Progress:
        """As `Loop.run`; on the CPU from here on, should the device fail."""
        try:
            return self._loop.run(numbers, rule, penalty, place, steps, whole)
        except Exception as error:
            problem = self._loop.problem_of(error)
            if problem is None:
                raise
            self.use(Backend())
            sentence = f"{problem.sentence} Training went on on the CPU from step {place.step:,}."
            self.notice = Problem(sentence, problem.kind)
            return self._loop.run(numbers, rule, penalty, place, steps, whole)
