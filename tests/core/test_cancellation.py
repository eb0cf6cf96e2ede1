"""Computations end where they ask whether anybody still wants them, and only those of an unwanted job."""

from __future__ import annotations

import threading

import pytest

from linreg_gui.core.cancellation import Cancelled, cancelled_by, check_wanted


def test_what_nobody_started_as_a_job_is_never_cancelled() -> None:
    check_wanted()


def test_what_is_not_wanted_any_more_ends_where_it_asks() -> None:
    unwanted: list[bool] = []
    with cancelled_by(lambda: bool(unwanted)):
        check_wanted()
        unwanted.append(True)
        with pytest.raises(Cancelled):
            check_wanted()
    check_wanted()


def test_what_tells_failures_does_not_take_it_for_one() -> None:
    assert not issubclass(Cancelled, Exception)


def test_one_thread_is_cancelled_and_not_the_other() -> None:
    ended: list[str] = []

    def other() -> None:
        check_wanted()
        ended.append("other")

    with cancelled_by(lambda: True):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert ended == ["other"]
