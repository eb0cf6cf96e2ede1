"""Panes show an arrangement of views, and change it by mouse and keys."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import delete

from linreg_gui.core.project.arrangement import Arrangement, PaneColumn, PanePlace
from linreg_gui.views.panes.pane import Pane
from linreg_gui.views.panes.panes import Panes
from linreg_gui.views.panes.view_row import Place, ViewRow


class Picture(QWidget):
    """A view that can have the keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox()
        QVBoxLayout(self).addWidget(self.box)


class Barred(Picture):
    """One with a bar that is made last and lies above everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QComboBox()
        within = QHBoxLayout()
        within.addWidget(self.bar)
        self.layout().insertLayout(0, within)


class Headed(Picture):
    """One with something beside its title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel("beside")

    def give_heading(self) -> QWidget:
        return self.head


NAMES = "abcdef"
BASES = {"a": Headed, "f": Barred}
KINDS = {name: type(name.upper(), (BASES.get(name, Picture),), {}) for name in NAMES}
ROWS = tuple(ViewRow(n, f"View {n}", KINDS[n], Place.MIDDLE, "info", f"What {n} shows.") for n in NAMES)


def of(*columns: str) -> Arrangement:
    return Arrangement(
        tuple(PaneColumn(tuple(PanePlace(tuple(pane)) for pane in column.split("/"))) for column in columns)
    )


def told(panes: Panes) -> list[str]:
    return ["".join(pane.views) for pane in panes.panes()]


def seen(panes: Panes) -> str:
    return "".join(name for name in NAMES if panes.view(KINDS[name]).isVisible())


@pytest.fixture
def panes(qtbot):
    panes = Panes(ROWS, of("a/b", "c/de"))
    panes.resize(1200, 600)
    panes.show()
    qtbot.waitExposed(panes)
    yield panes
    panes.close()
    delete(panes)


def choose(pane: Pane, title: str, within: str = "") -> None:
    """A view from the menu of a title, or from a menu in it."""
    pane.open_menu()
    menu = pane.menu
    if within:
        menu = next(a.menu() for a in menu.actions() if a.menu() and within in a.text().replace("&", ""))
    next(action for action in menu.actions() if action.text().replace("&", "") == title).trigger()
    pane.menu.close()


def test_only_what_stands_in_front_is_seen_and_only_once(panes) -> None:
    assert seen(panes) == "abcd"
    assert told(panes) == ["a", "b", "c", "de"]
    panes.panes()[3].tabs.setCurrentIndex(1)
    assert seen(panes) == "abce"
    assert panes.arrangement().panes[3].shown == "e"


def test_a_view_is_made_when_it_is_first_seen_and_nothing_of_it_is_a_window_by_itself(panes, qapp) -> None:
    made: list[QWidget] = []
    windows = [window for window in qapp.topLevelWidgets() if window.isVisible()]
    panes.view_made.connect(made.append)
    assert [panes.is_made(KINDS[name]) for name in NAMES] == [True, True, True, True, False, False]
    panes.panes()[3].tabs.setCurrentIndex(1)
    assert [type(view) for view in made] == [KINDS["e"]]
    assert made[0].isVisible()
    assert panes.view(KINDS["e"]) is made[0]
    assert panes.is_made(KINDS["e"])
    assert not panes.is_made(KINDS["f"])
    assert [window for window in qapp.topLevelWidgets() if window.isVisible()] == windows


def test_the_menu_of_a_title_has_all_views_says_what_they_show_and_swaps(panes) -> None:
    first = panes.panes()[0]
    first.open_menu()
    assert [a.text() for a in first.menu.actions()[:6]] == [row.title for row in ROWS]
    assert [a.isChecked() for a in first.menu.actions()[:6]] == [name == "a" for name in NAMES]
    assert first.menu.actions()[1].toolTip() == "What b shows."
    first.menu.close()
    with_signals: list[bool] = []
    panes.rearranged.connect(lambda: with_signals.append(True))
    choose(first, "View c")
    assert told(panes) == ["c", "b", "a", "de"]
    assert seen(panes) == "abcd"
    choose(first, "View f")
    assert told(panes) == ["f", "b", "a", "de"]
    assert seen(panes) == "abdf"
    assert len(with_signals) == 2
    assert first.title.text() == "View f"


