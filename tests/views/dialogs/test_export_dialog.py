"""The dialog that asks what to export."""

from __future__ import annotations

import importlib.util

import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.writing.results import ExportRequest, ResultColumns
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.views.dialogs.export_dialog import ExportDialog


@pytest.fixture
def dialog(qtbot) -> ExportDialog:
    return shown(qtbot, 442, 11)


def shown(qtbot, n_rows: int, n_columns: int, escape: bool = True) -> ExportDialog:
    dialog = ExportDialog(n_rows, n_columns, escape)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def heard(dialog: ExportDialog) -> list[ExportRequest]:
    requests: list[ExportRequest] = []
    dialog.export_requested.connect(requests.append)
    return requests


def choose(dialog: ExportDialog, kind: OutputKind) -> None:
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))


def test_it_starts_with_a_csv_file_with_fitted_values_and_residuals(qtbot, dialog) -> None:
    requests = heard(dialog)
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert requests == [ExportRequest(OutputKind.CSV, ResultColumns(), True)]
    assert not dialog.isVisible()


def test_every_choice_is_in_the_request(qtbot) -> None:
    dialog = shown(qtbot, 10, 2, escape=False)
    assert not dialog.escape.isChecked()
    dialog.escape.click()
    dialog.fitted.click()
    dialog.residuals.click()
    dialog.mean_interval.click()
    dialog.label_interval.click()
    dialog.level.setValue(99.9)
    choose(dialog, OutputKind.EXCEL)
    columns = ResultColumns(False, False, True, True, 0.999)
    assert dialog.request() == ExportRequest(OutputKind.EXCEL, columns, True)


def test_of_a_fitted_logarithm_median_and_mean_are_told_apart(qtbot) -> None:
    dialog = ExportDialog(10, 2, label_scale=LabelScale.LOG)
    qtbot.addWidget(dialog)
    assert dialog.fitted.text() == "&Fitted medians"
    assert "mean and median" in dialog.mean_interval.text()
    dialog.mean_interval.click()
    assert "and 7 more" in dialog.hint.text
    assert dialog.request().columns == ResultColumns(mean_interval=True)


def test_cancelling_asks_for_nothing(dialog) -> None:
    requests = heard(dialog)
    dialog.reject()
    assert requests == []


def test_the_hint_counts_what_becomes_a_column(dialog) -> None:
    assert dialog.hint.text == "442 rows, 11 columns of the table and 2 more."
    dialog.label_interval.click()
    assert "and 4 more" in dialog.hint.text
    for box in (dialog.fitted, dialog.residuals, dialog.label_interval):
        box.click()
    assert dialog.hint.text == "442 rows, 11 columns of the table."


def test_the_level_counts_with_an_interval_only(dialog) -> None:
    assert not dialog.level.isEnabled()
    dialog.mean_interval.click()
    assert dialog.level.isEnabled()


def test_what_cannot_be_had_is_greyed_and_not_asked_for(dialog) -> None:
    dialog.mean_interval.click()
    dialog.show_availability("", "Intervals need at least 4 rows, and 3 rows are there.")
    assert dialog.hint.text == "Intervals need at least 4 rows, and 3 rows are there."
    assert not dialog.mean_interval.isEnabled()
    assert not dialog.label_interval.isEnabled()
    assert dialog.request().columns == ResultColumns()
    dialog.show_availability("", "", "A single label has none.")
    assert dialog.hint.text == "A single label has none."
    assert not dialog.label_interval.isEnabled()
    assert dialog.request().columns == ResultColumns(mean_interval=True)
    dialog.show_availability("No column is the label yet.", "")
    assert dialog.hint.text == "No column is the label yet."
    assert dialog.request().columns == ResultColumns(False, False)
    assert dialog.ok.isEnabled()
    dialog.show_availability("", "")
    assert dialog.request().columns == ResultColumns(mean_interval=True)


def test_too_many_rows_for_excel_are_a_sentence_and_no_export(qtbot) -> None:
    dialog = shown(qtbot, 1_048_576, 2)
    assert dialog.ok.isEnabled()
    choose(dialog, OutputKind.EXCEL)
    assert not dialog.ok.isEnabled()
    assert dialog.hint.warns
    assert "1,048,575 rows" in dialog.hint.text
    requests = heard(dialog)
    dialog.accept()
    assert requests == []
    choose(dialog, OutputKind.PARQUET)
    assert dialog.ok.isEnabled()


def test_the_columns_that_are_added_count_for_excel(qtbot) -> None:
    dialog = shown(qtbot, 5, 16_383)
    choose(dialog, OutputKind.EXCEL)
    assert not dialog.ok.isEnabled()
    dialog.residuals.click()
    assert dialog.ok.isEnabled()


def test_excel_without_its_library_is_a_sentence(qtbot, dialog, monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    choose(dialog, OutputKind.EXCEL)
    assert "XlsxWriter" in dialog.hint.text
    assert not dialog.ok.isEnabled()


def test_formulas_are_no_matter_in_parquet(dialog) -> None:
    choose(dialog, OutputKind.PARQUET)
    assert not dialog.escape.isEnabled()
    assert dialog.request().escape
    choose(dialog, OutputKind.CSV)
    assert dialog.escape.isEnabled()
