"""Generated data in the whole window: what is known of the truth, and where it is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable


def generate(qtbot, program, noise: str) -> None:
    program.window.show()
    program.window.show_view(WeightsTable)
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.generate((0.5,), 1.0, 0.2, 200, 0, noise=noise)
    wait_for_lines(qtbot, program)


def wait_for_lines(qtbot, program) -> None:
    exact = program.window.fit_plot.lines["exact"]
    qtbot.waitUntil(lambda: len(exact.getData()[0]) == 2, timeout=30_000)


def shown_numbers(program) -> str:
    program.menus.copy_results.trigger()
    return QGuiApplication.clipboard().text()


def test_the_true_numbers_of_a_line_stand_beside_the_others(qtbot, program) -> None:
    generate(qtbot, program, "laplace")
    table, lines = program.window.view(WeightsTable), program.window.fit_plot.lines
    assert not table.view.isColumnHidden(Column.TRUE)
    assert len(lines["truth"].getData()[0]) == 2
    header, weight, bias = shown_numbers(program).splitlines()[1:4]
    assert header.split("\t")[-1] == "true"
    assert [weight.split("\t")[-1], bias.split("\t")[-1]] == ["0.5", "1.0"]


@pytest.mark.parametrize(("noise", "words"), [("poisson", "mean of y"), ("log-normal", "log y")])
def test_where_the_truth_is_no_line_none_is_shown_and_a_sentence_says_so(
    qtbot, program, noise, words
) -> None:
    generate(qtbot, program, noise)
    table = program.window.view(WeightsTable)
    assert table.view.isColumnHidden(Column.TRUE)
    assert not table.errors.isVisible()
    assert words in table.explanation.text()
    assert len(program.window.fit_plot.lines["exact"].getData()[0]) == 2
    assert len(program.window.fit_plot.lines["truth"].getData()[0]) == 0
    text = shown_numbers(program)
    assert "\ttrue" not in text
    assert f"truth\t{program.session.analysis.data.truth.sentence}" in text


def test_counts_are_whole_numbers_in_the_table_and_its_source_says_what_they_are(qtbot, program) -> None:
    generate(qtbot, program, "poisson")
    table = program.session.document.table
    assert table.frame["y"].dtype == np.int64
    assert table.source == "Generated: 200 rows, Poisson counts, seed 0."
    generate(qtbot, program, "log-normal")
    assert "σ = 0.2 of the logarithm" in program.session.document.table.source


def test_on_the_logarithmic_scale_the_truth_of_prices_is_a_line(qtbot, program) -> None:
    generate(qtbot, program, "log-normal")
    document = program.session.document
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        recipe = replace(document.table.recipe, label_scale=LabelScale.LOG)
        document.change_recipe("Fit the logarithm", recipe)
    wait_for_lines(qtbot, program)
    table = program.window.view(WeightsTable)
    assert not table.view.isColumnHidden(Column.TRUE)
    assert table.model.numbers(Column.TRUE).tolist() == [1.0, 0.5]
    np.testing.assert_allclose(program.session.analysis.exact.weights, [0.5], atol=0.05)
    assert "No straight line" not in table.explanation.text()
    assert len(program.window.fit_plot.lines["truth"].getData()[0]) == 2
