"""The value the document holds: a frame with what its columns are used for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.reading.report import ReadReport

from .recipe import Recipe
from .roles import Role


class Origin:
    """Where a table and all that was made of it by editing began; told apart by identity."""


@dataclass(frozen=True, eq=False)
class Table:
    """A frame, which is never changed in place, with what its columns are used for.

    Attributes
    ----------
    frame : pandas.DataFrame
    roles : mapping from column name to Role
    name : str
        What the window calls it, such as a file name.
    source : str
        Where it comes from, in words.
    truth : Truth or None
        What generated data were made with.
    numeric : frozenset of str
        Columns that hold numbers.
    edited : bool
        Whether cells or rows were changed by hand since it was made.
    report : ReadReport or None
        How the file it comes from was understood.
    recipe : Recipe
        Missing values, reference levels, scale of the label, excluded and held-out rows.
    formulas : mapping from column name to str
        What computed columns are computed from.
    origin : Origin
        The same for all tables that came from one another by editing.
    """

    frame: pd.DataFrame
    roles: Mapping[str, Role]
    name: str
    source: str = ""
    truth: Truth | None = None
    numeric: frozenset[str] = frozenset()
    edited: bool = False
    report: ReadReport | None = None
    recipe: Recipe = field(default_factory=Recipe)
    formulas: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)

    def with_frame(self, frame: pd.DataFrame) -> Table:
        """The table with other cells; only columns whose type changed are looked at again for numbers."""
        changed = [name for name in frame.columns if frame[name].dtype != self.frame[name].dtype]
        numeric = (self.numeric - set(changed)) | set(numeric_columns(frame[changed]))
        return replace(self, frame=frame, numeric=numeric, edited=True)
