"""Whatever settings and clipboard hold, and whatever is typed: a window that works, and no mistake."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hostile_values import LONG, OVERRIDE, PLAIN, SURROGATE
from PySide6.QtCore import QByteArray, QMimeData, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget
from session_steps import open_and_wait, small_csv
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.core.formulas.transforms import NewColumn
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.training.training import Phase
from linreg_gui.views.importing.import_dialog import ImportDialog
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.widgets.table_clipboard import _OWN_CELLS

pytestmark = pytest.mark.usefixtures("no_mistake")

_KEYS = (
    *("recent_files", "reading_options", "appearance", "equation_form", "device", "cupy_folder"),
    *("keep_unsaved_work", "welcome", "geometry", "window", "last_folder", "escape_formulas"),
)
_RNG = np.random.default_rng(11)
_STORED: dict[str, Any] = {
    # Qt stores whole numbers in 64 bits.
    **{name: value for name, value in PLAIN.items() if not isinstance(value, int) or abs(value) < 2**63},
    "2**64": str(2**64),
    "many digits": "7" * 5000,
    "NaN": math.nan,
    "garbage": QByteArray(_RNG.bytes(300)),
    "nothing": QByteArray(),
    "zeros": QByteArray(bytes(5000)),
    "ones": QByteArray(b"\xff" * 5000),
    "size": QSize(-1, 2**31 - 1),
    "rectangle": QRect(-(2**31), -(2**31), 2**31 - 1, 2**31 - 1),
    "deep": "[" * 90_000,
    "lists": [[[1]], {"a": [SURROGATE]}],
}
_TEXTS = {
    "digits": "7" * 5000,
    "signed digits": "-" + "7" * 5000,
    "infinite": "1e999",
    "power": "1e" + "9" * 400,
    "minus": "−",
    "point": ".",
    "NUL": "a\0b",
    "surrogate": SURROGATE,
    "override": OVERRIDE,
    "lines": "1\n2\r\u2028 3\t4",
    "other digits": "٣٤٥",
    "brackets": "(" * 3000,
    "minuses": "-" * 3000 + "1",
    "powers": "9**" * 300 + "9",
    "markup": "<img src=x><b>",
    "combining": "e" + "\u0301" * 5000,
    "long": "x" * 40_000,
    "nothing": "",
}


def started(qapp, store: QSettings, folder: Path) -> tuple[int, int]:
    """The size of a window that was started with these settings, looked at and closed."""
    settings = Settings(store)
    program = Program(qapp, settings, folder / "recovery")
    program.session.prepare = lambda: None  # type: ignore[method-assign]
    program.devices.start = lambda: None  # type: ignore[method-assign]
    try:
        program.start(None)
        QApplication.processEvents()
        window = program.window
        window.show_welcome(False)
        window.grab()
        for path in settings.recent_files():
            settings.reading_options(path)
        size = window.width(), window.height()
    finally:
        program.close()
        program.window.close()
        delete(program.window)
        delete(program)
    return size


def states(qapp, folder: Path) -> dict[str, QByteArray | str]:
    """Geometry and layout as a window writes them."""
    store = QSettings(str(folder / "first.ini"), QSettings.Format.IniFormat)
    started(qapp, store, folder)
    return {key: store.value(key) for key in ("geometry", "window")}


def damaged(whole: QByteArray | str, rng: np.random.Generator) -> QByteArray | str:
    """The same with some bytes that are others, and sometimes an end."""
    if isinstance(whole, str):
        return bytes(damaged(QByteArray(whole.encode()), rng).data()).decode(errors="replace")
    content = bytearray(whole.data())
    for place in rng.integers(0, len(content), rng.integers(1, 9)):
        content[place] = rng.choice([0, 1, 127, 128, 255, rng.integers(256)])
    return QByteArray(bytes(content[: rng.integers(1, len(content))] if rng.random() < 0.2 else content))


def _starts(qapp, folder: Path, values: dict[str, Any]) -> None:
    store = QSettings(str(folder / "hostile.ini"), QSettings.Format.IniFormat)
    store.clear()
    for key, value in values.items():
        store.setValue(key, value)
    width, height = started(qapp, store, folder)
    assert 100 < width < 10_000, values
    assert 100 < height < 10_000, values


@pytest.mark.parametrize("shift", [0, 17])
def test_a_window_starts_with_settings_of_any_kind(qapp, tmp_path, shift) -> None:
    kinds = list(_STORED.values())
    _starts(qapp, tmp_path, {key: kinds[(5 * i + shift) % len(kinds)] for i, key in enumerate(_KEYS)})


def test_a_window_starts_with_a_damaged_layout(qapp, tmp_path) -> None:
    rng = np.random.default_rng(3)
    whole = states(qapp, tmp_path)
    _starts(qapp, tmp_path, {key: damaged(value, rng) for key, value in whole.items()})


@pytest.mark.attack
def test_a_window_starts_with_every_setting_of_every_kind(qapp, tmp_path) -> None:
    for value in _STORED.values():
        for key in _KEYS:
            _starts(qapp, tmp_path, {key: value})
    print(f"\n{len(_STORED) * len(_KEYS):,} settings: a window each")


@pytest.mark.attack
def test_a_window_starts_with_many_damaged_layouts(qapp, tmp_path) -> None:
    rng = np.random.default_rng(4)
    whole = states(qapp, tmp_path)
    for _ in range(300):
        _starts(qapp, tmp_path, {key: damaged(value, rng) for key, value in whole.items()})
    print("\n300 damaged layouts: a window each")


def _clipboards() -> Iterator[tuple[str, str, bytes | None]]:
    """A text, a piece of HTML, and what is said to be cells of this program."""
    cell = "<table><tr><td {}>1</td></tr></table>"
    yield "", cell.format(f'colspan="{"9" * 5000}" rowspan="{"9" * 5000}"'), None
    yield "", cell.format('colspan="-1" rowspan="1e9"'), None
    yield "", "<table><tr><td>" * 90_000, None
    yield "", "<table><tr><td " + "a=" * 90_000, None
    yield "[" * 90_000, "", None
    yield f"{SURROGATE}\t1\n2\t3", "", None
    yield "a\0b\t1\n\0\t\0", "", None
    yield "a\n" + "7" * 5000 + "\n1", "", None
    yield f"{OVERRIDE}\t{OVERRIDE}\n1\t2", "", None
    yield '"' * 99_999, "", None
    yield "", "", b"\xff\xfe\x00 garbage \x80"
    yield "1\t2", "", "\ud800".encode("utf-8", "surrogatepass")[:2]
    yield "1\t2", "", SURROGATE.encode("utf-8", "surrogatepass")
    yield "\t" * 20, "", None
    yield "\n" * 99, "", None
    yield "a\tb\n" + LONG + "\t1", "", None


def _pasted(qtbot, program: Program, text: str, html: str, own: bytes | None, *, as_new: bool) -> None:
    """Put it on the clipboard, paste it and wait; what was there before comes back."""
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if own is not None:
        data.setData(_OWN_CELLS, own)
    QGuiApplication.clipboard().setMimeData(data)
    session, edit = program.session, program.menus.edit
    ended: list[object] = []
    for signal in (session.analysed, session.not_analysed, session.problem_found):
        signal.connect(lambda *_: ended.append(None))
    index = session.document.history.index
    (edit.paste_new if as_new else edit.paste).trigger()
    if as_new:
        qtbot.waitUntil(lambda: bool(ended), timeout=60_000)
    qtbot.waitUntil(lambda: _is_idle(program), timeout=60_000)
    program.window.grab()
    # What is made here must not outlive Python.
    QGuiApplication.clipboard().setText("")
    session.document.history.go_to(index)
    qtbot.waitUntil(lambda: _is_idle(program), timeout=60_000)


def _is_idle(program: Program) -> bool:
    session = program.session
    busy = session.document.queue.busy or session.opening.reader._job.running
    return not busy and session.training.phase is Phase.IDLE


def _with_table(qtbot, program: Program, folder: Path) -> Program:
    program.window.show()
    open_and_wait(qtbot, program.session, small_csv(folder))
    view = program.window.view(DataTable).view
    view.setCurrentIndex(view.model().index(0, 0))
    return program


@pytest.mark.parametrize("as_new", [False, True], ids=["cells", "table"])
def test_whatever_is_on_the_clipboard_is_pasted_or_refused(qtbot, program, tmp_path, as_new) -> None:
    _with_table(qtbot, program, tmp_path)
    for text, html, own in _clipboards():
        _pasted(qtbot, program, text, html, own, as_new=as_new)


@pytest.mark.attack
def test_ten_megabytes_are_pasted_or_refused(qtbot, program, tmp_path) -> None:
    _with_table(qtbot, program, tmp_path)
    for text in ("x" * 10_000_000, "1\t2\n" * 2_500_000, '"' + "\n" * 10_000_000):
        for as_new in (False, True):
            _pasted(qtbot, program, text, "", None, as_new=as_new)


def _fields(window: QWidget) -> list[QWidget]:
    """What can be typed into."""
    found: list[QWidget] = []
    for field in window.findChildren(QWidget):
        typed = isinstance(field, QLineEdit | QAbstractSpinBox)
        typed |= isinstance(field, QComboBox) and field.isEditable()
        if typed and field.isEnabled() and not isinstance(field.parent(), QAbstractSpinBox | QComboBox):
            found.append(field)
    return found


def _type(field: QWidget, text: str, *, returns: bool) -> None:
    """As if it was pasted into the field, and Return was hit or the field was left."""
    line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
    line.selectAll()
    line.insert(text)
    line.textEdited.emit(line.text())
    if returns:
        QTest.keyClick(line, Qt.Key.Key_Return)
    else:
        line.editingFinished.emit()


def _type_everywhere(window: QWidget, *, returns: bool = False) -> int:
    fields = _fields(window)
    for field in fields:
        for text in _TEXTS.values():
            _type(field, text, returns=returns)
    window.grab()
    return len(fields)


def test_whatever_is_typed_in_the_window_is_taken_or_refused(qtbot, program, tmp_path) -> None:
    _with_table(qtbot, program, tmp_path)
    assert _type_everywhere(program.window, returns=True) >= 6
    qtbot.waitUntil(lambda: _is_idle(program), timeout=60_000)


def test_whatever_is_typed_in_a_dialog_is_taken_or_refused(qtbot, program, tmp_path) -> None:
    _with_table(qtbot, program, tmp_path)
    menus, typed = program.menus, 0
    for ask in (
        *(menus.samples, menus.export, menus.data.rename_column, menus.data.transforms.add),
        *(menus.edit.find, menus.edit.go_to_row),
    ):
        before = set(QApplication.topLevelWidgets())
        ask.trigger()
        for window in set(QApplication.topLevelWidgets()) - before:
            if window.isVisible():
                typed += _type_everywhere(window)
                window.close()
    dialog = ImportDialog("a.csv", ReadOptions(), program.window)
    qtbot.addWidget(dialog)
    typed += _type_everywhere(dialog)
    assert typed >= 12
    qtbot.waitUntil(lambda: _is_idle(program), timeout=60_000)


@pytest.mark.parametrize("name", ["digits", "surrogate", "brackets", "powers", "combining", "long"])
def test_whatever_a_column_is_to_be_called_or_computed_from(qtbot, program, tmp_path, name) -> None:
    document = _with_table(qtbot, program, tmp_path).session.document
    document.rename_column("area", _TEXTS[name])
    program.session.computing.add([NewColumn(_TEXTS[name], _TEXTS[name])])
    qtbot.waitUntil(lambda: _is_idle(program), timeout=60_000)
    program.window.grab()
