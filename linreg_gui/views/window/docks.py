"""The docks at the sides of the window, one for each view of the table that is at home there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QMainWindow, QTabBar, QWidget

from linreg_gui.views.panes.view_row import Place, Preset, ViewRow
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.texts import caption, set_caption, set_help

_MOST_SHARE = 0.6  # of the height, for one dock beside others
_MOST_WIDTH = 0.3  # of the window, for docks that hold much
_MOST_OPEN = 2  # of each side

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
        self._window = window
        self._docks = {row.view: _dock(window, row) for row in rows}
        self._opened: list[QDockWidget] = []  # the one opened last is the last
        for dock in self._docks.values():
            dock.toggleViewAction().triggered.connect(partial(self._make_room, dock))
        shown = [row for row in rows if Preset.LEARN in row.presets]
        docks = [self._docks[row.view] for row in shown]
        window.resizeDocks(docks, [row.size[0] for row in shown], Qt.Orientation.Horizontal)
        window.resizeDocks(docks, [row.size[1] for row in shown], Qt.Orientation.Vertical)
        self.restyle()

    def view(self, kind: type[V]) -> V | None:
        """The view of this kind, None where it is none of the sides."""
        dock = self._docks.get(kind)
        view = None if dock is None else dock.widget()
        return view if isinstance(view, kind) else None

    def show(self, kind: type[QWidget]) -> None:
        """Bring the view of this kind to the front, with the keys going there."""
        dock = self._docks[kind]
        dock.show()
        dock.raise_()
        self._make_room(dock)
        # Qt may tell only later that it is seen, and what is hidden takes no focus.
        dock.widget().show()
        dock.widget().setFocus()

    def _make_room(self, dock: QDockWidget, opened: bool = True) -> None:
        """Close the dock that was opened first where one too many is open at a side."""
        self._opened = [other for other in self._opened if other is not dock]
        if not opened:
            return
        self._opened.append(dock)
        area = self._window.dockWidgetArea(dock)
        beside = [
            other
            for other in self._docks.values()
            if other is not dock
            and not other.isHidden()
            and not other.isFloating()
            and self._window.dockWidgetArea(other) == area
            and other not in self._window.tabifiedDockWidgets(dock)
        ]
        beside.sort(key=lambda other: self._opened.index(other) if other in self._opened else -1)
        for other in beside[: max(0, len(beside) - _MOST_OPEN + 1)]:
            other.hide()

    def share_room(self) -> None:
        """Let docks that lie above each other share their height by what they hold.

        A view that says how high it would like to be (`wished_height`) gets that, but no more than its part;
        the others get the rest. So it is with the width (`wished_width`), but that only grows.
        """
        for column in self._columns():
            widths = [getattr(dock.widget(), "wished_width", int)() for dock in column]
            widest = min(max(widths), int(self._window.width() * _MOST_WIDTH))
            if widest > column[0].width():
                self._window.resizeDocks(column[:1], [widest], Qt.Orientation.Horizontal)
            height = sum(dock.height() for dock in column)
            chrome = {dock: max(0, dock.height() - dock.widget().height()) for dock in column}
            wishes = [_wish(dock, chrome[dock]) for dock in column]
            wanted = [min(wish, height * _MOST_SHARE) for wish in wishes if wish is not None]
            rest = height - sum(wanted)
            open_ones = sum(wish is None for wish in wishes)
            if not open_ones:
                sizes = [wish + max(0.0, rest) * wish / sum(wanted) for wish in wanted]
            else:
                sizes = [
                    rest / open_ones if wish is None else min(wish, height * _MOST_SHARE) for wish in wishes
                ]
            self._window.resizeDocks(column, [round(size) for size in sizes], Qt.Orientation.Vertical)

    def _columns(self) -> list[list[QDockWidget]]:
        """The docks that can be seen above each other, those at the same side and place together."""
        seen = [dock for dock in self._docks.values() if not dock.isFloating() and _is_in_front(dock)]
        places = sorted({(dock.x(), dock.width()) for dock in seen})
        columns = [[dock for dock in seen if (dock.x(), dock.width()) == place] for place in places]
        return [sorted(column, key=QDockWidget.y) for column in columns if len(column) > 1]

    def set_aside(self, aside: bool) -> None:
        """Hide all docks, for a page that needs none of them; what brings them back is another layout."""
        for dock in self._docks.values():
            dock.toggleViewAction().setEnabled(not aside)
            if aside:
                dock.hide()
        for bar in self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setVisible(not aside)  # Qt leaves them to the keys

    def restyle(self) -> None:
        """Draw the buttons in the title bars in the colours of the palette."""
        for dock in self._docks.values():
            _restyle_buttons(dock, self._window.palette())

    def toggles(self) -> list[QAction]:
        """What shows and hides each dock, for a menu."""
        return [dock.toggleViewAction() for dock in self._docks.values()]


def _dock(window: QMainWindow, row: ViewRow) -> QDockWidget:
    dock = QDockWidget(caption(row.title), window)
    dock.setObjectName(row.name)
    dock.setWidget(row.view())
    window.addDockWidget(_AREAS[row.place], dock)
    dock.setVisible(Preset.LEARN in row.presets)
    _keep_focus_out_while_unseen(dock)
    dock.topLevelChanged.connect(
        lambda: _restyle_buttons(dock, window.palette())
    )  # Qt chooses its own icons then
    toggle = dock.toggleViewAction()
    at = row.title.index(row.letter)
    set_caption(toggle, "{}&{}", row.title[:at], row.title[at:])
    set_help(toggle, row.help_text)
    return dock


def _is_in_front(dock: QDockWidget) -> bool:
    return not dock.visibleRegion().isEmpty()


def _wish(dock: QDockWidget, chrome: int) -> float | None:
    wished = getattr(dock.widget(), "wished_height", None)
    return None if wished is None else float(wished() + chrome)


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
