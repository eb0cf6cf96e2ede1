"""What a hand on the fit plot can ask for besides selecting rows by an area, in data units."""

from __future__ import annotations

from PySide6.QtCore import Signal

from linreg_gui.views.selecting.row_selecting import RowSelecting


class PaintSignals(RowSelecting):
    """The signals of painting."""

    point_requested = Signal(float, float)  # the one point of the stroke is here
    points_requested = Signal(object, object)  # x, y of more points
    move_requested = Signal(float, float)  # how far the selected rows are from where they were
    end_requested = Signal()
    cancel_requested = Signal()
    pick_requested = Signal(object, object)  # a row or None, SelectMode
    all_requested = Signal()
    refused = Signal(str)  # why nothing happens
