"""Terms in the real window: by hand and as a formula, in every view, in undo and in projects."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.app.program import Program
from linreg_gui.app.wiring import terms as wiring
from linreg_gui.core.editing.shown_terms import shown_terms
from linreg_gui.core.fitting.formula_fit import fit_formula
from linreg_gui.core.table.recipe import Missing
from linreg_gui.core.table.roles import Role
from linreg_gui.session.training.results_text import results_text
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_model import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.terms_panel import TermsPanel

MODEL = "price ~ area * town + poly(age, 2)"


def flats() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    area, age = rng.normal(80.0, 20.0, 40).round(1), rng.integers(0, 60, 40)
    town = rng.choice(["Ulm", "Köln", "Bonn"], 40)
    price = 3.0 * area * (1 + 0.5 * (town == "Ulm")) + 0.1 * age**2 + rng.normal(size=40)
    return pd.DataFrame({"town": town, "area": area, "age": age, "price": price})


@pytest.fixture
def flat(qtbot, program, tmp_path: Path) -> Program:
    path = tmp_path / "flats.csv"
    flats().to_csv(path, index=False)
    program.window.show()
    program.window.show_view(WeightsTable)
    program.window.show_view(TermsPanel)
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    return program


def test_terms_that_nobody_sees_are_looked_through_once_they_are_seen(
    qtbot, program, tmp_path, monkeypatch
) -> None:
    looked_at = []
    monkeypatch.setattr(wiring, "shown_terms", lambda *of: looked_at.append(of) or shown_terms(*of))
    path = tmp_path / "flats.csv"
    flats().to_csv(path, index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    assert not looked_at
    program.window.show_view(TermsPanel)
    qtbot.waitUntil(lambda: len(terms(program)) == 2, timeout=30_000)
    assert program.window.view(TermsPanel).formula.toPlainText() == "price ~ area + age"


def type_model(qtbot, program: Program, text: str) -> None:
    panel = program.window.view(TermsPanel)
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        panel.formula.setPlainText(text)
        panel.formula.taken.emit(text)


def names(program: Program) -> list[str]:
    model = program.window.view(WeightsTable).model
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


def terms(program: Program) -> list[tuple[str, str]]:
    model = program.window.view(TermsPanel).model
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_a_formula_decides_roles_terms_and_every_view(qtbot, flat) -> None:
    type_model(qtbot, flat, MODEL)
    table, analysis = flat.session.document.table, flat.session.analysis
    assert table is not None
    assert dict(table.roles) == {
        "town": Role.FEATURE,
        "area": Role.FEATURE,
        "age": Role.FEATURE,
        "price": Role.LABEL,
    }
    assert terms(flat) == [("town", "2"), ("area", "1"), ("poly(age, 2)", "2"), ("area × town", "2")]
    found = fit_formula(flats(), MODEL)
    exact = dict(zip(analysis.data.feature_names, analysis.exact.weights, strict=True))
    theirs = dict(zip(found.data.feature_names, found.fit.weights, strict=True))
    assert exact == {name: pytest.approx(theirs[name], rel=1e-8) for name in exact}
    assert "poly(age, 2)[1]" in names(flat)
    assert names(flat)[-1].startswith("area × town[")


def test_predictions_ask_for_columns_and_are_those_of_the_formula(qtbot, flat) -> None:
    type_model(qtbot, flat, MODEL)
    panel = flat.window.view(PredictPanel)
    analysis = flat.session.analysis
    assert [asked.column for asked in analysis.form.asked] == ["town", "area", "age"]
    expected = fit_formula(flats(), MODEL).predict(
        pd.DataFrame([dict(zip(("town", "area", "age"), analysis.form.typical, strict=True))])
    )
    found = analysis.exact.predict(analysis.form.row)
    assert found[0] == pytest.approx(expected[0], rel=1e-10)
    assert len(panel.fields) == 3


def test_each_change_of_the_model_is_one_step_of_undo(qtbot, flat) -> None:
    before = terms(flat)
    panel = flat.window.view(TermsPanel)
    panel.column.setCurrentIndex(panel.column.findData("area"))
    panel.made.setCurrentIndex(panel.made.findText("squared"))
    with qtbot.waitSignal(flat.session.analysed):
        panel.add.click()
    assert ("area^2", "1") in terms(flat)
    assert flat.session.document.history.undo_text == "Add area^2"
    with qtbot.waitSignal(flat.session.analysed):
        flat.session.document.undo()
    assert terms(flat) == before
    assert panel.formula.toPlainText() == "price ~ area + age"


def test_a_column_that_is_ignored_takes_its_terms_along(qtbot, flat) -> None:
    type_model(qtbot, flat, MODEL)
    with qtbot.waitSignal(flat.session.analysed):
        flat.window.view(ColumnsPanel).role_requested.emit("town", Role.IGNORED)
    assert flat.window.view(TermsPanel).formula.toPlainText() == "price ~ area + poly(age, 2)"


def test_the_menu_leads_to_the_formula(qtbot, flat) -> None:
    panel = flat.window.view(TermsPanel)
    flat.window.menus.write_model.trigger()
    qtbot.waitUntil(panel.isVisible)
    qtbot.waitUntil(panel.formula.hasFocus)


def test_a_mistake_changes_nothing_and_is_told(qtbot, flat) -> None:
    table, panel = flat.session.document.table, flat.window.view(TermsPanel)
    for text, words in (("price ~ area + aeg", "Do you mean “age”?"), ("price ~ area^2", "I(area^2)")):
        panel.formula.setPlainText(text)
        panel.formula.taken.emit(text)
        assert words in panel.message.text
        assert panel.formula.toPlainText() == text
    assert flat.session.document.table is table


def test_without_a_bias_everything_follows_and_undo_brings_it_back(qtbot, flat) -> None:
    panel = flat.window.view(TermsPanel)
    with qtbot.waitSignal(flat.session.analysed):
        panel.bias.click()
    assert panel.formula.toPlainText() == "price ~ area + age - 1"
    training, analysis = flat.session.training, flat.session.analysis
    frame = flats()
    X = frame[["area", "age"]].to_numpy(dtype=float)
    expected = np.linalg.lstsq(X, frame["price"].to_numpy())[0]
    assert training.objective.exact.weights == pytest.approx(expected, rel=1e-9)
    assert training.objective.standard_errors is not None
    Z = X / np.sqrt((X**2).mean(axis=0))
    largest = np.linalg.eigvalsh(Z.T @ Z / len(X))[-1]
    assert analysis.limits(training.config).stable_limit == pytest.approx(2.0 / largest, rel=1e-9)
    qtbot.waitUntil(lambda: training.available)
    training.run_to_end()
    qtbot.waitUntil(lambda: training.ended, timeout=30_000)
    state = flat.session.moment.picture.snapshot
    assert state.bias == 0.0
    assert training.objective.distance(state.weights, state.bias) < 0.02
    # What is not in the model is not shown as 0.
    assert names(flat) == ["area", "age"]
    assert flat.window.equation.exact_line.text().endswith(" × age")
    assert flat.window.equation.sgd_line.text().endswith(" × age")
    assert "bias\t" not in results_text(training.objective, flat.session.moment.picture)
    with qtbot.waitSignal(flat.session.analysed):
        flat.session.document.undo()
    assert panel.bias.isChecked()
    assert flat.session.training.objective.exact.bias_fitted
    assert names(flat) == ["bias", "area", "age"]


def test_the_ridge_penalty_is_the_weight_decay_of_training(qtbot, flat) -> None:
    panel, training = flat.window.view(TermsPanel), flat.session.training
    with qtbot.waitSignal(training.config_changed):
        panel.ridge.stepBy(1)
    assert training.config.weight_decay == panel.ridge.value() > 0.0
    qtbot.waitUntil(lambda: training.objective.exact is not None)
    decay = training.config.weight_decay
    frame = flats()
    X = frame[["area", "age"]].to_numpy(dtype=float)
    centred, y = X - X.mean(axis=0), frame["price"] - frame["price"].mean()
    gram = centred.T @ centred / len(X) + decay * np.eye(2)
    expected = np.linalg.solve(gram, centred.T @ y.to_numpy() / len(X))
    assert training.objective.exact.weights == pytest.approx(expected, rel=1e-8)


def test_a_plot_along_a_feature_says_that_its_square_stays_at_the_mean(qtbot, flat) -> None:
    plot = flat.window.view(FitPlot)
    type_model(qtbot, flat, "price ~ area + I(area^2) + town")
    names = list(flat.session.analysis.data.feature_names)
    for name, told in (("area", True), (names[0], False), ("area^2", True)):
        plot.choose(names.index(name))
        qtbot.waitUntil(
            lambda told=told: (
                "features at their means" in plot.subtitle()
                and ("even those made" in plot.subtitle()) == told
            )
        )


def test_the_columns_of_a_term_are_those_that_the_dataset_has(qtbot, program, tmp_path) -> None:
    frame = flats()
    frame.loc[3, "area"], frame.loc[5, "town"] = np.nan, None
    path = tmp_path / "holes.csv"
    frame.to_csv(path, index=False)
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    with qtbot.waitSignal(program.session.analysed):
        program.window.view(ColumnsPanel).recipe.missing_requested.emit(Missing.INDICATE)
    type_model(qtbot, program, "price ~ area * town")
    qtbot.waitUntil(lambda: terms(program) == [("town", "3"), ("area", "2"), ("area × town", "3")])
    assert program.session.analysis.data.n_features == 8
