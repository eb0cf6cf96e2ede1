"""Every view in the table of views that says how it is prepared: fed in sight, left alone out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.app.wiring import losses, views
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.explaining.losses import Losses
from linreg_gui.core.explaining.scene import Scene
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.core.table.roles import Role
from linreg_gui.session.training.training import Phase
from linreg_gui.views.panes.view_row import SceneView, WishingView
from linreg_gui.views.window.view_table import VIEWS

OF_SCENE = [row for row in VIEWS if row.prepare is not None]
OF_LOSSES = [row for row in VIEWS if row.of_losses is not None]
FED = [*OF_SCENE, *OF_LOSSES]
OF_DESK = [row for row in VIEWS if row.of_desk is not None]


class NewWindows(QObject):
    """Counts what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def open_sample(qtbot, program) -> None:
    """With two features, so that every view has something to draw."""
    session = program.session
    diabetes = next(sample for sample in samples() if "diabetes" in sample.path.name)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.opening.open_file(diabetes.path)
    features = [name for name, role in session.document.table.roles.items() if role is Role.FEATURE]
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.document.choose_roles(
            session.document.table.roles | dict.fromkeys(features[2:], Role.IGNORED)
        )


def step(qtbot, session, count: int) -> None:
    session.training.step(count)
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=60_000)


@pytest.mark.parametrize("row", FED, ids=lambda row: row.name)
def test_a_view_draws_follows_the_moment_and_is_cleared(qtbot, program, monkeypatch, row) -> None:
    session, window = program.session, program.window
    window.resize(1280, 800)
    window.show()
    view = window.view(row.view)
    assert isinstance(view, SceneView)
    assert row.title
    assert row.help_text.endswith(".")
    window.show_view(row.view)
    empty = view.grab().toImage()
    values: list[object] = []
    show = view.show_value
    monkeypatch.setattr(view, "show_value", lambda value: (values.append(value), show(value)))
    open_sample(qtbot, program)
    qtbot.waitUntil(lambda: len(values) > 0, timeout=60_000)
    assert view.grab().toImage() != empty
    step(qtbot, session, 3)
    count = len(values)
    session.moment.look_at(1)
    qtbot.waitUntil(lambda: len(values) > count, timeout=60_000)
    drawn = view.grab().toImage()
    cleared: list[bool] = []
    clear = view.clear
    monkeypatch.setattr(view, "clear", lambda: (cleared.append(True), clear()))
    session.document.choose_roles(dict.fromkeys(session.document.table.roles, Role.IGNORED))
    qtbot.waitUntil(lambda: bool(cleared), timeout=30_000)
    assert view.grab().toImage() != drawn


@pytest.mark.parametrize("row", VIEWS, ids=lambda row: row.name)
def test_a_view_is_made_without_a_window_that_flashes_up(qapp, qtbot, program, row) -> None:
    program.window.show()
    windows = NewWindows()
    qapp.installEventFilter(windows)
    program.window.show_view(row.view)
    qapp.removeEventFilter(windows)
    assert windows.shown == []
    assert program.window.view(row.view).isVisible()


@pytest.mark.parametrize("row", OF_DESK, ids=lambda row: row.name)
def test_a_view_of_the_desk_draws_follows_the_choices_and_is_cleared(
    qtbot, program, monkeypatch, row
) -> None:
    session, window = program.session, program.window
    window.resize(1280, 800)
    window.show()
    window.show_view(row.view)
    view = window.view(row.view)
    values: list[object] = []
    show = view.show_value
    monkeypatch.setattr(view, "show_value", lambda value: (values.append(value), show(value)))
    open_sample(qtbot, program)
    qtbot.waitUntil(lambda: len(values) > 0, timeout=60_000)
    count = len(values)
    session.desk.choose(DeskChoices(level=0.9))
    qtbot.waitUntil(lambda: len(values) > count, timeout=60_000)
    cleared: list[bool] = []
    clear = view.clear
    monkeypatch.setattr(view, "clear", lambda: (cleared.append(True), clear()))
    session.document.choose_roles(dict.fromkeys(session.document.table.roles, Role.IGNORED))
    qtbot.waitUntil(lambda: bool(cleared), timeout=30_000)


@pytest.mark.parametrize("row", FED, ids=lambda row: row.name)
def test_out_of_sight_it_costs_nothing(qapp, qtbot, settings, monkeypatch, row) -> None:
    sources: list[Scene | Losses] = []

    def counted(source: Scene | Losses, *wish: object) -> object:
        sources.append(source)
        return (row.prepare or row.of_losses)(source, *wish)

    kind = {"prepare": counted} if row.prepare else {"of_losses": counted}
    rows = tuple(replace(row, **kind) if known is row else known for known in VIEWS)
    for wiring in (views, losses):
        monkeypatch.setattr(wiring, "VIEWS", rows)
    settings.set_shows_welcome(False)
    program = Program(qapp, settings)
    program.confirm_loss = lambda: True
    try:
        other = "fit" if row.name != "fit" else "loss"
        program.window.panes.show_arrangement(Arrangement((PaneColumn((PanePlace((other,)),)),)))
        program.window.show()
        open_sample(qtbot, program)
        step(qtbot, program.session, 5)
        qtbot.wait(50)
        assert sources == []
        program.window.show_view(row.view)
        qtbot.waitUntil(lambda: len(sources) == 1, timeout=60_000)
        (source,) = sources
        assert (source.state.step if isinstance(source, Scene) else source.curve.step[-1]) == 5
    finally:
        program.window.close()
        delete(program.window)
        delete(program)


@pytest.mark.parametrize("row", [row for row in FED if hasattr(row.view, "wish")], ids=lambda row: row.name)
def test_a_view_that_is_wished_otherwise_is_shown_so_and_at_once(qtbot, program, monkeypatch, row) -> None:
    window = program.window
    window.show()
    view = window.view(row.view)
    assert isinstance(view, WishingView)
    window.show_view(row.view)
    wishes: list[object] = []
    show = view.show_value
    monkeypatch.setattr(view, "show_value", lambda value: (wishes.append(value.wish), show(value)))
    open_sample(qtbot, program)
    qtbot.waitUntil(lambda: len(wishes) > 0, timeout=60_000)
    assert wishes[-1] == view.wish
    before = view.wish
    pane = next(pane for pane in window.panes.panes() if pane.isAncestorOf(view))
    ticked = [box for box in pane.findChildren(QCheckBox) if box.isVisible()]
    if ticked:
        ticked[0].toggle()
    else:
        (view.findChildren(QComboBox) or pane.findChildren(QComboBox))[0].setCurrentIndex(1)
    assert view.wish != before
    qtbot.waitUntil(lambda: wishes[-1] == view.wish, timeout=60_000)


@pytest.mark.parametrize("row", FED, ids=lambda row: row.name)
def test_a_view_that_waits_for_its_drawing_does_not_say_that_there_is_nothing(
    qtbot, program, monkeypatch, row
) -> None:
    program.window.show()
    view = program.window.view(row.view)
    program.window.show_view(row.view)
    wanted: list[str] = []
    session = program.session  # it takes its time, and so do the points of the fit plot
    monkeypatch.setattr(session.feed, "want", lambda name, *_, **__: wanted.append(name))
    monkeypatch.setattr(session, "request_points", lambda _: None)
    open_sample(qtbot, program)
    qtbot.waitUntil(lambda: row.name in wanted, timeout=60_000)
    texts = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert "This is being prepared." in texts
    assert not any("something to train on" in text for text in texts)
