"""The desk follows the table: what no number of has changed stays known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from pytestqt.qtbot import QtBot

from linreg_gui.core.desk.check import model_check
from linreg_gui.core.desk.check_values import CheckWish
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.parts import rows_judged_of, states_of
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.session import Session


def table() -> Table:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(40, 2)), columns=["a", "y"])
    return Table(frame, {"a": Role.FEATURE, "y": Role.LABEL}, "t", numeric=frozenset("ay"))


def after(qtbot: QtBot, session: Session, edit: Callable[[], object]) -> Desk:
    with qtbot.waitSignal(session.desk.changed, timeout=30_000):
        edit()
    qtbot.waitUntil(
        lambda: session.desk.desk is not None and session.desk.desk.table is session.document.table,
        timeout=30_000,
    )
    assert session.desk.desk is not None
    return session.desk.desk


def test_hiding_and_labelling_rows_keep_what_is_known_of_the_fit(qtbot: QtBot, session: Session) -> None:
    document = session.document
    desk = after(qtbot, session, lambda: document.replace("Open", table()))
    judged, verdicts = rows_judged_of(desk), model_check(desk, CheckWish()).verdicts
    for edit in (
        lambda: document.hide_rows([3, 4]),
        lambda: document.toggle_labelled([5]),
        lambda: document.colour_rows([6], 1),
        document.undo,
        document.redo,
    ):
        now = after(qtbot, session, edit)
        assert now is not desk
        assert rows_judged_of(now) is judged
        check = model_check(now, CheckWish())
        assert check.verdicts is verdicts
        assert check.picture is not None
        assert check.picture.x.size == 38
        assert check.picture.hidden == "2 hidden, still counted"
        assert len(states_of(now).hidden) == 2
    now = after(qtbot, session, lambda: document.exclude_rows([3]))
    assert rows_judged_of(now) is not judged
    check = model_check(now, CheckWish())
    assert check.picture is not None
    assert check.picture.hidden == "2 hidden, 1 of them counted"
    assert check.picture.excluded[0].size == 0  # it is hidden
