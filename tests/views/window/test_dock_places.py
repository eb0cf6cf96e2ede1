"""The docks of a window come back to where they were, whatever they are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QTabBar
from shiboken6 import delete

from linreg_gui.core.project.layout import DockPlace
from linreg_gui.views.window.dock_places import dock_places, put_docks
from linreg_gui.views.window.main_window import MainWindow


@pytest.fixture
def window(qtbot) -> Iterator[MainWindow]:
    window = MainWindow()
    window.resize(1400, 900)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    delete(window)


def dock(window: MainWindow, name: str) -> QDockWidget:
    return window.findChild(QDockWidget, name)


def test_docks_that_were_moved_hidden_resized_or_put_over_each_other_come_back(qtbot, window) -> None:
    right, bottom = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
    for name in ("weights", "columns"):
        dock(window, name).show()
    window.addDockWidget(right, dock(window, "training"))
    window.tabifyDockWidget(dock(window, "weights"), dock(window, "training"))
    dock(window, "training").raise_()
    window.addDockWidget(bottom, dock(window, "columns"))
    dock(window, "prediction").hide()
    window.resizeDocks([dock(window, "data")], [390], Qt.Orientation.Horizontal)
    qtbot.wait(1)
    places = dock_places(window)
    window.presets.restore()
    qtbot.wait(1)
    assert window.dockWidgetArea(dock(window, "training")) == Qt.DockWidgetArea.LeftDockWidgetArea
    put_docks(window, places)
    qtbot.waitUntil(lambda: abs(dock(window, "data").width() - 390) <= 2)
    assert window.dockWidgetArea(dock(window, "training")) == right
    assert window.dockWidgetArea(dock(window, "columns")) == bottom
    assert dock(window, "prediction").isHidden()
    assert dock(window, "weights") in window.tabifiedDockWidgets(dock(window, "training"))
    assert not dock(window, "training").visibleRegion().isEmpty()
    assert dock(window, "weights").visibleRegion().isEmpty()


def test_the_places_of_an_untouched_window_change_nothing(qtbot, window) -> None:
    qtbot.wait(1)
    before = dock_places(window)
    put_docks(window, before)
    qtbot.wait(1)
    again = {place.name: place for place in dock_places(window)}
    for place in before:
        other = again[place.name]
        assert (place.area, place.visible, place.floating) == (other.area, other.visible, other.floating)
        assert bool(place.group) == bool(other.group)
        if place.in_front or not place.group:  # those behind are given their size when they are seen
            assert abs(place.width - other.width) <= 2
            assert abs(place.height - other.height) <= 2


def test_any_places_are_put_up_with(qtbot, window) -> None:
    names = [each.objectName() for each in window.findChildren(QDockWidget)]
    rng = np.random.default_rng(2)
    for _ in range(60):
        places = [
            DockPlace(
                str(rng.choice([*names, "unknown", ""])),
                str(rng.choice(["left", "right", "top", "bottom"])),
                *map(bool, rng.integers(2, size=2)),
                str(rng.choice(["", "a", "b"])),
                bool(rng.integers(2)),
                *map(int, rng.integers(100_000, size=2)),
            )
            for _ in range(rng.integers(12))
        ]
        put_docks(window, places)
    assert dock_places(window)
    put_docks(window, [])


@pytest.mark.parametrize("front", ["data", "columns"])
def test_tabs_keep_their_order_whichever_is_in_front(qtbot, window, front) -> None:
    for name in ("columns", "history"):
        window.tabifyDockWidget(dock(window, "data"), dock(window, name))
        dock(window, name).show()
    dock(window, front).raise_()
    qtbot.wait(1)
    before = tabs(window)
    assert sorted(before) == ["Columns", "Data", "History"]
    put_docks(window, dock_places(window))
    qtbot.wait(1)
    assert tabs(window) == before


def tabs(window: MainWindow) -> list[str]:
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (bar,) = (bar for bar in bars if bar.isVisible() and "Data" in map(bar.tabText, range(bar.count())))
    return [bar.tabText(tab) for tab in range(bar.count())]


def test_docks_of_no_size_are_none_that_qt_warns_of(qtbot, window) -> None:
    places = [replace(place, width=0, height=0) for place in dock_places(window)]
    put_docks(window, places)
    qtbot.wait(1)
    assert all(dock(window, place.name).width() > 0 for place in places if place.visible)
