"""Painting rows on a plot: strokes that keep the exact line up to date, each one step of undo.

Nothing is analysed while a stroke goes on; the document hears of it at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.document import Document, keeping_formulas
from linreg_gui.session.document.edit_queue import Edit
from linreg_gui.session.document.selection import RowSelection
from linreg_gui.session.job_thread import Jobs, LatestJob

from .ground import Ground, look_at
from .strokes import MoveStroke, PointStroke, StrokePicture

_NOTHING = np.empty(0)
_NOBODY = np.empty(0, dtype=np.int64)


class Painting(QObject):
    """Finds rows in every view; takes strokes on the plane of a single feature and the label."""

    ground_changed = Signal(object)  # Ground | None
    stroke_progressed = Signal(object)  # StrokePicture
    stroke_cancelled = Signal(object)  # MovingData | None: the rows as they were
    hand_moved = Signal()  # what is in the hand is something else

    def __init__(
        self, document: Document, selection: RowSelection, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._ground: Ground | None = None
        self._next_ground: Ground | None = None  # came while a stroke was going on
        self._settled: Ground | None = None  # before strokes that the document does not have yet
        self._awaited: list[tuple[int, Edit]] = []  # how many rows each of those brings, and how
        self._in_hand: Edit | None = None
        self._stroke: PointStroke | MoveStroke | None = None
        self._looking = LatestJob(jobs)
        document.table_changed.connect(self._follow)
        document.queue.ended.connect(self._on_idle)

    @property
    def ground(self) -> Ground | None:
        """What is painted on; None while it is worked out."""
        return self._ground

    @property
    def active(self) -> bool:
        """Whether a stroke is going on."""
        return self._stroke is not None

    @property
    def in_hand(self) -> Edit | None:
        """What strokes do to the table that are no step of the document yet; another one whenever they go on.

        May be called in any thread.
        """
        return self._in_hand

    def prepare(self, table: Table, view: FitView, analysis: Analysis | None) -> None:
        """Look at the rows in a view, in the background."""
        self._looking.start(partial(look_at, table, view, analysis), self._on_ground)

    def forget(self) -> None:
        """Nothing can be painted on for now."""
        self._forget()
        self.hand_moved.emit()

    def place_point(self, x: float, y: float) -> None:
        """The one point of the stroke is here; it can still be put elsewhere."""
        stroke = self._point_stroke()
        if stroke is not None:
            stroke.place(np.array([x]), np.array([y]))
            self._tell(np.array([x]), np.array([y]), anew=True)

    def add_points(self, x: FloatArray, y: FloatArray) -> None:
        """Points join the stroke."""
        stroke = self._point_stroke()
        if stroke is not None and x.size:
            stroke.add(x, y)
            self._tell(x, y)

    def move_selected(self, dx: float, dy: float) -> None:
        """The selected rows are this far from where they were when the stroke began."""
        if self._stroke is None and self._free_ground and len(self._selection.rows):
            self._stroke = MoveStroke(self._free_ground, self._selection.rows)
        stroke = self._stroke
        if isinstance(stroke, MoveStroke):
            stroke.move(dx, dy)
            self._move_hand()
            self.stroke_progressed.emit(
                StrokePicture(_NOTHING, _NOTHING, False, stroke.data, stroke.rows, (dx, dy))
            )

    def repeat_stroke(self) -> None:
        """Tell again what the stroke looks like, if there is one, as the plot has been drawn anew."""
        if isinstance(self._stroke, PointStroke):
            self._tell(*self._stroke.points(), anew=True)

    def end_stroke(self) -> None:
        """The stroke becomes one step of the document, which may take a while to carry it out."""
        stroke, ground, self._stroke = self._stroke, self._ground, None
        if stroke is None or ground is None:
            return
        if stroke.idle:
            self.stroke_cancelled.emit(ground.data)
            return
        # The next stroke can begin before the window has looked at what this one made.
        self._settled = self._settled or ground
        self._ground = stroke.ground()
        self._awaited.append((stroke.new_rows, stroke.edit))
        self._weigh_hand()
        stroke.enter(self._document)
        if isinstance(stroke, MoveStroke):
            self.ground_changed.emit(self._ground)

    def cancel_stroke(self) -> None:
        """Everything is as before the stroke."""
        if self._stroke is not None:
            self._drop_stroke()
            self.hand_moved.emit()

    def remove_selected(self) -> None:
        """Take the selected rows out of the table."""
        self.cancel_stroke()
        self._document.remove_rows(self._selection.rows.rows())

    def exclude_selected(self) -> None:
        """Leave the selected rows out of the fit, or let them take part again if all are left out."""
        self.cancel_stroke()
        self._document.toggle_excluded(self._selection.rows.rows())

    def hide_selected(self) -> None:
        """Show the selected rows in no plot; they count all the same."""
        self.cancel_stroke()
        self._document.hide_rows(self._selection.rows.rows())

    def label_selected(self) -> None:
        """Have the names of the selected rows beside them, or no more if those of all are."""
        self.cancel_stroke()
        self._document.toggle_labelled(self._selection.rows.rows())

    @property
    def _free_ground(self) -> Ground | None:
        """The ground, if rows can be put elsewhere on it."""
        return None if self._ground is None or self._ground.obstacle else self._ground

    def _point_stroke(self) -> PointStroke | None:
        if self._stroke is None and self._free_ground:
            self._stroke = PointStroke(self._free_ground)
        return self._stroke if isinstance(self._stroke, PointStroke) else None

    def _tell(self, x: FloatArray, y: FloatArray, *, anew: bool = False) -> None:
        assert self._stroke is not None
        self._move_hand()
        self.stroke_progressed.emit(StrokePicture(x, y, anew, self._stroke.data, _NOBODY))

    def _move_hand(self) -> None:
        self._weigh_hand()
        self.hand_moved.emit()

    def _weigh_hand(self) -> None:
        """Told by whoever changes it, or by the document, which does at the same time."""
        edits = [edit for _, edit in self._awaited]
        if self._stroke is not None and not self._stroke.idle:
            edits.append(self._stroke.edit)
        self._in_hand = partial(_one_after_the_other, tuple(edits)) if edits else None

    def _forget(self) -> None:
        self._looking.retire()
        self._drop_stroke()
        if self._ground is not None:
            self._ground = None
            self.ground_changed.emit(None)

    def _drop_stroke(self) -> None:
        if self._stroke is not None:
            self._stroke = None
            self._weigh_hand()
            self.stroke_cancelled.emit(self._ground.data if self._ground is not None else None)
        if self._next_ground is not None:
            self._on_ground(self._next_ground)

    def _follow(self, table: Table | None) -> None:
        """Another state of the table: what was known of its rows counts no more, but for our own strokes."""
        ground = self._ground
        if ground is not None and table is not None and self._is_awaited(ground.table, table):
            self._awaited.pop(0)
            self._weigh_hand()
            self._ground = replace(ground, table=table)
            self._settled = self._ground if self._awaited else None
            return
        self._settled = None
        self._awaited.clear()
        self._weigh_hand()
        if ground is None or ground.table is not table:
            self._forget()

    def _is_awaited(self, before: Table, after: Table) -> bool:
        return bool(self._awaited) and len(after.frame) - len(before.frame) == self._awaited[0][0]

    def _on_idle(self) -> None:
        """The document has no edit to carry out any more: strokes that have not come were taken back."""
        if self._settled is not None and self._awaited and self._stroke is None:
            self._ground = self._settled
            self._settled = None
            self._awaited.clear()
            self._weigh_hand()
            self.stroke_cancelled.emit(self._ground.data)
            self.ground_changed.emit(self._ground)

    def _on_ground(self, ground: Ground | Problem) -> None:
        self._next_ground = None
        if not isinstance(ground, Ground) or ground.table is not self._document.table:
            return
        if self._stroke is not None:
            self._next_ground = ground
            return
        self._ground = ground
        self.ground_changed.emit(ground)


def _one_after_the_other(edits: Sequence[Edit], table: Table) -> Table:
    for edit in edits:
        table = keeping_formulas(edit, table)
    return table
