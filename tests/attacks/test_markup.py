"""Data called like markup: nothing of it is drawn as such, and pointing at it opens no file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QMenu
from shown_texts import drawn_as_markup

from linreg_gui.app.program import Program
from linreg_gui.app.wiring.importing import ImportWiring
from linreg_gui.core.backend.backend import Device
from linreg_gui.core.devices.state import DeviceState, Host, Stage
from linreg_gui.core.installation.check_report import Check, CheckReport, Outcome
from linreg_gui.core.problem import Problem
from linreg_gui.views.dialogs.check_dialog import CheckDialog
from linreg_gui.views.dialogs.conflict_question import ConflictQuestion, ReloadQuestion
from linreg_gui.views.dialogs.devices_dialog import DevicesDialog
from linreg_gui.views.dialogs.error_dialog import ErrorDialog
from linreg_gui.views.dialogs.log_dialog import LogDialog
from linreg_gui.views.dialogs.recovery_dialog import RecoveryDialog, UnsavedWork
from linreg_gui.views.dialogs.save_question import SaveQuestion
from linreg_gui.views.formulas.formula_dialog import FormulaDialog
from linreg_gui.views.importing.import_dialog import ImportDialog
from linreg_gui.views.importing.import_report import ImportReportDialog
from linreg_gui.views.importing.reading_choice import ReadingChoice
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.widgets.texts import hide_tip

IMAGE = '<img src="file:///etc/hostname">'
BOLD, LINK = "<b>R&D</b>", '<a href="https://example.org">R&D</a>'
COMMENT, ENTITY, TITLE = "<!-- <i>R&D</i> -->", "&amp; &lt;<i>R&D", "[*] <u>R&D"
COLUMNS = (IMAGE, BOLD, LINK, COMMENT, ENTITY, TITLE)
ALL = " ".join(COLUMNS)
# Not every system has such names of files.
FILE = "[*] R&D.csv" if sys.platform == "win32" else "[*] <i>R&D<img src=x>&amp;<b>.csv"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Numbers, a category and dates, in columns called like markup; levels and units, too."""
    levels = [IMAGE, BOLD, LINK]
    frame = pd.DataFrame(
        {name: [float((k * (j + 3)) % 17) for k in range(60)] for j, name in enumerate(COLUMNS)}
    )
    frame["town <i>R&D</i>"] = [levels[k % 3] for k in range(60)]
    frame["when <i>"] = pd.date_range("2024-01-01", periods=60).astype(str)
    frame["y <i>R&D</i>"] = [float(k) for k in range(60)]
    frame = frame.astype(object)
    frame.iloc[7, 1] = IMAGE  # no number
    path = tmp_path / FILE
    frame.to_csv(path, index=False)
    return path


@pytest.fixture
def opened(qtbot, program: Program, table: Path) -> Program:
    hide_tip()  # of another test
    qtbot.waitUntil(lambda: not [w for w in QApplication.allWidgets() if "Tip" in w.metaObject().className()])
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.open_file(table))
    return program


def read(qtbot, program: Program, act: Callable[[], object]) -> None:
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        act()


def test_nothing_of_the_window_draws_a_name_as_markup(qtbot, opened: Program) -> None:
    window, document = opened.window, opened.session.document
    for dock in window.findChildren(QDockWidget):
        dock.show()
        dock.raise_()
    opened.session.training.step(3)
    qtbot.waitUntil(lambda: not opened.session.jobs._running, timeout=30_000)
    window.fit_plot.group_bar.set_groups({BOLD: (IMAGE, LINK)})
    window.fit_plot.group_bar.show_colour(BOLD)
    window.fit_plot.group_bar.legend.show_groups((IMAGE, LINK))
    assert drawn_as_markup(window) == []
    window.resize(QSize(700, 500))  # names are cut, and whole in a tooltip
    QApplication.processEvents()
    assert drawn_as_markup(window) == []
    read(qtbot, opened, lambda: document.rename_column(LINK, f"{IMAGE}2"))
    read(qtbot, opened, lambda: opened.session.document.undo())
    assert "R&&D" in window.menus.edit.redo.text()
    window.message_bar.show_message(ALL, "warning", (BOLD, lambda: None), (LINK, lambda: None))
    window.message_bar.add_message(IMAGE, "error", *((name, lambda: None) for name in COLUMNS))
    window.statusBar().showMessage(ALL)
    assert drawn_as_markup() == []


