"""How large a project is, told without its table: to tell what is in a file from what is at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from linreg_gui.core.wording import counted

from .archive import read_archive
from .project import Project
from .project_file import PARTS, PROJECT_PART, read_description


@dataclass(frozen=True)
class ProjectFacts:
    """Sizes of the table, and the updates of the run that is shown."""

    rows: int
    columns: int
    steps: int

    @classmethod
    def of(cls, project: Project) -> ProjectFacts:
        """Those of a project at hand."""
        rows, columns = project.table.frame.shape
        return cls(rows, columns, project.runs[-1].step if project.runs else 0)

    @classmethod
    def read(cls, path: Path) -> ProjectFacts:
        """Those of a project file.

        Raises
        ------
        ProblemError
            If it is none, or its description cannot be read.
        """
        parts = read_archive(path, PARTS, re.compile(re.escape(PROJECT_PART)))
        stored = read_description(path.name, parts)
        return cls(stored.rows, len(stored.columns), stored.runs[-1].step if stored.runs else 0)

    def __str__(self) -> str:
        sizes = f"{counted(self.rows, 'row')} and {counted(self.columns, 'column')}"
        return f"{sizes}, and a run of {counted(self.steps, 'step')}" if self.steps else sizes
