"""Missing values and categories in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from linreg_gui.app.program import Program
from linreg_gui.core.table.roles import Role
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable

TOWNS = ["Ulm", "Köln", "Bonn", "Ulm", "Köln", "Ulm", "Bonn", "Ulm", "Köln", "Ulm"]


def flats() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    area = rng.normal(80.0, 20.0, 10).round(1)
    price = 3.0 * area + np.select([np.array(TOWNS) == "Köln", np.array(TOWNS) == "Bonn"], [50.0, -10.0])
    frame = pd.DataFrame({"town": TOWNS, "area": area, "price": price + rng.normal(size=10)})
    frame.loc[3, "area"] = np.nan
    return frame


@pytest.fixture
def flat(qtbot, program, tmp_path: Path) -> Program:
    """The table of flats with its towns as a feature."""
    path = tmp_path / "flats.csv"
    flats().to_csv(path, index=False)
    program.window.show()
    program.window.show_view(WeightsTable)
    program.window.show_view(PredictPanel)
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    with qtbot.waitSignal(program.session.analysed):
        program.window.view(ColumnsPanel).role_requested.emit("town", Role.FEATURE)
    return program


def ledger(program: Program) -> str:
    return program.window.view(DataTable).ledger_label.toolTip()


def names(program: Program) -> list[str]:
    model = program.window.view(WeightsTable).model
    shown = [model.index(row, Column.NAME).data() for row in range(model.rowCount())]
    return [name for name in shown if not name.endswith(", all")]  # rows on all levels of a column


def test_a_column_of_texts_becomes_indicators_in_every_view(flat) -> None:
    assert names(flat) == ["bias", "town = Ulm", "town = Bonn", "town = Köln", "area"]
    assert "[town = Köln]" in flat.window.equation.exact_line.text()
    fields = flat.window.view(PredictPanel).fields
    assert [type(field).__name__ for field in fields] == ["LevelField", "NumberField"]
    assert flat.window.view(ColumnsPanel).recipe.references["town"].currentText() == "Ulm (4)"
    assert ledger(flat) == "10 read → 9 used (1 missing area)"


def test_another_reference_level_changes_weights_but_no_prediction_and_can_be_undone(qtbot, flat) -> None:
    window = flat.window
    with qtbot.waitSignal(flat.session.training.progressed):
        flat.session.training.step()
    before = window.view(PredictPanel).exact.text()
    box = window.view(ColumnsPanel).recipe.references["town"]
    box.setFocus()
    with qtbot.waitSignal(flat.session.training.progressed):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    assert names(flat) == ["bias", "town = Köln", "town = Bonn", "town = Ulm", "area"]
    assert window.view(PredictPanel).exact.text() == before
    assert flat.session.document.history.undo_text == "Reference level of “town”"
    with qtbot.waitSignal(flat.session.analysed):
        window.menus.edit.undo.trigger()
    assert names(flat)[1] == "town = Ulm"
    assert box.currentText() == "Ulm (4)"


def test_missing_values_are_filled_on_request(qtbot, flat) -> None:
    missing = flat.window.view(ColumnsPanel).recipe.missing
    with qtbot.waitSignal(flat.session.analysed):
        missing.setCurrentText("fill and indicate")
    assert ledger(flat) == "10 read → 10 used, 1 missing cell filled and indicated (1 in area)"
    assert names(flat)[-2:] == ["area", "area missing"]
    assert len(flat.window.view(PredictPanel).fields) == 2
    with qtbot.waitSignal(flat.session.analysed):
        flat.window.menus.edit.undo.trigger()
    assert missing.currentText() == "drop the row"


def test_a_level_that_vanishes_is_told_in_a_sentence(qtbot, flat) -> None:
    document, bar = flat.session.document, flat.window.message_bar
    for row, level in ((2, "Köln"), (6, "Köln")):
        with qtbot.waitSignal(flat.session.analysed):
            document.edit_cell(row, 0, level)
    assert bar.isVisible()
    told = "“Bonn” of “town” has vanished with the last row that was used, and so has the weight."
    assert bar.sentence == told
    assert "town = Bonn" not in names(flat)


def test_a_reference_that_vanishes_is_told_until_it_is_back(qtbot, flat) -> None:
    document, bar = flat.session.document, flat.window.message_bar
    with qtbot.waitSignal(flat.session.analysed):
        flat.window.view(ColumnsPanel).recipe.reference_requested.emit("town", "Bonn")
    assert names(flat)[1] == "town = Bonn"
    with qtbot.waitSignal(flat.session.analysed):
        document.change_recipe("Exclude", document.table.recipe.with_excluded(np.array(TOWNS) == "Bonn"))
    told = "“Bonn”, the reference level of “town”, is in no row that is used: “Ulm” is the reference instead."
    assert bar.sentence == told
    assert ledger(flat).endswith(told)
    assert names(flat)[1] == "town = Ulm"
    with qtbot.waitSignal(flat.session.analysed):
        flat.window.menus.edit.undo.trigger()
    assert names(flat)[1] == "town = Bonn"
    assert not bar.isVisible()


def test_other_data_bring_no_sentence_on_levels_of_the_old_ones(qtbot, flat, tmp_path: Path) -> None:
    other = flats().replace({"Bonn": "Aalen"})
    path = tmp_path / "others.csv"
    other.to_csv(path, index=False)
    with qtbot.waitSignal(flat.session.analysed, timeout=30_000):
        flat.session.opening.open_file(path)
    with qtbot.waitSignal(flat.session.analysed):
        flat.window.view(ColumnsPanel).role_requested.emit("town", Role.FEATURE)
    assert "town = Aalen" in names(flat)
    assert not flat.window.message_bar.isVisible()


def test_too_many_texts_leave_the_choice_of_columns_open(qtbot, flat) -> None:
    document = flat.session.document
    with qtbot.waitSignal(flat.session.not_analysed):
        document.paste(0, 0, "\n".join(f"town {i}" for i in range(10)))
    assert "“town” has 9 different texts in 9 rows" in ledger(flat)
    assert list(flat.window.view(ColumnsPanel).recipe.references) == ["town"]
    with qtbot.waitSignal(flat.session.analysed):
        flat.window.view(ColumnsPanel).role_requested.emit("town", Role.IGNORED)
    assert list(flat.window.view(ColumnsPanel).recipe.references) == []


def test_copied_results_name_the_reference_levels(qtbot, flat) -> None:
    training = flat.session.training
    qtbot.waitUntil(lambda: training.picture is not None)
    flat.menus.copy_results.trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert "reference level of town\tUlm" in lines
    assert "rows\t10 read → 9 used (1 missing area)" in lines
