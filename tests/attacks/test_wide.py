"""Tables of thousands of columns in the real window: what is not seen is not built, nothing stands still."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from linreg_gui.app.process.application import SWITCH_SECONDS
from linreg_gui.core.table import fit_size
from linreg_gui.core.table.feature_sources import Source
from linreg_gui.core.table.roles import Role
from linreg_gui.session.training.training import Phase
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable

TICK_MS = 5


def write_csv(path: Path, n_rows: int, n_columns: int) -> Path:
    numbers = np.random.default_rng(0).normal(size=(n_rows, n_columns)).round(4)
    rows = [
        ",".join(f"c{j}" for j in range(n_columns)),
        *(",".join(map(str, row)) for row in numbers.tolist()),
    ]
    path.write_text("\n".join(rows) + "\n")
    return path


class Desk:
    """The window with a wide table, and ways to wait."""

    def __init__(self, qtbot, program) -> None:
        self.qtbot, self.program = qtbot, program
        self.session, self.window = program.session, program.window
        self.outcomes: list[object] = []
        self.session.analysed.connect(self.outcomes.append)
        self.session.not_analysed.connect(self.outcomes.append)

    def after(self, act, seconds: float = 300.0):
        """What is known of the table once something was done to it."""
        count = len(self.outcomes)
        act()
        self.qtbot.waitUntil(lambda: len(self.outcomes) > count, timeout=int(1000 * seconds))
        return self.outcomes[-1]

    def scroll_through(self) -> None:
        window = self.window
        bars = [
            window.view(DataTable).view.horizontalScrollBar(),
            window.view(ColumnsPanel).view.verticalScrollBar(),
        ]
        bars += [window.view(WeightsTable).view.verticalScrollBar()]
        bars += [window.view(PredictPanel).table.verticalScrollBar()]
        for bar in bars:
            for value in np.linspace(0, bar.maximum(), 12):
                bar.setValue(int(value))
                self.qtbot.wait(5)

    def n_widgets(self) -> int:
        return len(self.window.findChildren(QWidget))


@pytest.fixture
def desk(qtbot, program) -> Desk:
    program.window.resize(1300, 850)
    program.window.show()
    return Desk(qtbot, program)


def test_a_thousand_columns_are_fitted_and_shown_with_as_few_widgets_as_ten(desk, tmp_path) -> None:
    few = write_csv(tmp_path / "few.csv", 30, 10)
    many = write_csv(tmp_path / "many.csv", 30, 1_000)
    desk.after(lambda: desk.session.opening.open_file(few))
    desk.scroll_through()
    widgets = desk.n_widgets()
    analysis = desk.after(lambda: desk.session.opening.open_file(many))
    desk.scroll_through()
    assert desk.n_widgets() < widgets + 40
    assert analysis.exact.method == "minimum-norm"
    assert analysis.data.n_features == 999
    assert np.abs(analysis.data.y - analysis.exact.predict(analysis.data.X)).max() < 1e-9
    panel = desk.window.view(PredictPanel)
    assert panel.values() == pytest.approx(analysis.form.row)
    panel.type_values({"c998": "2.5"})
    assert panel.values()[-1] == 2.5
    desk.window.show_view(WeightsTable)
    weights = desk.window.view(WeightsTable).model
    desk.qtbot.waitUntil(lambda: weights.rowCount() == 1_000, timeout=30_000)
    assert len(desk.window.message_bar.sentence) < 600
    assert len(desk.window.equation.sgd_line.told_text()) < 10_000


@pytest.fixture
def asked_by(monkeypatch) -> Counter[bool]:
    """How often it was asked what a feature is made of, in jobs (False) and in the window (True)."""
    asked: Counter[bool] = Counter()

    def counting(found: property) -> property:
        def ask(source: Source) -> object:
            asked[threading.current_thread() is threading.main_thread()] += 1
            return found.fget(source)

        return property(ask)

    for name in ("is_made", "is_indicator", "bases"):
        monkeypatch.setattr(Source, name, counting(getattr(Source, name)))
    return asked


def test_opening_editing_undoing_and_renaming_go_through_the_features_in_jobs_alone(
    desk, tmp_path, asked_by
) -> None:
    document, n_columns = desk.session.document, 300
    path = write_csv(tmp_path / "wide.csv", 20, n_columns)
    steps = (
        lambda: desk.session.opening.open_file(path),
        lambda: document.edit_cell(2, 3, "1.5"),
        document.undo,
        lambda: document.rename_column("c7", "renamed"),
    )
    for step in steps:
        asked_by.clear()
        desk.after(step)
        desk.qtbot.waitUntil(lambda: desk.window.fit_plot.points.count() > 0, timeout=30_000)
        assert asked_by[False] > n_columns
        assert asked_by[True] < n_columns // 2


def test_more_features_than_are_moderate_are_asked_about_first(desk, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(fit_size, "_SOME_SECONDS", fit_size.work_to_fit(30, 20))
    bar = desk.window.message_bar
    analysis = desk.after(lambda: desk.session.opening.open_file(write_csv(tmp_path / "t.csv", 30, 60)))
    assert analysis.data.n_features == 20
    assert "first 20 columns of numbers are features" in bar.sentence
    assert "39 more are ignored" in bar.sentence
    table = desk.session.document.table
    assert any("39 more are ignored" in found.sentence for found in table.report.findings)
    desk.window.view(ColumnsPanel).all_features.click()
    assert desk.session.document.table is table
    assert "59 features" in bar.sentence
    analysis = desk.after(bar.action_button.click)
    assert analysis.data.n_features == 59


@pytest.fixture
def as_in_the_program() -> Iterator[None]:
    """Threads take turns as often as they do in the program."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    yield
    sys.setswitchinterval(usual)


