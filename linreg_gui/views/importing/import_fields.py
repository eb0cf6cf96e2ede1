"""The fields in which a person says how a file is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.reading.csv_preview import Preview
from linreg_gui.core.reading.options import ReadOptions, Unnamed
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import form_layout
from linreg_gui.views.widgets.texts import Label, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

from .column_type_field import ColumnTypeField

Choice = tuple[str, object]

_SEPARATORS: tuple[Choice, ...] = (
    ("comma", ","),
    ("semicolon", ";"),
    ("tab", "\t"),
    ("blanks", " "),
    ("vertical bar", "|"),
    ("one column only", ""),
)
_DECIMALS: tuple[Choice, ...] = (("point", "."), ("comma", ","))
_THOUSANDS: tuple[Choice, ...] = (
    ("none", ""),
    ("comma", ","),
    ("point", "."),
    ("blank", " "),
    ("apostrophe", "'"),
)
_QUOTES: tuple[Choice, ...] = (('quotation mark "', '"'), ("apostrophe '", "'"), ("none", ""))
_HEADERS: tuple[Choice, ...] = (("the first row holds them", True), ("there are none", False))
_UNNAMED: tuple[Choice, ...] = (
    ("the first (names of rows)", Unnamed.FIRST),
    ("the last", Unnamed.LAST),
    ("none (a cut number)", Unnamed.NONE),
)
_UNITS: tuple[Choice, ...] = (("below the names", True), ("there are none", False))
_ENCODINGS: tuple[Choice, ...] = tuple(
    (name, codec)
    for name, codec in (
        ("UTF-8", "utf-8"),
        ("Western (Windows-1252)", "cp1252"),
        ("Western (Latin-1)", "latin-1"),
        ("Central European (Windows-1250)", "cp1250"),
        ("Cyrillic (Windows-1251)", "cp1251"),
        ("Cyrillic (KOI8-R)", "koi8_r"),
        ("Greek (Windows-1253)", "cp1253"),
        ("Turkish (Windows-1254)", "cp1254"),
        ("UTF-16", "utf-16"),
        ("Japanese (Shift JIS)", "shift_jis"),
        ("Chinese (GB 18030)", "gb18030"),
        ("Chinese (Big5)", "big5"),
        ("Korean (EUC-KR)", "euc_kr"),
        ("IBM 850", "cp850"),
    )
)
_OWN_SEPARATOR = "another…"
# Typing is over after so long without a key.
_PAUSE_MS = 250


class ImportFields(QWidget):
    """Choices in, choices out; what is left automatic says what was found."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_fields()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._tell)
        self._connect()

    def options(self) -> ReadOptions:
        """What is chosen; what is left automatic is None."""
        missing = tuple(part.strip() for part in self.missing.text().split(",") if part.strip())
        separator = self.separator.currentData()
        if self.separator.currentText() == _OWN_SEPARATOR:
            separator = self.own_separator.text() or None
        return ReadOptions(
            separator=separator,
            decimal=self.decimal.currentData(),
            thousands=self.thousands.currentData(),
            encoding=self.encoding.currentData(),
            header=self.header.currentData(),
            skip_rows=self.skip_rows.value(),
            missing=missing or None,
            sheet=self.sheet.currentData(),
            quote=self.quote.currentData(),
            types=self.types.types(),
            unnamed=self.unnamed.currentData(),
            units=self.units.currentData(),
            skip_footer=self.skip_footer.value(),
        )

    def show_options(self, options: ReadOptions) -> None:
        """Fill the fields, without a wish."""
        with QSignalBlocker(self):
            for box, value in (
                (self.decimal, options.decimal),
                (self.thousands, options.thousands),
                (self.quote, options.quote),
                (self.encoding, options.encoding),
                (self.header, options.header),
                (self.unnamed, options.unnamed),
                (self.units, options.units),
            ):
                box.setCurrentIndex(max(0, box.findData(value)))
            index = self.separator.findData(options.separator)
            self.separator.setCurrentIndex(index if index >= 0 else self.separator.count() - 1)
            set_text(self.own_separator, options.separator or "" if index < 0 else "")
            self.own_separator.setVisible(index < 0)
            self._show_sheets((options.sheet,) if options.sheet else (), options.sheet)
            self._form.setRowVisible(self.unnamed, options.unnamed is not None)
            self.skip_rows.setValue(options.skip_rows)
            self.skip_footer.setValue(options.skip_footer)
            set_text(self.missing, ", ".join(options.missing or ()))
            self.types.set_types(dict(options.types))
        self._timer.stop()

    def show_found(self, preview: Preview) -> None:
        """What was found where nothing was chosen."""
        if preview.sheets:
            self._show_sheets(preview.sheets, self.sheet.currentData())
            self.sheet.setItemText(0, f"automatic: {preview.sheet}")
        # Only in text files are there signs to choose.
        self._text_choices.setVisible(bool(preview.encoding))
        short = preview.short_header
        self._form.setRowVisible(self.unnamed, short is not None or self.unnamed.currentData() is not None)
        for box, found in (
            (self.unnamed, short.unnamed if short is not None else None),
            (self.units, bool(preview.units)),
            (self.separator, preview.separator),
            (self.decimal, preview.decimal),
            (self.thousands, preview.thousands),
            (self.quote, preview.quote),
            (self.header, preview.header),
            (self.encoding, preview.encoding),
        ):
            index = box.findData(found, Qt.ItemDataRole.UserRole, Qt.MatchFlag.MatchExactly)
            name = box.itemText(index) if index > 0 else str(found)
            box.setItemText(0, f"automatic: {name}" if found is not None else "automatic")
        self.types.show_columns(() if preview.odd_rows else preview.columns)

    def _show_sheets(self, names: Sequence[str], chosen: str | None) -> None:
        """The sheets of a workbook; hidden for other files."""
        with QSignalBlocker(self.sheet):
            self.sheet.clear()
            self.sheet.addItem("automatic", None)
            for name in names:
                self.sheet.addItem(name, name)
            self.sheet.setCurrentIndex(max(0, self.sheet.findData(chosen)))
        self._form.setRowVisible(self.sheet, bool(names))

    def _tell(self) -> None:
        self._timer.stop()
        self.changed.emit()

    def _choose_separator(self) -> None:
        own = self.separator.currentText() == _OWN_SEPARATOR
        self.own_separator.setVisible(own)
        if own:
            self.own_separator.setFocus()
        self._tell()

    def _make_fields(self) -> None:
        self.separator = describe(_box(_SEPARATORS), "Separator", "The character between the cells of a row.")
        self.separator.addItem(_OWN_SEPARATOR, _OWN_SEPARATOR)
        self.own_separator = describe(QLineEdit(), "Another separator", "One character.")
        self.own_separator.setMaxLength(1)
        self.decimal = describe(_box(_DECIMALS), "Decimal sign", "The sign before the fraction of a number.")
        self.thousands = describe(
            _box(_THOUSANDS), "Thousands sign", "The sign between the groups of three digits of a number."
        )
        self.quote = describe(
            _box(_QUOTES), "Quotes", "The sign around a cell, which may then hold separators and line breaks."
        )
        self.header = describe(_box(_HEADERS), "Names of the columns", "Where the names of the columns are.")
        self.sheet = describe(_box(()), "Sheet", "The sheet of the workbook.")
        self.skip_rows = describe(
            WholeBox(), "Lines to skip", "Lines at the beginning of the file that do not belong to the table."
        )
        self.skip_rows.setRange(0, LARGEST_COUNT)
        self.skip_footer = describe(
            WholeBox(), "Rows to leave out at the end", "Rows at the end that are no data, such as a total."
        )
        self.skip_footer.setRange(0, LARGEST_COUNT)
        self.unnamed = describe(
            _box(_UNNAMED), "Column without a name", "Which column has no name, as rows have one cell more."
        )
        self.units = describe(_box(_UNITS), "Units of the columns", "Where the units of the columns are.")
        self.encoding = describe(
            _box(_ENCODINGS), "Encoding", "How letters are written as bytes: try others if they look wrong."
        )
        self.missing = describe(
            QLineEdit(),
            "Texts for missing values",
            "Separated by commas. Without any, the usual ones such as NA, NaN, null, ? and - are taken among "
            "numbers; among texts, only those that are no name of anything.",
        )
        self.missing.setPlaceholderText("the usual ones: NA, NaN, null, ?, -, …")
        self.types = ColumnTypeField(self)

    def _lay_out(self) -> None:
        self._text_choices = QWidget()
        left = form_layout(self._text_choices)
        left.setContentsMargins(0, 0, 0, 0)
        right = self._form = form_layout()
        separator = QHBoxLayout()
        separator.addWidget(self.separator, 1)
        separator.addWidget(self.own_separator)
        self.own_separator.setFixedWidth(40)
        label = Label("&Separator")
        label.setBuddy(self.separator)
        left.addRow(label, separator)
        left.addRow("&Decimal sign", self.decimal)
        left.addRow("&Thousands sign", self.thousands)
        left.addRow("&Quotes", self.quote)
        left.addRow("&Encoding", self.encoding)
        right.addRow("S&heet", self.sheet)
        right.addRow("&Names", self.header)
        right.addRow("&Without a name", self.unnamed)
        right.addRow("&Units", self.units)
        right.addRow("&Lines to skip", self.skip_rows)
        right.addRow("&Footer rows", self.skip_footer)
        right.addRow("&Missing values", self.missing)
        right.addRow("&Column", self.types.column)
        right.addRow("&Read as", self.types.kind)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addWidget(self._text_choices, 1)
        layout.addLayout(right, 1)

    def _connect(self) -> None:
        self.separator.currentIndexChanged.connect(self._choose_separator)
        boxes = (self.decimal, self.thousands, self.quote, self.header, self.encoding, self.sheet)
        for box in (*boxes, self.unnamed, self.units):
            box.currentIndexChanged.connect(self._tell)
        self.types.changed.connect(self._tell)
        self.skip_rows.valueChanged.connect(self._timer.start)
        self.skip_footer.valueChanged.connect(self._timer.start)
        self.missing.textChanged.connect(self._timer.start)
        self.own_separator.textChanged.connect(self._timer.start)


def _box(choices: Sequence[Choice]) -> QComboBox:
    box = QComboBox()
    box.setMinimumContentsLength(16)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.addItem("automatic", None)
    for text, value in choices:
        box.addItem(text, value)
    return box
