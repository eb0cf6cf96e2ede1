"""The profiler of predictions in the whole window: what is dragged or typed, and all that follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from PySide6.QtCore import Qt

from linreg_gui.app.program import Program
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.desk.profile import Profile
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.views.results.predict_panel import PredictPanel


def houses(n: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(
        {"area": rng.uniform(20.0, 200.0, n).round(1), "age": rng.gamma(2.0, 15.0, n).round()}
    )
    noise = 0.2 * rng.normal(size=n)
    return frame.assign(price=np.exp(1.0 + 0.01 * frame["area"] - 0.01 * frame["age"] + noise))


@pytest.fixture
def desk(qtbot, program) -> Program:
    frame = houses()
    roles = {"area": Role.FEATURE, "age": Role.FEATURE, "price": Role.LABEL}
    program.window.resize(1280, 900)
    program.window.show()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.document.replace("Open", Table(frame, roles, "houses.csv", numeric=frozenset(roles)))
    program.window.show_view(PredictPanel)
    qtbot.waitUntil(lambda: profile(program) is not None and bool(profile(program).curves), timeout=30_000)
    return program


def panel(program: Program) -> PredictPanel:
    return program.window.view(PredictPanel)


def profile(program: Program) -> Profile | None:
    return panel(program)._profile


def follows(qtbot, program: Program, *given: float) -> Profile:
    """Wait for what is shown at these values."""
    qtbot.waitUntil(lambda: profile(program).wish.given == given, timeout=30_000)
    return profile(program)


def peer(program: Program, label: pd.Series, given: tuple[float, ...], alpha: float = 0.05) -> pd.DataFrame:
    frame = program.session.document.table.frame
    results = sm.OLS(label, sm.add_constant(frame[["area", "age"]])).fit()
    return results.get_prediction([[1.0, *given]]).summary_frame(alpha=alpha).iloc[0]


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def ends(text: str) -> list[float]:
    return [number(part) for part in text.split(" to ")]


def test_a_line_that_is_dragged_is_followed_by_every_number(qtbot, desk) -> None:
    view = panel(desk)
    view.type_values({"area": "90", "age": "20"})
    follows(qtbot, desk, 90.0, 20.0)
    plot = view.area.cells[0].plot
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.place_of(140.0, 0.0).toPoint())
    area = number(view.fields[0].text())
    assert abs(area - 140.0) < 2.0
    found = follows(qtbot, desk, area, 20.0)
    theirs = peer(desk, houses()["price"], (area, 20.0))
    assert found.here.prediction[0] == pytest.approx(theirs["mean"], rel=1e-9)
    assert found.here.mean_low[0] == pytest.approx(theirs["mean_ci_lower"], rel=1e-9)
    assert found.here.high[0] == pytest.approx(theirs["obs_ci_upper"], rel=1e-9)
    assert number(view.exact.text()) == pytest.approx(theirs["mean"], rel=1e-5)
    assert ends(view.summary.of_mean.text())[1] == pytest.approx(theirs["mean_ci_upper"], rel=1e-3)
    assert ends(view.summary.of_label.text())[1] == pytest.approx(theirs["obs_ci_upper"], rel=1e-3)


def test_level_and_errors_of_the_desk_are_those_of_the_profiles(qtbot, desk) -> None:
    given = profile(desk).wish.given
    desk.session.desk.choose(DeskChoices(0.8, "HC3"))
    qtbot.waitUntil(lambda: profile(desk).level == 0.8)
    frame = houses()
    results = sm.OLS(frame["price"], sm.add_constant(frame[["area", "age"]])).fit()
    theirs = results.get_robustcov_results("HC3").get_prediction([[1.0, *given]]).summary_frame(alpha=0.2)
    assert profile(desk).here.mean_low[0] == pytest.approx(theirs["mean_ci_lower"][0], rel=1e-9)
    assert profile(desk).here.low[0] == pytest.approx(theirs["obs_ci_lower"][0], rel=1e-9)
    assert panel(desk).summary.of_mean_name.text() == "80 %, mean"


def test_a_logarithm_is_a_median_or_a_mean_in_its_own_units(qtbot, desk) -> None:
    document, view = desk.session.document, panel(desk)
    view.type_values({"area": "90", "age": "20"})
    with qtbot.waitSignal(desk.session.analysed, timeout=30_000):
        document.change_recipe("log", replace(document.table.recipe, label_scale=LabelScale.LOG))
    desk.menus.own_units.setChecked(True)
    frame = houses()
    theirs = peer(desk, np.log(frame["price"]), (90.0, 20.0))
    qtbot.waitUntil(lambda: view.summary.centre.isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: view.summary.of_mean_name.text() == "95 %, median")
    assert view.heading.whole_text == "Predicted median price"
    median = np.exp(theirs["mean"])
    assert number(view.exact.text()) == pytest.approx(median, rel=1e-5)
    view.summary.centre.setCurrentIndex(1)
    qtbot.waitUntil(lambda: view.heading.whole_text == "Predicted mean price", timeout=30_000)
    residuals = sm.OLS(np.log(frame["price"]), sm.add_constant(frame[["area", "age"]])).fit().mse_resid
    assert number(view.exact.text()) == pytest.approx(median * np.exp(0.5 * residuals), rel=1e-5)
    assert profile(desk).here.prediction[0] == pytest.approx(median * np.exp(0.5 * residuals), rel=1e-9)
    assert ends(view.summary.of_label.text())[1] == pytest.approx(np.exp(theirs["obs_ci_upper"]), rel=1e-3)
    desk.menus.own_units.setChecked(False)
    qtbot.waitUntil(lambda: view.summary.of_mean_name.text() == "95 %, mean")
    assert view.heading.whole_text == "Predicted log price"
    assert not view.summary.centre.isVisible()
    assert number(view.exact.text()) == pytest.approx(theirs["mean"], rel=1e-5)


def test_another_loss_is_predicted_without_intervals_and_says_so(qtbot, desk) -> None:
    training = desk.session.training
    training.set_config(replace(training.config, loss=AbsoluteLoss()))
    qtbot.waitUntil(lambda: not profile(desk) or not profile(desk).has_interval, timeout=30_000)
    qtbot.waitUntil(lambda: "no intervals" in panel(desk).hint.text, timeout=30_000)
    assert not panel(desk).summary.of_label.isVisible()
    shown = profile(desk).here.prediction[0]
    assert number(panel(desk).exact.text()) == pytest.approx(shown, rel=1e-5)


def test_values_outside_the_data_are_told_as_they_are_typed(qtbot, desk) -> None:
    view = panel(desk)
    view.type_values({"area": "900"})
    qtbot.waitUntil(lambda: view.hint.warns, timeout=30_000)
    assert view.hint.text.startswith("Outside the data: area = 900")
    view.means.click()
    qtbot.waitUntil(lambda: not view.hint.warns, timeout=30_000)


def test_rows_that_are_excluded_take_no_part_in_the_profiles(qtbot, desk) -> None:
    given = profile(desk).wish.given
    with qtbot.waitSignal(desk.session.analysed, timeout=30_000):
        desk.session.document.exclude_rows(list(range(20)))
    panel(desk).type_values({"area": str(given[0]), "age": str(given[1])})
    frame = houses().iloc[20:]
    results = sm.OLS(frame["price"], sm.add_constant(frame[["area", "age"]])).fit()
    theirs = results.get_prediction([[1.0, *given]]).summary_frame(alpha=0.05)
    expected = pytest.approx(theirs["obs_ci_upper"][0], rel=1e-9)
    qtbot.waitUntil(lambda: profile(desk) is not None and profile(desk).here.high[0] == expected)
    assert len(profile(desk).curves[0].points_x) == 40


def test_nothing_is_worked_out_while_the_dock_is_hidden(qtbot, desk) -> None:
    known = profile(desk)
    panel(desk).parentWidget().hide()
    panel(desk).type_values({"area": "77"})
    assert profile(desk) is known
    desk.window.show_view(PredictPanel)
    follows(qtbot, desk, 77.0, known.wish.given[1])
