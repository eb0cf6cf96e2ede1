"""The one window: places the views, and turns menus, drops and closing into wishes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from linreg_gui import PROGRAM_NAME
from linreg_gui.core.answering import always_answers
from linreg_gui.core.project.layout import Layout
from linreg_gui.core.right_of_way import right_of_way
from linreg_gui.views.painting.plot_painter import PlotPainter
from linreg_gui.views.panes.panes import Panes
from linreg_gui.views.panes.view_row import Place, Preset
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.results.equation_view import EquationView
from linreg_gui.views.training.scrubber import Scrubber
from linreg_gui.views.training.step_keys import StepKeys
from linreg_gui.views.training.transport_bar import TransportBar, make_transport_actions
from linreg_gui.views.welcome.welcome_page import WelcomePage
from linreg_gui.views.widgets.style import PRESENTED, USUAL, Strokes
from linreg_gui.views.widgets.texts import caption, set_title
from linreg_gui.views.widgets.zoom import zoom

from .cancel_button import CancelButton
from .docks import Docks
from .menus import Menus, application_icon
from .message_bar import MessageBar
from .presenting import Presenting
from .preset_bar import PresetBar
from .presets import Presets
from .rail import Rail
from .reading_progress import WRITING, ReadingProgress
from .status_line import StatusLine
from .view_table import first_arrangement, rows_of

V = TypeVar("V", bound=QWidget)
_SIZE = QSize(1280, 800)
_ZOOMED = "zoomed"
_LARGE, _EQUATION_POINTS = 1.6, 30.0  # of letters, in a presentation


@always_answers
class MainWindow(QMainWindow):
    """Options left, numbers right, results in the middle; docks can be moved and hidden."""

    open_requested = Signal(object)  # Path
    closing = Signal()
    first_painted = Signal()  # once, when all of it is on the screen

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False
        self._zoom, self._scale, self._presents = 100, 1.0, False
        self.transport_actions = make_transport_actions(self)
        self.menus = Menus(self, self.transport_actions)
        self.welcome_page = WelcomePage()
        self.equation = EquationView()
        self.equation.addActions(list(self.menus.equation_forms.values()))
        self.equation.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.transport_bar = TransportBar(self.transport_actions)
        self.panes = Panes(rows_of(Place.MIDDLE), first_arrangement(Preset.LEARN))
        self._docks = Docks(self, rows_of(Place.LEFT, Place.RIGHT))
        self.presets = Presets(self.panes, self._docks, self)
        self._waiting: dict[type[QWidget], list[Callable[[Any], object]]] = {}
        self.panes.view_made.connect(self._on_made)
        self.fit_plot = self.view(FitPlot)
        self.loss_plot = self.view(LossPlot)
        self.noise_histogram = self.view(NoiseHistogram)
        self.painter = PlotPainter(self.fit_plot)
        self.menus.data.painting.addActions(self.painter.actions())
        self.scrubber = Scrubber()
        self.step_keys = StepKeys(self)
        self.status_line = StatusLine()
        self.cancel_edit = CancelButton(
            "Cancel the edit", "Give up what is under way; the table stays as it is."
        )
        self.reading_progress = ReadingProgress()
        self.writing_progress = ReadingProgress(words=WRITING)
        self.setCentralWidget(self._centre())
        self.menus.view.insertActions(self.menus.below_docks, self._docks.toggles(Place.LEFT, Place.RIGHT))
        self._add_rails()
        self._add_corner()
        self._add_scrubber()
        self._add_status_bar()
        self.setAcceptDrops(True)
        self.setWindowIcon(application_icon())
        self.may_close: Callable[[], bool] = lambda: True
        self.show_document("")
        self.resize(_SIZE)
        self.menus.panes.view_requested.connect(self.panes.show_view)
        self.menus.panes.next.triggered.connect(lambda: self.panes.go_to_next())
        self.menus.panes.previous.triggered.connect(lambda: self.panes.go_to_next(-1))
        self.menus.panes.maximise.triggered.connect(lambda: self.panes.toggle_maximised())
        around = (self.menuBar(), self.statusBar(), *self._rails)
        self._presenting = Presenting(self, around, (self.transport_bar, self.scrubber))
        self._presenting.left.connect(self.presets.leave)
        self._presenting.view_requested.connect(self.panes.choose_large)
        self.menus.presets.preset_requested.connect(self._ask_for_preset)
        self.menus.presets.restore.triggered.connect(lambda: self.presets.restore())
        self.presets.changed.connect(self._show_preset)
        self._show_preset()

    def show_document(self, name: str, unsaved: bool = False) -> None:
        """Say in the title what is open, and mark it if it is not saved."""
        set_title(self, name, f"[*] — {PROGRAM_NAME}" if name else PROGRAM_NAME)
        self.setWindowModified(unsaved and bool(name))

    @property
    def shows_welcome(self) -> bool:
        """Whether the welcome page is in the place of the plots."""
        return self._stack.currentWidget() is self.welcome_page

    def show_welcome(self, shown: bool) -> None:
        """Show the welcome page in place of equation, transport bar and plots, or these again."""
        if shown == self.shows_welcome:
            return
        if shown and self._presents:
            self.presets.leave()
        if shown:
            # Docks that hold nothing would only stand around the page.
            self._docks.set_aside(True)
        self._stack.setCurrentWidget(self.welcome_page if shown else self._work)
        for bar in (self._scrubber_bar, *self._rails):
            bar.setVisible(not shown)
        self.menus.presets.set_enabled(not shown)
        # So that Space makes a step, and does not end in some field.
        (self.welcome_page if shown else self).setFocus()
        if not shown:
            self._docks.set_aside(False)

    def when_made(self, kind: type[V], take: Callable[[V], object]) -> None:
        """Hand over the view of this kind as soon as there is one, before anybody sees it.

        Views of the middle are made when they are first seen, or asked for by `view`.
        """
        if self.panes.name_of(kind) is None or self.panes.is_made(kind):
            take(self.view(kind))
        else:
            self._waiting.setdefault(kind, []).append(take)

    def _on_made(self, view: QWidget) -> None:
        if self._presents:
            _stroke(view, PRESENTED)
        for take in self._waiting.pop(type(view), []):
            take(view)

    def view(self, kind: type[V]) -> V:
        """The view of this kind, from the table of views; it is made if it was not."""
        view = self.panes.view(kind) or self._docks.view(kind)
        assert view is not None
        return view

    def show_view(self, kind: type[QWidget]) -> None:
        """Bring the view of this kind to the front."""
        if (name := self.panes.name_of(kind)) is not None:
            self.panes.show_view(name)
        else:
            self._docks.show(kind)

    def put_layout(self, layout: Layout) -> None:
        """Lay the window out as a person did; the page that hides everything goes."""
        self.show_welcome(False)
        self.presets.put_layout(layout)

    def zoom_to(self, percent: int) -> None:
        """Show everything in it so large."""
        if percent != self._zoom:
            self._scale_by(percent / self._zoom)
            self._zoom = percent

    def _scale_by(self, ratio: float) -> None:
        self._scale *= ratio
        if ratio > 1.0:
            self._docks.set_room(self.width() / self._scale)  # before what is in them asks for more
        widths = self._docks.widths()
        zoom(self, ratio)
        # In a presentation all of them are there, on any screen.
        self.panes.set_scale(self._scale / (_LARGE if self._presents else 1.0), self._scale)
        self._docks.scale_by(ratio, widths)
        self._docks.set_room(self.width() / self._scale)

    def share_room(self) -> None:
        """Let the docks share their room by what they hold, unless a person has chosen their sizes."""
        self._docks.share_room()

    def restore_layout(self, geometry: QByteArray | None, layout: Layout) -> None:
        """Bring back the size and the layout of an earlier start."""
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.presets.put_layout(layout)

    def event(self, event: QEvent) -> bool:
        """Whoever drags a separator chooses the sizes of the docks; the first picture is told of."""
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._tell_painted)  # once what lies in it is painted, too
        pressed = event if event.type() == QEvent.Type.MouseButtonPress else None
        if isinstance(pressed, QMouseEvent) and self.isSeparator(pressed.position().toPoint()):
            self._docks.sized = True
        if event.type() == QEvent.Type.ChildPolished and self._zoom != 100:
            self._zoom_dialogs()
        if event.type() == QEvent.Type.UpdateRequest:  # all that the window shows is painted now
            with right_of_way():
                return super().event(event)
        return super().event(event)

    def _zoom_dialogs(self) -> None:
        """Dialogs of this window are made in the usual size, and shown soon.

        Which one it is must not be asked of the event: Python would lose the child together with it.
        """
        for dialog in self.findChildren(QDialog, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if not dialog.property(_ZOOMED):
                dialog.setProperty(_ZOOMED, True)
                zoom(dialog, self._zoom / 100.0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The message goes with what it lies over."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self.message_bar.place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._docks.set_room(self.width() / self._scale)

    def _tell_painted(self) -> None:
        self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        if self._presents:
            self.presets.leave()  # or the next start would fill the screen
        self.closing.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "menus"):
            self.menus.restyle()
            self._docks.restyle()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_requested.emit(path)

    def _centre(self) -> QWidget:
        self._work = QWidget()
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(4)
        work.addWidget(self.equation)
        self._transport_row = QHBoxLayout()
        self._transport_row.addWidget(self.transport_bar, 1)
        work.addLayout(self._transport_row)
        work.addWidget(self.panes, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work)
        self._stack.addWidget(self.welcome_page)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(6, 3, 6, 0)
        layout.addWidget(self._stack, 1)
        self.message_bar = MessageBar(centre, lambda: self._message_room(centre))
        for around in (self.panes, self.welcome_page):
            around.installEventFilter(self)
        return centre

    def _message_room(self, centre: QWidget) -> QRect:
        """Over the first view below its legend, or at the foot of the welcome page."""
        if self.shows_welcome:
            view: QWidget = self.welcome_page
            area = view.rect().adjusted(0, view.height() * 3 // 4, 0, 0)
        else:
            view, area = self.panes, self.panes.first_drawing()
        return QRect(view.mapTo(centre, area.topLeft()), area.size())

    def _ask_for_preset(self, preset: Preset) -> None:
        """The key that has led into a presentation leads out of it, too."""
        if preset is Preset.PRESENT and self._presents:
            self.presets.leave()
        else:
            self.presets.show(preset)

    def _show_preset(self) -> None:
        self.menus.presets.show_preset(self.presets.preset)
        presents = self.presets.preset is Preset.PRESENT
        if presents == self._presents:
            return
        self._presents = presents
        _stroke(self.panes, PRESENTED if presents else USUAL)
        if presents:
            self._scale_by(_LARGE)
            self.equation.set_points(_EQUATION_POINTS)
            self._presenting.start()
        else:
            self._presenting.end()
            self._scale_by(1.0 / _LARGE)
            self.equation.set_points(None)

    def _add_rails(self) -> None:
        """Left and right of everything but the menu and the scrubber."""
        self._rails = [
            Rail(self, name, area, self._docks.toggles(place))
            for name, area, place in (
                ("left", Qt.ToolBarArea.LeftToolBarArea, Place.LEFT),
                ("right", Qt.ToolBarArea.RightToolBarArea, Place.RIGHT),
            )
        ]

    def _add_corner(self) -> None:
        """At the end of the menu row, or above the views where the system has that row elsewhere."""
        corner = self._corner = PresetBar(self.menus.presets.actions, self.equation.chip)
        if self.menuBar().isNativeMenuBar():
            self._transport_row.addWidget(corner)
        else:
            self.menuBar().setCornerWidget(corner)

    def _add_scrubber(self) -> None:
        """Over the whole width, below the docks."""
        self._scrubber_bar = QToolBar(caption("Time machine"))
        self._scrubber_bar.setObjectName("scrubber")
        self._scrubber_bar.setMovable(False)
        self._scrubber_bar.toggleViewAction().setVisible(False)
        self._scrubber_bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        _use_all_room(self._scrubber_bar)
        self._scrubber_bar.addWidget(self.scrubber)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self._scrubber_bar)

    def _add_status_bar(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        _use_all_room(bar)
        bar.addWidget(self.reading_progress)
        bar.addWidget(self.writing_progress)
        bar.addPermanentWidget(self.cancel_edit)
        bar.addPermanentWidget(self.status_line)
        self.cancel_edit.hide()
        self.reading_progress.hide()
        self.writing_progress.hide()


def _stroke(view: QWidget, strokes: Strokes) -> None:
    """Lines and points of all plots in a view, or of itself."""
    plots = [view] if isinstance(view, ThemedPlot) else view.findChildren(ThemedPlot)
    for plot in plots:
        plot.set_strokes(strokes)


def _use_all_room(bar: QWidget) -> None:
    """A bar is as high as what is in it."""
    layout = bar.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, 0, 0)


def _dropped_file(event: QDropEvent) -> Path | None:
    """The one local file that is dragged, if it is one."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
