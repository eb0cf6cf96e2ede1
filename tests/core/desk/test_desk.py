"""A desk works each part out once, and tells failures as often as it is asked."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.desk.parts import inference_of, influence_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.infer import infer
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def desk_of(n_rows: int) -> Desk:
    x = np.linspace(0.0, 1.0, n_rows)
    frame = pd.DataFrame({"x": x, "y": 2.0 * x + np.sin(9.0 * x)})
    roles = {"x": Role.FEATURE, "y": Role.LABEL}
    return Desk(Objective.of(analyse(frame, roles), SgdConfig()), Table(frame, roles, "made"))


def test_a_part_is_worked_out_once_and_stays_known_under_other_choices() -> None:
    desk, calls = desk_of(20), []
    assert desk.once("part", lambda: calls.append(1) or 7) == 7
    assert desk.with_choices(DeskChoices(level=0.9)).once("part", lambda: calls.append(1) or 8) == 7
    assert calls == [1]


def test_intervals_follow_the_level() -> None:
    desk = desk_of(20)
    narrow = inference_of(desk.with_choices(DeskChoices(level=0.8))).table
    wide = inference_of(desk).table
    np.testing.assert_array_equal(narrow.low, infer(desk.data, level=0.8).table.low)
    assert (wide.low < narrow.low).all()


def test_what_cannot_be_told_is_a_problem_each_time() -> None:
    desk, calls = desk_of(3), []

    def fail() -> None:
        calls.append(1)
        raise ProblemError("Too few rows.")

    for _ in range(2):
        with pytest.raises(ProblemError, match="Too few rows"):
            desk.once("part", fail)
    assert calls == [1]
    for _ in range(2):
        with pytest.raises(ProblemError, match="row"):
            influence_of(desk)
    with pytest.raises(ValueError, match="level"):
        DeskChoices(level=1.5)


def test_a_part_that_takes_long_keeps_nobody_from_another_one() -> None:
    desk = desk_of(20)
    begun, go_on = threading.Event(), threading.Event()

    def long() -> str:
        begun.set()
        assert go_on.wait(60.0)
        return "long"

    thread = threading.Thread(target=lambda: desk.once("long", long))
    thread.start()
    assert begun.wait(60.0)
    assert desk.once("short", lambda: "short") == "short"
    go_on.set()
    thread.join(60.0)
    assert desk.once("long", lambda: "again") == "long"


def test_of_what_is_asked_for_about_many_things_the_last_is_kept() -> None:
    desk, asked = desk_of(20), list[int]()
    for about in (1, 1, 2, 1):
        assert desk.latest("key", about, lambda about=about: asked.append(about) or about) == about
    assert asked == [1, 2, 1]
