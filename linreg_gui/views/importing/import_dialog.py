"""Asks how a file is written, and shows its first rows as they would be read."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QDialog, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.column_types import DateOrder
from linreg_gui.core.reading.csv_preview import Preview
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.dialog_parts import dialog_column, ok_and_cancel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import set_title

from .import_fields import ImportFields
from .preview_table import PreviewTable
from .reading_choice import ReadingChoice

_LINES_TOLD = 4


@always_answers
class ImportDialog(QDialog):
    """Every choice asks for another preview; OK asks for the whole file under these choices."""

    preview_requested = Signal(object)  # ReadOptions
    import_requested = Signal(object)  # ReadOptions

    def __init__(self, name: str, options: ReadOptions | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_title(self, f"Import “{name}”")
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._preview: Preview | None = None
        self.fields, self.table = ImportFields(), PreviewTable()
        self.hint, self.choice = HintLabel(lines=_LINES_TOLD), ReadingChoice()
        self.buttons, self.ok = ok_and_cancel("Import")
        self.ok.setEnabled(False)
        self._lay_out()
        self.fields.show_options(options or ReadOptions())
        self._connect()

    def options(self) -> ReadOptions:
        """What is chosen; what is left automatic is None."""
        return self.fields.options()

    def show_preview(self, preview: Preview) -> None:
        """The first rows, and what was found where nothing was chosen."""
        self._preview = preview
        self.fields.show_found(preview)
        self.table.show_preview(preview)
        numeric = sum(note.numeric for note in preview.columns)
        self.ok.setEnabled(numeric > 0 and not preview.odd_rows and preview.open_dates is None)
        self._show_choice(preview)
        warning = self._warning(preview, numeric)
        if warning:
            self.hint.show_hint(warning, True)
            return
        rows = "All" if preview.whole_file else "The first"
        texts = sum(note.not_numbers for note in preview.columns)
        odd = f" Cells that do not fit, {texts:,} in all, are marked." if texts else ""
        told = " ".join(["", *(found.sentence for found in preview.findings)])
        self.hint.show_hint(
            f"{rows} {counted(len(preview.frame), 'row')}, {counted(len(preview.columns), 'column')}, "
            f"{numeric:,} of them of numbers.{odd}{told}",
            any(found.is_doubt for found in preview.findings),
        )

    def show_problem(self, sentence: str) -> None:
        """Nothing can be read under these choices."""
        self._preview = None
        self.table.show_nothing()
        self.choice.hide()
        self.ok.setEnabled(False)
        self.hint.show_hint(sentence, True)

    def accept(self) -> None:
        if not self.ok.isEnabled():
            return
        self.import_requested.emit(self.options())
        super().accept()

    def _warning(self, preview: Preview, numeric: int) -> str:
        """What stands in the way of reading the file right, if anything does."""
        if preview.odd_rows:
            have = "has" if preview.odd_rows == 1 else "have"
            return (
                f"{counted(preview.odd_rows, 'row')} {have} another number of cells than the first: choose "
                "another separator, or skip the lines before the names."
            )
        if not numeric:
            return "No column of numbers: another separator or decimal sign may help."
        dates = preview.open_dates
        if dates is not None:
            count = counted(dates.either_way, "date")
            what = f"{count} in “{dates.name}” could be read in two ways"
            return f"{what}: nothing tells the day from the month."
        if preview.doubt is None:
            return ""
        return " ".join([preview.doubt.sentence, *(found.sentence for found in preview.findings)])

    def _show_choice(self, preview: Preview) -> None:
        """Both readings of what could be read in two ways."""
        if preview.odd_rows:
            self.choice.hide()
        elif preview.open_dates is not None:
            readings = ("the day is first", "the month is first")
            self.choice.show_readings(f"In “{preview.open_dates.name}”", readings)
        elif preview.doubt is not None:
            doubt = preview.doubt
            self.choice.show_readings(f"In “{doubt.columns[0]}”, “{doubt.example}” is", doubt.values)
        else:
            self.choice.hide()

    def _decide(self, number: int) -> None:
        preview = self._preview
        if preview is None:
            return
        if preview.open_dates is not None:
            self.fields.types.choose_type(preview.open_dates.name, tuple(DateOrder)[number])
        elif preview.doubt is not None:
            self.fields.types.choose_type(preview.doubt.columns[0], preview.doubt.choices[number])

    def _ask(self) -> None:
        options = self.options()
        if options.thousands and options.thousands == options.decimal:
            self.show_problem("The decimal and the thousands sign cannot be the same.")
        else:
            self.preview_requested.emit(options)

    def _lay_out(self) -> None:
        layout = dialog_column(self)
        layout.addWidget(self.fields)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.hint)
        layout.addWidget(self.choice)
        layout.addWidget(self.buttons)
        self.resize(820, 640)

    def _connect(self) -> None:
        self.fields.changed.connect(self._ask)
        self.choice.chosen.connect(self._decide)
        self.table.column_chosen.connect(self.fields.types.column.setCurrentIndex)
        self.fields.types.column.currentIndexChanged.connect(self.table.mark_column)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
