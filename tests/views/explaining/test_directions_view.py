"""The bars along the directions of the loss, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from linreg_gui.core.explaining.directions import directions
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.views.explaining.directions_view import Column, DirectionsView, percent


def found_after(steps: int, *, twin: bool = False):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 3)) * [1.0, 5.0, 0.2]
    if twin:
        X[:, 2] = X[:, 0]
    y = X @ [2.0, -1.0, 3.0] + rng.normal(size=50)
    data = Dataset(X, y, feature_names=["one", "two", "three"], label_name="y")
    config = SgdConfig(0.1, batch_size=50, epochs=100)
    sgd = Sgd(data, config)
    sgd.advance(steps)
    surface = LossSurface(data, solve_analytic(data))
    return directions(surface, config, data.feature_names, sgd.snapshot())


@pytest.fixture
def view(qtbot) -> DirectionsView:
    view = DirectionsView()
    qtbot.addWidget(view)
    view.resize(320, 300)
    view.show()
    return view


def texts(view: DirectionsView, column: Column) -> list[str]:
    return [view.model.index(row, column).data() for row in range(view.model.rowCount())]


def bars(view: DirectionsView) -> list[float]:
    role = Qt.ItemDataRole.UserRole
    return [view.model.index(row, Column.LEFT).data(role) for row in range(view.model.rowCount())]


def test_there_is_a_bar_for_each_direction_which_shrinks(view) -> None:
    view.show_value(found_after(0))
    assert texts(view, Column.LEFT) == ["100 %"] * 4
    assert bars(view) == [1.0] * 4
    found = found_after(20)
    view.show_value(found)
    assert view.model.rowCount() == 4
    assert bars(view) == pytest.approx(1.0 + np.log10(found.left) / 10.0)
    assert texts(view, Column.NAME) == [found.name(row) for row in range(4)]
    assert view.sentence.text() == found.sentence


def test_a_longer_bar_is_painted_longer(view) -> None:
    view.show_value(found_after(0))
    whole = view.table.viewport().grab().toImage()
    view.show_value(found_after(40))
    place = view.table.visualRect(view.model.index(0, Column.LEFT))
    x, y = place.right() - 8, place.center().y()
    assert view.table.viewport().grab().toImage().pixelColor(x, y) != whole.pixelColor(x, y)


def test_what_no_update_moves_is_said(view) -> None:
    view.show_value(found_after(5, twin=True))
    assert "never" in texts(view, Column.UPDATES)
    assert "never moved" in view.sentence.text()


def test_pointing_at_a_direction_tells_its_weights(view) -> None:
    found = found_after(5)
    view.show_value(found)
    text = view.model.index(0, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert all(name in text for name, _ in found.loadings(0))
    assert "an update multiplies what is left by" in text


def test_every_digit_is_copied(view) -> None:
    found = found_after(5)
    view.show_value(found)
    view.table.selectAll()
    view.table.copy()
    first = QGuiApplication.clipboard().text().splitlines()[0].split("\t")
    assert first[0].lstrip("'") == found.name(0)
    assert [float(cell) for cell in first[1:]] == [found.left[0], found.updates[0]]


def test_it_can_be_cleared(view) -> None:
    view.show_value(found_after(5))
    view.clear()
    assert view.model.rowCount() == 0
    assert "something to train on" in view.sentence.text()


def test_shares_are_written_in_percent_or_as_powers_of_ten() -> None:
    assert [percent(share) for share in (1.0, 0.1854, 0.0)] == ["100 %", "18.5 %", "0 %"]
    assert percent(2.7e-17) == "2.7×10⁻¹⁷"


def test_names_that_stay_are_not_painted_again(view) -> None:
    view.show_value(found_after(5))
    changed: list[tuple[int, int]] = []
    view.model.dataChanged.connect(lambda first, last: changed.append((first.column(), last.column())))
    found = found_after(6)
    view.show_value(found)
    assert changed == [(Column.LEFT, Column.UPDATES)]
    assert texts(view, Column.LEFT) == [percent(float(left)) for left in found.left]
    other = replace(found, parameters=("other", *found.parameters[1:]))
    view.show_value(found)
    view.show_value(other)
    assert changed[-1] == (Column.NAME, Column.UPDATES)
    assert texts(view, Column.NAME) == [other.name(row) for row in range(4)]
