"""What makes the updates of a run, and the CPU in its place where a GPU fails."""

from __future__ import annotations

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.problem import Problem

from .checkpoints import Place
from .device_loop import DeviceLoop
from .loops import HostLoop, Loop
from .scaling import Rows
from .update_rule import Progress, Rule


class Updates:
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
        """Let another backend make the updates from now on."""
        self.notice = None
        host = device.name == "numpy"
        self._loop = self._host if host else DeviceLoop(device, self._rows, self._largest)

    def wait(self) -> None:
        """See `HostLoop.wait`."""
        self._host.wait()

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
