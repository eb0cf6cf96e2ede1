"""The view of a search: handed values, and read back."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from studies import EVERY, study_of

from linreg_gui.core.explaining.tuning_picture import TuningScene, TuningWish, tuning_picture
from linreg_gui.core.tuning.study import Sampler
from linreg_gui.views.tuning.tuning_view import SearchState, TuningView

ALL_MADE = SearchState(there=True, complete=True, can_extend=True, progress=1.0, possible=True)


@pytest.fixture
def view(qtbot) -> TuningView:
    view = TuningView()
    qtbot.addWidget(view)
    view.resize(900, 520)
    view.show()
    return view


def picture_of(done: int = 20, wish: TuningWish | None = None, **kind):
    return tuning_picture(TuningScene(study_of(Sampler.RANDOM, done, **kind), None), wish or TuningWish())


def test_every_trial_is_a_dot_or_a_cross_and_opens_at_a_click(qtbot, view) -> None:
    picture = picture_of()
    view.show_state(ALL_MADE)
    view.show_value(picture)
    plane, gone = view.plane, picture.diverged
    assert len(plane.dots.points()) == int((~gone).sum())
    assert len(plane.crosses.points()) == int(gone.sum()) > 0
    best = picture.study.best
    assert plane.best.getData()[0] == pytest.approx([picture.x[best]])
    colours = {point.brush().color().name() for point in plane.dots.points()}
    assert len(colours) > 3
    where = plane.view_box.mapViewToScene(QPointF(picture.x[best], picture.y[best]))
    assert plane.trial_at(where) == best
    with qtbot.waitSignal(view.open_requested) as told:
        at = plane.canvas.mapFromScene(where)
        qtbot.mouseMove(plane.canvas.viewport(), at)
        qtbot.mouseClick(plane.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == [best]
    plane._point(where)
    assert plane.note.lines()[0].startswith(f"Trial {best + 1}: validation loss")
    corner = plane.view_box.mapViewToScene(QPointF(plane.view_ranges()[0][0], plane.view_ranges()[1][1]))
    assert plane.trial_at(corner) is None
    with qtbot.waitSignal(view.open_requested) as told:
        view.open_best.click()
    assert told.args == [best]


def test_the_best_so_far_the_table_and_what_mattered_stand_beside_it(qtbot, view) -> None:
    view.show_state(ALL_MADE)
    view.show_value(picture := picture_of(space=EVERY))
    line = view.best_plot.line.getData()[1]
    assert (np.diff(line) <= 0.0).all()
    assert view.importance.rowCount() == len(EVERY)
    assert view.importance.index(0, 0).data() == picture.importance.shares[0][0].value
    assert view.model.rowCount() == 20
    view.tabs.setCurrentWidget(view.table)
    view.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert view.model.trial_of(0) == picture.study.best
    view.table.selectRow(0)
    with qtbot.waitSignal(view.open_requested) as told:
        view.table.activated.emit(view.table.currentIndex())
    assert told.args == [picture.study.best]
    names = [series.name for series in view.plane.series()]
    assert names[0] == "trials"
    assert picture.sentence in view.plane.summary()
    assert view.best_plot.series()[0].y[-1] == picture.study.losses.min()


def test_the_plane_is_that_of_the_two_settings_a_person_chooses(qtbot, view) -> None:
    view.show_state(ALL_MADE)
    view.show_value(picture_of(space=EVERY))
    assert [view.across.itemText(at) for at in range(view.across.count())] == [
        entry.setting.value for entry in EVERY
    ]
    with qtbot.waitSignal(view.wish_changed):
        view.up.setCurrentIndex(view.up.findText("momentum"))
    assert view.choices == TuningWish("learning rate", "momentum")
    view.show_value(picture_of(wish=view.wish, space=EVERY))
    assert view.plane.axis_labels() == ("learning rate", "momentum")
    with qtbot.waitSignal(view.wish_changed):
        view.across.setCurrentIndex(view.across.findText("momentum"))
    assert view.choices == TuningWish("momentum", "learning rate")
    for across, up in (("decay", "validation loss"), ("weight decay", "epochs")):
        view.choose(TuningWish(across, up))
        view.show_value(picture_of(wish=view.wish, space=EVERY))
        assert view.plane.axis_labels() == (across, up)
        assert not view.grab().isNull()


def test_buttons_are_there_for_what_can_be_done(view) -> None:
    def shown() -> list[str]:
        parts = {"pause": view.pause, "go on": view.go_on, "end": view.end, "begin": view.begin}
        return [name for name, part in parts.items() if not part.isHidden()]

    view.show_state(SearchState(possible=True))
    assert shown() == ["begin"]
    view.show_state(SearchState(there=True, running=True, possible=True))
    assert shown() == ["pause", "end"]
    assert not view.search.isEnabled()
    view.show_state(SearchState(there=True, progress=0.3, possible=True))
    assert shown() == ["go on", "end"]
    view.show_state(ALL_MADE)
    assert shown() == ["go on"]
    assert view.go_on.text() == "20 More"
    view.show_value(picture_of())
    view.show_state(SearchState(there=True, complete=True, same_data=False, possible=True))
    assert "other data" in view.sentence.text()
    assert not view.open_best.isEnabled()


def test_in_a_narrow_pane_the_plane_stands_behind_a_tab(qtbot, view) -> None:
    view.show_value(picture_of())
    assert view.tabs.indexOf(view.plane) < 0
    view.resize(420, 400)
    qtbot.waitUntil(lambda: view.tabs.currentWidget() is view.plane, timeout=30_000)
    view.resize(900, 520)
    qtbot.waitUntil(lambda: view.tabs.indexOf(view.plane) < 0 and view.plane.isVisible(), timeout=30_000)
    view.clear()
    assert view.plane.message()
