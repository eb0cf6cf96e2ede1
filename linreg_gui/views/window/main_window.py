"""The one window: places the views, and turns menus, drops and closing into wishes.

It is on the screen with the welcome page before plots and menus are imported: these come with `furnish`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QCloseEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.right_of_way import right_of_way
from linreg_gui.views.panes.panes import Panes
from linreg_gui.views.panes.view_row import Place, Preset
from linreg_gui.views.training.scrubber import Scrubber
from linreg_gui.views.training.step_keys import StepKeys
from linreg_gui.views.training.transport_bar import TransportBar, make_transport_actions
from linreg_gui.views.widgets.style import PRESENTED, USUAL, Strokes
from linreg_gui.views.widgets.zoom import zoom

from .bare_window import BareWindow
from .cancel_button import CancelButton
from .docks import Docks
from .message_bar import MessageBar
from .presenting import Presenting
from .preset_bar import PresetBar
from .rail import Rail
from .reading_progress import WRITING, ReadingProgress
from .regions import Regions
from .sample_notice import SampleNotice
from .scrubber_bar import ScrubberBar
from .status_line import StatusLine

if TYPE_CHECKING:
    from linreg_gui.core.project.layout import Layout
    from linreg_gui.views.plots.noise_histogram import NoiseHistogram

V = TypeVar("V", bound=QWidget)
_ZOOMED = "zoomed"
_LARGE, _EQUATION_POINTS = 1.6, 30.0  # of letters, in a presentation


@always_answers
class MainWindow(BareWindow):
    """Options left, numbers right, results in the middle; docks can be moved and hidden."""

    def __init__(self, *, furnished: bool = True) -> None:
        # Before the rest: Qt calls for events meanwhile.
        self.is_furnished = self._presents = False
        self._zoom, self._scale = 100, 1.0
        super().__init__()
        if furnished:
            self.furnish()

    def furnish(self) -> None:
        """Add all but the welcome page, once; if that is on the screen, it stays there."""
        from linreg_gui.views.painting.plot_painter import PlotPainter
        from linreg_gui.views.plots.fit_plot import FitPlot
        from linreg_gui.views.plots.loss_plot import LossPlot
        from linreg_gui.views.results.equation_view import EquationView

        from .menus import Menus
        from .presets import Presets
        from .view_table import first_arrangement, rows_of

        if self.is_furnished:
            return
        self.zoom_to(100)  # as all that is added
        self.menuBar().clear()
        self.menuBar().setMinimumHeight(0)
        self.transport_actions = make_transport_actions(self)
        self.menus = Menus(self, self.transport_actions)
        self.equation = EquationView()
        self.equation.addActions(list(self.menus.equation_forms.values()))
        self.equation.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.status_line = StatusLine()
        self.transport_bar = TransportBar(self.transport_actions)
        self.panes = Panes(rows_of(Place.MIDDLE), first_arrangement(Preset.LEARN))
        self._docks = Docks(self, rows_of(Place.LEFT, Place.RIGHT))
        self.presets = Presets(self.panes, self._docks, self)
        self._waiting: dict[type[QWidget], list[Callable[[Any], object]]] = {}
        self.panes.view_made.connect(self._on_made)
        self.fit_plot = self.view(FitPlot)
        self.loss_plot = self.view(LossPlot)
        self.painter = PlotPainter(self.fit_plot)
        self.menus.data.painting.addActions(self.painter.actions())
        self.scrubber = Scrubber()
        self.step_keys = StepKeys(self)
        self.cancel_edit = CancelButton(
            "Cancel the edit", "Give up what is under way; the table stays as it is."
        )
        self.reading_progress = ReadingProgress()
        self.writing_progress = ReadingProgress(words=WRITING)
        self.sample_notice = SampleNotice()
        self._add_work()
        self.menus.view.insertActions(self.menus.below_docks, self._docks.toggles(Place.LEFT, Place.RIGHT))
        self._add_rails()
        self._add_corner()
        self._scrubber_bar = ScrubberBar(self, self.scrubber)
        self._add_status_bar()
        for part in (self._corner, self._scrubber_bar, *self._rails):
            part.show()  # what comes into a window that is on the screen stays hidden otherwise
        self.menus.panes.view_requested.connect(self.panes.show_view)
        self._regions = Regions(self.message_bar, self.panes, self._docks, self.scrubber)
        self.menus.panes.next.triggered.connect(lambda: self._regions.go_to_next())
        self.menus.panes.previous.triggered.connect(lambda: self._regions.go_to_next(-1))
        self.menus.panes.maximise.triggered.connect(lambda: self.panes.toggle_maximised())
        around = (self.menuBar(), self.statusBar(), *self._rails)
        fading = self.transport_bar, self.scrubber
        self._presenting = Presenting(self, around, fading, lambda: not self.scrubber.is_live)
        self._presenting.left.connect(self.presets.leave)
        self._presenting.view_requested.connect(self.panes.choose_large)
        self.menus.presets.preset_requested.connect(self._ask_for_preset)
        self.menus.presets.restore.triggered.connect(lambda: self.presets.restore())
        self.presets.leaving.connect(self._leave_preset)
        self.presets.changed.connect(self._show_preset)
        self._show_preset()
        self.is_furnished = True
        if not self.isVisible():
            self._stack.setCurrentWidget(self._work)

    @property
    def shows_welcome(self) -> bool:
        """Whether the welcome page is in the place of the plots."""
        return self._stack.currentWidget() is self.welcome_page

    def show_welcome(self, shown: bool) -> None:
        """Show the welcome page in place of equation, transport bar and plots, or these again."""
        if shown == self.shows_welcome == self._docks.are_aside:
            return
        if shown and self._presents:
            self.presets.leave()
        if shown:
            # Docks that hold nothing would only stand around the page.
            self._docks.set_aside(True)
        self._stack.setCurrentWidget(self.welcome_page if shown else self._work)
        for bar in (self._corner, self._scrubber_bar, *self._rails):
            bar.setVisible(not shown)
        self.menus.presets.set_enabled(not shown)
        # So that Space makes a step, and does not end in some field.
        (self.welcome_page if shown else self).setFocus()
        if not shown:
            self._docks.set_aside(False)

    @property
    def noise_histogram(self) -> NoiseHistogram:
        """The noise, which is made if it was not."""
        from linreg_gui.views.plots.noise_histogram import NoiseHistogram

        return self.view(NoiseHistogram)

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
        """The view of this kind, from the tables of views; it is made if it was not."""
        frame = (self.equation, self.equation.chip, self.status_line)
        in_frame = next((part for part in frame if isinstance(part, kind)), None)
        view = in_frame or self.panes.view(kind) or self._docks.view(kind)
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
        if not self.is_furnished:
            zoom(self, ratio)
            self._reserve_menu_row()
            return
        if ratio > 1.0:
            self._docks.set_room(self.width() / self._scale)  # before what is in them asks for more
        widths = self._docks.widths()
        zoom(self, ratio)
        # In a presentation all of them are there, on any screen.
        self.panes.set_scale(self._scale / (_LARGE if self._presents else 1.0), self._scale)
        self._docks.scale_by(ratio, widths)
        self._fit_corner()
        self._docks.set_room(self.width() / self._scale)

    def share_room(self) -> None:
        """Let the docks share their room by what they hold, unless a person has chosen their sizes."""
        self._docks.share_room()

    def restore_layout(self, geometry: QByteArray | None, layout: Layout) -> None:
        """Bring back the layout of an earlier start, and the size unless it is on the screen already."""
        if geometry is not None and not self.isVisible():
            self.restoreGeometry(geometry)
        self.presets.put_layout(layout)

    def event(self, event: QEvent) -> bool:
        """Whoever drags a separator chooses the sizes of the docks."""
        if event.type() == QEvent.Type.MouseButtonPress and self.is_furnished:
            assert isinstance(event, QMouseEvent)
            if self.isSeparator(event.position().toPoint()):
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
        if self.is_furnished:
            self._docks.set_room(self.width() / self._scale)
            self._fit_corner()
            self.share_room()

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
        if event.type() == QEvent.Type.PaletteChange and self.__dict__.get("is_furnished"):
            self.menus.restyle()
            self._docks.restyle()

    def _add_work(self) -> None:
        """What stands in the place of the welcome page once there are data."""
        self._work = QWidget()
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(4)
        work.addWidget(self.equation)
        self._transport_row = QHBoxLayout()
        self._transport_row.addWidget(self.transport_bar, 1)
        work.addLayout(self._transport_row)
        work.addWidget(self.sample_notice)
        work.addWidget(self.panes, 1)
        self._stack.addWidget(self._work)
        self.message_bar = MessageBar(self._centre, self._message_room)
        for around in (self.panes, self.welcome_page):
            around.installEventFilter(self)

    def _message_room(self) -> QRect:
        """Over the first view below its legend, or at the foot of the welcome page."""
        if self.shows_welcome:
            view: QWidget = self.welcome_page
            area = view.rect().adjusted(0, view.height() * 3 // 4, 0, 0)
        else:
            view, area = self.panes, self.panes.first_drawing()
        return QRect(view.mapTo(self._centre, area.topLeft()), area.size())

    def _ask_for_preset(self, preset: Preset) -> None:
        """The key that has led into a presentation leads out of it, too."""
        if preset is Preset.PRESENT and self._presents:
            self.presets.leave()
        else:
            self.presets.show(preset)

    def _show_preset(self) -> None:
        self.menus.presets.show_preset(self.presets.preset)
        if self.presets.preset is Preset.PRESENT and not self._presents:
            self._presents = True
            _stroke(self.panes, PRESENTED)
            self._scale_by(_LARGE)
            self.equation.set_points(_EQUATION_POINTS)
            self._presenting.start()

    def _leave_preset(self) -> None:
        """Everything is in its usual size before docks and panes are put back into theirs."""
        if self._presents:
            self._presents = False
            _stroke(self.panes, USUAL)
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

    def _fit_corner(self) -> None:
        """The menus come first; what has no room beside them is among them."""
        bar = self.menuBar()
        if bar.cornerWidget() is self._corner:
            menus = bar.sizeHint().width() - self._corner.sizeHint().width()
            self._corner.fit(self.width() - menus)
            bar.setMinimumHeight(self._corner.button_height)  # also without them

    def _add_status_bar(self) -> None:
        bar = self.statusBar()
        bar.removeWidget(self._reserved)
        self._reserved.deleteLater()
        bar.addWidget(self.reading_progress)
        bar.addWidget(self.writing_progress)
        bar.addPermanentWidget(self.cancel_edit)
        bar.addPermanentWidget(self.status_line)
        self.cancel_edit.hide()
        self.reading_progress.hide()
        self.writing_progress.hide()


def _stroke(view: QWidget, strokes: Strokes) -> None:
    """Lines and points of all plots in a view, or of itself."""
    from linreg_gui.views.plots.themed_plot import ThemedPlot

    plots = [view] if isinstance(view, ThemedPlot) else view.findChildren(ThemedPlot)
    for plot in plots:
        plot.set_strokes(strokes)