class Delays:
    """How late a timer of the window comes, and how long the window itself worked meanwhile."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._clock, self._cpu = time.perf_counter(), time.thread_time()
        self.late: list[float] = []
        self.worked: list[float] = []

    def _tick(self) -> None:
        clock, cpu = time.perf_counter(), time.thread_time()
        self.late.append(1e3 * (clock - self._clock) - TICK_MS)
        self.worked.append(1e3 * (cpu - self._cpu))
        self._clock, self._cpu = clock, cpu

    @contextmanager
    def during(self, name: str) -> Iterator[None]:
        self.late, self.worked, start = [], [], time.perf_counter()
        yield
        took = time.perf_counter() - start
        print(
            f"{name:<36} took {took:6.1f} s   latest tick {max(self.late, default=0.0):7.0f} ms   "
            f"longest work of the window {max(self.worked, default=0.0):6.0f} ms"
        )

    def stop(self) -> None:
        self._timer.stop()


@pytest.mark.attack
@pytest.mark.parametrize(("n_rows", "n_columns"), [(30, 20_000), (2_000, 20_000)])
def test_twenty_thousand_columns_in_figures(desk, tmp_path, as_in_the_program, n_rows, n_columns) -> None:
    path = write_csv(tmp_path / "wide.csv", n_rows, n_columns)
    session, window, delays = desk.session, desk.window, Delays()
    document, panel = session.document, window.view(ColumnsPanel)
    desk.qtbot.wait(2_000)  # what a window does at first has nothing to do with what it opens
    print(f"\n{n_columns:,} columns × {n_rows:,} rows")
    with delays.during("opening"):
        analysis = desk.after(lambda: session.opening.open_file(path), 900.0)
        desk.qtbot.wait(500)
    print(f"{'':<36} {analysis.data.n_features:,} features, {window.message_bar.sentence[:300]}")
    names = document.table.frame.columns.tolist()
    with delays.during("choosing no feature"):
        desk.after(panel.none.click)
    with delays.during("choosing the features again"):
        desk.after(document.undo, 900.0)
    with delays.during("one column less"):
        desk.after(lambda: panel.role_requested.emit(names[5], Role.IGNORED), 900.0)
    with delays.during("scrolling"):
        desk.scroll_through()
    with delays.during("finding a column"):
        for text in ("c", "c1", "c19", ""):
            panel.filter.setText(text)
            desk.qtbot.wait(10)
    with delays.during("training for two seconds"):
        session.training.run()
        desk.qtbot.wait(2_000)
        session.training.pause()
        desk.qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=300_000)
    with delays.during("editing a cell"):
        desk.after(lambda: document.edit_cell(2, 3, "1.5"), 900.0)
    with delays.during("undoing that"):
        desk.after(document.undo, 900.0)
    with delays.during("renaming a column"):
        desk.after(lambda: document.rename_column(names[7], "renamed"), 900.0)
    with delays.during("typing a value to predict from"):
        window.view(PredictPanel).type_values({names[9]: "2.5"})
    with delays.during("saving the project"), desk.qtbot.waitSignal(session.projects.saved, timeout=300_000):
        session.projects.save(tmp_path / "wide.linreg")
    delays.stop()
    if sys.platform != "win32":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{'':<36} peak memory {peak / 1e6:.2f} GB")