def test_what_a_view_has_beside_its_title_goes_with_it(panes) -> None:
    heading = panes.view(KINDS["a"]).head
    assert heading.isVisible()
    choose(panes.panes()[2], "View a")
    assert heading.isVisible()
    assert panes.panes()[2].isAncestorOf(heading)
    choose(panes.panes()[2], "View f")
    assert not heading.isVisible()


def test_what_a_view_shows_beside_its_title_while_another_stands_in_front_is_not_seen(panes) -> None:
    panes.show_arrangement(of("ab"))
    heading, pane = panes.view(KINDS["a"]).head, panes.panes()[0]
    pane.tabs.setCurrentIndex(1)
    heading.hide()
    heading.show()
    assert not heading.isVisible()
    pane.tabs.setCurrentIndex(0)
    assert heading.isVisible()


def test_a_pane_is_split_and_closed(panes) -> None:
    choose(panes.panes()[0], "View f", within="Below")
    assert told(panes) == ["a", "f", "b", "c", "de"]
    choose(panes.panes()[1], "Close View f")
    assert told(panes) == ["a", "b", "c", "de"]
    choose(panes.panes()[3], "View f", within="Beside")
    assert [len(column.panes) for column in panes.arrangement().columns] == [2, 2, 1]
    assert seen(panes) == "abcdf"


