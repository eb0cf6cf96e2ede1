"""Methods that a library calls: whatever happens in them is told, and answered."""

from __future__ import annotations

import argparse
import sys

import pytest

from linreg_gui.core.answering import UNSHOWN, always_answers, answers_always, overrides


@pytest.fixture
def told(monkeypatch) -> list[BaseException]:
    found: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: found.append(error))
    return found


class Foreign(argparse.Action):
    """Stands for a class of Qt."""

    def data(self, index, role=0):
        raise NotImplementedError

    def size_hint(self):
        return 7

    def accept(self):
        raise AssertionError

    def paint(self):
        return None


class Mixin:
    __module__ = "linreg_gui.somewhere"

    def paint(self):
        raise KeyError("a mixin, too")


@always_answers
class Own(Mixin, Foreign):
    __module__ = "linreg_gui.somewhere"

    def __init__(self):
        pass

    def data(self, index, role=0):
        raise ValueError(f"{index} {role}")

    def size_hint(self):
        raise OverflowError

    def accept(self):
        raise RecursionError

    def its_own(self):
        raise LookupError


def test_a_method_that_fails_tells_it_and_leaves_the_answer_to_the_library(told) -> None:
    assert Own().size_hint() == 7
    assert [type(error) for error in told] == [OverflowError]


def test_a_cell_that_fails_shows_a_sign_and_why(told) -> None:
    own = Own()
    assert own.data(3) == own.data(3, role=0) == UNSHOWN
    assert "mistake" in own.data(3, 3)
    assert own.data(3, 256) is None
    assert len(told) == 4


def test_what_a_dialog_was_asked_to_do_does_not_count_as_done(told) -> None:
    assert Own().accept() is None
    assert [type(error) for error in told] == [RecursionError]


def test_methods_of_mixins_answer_too(told) -> None:
    assert Own().paint() is None
    assert "KeyError" in {type(error).__name__ for error in told}


def test_only_overriding_methods_are_changed() -> None:
    assert overrides(Own) == ("accept", "data", "paint", "size_hint")
    assert all(answers_always(getattr(Own, name)) for name in overrides(Own))
    with pytest.raises(LookupError):
        Own().its_own()


def test_nothing_of_a_failed_method_lives_on(told) -> None:
    gone = []

    class Painter:
        def __del__(self):
            gone.append(True)

    @always_answers
    class Painting(Foreign):
        __module__ = "linreg_gui.somewhere"

        def __init__(self):
            pass

        def paint(self):
            painter = Painter()
            raise ValueError(painter is None)

    Painting().paint()
    assert gone
    assert told
