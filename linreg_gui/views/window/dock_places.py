"""Where the docks of a window are, as values that can be checked: Qt’s own form of it must be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

from linreg_gui.core.project.layout import Area, DockPlace

_AREAS: dict[Area, Qt.DockWidgetArea] = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "top": Qt.DockWidgetArea.TopDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


def dock_places(window: QMainWindow) -> tuple[DockPlace, ...]:
    """Where each dock is, in the order in which they have to be put there."""
    tabs = {bar.tabText(tab): tab for bar in _tab_bars(window) for tab in range(bar.count())}

    def order(dock: QDockWidget) -> tuple[int, int, int]:
        # Qt keeps those behind another one outside of the window.
        together = (dock, *window.tabifiedDockWidgets(dock))
        front = next((one for one in together if not one.visibleRegion().isEmpty()), dock)
        return front.y(), front.x(), tabs.get(dock.windowTitle(), len(tabs))

    docks = sorted(window.findChildren(QDockWidget), key=order)
    groups: dict[str, str] = {}
    for dock in docks:
        for other in window.tabifiedDockWidgets(dock):
            groups.setdefault(other.objectName(), groups.setdefault(dock.objectName(), dock.objectName()))
    return tuple(_place(window, dock, groups.get(dock.objectName(), "")) for dock in docks)


def put_docks(window: QMainWindow, places: Sequence[DockPlace]) -> None:
    """Bring docks to where they were; those that are not mentioned stay."""
    docks = {dock.objectName(): dock for dock in window.findChildren(QDockWidget)}
    known = [(docks[place.name], place) for place in places if place.name in docks]
    firsts: dict[str, QDockWidget] = {}
    for dock, place in known:
        if dock.isFloating():  # Qt takes its time over it, whether it is or not
            dock.setFloating(False)
        window.addDockWidget(_AREAS[place.area], dock)
        if place.group:
            first = firsts.setdefault(place.group, dock)
            if first is not dock:
                window.tabifyDockWidget(first, dock)
    for dock, place in known:
        if place.floating:
            dock.setFloating(True)
        dock.setVisible(place.visible)
        if place.in_front:
            dock.raise_()
    docked = [(dock, place) for dock, place in known if place.visible and not place.floating]
    docked = [(dock, place) for dock, place in docked if place.in_front or not place.group]
    # Docks that lie one over the other share their room with the tabs that tell them apart.
    tabs = max((bar.sizeHint().height() for bar in _tab_bars(window)), default=0)
    for orientation, sizes in (
        (Qt.Orientation.Horizontal, [place.width for _, place in docked]),
        (Qt.Orientation.Vertical, [place.height + (tabs if place.group else 0) for _, place in docked]),
    ):
        # Qt refuses sizes of nothing.
        window.resizeDocks([dock for dock, _ in docked], [max(1, size) for size in sizes], orientation)


def _tab_bars(window: QMainWindow) -> list[QTabBar]:
    return window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)


def _place(window: QMainWindow, dock: QDockWidget, group: str) -> DockPlace:
    area = window.dockWidgetArea(dock)
    name: Area = next((name for name, known in _AREAS.items() if known == area), "left")
    shown = not dock.isHidden()
    in_front = bool(group) and not dock.visibleRegion().isEmpty()
    size = dock.size()
    return DockPlace(
        dock.objectName(), name, shown, dock.isFloating(), group, in_front, size.width(), size.height()
    )
