"""Makes pages that play of the runs there are, in the background, and writes the one that is wished for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.playing.asked import Asked, PageWish
from linreg_gui.core.playing.page import Page, PageMaker
from linreg_gui.core.problem import Problem
from linreg_gui.core.table.table import Table
from linreg_gui.session.job_thread import Jobs, LatestJob

from .saving import Written, write_whole
from .script_writing import check_is_not_read


class PageSaving(QObject):
    """The newest wish wins; a page is saved as it was made."""

    made = Signal(object)  # Page
    not_made = Signal(object)  # Problem
    saved = Signal(object)  # Path
    remarked = Signal(str)  # a sentence on the file, after `saved`
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._looking = jobs, LatestJob(jobs)
        self._maker: PageMaker | None = None

    def begin(self, asked: Asked) -> None:
        """These are the runs from now on."""
        self._looking.retire()
        self._maker = PageMaker(asked)

    def look(self, wish: PageWish) -> None:
        """Make the page that is wished for."""
        if self._maker is not None:
            self._looking.start(partial(self._maker.page, wish), self._show)

    def give_up(self) -> None:
        """Nobody looks any more."""
        self._looking.retire()
        self._maker = None

    def save(self, page: Page, table: Table, path: Path) -> None:
        """Write it, over anything but what the table was read from."""
        self._jobs.start(lambda _: _write(page, table, path), self._on_saved)

    def _show(self, outcome: Page | Problem) -> None:
        (self.not_made if isinstance(outcome, Problem) else self.made).emit(outcome)

    def _on_saved(self, outcome: Written | Problem) -> None:
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
            return
        self.saved.emit(outcome.path)
        for remark in outcome.remarks:
            self.remarked.emit(remark)


def _write(page: Page, table: Table, path: Path) -> Written:
    check_is_not_read(table, (path,), "the page")
    return write_whole(path, lambda file: file.write(page.data))
