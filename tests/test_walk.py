"""One walk through the real window: open, choose, sort, exclude, hold out, rename, drag, project, reopen.

All numbers are compared before and after, to the last bit: what only looks otherwise changes none, what
changes the data changes what it should, and undo gives all of them back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.app.program import Program
from linreg_gui.core.fitting.holdout import held_out_rows
from linreg_gui.core.inference.infer import infer
from linreg_gui.core.table.recipe import Missing
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.session.document.frame_model import HELD_OUT_ROLE
from linreg_gui.session.training.training import Phase
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable

N = 80
SHARE = 0.25
CHOSEN = ["row 3", "row 4", "row 5", "row 70"]


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    """Numbers with holes, a category, and names of the rows to know them by."""
    rng = np.random.default_rng(12)
    frame = pd.DataFrame(
        {
            "id": [f"row {k}" for k in range(N)],
            "size": rng.normal(120.0, 30.0, N).round(2),
            "age": rng.gamma(2.0, 12.0, N).round(1),
            "town": rng.choice(["Ulm", "Köln", "Bonn"], N),
        }
    )
    frame["price"] = (3.0 * frame["size"] - frame["age"] + 20.0 * (frame["town"] == "Ulm")).round(2)
    frame["price"] += rng.normal(0.0, 10.0, N).round(2)
    frame.loc[[4, 17, 40], "age"] = np.nan
    path = tmp_path / "houses.csv"
    frame.to_csv(path, index=False)
    return path


class Walk:
    """The window, and what it says."""

    def __init__(self, qtbot, program: Program) -> None:
        self._qtbot = qtbot
        self.program, self.session, self.window = program, program.session, program.window
        self.document = program.session.document
        self.names: dict[str, str] = {}  # as they are now: as they came

    def do(self, act: Callable[[], object]) -> None:
        """Something that is followed by an analysis, until everything has come to rest."""
        with self._qtbot.waitSignal(self.session.analysed, timeout=30_000):
            act()
        self.rest()

    def rest(self) -> None:
        session = self.session

        def is_at_rest() -> bool:
            ground = session.painting.ground
            settled = session.analysis is not None and session.training.phase is Phase.IDLE
            return settled and not session.jobs._running and ground is not None and ground.table is self.table

        self._qtbot.waitUntil(is_at_rest, timeout=30_000)

    def step(self, count: int) -> None:
        self.session.training.step(count)
        self.rest()

    def look(self) -> None:
        """Type something to predict from, select some rows, and look at the first feature."""
        size, who = (next((now for now, came in self.names.items() if came == n), n) for n in ("size", "id"))
        self.view(PredictPanel).type_values({size: "133.25", "town": "Köln"})
        rows = np.flatnonzero(self.table.frame[who].isin(CHOSEN))
        self.session.selection.select(RowSet.of_rows(rows))
        self.window.fit_plot.choose(0)
        self.rest()

    @property
    def table(self):
        return self.document.table

    def rows(self, places: np.ndarray) -> set[str]:
        """By the names that nobody changes, whatever their column is called."""
        names = self.table.frame[next(n for n in self.table.frame if self.came(str(n)) == "id")]
        return set(names.iloc[places])

    def came(self, text: str) -> str:
        """A text with the columns called as they came."""
        for now, before in self.names.items():
            text = text.replace(now, before)
        return text

    def view(self, kind):
        return self.window.view(kind)

    def numbers(self) -> dict[str, object]:
        """Everything that is computed or drawn, by name; numbers as their bits."""
        session = self.session
        analysis, training = session.analysis, session.training
        state, picture = training.picture.snapshot, training.picture
        known = infer(analysis.data, analysis.exact)
        panel, plot = self.view(PredictPanel), self.window.fit_plot
        x, y = plot.points.getData()
        found: dict[str, object] = {
            "exact": (analysis.exact.weights, analysis.exact.bias, analysis.exact.half_mse),
            "fit": (analysis.exact.r_squared, analysis.exact.condition_number),
            "rank": analysis.exact.rank,
            "inference": (known.table.standard_error, known.table.p, known.sigma, known.aic),
            "sgd": (state.weights, state.bias, state.minibatch_loss, state.gradient),
            "place": (state.step, state.epoch),
            "loss": (session.training.history.points[-1].mean_loss, picture.distance),
            # What updates took to compute is another time each time.
            "curve": str([point._replace(seconds=0.0) for point in training.history.points]),
            "noise": (picture.noise.density, picture.noise.edges, picture.noise.mean, picture.noise.std),
            "held-out loss": analysis.validation_loss(state.weights, state.bias),
            "limits": str(analysis.limits(training.config)),
            "settings": (str(training.config), training.suggested),
            "minibatch": sorted(self.rows(analysis.table_rows[state.minibatch_rows])),
            "trained": sorted(self.rows(analysis.table_rows)),
            "held out": sorted(self.rows(analysis.held_out_rows)),
            "selected": sorted(self.rows(session.selection.rows.rows())),
            "ledger": self.came(analysis.ledger.sentence),
            "features": [self.came(name) for name in analysis.data.feature_names],
            "equation": self.came(self.window.equation.whole_text),
            "shown weights": self.shown_weights(),
            "prediction": (panel.exact.text(), panel.by_sgd.text()),
            "asked": [str(field.value) for field in panel.fields],
            "points": (np.sort(x), np.sort(y)),
            "held-out points": tuple(map(np.sort, self.window.painter.layer.diamonds.getData())),
            "view": plot.choice(),
            "summaries": sorted((self.came(n), str(s)) for n, s in session.summaries.known.items()),
            "cells": sorted(self.cells()),
        }
        return {name: _bits(value) for name, value in found.items()}

    def shown_weights(self) -> list[str]:
        """Names and numbers of the first rows; joint tests have rows of their own once they are known."""
        model = self.view(WeightsTable).model
        rows = [[str(model.index(r, c).data()) for c in range(4)] for r in range(model.rowCount())]
        return [self.came(text) for row in rows if not row[0].endswith(", all") for text in row][:16]

    def cells(self) -> list[str]:
        """What the table shows, row by row in the order the columns came, and how."""
        model = self.view(DataTable).view.model()
        places = [list(self.table.frame.columns).index(name) for name in self.table.roles_as_came]
        shown = []
        for row in range(model.rowCount()):
            texts = [model.index(row, place).data() for place in places]
            excluded, held_out = model.index(row, 0).data(0x100), model.index(row, 0).data(HELD_OUT_ROLE)
            shown.append(f"{texts} {excluded} {held_out}")
        return shown


def _bits(value: object) -> object:
    if isinstance(value, tuple):
        return [_bits(part) for part in value]
    return value.tobytes() if isinstance(value, np.ndarray) else repr(value)


def differences(one: dict[str, object], other: dict[str, object]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


def test_the_walk_changes_no_number_but_those_that_it_should(qtbot, program, houses, tmp_path) -> None:
    walk = Walk(qtbot, program)
    document, session, training = walk.document, program.session, program.session.training
    program.window.show()

    # Open, and choose.
    walk.do(lambda: session.opening.open_file(houses))
    walk.do(lambda: walk.view(ColumnsPanel).role_requested.emit("town", Role.FEATURE))
    walk.do(lambda: document.change_recipe("fill", replace(walk.table.recipe, missing=Missing.MEAN)))
    assert set(walk.table.roles.values()) == {Role.IGNORED, Role.FEATURE, Role.LABEL}
    walk.step(12)
    plain = walk.numbers()

    # Hold out: only what it should, and each row by itself.
    walk.do(lambda: document.change_recipe("hold out", replace(walk.table.recipe, holdout=SHARE)))
    held_out = np.flatnonzero(held_out_rows(np.arange(N), SHARE))
    assert walk.rows(session.analysis.held_out_rows) == {f"row {k}" for k in held_out}
    assert {"exact", "trained", "held out", "held-out loss"} <= differences(plain, walk.numbers())
    walk.do(document.undo)
    assert differences(plain, walk.numbers()) == set()
    walk.do(document.redo)
    training.set_config(replace(training.config, learning_rate=0.05, batch_size=9, seed=4))
    walk.step(25)
    walk.look()
    start, before = walk.table, walk.numbers()

    # Sort, rename and move: nothing, one by one, together, and by undo.
    looks: list[tuple[Callable[[], object], dict[str, str]]] = [
        (lambda: document.sort_rows("price", True), {}),
        (lambda: document.move_column("size", 4), {}),
        (lambda: document.rename_column("price", "cost"), {"cost": "price"}),
        (lambda: document.sort_rows("town", False), {}),
        (lambda: document.move_column("town", 0), {}),
        (lambda: document.rename_column("id", "who"), {"who": "id"}),
        (lambda: document.rename_column("size", "floor space"), {"floor space": "size"}),
    ]
    for look, names in looks:
        walk.do(look)
        walk.names |= names
        assert differences(before, walk.numbers()) == set()
    sorted_and_renamed = walk.table
    assert walk.cells() != sorted(walk.cells())

    # Exclude: the others keep their fate, and undo brings all of it back.
    gone = np.array([0, 5, 9])
    names = walk.rows(gone)
    walk.do(lambda: document.exclude_rows(gone))
    after = walk.numbers()
    assert {"exact", "trained", "ledger", "place"} <= differences(before, after)
    assert walk.rows(session.analysis.held_out_rows) == {f"row {k}" for k in held_out} - names
    assert training.picture.snapshot.step == 0
    walk.do(document.undo)
    assert differences(before, walk.numbers()) == set()

    # Drag: with a single feature, the row that is dragged and nothing else.
    walk.do(lambda: document.choose_roles({**walk.table.roles, "age": Role.IGNORED, "town": Role.IGNORED}))
    walk.step(8)
    single, data = walk.numbers(), session.analysis.data
    row = int(session.analysis.table_rows[6])
    session.selection.select(RowSet.of_ranges([(row, row + 1)]))
    session.painting.move_selected(0.0, 64.0)
    walk.do(session.painting.end_stroke)
    moved = session.analysis.data
    assert np.flatnonzero(moved.y - data.y).tolist() == [6]
    assert moved.y[6] - data.y[6] == pytest.approx(64.0)
    assert np.array_equal(moved.X, data.X)
    assert {"exact", "noise"} <= differences(single, walk.numbers())
    assert not {"held out", "trained", "features"} & differences(single, walk.numbers())
    walk.do(document.undo)
    assert differences(single, walk.numbers()) == {"selected"}
    walk.do(lambda: document.history.go_to(document.history.index_of(sorted_and_renamed)))
    walk.look()
    assert differences(before, walk.numbers()) == set()

    # A project, and the project again.
    project = tmp_path / "houses.linreg"
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(project)
    assert differences(before, walk.numbers()) == set()
    walk.do(lambda: document.exclude_rows([1, 2, 3]))
    with qtbot.waitSignal(session.projects.view_found, timeout=30_000):
        session.opening.open_file(project)
    walk.rest()
    assert training.picture.snapshot.step == 25
    assert differences(before, walk.numbers()) == set()
    assert not session.projects.dirty

    # All the way back, and on: what it would have been.
    walk.step(10)
    on = walk.numbers()
    walk.do(document.undo)
    walk.do(lambda: document.history.go_to(document.history.index_of(start)))
    walk.names = {}
    walk.look()
    assert differences(before, walk.numbers()) == set()
    walk.step(10)
    assert differences(on, walk.numbers()) == set()
