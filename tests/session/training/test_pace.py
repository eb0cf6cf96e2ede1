"""Pace with a clock that the test turns."""

from __future__ import annotations

import pytest

from linreg_gui.session.training.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_a_rate_as_many_as_asked_for_are_due() -> None:
    assert Pace(None).take(1234) == 1234


def test_the_first_update_is_due_at_once_and_the_next_one_tick_later() -> None:
    clock = Clock()
    pace = Pace(1.0, clock)
    assert pace.take(10) == 1
    assert pace.take(10) == 0
    assert pace.seconds_left() == pytest.approx(1.0)
    clock.now += 0.999
    assert pace.take(10) == 0
    clock.now += 0.002
    assert pace.take(10) == 1


def test_running_and_pausing_again_and_again_gives_one_update_per_tick() -> None:
    clock = Clock()
    pace = Pace(1.0, clock)
    done = 0
    for _ in range(100):  # 100 times: run, ask a few times, pause; 0.05 s each: 5 s in all
        done += sum(pace.take(1) for _ in range(3))
        clock.now += 0.05
    assert done == 5


def test_after_a_long_pause_one_update_is_due_and_not_all_that_were_missed() -> None:
    clock = Clock()
    pace = Pace(1.0, clock)
    pace.take(1)
    clock.now += 60.0
    assert pace.take(10) == 1
    assert pace.take(10) == 0


def test_a_thousand_per_second_come_in_groups_and_lose_none() -> None:
    clock = Clock()
    pace = Pace(1000.0, clock)
    done = 0
    for _ in range(200):
        taken = pace.take(100)
        assert taken == 0 or taken >= 10
        done += taken
        clock.now += 0.005
    assert done == pytest.approx(1000, abs=11)


def test_a_faster_rate_counts_from_now_on() -> None:
    clock = Clock()
    pace = Pace(1.0, clock)
    pace.take(1)
    pace.rate = 100.0
    assert pace.take(5) == 0
    clock.now += 0.011
    assert pace.take(5) == 1


def test_a_worker_that_cannot_keep_up_does_not_pile_up_a_debt() -> None:
    clock = Clock()
    pace = Pace(1000.0, clock)
    pace.take(1)
    clock.now += 30.0
    assert pace.take(100_000) <= 10  # not 30,000 in a burst
    clock.now += 0.02
    assert 10 <= pace.take(100_000) <= 22


def test_the_rest_of_a_run_is_not_held_back_until_a_group_is_full() -> None:
    clock = Clock()
    pace = Pace(1000.0, clock)
    assert pace.take(1) == 1
    clock.now += 0.004
    assert pace.take(3) == 3
