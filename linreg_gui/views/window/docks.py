"""The table of docks: a view that can be moved and hidden is one row here, and nowhere else by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QMainWindow, QTabBar, QWidget

from linreg_gui.core.explaining.scene import directions_of, microscope_of, surface_of, weights_of
from linreg_gui.views.explaining.directions_view import DirectionsView
from linreg_gui.views.explaining.microscope_view import MicroscopeView
from linreg_gui.views.explaining.surface_plot import SurfacePlot
from linreg_gui.views.explaining.weights_plot import WeightsPlot
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.table.history_panel import HistoryPanel
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.texts import caption, set_caption, set_help

_MOST_SHARE = 0.6  # of the height, for one dock beside others
_MOST_WIDTH = 0.3  # of the window, for docks that hold much

V = TypeVar("V", bound=QWidget)
_LEFT, _RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


@runtime_checkable
class SceneView(Protocol):
    """A view that is told what to draw by the feed (`app/wiring/views.py`)."""

    def show_value(self, value: Any, /) -> None:
        """Draw what `DockRow.prepare` has given."""

    def clear(self) -> None:
        """There is nothing to draw."""


@runtime_checkable
class WishingView(SceneView, Protocol):
    """One that leaves a choice of what it draws; a change of it is told by `wish_changed`."""

    @property
    def wish(self) -> Any:
        """A frozen value, the second argument of `DockRow.prepare`."""

    @property
    def wish_changed(self) -> SignalInstance:
        """Without arguments."""


@dataclass(frozen=True)
class DockRow:
    """One dock of the window.

    Attributes
    ----------
    name : str
        In stored layouts and projects: never to be changed.
    title : str
        On the dock, on its tab and in the View menu.
    view : type of QWidget
        What is in it; also what the rest of the program asks for it by.
    area : Qt.DockWidgetArea
        Where it is at first, below those above it in the table.
    size : (int, int)
        Width and height it would like there.
    help_text : str
    behind : str
        The name of an earlier dock, as a tab behind which it lies; empty for a place of its own.
    shown : bool
        Whether it is there at the first start.
    letter : str
        Of the title, the one that is underlined in the View menu; the first where it is empty.
    prepare : callable, optional
        The pure function that makes of a `Scene`, and the wish of a `WishingView`, what the view draws, None
        where there is nothing; then the view is a `SceneView`, and is fed while it is in sight. Without one,
        it has a wiring of its own.
    """

    name: str
    title: str
    view: type[QWidget]
    area: Qt.DockWidgetArea
    size: tuple[int, int]
    help_text: str
    behind: str = ""
    shown: bool = True
    letter: str = ""
    prepare: Callable[..., Any] | None = None


DOCKS = (
    DockRow("data", "Data", DataTable, _LEFT, (300, 380), "The table: look at cells and edit them."),
    DockRow(
        "columns",
        "Columns",
        ColumnsPanel,
        _LEFT,
        (300, 380),
        "What is a feature, what is the label, and what becomes of holes, levels and held-out rows.",
        behind="data",
    ),
    DockRow(
        "history",
        "History",
        HistoryPanel,
        _LEFT,
        (300, 380),
        "Every state of the data, to go back and forth between them.",
        behind="data",
        shown=False,
    ),
    DockRow(
        "training",
        "Training",
        TrainingPanel,
        _LEFT,
        (300, 340),
        "Learning rate, batch size, epochs and the other settings of SGD.",
    ),
    DockRow(
        "weights",
        "Weights",
        WeightsTable,
        _RIGHT,
        (304, 400),
        "Bias and weights as training found them, beside the exact ones.",
    ),
    DockRow(
        "directions",
        "Directions",
        DirectionsView,
        _RIGHT,
        (304, 400),
        "Which combinations of weights training is slow in, and when they will be done.",
        behind="weights",
        letter="i",
        prepare=directions_of,
    ),
    DockRow(
        "microscope",
        "Microscope",
        MicroscopeView,
        _RIGHT,
        (304, 400),
        "One update unfolded: the rows of the minibatch, their shares of the gradient, and what they move.",
        behind="weights",
        letter="M",
        prepare=microscope_of,
    ),
    DockRow(
        "prediction",
        "Prediction",
        PredictPanel,
        _RIGHT,
        (304, 300),
        "Type feature values and read the prediction.",
    ),
    DockRow(
        "surface",
        "Loss surface",
        SurfacePlot,
        _RIGHT,
        (304, 300),
        "The loss over two of the weights, or one and the bias, with the way that training takes through it.",
        behind="prediction",
        letter="s",
        prepare=surface_of,
    ),
    DockRow(
        "weights_path",
        "Weights over time",
        WeightsPlot,
        _RIGHT,
        (304, 300),
        "Each weight against the step, with its exact value as a dashed line.",
        behind="weights",
        letter="g",
        shown=False,
        prepare=weights_of,
    ),
)


class Docks:
    """The docks of a window, made from rows in their order.

    Parameters
    ----------
    window : QMainWindow
    rows : sequence of DockRow
    """

    def __init__(self, window: QMainWindow, rows: Sequence[DockRow] = DOCKS) -> None:
        self._window = window
        self._docks = {row.view: _dock(window, row) for row in rows}
        by_name = {dock.objectName(): dock for dock in self._docks.values()}
        front: dict[str, QDockWidget] = {}
        for row in rows:
            if row.behind:
                dock = self._docks[row.view]
                window.tabifyDockWidget(front.get(row.behind, by_name[row.behind]), dock)
                front[row.behind] = dock
                dock.setVisible(row.shown)
        first = [row for row in rows if not row.behind]
        for row in first:
            self._docks[row.view].raise_()
        docks = [self._docks[row.view] for row in first]
        window.resizeDocks(docks, [row.size[0] for row in first], Qt.Orientation.Horizontal)
        window.resizeDocks(docks, [row.size[1] for row in first], Qt.Orientation.Vertical)
        self.restyle()

    def view(self, kind: type[V]) -> V:
        """The view of this kind."""
        view = self._docks[kind].widget()
        assert isinstance(view, kind)
        return view

    def show(self, kind: type[QWidget]) -> None:
        """Bring the view of this kind to the front, with the keys going there."""
        dock = self._docks[kind]
        dock.show()
        dock.raise_()
        # Qt may tell only later that it is seen, and what is hidden takes no focus.
        dock.widget().show()
        dock.widget().setFocus()

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


def _dock(window: QMainWindow, row: DockRow) -> QDockWidget:
    dock = QDockWidget(caption(row.title), window)
    dock.setObjectName(row.name)
    dock.setWidget(row.view())
    dock.setVisible(row.shown)
    window.addDockWidget(row.area, dock)
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
