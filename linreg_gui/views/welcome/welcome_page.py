"""What a newcomer sees first: ways to get data onto the screen, each one click away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.installation.resources import Sample
from linreg_gui.views.widgets.accent_button import AccentButton
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import Label

from .recent_files import RecentFiles
from .reflow_grid import ReflowGrid
from .sample_card import SampleCard

if TYPE_CHECKING:
    from linreg_gui.core.installation.sample_details import SampleDetails

_WIDEST = 820
_BUTTON_WIDTH = 168
_CARD_WIDTH = 280


@always_answers
class WelcomePage(QWidget):
    """Shows what it is given; every click is a wish.

    The pictures of the samples are asked for once the page has been painted for the first time.
    """

    open_requested = Signal()
    recent_requested = Signal(object)  # Path
    sample_requested = Signal(object)  # Sample
    all_samples_requested = Signal()
    generate_requested = Signal()
    draw_requested = Signal()
    tour_requested = Signal()
    pictures_wanted = Signal()
    at_start_changed = Signal(bool)
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[SampleCard] = []
        self._is_painted = False
        self._make_texts()
        self._make_buttons()
        self.recent = RecentFiles()
        self.recent.requested.connect(self.recent_requested)
        self.cards = ReflowGrid(_CARD_WIDTH, 2)
        self._lay_out()
        self._restyle()
        self.set_closable(False)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """A card for each; their pictures come later."""
        self._cards = [SampleCard(sample) for sample in samples]
        for card in self._cards:
            card.clicked.connect(lambda _=False, card=card: self.sample_requested.emit(card.sample))
        self.cards.show_widgets(self._cards)
        self._order_tabs()

    def show_pictures(self, details: Sequence[SampleDetails]) -> None:
        """Draw the points of the samples."""
        found = {detail.sample: detail for detail in details}
        for card in self._cards:
            if card.sample in found:
                card.show_details(found[card.sample])

    def show_recent_files(self, paths: Sequence[Path]) -> None:
        """List the files opened last, the newest first."""
        self.recent.show_files(paths)
        self._order_tabs()

    def set_at_start(self, shown: bool) -> None:
        """Whether the page comes at every start."""
        self.at_start.setChecked(shown)

    def set_closable(self, closable: bool) -> None:
        """Whether there is something behind the page to go back to."""
        self.back.setVisible(closable)

    def sample_cards(self) -> tuple[SampleCard, ...]:
        """The cards in their order."""
        return tuple(self._cards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.back.isHidden():
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.pictures_wanted.emit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "at_start"):
            self._restyle()

    def _make_texts(self) -> None:
        self.heading = Label("See linear regression happen")
        font = self.heading.font()
        font.setPointSizeF(1.6 * font.pointSizeF())
        font.setBold(True)
        self.heading.setFont(font)
        self.about = Label(
            "Watch a line find its place among your data, step by step, next to the exact solution. "
            "Open a table, or start with a sample."
        )
        for label in (self.heading, self.about):
            label.setWordWrap(True)
        self.samples_heading = _heading("Samples")

    def _make_buttons(self) -> None:
        help_text = "Open a table — CSV, Excel, Parquet and others — or a project."
        self.open_button = self._button("Ope&n CSV…", help_text, self.open_requested, AccentButton())
        help_text = "Make data with weights, bias and noise you know."
        self.generate_button = self._button("&Generate Data…", help_text, self.generate_requested)
        help_text = "Start without rows, and put points onto the plot with the mouse."
        self.draw_button = self._button("Dra&w Your Own Data", help_text, self.draw_requested)
        help_text = "Four short steps that point at what the window has to offer."
        self.tour_button = self._button("Take the To&ur", help_text, self.tour_requested)
        help_text = "Look through all bundled datasets, with their sources."
        self.all_samples = self._button("All &Samples…", help_text, self.all_samples_requested)
        self.back = self._button("&Back to the Data", "Close this page.", self.close_requested)
        help_text = "Otherwise the program starts with a fitted sample; Help > Welcome brings this page."
        self.at_start = describe(QCheckBox("Show this &page at the start"), "Show at the start", help_text)
        self.at_start.toggled.connect(self.at_start_changed)

    def _button(
        self, text: str, help_text: str, wish: SignalInstance, button: QPushButton | None = None
    ) -> QPushButton:
        button = describe(button or QPushButton(), text.replace("&", "").rstrip("…"), help_text)
        button.setText(text)
        button.setAutoDefault(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: wish.emit())
        return button

    def _lay_out(self) -> None:
        buttons = ReflowGrid(_BUTTON_WIDTH, 4)
        actions = [self.open_button, self.generate_button, self.draw_button, self.tour_button]
        for button in actions:
            button.setIconSize(QSize(18, 18))
            button.setMinimumHeight(36)
        buttons.show_widgets(actions)
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        layout.addLayout(_row(self.heading, self.back))
        layout.addWidget(self.about)
        layout.addSpacing(4)
        layout.addWidget(buttons)
        layout.addSpacing(4)
        layout.addWidget(self.recent)
        layout.addLayout(_row(self.samples_heading, self.all_samples))
        layout.addWidget(self.cards)
        layout.addStretch(1)
        self._place(column)

    def _place(self, column: QWidget) -> None:
        """The column can be scrolled; what is below it always shows."""
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(column, 1000)
        outer.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidget(page)
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The page lies on the window, not on a field.
        page.setAutoFillBackground(False)
        scroller.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 4)
        whole.addWidget(scroller, 1)
        whole.addWidget(self.at_start, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self.open_button)
        self.setAccessibleName("Welcome")

    def _order_tabs(self) -> None:
        """The keys go from top to bottom, whichever was made first."""
        buttons = self.open_button, self.generate_button, self.draw_button, self.tour_button
        stops = (self.back, *buttons, *self.recent.buttons, self.all_samples, *self._cards, self.at_start)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _restyle(self) -> None:
        palette = self.palette()
        self.open_button.setIcon(icon("open", palette, QPalette.ColorRole.HighlightedText))
        self.generate_button.setIcon(icon("generate", palette))
        self.draw_button.setIcon(icon("brush", palette))
        self.tour_button.setIcon(icon("tour", palette))
        quiet = QPalette(palette)
        quiet.setColor(QPalette.ColorRole.WindowText, muted(palette))
        self.about.setPalette(quiet)


def _heading(text: str) -> Label:
    label = Label(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _row(heading: Label, button: QPushButton) -> QHBoxLayout:
    """A heading with a button at the other end."""
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    row = QHBoxLayout()
    row.addWidget(heading, 1)
    row.addWidget(button)
    return row
