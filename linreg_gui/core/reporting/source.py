"""What a report is made from: one state of the analysis, frozen, so that its numbers belong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from linreg_gui.core.comparing.compared import Compared, compared
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.explaining.losses import Losses
from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.core.explaining.scene import Scene
from linreg_gui.core.explaining.tuning_picture import TuningScene
from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.project.kept_fit import FoldSettings, KeptFit
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.config import SgdConfig


@dataclass(frozen=True, eq=False)
class ReportSource:
    """One state of the analysis.

    Attributes
    ----------
    desk : Desk
        The exact fit.
    now : datetime
    scene : Scene or None
        The moment of the run that is shown; None without a run.
    losses : Losses or None
        What is recorded of it.
    run : Run or None
        Its settings, from step to step.
    listed : tuple of RunRow
        It and those that are kept beside it, as they are listed.
    fits : tuple of (int, KeptFit)
        Those that are kept, with their keys.
    base : int or None
        The key of the one that others are compared with.
    folds : FoldSettings
    config : SgdConfig
        The settings of training that are chosen now.
    style : TableStyle
        How numbers are written.
    form : EquationForm
    versions : mapping from str to str
        Of the program and the libraries it computes with.
    tuning : TuningScene or None
        The search for settings.
    """

    desk: Desk
    now: datetime
    scene: Scene | None = None
    losses: Losses | None = None
    run: Run | None = None
    listed: tuple[RunRow, ...] = ()
    fits: tuple[tuple[int, KeptFit], ...] = ()
    base: int | None = None
    folds: FoldSettings = field(default_factory=FoldSettings)
    config: SgdConfig = field(default_factory=SgdConfig)
    style: TableStyle = field(default_factory=TableStyle)
    form: EquationForm = EquationForm.AUTOMATIC
    versions: Mapping[str, str] = field(default_factory=dict)
    tuning: TuningScene | None = None

    @property
    def compared(self) -> Compared:
        """The fits that are kept, beside each other."""
        return compared(self.fits, self.base, self.folds, self.desk.choices.level)

    @property
    def has_run(self) -> bool:
        """Whether SGD has made an update."""
        return self.scene is not None and self.scene.state.step > 0

    def has_the_numbers_of(self, other: ReportSource) -> bool:
        """Whether the same report comes of it, but for the time."""
        apart = "now", "run", "fits", "listed", "losses", "tuning"
        names = (entry.name for entry in fields(self) if entry.name not in apart)
        pairs = [(getattr(self, name), getattr(other, name)) for name in names]
        return self._parts == other._parts and all(mine is its or mine == its for mine, its in pairs)

    @property
    def _parts(self) -> tuple[object, ...]:
        """What is made of it anew each time, by what that holds."""
        losses, tuning = self.losses, self.tuning
        curve = (
            None
            if losses is None
            else (len(losses.curve.step), losses.moment, tuple(run.row for run in losses.beside))
        )
        search = None if tuning is None else (tuning.study, tuning.objective)
        return tuple(fit for _, fit in self.fits), self.listed, curve, search
