"""What a hand on a plot can ask for, in the units of its axes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class SelectSignals(QObject):
    """The signals of selecting rows, and of what is done with those that are selected."""

    spot_requested = Signal(object, object)  # Spot: the row whose point is nearest, SelectMode
    area_requested = Signal(object, object)  # Area: all rows in it, SelectMode
    none_requested = Signal()
    remove_requested = Signal()
    exclude_requested = Signal()
    hide_requested = Signal()
    label_requested = Signal()
