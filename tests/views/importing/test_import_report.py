"""The import report: a report in, a table and a sentence out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtTest import QAbstractItemModelTester

from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.views.importing import report_model
from linreg_gui.views.importing.import_report import ImportReportDialog, report_sentence


def report_of(folder, text):
    path = folder / "houses.csv"
    path.write_text(text, encoding="utf-8")
    return read_csv(path)[1]


def cells_of(dialog: ImportReportDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [[model.index(i, j).data() for j in range(model.columnCount())] for i in range(model.rowCount())]


def test_each_column_is_a_row_with_its_counts_and_first_texts(qtbot, tmp_path) -> None:
    report = report_of(tmp_path, "area;rooms;town\n50,5;1;Köln\n51,5;x;Ulm\n;3;?\n49,5;4;Bonn\n")
    dialog = ImportReportDialog(report)
    qtbot.addWidget(dialog)
    assert cells_of(dialog) == [
        ["area", "numbers", "3", "1", "0", "0", ""],
        ["rooms", "numbers", "4", "0", "1", "0", "“x” (line 3)"],
        ["town", "text", "3", "1", "–", "–", ""],
    ]


def test_the_sentence_says_how_the_file_was_read(tmp_path) -> None:
    text = report_sentence(report_of(tmp_path, "area;town\n50,5;Köln\n1.051,5;Ulm\n"))
    assert text == (
        "“houses.csv”: 2 rows; cells separated by semicolon, decimal comma, thousands point, names in the "
        "first row, encoding utf-8."
    )


def test_the_sentence_ends_with_the_doubt(tmp_path) -> None:
    text = report_sentence(report_of(tmp_path, "a;b\n1;1,234\n2;5,678\n"))
    assert "could be read in two ways" in text.splitlines()[1]


def test_one_column_without_names(tmp_path) -> None:
    text = report_sentence(report_of(tmp_path, "1\n2\n3\n"))
    assert "3 rows; one column, decimal point, no thousands sign, no names" in text


def test_what_depends_on_a_choice_is_counted_and_every_kind_is_named(qtbot, tmp_path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text("price;day;town\n1,234;1/2/2026;Ulm\n5,678;x;Ulm\n")
    types = {"day": "month-first date", "town": "category"}
    dialog = ImportReportDialog(read_csv(path, decimal=",", types=types)[1])
    qtbot.addWidget(dialog)
    assert cells_of(dialog) == [
        ["price", "numbers", "2", "0", "0", "2", ""],
        ["day", "dates", "2", "0", "1", "1", "“x” (line 3)"],
        ["town", "categories", "2", "0", "–", "–", ""],
    ]


def test_of_thousands_of_columns_those_in_sight_are_written_alone(qtbot, tmp_path, monkeypatch) -> None:
    report = report_of(tmp_path, "a;b\n1;2\n3;4\n")
    written = set()
    cells = report_model.column_cells

    def counting(note, rows):
        written.add(note.name)
        return cells(note, rows)

    monkeypatch.setattr(report_model, "column_cells", counting)
    (note, _) = report.columns
    many = replace(report, columns=tuple(replace(note, name=f"c{j}") for j in range(5_000)))
    dialog = ImportReportDialog(many)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "c0" in written
    assert len(written) < 1_500
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    dialog.tester = QAbstractItemModelTester(dialog.table.model(), mode)
    assert dialog.table.model().index(4_999, 0).data() == "c4999"
