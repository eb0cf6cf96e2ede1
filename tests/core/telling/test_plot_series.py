"""The numbers behind a plot come out with all their digits, and can be read one by one."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd

from linreg_gui.core.telling.plot_series import PlotSeries, csv_of

STEPS = np.array([0.0, 10.0, 1e6])


def series(name: str, y: list[float], x: np.ndarray = STEPS) -> PlotSeries:
    return PlotSeries(name, "step", "loss", x, np.array(y))


def test_curves_over_the_same_steps_are_columns_beside_each_other() -> None:
    text = csv_of([series("all rows", [1 / 3, 2.5, 1e-300]), series("minibatches", [np.nan, 5.0, np.inf])])
    assert text.splitlines()[0] == "step,all rows,minibatches"
    assert text.splitlines()[1] == "0,0.3333333333333333,"
    back = pd.read_csv(io.StringIO(text))
    np.testing.assert_array_equal(back["all rows"], [1 / 3, 2.5, 1e-300])
    np.testing.assert_array_equal(back["step"], STEPS)


def test_points_and_lines_that_lie_elsewhere_have_rows_of_their_own() -> None:
    line = series("a line", [1.0, 2.0], np.array([0.5, 1e-17]))
    rows = list(csv.reader(io.StringIO(csv_of([series("rows", [1.0, 2.0, 3.0]), line]))))
    assert rows[0] == ["series", "step", "loss"]
    assert rows[-1] == ["a line", "1e-17", "2"]
    assert len(rows) == 6


def test_names_that_a_spreadsheet_would_run_are_texts() -> None:
    hostile = PlotSeries("=1+1", "@x", "y,z", STEPS, STEPS)
    assert csv_of([hostile]).splitlines()[0] == "'@x,'=1+1"
    assert csv_of([]) == ""


def test_points_are_read_in_the_order_of_x_and_those_without_a_place_are_not() -> None:
    mixed = PlotSeries("rows", "x", "y", np.array([3.0, np.nan, 1.0, 2.0]), np.array([1.0, 1.0, 2.0, np.inf]))
    known = mixed.known()
    np.testing.assert_array_equal(known.x, [1.0, 3.0])
    assert mixed.count == 2
    assert known.sentence(1) == "rows, x 3, y 1, 2 of 2"


def test_of_very_many_points_some_are_read_with_the_first_and_the_last() -> None:
    x = np.arange(100_000.0)
    known = PlotSeries("rows", "", "", x, x).known()
    assert known.x.size == 2000
    assert (known.x[0], known.x[-1]) == (0.0, 99_999.0)


def test_points_in_space_are_told_and_copied_with_all_three() -> None:
    one = PlotSeries(
        "rows", "a", "b", np.array([1.0, 2.0]), np.array([3.0, 4.0]), "c", np.array([5.0, np.nan])
    )
    assert one.known().sentence(0) == "rows, a 1, b 3, c 5, 1 of 2"
    assert csv_of([one]).splitlines() == ["series,a,b,c", "rows,1,3,5", "rows,2,4,"]
    assert one.only(1).z is not None
