"""What was saved last of a table and all that belongs to it. Nothing is saved here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from weakref import ref

from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.table import Table
from linreg_gui.core.tuning.study import Study

from .file_version import FileVersion


@dataclass
class Mark:
    """The state of a table, and of all that was edited from it, that nobody would lose anything of.

    Without a table there is none; settings that are not known yet are those that are suggested first. The
    version is what was seen in the file last.
    """

    path: Path | None = None
    version: FileVersion | None = None
    table: ref[Table] | None = None
    config: SgdConfig | None = None
    run: Run | None = None
    kept: tuple[object, ...] = ()
    rules: StopRules = field(default_factory=StopRules)

    @property
    def study(self) -> Study | None:
        """The search for settings that is kept, which is the last."""
        last = self.kept[-1] if self.kept else None
        return last if isinstance(last, Study) else None


def same_choices(one: Table, other: Table) -> bool:
    """Whether roles and recipe, which a file of cells does not keep, are the same."""
    same_formulas = dict(one.formulas) == dict(other.formulas)
    return one.roles == other.roles and same_formulas and one.recipe is other.recipe
