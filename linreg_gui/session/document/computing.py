"""Computed columns: previews in the background, and edits that tell what was not computed or was rounded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.editing import computed_edits
from linreg_gui.core.formulas.preview import preview_formulas
from linreg_gui.core.formulas.transforms import NewColumn, with_unused_names
from linreg_gui.core.table.table import Table
from linreg_gui.session.job_thread import Jobs, LatestJob, Mailbox

from .document import Document


class Computing(QObject):
    """Changes the computed columns of a document."""

    previewed = Signal(object)  # FormulaPreview | Problem
    added = Signal(str)  # the first of new columns, once it is there
    told = Signal(str)  # how many cells of columns could not be computed, or were rounded

    def __init__(self, document: Document, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._previewing = LatestJob(jobs)
        self._sentences: Mailbox[str] = Mailbox()
        self._awaited: Mailbox[str] = Mailbox()

    def preview(self, columns: Sequence[NewColumn]) -> None:
        """Work out what columns would hold; the answer to an earlier question is dropped."""
        self._previewing.retire()
        table = self._document.table
        if table is not None:
            work = partial(preview_formulas, table.frame, table.formulas, columns, table.recipe.counted)
            self._previewing.start(work, self.previewed.emit)

    def add(self, columns: Sequence[NewColumn]) -> None:
        """Make columns, as one step of undo."""
        text = f"Compute “{columns[0].name}”" if len(columns) == 1 else f"Compute {len(columns)} columns"
        self._document.edit(text, partial(self._added, columns))

    def transform(self, column: NewColumn) -> None:
        """Make a column under its usual name, or with a number after it."""
        table = self._document.table
        if table is not None:
            self.add(with_unused_names([column], list(table.frame.columns)))

    def set_formula(self, name: str, formula: str) -> None:
        """Compute a column in another way."""
        self._document.edit(f"Formula of “{name}”", partial(self._changed, name, formula))

    def make_plain(self, names: Collection[str]) -> None:
        """Computed columns keep their numbers, and are computed no more."""
        self._document.edit("Turn into plain numbers", partial(computed_edits.make_plain, names=names))

    def tell(self) -> None:
        """Say what was added and what could not be computed; called once the new table is shown."""
        names = self._awaited.drain()
        if names:
            self.added.emit(names[0])
        sentences = self._sentences.drain()
        if sentences:
            self.told.emit(" ".join(sentences))

    def _added(self, columns: Sequence[NewColumn], table: Table) -> Table:
        new, sentences = computed_edits.add_computed(table, columns)
        self._awaited.put(columns[0].name)
        if sentences:
            self._sentences.put(" ".join(sentences))
        return new

    def _changed(self, name: str, formula: str, table: Table) -> Table:
        new, sentence = computed_edits.set_formula(table, name, formula)
        if sentence:
            self._sentences.put(sentence)
        return new
