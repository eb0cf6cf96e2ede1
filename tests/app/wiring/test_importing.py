"""Importing in the real window: types, two readings, pasting."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from linreg_gui.core.cells.column_types import DecimalSign
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project, write_project
from linreg_gui.views.dialogs.save_question import SaveQuestion
from linreg_gui.views.importing.import_dialog import ImportDialog
from linreg_gui.views.importing.import_report import ImportReportDialog
from linreg_gui.views.results.predict_panel import PredictPanel


@pytest.fixture
def clipboard(qapp):
    """Put text and HTML on the clipboard; it is empty again afterwards."""

    def put(text: str, html: str = "") -> None:
        data = QMimeData()
        data.setText(text)
        data.setHtml(html)
        QGuiApplication.clipboard().setMimeData(data)

    yield put
    QGuiApplication.clipboard().clear()


def read(qtbot, program, act) -> None:
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        act()


def dialog_of(qtbot, program) -> ImportDialog:
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
    dialog = program.window.findChild(ImportDialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() > 0)
    return dialog


def test_types_chosen_in_the_dialog_are_read_and_remembered(qtbot, program, tmp_path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text("code,price,area\n" + "".join(f"{k % 3},{k},{2 * k + 1}\n" for k in range(30)))
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.open_file(path))
    program.menus.import_file.trigger()
    chooser = program.window.findChild(object, "file_dialog")
    chooser.selectFile(str(path))
    chooser.accept()
    dialog = dialog_of(qtbot, program)
    dialog.fields.types.choose_type("code", "category")
    qtbot.waitUntil(lambda: dialog.table.horizontalHeaderItem(0).text() == "code\ncategories")
    read(qtbot, program, dialog.accept)
    document = program.session.document
    assert document.table.frame["code"].dtype == "category"
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is None)
    read(qtbot, program, lambda: program.session.opening.open_recent(path))
    assert document.table.frame["code"].dtype == "category"


def test_two_readings_lead_to_the_dialog_which_asks(qtbot, program, tmp_path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("size;price\n" + "".join(f"{k};{k},{100 + k}\n" for k in range(1, 30)))
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.open_file(path))
    bar = program.window.message_bar
    assert bar.other_button.text() == "Import…"
    bar.other_button.click()
    dialog = dialog_of(qtbot, program)
    assert dialog.table.item(0, 1).text() == "1.101 or 1101"
    dialog.choice.buttons[1].click()
    qtbot.waitUntil(lambda: dialog.table.item(0, 1).text() == "1101")
    read(qtbot, program, dialog.accept)
    assert program.session.document.table.frame["price"][0] == 1101
    program.menus.data.import_report.trigger()
    report = program.window.findChild(ImportReportDialog)
    assert report.table.model().index(1, 5).data() == "29"
    report.again.click()
    again = dialog_of(qtbot, program)
    assert dict(again.options().types) == {"price": DecimalSign.POINT}
    again.reject()


def test_the_clipboard_is_looked_at_before_anybody_is_asked_about_unsaved_work(
    qtbot, program, tmp_path, clipboard
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"{k},{2 * k}\n" for k in range(20)))
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.open_file(path))
    with qtbot.waitSignal(program.session.analysed):
        program.session.document.edit_cell(0, 0, "7")
    program.confirm_loss = lambda: False
    for nothing in ("", "  \n ", "nothing but a sentence"):
        clipboard(nothing)
        with qtbot.waitSignal(program.session.problem_found):
            program.menus.edit.paste_new.trigger()
        assert program.window.findChild(SaveQuestion) is None
        assert program.window.message_bar.sentence
    clipboard("x\ty\n1\t2\n2\t5\n3\t6\n")
    program.menus.edit.paste_new.trigger()
    qtbot.waitUntil(lambda: program.window.findChild(SaveQuestion) is not None)
    assert program.session.document.table.name == "t.csv"
    question = program.window.findChild(SaveQuestion)
    with qtbot.waitSignal(program.session.analysed):
        question.discard_button.click()
    assert list(program.session.document.table.frame.columns) == ["x", "y"]
    program.confirm_loss = lambda: True


def test_a_table_is_pasted_as_a_new_one_in_one_step_of_undo(qtbot, program, tmp_path, clipboard) -> None:
    path = tmp_path / "small.csv"
    path.write_text("a,b\n" + "".join(f"{k},{3 * k}\n" for k in range(20)))
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.open_file(path))
    document = program.session.document
    clipboard("x\ty\n" + "".join(f"{k},5\t{k},25\n" for k in range(20)))
    read(qtbot, program, program.menus.edit.paste_new.trigger)
    assert document.table.name == "Pasted table"
    assert document.table.source == "From the clipboard."
    assert document.table.frame["x"].tolist()[:2] == [0.5, 1.5]
    assert "Pasted table" in program.window.windowTitle()
    assert program.session.settings.recent_files() == [path]
    assert document.history.undo_text == "Paste as new table"
    read(qtbot, program, document.history.undo)
    assert document.table.name == "small.csv"


def test_a_pasted_table_of_a_web_page_with_two_readings_is_asked_about(qtbot, program, clipboard) -> None:
    rows = "".join(f"<tr><td>{k}</td><td>{k},{100 + k}</td></tr>" for k in range(1, 20))
    program.window.show()
    clipboard("no tabs here", f"<table><tr><th>n</th><th>price</th></tr>{rows}</table>")
    read(qtbot, program, program.menus.edit.paste_new.trigger)
    bar, document = program.window.message_bar, program.session.document
    assert "19 numbers in “price” could be read in two ways" in bar.sentence
    before = document.table.frame["price"][0]
    read(qtbot, program, bar.action_button.click)
    assert {float(before), float(document.table.frame["price"][0])} == {1.101, 1101.0}
    assert document.table.name == "Pasted table"


def test_nothing_on_the_clipboard_is_a_sentence_and_the_data_stay(qtbot, program, clipboard) -> None:
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.generate((2.0,), 1.0, 0.1, 50, 0))
    clipboard("")
    with qtbot.waitSignal(program.session.problem_found, timeout=30_000):
        program.menus.edit.paste_new.trigger()
    assert program.window.message_bar.sentence.startswith("There is no table on the clipboard")
    assert program.session.document.table.name == "Generated data"


def long_line(folder: Path) -> Path:
    path = folder / "long.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2\n3,4\n" + b"1.25 " * (2 << 20))
        file.truncate(300_000_000)
    return path


def book(folder: Path) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    return path


def written(name: str, content: bytes):
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


BAD = {
    "cut off": (written("cut.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 9000)[:60]), "after line 6,774"),
    "ragged": (written("ragged.csv", b"a,b\n1,2\n3\n5,6\n"), "line 3"),
    "zero bytes": (written("zero.csv", b"a,b\n1,2\n3,\0\n"), "line 3"),
    "noise": (written("noise.csv", bytes(range(1, 256)) * 8), "line 1"),
    "long line": (long_line, "line 4"),
    "folder": (lambda folder: folder, "is a folder"),
    "nothing there": (lambda folder: folder / "gone.csv", "does not exist"),
    "bad sheet": (book, "is a damaged"),
}


def test_a_bad_file_is_one_sentence_and_the_data_stay(qtbot, program, tmp_path) -> None:
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.generate((2.0,), 1.0, 0.1, 50, 0))
    document = program.session.document
    before, undo = document.table, document.history.undo_text
    for make, part in BAD.values():
        path = make(tmp_path)
        with qtbot.waitSignal(program.session.problem_found, timeout=30_000):
            program.session.opening.open_file(path)
        sentence = program.window.message_bar.sentence
        assert sentence.startswith(f"“{path.name}” ")
        assert part in sentence
        assert document.table is before
        assert document.history.undo_text == undo
        assert program.session.settings.recent_files() == []
        assert not program.window.reading_progress.isVisible()


def test_cancelling_takes_effect_at_once(qtbot, program, tmp_path) -> None:
    path = tmp_path / "big.csv"
    path.write_text("a,b,y\n" + "0.123456,1.5,2.25\n" * 300_000)
    program.window.show()
    read(qtbot, program, lambda: program.session.opening.generate((2.0,), 1.0, 0.1, 50, 0))
    progress = program.window.reading_progress
    program.session.opening.open_file(path)
    assert progress.isVisible()
    qtbot.waitUntil(lambda: progress.detail.text().endswith(" of 5 MB"), timeout=30_000)
    progress.cancel.click()
    assert not progress.isVisible()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.generate((3.0,), 1.0, 0.1, 60, 0)
    assert program.session.document.table.name == "Generated data"


TAKEN = (
    (
        "a,b\n1,5,6\n2,7,9\n3,9,1\n",
        "names of rows",
        "Read the Last Column without a Name",
        "a|b|column 3",
    ),
    ("a,b\n1,350,000\n2,275,500\n3,240,000\n", "thousands comma", "Read Row Names", "column 1|a|b"),
    (
        "0,1,2\n.5,1.7,2.5\n1.1,.2,3.3\n",
        "holds numbers",
        "Read the Names as a Row",
        "column 1|column 2|column 3",
    ),
    ("0,1,2\n5,3,8\n1,9,4\n2,2,2\n", "No names", "Read the First Row as Names", "0|1|2"),
    ("# by x\na,b\n1,2\n2,5\n3,6\nTotal,13\n", "footer", "Leave Out the Last Row", "a|b"),
)


def test_what_was_taken_one_way_is_told_and_read_otherwise_at_a_click(qtbot, program, tmp_path) -> None:
    program.window.show()
    session, bar = program.session, program.window.message_bar
    for number, (text, told, offer, columns) in enumerate(TAKEN):
        path = tmp_path / f"odd {number}.csv"
        path.write_text(text)
        read(qtbot, program, lambda path=path: session.opening.open_file(path))
        assert told in bar.sentence
        before = session.document.table.frame
        button = next(b for b in bar.findChildren(QPushButton) if b.isVisible() and b.text() == offer)
        read(qtbot, program, button.click)
        assert "|".join(session.document.table.frame.columns) == columns
        assert told not in bar.sentence
        after = session.document.table.frame
        read(qtbot, program, lambda path=path: session.opening.open_recent(path))
        assert session.document.table.frame.equals(after)
        read(qtbot, program, session.document.history.undo)
        read(qtbot, program, session.document.history.undo)
        assert session.document.table.frame is before


def test_units_below_the_names_stand_at_axes_and_in_the_equation_and_stay_in_a_project(
    qtbot, program, tmp_path
) -> None:
    path, project = tmp_path / "units.csv", tmp_path / "units.linreg"
    path.write_text("time,dist\n(s),(m)\n" + "".join(f"{k},{2 * k + k % 3}\n" for k in range(20)))
    window, session = program.window, program.session
    window.resize(1900, 1000)
    window.show()
    window.show_view(PredictPanel)
    read(qtbot, program, lambda: session.opening.open_file(path))
    qtbot.waitUntil(lambda: window.fit_plot.axis_labels() == ("time (s)", "dist (m)"))
    noise = window.noise_histogram
    qtbot.waitUntil(lambda: "dist (m)" in noise.axis_labels()[0], timeout=30_000)
    assert "× time (s)" in window.equation.exact_line.text()
    assert window.view(PredictPanel).heading.whole_text == "Predicted dist (m)"
    assert "units: “s”, “m”" in window.message_bar.sentence
    assert list(session.document.table.frame.columns) == ["time", "dist"]
    session.document.rename_column("time", "t")
    qtbot.waitUntil(lambda: "× t (s)" in window.equation.exact_line.text())
    with project.open("wb") as file:
        write_project(file, Project(session.document.table))
    assert read_project(project).table.units == {"t": "s", "dist": "m"}


FOOTERS = (
    ("Source: WHO\n", "Leave Out the Last Row"),
    ("Total,190\n", "Leave Out the Last Row"),
    ("\nmade by x\non a day\n", "Leave Out the Last 2 Rows"),
    ("# end, of, a, file\n", "Leave Out the Last Row"),
    ("Total,1,2,3,4\nx,y,z\n", "Leave Out the Last 2 Rows"),
)


def test_last_rows_that_fit_in_no_table_are_left_out_at_a_click(qtbot, program, tmp_path) -> None:
    program.window.show()
    session, bar = program.session, program.window.message_bar
    for number, (footer, offer) in enumerate(FOOTERS):
        path = tmp_path / f"odd {number}.csv"
        path.write_text("a,b,c\n" + "".join(f"{k},{3 * k},{k % 4}\n" for k in range(20)) + footer)
        with qtbot.waitSignal(session.opening.reading_failed, timeout=30_000):
            session.opening.open_file(path)
        assert "line 2" in bar.sentence
        assert bar.action_button.text() == offer
        read(qtbot, program, bar.action_button.click)
        assert len(session.document.table.frame) == 20
