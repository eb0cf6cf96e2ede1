"""A window in which a report is put together: its parts on the left, how it will look on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.limits import LONGEST_REPORT_TITLE
from linreg_gui.core.project.report_outline import EntryKind, ReportOutline
from linreg_gui.core.reporting.report import Report
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.action_button import action_button, panel_action
from linreg_gui.views.widgets.dialog_parts import dialog_column
from linreg_gui.views.widgets.menu_button import MenuButton
from linreg_gui.views.widgets.texts import Label, label_of, set_text

from .outline_model import OutlineModel
from .paper import paper_of

_SIZE = QSize(1060, 760)
_PAGE = QSizeF(620.0, 880.0)
_MARGIN, _LEAST_LIST = 28, 250
_LATE_MS = 700
_WORKING = "The report is being made…"
_LIST_HELP = (
    "The parts of the report, from top to bottom. Drag one to another place, or press Alt+Up and Alt+Down; "
    "Delete removes it."
)
_TITLE_HELP = "What the report is called; where it is empty, the program names the label."
_HEADING_HELP = "Another heading for this part. A plot or a table without one stands under the heading above."
_CAPTION_HELP = "What you have to say of this part: it stands in front of it, or below a figure."
_ADD_HELP = "Add a section, a text of your own, or what is in sight in the main window."
_HTML_HELP = "Write the report as one file for every browser, which needs no network."
_PDF_HELP = "Write the report as pages of A4."


@always_answers
class ReportWindow(QDialog):
    """Stays open beside the main window; keeps nothing, and tells every wish by the places of parts."""

    move_requested = Signal(int, int)
    remove_requested = Signal(int)
    words_requested = Signal(int, str, str)  # the place of a part, its heading and its caption
    title_requested = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()
    first_requested = Signal()
    save_requested = Signal(str)  # "html" or "pdf"

    def __init__(self, fill_menu: Callable[[QMenu], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Report")
        self._outline = ReportOutline()
        self._shown = -1  # the place of the part whose words are in the fields
        self.model = OutlineModel(self)
        self._make_list()
        self._make_fields()
        self._make_actions()
        self._make_preview()
        self.add = MenuButton()
        self.add.setText("&Add")
        describe(self.add, "Add to the report", _ADD_HELP)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: fill_menu(menu))
        self.add.setMenu(menu)
        self.state = Label()
        self.state.setWordWrap(True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.html = describe(QPushButton("Save as &HTML…"), "Save as HTML", _HTML_HELP)
        self.pdf = describe(QPushButton("Save as &PDF…"), "Save as PDF", _PDF_HELP)
        for button, kind in ((self.html, "html"), (self.pdf, "pdf")):
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._save, kind))
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._tell_words)
        self._lay_out()
        self.resize(_SIZE)
        self.list.setFocus()
        self.show_working()

    def show_outline(
        self, outline: ReportOutline, names: Sequence[str], *, can_undo: bool, can_redo: bool
    ) -> None:
        """What the report is made of, and what each part is called; what is selected stays."""
        place = self.list.currentIndex().row()
        before, self._outline = self._outline, outline
        entries = outline.entries
        if before.entries and 0 <= place < len(before.entries) and before.entries != entries:
            kept = before.entries[place]
            place = entries.index(kept) if kept in entries else min(place, len(entries) - 1)
        self._shown = -1
        self.model.show_rows(
            [(entry.kind, entry.heading or name) for entry, name in zip(entries, names, strict=True)]
        )
        if self.title.text() != outline.title and not self.title.hasFocus():
            set_text(self.title, outline.title)
        if entries:
            self.list.setCurrentIndex(self.model.index(max(0, place)))
        self._show_part()
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)

    def select(self, place: int) -> None:
        """Have a part selected."""
        self.list.setCurrentIndex(self.model.index(place))

    def show_working(self) -> None:
        """It is being made anew; what is seen is of before."""
        set_text(self.state, _WORKING)
        self.state.show()
        for button in (self.html, self.pdf):
            button.setEnabled(False)

    def show_report(self, report: Report) -> None:
        """How it looks now."""
        set_text(self.state, " ".join(report.doubts))
        self.state.setVisible(bool(report.doubts))
        for button in (self.html, self.pdf):
            button.setEnabled(True)
        self.title.setPlaceholderText(report.title)
        bar = self.preview.verticalScrollBar()
        place = bar.value()
        self._document = paper_of(report, _PAGE, self.font())
        self.preview.setDocument(self._document)
        frame = self._document.rootFrame().frameFormat()
        frame.setMargin(_MARGIN)
        self._document.rootFrame().setFrameFormat(frame)
        bar.setValue(place)

    def show_problem(self, sentence: str) -> None:
        """Why there is no report now."""
        set_text(self.state, sentence)
        self.state.show()
        self.preview.clear()
        for button in (self.html, self.pdf):
            button.setEnabled(False)

    def settle(self) -> None:
        """Tell at once of words that were just typed."""
        if self._late.isActive():
            self._tell_words()

    def done(self, result: int) -> None:
        self.settle()
        super().done(result)

    def _make_list(self) -> None:
        self.list = describe(QListView(), "Parts of the report", _LIST_HELP)
        self.list.setModel(self.model)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(1)
        self.model.move_requested.connect(self.move_requested)
        self.list.selectionModel().currentChanged.connect(self._change_part)

    def _make_fields(self) -> None:
        self.title = describe(QLineEdit(), "Title of the report", _TITLE_HELP)
        self.heading = describe(QLineEdit(), "Heading", _HEADING_HELP)
        for field in (self.title, self.heading):
            field.setMaxLength(LONGEST_REPORT_TITLE)
        self.caption = describe(QPlainTextEdit(), "Caption", _CAPTION_HELP)
        self.caption.setTabChangesFocus(True)
        self.caption.setFixedHeight(4 * self.caption.fontMetrics().lineSpacing() + 12)
        self.title.editingFinished.connect(lambda: self.title_requested.emit(self.title.text()))
        self.heading.textEdited.connect(lambda _: self._late.start())
        self.caption.textChanged.connect(self._on_caption)

    def _make_actions(self) -> None:
        self.up = panel_action(self, "Up", "Put this part before the one above it.", lambda: self._move(-1))
        self.down = panel_action(self, "Down", "Put this part behind the one below.", lambda: self._move(1))
        self.remove = panel_action(self, "Remove", "Leave this part out; it can be undone.", self._remove)
        self.undo = panel_action(self, "Undo", "Take back the last change.", self.undo_requested.emit)
        self.redo = panel_action(self, "Redo", "Make that change again.", self.redo_requested.emit)
        self.first = panel_action(
            self, "First", "Begin again with the parts that a report has at first.", self.first_requested.emit
        )
        keys = QKeySequence.StandardKey
        for action, key in (
            (self.up, QKeySequence("Alt+Up")),
            (self.down, QKeySequence("Alt+Down")),
            (self.undo, QKeySequence(keys.Undo)),
            (self.redo, QKeySequence(keys.Redo)),
        ):
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.remove.setShortcut(QKeySequence(keys.Delete))
        self.remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.list.addActions([self.up, self.down, self.remove, self.undo, self.redo])
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _make_preview(self) -> None:
        self.preview = describe(QTextEdit(), "Preview", "The report as it will be, without its pages.")
        self.preview.setReadOnly(True)
        self.preview.setToolTip("")
        palette = QPalette(self.preview.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.white))
        palette.setColor(QPalette.ColorRole.Text, QColor(Qt.GlobalColor.black))
        self.preview.setPalette(palette)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addWidget(label_of(self.title, "&Title"))
        column.addWidget(self.title)
        column.addSpacing(4)
        column.addWidget(label_of(self.list, "&Parts"))
        column.addWidget(self.list, 1)
        for actions, more in (
            ((self.up, self.down, self.remove), self.add),
            ((self.undo, self.redo, self.first), None),
        ):
            row = QHBoxLayout()
            row.setSpacing(4)
            for action in actions:
                row.addWidget(action_button(action, wide=QSizePolicy.Policy.Ignored), 1)
            if more is not None:
                row.addWidget(more, 1)
            column.addLayout(row)
        column.addSpacing(4)
        column.addWidget(label_of(self.heading, "H&eading"))
        column.addWidget(self.heading)
        self._caption_label = label_of(self.caption, "&Caption")
        column.addWidget(self._caption_label)
        column.addWidget(self.caption)
        left.setMinimumWidth(_LEAST_LIST)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([310, 730])
        last = QHBoxLayout()
        close = describe(QPushButton("Close"), "Close", "Close this window; the report is kept.")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        last.addWidget(self.state, 1)
        last.addStretch(0)
        for button in (self.html, self.pdf, close):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            last.addWidget(button)
        layout = dialog_column(self)
        layout.addWidget(splitter, 1)
        layout.addLayout(last)

    def _change_part(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.settle()
        self._show_part()

    def _show_part(self) -> None:
        """The words of the part that is selected."""
        place, entries = self.list.currentIndex().row(), self._outline.entries
        there = 0 <= place < len(entries)
        for action, on in (
            (self.up, there and place > 0),
            (self.down, there and place < len(entries) - 1),
            (self.remove, there),
        ):
            action.setEnabled(on)
        self.heading.setEnabled(there)
        self.caption.setEnabled(there)
        if there and self._shown == place:
            return
        self._shown = place if there else -1
        entry = entries[place] if there else None
        self._caption_label.setText(
            "&Text" if entry is not None and entry.kind is EntryKind.TEXT else "&Caption"
        )
        for field, text in (
            (self.heading, entry.heading if entry else ""),
            (self.caption, entry.caption if entry else ""),
        ):
            field.blockSignals(True)
            if isinstance(field, QPlainTextEdit):
                if field.toPlainText().strip() != text:
                    field.setPlainText(text)
            elif field.text().strip() != text:
                set_text(field, text)
            field.blockSignals(False)

    def _on_caption(self) -> None:
        self._late.start()

    def _tell_words(self) -> None:
        self._late.stop()
        if 0 <= self._shown < len(self._outline.entries):
            self.words_requested.emit(self._shown, self.heading.text(), self.caption.toPlainText())

    def _move(self, by: int) -> None:
        self.settle()
        place = self.list.currentIndex().row()
        self.move_requested.emit(place, place + by)

    def _remove(self) -> None:
        self._late.stop()
        self.remove_requested.emit(self.list.currentIndex().row())

    def _save(self, kind: str) -> None:
        self.settle()
        self.save_requested.emit(kind)
