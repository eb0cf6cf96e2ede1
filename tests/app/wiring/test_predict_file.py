"""File > Predict For Rows in a File in the whole window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from PySide6.QtWidgets import QFileDialog

from linreg_gui.app.wiring.predict_file import PredictFileWiring
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.table.roles import Role
from linreg_gui.views.dialogs.predict_dialog import PredictDialog


@pytest.fixture
def houses(qtbot, program, tmp_path: Path):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"area": rng.uniform(20, 200, 30).round(1), "town": rng.choice(["Bonn", "Ulm"], 30)})
    frame["price"] = (3.0 * frame["area"] + 9.0 * (frame["town"] == "Ulm") + rng.normal(size=30)).round(3)
    path = tmp_path / "houses.csv"
    frame.to_csv(path, index=False)
    program.window.show()
    session = program.session
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path)
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.choose_roles(dict.fromkeys(("area", "town"), Role.FEATURE) | {"price": Role.LABEL})
    qtbot.waitUntil(program.menus.predict_file.isEnabled)
    return program


def wiring_of(program) -> PredictFileWiring:
    return next(wiring for wiring in program._wirings if isinstance(wiring, PredictFileWiring))


def choose(program, path: Path) -> None:
    files = program.window.findChildren(QFileDialog, "file_dialog")[-1]
    files.setOption(QFileDialog.Option.DontConfirmOverwrite)
    files.selectFile(str(path))
    files.accept()


def dialog_for(qtbot, program, path: Path) -> PredictDialog:
    program.menus.predict_file.trigger()
    with qtbot.waitSignal(wiring_of(program).reading.was_read, timeout=30_000):
        choose(program, path)
    return program.window.findChildren(PredictDialog)[-1]


@pytest.mark.parametrize("errors", ["plain", "HC3"])
def test_another_file_is_written_with_what_is_predicted_for_its_rows(qtbot, houses, tmp_path, errors) -> None:
    houses.session.desk.choose(DeskChoices(0.9, errors))
    new, out = tmp_path / "new.csv", tmp_path / "out.csv"
    new.write_text("town;area;note\nUlm;35,5;=1+1\nMainz;50,0;b\nBonn;500,0;c\n")
    table = houses.session.document.table
    dialog = dialog_for(qtbot, houses, new)
    assert "2 of 3 rows can be predicted." in dialog.told.text()
    assert "“Mainz” is in no row that was fitted" in dialog.told.text()
    dialog.accept()
    exporting = wiring_of(houses)._exports.exporting
    with qtbot.waitSignal(exporting.exported, timeout=30_000):
        choose(houses, out)
    found = pd.read_csv(out, sep=";", decimal=",")
    frame = table.frame
    results = sm.OLS(
        frame["price"], np.column_stack([np.ones(30), frame["area"], frame["town"] == "Ulm"])
    ).fit()
    results = results if errors == "plain" else results.get_robustcov_results(errors)
    theirs = results.get_prediction([[1.0, 35.5, 1.0], [1.0, 500.0, 0.0]]).summary_frame(alpha=0.1)
    for name, other in (
        ("price predicted", "mean"),
        ("price mean low 90 %", "mean_ci_lower"),
        ("price high 90 %", "obs_ci_upper"),
    ):
        column = found[f"{name} by exact solution"].iloc[[0, 2]]
        np.testing.assert_allclose(column, theirs[other], rtol=1e-9)
    assert found["note"][0] == "'=1+1"
    assert found["not predicted because"].fillna("").tolist() == ["", "unknown level of town", ""]
    assert houses.session.document.table is table
    assert houses.window.message_bar.sentence == f"Exported 3 rows to “{out}”."


def test_a_file_without_the_columns_can_be_looked_at_and_not_written(qtbot, houses, tmp_path) -> None:
    new = tmp_path / "new.csv"
    new.write_text("rooms\n3\n4\n")
    dialog = dialog_for(qtbot, houses, new)
    assert "“area” and “town” are not in the file" in dialog.told.text()
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_what_cannot_be_read_is_a_sentence(qtbot, houses, tmp_path) -> None:
    with qtbot.waitSignal(wiring_of(houses).reading.failed, timeout=30_000):
        wiring_of(houses).read(tmp_path / "nowhere.csv")
    assert "nowhere.csv" in houses.window.message_bar.sentence
    with qtbot.waitSignal(wiring_of(houses).reading.failed, timeout=30_000):
        wiring_of(houses).read(tmp_path / "work.linreg")
    assert "is a project" in houses.window.message_bar.sentence


def test_reading_can_be_cancelled_and_ends_with_other_data(qtbot, houses, tmp_path) -> None:
    new = tmp_path / "new.csv"
    new.write_text("town,area\n" + "Ulm,35\n" * 200_000)
    reading = wiring_of(houses).reading
    wiring_of(houses).read(new)
    assert houses.window.reading_progress.isVisible()
    houses.window.reading_progress.cancel.click()
    assert not reading.running
    assert not houses.window.reading_progress.isVisible()
    wiring_of(houses).read(new)
    houses.session.document.exclude_rows([0])
    assert not reading.running
    assert "have changed" in houses.window.message_bar.sentence
    assert houses.window.findChildren(PredictDialog) == []


def test_there_is_nothing_to_predict_by_without_a_model(qtbot, houses) -> None:
    with qtbot.waitSignal(houses.session.not_analysed, timeout=30_000):
        houses.session.document.choose_roles(dict.fromkeys(("area", "town", "price"), Role.IGNORED))
    assert not houses.menus.predict_file.isEnabled()
