"""What training is doing."""

from __future__ import annotations

import enum


class Phase(enum.Enum):
    """Whether a job is at work."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"
