"""The numbers in the real window: what is shown predicts as the solution does, wherever the data lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from linreg_gui.app.program import Program
from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.core.number_text import is_number, plain_number
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.table.history_panel import HistoryPanel
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate, shown_text

STEPS = np.arange(0, 40) / 8.0
WAVE = 0.3 * np.sin(7.0 * STEPS)
TABLES = {
    "Julian days": (2459115.5 + STEPS, 2.0 * STEPS + WAVE),
    "seconds since 1970": (1_700_000_000.0 + STEPS, 0.05 * STEPS + 0.001 * WAVE),
    "milliseconds since 1970": (1_700_000_000_123.0 + 1000.0 * STEPS, WAVE - STEPS),
    "far below zero": (-1e9 + STEPS, 3.0 * STEPS + WAVE),
    "a label far from zero": (STEPS, 1.7e9 + STEPS + WAVE),
    "very far from zero": (1e15 + 8.0 * STEPS, 2.0 * STEPS + WAVE),
    "both far from zero": (1e12 + STEPS, 1e10 + STEPS + WAVE),
    "tiny": (1.0 + 1e-9 * STEPS, 1e-6 * (STEPS + WAVE)),
    "years": (1990.0 + STEPS, STEPS + WAVE),
}


@pytest.fixture(params=TABLES)
def opened(request, qtbot, program, tmp_path: Path) -> tuple[Program, np.ndarray, np.ndarray]:
    x, y = TABLES[request.param]
    path = tmp_path / "data.csv"
    pd.DataFrame({"x": x, "y": y}).to_csv(path, index=False)
    program.window.show()
    program.window.show_view(WeightsTable)
    program.window.show_view(PredictPanel)
    with qtbot.waitSignal(program.session.training.progressed, timeout=30_000):
        program.session.opening.open_file(path)
    return program, x, y


def number(text: str) -> Fraction:
    return Fraction(plain_number(text))


def by_hand(equation: str, x: float) -> Fraction:
    """What a person computes with “y = w × x + b”, “y = w × (x − c) + b” or “y = w × ((x − o) − c) + b”."""
    part = r"([−+] [^\s)]+)"
    pattern = rf"y = (−? ?\S+) × (?:x|\(x {part}\)|\(\(x {part}\) {part}\)) {part}"
    found = re.fullmatch(pattern, equation)
    assert found, equation
    weight, *centres, constant = (
        number((text or "0").replace(" ", "").lstrip("+")) for text in found.groups()
    )
    return weight * (Fraction(x) + sum(centres)) + constant


def taken_off(program: Program) -> int:
    """The whole offset that the feature is fitted less, as its name tells."""
    (source,) = program.session.analysis.ledger.sources
    assert (f" − {source.offset}" in source.name) == bool(source.offset)
    return source.offset


def solution(x: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """The slope and the predictions; less the first value, so that no mean is rounded."""
    dx, dy = x - x[0], y - y[0]
    slope = ((dx - dx.mean()) * (dy - dy.mean())).sum() / ((dx - dx.mean()) ** 2).sum()
    return slope, y[0] + (dy.mean() + slope * (dx - dx.mean()))


def test_every_shown_number_predicts_as_the_solution_does(opened) -> None:
    """One window for all of it, as nothing of it changes the numbers."""
    assert_the_equation_computed_by_hand_predicts_as_the_solution_does(*opened)
    assert_bias_and_weight_of_the_table_predict_as_the_solution_does(*opened)
    assert_a_field_shows_what_it_predicts_from(*opened)
    assert_every_cell_shows_what_was_in_the_file(*opened)


def assert_the_equation_computed_by_hand_predicts_as_the_solution_does(
    program: Program, x: np.ndarray, y: np.ndarray
) -> None:
    slope, known = solution(x, y)
    for form in EquationForm:
        program.window.menus.equation_forms[form].trigger()
        line = program.window.equation.exact_line
        # A plain bias is a number of 17 digits at most.
        lost = np.spacing(np.abs(slope * x).max()) if form is EquationForm.PLAIN else 0.0
        for text in (line.text(), line.shown_text(), line.accessibleDescription()):
            assert "…" not in text
            for at, prediction in zip(x, known, strict=True):
                error = abs(float(by_hand(text, at)) - prediction)
                assert error <= 2e-4 * y.std() + 2.0 * np.spacing(abs(prediction)) + 4.0 * lost


def assert_bias_and_weight_of_the_table_predict_as_the_solution_does(
    program: Program, x: np.ndarray, y: np.ndarray
) -> None:
    slope, known = solution(x, y)
    model = program.window.view(WeightsTable).model
    bias, weight = (number(model.index(row, Column.EXACT).data()) for row in range(2))
    # The bias of a far-off feature is a number of 17 digits at most.
    lost = 2.0 * abs(slope) * np.spacing(np.abs(x).max()) + np.spacing(abs(float(bias)))
    for at, prediction in zip(x, known, strict=True):
        error = abs(float(weight * (Fraction(at) - taken_off(program)) + bias) - prediction)
        assert error <= 2e-4 * y.std() + 4.0 * lost


def assert_a_field_shows_what_it_predicts_from(program: Program, x: np.ndarray, y: np.ndarray) -> None:
    panel = program.window.view(PredictPanel)
    (field,) = panel.fields
    assert float(number(field.text())) == field.value == panel.values()[0]
    mean = float(np.mean(x - taken_off(program)))
    assert abs(field.value - mean) <= 1e-5 * x.std() + np.spacing(np.abs(x).max())
    before = panel.exact.text()
    field.setText(field.text())
    field.textEdited.emit(field.text())
    assert panel.exact.text() == before
    assert abs(float(number(before)) - y.mean()) <= 2e-4 * y.std() + np.spacing(np.abs(y).max())


def assert_every_cell_shows_what_was_in_the_file(program: Program, x: np.ndarray, y: np.ndarray) -> None:
    model = program.window.view(DataTable).view.model()
    for row in range(len(x)):
        shown, whole = (model.index(row, 0).data(role) for role in (Qt.DisplayRole, Qt.EditRole))
        assert float(whole) == x[row]
        assert abs(float(number(shown)) - x[row]) <= 1e-6 * np.ptp(x)
        assert abs(float(number(model.index(row, 1).data())) - y[row]) <= 1e-6 * np.ptp(y)


def number_cells(window) -> Iterator[tuple[QAbstractItemView, QModelIndex]]:
    """Every cell of the window that is a number, in tables and lists that a person can see."""
    for view in window.findChildren(QAbstractItemView):
        delegate = view.itemDelegate()
        if isinstance(delegate, WholeNumbersDelegate) and view.isVisible():
            model = view.model()
            places = ((row, column) for row in range(40) for column in range(8))
            yield from ((view, model.index(*place)) for place in places if model.hasIndex(*place))


@pytest.mark.parametrize("opened", ["Julian days", "tiny"], indirect=True)
def test_no_number_of_the_window_is_cut_however_narrow_its_column(qtbot, opened) -> None:
    program, x, _ = opened
    window = program.window
    with qtbot.waitSignal(program.session.training.progressed):
        program.session.training.step()
    for row in range(3):
        with qtbot.waitSignal(program.session.analysed):
            program.session.document.edit_cell(row, 0, repr(float(x[row] + 0.0625)))
    window.show_view(HistoryPanel)
    window.show_view(WeightsTable)
    seen = 0
    for width in (20, 40, 64, 90, 400):
        window.view(HistoryPanel).view.setFixedWidth(width)
        for view, index in number_cells(window):
            if isinstance(view, QTableView):
                view.horizontalHeader().setMinimumSectionSize(10)
                view.setColumnWidth(index.column(), width)
            whole, shown = str(index.data()), shown_text(view, index)
            assert not re.search(r"(?<![A-Za-z])[0-9.,]+…", shown), whole
            seen += is_number(whole)
    assert seen > 10
    chip = window.equation.chip
    assert chip.fontMetrics().horizontalAdvance(chip.text) < chip.width()


@pytest.mark.parametrize("whole", [False, True])
def test_a_field_reads_what_it_shows_whatever_signs_the_file_has(qtbot, program, tmp_path, whole) -> None:
    path = tmp_path / "euro.csv"
    values = ["1.234", "2.345", "1.001.250"] if whole else ["1,234", "0,5", "2,002", "1.001,250"]
    rows = [f"{values[j % len(values)]};{j},5" for j in range(24)]
    path.write_text("\n".join(["x;y", *rows]), encoding="utf-8")
    program.window.show()
    program.window.show_view(WeightsTable)
    program.window.show_view(PredictPanel)
    with qtbot.waitSignal(program.session.training.progressed, timeout=30_000):
        program.session.opening.open_file(path)
    panel = program.window.view(PredictPanel)
    (field,) = panel.fields
    for value in (field.value, 1.234, 1234.0, 0.125, -1001.25, 2459115.125, 1.5e-7):
        field.set_value(value)
        field.textEdited.emit(field.text())
        assert field.value == value
