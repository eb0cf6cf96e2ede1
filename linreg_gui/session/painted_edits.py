"""What painting does to a table, as functions from a table to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.formulas.dependencies import refuse_writing
from linreg_gui.core.painted_rows import appended, with_numbers
from linreg_gui.core.row_order import inserted
from linreg_gui.core.table.table import Table

from .table_edits import with_frame


def append_points(table: Table, columns: Mapping[str, FloatArray]) -> Table:
    """Rows added at the end that have numbers in these columns and nothing in the others."""
    refuse_writing(table.formulas, columns)
    n_rows = len(table.frame)
    longer = with_frame(table, appended(table.frame, columns))
    order = inserted(n_rows, n_rows, len(longer.frame) - n_rows)
    return replace(longer, recipe=table.recipe.with_rows(order))


def put_numbers(table: Table, rows: IntArray, columns: Mapping[str, FloatArray]) -> Table:
    """Numbers put into some rows of these columns."""
    refuse_writing(table.formulas, columns)
    return with_frame(table, with_numbers(table.frame, rows, columns))
