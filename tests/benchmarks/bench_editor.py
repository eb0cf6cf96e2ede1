"""How calm the window stays while a large table is opened, scrolled, sorted and edited.

Run `python tests/benchmarks/bench_editor.py [rows]`; it prints the delays of the event loop in milliseconds
next to those of the same window at rest. `QT_QPA_PLATFORM=offscreen` works without a display.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from window import DelayMeter, running_program, wait, wait_seconds

from linreg_gui.app.program import Program
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.table.roles import Role
from linreg_gui.views.table.data_table import DataTable


def write_csv(path: Path, n_rows: int) -> None:
    """Four columns of numbers, one of whole numbers and one of words."""
    rng = np.random.default_rng(0)
    columns = {f"x{j}": rng.normal(size=n_rows).round(4) for j in range(1, 4)}
    columns["year"] = rng.integers(1950, 2025, n_rows)
    columns["colour"] = np.array(["red", "green", "blue", "grey"])[rng.integers(0, 4, n_rows)]
    columns["y"] = (columns["x1"] - 2 * columns["x2"] + rng.normal(size=n_rows)).round(4)
    pa.csv.write_csv(pa.table(columns), path)


class Bench:
    """One window and the edits that are done in it."""

    def __init__(self, program: Program) -> None:
        self._program, self._meter = program, DelayMeter()
        self._document = program.session.document
        self._table = program.window.view(DataTable)
        self._all: list[float] = []

    def measure(self, name: str, act: Callable[[], object], done: Callable[[], bool] | None = None) -> None:
        """Do something, wait until it is done and the fit of the new data too, and print the delays."""
        self._meter.start()
        wait_seconds(0.05)
        start = time.perf_counter()
        act()
        wait(done or (lambda: True))
        seconds = time.perf_counter() - start
        wait(lambda: self._program.session.analysis is not None)
        wait_seconds(0.3)
        self._meter.stop(f"{name} ({seconds:.2f} s)")
        self._all += self._meter.delays

    def sum_up(self) -> None:
        """Print the delays of everything together."""
        self._meter.delays = self._all
        self._meter.stop("all of it together")

    def edit(self, name: str, act: Callable[[], object]) -> None:
        before = self._document.table
        self.measure(name, act, lambda: self._document.table is not before and not self._document.queue.busy)

    def find(self, sought: str) -> None:
        """From the menu to the first match."""
        bar = self._table.find_bar
        self._program.menus.edit.find.trigger()
        act = partial(bar.field.setText, sought)
        self.measure(f"finding {sought}", act, lambda: " of " in bar.count.text())
        print(f"{'':<44} {bar.count.text()}")
        bar.close_bar()

    def scroll(self) -> None:
        """By the scroll bar, page by page, and by the End key."""
        view = self._table.view
        bar = view.verticalScrollBar()
        for place in np.linspace(0, bar.maximum(), 200).astype(int):
            bar.setValue(int(place))
            wait_seconds(0.01)
        view.setFocus()
        for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
            wait_seconds(0.05)
        for _ in range(50):
            QTest.keyClick(view, Qt.Key.Key_PageUp)
            wait_seconds(0.01)

    def select(self, n_rows: int) -> None:
        """Everything, then columns, then half of the rows."""
        view = self._table.view
        view.selectAll()
        wait_seconds(0.1)
        view.selectColumn(2)
        wait_seconds(0.1)
        self.select_rows(n_rows // 4, n_rows // 2)

    def select_rows(self, first: int, last: int) -> None:
        view = self._table.view
        flag = QItemSelectionModel.SelectionFlag
        view.setCurrentIndex(view.model().index(first, 1))
        selection = view.selectionModel().selection()
        selection.select(view.model().index(first, 0), view.model().index(last, 5))
        view.selectionModel().select(selection, flag.ClearAndSelect)


def ignored(roles: Mapping[str, Role], name: str) -> dict[str, Role]:
    return {**roles, name: Role.IGNORED}


def main() -> None:
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    with running_program() as (program, folder):
        bench, session, table = Bench(program), program.session, program.window.view(DataTable)
        document, cells = session.document, table.cells
        Bench(program).measure("at rest", lambda: wait_seconds(2.0))
        path = folder / "large.csv"
        write_csv(path, n_rows)
        bench.measure(
            f"opening {n_rows:,} × 6 and solving exactly",
            lambda: session.opening.open_file(path),
            lambda: session.analysis is not None and session.analysis.ledger.rows_read == n_rows,
        )
        bench.measure("scrolling to the end and back", bench.scroll)
        bench.measure("selecting", lambda: bench.select(n_rows))
        bench.edit("sorting numbers", lambda: document.sort_rows("x1", False))
        bench.edit("sorting words, descending", lambda: document.sort_rows("colour", True))
        bench.edit("typing into a cell", lambda: document.edit_cell(n_rows // 2, 0, "1.5"))
        bench.edit("typing a word into a column of words", lambda: document.edit_cell(9, 4, "black"))
        bench.edit("typing a word into a column of numbers", lambda: document.edit_cell(9, 5, "lots"))
        bench.edit("and a number again", lambda: document.edit_cell(9, 5, "1"))
        bench.find("1.2")
        kinds = ColumnType
        bench.edit("words into a category", lambda: document.set_type("colour", kinds.CATEGORY))
        bench.edit("ignoring a column", lambda: document.choose_roles(ignored(document.table.roles, "x2")))
        bench.edit("numbers into texts", lambda: document.set_type("x2", kinds.TEXT))
        bench.edit("texts into numbers", lambda: document.set_type("x2", kinds.NUMBER))
        bench.edit("inserting a row", lambda: document.insert_rows(n_rows // 2, 1))
        bench.select_rows(n_rows // 4, n_rows // 2)
        bench.edit("excluding a quarter of the rows", cells.toggle_excluded)
        bench.edit("filling down over a quarter of the rows", cells.fill_down)
        bench.edit("removing a quarter of the rows", cells.remove_rows)
        bench.edit("renaming a column", lambda: document.rename_column("x1", "area"))
        bench.edit("undoing it", document.undo)
        bench.edit("undoing the removal", document.undo)
        bench.sum_up()


if __name__ == "__main__":
    main()
