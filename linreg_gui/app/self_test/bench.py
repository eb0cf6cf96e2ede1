"""What the checks of the self-test work on: the program, a folder, and ways to wait and to look."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, Qt, QThread
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from linreg_gui.app.program import Program
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.solvers.sgd.solver import Snapshot
from linreg_gui.session.training.training import Phase

ByteArray = NDArray[np.uint8]

# Channels may differ by this much where a line is drawn with smooth edges.
_NEAR = 40
_FEWEST_COLOURS = 4


class Failed(Exception):
    """Something does not work; the text says what."""


class Untried(Exception):
    """Something cannot be tried here, which is no fault; the text says why."""


@dataclass(frozen=True)
class Bench:
    """The running program and where it may write."""

    application: QApplication
    program: Program
    folder: Path

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
        """Let the program work until the condition holds.

        Raises
        ------
        Failed
            If it does not in this time.
        """
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise Failed(f"{what} took too long.")
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            QThread.msleep(1)

    def open(self, path: Path) -> Analysis:
        """Open a file as from the menu, and wait until it is worked out and drawn."""
        session, said = self.program.session, list[str]()
        points = list[object]()
        problem = session.problem_found.connect(lambda found: said.append(found.sentence))
        ready = session.points_ready.connect(points.append)
        try:
            session.opening.open_file(path)
            self.wait(lambda: bool(points or said), f"Opening “{path.name}”")
        finally:
            session.problem_found.disconnect(problem)
            session.points_ready.disconnect(ready)
        if said or session.analysis is None:
            raise Failed(said[0] if said else f"“{path.name}” was not worked out.")
        return session.analysis

    def rest(self) -> Snapshot:
        """The state training is in once its thread has come back."""
        training = self.program.session.training
        self.wait(lambda: training.phase is Phase.IDLE, "Training")
        if training.picture is None:
            raise Failed("There is no state of the training.")
        return training.picture.snapshot


def same_bits(one: Snapshot, other: Snapshot) -> bool:
    """Whether two states agree to the last bit."""
    return (
        one.step == other.step
        and np.array_equal(one.weights, other.weights)
        and one.bias == other.bias
        and np.array_equal(one.gradient, other.gradient)
    )


def pixels(widget: QWidget) -> ByteArray:
    """The picture of a widget, one row of red, green and blue for each dot."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(picture.constBits(), np.uint8)
    rows = raw.reshape(picture.height(), picture.bytesPerLine())[:, : 4 * picture.width()]
    dots: ByteArray = rows.reshape(-1, 4)[:, 2::-1].copy()
    return dots


def is_blank(dots: ByteArray) -> bool:
    """Whether next to nothing is drawn: fewer colours than any text or line has."""
    colours = dots.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1])
    return len(np.unique(colours)) < _FEWEST_COLOURS


def shows(dots: ByteArray, colour: QColor) -> bool:
    """Whether a colour is among the dots."""
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    return bool(np.any(np.all(np.abs(dots.astype(np.int16) - wanted) <= _NEAR, axis=1)))


def drawn_letter(letter: str, font: QFont) -> bytes:
    """The picture of a letter; letters that no font has all look alike."""
    picture = QImage(48, 48, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    painter = QPainter(picture)
    painter.setFont(font)
    painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return np.frombuffer(picture.constBits(), np.uint8).tobytes()
