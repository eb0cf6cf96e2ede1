"""The value the document holds: a frame with what its columns are used for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cells.column_signs import ColumnSigns
from linreg_gui.core.cells.column_types import ColumnType, TypesAtSight
from linreg_gui.core.cells.form_findings import ColumnsFinding
from linreg_gui.core.cells.two_readings import TwoReadings
from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.reading.report import ReadReport

from .large_source import LargeSource
from .recipe import Recipe
from .roles import Role
from .row_ids import RowIds
from .row_states import RowStates


class Origin:
    """Where a table and all that was made of it by editing began; told apart by identity."""


@dataclass(frozen=True, eq=False)
class LeftOpen:
    """What cells that were put in were taken for, where they may be something else.

    Attributes
    ----------
    doubt : TwoReadings or None
        Numbers that could be read in two ways.
    findings : tuple of ColumnsFinding
        Columns that are written in a way of their own.
    again : callable
        The table in which columns are read as the types say that it gets.
    """

    doubt: TwoReadings | None
    findings: tuple[ColumnsFinding, ...]
    again: Callable[[Mapping[str, str]], Table]

    @property
    def sentence(self) -> str:
        """All there is to be told."""
        doubts = () if self.doubt is None else (self.doubt.sentence,)
        return " ".join([*doubts, *(finding.sentence for finding in self.findings)])

    @property
    def is_doubt(self) -> bool:
        """Whether values may be wrong as they are."""
        return self.doubt is not None or any(finding.is_doubt for finding in self.findings)

    @property
    def offers(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """What else to read the columns as: what that is called, and the types by column."""
        others = [offer for finding in self.findings for offer in finding.offers]
        if self.doubt is None:
            return tuple(others)
        words = f"Read “{self.doubt.example}” as {self.doubt.readings[1]}"
        return ((words, self.doubt.other["types"]), *others)

    def otherwise(self, types: Mapping[str, str] | None = None) -> Table:
        """The table with columns read as these types say; by default as the first offer says."""
        return self.again(self.offers[0][1] if types is None else types)


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
    row_ids : RowIds
        Which row is which, through sorting and every other edit.
    came : tuple of str, or None
        The columns as they stood before one was moved; None where none was. Newer ones are not among them.
    units : mapping from column name to str
        The units of columns, for axes and equations; formulas do without.
    signs : mapping from column name to ColumnSigns
        How the numbers of columns were written in the texts they come from; unknown for the others.
    left_open : LeftOpen or None
        What may be read in another way of what the latest edit has put in. It is told when the table
        becomes the present one, and not kept.
    states : RowStates
        Which rows are hidden, labelled and coloured.
    large : LargeSource or None
        What the rows are a sample of, where not all of them fit into memory; cells and rows are not edited.
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
    row_ids: RowIds = field(default_factory=RowIds)
    came: tuple[str, ...] | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, ColumnSigns] = field(default_factory=dict)
    left_open: LeftOpen | None = None
    states: RowStates = field(default_factory=RowStates)
    large: LargeSource | None = None
    origin: Origin = field(default_factory=Origin)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return tuple(map(str, self.frame.columns.tolist()))

    @cached_property
    def types(self) -> Mapping[str, ColumnType]:
        """What each column counts as where it is a feature, as far as that is known at sight."""
        return TypesAtSight(self.frame, self.numeric)

    @cached_property
    def weighing(self) -> tuple[str, ...]:
        """The columns that can say how much rows count: those of numbers but the label."""
        labels = {name for name, role in self.roles.items() if role is Role.LABEL}
        return tuple(filter((self.numeric - labels).__contains__, self.names))

    def get_ready(self) -> Table:
        """The same, once all columns were gone through here, in a job, and not where a window shows them."""
        for name in ("names", "weighing"):
            getattr(self, name)
        return self

    @property
    def roles_as_came(self) -> dict[str, Role]:
        """The roles in the order that features have in the dataset, which moving a column leaves alone."""
        names = self.frame.columns.tolist()
        if self.came is None:
            return dict(zip(names, map(self.roles.__getitem__, names), strict=True))
        order = [name for name in self.came if name in self.roles]
        known = set(order)
        newer: dict[str | None, list[str]] = {}  # by what is left of them
        before: str | None = None
        for name in names:
            if name in known:
                before = name
            else:  # it came after the last move: it stands right of what is left of it
                newer.setdefault(before, []).append(name)
        whole = list(newer.get(None, ()))
        for name in order:
            whole += [name, *newer.get(name, ())]
        return {name: self.roles[name] for name in whole}

    def looks_alone_differ(self, other: Table) -> bool:
        """Whether nothing but states and groups of rows may be otherwise in another table that came of it."""
        names = (one.name for one in fields(self) if one.name not in ("states", "recipe"))
        same = all(getattr(self, name) is getattr(other, name) for name in names)
        return same and self.recipe.looks_alone_differ(other.recipe)

    def with_order(self, order: IntArray, frame: pd.DataFrame) -> Table:
        """The table once its rows are taken in this order, in which −1 is a new one; ``frame`` holds them."""
        return replace(
            self.with_frame(frame),
            recipe=self.recipe.with_rows(order),
            row_ids=self.row_ids.taken(order, len(self.frame)),
        )

    def with_frame(self, frame: pd.DataFrame) -> Table:
        """The table with other cells; only columns whose type changed are looked at again for numbers."""
        before = dict(zip(self.frame.columns.tolist(), self.frame.dtypes, strict=True))
        pairs = zip(frame.columns.tolist(), frame.dtypes, strict=True)
        changed = [name for name, dtype in pairs if dtype != before[name]]
        numeric = (self.numeric - set(changed)) | set(numeric_columns(frame[changed]))
        return replace(self, frame=frame, numeric=numeric, edited=True)
