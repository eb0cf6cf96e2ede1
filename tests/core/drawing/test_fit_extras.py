"""What a project keeps of the extras of the fit plot is known again, whoever wrote it."""

from __future__ import annotations

import pytest

from linreg_gui.core.drawing.fit_extras import NO_EXTRAS, Extra, known_extras


@pytest.mark.parametrize("extra", Extra)
def test_each_is_known_by_its_name(extra: Extra) -> None:
    assert known_extras([extra.value]) == {extra}


def test_what_is_not_known_is_left_alone() -> None:
    assert known_extras(["", "<b>", "Residual sticks", "residual sticks\0", "STICKS"]) == NO_EXTRAS


def test_sticks_and_squares_are_a_choice() -> None:
    assert known_extras(["residual sticks", "residual squares"]) == {Extra.SQUARES}
