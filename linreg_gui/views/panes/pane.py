"""One pane of the middle: a title that is a menu of all views, tabs where it has several, and the view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.parts import parts_in_order
from linreg_gui.views.widgets.texts import caption, set_name, set_text, tip

from .pane_tabs import PaneTabs
from .view_row import HeadedView, ViewRow

_LEAST = QSize(160, 110)
_TITLE_HEIGHT = 28
_TITLE_HELP = (
    "The views that can stand here. Double click to give this one the whole room, and again to go back."
)


class Standing:
    """A view, and what it has to say beside its title; both are made when they are first asked for.

    Parameters
    ----------
    row : ViewRow
    parent : QWidget
        Where it is while it stands in no pane.
    enlarge : callable
        Makes it as large as the others, while it is in nothing yet.
    made : callable
        Told once of the view, before anybody sees it.
    """

    def __init__(
        self,
        row: ViewRow,
        parent: QWidget,
        enlarge: Callable[[QWidget], None],
        made: Callable[[QWidget], None],
    ) -> None:
        self.row = row
        self._parent, self._enlarge, self._made = parent, enlarge, made
        self._parts: tuple[QWidget, QWidget] | None = None

    @property
    def is_made(self) -> bool:
        """Whether there is a widget."""
        return self._parts is not None

    @property
    def view(self) -> QWidget:
        """What draws."""
        return self._both[0]

    @property
    def heading(self) -> QWidget:
        """What goes beside its title."""
        return self._both[1]

    def put_away(self) -> None:
        """Hide it where it stands in no pane."""
        for part in self._parts or ():
            part.setParent(self._parent)
            part.hide()

    @property
    def _both(self) -> tuple[QWidget, QWidget]:
        if self._parts is None:
            view = self.row.view()
            self._enlarge(view)
            heading = QWidget()
            if isinstance(view, HeadedView):
                # A view may show and hide its own; whether that is seen is up to the pane.
                room = QHBoxLayout(heading)
                room.setContentsMargins(0, 0, 0, 0)
                room.addWidget(view.give_heading())
            self._parts = view, heading
            self.put_away()
            self._made(view)
        return self._parts


@always_answers
class _HeadingLayout(QStackedLayout):
    """Asks for no more than what is seen cannot do without, so that titles come first."""

    def minimumSize(self) -> QSize:
        heading = self.currentWidget()
        return QSize() if heading is None else heading.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self.minimumSize()


@always_answers
class Pane(QWidget):
    """Shows one of its views, and tells what is done to its title."""

    fronted = Signal(str)  # the view whose tab was chosen
    maximise_requested = Signal()

    def __init__(self, fill_menu: Callable[[QMenu, str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: dict[str, Standing] = {}
        self.shown = ""
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._open_since = QElapsedTimer()
        self.menu.aboutToShow.connect(self._open_since.start)
        self.menu.aboutToShow.connect(lambda: fill_menu(self.menu, self.shown))
        self.menu.installEventFilter(self)
        self.title = QToolButton()
        self.title.pressed.connect(self.open_menu)
        self.title.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the word
        self.title.setIconSize(QSize(12, 12))
        self.title.setAutoRaise(True)
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.tabs = PaneTabs()
        self.tabs.setAccessibleName("Views of this pane")
        self.tabs.hide()
        self.tabs.currentChanged.connect(self._choose_tab)
        self.maximise = QToolButton()
        self.maximise.setAutoRaise(True)
        self.maximise.clicked.connect(self.maximise_requested)
        self._head = QWidget()
        self._head.installEventFilter(self)
        self._row = QHBoxLayout(self._head)
        self._row.setContentsMargins(4, 0, 2, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.tabs)
        self._row.addWidget(self.title)
        self._headings = _HeadingLayout()
        self._row.addLayout(self._headings, 1)
        self._row.addWidget(self.maximise)
        self._head.setFixedHeight(max(_TITLE_HEIGHT, self._head.sizeHint().height()))
        self._views = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(self._views, 1)
        self.setMinimumSize(_LEAST)  # its views may be cut off, the window never grows over the screen
        self.show_maximised(False)
        self.restyle()

    @property
    def views(self) -> tuple[str, ...]:
        """The names of its views, tab by tab."""
        return tuple(self._standing)

    def release(self) -> None:
        """Let go of all views."""
        released = [standing for standing in self._standing.values() if standing.is_made]
        self._standing, self.shown = {}, ""
        for standing in released:
            self._views.removeWidget(standing.view)
            self._headings.removeWidget(standing.heading)
            standing.put_away()

    def show_views(self, standing: Sequence[Standing], front: str) -> None:
        """Have these views, one of which is seen."""
        self._standing = {each.row.name: each for each in standing}
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for each in standing:
            self.tabs.setTabToolTip(
                self.tabs.addTab(caption(each.row.tab or each.row.title)), tip(each.row.help_text)
            )
        self.tabs.blockSignals(False)
        self.show_front(front)

    def show_front(self, name: str) -> None:
        """Show one of its views; one that nobody can see yet need not be made."""
        standing = self._standing[name]
        self.shown = name
        if self.isVisible():
            self._put_in_front(standing)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(list(self._standing).index(name))
        self.tabs.blockSignals(False)
        set_text(self.title, standing.row.title)
        self._fold_tabs()
        describe(
            self.title, f"{standing.row.title}: choose a view", f"{standing.row.help_text} {_TITLE_HELP}"
        )
        set_name(self, f"Pane: {standing.row.title}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.shown:
            self._put_in_front(self._standing[self.shown])

    def show_maximised(self, maximised: bool) -> None:
        """Say whether it has the whole room."""
        self._is_maximised = maximised
        name, help_text = (
            ("Show all panes again", "Show the other panes again.")
            if maximised
            else ("Maximise this pane", "Give this pane the whole room, until it is clicked again.")
        )
        describe(self.maximise, name, help_text)
        self._show_icon()

    def take_focus(self) -> None:
        """Have the keys at the title."""
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_menu(self) -> None:
        """Show the views that can stand here."""
        self.menu.popup(self.title.mapToGlobal(self.title.rect().bottomLeft()))
        self.title.setDown(False)

    def restyle(self) -> None:
        """Draw the icons in the colours of the palette."""
        self.title.setIcon(icon("chevron", self.palette(), QPalette.ColorRole.WindowText))
        self._show_icon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the title; the second click of it falls on the menu that the first opened.

        Also: there is other room beside the title, or something else that needs it.
        """
        if watched is self._head and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fold_tabs()
        kinds = (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonPress)
        if event.type() in kinds and isinstance(event, QMouseEvent):
            twice = event.type() == QEvent.Type.MouseButtonDblClick
            on_title = self.title.rect().contains(self.title.mapFromGlobal(event.globalPosition().toPoint()))
            if watched is self._head and twice and event.button() == Qt.MouseButton.LeftButton:
                self.maximise_requested.emit()
                return True
            if watched is self.menu and on_title:
                again = not self._open_since.hasExpired(QApplication.doubleClickInterval())
                self.menu.close()
                if again:
                    self.maximise_requested.emit()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system from light to dark and back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "maximise"):
            self.restyle()

    def _show_icon(self) -> None:
        name = "restore-pane" if self._is_maximised else "maximise-pane"
        self.maximise.setIcon(icon(name, self.palette(), QPalette.ColorRole.WindowText))

    def _choose_tab(self, index: int) -> None:
        names = list(self._standing)
        if 0 <= index < len(names):
            self.fronted.emit(names[index])

    def _put_in_front(self, standing: Standing) -> None:
        if self._views.indexOf(standing.view) < 0:
            self._views.addWidget(standing.view)
            self._headings.addWidget(standing.heading)
        self._views.setCurrentWidget(standing.view)
        self._headings.setCurrentWidget(standing.heading)
        self._row.invalidate()
        self._order_tabs(standing)

    def _fold_tabs(self) -> None:
        """Tabs are there if all of them fit beside what a view cannot do without; else the menu does."""
        heading = self._headings.currentWidget()
        beside = 0 if heading is None else heading.minimumSizeHint().width()
        margins, gaps = self._row.contentsMargins(), 3 * self._row.spacing()
        button, icon_wide = self.maximise.sizeHint().width(), self.maximise.iconSize().width()
        arrow = self.title.iconSize().width() + button - icon_wide
        around = margins.left() + margins.right() + gaps + arrow + button
        needed = self.tabs.sizeHint().width() + beside + around
        seen = len(self._standing) > 1 and needed <= self._head.width()
        style = Qt.ToolButtonStyle
        self.title.setToolButtonStyle(style.ToolButtonIconOnly if seen else style.ToolButtonTextBesideIcon)
        if seen == self.tabs.isHidden():
            self.tabs.setVisible(seen)
            self._row.activate()  # at once, or keys would come to tabs that are nowhere yet

    def _order_tabs(self, standing: Standing) -> None:
        """The keys go through a pane from top to bottom, whichever was made first."""
        before: QWidget = self.tabs
        for widget in (self.title, *_stops(standing.heading), self.maximise, *_stops(standing.view)):
            QWidget.setTabOrder(before, widget)
            before = widget


def _stops(whole: QWidget) -> list[QWidget]:
    """What in a widget can have the keys, from top to bottom.

    Qt is not asked what comes next: Python would take that for a part of what it comes after, and lose it
    once that is deleted.
    """
    tab = Qt.FocusPolicy.TabFocus
    return [part for part in parts_in_order(whole) if part.focusPolicy() & tab and part.focusProxy() is None]
