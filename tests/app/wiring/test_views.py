"""Every view in the table of views that says how it is prepared: fed in sight, left alone out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
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
from linreg_gui.views.panes.view_row import FrameRow, Place, SceneView, TwofoldView, ViewRow, WishingView
from linreg_gui.views.window.view_table import FRAME, VIEWS

OF_SCENE = [row for row in VIEWS if row.prepare is not None]
OF_LOSSES = [row for row in VIEWS if row.of_losses is not None]
FED = [*OF_SCENE, *OF_LOSSES]
IN_PANES = [row for row in FED if row.place is Place.MIDDLE]
OF_DESK = [row for row in VIEWS if row.of_desk is not None]


def fed_part(program: Program, row: ViewRow | FrameRow) -> SceneView:
    """The view, or what of it follows the moment where it is one of the desk, too."""
    view = program.window.view(row.view)
    part = view.of_moment if isinstance(view, TwofoldView) else view
    assert isinstance(part, SceneView), row.name
    return part


def bring_up(program: Program, row: ViewRow | FrameRow) -> None:
    if isinstance(row, ViewRow):
        program.window.show_view(row.view)


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


def wait_for(qtbot, row: ViewRow, condition: Callable[[], object]) -> None:
    """Says which view it was that did not do it."""

    def holds() -> None:
        assert condition(), row.name

    qtbot.waitUntil(holds, timeout=60_000)


def watch_values(monkeypatch, view: SceneView) -> list[object]:
    """What the view is given to be drawn, from now on."""
    values: list[object] = []
    show = view.show_value
    monkeypatch.setattr(view, "show_value", lambda value: (values.append(value), show(value)))
    return values


def watch_clearing(monkeypatch, view: SceneView) -> list[bool]:
    cleared: list[bool] = []
    clear = view.clear
    monkeypatch.setattr(view, "clear", lambda: (cleared.append(True), clear()))
    return cleared


def picture(view: QWidget) -> QImage:
    return view.grab().toImage()


def test_every_view_draws_follows_the_moment_and_is_cleared(qtbot, program, monkeypatch) -> None:
    session, window = program.session, program.window
    window.resize(1280, 800)
    window.show()
    empty, values, drawn = {}, {}, {}
    rows = (*FED, *FRAME)
    for row in rows:
        assert isinstance(row, FrameRow) or (row.title and row.help_text.endswith(".")), row.name
        bring_up(program, row)
        empty[row.name] = picture(window.view(row.view))
        values[row.name] = watch_values(monkeypatch, fed_part(program, row))
    open_sample(qtbot, program)
    step(qtbot, session, 2 * len(rows))
    for number, row in enumerate(rows, 1):
        view, seen = window.view(row.view), values[row.name]
        bring_up(program, row)
        wait_for(qtbot, row, lambda seen=seen: seen)
        assert picture(view) != empty[row.name], row.name
        qtbot.waitUntil(lambda: not session.jobs._running, timeout=60_000)
        count = len(seen)
        session.moment.look_at(number)
        wait_for(qtbot, row, lambda seen=seen, count=count: len(seen) > count)
        drawn[row.name] = picture(view)
    cleared = {row.name: watch_clearing(monkeypatch, fed_part(program, row)) for row in rows}
    session.document.choose_roles(dict.fromkeys(session.document.table.roles, Role.IGNORED))
    for row in rows:
        wait_for(qtbot, row, lambda row=row: cleared[row.name])
        bring_up(program, row)
        assert picture(window.view(row.view)) != drawn[row.name], row.name


def test_no_view_is_made_with_a_window_that_flashes_up(qapp, qtbot, program) -> None:
    program.window.show()
    windows = NewWindows()
    qapp.installEventFilter(windows)
    for row in VIEWS:
        program.window.show_view(row.view)
        assert windows.shown == [], row.name
        assert program.window.view(row.view).isVisible(), row.name
    qapp.removeEventFilter(windows)


def test_every_view_of_the_desk_draws_follows_the_choices_and_is_cleared(qtbot, program, monkeypatch) -> None:
    session, window = program.session, program.window
    window.resize(1280, 800)
    window.show()
    values = {}
    for row in OF_DESK:
        window.show_view(row.view)
        values[row.name] = watch_values(monkeypatch, window.view(row.view))
    open_sample(qtbot, program)
    for number, row in enumerate(OF_DESK):
        seen = values[row.name]
        window.show_view(row.view)
        wait_for(qtbot, row, lambda seen=seen: seen)
        qtbot.waitUntil(lambda: not session.jobs._running, timeout=60_000)
        count = len(seen)
        session.desk.choose(DeskChoices(level=(0.9, 0.8)[number % 2]))
        wait_for(qtbot, row, lambda seen=seen, count=count: len(seen) > count)
    cleared = {row.name: watch_clearing(monkeypatch, window.view(row.view)) for row in OF_DESK}
    session.document.choose_roles(dict.fromkeys(session.document.table.roles, Role.IGNORED))
    for row in OF_DESK:
        wait_for(qtbot, row, lambda row=row: cleared[row.name])


def counted(row: ViewRow, sources: list[Scene | Losses]) -> ViewRow:
    """The row, with a note of everything that is prepared for it."""

    def prepare(source: Scene | Losses, *wish: object) -> object:
        sources.append(source)
        return (row.prepare or row.of_losses)(source, *wish)

    return replace(row, **({"prepare": prepare} if row.prepare else {"of_losses": prepare}))


@pytest.mark.parametrize("seen", ["fit", "loss"])
def test_out_of_sight_it_costs_nothing(qapp, qtbot, settings, monkeypatch, seen) -> None:
    sources: dict[str, list[Scene | Losses]] = {row.name: [] for row in FED}
    rows = tuple(counted(row, sources[row.name]) if row in FED else row for row in VIEWS)
    for wiring in (views, losses):
        monkeypatch.setattr(wiring, "VIEWS", rows)
    settings.set_shows_welcome(False)
    program = Program(qapp, settings)
    program.confirm_loss = lambda: True
    try:
        program.window.panes.show_arrangement(Arrangement((PaneColumn((PanePlace((seen,)),)),)))
        program.window.show()
        open_sample(qtbot, program)
        step(qtbot, program.session, 5)
        qtbot.waitUntil(lambda: not program.session.jobs._running, timeout=60_000)
        qtbot.wait(50)
        others = [row for row in FED if row.name != seen]
        assert {row.name: len(sources[row.name]) for row in others} == {row.name: 0 for row in others}
        for row in others:
            program.window.show_view(row.view)
            wait_for(qtbot, row, lambda row=row: len(sources[row.name]) == 1)
            (source,) = sources[row.name]
            assert (source.state.step if isinstance(source, Scene) else source.curve.step[-1]) == 5
        qtbot.waitUntil(lambda: not program.session.jobs._running, timeout=60_000)
        assert {row.name: len(sources[row.name]) for row in others} == {row.name: 1 for row in others}
    finally:
        program.window.close()
        delete(program.window)
        delete(program)


def test_every_view_that_is_wished_otherwise_is_shown_so_and_at_once(qtbot, program, monkeypatch) -> None:
    window = program.window
    window.show()
    wished = [row for row in IN_PANES if hasattr(row.view, "wish")]
    assert len(wished) > 3
    values = {row.name: watch_values(monkeypatch, window.view(row.view)) for row in wished}
    open_sample(qtbot, program)
    for row in wished:
        view, seen = window.view(row.view), values[row.name]
        assert isinstance(view, WishingView), row.name
        window.show_view(row.view)
        wait_for(qtbot, row, lambda seen=seen: seen)
        wait_for(qtbot, row, lambda seen=seen, view=view: seen[-1].wish == view.wish)
        before = view.wish
        pane = next(pane for pane in window.panes.panes() if pane.isAncestorOf(view))
        ticked = [box for box in pane.findChildren(QCheckBox) if box.isVisible()]
        if ticked:
            ticked[0].toggle()
        else:
            boxes = list(view.findChildren(QComboBox) or pane.findChildren(QComboBox))
            (next((box for box in boxes if box.isVisible()), boxes[0])).setCurrentIndex(1)
        assert view.wish != before, row.name
        wait_for(qtbot, row, lambda seen=seen, view=view: seen[-1].wish == view.wish)


def test_no_view_that_waits_for_its_drawing_says_that_there_is_nothing(qtbot, program, monkeypatch) -> None:
    program.window.show()
    for row in IN_PANES:
        program.window.show_view(row.view)
    wanted: list[str] = []
    session = program.session  # it takes its time, and so do the points of the fit plot
    monkeypatch.setattr(session.feed, "want", lambda name, *_, **__: wanted.append(name))
    monkeypatch.setattr(session, "request_points", lambda _: None)
    open_sample(qtbot, program)
    for row in IN_PANES:
        program.window.show_view(row.view)
        wait_for(qtbot, row, lambda row=row: row.name in wanted)
        labels = program.window.view(row.view).findChildren(QLabel)
        texts = [label.text() for label in labels if label.isVisible()]
        assert "This is being prepared." in texts, row.name
        assert not any("something to train on" in text for text in texts), row.name
