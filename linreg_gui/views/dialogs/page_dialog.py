"""Asks which runs make a page that plays, how much of them, and what of the data is given away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.core.playing.asked import LONGEST_TITLE, MOST_PLAYED, PageWish
from linreg_gui.core.wording import counted, size_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.line_sample import line_sample
from linreg_gui.views.widgets.style import Series, is_dark, pen, run_pen
from linreg_gui.views.widgets.texts import Label, set_name, set_text, tip

_WIDTH, _LIST_HEIGHT = 560, 150
_SAMPLE = QSize(34, 12)
_STEPS = (100, 300, 1000)
_ROWS = (0, 100, 200, 500, 1000)
# What many servers of e-mail still take.
_MAILED = 10_000_000
_TOO_LARGE = ", too many for some e-mails: fewer rows or steps make it smaller."
_WORKING = "The page is being made…"
_NONE_CHOSEN = "Tick at least one run."
_TOO_MANY = f"At most {MOST_PLAYED} runs can be told apart: tick fewer of them."
_RUNS_HELP = (
    "Tick the runs that the page shows. Their names and colours are those of this window; a run that is not "
    "pinned gets a colour that no other has."
)
_TITLE_HELP = "What stands above everything, and what the page is called in a browser."
_STEPS_HELP = "Steps that the page can show. Those are kept that let curves keep their shape."
_ROWS_HELP = (
    "Rows whose values are in the page, chosen at random with seed 0. Without rows nothing but lines, losses "
    "and weights is given away; the axes still tell about where the values lie."
)
_COLUMN_HELP = "Call features and label what the columns are called; otherwise “label” and “feature 1”."
_ROW_HELP = "Name the rows that are drawn, for whoever points at one."
_FILE_HELP = "Say below the title which file the data are from."
_NO_ROW_NAMES = "No column names the rows."


@always_answers
class PageDialog(QDialog):
    """Tells how large the page becomes and what is in it, with every choice.

    Parameters
    ----------
    rows : sequence of RunRow
        The runs there are; one with a remark cannot be chosen, and the remark says why.
    wish : PageWish
        What is chosen to begin with.
    """

    wish_changed = Signal(object)  # PageWish
    save_requested = Signal()

    def __init__(
        self,
        rows: Sequence[RunRow],
        wish: PageWish,
        parent: QWidget | None = None,
        *,
        file_name: str = "",
        has_row_names: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export as an Interactive Page")
        self._has_row_names = has_row_names
        self._make_fields(wish)
        self._fill_list(rows, wish)
        if file_name:
            set_text(self.file_name, f"Name of the file, “{file_name}”")
        self._lay_out()
        self.list.itemChanged.connect(lambda _: self._ask())
        self.title.textEdited.connect(lambda _: self._ask())
        for choice in (self.steps, self.rows):
            choice.currentIndexChanged.connect(lambda _: self._ask())
        for box in (self.column_names, self.row_names, self.file_name):
            box.toggled.connect(lambda _: self._ask())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._judge()

    def wish(self) -> PageWish | None:
        """What is asked for; None where too few or too many runs are ticked."""
        runs = self._ticked()
        if not 1 <= len(runs) <= MOST_PLAYED:
            return None
        return PageWish(
            runs,
            self.title.text(),
            self.steps.currentData(),
            self.rows.currentData(),
            self.column_names.isChecked(),
            self.row_names.isChecked() and self.row_names.isEnabled(),
            self.file_name.isChecked(),
        )

    def show_page(self, count: int, told: Sequence[str]) -> None:
        """How many bytes the page has, and what is in it."""
        self._show(
            "\n".join(f"• {sentence}" for sentence in told),
            f"The page has {size_text(count)}{_TOO_LARGE if count > _MAILED else '.'}",
            ready=True,
        )

    def show_problem(self, sentence: str) -> None:
        """Why there is no page."""
        self._show("", sentence, warns=True)

    def accept(self) -> None:
        if self.ok.isEnabled():
            self.save_requested.emit()
            super().accept()

    def _ticked(self) -> tuple[int, ...]:
        items = [self.list.item(at) for at in range(self.list.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return tuple(int(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    def _ask(self) -> None:
        self._judge()
        wish = self.wish()
        if wish is not None:
            self.wish_changed.emit(wish)

    def _judge(self) -> None:
        """Nothing can be saved until the page that is asked for is made."""
        self.row_names.setEnabled(self._has_row_names and bool(self.rows.currentData()))
        if self.wish() is None:
            self.show_problem(_TOO_MANY if self._ticked() else _NONE_CHOSEN)
        else:
            self._show("", _WORKING)

    def _show(self, told: str, hint: str, *, ready: bool = False, warns: bool = False) -> None:
        set_text(self.told, told)
        self.hint.show_hint(hint, warns)
        self.ok.setEnabled(ready)

    def _make_fields(self, wish: PageWish) -> None:
        self.list = describe(QListWidget(), "Runs", _RUNS_HELP)
        self.list.setIconSize(_SAMPLE)
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the tip has it all
        self.title = describe(QLineEdit(wish.title), "Title", _TITLE_HELP)
        self.title.setMaxLength(LONGEST_TITLE)
        self.steps = describe(QComboBox(), "Steps", _STEPS_HELP)
        for count in _STEPS:
            self.steps.addItem(f"up to {counted(count, 'step')}", count)
        self.rows = describe(QComboBox(), "Rows", _ROWS_HELP)
        for count in _ROWS:
            self.rows.addItem(
                f"up to {counted(count, 'row')} at random" if count else "none, only curves", count
            )
        self.steps.setCurrentIndex(max(0, self.steps.findData(wish.steps)))
        self.rows.setCurrentIndex(max(0, self.rows.findData(wish.rows)))
        self.column_names = _check_box("Names of &columns", _COLUMN_HELP, wish.column_names)
        help_text = _ROW_HELP if self._has_row_names else _NO_ROW_NAMES
        self.row_names = _check_box("Names of &rows", help_text, wish.row_names and self._has_row_names)
        self.file_name = _check_box("Name of the &file", _FILE_HELP, wish.file_name)
        self.told = Label()
        self.told.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setMinimumHeight(5 * self.fontMetrics().lineSpacing())
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_name(self.told, "What is in the page")
        self.hint = HintLabel()
        self.buttons, self.ok = ok_and_cancel("Save…")

    def _fill_list(self, rows: Sequence[RunRow], wish: PageWish) -> None:
        dark = is_dark(self.palette())
        for row in rows:
            words = row.remark or f"{row.settings}; {row.steps}"
            item = QListWidgetItem(f"{row.name}  –  {words}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, row.key)
            item.setData(Qt.ItemDataRole.ToolTipRole, tip(row.sentence))
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags if row.remark else flags | Qt.ItemFlag.ItemIsEnabled)
            ticked = row.key in wish.runs and not row.remark
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            look = QPen(Qt.PenStyle.NoPen)
            if row.present:
                look = pen(Series.FIT, dark)
            elif row.look is not None:
                look = run_pen(row.look, dark)
            item.setIcon(QIcon(line_sample(look, _SAMPLE.width(), _SAMPLE.height())))

    def _lay_out(self) -> None:
        form = form_layout()
        form.addRow("R&uns", self.list)
        form.addRow("&Title", self.title)
        form.addRow("&Steps", self.steps)
        form.addRow("Ro&ws", self.rows)
        form.addRow("Give away", self.column_names)
        form.addRow("", self.row_names)
        form.addRow("", self.file_name)
        layout = dialog_column(self)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.hint)
        layout.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)


def _check_box(text: str, help_text: str, on: bool) -> QCheckBox:
    box = describe(QCheckBox(text), text.replace("&", ""), help_text)
    box.setChecked(on)
    return box
