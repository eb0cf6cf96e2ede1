"""An analysis as a frozen value with everything that a script has to do, whichever its language."""

from __future__ import annotations

import ast
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.feature_sources import Source
from linreg_gui.core.table.recipe import Missing

# In the column that says what becomes of each row.
USE = "use of the row"
HELD_OUT, EXCLUDED, FITTED = "held out", "excluded", "fitted"


class Language(enum.StrEnum):
    """What a script is written in."""

    CORE = "Python, with this program"
    PYTHON = "Python, with NumPy, pandas and statsmodels"
    R = "R"

    @property
    def ending(self) -> str:
        """Of the file."""
        return "R" if self is Language.R else "py"


@dataclass(frozen=True)
class OwnFile:
    """The file that the table was read from, which gives the same cells again.

    Attributes
    ----------
    path : Path
    options : ReadOptions
        How it is read, with all that was found out about it.
    missing : tuple of str
        Its texts that stand for a missing cell.
    """

    path: Path
    options: ReadOptions
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class DataBeside:
    """A table that is written beside the script.

    Attributes
    ----------
    frame : DataFrame
        Numbers, and texts.
    why : str
        A sentence: why the file itself does not do.
    """

    frame: pd.DataFrame
    why: str


@dataclass(frozen=True)
class ComputedColumn:
    """A column that the script computes; names in the tree stand for columns."""

    name: str
    formula: str
    tree: ast.expr
    names: Mapping[str, str]


@dataclass(frozen=True)
class RunPart:
    """A run of minibatch SGD: its settings with the steps from which on they hold, and the updates made."""

    changes: tuple[tuple[int, SgdConfig], ...]
    steps: int
    start: tuple[float, ...] = ()

    @property
    def first(self) -> SgdConfig:
        """The settings that it begins with."""
        return self.changes[0][1]


@dataclass(frozen=True, eq=False)
class ScriptRecipe:
    """Everything that a script does.

    Attributes
    ----------
    title : str
        What was analysed.
    source : OwnFile or DataBeside
    columns : mapping from name to bool
        The columns that are read, and whether they hold texts.
    computed : tuple of ComputedColumn
        In the order in which they can be computed.
    excluded, held_out : tuple of int
        Rows of the source, counted from 0.
    use : str or None
        The column beside that says what becomes of each row, in place of these.
    missing : Missing
    ready : bool
        Whether the columns are the features themselves, and all rows take part.
    sources, features
        Where each feature comes from, and its name.
    names_of_features : tuple of str
        The columns that are features by themselves.
    terms : tuple of str
        What else there is, as a formula has it.
    references : mapping from column to level
    label, label_name : str
        The column, and what the label is called that is fitted.
    log_label : bool
    weights : str or None
    has_bias : bool
    loss : Loss
    ridge : float
    level : float
    errors : str or None
        Of the coefficient table; None where there are none.
    exact : bool
        Whether there is an exact solution to be found.
    run : RunPart or None
    told : tuple of str
        What is not as in the program, or is written beside the script.
    """

    title: str
    source: OwnFile | DataBeside
    columns: Mapping[str, bool]
    computed: tuple[ComputedColumn, ...]
    excluded: tuple[int, ...]
    held_out: tuple[int, ...]
    use: str | None
    missing: Missing
    ready: bool
    sources: tuple[Source, ...]
    features: tuple[str, ...]
    names_of_features: tuple[str, ...]
    terms: tuple[str, ...]
    references: Mapping[str, str]
    label: str
    label_name: str
    log_label: bool
    weights: str | None
    has_bias: bool
    loss: Loss
    ridge: float
    level: float
    errors: ErrorKind | None
    exact: bool
    run: RunPart | None
    told: tuple[str, ...] = field(default=())

    @property
    def bases(self) -> tuple[Source, ...]:
        """What features are made of, each once."""
        return tuple(dict.fromkeys(base for source in self.sources for base in source.bases))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns of numbers that are read."""
        return tuple(name for name, is_text in self.columns.items() if not is_text)
