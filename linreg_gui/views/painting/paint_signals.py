"""What a hand on the fit plot can ask for, in data units."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PaintSignals(QObject):
    """The signals of painting."""

    point_requested = Signal(float, float)  # the one point of the stroke is here
    points_requested = Signal(object, object)  # x, y of more points
    move_requested = Signal(float, float)  # how far the selected rows are from where they were
    end_requested = Signal()
    cancel_requested = Signal()
    pick_requested = Signal(object, object)  # a row or None, SelectMode
    area_requested = Signal(object, object)  # Area, SelectMode
    lasso_drawn = Signal(object, object)  # x, y of the line so far
    all_requested = Signal()
    remove_requested = Signal()
    exclude_requested = Signal()
    hide_requested = Signal()
    label_requested = Signal()
    refused = Signal(str)  # why nothing happens
