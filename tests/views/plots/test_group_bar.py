"""Which rows are shown, and by what they are coloured."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from linreg_gui.core.table.groups import Group
from linreg_gui.views.plots.group_bar import GroupBar
from linreg_gui.views.plots.group_looks import group_colour, group_symbol

GROUPS = {"set": ("I", "II", "III"), "sex": ("1", "2")}


@pytest.fixture
def bar(qtbot: QtBot) -> GroupBar:
    widget = GroupBar()
    qtbot.addWidget(widget)
    widget.set_groups(GROUPS)
    return widget


def test_it_is_there_only_if_there_is_something_to_choose(bar: GroupBar) -> None:
    assert not bar.isHidden()
    bar.set_groups({})
    assert bar.isHidden()


def test_all_values_of_all_columns_are_offered_and_the_choice_is_told(qtbot: QtBot, bar: GroupBar) -> None:
    box = bar.shown_box
    texts = [box.itemText(i) for i in range(box.count())]
    assert texts == ["all rows", "set = I", "set = II", "set = III", "sex = 1", "sex = 2"]
    with qtbot.waitSignal(bar.changed):
        box.setCurrentIndex(2)
    with qtbot.assertNotEmitted(bar.changed), qtbot.waitSignal(bar.colour_requested) as asked:
        bar.colour_box.setCurrentIndex(2)
    assert asked.args == ["sex"]
    with qtbot.waitSignal(bar.changed):
        bar.show_colour("sex")
    assert (bar.shown(), bar.colour()) == (Group("set", "II"), "sex")


def test_a_chosen_column_that_makes_no_groups_is_said_to(qtbot: QtBot, bar: GroupBar) -> None:
    bar.show_colour("set")
    with qtbot.waitSignal(bar.changed):
        bar.set_groups({"sex": ("1", "2")})
    assert bar.colour() is None
    assert bar.colour_box.currentText() == "set (makes no groups)"
    bar.set_groups({})
    assert not bar.isHidden()
    bar.set_groups(GROUPS)
    assert (bar.colour(), bar.colour_box.currentText()) == ("set", "set")


def test_a_choice_stays_where_it_still_is_one(qtbot: QtBot, bar: GroupBar) -> None:
    bar.show_colour("set")
    bar.choose(Group("set", "II"))
    with qtbot.assertNotEmitted(bar.changed):
        bar.set_groups({"more": ("a", "b"), **GROUPS})
    assert (bar.shown(), bar.colour()) == (Group("set", "II"), "set")
    with qtbot.waitSignal(bar.changed):
        bar.set_groups({"set": ("I", "III")})
    assert (bar.shown(), bar.colour()) == (None, "set")


def test_what_is_asked_for_before_it_is_offered_is_chosen_then(qtbot: QtBot) -> None:
    bar = GroupBar()
    qtbot.addWidget(bar)
    bar.show_colour("sex")
    bar.ask_for(Group("set", "II"))
    assert (bar.shown(), bar.colour()) == (None, None)
    with qtbot.waitSignal(bar.changed):
        bar.set_groups(GROUPS)
    assert (bar.shown(), bar.colour()) == (Group("set", "II"), "sex")
    with qtbot.waitSignal(bar.changed):
        bar.ask_for(None)
    bar.show_colour(None)
    bar.set_groups({"sex": ("1", "2")})
    assert (bar.shown(), bar.colour()) == (None, None)


def test_groups_differ_by_more_than_their_colour() -> None:
    assert len({group_symbol(code) for code in range(12)}) == 12
    for dark in (False, True):
        assert len({group_colour(code, dark).name() for code in range(6)}) == 6


def test_every_control_has_a_name_and_a_help_text(bar: GroupBar) -> None:
    for control in (bar.shown_box, bar.colour_box):
        assert control.accessibleName()
        assert control.toolTip()


@pytest.mark.parametrize("width", [30, 200, 800])
def test_the_legend_names_its_groups_at_any_width(qtbot: QtBot, bar: GroupBar, width: int) -> None:
    bar.legend.show_groups(["I", "a very long name of a group that goes on and on", "III"])
    bar.legend.tell(["I: 11 rows"])
    bar.legend.resize(width, 18)
    assert not bar.legend.grab().isNull()
    assert bar.legend.names()[0] == "I"
    assert bar.legend.toolTip() == "I: 11 rows"
