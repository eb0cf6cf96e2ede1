"""What is told of a row that is pointed at: its number, its name, its values; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from linreg_gui.core.answering import UNSHOWN
from linreg_gui.core.cells.shown import cell_writer
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.number_text import is_number, number_text, shorter_numbers
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.roles import Role, split_roles
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted, shortened

_MOST_VALUES = 6
_LONGEST = 40
_DIGITS = 6


@dataclass(frozen=True)
class RowNote:
    """A row of the table in words.

    Attributes
    ----------
    title : str
        Its number as the table counts, from 1, and what stands in the column of names.
    lines : tuple of str
        Values with their columns, the label last, and what is predicted.
    """

    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, line by line."""
        return "\n".join((self.title, *self.lines))


def name_column(table: Table) -> str | None:
    """The column that names the rows: the chosen one, or the first of texts that takes no part."""
    if table.recipe.row_names is not None and table.recipe.row_names in table.frame.columns:
        return table.recipe.row_names
    for name, role in table.roles.items():
        if role is Role.IGNORED and name not in table.numeric and name in table.frame.columns:
            return name
    return None


class RowNotes:
    """What makes the `RowNote` of each row of a table, and remembers how its columns are written.

    Parameters
    ----------
    table : Table
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._writers: dict[str, Callable[[object], str]] = {}

    def note(
        self,
        row: int,
        *,
        first: Sequence[str] = (),
        fitted: tuple[float, float] | None = None,
        fitted_label: str = "",
        remark: str = "",
    ) -> RowNote:
        """The `RowNote` of a row.

        Parameters
        ----------
        row : int
            From 0 on.
        first : sequence of str
            Features that are told before the others, of which there may be too many.
        fitted : (float, float), optional
            What is predicted, and label − prediction.
        fitted_label : str
            Of what, where it is not the label as it stands in the table.
        remark : str
            What else there is to be said of it.
        """
        features: Sequence[str] = ()
        label = ""
        with suppress(ProblemError):
            features, label = split_roles(self.table.roles)
        title = self.title(row)
        told = list(dict.fromkeys([*(feature for feature in features if feature in first), *features]))
        lines = [self._value(feature, row) for feature in told[:_MOST_VALUES]]
        if len(told) > _MOST_VALUES:
            lines.append(f"and {counted(len(told) - _MOST_VALUES, 'more feature')}")
        if label:
            lines.append(self._value(label, row))
        if fitted is not None:
            prediction, residual = (number_text(number, _DIGITS) for number in fitted)
            of_what = f" {shortened(fitted_label, _LONGEST)}" if fitted_label not in ("", label) else ""
            lines += [f"predicted{of_what}: {prediction}", f"residual: {residual}"]
        return RowNote(title, (*lines, remark) if remark else tuple(lines))

    def title(self, row: int) -> str:
        """Its number as the table counts, from 1, and what stands in the column of names."""
        name = name_column(self.table)
        title = f"Row {row + 1:,}"
        return title if name is None else f"{title}, {self._cell(name, row)}"

    def name(self, row: int) -> str:
        """What stands in the column of names, or the number of the row where there is none."""
        column = name_column(self.table)
        return f"{row + 1:,}" if column is None else self._cell(column, row) or f"{row + 1:,}"

    def _value(self, name: str, row: int) -> str:
        unit = self.table.units.get(name, "")
        return f"{shortened(name, _LONGEST)}: {self._cell(name, row)} {unit}".rstrip()

    def _cell(self, name: str, row: int) -> str:
        """As the table shows it; a text may be cut, and of a number digits are left out."""
        column = column_named(self.table.frame, name).array
        try:
            if name not in self._writers:
                self._writers[name] = cell_writer(column)
            text = self._writers[name](column[row])
        except Exception:  # such as a date that Python has no room for
            return UNSHOWN
        if len(text) > _LONGEST and is_number(text):
            return next((fewer for fewer in shorter_numbers(text) if len(fewer) <= _LONGEST), text)
        return shortened(text, _LONGEST)