def test_no_menu_draws_a_name_as_markup_nor_underlines_a_letter_of_it(qtbot, opened: Program) -> None:
    window = opened.window
    view = window.view(DataTable)
    window.menus.data.transforms.show_column(True, False, COLUMNS)
    paths = [Path(f"/{name.replace('/', '∕')}.csv") for name in COLUMNS]
    window.menus.show_recent_files(paths)
    menus = [view.view.open_menu(QPoint(30, 30)), view.view.open_column_menu(1, QPoint(30, 5))]
    menus += [menu for menu in window.findChildren(QMenu) if menu not in menus]
    for menu in menus:
        menu.aboutToShow.emit()
    texts = {action.text() for menu in menus for action in menu.actions()}
    assert {name.replace("&", "&&") for name in COLUMNS} <= texts
    assert drawn_as_markup() == []
    for menu in menus[:2]:
        menu.close()


def dialogs(program: Program, table: Path) -> list[QDialog]:
    window, report = program.window, program.session.document.table.report
    device = Device(ALL, 1, 1, BOLD, LINK, IMAGE, "9.0")
    devices = DevicesDialog(Host(ALL, 4, 2**33), window)
    devices.show_devices(DeviceState(Stage.READY, device=device, problem=Problem(ALL)), ALL)
    checked = CheckDialog(window)
    checks = tuple(Check(name, Outcome.FAILED, name) for name in COLUMNS)
    checked.show_report(CheckReport(checks, dict(zip(COLUMNS, COLUMNS, strict=True)), {IMAGE: ""}, COLUMNS))
    formula = FormulaDialog(COLUMNS, set(COLUMNS), (BOLD, f"`{IMAGE}` + 1"), window)
    works = [UnsavedWork(name, 5, None) for name in COLUMNS]
    question = SaveQuestion(ALL, window)
    return [
        devices,
        checked,
        formula,
        question,
        ConflictQuestion(ALL, ALL, ALL, window, reloads=True),
        ReloadQuestion(ALL, window),
        RecoveryDialog(works[:1], window),
        RecoveryDialog(works, window),
        ErrorDialog(ALL, True, window, fatal=True, kept=True),
        LogDialog(ALL, ALL, window),
        ImportReportDialog(report, window),
    ]


def test_no_dialog_draws_a_name_as_markup(qtbot, opened: Program, table: Path) -> None:
    for dialog in dialogs(opened, table):
        qtbot.addWidget(dialog)
        dialog.show()
        assert drawn_as_markup(dialog) == [], type(dialog)
        dialog.close()
    view, menus = opened.window.view(DataTable).view, opened.menus
    view.setCurrentIndex(view.model().index(0, 1))
    for open_dialog in (menus.export, menus.about, menus.keys, menus.data.rename_column):
        open_dialog.trigger()
        opened_now = [dialog for dialog in opened.window.findChildren(QDialog) if dialog.isVisible()]
        assert len(opened_now) == 1
        assert drawn_as_markup(opened_now[0]) == [], open_dialog.text()
        opened_now[0].close()


def test_no_file_to_be_imported_draws_a_name_as_markup(
    qtbot, program: Program, table: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for place, title in enumerate(("<i>R&D", "<b>R&D", "&amp;")):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = title
        sheet.append([IMAGE, BOLD])
        for k in range(12):
            sheet.append([k, IMAGE if k == 5 else 2 * k])
    workbook = tmp_path / "book R&D.xlsx"
    book.save(workbook)
    program.window.show()
    wiring = next(part for part in program._wirings if isinstance(part, ImportWiring))
    for path in (workbook, table):
        wiring.look_at(path)
        qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
        dialog = program.window.findChild(ImportDialog)
        qtbot.waitUntil(lambda dialog=dialog: dialog.table.rowCount() > 0)
        dialog.findChild(ReadingChoice).show_readings(ALL, (BOLD, LINK))
        assert drawn_as_markup(dialog) == []
        dialog.reject()
        qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is None)
