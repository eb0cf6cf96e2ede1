"""What the table, the coefficients and the plot of kept fits show of the values they are handed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from desks import made_frame
from kept_fits import kept_of
from PySide6.QtCore import Qt

from linreg_gui.core.comparing.compared import CompareChoices, ComparePage, compared
from linreg_gui.core.comparing.comparison import FitColumn
from linreg_gui.core.project.kept_fit import CrossNumbers, FoldSettings
from linreg_gui.views.comparing.compare_view import CompareView
from linreg_gui.views.comparing.whisker_plot import WhiskerPlot

FOLDS = FoldSettings()


@pytest.fixture
def fits():
    frame = made_frame()
    every, fewer = kept_of(frame, "abc"), kept_of(frame, "ab", "Fit 2")
    cross = CrossNumbers(FOLDS, 1.25, 0.1, 0.8, 0.05)
    return [
        (1, replace(every, look=0)),
        (2, replace(fewer, look=1, cross=cross)),
        (3, kept_of(frame, "c", "Fit 3")),
    ]


def names(view: CompareView) -> list[str]:
    return [row.fit.name for row in view.model.rows]


def test_any_column_sorts_and_missing_numbers_come_last(qtbot, fits) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.show_value(compared(fits, None, FOLDS, 0.95))
    assert names(view) == ["Fit 1", "Fit 2", "Fit 3"]
    for order in Qt.SortOrder:
        view.table.sortByColumn(FitColumn.CROSS, order)
        assert names(view)[0] == "Fit 2"
    view.table.sortByColumn(FitColumn.R_SQUARED, Qt.SortOrder.AscendingOrder)
    assert names(view) == ["Fit 3", "Fit 2", "Fit 1"]
    view.table.selectRow(0)
    view.show_value(compared(fits[1:], 2, FOLDS, 0.95))
    assert names(view) == ["Fit 3", "Fit 2"]
    assert view.table.currentIndex().row() == 0
    view.clear()
    assert not names(view)
    assert "Ctrl+K" in view.sentence.text()


def test_differences_are_a_page_of_their_own(qtbot, fits) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.show_value(compared(fits, None, FOLDS, 0.95))
    view.choose(CompareChoices(ComparePage.DIFFERENCES))
    index = view.model.index(1, FitColumn.AIC)
    expected = fits[1][1].numbers.aic - fits[0][1].numbers.aic
    assert index.data(Qt.ItemDataRole.EditRole) == pytest.approx(expected)
    assert index.data()[0] in "+−"


def test_coefficients_have_columns_that_are_wide_enough(qtbot, fits) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.choose(CompareChoices(ComparePage.COEFFICIENTS))
    view.show_value(compared(fits, None, FOLDS, 0.95))
    table, metrics = view.coefficient_table, view.coefficient_table.fontMetrics()
    for row in range(4):
        text = view.coefficients.index(row, 1).data()
        assert "(" in text
        assert metrics.horizontalAdvance(text) < table.columnWidth(1)


def test_whiskers_reach_from_end_to_end_of_the_intervals(qtbot, fits) -> None:
    plot = WhiskerPlot()
    qtbot.addWidget(plot)
    seen = compared(fits, None, FOLDS, 0.9).shown
    assert [fit.name for fit in seen.fits] == ["Fit 1", "Fit 2"]
    plot.show_fits(seen, "y", per_unit=False)
    spreads = fits[1][1].spreads
    x, _ = plot.whiskers[1].getData()
    assert x == pytest.approx(
        np.column_stack([seen.low[1:3, 1], seen.high[1:3, 1]]).ravel() * np.repeat(spreads, 2)
    )
    assert plot.dots[1].data["x"] == pytest.approx(fits[1][1].estimate[1:] * spreads)
    assert plot.dots[2].count() == 0
    plot.show_fits(seen, "y", per_unit=True)
    assert plot.dots[1].data["x"] == pytest.approx(fits[1][1].estimate[1:])
    assert "per unit" in plot.axis_labels()[0]
    assert plot.summary().startswith("Weights with 90 % intervals: Fit 1 has 3 features")
    assert len(plot.series()) == 6
    plot.clear()
    assert "Ctrl+K" in plot.message()
