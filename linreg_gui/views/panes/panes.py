"""The middle of the window: columns of panes, in which every view of the table can stand, but only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QSplitter, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.project.arrangement import Arrangement
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.texts import add_action, set_help, set_text
from linreg_gui.views.widgets.zoom import zoom

from .pane import Pane, Standing
from .view_row import ViewRow

V = TypeVar("V", bound=QWidget)

_LEAST = QSize(240, 180)
_LEAST_OF_A_PANE = QSize(300, 170)
_NARROW = 1100  # of the window: below, two panes above each other


@always_answers
class Panes(QWidget):
    """Shows an arrangement of its views; in little room some of its panes are tabs of others.

    Parameters
    ----------
    rows : sequence of ViewRow
        A view is made for each once it is seen; it keeps it wherever it stands, and costs nothing where it
        does not.
    arrangement : Arrangement
    """

    rearranged = Signal()  # by a person
    view_made = Signal(object)  # QWidget, before anybody sees it
    report_requested = Signal(str)  # the name of the view that is to be shown in a report

    def __init__(
        self, rows: Sequence[ViewRow], arrangement: Arrangement, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._standing = {row.name: Standing(row, self, self._enlarge, self.view_made.emit) for row in rows}
        self._wanted = self._shown = Arrangement()
        self._panes: list[Pane] = []
        self._columns: list[QSplitter] = []
        self._maximised: Pane | None = None
        self._scale = self._zoomed = 1.0
        self._root = self._splitter(Qt.Orientation.Horizontal)
        self._root.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_arrangement(arrangement)

    def view(self, kind: type[V]) -> V | None:
        """The view of this kind, which is made if it was not, None where it is none of the middle."""
        name = self.name_of(kind)
        view = None if name is None else self._standing[name].view
        return view if isinstance(view, kind) else None

    def is_made(self, kind: type[QWidget]) -> bool:
        """Whether there is a view of this kind in the middle already."""
        name = self.name_of(kind)
        return name is not None and self._standing[name].is_made

    def name_of(self, kind: type[QWidget]) -> str | None:
        """What the view of this kind is called in an arrangement, None where it is none of the middle."""
        return next((name for name, each in self._standing.items() if each.row.view is kind), None)

    def arrangement(self) -> Arrangement:
        """What stands where, as it would be with enough room."""
        return self._wanted

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Arrange the views; unknown names are passed over, and where nothing is left nothing changes."""
        known = arrangement.of_known(self._standing)
        if known.columns:
            self._wanted = known
            self._maximise(None)
            self._show(self._folded())

    def show_view(self, name: str) -> None:
        """Bring a view to the front, as a tab of the last pane if it stands nowhere, with the keys there."""
        last = self._shown.panes[-1].shown
        if self._shown.pane_of(name) is None:
            self._wanted, shown = self._wanted.added(name, last), self._shown.added(name, last)
        else:
            self._wanted, shown = self._wanted.in_front(name), self._shown.in_front(name)
        self._show(shown)
        pane = self._pane_of(name)
        if pane is not None and self._maximised not in (None, pane):
            self._maximise(None)
        if pane is not None:
            pane.take_focus()

    def set_scale(self, scale: float, zoomed: float | None = None) -> None:
        """How large letters are, and so the room that a pane needs; 1 for the usual size.

        ``zoomed``: how large they are where a pane is to make do with less room.
        """
        self._scale, self._zoomed = scale, scale if zoomed is None else zoomed
        self._fold()

    def _enlarge(self, part: QWidget) -> None:
        """What is made while everything is larger has to be made so."""
        if self._zoomed != 1.0:
            zoom(part, self._zoomed)

    def _least(self) -> QSize:
        return _LEAST_OF_A_PANE * self._scale

    def choose_large(self, number: int) -> None:
        """A view, by its place in the table, stands in the first pane."""
        names = list(self._standing)
        if number < len(names):
            self._choose(names[number], self._shown.panes[0].shown)

    def panes(self) -> list[Pane]:
        """From left to right, and downwards in each column."""
        return list(self._panes)

    @property
    def maximised(self) -> Pane | None:
        """The one that has the whole room, if one has."""
        return self._maximised

    def toggle_maximised(self, pane: Pane | None = None) -> None:
        """Give a pane the whole room, the one with the keys unless it is told, or go back to all of them."""
        chosen = pane or self._pane_with_keys() or self._panes[0]
        self._maximise(None if self._maximised is not None else chosen)
        chosen.take_focus()

    def first_drawing(self) -> QRect:
        """Where the first view draws, below its title, for what lies over it."""
        pane = next((pane for pane in self._panes if not pane.isHidden()), None)
        if pane is None or not self._standing[pane.shown].is_made:
            return self.rect()
        view = self._standing[pane.shown].view
        area = getattr(view, "drawn", view.rect())
        return QRect(view.mapTo(self, area.topLeft()), area.size())

    def minimumSizeHint(self) -> QSize:
        """Little, whatever stands in it."""
        return _LEAST

    def sizeHint(self) -> QSize:
        return QSize(640, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._root.setGeometry(self.rect())
        self._fold()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Show as many of the panes as there is room for now."""
        folded = self._folded()
        if folded.shape != self._shown.shape:
            self._show(folded)

    def _folded(self) -> Arrangement:
        if not self.isVisible():
            return self._wanted  # it has not its room yet
        narrow = self.window().width() < _NARROW * self._scale
        least = self._least()
        columns = 1 if narrow else max(1, self.width() // least.width())
        rows = max(1, self.height() // least.height())
        few = narrow or columns < len(self._wanted.columns)
        return self._wanted.folded(columns, min(rows, 2) if few else rows)

    def _change(self, wanted: Arrangement, shown: Arrangement, to: str) -> None:
        """A person has rearranged something; the keys go to where it has led."""
        self._wanted = wanted
        self._show(shown)
        pane = self._pane_of(to)
        if pane is not None:
            pane.take_focus()
        self.rearranged.emit()

    def _show(self, shown: Arrangement) -> None:
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self.setUpdatesEnabled(False)
        try:
            if shown.shape != before.shape:
                self._rebuild()
            self._place_views()
            if shown.shares != before.shares:
                self._give_room()
        finally:
            self.setUpdatesEnabled(True)

    def _place_views(self) -> None:
        places = list(zip(self._panes, self._shown.panes, strict=True))
        changed = [(pane, place) for pane, place in places if pane.views != place.views]
        for pane, _ in changed:
            pane.release()
        for pane, place in changed:
            pane.show_views([self._standing[name] for name in place.views], place.shown)
        for pane, place in places:
            if pane.shown != place.shown:
                pane.show_front(place.shown)

    def _rebuild(self) -> None:
        """Other columns and panes."""
        for pane in self._panes:
            pane.release()
        for column in self._columns:
            column.setParent(self)  # with no parent, it would keep the window alive through its signals
            column.hide()
            column.deleteLater()
        self._panes, self._columns, self._maximised = [], [], None
        for places in self._shown.columns:
            splitter = self._splitter(Qt.Orientation.Vertical)
            for _ in places.panes:
                pane = Pane(self._fill_menu)
                self._enlarge(pane)
                pane.fronted.connect(self._bring_to_front)
                pane.maximise_requested.connect(partial(self.toggle_maximised, pane))
                splitter.addWidget(pane)
                self._panes.append(pane)
            self._root.addWidget(splitter)
            self._columns.append(splitter)

    def _give_room(self) -> None:
        """Sizes in proportion to the shares."""
        for splitter, (_, *shares) in zip(self._columns, self._shown.shares, strict=True):
            splitter.setSizes([round(10_000 * share / sum(shares)) for share in shares])
        total = sum(column.share for column in self._shown.columns)
        self._root.setSizes([round(10_000 * column.share / total) for column in self._shown.columns])

    def _splitter(self, orientation: Qt.Orientation) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setChildrenCollapsible(False)
        splitter.splitterMoved.connect(self._keep_sizes)
        return splitter

    def _keep_sizes(self) -> None:
        """A person has dragged the line between two panes."""
        if self._maximised is None:
            sizes = self._root.sizes(), [column.sizes() for column in self._columns]
            if self._wanted.shape == self._shown.shape:
                self._wanted = self._wanted.sized(*sizes)
            self._shown = self._shown.sized(*sizes)
            self.rearranged.emit()

    def _maximise(self, pane: Pane | None) -> None:
        if pane is self._maximised:
            return
        self._maximised = pane
        for splitter in self._columns:
            splitter.setVisible(pane is None or splitter.isAncestorOf(pane))
        for each in self._panes:
            each.setVisible(pane in (None, each))
            each.show_maximised(each is pane)
        if pane is None:
            self._give_room()

    def _pane_of(self, name: str) -> Pane | None:
        number = self._shown.pane_of(name)
        return None if number is None else self._panes[number]

    def _pane_with_keys(self) -> Pane | None:
        widget = QApplication.focusWidget()
        return next((pane for pane in self._panes if widget and pane.isAncestorOf(widget)), None)

    def _bring_to_front(self, name: str) -> None:
        self._wanted = self._wanted.in_front(name)
        self._show(self._shown.in_front(name))
        self.rearranged.emit()

    def _choose(self, name: str, instead: str) -> None:
        """A view in place of another; one that stands behind it only comes to the front."""
        if self._shown.pane_of(name) == self._shown.pane_of(instead):
            wanted, shown = self._wanted.in_front(name), self._shown.in_front(name)
        else:
            wanted, shown = self._wanted.chosen(name, instead), self._shown.chosen(name, instead)
        self._change(wanted, shown, name)

    def _split(self, name: str, at: str, beside: bool) -> None:
        wanted = self._wanted.split(at, name, beside=beside)
        self._change(wanted, self._shown.split(at, name, beside=beside), name)

    def _close(self, name: str) -> None:
        rest = self._shown.without(name)
        number = self._shown.pane_of(name) or 0
        to = rest.panes[min(number, len(rest.panes) - 1)].shown
        self._change(self._wanted.without(name), rest, to)

    def _fill_menu(self, menu: QMenu, shown: str) -> None:
        """All views, its own first, with what else can be done about the pane that shows one."""
        menu.clear()
        pane = self._pane_of(shown)
        own = () if pane is None or len(pane.views) < 2 else pane.views
        for names in (own, [name for name in self._standing if name not in own]):
            self._add_views(menu, names, shown, partial(self._choose, instead=shown))
            if names:
                menu.addSeparator()
        room = QSize() if pane is None or self._maximised is not None else pane.size() / 2
        below, aside = menu.addMenu("Another View &Below"), menu.addMenu("Another View Besi&de")
        below.setEnabled(room.height() >= self._least().height())
        aside.setEnabled(room.width() >= self._least().width())
        for more, beside in ((below, False), (aside, True)):
            others = [name for name in self._standing if name != shown]
            self._add_views(more, others, shown, partial(self._split, at=shown, beside=beside))
        report = menu.addAction("Add to &Report")
        set_help(report, "Show what this view shows in the report, too.")
        report.triggered.connect(lambda: self.report_requested.emit(shown))
        maximise = menu.addAction("&Restore All Panes" if self._maximised else "Ma&ximise")
        maximise.triggered.connect(lambda: self.toggle_maximised(pane))
        close = menu.addAction("")
        set_text(close, f"Close {self._standing[shown].row.title}")
        close.setEnabled(len(self._shown.names) > 1)
        close.triggered.connect(lambda: self._close(shown))

    def _add_views(
        self, menu: QMenu, names: Sequence[str], shown: str, choose: Callable[[str], None]
    ) -> None:
        for name in names:
            row = self._standing[name].row
            action = add_action(menu, row.title)
            action.setIcon(icon(row.icon, self.palette()))
            action.setCheckable(True)
            action.setChecked(name == shown)
            set_help(action, row.help_text)
            action.triggered.connect(lambda _=False, name=name: choose(name))
