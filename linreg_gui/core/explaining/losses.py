"""What a plot of losses draws: the recorded curve of a run, the least loss, and the runs beside it."""

from __future__ import annotations

from dataclasses import dataclass

from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.loss_curve import LossCurve, RunCurve
from linreg_gui.core.model.losses import Loss, SquaredLoss

from .run_rows import RunRow

_OTHER_LOSS = "It has another loss than the present run, so that its curve has no place on this axis."


@dataclass(frozen=True, eq=False)
class ListedRun:
    """A run that is drawn beside the present one.

    Attributes
    ----------
    row : RunRow
        What is told of it in the list, and its look.
    loss : Loss
        That it minimises.
    curve : LossCurve
        What is recorded of it.
    """

    row: RunRow
    loss: Loss
    curve: LossCurve


@dataclass(frozen=True, eq=False)
class Losses:
    """What is recorded of a run as a whole.

    Attributes
    ----------
    objective : Objective
        What it minimises, on which data.
    curve : LossCurve
        At one step at least.
    moment : int, optional
        The step that is looked back at; None where the end is shown.
    beside : tuple of ListedRun
        Those on the same data that have a look.
    moving : MovingData, optional
        The rows in the middle of a stroke, where a hand moves them.
    """

    objective: Objective
    curve: LossCurve
    moment: int | None = None
    beside: tuple[ListedRun, ...] = ()
    moving: MovingData | None = None


@dataclass(frozen=True, eq=False)
class LossScene:
    """Curves of losses, ready to be drawn.

    Attributes
    ----------
    curve : LossCurve
    least : float or None
        The least loss any weights can reach; None where it is not known.
    name, short_name : str
        Which mean loss it is, with the ½ where there is one.
    runs : tuple of RunCurve
        Those beside it.
    n_rows : int
        As many rows are visited in an epoch.
    moment : int or None
        See `Losses`.
    """

    curve: LossCurve
    least: float | None = None
    name: str = SquaredLoss().mean_name
    short_name: str = SquaredLoss().short_name
    runs: tuple[RunCurve, ...] = ()
    n_rows: int = 1
    moment: int | None = None

    def has_the_lines_of(self, other: LossScene) -> bool:
        """Whether the same is drawn, but for the moment and what is told of the runs."""
        return self.curve is other.curve and self._lines == other._lines

    @property
    def _lines(self) -> tuple[object, ...]:
        runs = [(run.look, id(run.curve)) for run in self.runs if run.shown]
        return self.least, self.name, self.n_rows, runs


def loss_scene_of(losses: Losses) -> LossScene:
    """The curves of a run and of those beside it; runs of another loss are told of, and not drawn."""
    objective, moving = losses.objective, losses.moving
    return LossScene(
        losses.curve,
        objective.least if moving is None else moving.least,
        objective.mean_name,
        objective.loss.short_name,
        tuple(_beside(run, objective.loss) for run in losses.beside if run.row.look is not None),
        objective.analysis.data.n_rows,
        losses.moment,
    )


def _beside(run: ListedRun, loss: Loss) -> RunCurve:
    row, alike = run.row, run.loss == loss
    assert row.look is not None
    sentence = row.sentence if alike else f"{row.sentence} {_OTHER_LOSS}"
    return RunCurve(row.key, row.name, row.look, row.shown and alike, sentence, run.curve)
