"""The library of bundled datasets: a search field, a list, and what is known of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.installation.sample_details import SampleDetails
from linreg_gui.core.wording import counted
from linreg_gui.views.plots.scatter_thumbnail import ScatterThumbnail
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import Label, set_name, set_text
from linreg_gui.views.widgets.two_line_delegate import TwoLineDelegate

_SIZE = (820, 520)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@always_answers
class SampleDialog(QDialog):
    """Return, a double click or Open asks for the chosen dataset; the arrows work from the search field."""

    open_requested = Signal(object)  # Sample

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Samples")
        self._details: list[SampleDetails] = []
        self._make_fields()
        self._make_details()
        self._lay_out()
        self._connect()
        self._show_chosen()
        self.resize(*_SIZE)
        self.search.setFocus()

    def show_samples(self, details: Sequence[SampleDetails]) -> None:
        """Fill the list."""
        self._details = list(details)
        self._filter()

    def chosen(self) -> SampleDetails | None:
        """The dataset that is selected."""
        item = self.list.currentItem()
        found: SampleDetails | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return found

    def accept(self) -> None:
        details = self.chosen()
        if details is not None:
            self.open_requested.emit(details.sample)
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that move the selection do so while the search field has the focus."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            if event.type() == QEvent.Type.KeyPress:
                self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "source"):
            self._restyle()

    def _make_fields(self) -> None:
        self.search = describe(
            QLineEdit(), "Search the samples", "Words in a title, a description, a source or a column’s name."
        )
        self.search.setPlaceholderText("Search titles, descriptions, sources and columns")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.list = describe(QListWidget(), "Samples", "The bundled datasets; a double click opens one.")
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.nothing = _label("")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Open | buttons.Cancel)
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self.ok = self.buttons.button(buttons.Open)

    def _make_details(self) -> None:
        self.picture = ScatterThumbnail()
        self.title = _label("Title")
        self.about = _label("Description")
        self.size_text = _label("Size")
        self.columns, self.source = _label("Columns"), _label("Source")
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self._restyle()

    def _restyle(self) -> None:
        for label in (self.source, self.size_text, self.nothing):
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
            label.setPalette(palette)

    def _lay_out(self) -> None:
        details = QVBoxLayout()
        details.setSpacing(8)
        for widget in (self.picture, self.title, self.about, self.size_text, self.columns, self.source):
            details.addWidget(widget)
        details.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.stack, 5)
        middle.addLayout(details, 4)
        layout = dialog_column(self)
        layout.addWidget(self.search)
        layout.addLayout(middle, 1)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _filter(self) -> None:
        """List what holds the words; the chosen dataset stays chosen while it is among them."""
        before = self.chosen()
        words = self.search.text()
        found = [details for details in self._details if details.matches(words)]
        self.list.clear()
        for details in found:
            item = QListWidgetItem(details.sample.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, details)
            item.setData(TwoLineDelegate.SECOND_LINE, details.sample.about)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, details.sample.about)
        self.list.setCurrentRow(found.index(before) if before in found else 0)
        set_text(self.nothing, f"No sample mentions “{words.strip()}”." if self._details else "")
        self.stack.setCurrentWidget(self.list if found else self.nothing)
        self._show_chosen()

    def _show_chosen(self) -> None:
        details = self.chosen()
        self.ok.setEnabled(details is not None)
        for label in (self.title, self.about, self.size_text, self.columns, self.source):
            label.clear()
        self.picture.clear()
        if details is None:
            return
        sample, columns = details.sample, details.columns
        self.picture.show_points(details.x, details.y, details.x_name, details.y_name)
        set_text(self.title, sample.title)
        set_text(self.about, sample.about)
        set_text(self.size_text, f"{counted(details.n_rows, 'row')} × {counted(len(columns), 'column')}")
        set_text(self.columns, ", ".join(columns))
        set_text(self.source, f"Source: {sample.source}")


def _label(name: str) -> Label:
    label = Label()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_name(label, name)
    return label