def test_a_double_click_on_the_title_row_maximises_and_restores(qtbot, panes) -> None:
    pane = panes.panes()[1]
    sizes = [each.height() for each in panes.panes()]
    head = pane.title.parentWidget()
    there = QPoint(head.width() - 60, head.height() // 2)
    qtbot.mouseDClick(head, Qt.MouseButton.LeftButton, pos=there)
    assert seen(panes) == "b"
    qtbot.waitUntil(lambda: pane.height() > 500)
    qtbot.mouseDClick(head, Qt.MouseButton.LeftButton, pos=there)
    assert seen(panes) == "abcd"
    qtbot.waitUntil(lambda: [each.height() for each in panes.panes()] == sizes)


def test_the_second_click_of_a_double_click_falls_on_the_menu_and_maximises_all_the_same(panes) -> None:
    pane = panes.panes()[1]
    QTest.mousePress(pane.title, Qt.MouseButton.LeftButton)
    assert pane.menu.isVisible()
    there = pane.title.mapToGlobal(pane.title.rect().center())
    press = QMouseEvent(
        QMouseEvent.Type.MouseButtonPress,
        QPointF(pane.menu.mapFromGlobal(there)),
        QPointF(there),
        *(Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier),
    )
    QApplication.sendEvent(pane.menu, press)
    assert not pane.menu.isVisible()
    assert seen(panes) == "b"


def test_keys_maximise_the_pane_they_are_in_and_open_its_menu(qtbot, panes) -> None:
    with qtbot.waitActive(panes):
        panes.activateWindow()
    titles = [pane.title for pane in panes.panes()]
    panes.panes()[3].take_focus()
    panes.toggle_maximised()
    assert seen(panes) == "d"
    panes.toggle_maximised()
    assert seen(panes) == "abcd"
    qtbot.keyClick(titles[3], Qt.Key.Key_Space)
    assert panes.panes()[3].menu.isVisible()
    panes.panes()[3].menu.close()


def test_tab_goes_through_a_pane_from_its_title_to_its_view(qtbot, panes) -> None:
    with qtbot.waitActive(panes):
        panes.activateWindow()
    choose(panes.panes()[0], "View d")
    pane = panes.panes()[0]
    pane.take_focus()
    qtbot.keyClick(pane.title, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is pane.maximise
    qtbot.keyClick(pane.maximise, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panes.view(KINDS["d"]).box
    choose(pane, "View f")
    pane.maximise.setFocus()
    for part in (panes.view(KINDS["f"]).bar, panes.view(KINDS["f"]).box):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is part


def test_a_view_that_stands_nowhere_comes_as_a_tab_and_one_behind_another_to_the_front(panes) -> None:
    panes.show_view("f")
    assert told(panes) == ["a", "b", "c", "def"]
    assert seen(panes) == "abcf"
    panes.toggle_maximised(panes.panes()[0])
    panes.show_view("e")
    assert seen(panes) == "abce"


def test_in_little_room_two_panes_are_left_and_with_more_all_come_back(panes) -> None:
    before = panes.arrangement()
    panes.resize(900, 600)
    assert told(panes) == ["a", "bcde"]
    assert seen(panes) == "ab"
    assert panes.arrangement() == before
    choose(panes.panes()[0], "View f")
    panes.resize(1200, 600)
    assert told(panes) == ["f", "b", "c", "de"]


def test_panes_that_went_for_want_of_room_keep_nothing_alive(qtbot) -> None:
    panes = Panes(ROWS, of("a/b", "c/de"))
    panes.resize(1200, 600)
    panes.show()
    qtbot.waitExposed(panes)
    panes.resize(900, 600)
    seen, first = ref(panes), ref(panes.panes()[0])
    panes.close()
    panes.deleteLater()
    del panes
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
    assert seen() is None
    assert first() is None


def test_what_comes_after_a_pane_in_the_order_of_the_keys_outlives_it(qtbot) -> None:
    window = QWidget()
    panes, last = Panes(ROWS, of("a/b", "c/de")), QComboBox()
    layout = QVBoxLayout(window)
    layout.addWidget(panes)
    layout.addWidget(last)
    window.resize(1200, 600)
    window.show()
    qtbot.waitExposed(window)
    window.resize(900, 600)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    last.addItem("still there")
    assert seen(panes) == "ab"
    window.close()
    delete(window)


def test_nothing_in_it_makes_the_window_larger_than_it_is_wanted(panes) -> None:
    panes.view(KINDS["a"]).setMinimumSize(5000, 5000)
    assert panes.minimumSizeHint().width() <= 300
    panes.show_arrangement(of(*NAMES))
    panes.resize(300, 200)
    assert panes.size().toTuple() == (300, 200)
    assert len(panes.panes()) == 1


def test_sizes_that_a_person_chose_are_part_of_the_arrangement(panes) -> None:
    told: list[bool] = []
    panes.rearranged.connect(lambda: told.append(True))
    splitter = panes.panes()[0].parentWidget()
    splitter.moveSplitter(150, 1)
    assert told
    kept = panes.arrangement()
    assert kept.columns[0].panes[0].share == pytest.approx(0.25, abs=0.02)
    panes.show_arrangement(of("a/b", "c/de"))
    even = panes.panes()[0].height()
    panes.show_arrangement(kept)
    assert panes.panes()[0].height() == pytest.approx(150, abs=3)
    assert even > 250


def test_unknown_and_repeated_names_are_passed_over(panes) -> None:
    panes.show_arrangement(of("xyz/a", "b"))
    assert told(panes) == ["a", "b"]
    panes.show_arrangement(of("xyz"))
    assert told(panes) == ["a", "b"]


def test_whatever_is_chosen_one_after_the_other_every_view_stands_once(panes) -> None:
    for turn, row in enumerate(ROWS * 3):
        choose(panes.panes()[turn % len(panes.panes())], row.title)
        assert sorted("".join(told(panes))) == sorted({*"".join(told(panes))})
        assert seen(panes) == "".join(sorted(pane.shown for pane in panes.panes()))


def test_tabs_are_there_where_all_fit_and_otherwise_the_menu_which_lists_them_first(qtbot, panes) -> None:
    pane = panes.panes()[3]
    assert pane.tabs.isVisible()
    assert pane.title.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    panes.show_arrangement(of("abcdef"))
    pane = panes.panes()[0]
    qtbot.waitUntil(lambda: pane.tabs.isVisible())
    choose(pane, "View c")
    panes.resize(330, 400)
    qtbot.waitUntil(lambda: not pane.tabs.isVisible())
    assert pane.title.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert pane.title.text() == "View c"
    pane.take_focus()
    choose(pane, "View e")
    assert (pane.title.text(), seen(panes)) == ("View e", "e")
    panes.resize(1200, 600)
    qtbot.waitUntil(lambda: pane.tabs.isVisible())
    assert pane.tabs.currentIndex() == NAMES.index("e")
    panes.show_arrangement(of("a", "bfd"))
    pane = panes.panes()[1]
    pane.open_menu()
    titles = [action.text() for action in pane.menu.actions()]
    pane.menu.close()
    assert titles[:7] == ["View b", "View f", "View d", "", "View a", "View c", "View e"]
