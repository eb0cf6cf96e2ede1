"""Strokes: the exact line follows them, and each is one step of undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.drawing.actual_rows import Solution
from linreg_gui.core.drawing.area import Area
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.table.groups import Group
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.table.roles import Role, suggest_roles
from linreg_gui.core.table.row_set import RowSet, SelectMode
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.notation import read_terms
from linreg_gui.session.document.choosing import Choosing
from linreg_gui.session.document.document import Document
from linreg_gui.session.document.selection import RowSelection
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.painting.ground import look_at, obstacle
from linreg_gui.session.painting.painting import Painting
from linreg_gui.session.painting.strokes import StrokePicture

ONE_FEATURE = FitView(0)


def table_of(frame: pd.DataFrame, **more: object) -> Table:
    return Table(frame, suggest_roles(frame), "t", numeric=frozenset(frame.columns), **more)


def some(n: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 10, n).round(2)
    return pd.DataFrame({"x": x, "y": (2.0 * x + rng.normal(size=n)).round(2)})


class Bench:
    """A document with its painting, and what was told."""

    def __init__(self, qtbot, table: Table, view: FitView = ONE_FEATURE) -> None:
        self.view = view
        self.jobs = Jobs()
        self.document, self.selection = Document(self.jobs), RowSelection()
        self.document.table_changed.connect(self.selection.follow)
        self.choosing = Choosing(self.document, self.selection, self.jobs)
        self.painting = Painting(self.document, self.selection, self.jobs)
        self.pictures: list[StrokePicture] = []
        self.painting.stroke_progressed.connect(self.pictures.append)
        self.document.start_with(table)
        self._qtbot = qtbot
        self.look()

    def look(self) -> None:
        """What the window does once it has analysed the table."""
        table = self.document.table
        with self._qtbot.waitSignal(self.painting.ground_changed):
            self.painting.prepare(table, self.view, analyse(table.frame, table.roles, recipe=table.recipe))

    def select(self, *rows: int) -> None:
        self.selection.select(RowSet.of_rows(np.array(rows)))

    @property
    def line(self) -> tuple[float, float]:
        return self.pictures[-1].data.line

    @property
    def frame(self) -> pd.DataFrame:
        return self.document.table.frame


@pytest.fixture
def bench(qtbot) -> Iterator[Bench]:
    bench = Bench(qtbot, table_of(some()))
    yield bench
    bench.jobs.close()


def exact(frame: pd.DataFrame) -> tuple[float, float]:
    fit = solve_analytic(Dataset(frame[["x"]].to_numpy(float), frame["y"].to_numpy(float)))
    return float(fit.weights[0]), fit.bias


def test_a_brush_stroke_is_one_undo_and_its_line_is_exact(bench) -> None:
    before = bench.document.table
    for k in range(30):
        bench.painting.add_points(np.array([0.5, 3.0 + k]), np.array([7.0, float(k)]))
        assert bench.document.table is before
    bench.painting.end_stroke()
    assert bench.document.history.texts == ("", "Paint 60 points")
    assert len(bench.frame) == 100
    assert bench.frame["x"].tolist()[-2:] == [0.5, 32.0]
    assert bench.line == pytest.approx(exact(bench.frame), rel=1e-12)
    bench.document.undo()
    assert bench.document.table is before


def test_a_point_is_placed_where_it_was_last(bench) -> None:
    bench.painting.place_point(1.0, 1.0)
    bench.painting.place_point(2.0, 30.0)
    assert [picture.anew for picture in bench.pictures] == [True, True]
    bench.painting.end_stroke()
    assert bench.frame.iloc[-1].tolist() == [2.0, 30.0]
    assert bench.document.history.texts == ("", "Paint 1 point")
    assert bench.line == pytest.approx(exact(bench.frame), rel=1e-12)


def test_the_next_point_need_not_wait_for_the_first_to_be_analysed(bench) -> None:
    for k in range(3):
        bench.painting.place_point(float(k), 50.0)
        bench.painting.end_stroke()
    assert bench.document.history.texts == ("", *["Paint 1 point"] * 3)
    assert bench.line == pytest.approx(exact(bench.frame), rel=1e-12)


def test_selected_rows_move_together_as_one_step(bench) -> None:
    before = bench.frame
    bench.select(3, 4, 17)
    for way in ((0.5, 1.0), (1.25, -3.5)):
        bench.painting.move_selected(*way)
    assert bench.frame is before
    assert bench.pictures[-1].rows.tolist() == [3, 4, 17]
    line = bench.line
    bench.painting.end_stroke()
    assert bench.document.history.texts == ("", "Move 3 rows")
    moved = bench.frame - before
    expected = np.zeros(moved.shape)
    expected[[3, 4, 17]] = 1.25, -3.5
    np.testing.assert_allclose(moved, expected, atol=1e-12)
    assert line == pytest.approx(exact(bench.frame), rel=1e-12)
    assert [len(str(value)) < 8 for value in bench.frame.iloc[3]] == [True, True]
    bench.document.undo()
    pd.testing.assert_frame_equal(bench.frame, before)


def test_one_moved_row_is_named_and_a_column_it_did_not_move_along_stays_as_it_is(bench) -> None:
    frame = bench.frame
    bench.select(0)
    bench.painting.move_selected(0.0, 1.0)
    bench.painting.end_stroke()
    assert bench.document.history.texts == ("", "Move row 1")
    assert np.shares_memory(bench.frame["x"].to_numpy(), frame["x"].to_numpy())


def test_moved_rows_can_be_moved_on_at_once_and_are_found_where_they_are(bench) -> None:
    before = bench.frame
    bench.select(3, 4)
    for _ in range(3):
        bench.painting.move_selected(0.5, 1.0)
        bench.painting.end_stroke()
    assert bench.document.history.texts == ("", *["Move 2 rows"] * 3)
    np.testing.assert_allclose((bench.frame - before).iloc[[3, 4]], [[1.5, 3.0]] * 2, atol=1e-12)
    x, y = bench.frame.iloc[3]
    assert bench.painting.ground.points.nearest(x, y, (0.01, 0.01)) == 3
    assert bench.line == pytest.approx(exact(bench.frame), rel=1e-12)


def test_a_move_back_to_the_start_is_no_step(qtbot, bench) -> None:
    bench.select(0)
    bench.painting.move_selected(1.0, 1.0)
    bench.painting.move_selected(0.0, 0.0)
    with qtbot.waitSignal(bench.painting.stroke_cancelled):
        bench.painting.end_stroke()
    assert bench.document.history.texts == ("",)


def test_a_cancelled_stroke_leaves_the_line_and_the_table(qtbot, bench) -> None:
    bench.painting.add_points(np.array([5.0]), np.array([500.0]))
    with qtbot.waitSignal(bench.painting.stroke_cancelled) as cancelled:
        bench.painting.cancel_stroke()
    assert cancelled.args[0].line == pytest.approx(exact(bench.frame), rel=1e-12)
    bench.painting.end_stroke()
    assert bench.document.history.texts == ("",)


def test_another_table_ends_a_stroke_without_a_trace(bench) -> None:
    bench.painting.add_points(np.array([5.0]), np.array([500.0]))
    bench.document.edit_cell(0, 0, "3")
    bench.painting.end_stroke()
    bench.painting.add_points(np.array([5.0]), np.array([500.0]))
    assert not bench.painting.active
    assert bench.document.history.texts == ("", "Edit cell")


def test_rows_in_a_rectangle_are_selected_or_added(qtbot, bench) -> None:
    x, y = bench.frame["x"], bench.frame["y"]
    inside = np.flatnonzero((x > 2) & (x < 5) & (y < 8))
    assert inside.size > 1
    with qtbot.waitSignal(bench.selection.changed):
        bench.choosing.select_found(partial(bench.painting.ground.within, Area((2.0, 5.0), (-9.0, 8.0)), []))
    assert bench.selection.rows.rows().tolist() == inside.tolist()
    with qtbot.waitSignal(bench.selection.changed):
        area = Area((-1.0, 2.0), (-9.0, 99.0))
        bench.choosing.select_found(partial(bench.painting.ground.within, area, []), SelectMode.ADD)
    assert len(bench.selection.rows) == inside.size + int((x <= 2).sum())


def test_rows_found_in_a_table_that_is_gone_are_not_selected(qtbot, bench) -> None:
    area = Area((-9.0, 99.0), (-99.0, 99.0))
    bench.choosing.select_found(partial(bench.painting.ground.within, area, []))
    bench.document.remove_rows([0])
    qtbot.waitUntil(lambda: not bench.jobs._running)
    assert len(bench.selection.rows) == 0


def test_selected_rows_are_removed_excluded_and_included(bench) -> None:
    bench.select(1, 2)
    bench.painting.exclude_selected()
    assert np.flatnonzero(bench.document.table.recipe.excluded).tolist() == [1, 2]
    assert bench.document.history.texts[-1] == "Exclude rows"
    bench.painting.exclude_selected()
    assert bench.document.table.recipe.excluded is None
    bench.painting.remove_selected()
    assert len(bench.frame) == 38
    assert len(bench.selection.rows) == 0


def test_excluded_rows_can_be_found_and_moved_but_do_not_pull_at_the_line(bench) -> None:
    bench.select(1, 2)
    bench.painting.exclude_selected()
    bench.look()
    ground = bench.painting.ground
    assert ground.n_excluded == 2
    assert ground.excluded_rows.tolist() == [1, 2]
    used = bench.frame.drop(index=[1, 2])
    bench.painting.move_selected(5.0, 5.0)
    assert bench.line == pytest.approx(exact(used), rel=1e-12)


def analysis_of(frame: pd.DataFrame) -> Analysis:
    table = table_of(frame)
    return analyse(table.frame, table.roles)


STROKES = {
    "one row is moved": lambda painting: painting.move_selected(3.0, -40.0),
    "rows are moved along x alone": lambda painting: painting.move_selected(-2.5, 0.0),
    "a point is placed": lambda painting: painting.place_point(30.0, 1e4),
    "a brush adds points": lambda painting: [
        painting.add_points(np.array([k, 2.0 * k]), np.array([5.0, 70.0])) for k in range(4)
    ],
}


@pytest.mark.parametrize("name", STROKES)
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_one_picture_has_all_numbers_that_the_rows_will_have_after_the_stroke(qtbot, name, offset) -> None:
    frame = some()
    frame["y"] += offset
    bench = Bench(qtbot, table_of(frame))
    bench.select(4, 5)
    STROKES[name](bench.painting)
    data = bench.pictures[-1].data
    bench.painting.end_stroke()
    after = analysis_of(bench.frame)
    assert data.line == pytest.approx((after.exact.weights[0], after.exact.bias), rel=1e-9)
    assert data.least == pytest.approx(after.exact.half_mse, rel=1e-9)
    for weight, bias in ((0.0, 0.0), (1.5, -2.0 + offset), (float(after.exact.weights[0]), after.exact.bias)):
        mine, theirs = data.noise(Line(weight, bias)), after.noise(np.array([weight]), bias)
        size = abs(theirs.mean) + theirs.std
        distance = after.surface.distance(np.array([weight]), bias)
        assert data.distance(Line(weight, bias)) == pytest.approx(distance, rel=1e-6, abs=1e-9)
        assert mine.n_rows == theirs.n_rows
        assert mine.mean == pytest.approx(theirs.mean, rel=1e-8, abs=1e-8 * size)
        assert mine.std == pytest.approx(theirs.std, rel=1e-6)
        np.testing.assert_allclose(mine.edges, theirs.edges, rtol=1e-7, atol=1e-7 * size)
        np.testing.assert_allclose(mine.density, theirs.density, rtol=1e-5)
    bench.jobs.close()


def test_the_next_stroke_counts_what_the_last_one_painted(bench) -> None:
    bench.painting.add_points(np.array([5.0, 6.0]), np.array([500.0, 600.0]))
    bench.painting.end_stroke()
    bench.select(3)
    bench.painting.move_selected(1.0, 2.0)
    data = bench.pictures[-1].data
    bench.painting.end_stroke()
    after = analysis_of(bench.frame)
    assert data.noise(Line(1.0, 0.0)).std == pytest.approx(after.noise(np.ones(1), 0.0).std)
    assert data.x.size == len(bench.frame) == 42
    assert sorted(data.y) == pytest.approx(sorted(bench.frame["y"]))


def test_a_cancelled_stroke_tells_the_numbers_of_the_rows_as_they_were(qtbot, bench) -> None:
    bench.select(0)
    before = bench.painting.ground.data
    bench.painting.move_selected(4.0, 4.0)
    assert bench.pictures[-1].data.least != before.least
    with qtbot.waitSignal(bench.painting.stroke_cancelled) as cancelled:
        bench.painting.cancel_stroke()
    assert cancelled.args[0].least == before.least
    np.testing.assert_array_equal(cancelled.args[0].y, before.y)


def test_points_painted_into_a_large_table_are_entered_in_the_background(qtbot) -> None:
    bench = Bench(qtbot, table_of(some(60_000)))
    bench.painting.add_points(np.array([5.0]), np.array([500.0]))
    bench.painting.end_stroke()
    assert bench.document.queue.busy
    bench.painting.add_points(np.array([6.0, 7.0]), np.array([600.0, 700.0]))
    bench.painting.end_stroke()
    qtbot.waitUntil(lambda: not bench.document.queue.busy)
    assert bench.document.history.texts == ("", "Paint 1 point", "Paint 2 points")
    assert bench.line == pytest.approx(exact(bench.frame), rel=1e-12)
    bench.jobs.close()


def test_a_stroke_taken_back_before_it_was_entered_leaves_the_line(qtbot) -> None:
    bench = Bench(qtbot, table_of(some(60_000)))
    bench.painting.add_points(np.array([5.0]), np.array([1e9]))
    bench.painting.end_stroke()
    with qtbot.waitSignal(bench.painting.stroke_cancelled) as cancelled:
        bench.document.undo()
    assert cancelled.args[0].line == pytest.approx(exact(bench.frame), rel=1e-12)
    assert bench.document.history.texts == ("",)
    bench.jobs.close()


def test_a_move_among_very_many_rows_taken_back_before_it_was_entered_leaves_them_there(qtbot) -> None:
    bench = Bench(qtbot, table_of(some(120_000)))
    before = bench.painting.ground
    bench.select(5)
    bench.painting.move_selected(1.0, 1.0)
    bench.painting.end_stroke()
    assert bench.painting.ground is None
    bench.document.undo()
    assert bench.painting.ground is before
    bench.jobs.close()


def test_an_empty_table_can_be_painted_on(qtbot) -> None:
    frame = pd.DataFrame({"x": np.empty(0), "y": np.empty(0)})
    bench = Bench.__new__(Bench)
    bench.jobs = Jobs()
    document, selection = Document(bench.jobs), RowSelection()
    painting = Painting(document, selection, bench.jobs)
    roles = {"x": Role.FEATURE, "y": Role.LABEL}
    document.start_with(Table(frame, roles, "t", numeric=frozenset(frame.columns)))
    with qtbot.waitSignal(painting.ground_changed):
        painting.prepare(document.table, FitView(0), None)
    painting.add_points(np.array([1.0, 2.0]), np.array([3.0, 5.0]))
    painting.end_stroke()
    assert document.table.frame.to_numpy().tolist() == [[1.0, 3.0], [2.0, 5.0]]
    bench.jobs.close()


def test_only_a_plane_of_plain_numbers_can_be_painted_on_and_others_say_why() -> None:
    frame = some(5)
    plain = table_of(frame)
    assert obstacle(plain, FitView(0), None) == ""
    computed = table_of(frame, formulas={"x": "y + 1"})
    assert "“x” is computed" in obstacle(computed, FitView(0), None)
    logarithm = table_of(frame, recipe=Recipe(label_scale=LabelScale.LOG))
    assert "logarithm of “y”" in obstacle(logarithm, FitView(0), None)
    texts = replace(plain, numeric=frozenset({"y"}))
    assert "“x” holds no plain numbers" in obstacle(texts, FitView(0), None)
    filtered = FitView(0, shown=Group("town", "Köln"))
    (squared,) = read_terms(["I(x^2)"])
    powers = replace(plain, recipe=Recipe(terms=(squared,), only_in_terms=("x",)))
    assert "a term that is computed" in obstacle(powers, FitView(0), None)
    assert "Only rows with town = Köln are shown" in obstacle(plain, filtered, None)
    several = table_of(frame.assign(z=1.0).loc[:, ["z", "x", "y"]])
    for choice in (None, 0, 1):
        assert "values for 2 features" in obstacle(several, FitView(choice), None)


@pytest.mark.parametrize("choice", [None, 0, 1])
def test_where_rows_cannot_be_put_no_stroke_begins_but_they_are_found(qtbot, choice) -> None:
    frame = some(30).assign(z=np.arange(30.0) % 7).loc[:, ["z", "x", "y"]]
    bench = Bench(qtbot, table_of(frame), FitView(choice))
    bench.select(3)
    bench.painting.move_selected(1.0, 1.0)
    bench.painting.place_point(1.0, 1.0)
    bench.painting.add_points(np.ones(2), np.ones(2))
    assert not bench.painting.active
    assert not bench.pictures
    weights, bias = np.array([0.5, 1.0]), 2.0
    X, y = frame[["z", "x"]].to_numpy(), frame["y"].to_numpy()
    across = y if choice is None else X[:, choice]
    up = X @ weights + bias if choice is None else y
    wanted = np.flatnonzero((across > 2.503) & (across < 9.003) & (up > 4.003) & (up < 15.003))
    assert wanted.size
    with qtbot.waitSignal(bench.selection.changed):
        area = Area((2.503, 9.003), (4.003, 15.003))
        solution = Solution(weights, float(X.mean(axis=0) @ weights) + bias)
        bench.choosing.select_found(partial(bench.painting.ground.within, area, [solution]))
    assert bench.selection.rows.rows().tolist() == wanted.tolist()
    bench.jobs.close()


def test_rows_without_a_place_are_left_out_and_filled_ones_are_where_they_count() -> None:
    frame = some(6)
    frame.loc[2, "x"] = np.nan
    frame.loc[4, "y"] = np.nan
    for missing, rows in ((Missing.DROP, [0, 1, 3, 5]), (Missing.MEAN, [0, 1, 2, 3, 5])):
        table = table_of(frame, recipe=Recipe(missing=missing))
        ground = look_at(table, FitView(0), analyse(frame, table.roles, recipe=table.recipe))
        assert ground.points.rows.tolist() == rows
        assert ground.sums.n_rows == len(rows)
    excluded = np.zeros(6, dtype=bool)
    excluded[[0, 2]] = True
    table = table_of(frame, recipe=Recipe(excluded=excluded))
    ground = look_at(table, FitView(0), None)
    assert ground.points.rows.tolist() == [0, 1, 3, 5]
    assert ground.points.excluded.tolist() == [True, False, False, False]


def test_what_is_in_the_hand_is_told_before_it_is_a_step_of_undo(bench) -> None:
    told, before = [], bench.document.table
    bench.painting.hand_moved.connect(lambda: told.append(bench.painting.in_hand))
    for k in range(3):
        bench.painting.add_points(np.array([float(k)]), np.array([7.0]))
    assert [len(edit(before).frame) for edit in told] == [41, 42, 43]
    assert (bench.document.table, bench.document.history.texts) == (before, ("",))
    bench.painting.end_stroke()
    pd.testing.assert_frame_equal(bench.frame, told[-1](before).frame)
    assert bench.painting.in_hand is None
    bench.painting.place_point(1.0, 1.0)
    bench.painting.cancel_stroke()
    assert (bench.painting.in_hand, told[-1]) == (None, None)


def test_rows_in_the_hand_are_where_they_are_by_now(bench) -> None:
    before = bench.document.table
    bench.select(3, 4)
    bench.painting.move_selected(0.0, 0.0)
    assert bench.painting.in_hand is None
    bench.painting.move_selected(0.5, 1.0)
    earlier = bench.painting.in_hand
    bench.painting.move_selected(1.5, 1.0)
    ways = [edit(before).frame["x"][3] - before.frame["x"][3] for edit in (earlier, bench.painting.in_hand)]
    assert ways == pytest.approx([0.5, 1.5])
    bench.painting.forget()
    assert bench.painting.in_hand is None


def test_strokes_that_wait_for_the_document_are_still_in_the_hand(qtbot, bench, monkeypatch) -> None:
    """Or else what was kept of them would be lost while a long edit is carried out."""
    monkeypatch.setattr("linreg_gui.session.document.edit_queue._CELLS_AT_ONCE", 10)
    before = bench.document.table
    bench.painting.place_point(1.0, 1.0)
    bench.painting.end_stroke()
    bench.painting.place_point(2.0, 2.0)
    assert bench.document.table is before
    assert bench.painting.in_hand(before).frame["x"].tolist()[-2:] == [1.0, 2.0]
    qtbot.waitUntil(lambda: bench.document.table is not before)
    assert bench.painting.in_hand(bench.document.table).frame["x"].tolist()[-2:] == [1.0, 2.0]
    bench.painting.end_stroke()
    bench.document.undo()
    assert bench.painting.in_hand is None
