"""The table the program is about, with undo. Every change of it goes through here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.conversion import Reading
from linreg_gui.core.editing import cell_edits, column_edits, computed_edits, row_edits, state_edits
from linreg_gui.core.editing.clipboard import Rectangle
from linreg_gui.core.editing.model_edits import model_of, with_model, with_roles
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.table import LeftOpen, Table
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.session.job_thread import Jobs, Mailbox

from .edit_queue import Apply, Edit, EditQueue
from .history import History

_READ_ONLY = (
    "This table is read-only, as it is a {}: cells, rows and columns stay as they are in the files. "
    "Choose columns, terms and looks of rows as always."
)


class Document(QObject):
    """Holds the current table; each change is one step of undo with a name."""

    table_changed = Signal(object)  # Table | None
    # LeftOpen: what cells were taken for; and a callable that reads columns as types say, in the same step.
    reading_told = Signal(object, object)
    sorting_told = Signal(str)  # which columns have other numbers since the rows were sorted

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = History(self)
        self.queue = EditQueue(jobs, lambda: self.table, self.replace, self)
        self.history.table_changed.connect(self._on_history)
        self._sentences: Mailbox[str] = Mailbox()

    @property
    def table(self) -> Table | None:
        """The current table."""
        return self.history.table

    def start_with(self, table: Table) -> None:
        """Show a table that nobody needs to undo."""
        self.history.start_with(table)

    def replace(self, text: str, table: Table) -> None:
        """Put another table in place of the current one."""
        self._show(self.history.push, text, table)

    def undo(self) -> None:
        """Take back the latest edit: the one that is still being worked on, or the last step."""
        if not self.queue.take_back():
            self.history.undo()

    def redo(self) -> None:
        """Do what was undone again."""
        self.history.redo()

    def edit(
        self, text: str, edit: Edit, cells: int = 0, *, by_place: bool = False, looks_alone: bool = False
    ) -> None:
        """Change the table as one step of undo; in a thread if the table or the number of cells is large.

        A sample of a table larger than memory is read-only: there, what changes more than how rows look is
        refused.

        Rows and columns that are meant ``by_place`` must be where they are now once the edit has its turn.
        """
        table = self.table
        if table is not None and table.large is not None and not looks_alone:
            self.queue.refused.emit(Problem(_READ_ONLY.format(table.large.words), ProblemKind.TOO_LARGE))
            return
        if by_place and table is not None:
            edit = partial(_where_shown, edit, tuple(table.frame.columns), len(table.frame), table.row_ids)
        self.queue.add(text, partial(keeping_formulas, edit), cells)

    def edit_cell(self, row: int, column: int, text: str) -> None:
        """One cell was typed into."""
        work = partial(cell_edits.edit_cell, row=row, column=column, text=text)
        self.edit("Edit cell", work, by_place=True)

    def paste(self, row: int, column: int, text: str, own: bool = False) -> None:
        """Tab-separated texts were put in place of cells; rows and columns beyond the end are added."""
        work = partial(cell_edits.paste, row=row, column=column, text=text, own=own)
        self.edit("Paste", work, text.count("\t") + text.count("\n") + 1, by_place=True)

    def clear_cells(self, cells: Sequence[Rectangle]) -> None:
        """Rectangles of cells (row, column, height, width) were emptied."""
        self.edit("Clear cells", partial(cell_edits.clear_cells, rectangles=cells), by_place=True)

    def fill_down(self, cells: Sequence[Rectangle]) -> None:
        """The first row of each rectangle was repeated in all its rows."""
        self.edit("Fill down", partial(cell_edits.fill_down, rectangles=cells), by_place=True)

    def insert_rows(self, at: int, count: int) -> None:
        """Empty rows were put before row ``at``."""
        text = "Insert row" if count == 1 else "Insert rows"
        self.edit(text, partial(row_edits.insert_rows, at=at, count=count), by_place=True)

    def remove_rows(self, rows: Sequence[int] | IntArray) -> None:
        """Rows were taken out."""
        if len(rows):
            text = "Remove row" if len(rows) == 1 else "Remove rows"
            self.edit(text, partial(row_edits.remove_rows, rows=rows), by_place=True)

    def sort_rows(self, name: str, descending: bool) -> None:
        """The rows were sorted by a column."""
        work = partial(self._sorted, name, descending)
        self.queue.add(f"Sort by “{name}”", work, apply=self._show_sorted)

    def exclude_rows(self, rows: Sequence[int] | IntArray) -> None:
        """Rows take no part any more."""
        self.edit("Exclude rows", partial(row_edits.exclude_rows, rows=rows), by_place=True)

    def include_rows(self, rows: Sequence[int] | IntArray) -> None:
        """Rows take part again."""
        self.edit("Include rows", partial(row_edits.include_rows, rows=rows), by_place=True)

    def toggle_excluded(self, rows: Sequence[int] | IntArray) -> None:
        """Rows are excluded, or included again if all of them are excluded already."""
        if self.table is not None and len(rows):
            all_are = row_edits.excluded_flags(self.table)[rows].all()
            (self.include_rows if all_are else self.exclude_rows)(rows)

    def exclude_other_rows(self, rows: Sequence[int] | IntArray) -> None:
        """Every row but these takes no part any more."""
        work = partial(row_edits.exclude_other_rows, rows=rows)
        self.edit("Exclude everything else", work, by_place=True)

    def include_all_rows(self) -> None:
        """Every row takes part again."""
        if self.table is not None and self.table.recipe.excluded is not None:
            self.edit("Include all rows", row_edits.include_all_rows)

    def hide_rows(self, rows: Sequence[int] | IntArray, hidden: bool = True) -> None:
        """No plot shows these rows any more, or each shows them again; they count all the same."""
        self._change_states("Hide rows" if hidden else "Show rows", state_edits.hide_rows, rows, hidden)

    def toggle_hidden(self, rows: Sequence[int] | IntArray) -> None:
        """Rows are hidden, or shown again if all of them are hidden already."""
        if self.table is not None and len(rows):
            self.hide_rows(rows, not state_edits.all_hidden(self.table, rows))

    def show_all_rows(self) -> None:
        """No row is hidden any more."""
        if self.table is not None and self.table.states.hidden.size:
            self.edit("Show all rows", state_edits.show_all_rows, looks_alone=True)

    def toggle_labelled(self, rows: Sequence[int] | IntArray) -> None:
        """The names of rows stand beside their points, or no more if those of all do already."""
        if self.table is not None and len(rows):
            labelled = not state_edits.all_labelled(self.table, rows)
            text = "Label rows" if labelled else "Take labels away"
            self._change_states(text, state_edits.label_rows, rows, labelled)

    def colour_rows(self, rows: Sequence[int] | IntArray, colour: int | None) -> None:
        """Rows have a colour of their own; None for that of all others."""
        text = "Take colours away" if colour is None else "Colour rows"
        self._change_states(text, state_edits.colour_rows, rows, colour)

    def _change_states(
        self,
        text: str,
        edit: Callable[[Table, Sequence[int] | IntArray, Any], Table],
        rows: Sequence[int] | IntArray,
        state: object,
    ) -> None:
        if len(rows):
            self.edit(text, lambda table: edit(table, rows, state), by_place=True, looks_alone=True)

    def rename_column(self, old: str, new: str) -> None:
        """A column is called otherwise."""
        self.edit(f"Rename “{old}”", partial(column_edits.rename_column, old=old, new=new))

    def add_column(self, name: str, at: int) -> None:
        """An empty column was put before place ``at``."""
        self.edit("Add column", partial(column_edits.add_column, name=name, at=at), by_place=True)

    def duplicate_column(self, name: str) -> None:
        """A copy of a column was put beside it."""
        self.edit(f"Duplicate “{name}”", partial(column_edits.duplicate_column, name=name))

    def delete_columns(self, names: Collection[str]) -> None:
        """Columns were taken out."""
        what = f"“{next(iter(names))}”" if len(names) == 1 else "columns"
        self.edit(f"Delete {what}", partial(column_edits.delete_columns, names=names))

    def set_type(
        self, name: str, to: ColumnType, reading: Reading | None = None, may_empty_cells: bool = False
    ) -> None:
        """A column got another type; refused if cells would be emptied and may not."""
        work = partial(
            column_edits.set_type, name=name, to=to, reading=reading, may_empty_cells=may_empty_cells
        )
        self.edit(f"Make “{name}” a {to}", work)

    def move_column(self, name: str, to: int) -> None:
        """A column was put in another place."""
        self.edit(f"Move “{name}”", partial(column_edits.move_column, name=name, to=to), by_place=True)

    def choose_roles(self, roles: Mapping[str, Role]) -> None:
        """Columns are used for something else."""
        if self.table is not None and dict(roles) != dict(self.table.roles):
            self.replace("Choose columns", with_roles(self.table, roles))

    def change_model(self, text: str, model: ModelFormula) -> None:
        """The label is predicted from other terms."""
        if self.table is not None and model != model_of(self.table):
            self.replace(text, with_model(self.table, model))

    def change_recipe(self, text: str, recipe: Recipe) -> None:
        """Rows or columns are treated in another way."""
        if self.table is not None:
            self.replace(text, replace(self.table, recipe=recipe))

    def _show(self, put: Apply, text: str, table: Table) -> None:
        """Make a table the present one, and say what was left open in it."""
        shown, left_open = replace(table, left_open=None), table.left_open
        put(text, shown if left_open is not None else table)
        if left_open is not None:
            self.reading_told.emit(left_open, partial(self._read_otherwise, text, shown, left_open))

    def _sorted(self, name: str, descending: bool, table: Table) -> Table:
        new = computed_edits.sort_with_computed(table, name, descending)
        self._sentences.put(computed_edits.sorting_sentence(table, new))
        return new

    def _show_sorted(self, text: str, table: Table) -> None:
        self.replace(text, table)
        sentence = self._sentences.drain()[-1]
        if sentence:
            self.sorting_told.emit(sentence)

    def _read_otherwise(self, text: str, shown: Table, left_open: LeftOpen, types: Mapping[str, str]) -> None:
        """Do an edit again with the other reading, in place of what it has made if that is still there."""
        if self.table is shown and not self.queue.busy:
            work = partial(keeping_formulas, lambda _: left_open.otherwise(types))
            self.queue.add(text, work, apply=partial(self._show, self.history.amend))

    def _on_history(self) -> None:
        self.queue.check()
        self.table_changed.emit(self.table)


def keeping_formulas(edit: Edit, table: Table) -> Table:
    """The table after an edit, with its computed columns up to date."""
    return computed_edits.brought_up_to_date(table, edit(table))


def _where_shown(
    edit: Edit, names: tuple[Hashable, ...], n_rows: int, row_ids: RowIds, table: Table
) -> Table:
    """An edit of rows and columns by their places, unless an edit that was not done yet has moved them.

    That columns have other names, and rows or columns come behind the others, moves nothing.
    """
    frame = table.frame
    places = {name: place for place, name in enumerate(names)}
    moved = any(places.get(name, place) != place for place, name in enumerate(frame.columns))
    moved = moved or frame.shape[1] < len(names) or len(frame) < n_rows
    if moved or not np.array_equal(table.row_ids.of(len(frame))[:n_rows], row_ids.of(n_rows)):
        raise ProblemError(
            "This was not done, as the edit before it was not finished yet and has moved rows or columns: "
            "do it again where they are now.",
            ProblemKind.CHANGED,
        )
    return edit(table)
