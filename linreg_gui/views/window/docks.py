"""The docks at the sides of the window, one for each view of the table that is at home there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QMainWindow, QTabBar, QWidget

from linreg_gui.core.project.layout import DockPlace
from linreg_gui.views.panes.view_row import Place, Preset, ViewRow
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.texts import caption, set_caption, set_help

from .dock_places import dock_places, put_docks
from .dock_room import share_room

_MOST_OPEN = 2  # of each side
_NARROW, _VERY_NARROW = 1100, 700  # of the window: below, there is room for one side, or for none
_BOTH = 2

V = TypeVar("V", bound=QWidget)
_AREAS = {
    Place.LEFT: Qt.DockWidgetArea.LeftDockWidgetArea,
    Place.RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
}


class Docks:
    """The docks of a window, made from rows in their order.

    Parameters
    ----------
    window : QMainWindow
    rows : sequence of ViewRow
        None of the middle.
    """

    def __init__(self, window: QMainWindow, rows: Sequence[ViewRow]) -> None:
        self._window, self._rows = window, rows
        self._docks = {row.view: _dock(window, row) for row in rows}
        self._opened: list[QDockWidget] = []  # the one opened last is the last
        # Closed as the window is narrow, and opened again when it is not; how wide they were in usual size.
        self._for_room: dict[QDockWidget, float] = {}
        self._sides = _BOTH  # for how many there is room
        self._kept: tuple[QByteArray, tuple[DockPlace, ...]] | None = None  # while all of them are set aside
        self._scale = 1.0
        self.sized = False  # whether a person has chosen their sizes
        for dock in self._docks.values():
            toggle = dock.toggleViewAction()
            toggle.triggered.connect(lambda opened, dock=dock: self._on_toggled(dock, opened))
        self.restyle()

    def view(self, kind: type[V]) -> V | None:
        """The view of this kind, None where it is none of the sides."""
        dock = self._docks.get(kind)
        view = None if dock is None else dock.widget()
        return view if isinstance(view, kind) else None

    def show(self, kind: type[QWidget]) -> None:
        """Bring the view of this kind to the front, with the keys going there."""
        dock = self._docks[kind]
        self._make_room(dock)  # before: three at a side may need more room than the screen has
        dock.show()
        dock.raise_()
        self._give_width(dock)
        self.share_room()
        _take_keys(dock)

    def in_front(self) -> list[QDockWidget]:
        """Those that can be seen, by their sides and from top to bottom."""
        seen = [dock for dock in self._docks.values() if not dock.visibleRegion().isEmpty()]
        return sorted(seen, key=lambda dock: (dock.isFloating(), dock.x(), dock.y()))

    def places(self) -> tuple[DockPlace, ...]:
        """Where they are, in a form that can be checked."""
        if self._kept is not None:
            return self._kept[1]
        closed = {dock.objectName() for dock in self._for_room}
        places = dock_places(self._window)
        return tuple(replace(place, visible=place.visible or place.name in closed) for place in places)

    def put(self, places: Sequence[DockPlace], *, sized: bool) -> None:
        """Bring them to where they were; those that are not mentioned stay."""
        self._for_room.clear()
        self.sized = sized
        put_docks(self._window, places)
        self._begin()

    def put_first(self, preset: Preset) -> None:
        """Bring them to where they are at first in a preset."""
        self._for_room.clear()
        self.sized = False
        shown = [row for row in self._rows if preset in row.presets]
        for row in self._rows:
            dock = self._docks[row.view]
            if dock.isFloating():  # Qt takes its time over it, whether it is or not
                dock.setFloating(False)
            self._window.addDockWidget(_AREAS[row.place], dock)
            dock.setVisible(row in shown)
        docks = [self._docks[row.view] for row in shown]
        for side, orientation in enumerate((Qt.Orientation.Horizontal, Qt.Orientation.Vertical)):
            sizes = [round(row.size[side] * self._scale) for row in shown]
            self._window.resizeDocks(docks, sizes, orientation)
        self._begin()

    def share_room(self) -> None:
        """Let them share their room by what they hold, unless a person has chosen their sizes."""
        if not self.sized and self._kept is None:
            share_room(self._window, list(self._docks.values()))

    def set_room(self, width: float) -> None:
        """In a narrow window one side is open at a time, in a very narrow one none unless it is asked for."""
        sides = _BOTH if width >= _NARROW else 1 if width >= _VERY_NARROW else 0
        before, self._sides = self._sides, sides
        if sides == before or self._kept is not None:
            return
        if sides > before:
            docks, widths = list(self._for_room), list(self._for_room.values())
            self._for_room.clear()
            for dock in docks:
                dock.show()
            wide = [round(width * self._scale) for width in widths]
            self._window.resizeDocks(docks, wide, Qt.Orientation.Horizontal)
        self._close_for_room()

    def scale_by(self, ratio: float, widths: Mapping[QDockWidget, int]) -> None:
        """What is in them has become larger or smaller, and so do the widths that they had."""
        self._scale *= ratio
        docks = [dock for dock in widths if not dock.isHidden()]
        wide = [round(widths[dock] * ratio) for dock in docks]
        self._window.resizeDocks(docks, wide, Qt.Orientation.Horizontal)

    def widths(self) -> dict[QDockWidget, int]:
        """Of those that are open at the sides."""
        return {dock: dock.width() for dock in self._open()}

    def _begin(self) -> None:
        self.restyle()  # Qt has chosen its own icons
        self._opened = []
        self._close_for_room()
        self.share_room()

    def _on_toggled(self, dock: QDockWidget, opened: bool) -> None:
        """Who opens a dock wants to use it: the keys go there."""
        self._know(dock)
        if opened:
            self._make_room(dock)
            dock.raise_()
            self._give_width(dock)
            _take_keys(dock)

    def _give_width(self, dock: QDockWidget) -> None:
        """One that is alone at its side is as wide as at first, and not as narrow as it can be."""
        alone = not dock.isFloating() and self._open_at(self._window.dockWidgetArea(dock)) == [dock]
        if alone and not self.sized:
            first = next(row.size[0] for row in self._rows if self._docks[row.view] is dock)
            self._window.resizeDocks([dock], [round(first * self._scale)], Qt.Orientation.Horizontal)

    def _know(self, dock: QDockWidget) -> None:
        """A person has opened or closed it, whatever there was room for."""
        self._for_room.pop(dock, None)
        if dock in self._opened:
            self._opened.remove(dock)

    def _make_room(self, dock: QDockWidget) -> None:
        """Close the dock that was opened first where one too many is open at a side."""
        self._know(dock)
        self._opened.append(dock)
        beside = [other for other in self._open_at(self._window.dockWidgetArea(dock)) if other is not dock]
        beside = [other for other in beside if other not in self._window.tabifiedDockWidgets(dock)]
        beside.sort(key=lambda other: self._opened.index(other) if other in self._opened else -1)
        for other in beside[: max(0, len(beside) - _MOST_OPEN + 1)]:
            other.hide()
        if self._sides < _BOTH and not dock.isFloating():
            area = self._window.dockWidgetArea(dock)
            self._close([other for other in self._open() if self._window.dockWidgetArea(other) != area])
        self.share_room()

    def _close_for_room(self) -> None:
        """What a narrow window has no room for: the right side, or both."""
        left = self._open_at(_AREAS[Place.LEFT])
        if self._sides == 0:
            self._close(self._open())
        elif self._sides == 1 and left:
            self._close([dock for dock in self._open() if dock not in left])

    def _close(self, docks: Sequence[QDockWidget]) -> None:
        for dock in docks:
            self._for_room[dock] = dock.width() / self._scale
            dock.hide()

    def _open(self) -> list[QDockWidget]:
        return [dock for area in _AREAS.values() for dock in self._open_at(area)]

    def _open_at(self, area: Qt.DockWidgetArea) -> list[QDockWidget]:
        docks = [dock for dock in self._docks.values() if not dock.isHidden() and not dock.isFloating()]
        return [dock for dock in docks if self._window.dockWidgetArea(dock) == area]

    @property
    def are_aside(self) -> bool:
        """Whether all of them are hidden for a page that needs none."""
        return self._kept is not None

    def set_aside(self, aside: bool) -> None:
        """Hide all docks, for a page that needs none of them, or show those again that were there."""
        if aside:
            self._kept = self._window.saveState(), self.places()
        for dock in self._docks.values():
            dock.toggleViewAction().setEnabled(not aside)
            if aside:
                dock.hide()
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setVisible(not aside)  # Qt leaves them to the keys
        if self._kept is not None and not aside:
            self._window.restoreState(self._kept[0])
            self._kept = None
            self.restyle()

    def restyle(self) -> None:
        """Draw the buttons in the title bars in the colours of the palette."""
        palette = self._window.palette()
        for row in self._rows:
            dock = self._docks[row.view]
            _restyle_buttons(dock, palette)
            dock.toggleViewAction().setIcon(icon(row.icon, palette, QPalette.ColorRole.WindowText))

    def toggles(self, *places: Place) -> list[QAction]:
        """What shows and hides each dock that is at home there, for a menu or a rail."""
        return [self._docks[row.view].toggleViewAction() for row in self._rows if row.place in places]


def _dock(window: QMainWindow, row: ViewRow) -> QDockWidget:
    dock = QDockWidget(caption(row.title), window)
    dock.setObjectName(row.name)
    dock.setWidget(row.view())
    window.addDockWidget(_AREAS[row.place], dock)
    _keep_focus_out_while_unseen(dock)
    dock.topLevelChanged.connect(
        lambda: _restyle_buttons(dock, window.palette())
    )  # Qt chooses its own icons then
    toggle = dock.toggleViewAction()
    at = row.title.index(row.letter)
    set_caption(toggle, "{}&{}", row.title[:at], row.title[at:])
    set_help(toggle, row.help_text)
    return dock


def _take_keys(dock: QDockWidget) -> None:
    """Qt may tell only later that it is seen, and what is hidden takes no focus."""
    dock.widget().show()
    dock.widget().setFocus(Qt.FocusReason.ShortcutFocusReason)


def _restyle_buttons(dock: QDockWidget, palette: QPalette) -> None:
    """Qt draws them dark on every ground. The palette is the window's: a dock learns of another one later."""
    for name, picture in (("qt_dockwidget_closebutton", "close"), ("qt_dockwidget_floatbutton", "float")):
        button = dock.findChild(QAbstractButton, name)
        if button is not None:
            button.setIcon(icon(picture, palette, QPalette.ColorRole.WindowText))


def _keep_focus_out_while_unseen(dock: QDockWidget) -> None:
    """Hide the view as long as its dock lies behind the tab of another one.

    To Qt, such a dock is as visible as any, only outside the window: Tab would go there, and the keys that
    follow would change what nobody sees. The view keeps its room: docks do not move when tabs are changed.
    """
    view = dock.widget()
    policy = view.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    view.setSizePolicy(policy)
    # A minimised window says that its docks are not seen, too; there the focus is to stay where it is.
    dock.visibilityChanged.connect(lambda seen: view.setVisible(seen or dock.window().isMinimized()))
