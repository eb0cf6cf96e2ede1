"""What is known of the devices there are to compute on, as one frozen value to be shown."""

from __future__ import annotations

import enum
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

from linreg_gui.core.backend.backend import Device
from linreg_gui.core.problem import Problem

from .choice import ComputeOn, CostModel


class Stage(enum.Enum):
    """How far the search for a GPU is."""

    LOOKING = "looking"
    PREPARING = "preparing"
    READY = "ready"


@dataclass(frozen=True)
class Host:
    """The CPU: its name, the cores this program may use, and the memory of the machine in bytes."""

    name: str
    cores: int
    memory: int


@dataclass(frozen=True)
class DeviceState:
    """The devices, and what is wanted.

    Attributes
    ----------
    stage : Stage
    compute_on : ComputeOn
    device : Device or None
        The GPU that was found.
    problem : Problem or None
        Why there is none, or why it is not used any more.
    model : CostModel
        What was measured.
    """

    stage: Stage = Stage.LOOKING
    compute_on: ComputeOn = ComputeOn.AUTO
    device: Device | None = None
    problem: Problem | None = None
    model: CostModel = field(default_factory=CostModel)

    @property
    def usable(self) -> bool:
        """Whether there is a GPU that is ready and works."""
        return self.stage is Stage.READY and self.device is not None and self.problem is None

    @property
    def reason(self) -> str:
        """Why the GPU cannot be chosen; empty where it can."""
        if self.problem is not None:
            return self.problem.sentence
        if self.usable:
            return ""
        return "The GPU is being prepared." if self.device else "A GPU is being looked for."


def host() -> Host:
    """The CPU of this machine."""
    import psutil

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Host(_cpu_name(), cores, int(psutil.virtual_memory().total))


def _cpu_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name" and value.strip():
                return value.strip()
    except OSError:
        pass
    return platform.processor() or platform.machine() or "CPU"
