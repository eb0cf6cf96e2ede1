"""The bundled certified answers are those of NIST."""

from __future__ import annotations

import json

import pytest
from project_paths import NIST

from linreg_gui.core.installation.certified import LONGLEY, NORRIS, Certified, agreeing_digits


@pytest.mark.parametrize("answer", [NORRIS, LONGLEY], ids=lambda answer: answer.file)
def test_the_answers_are_the_certified_ones(answer: Certified) -> None:
    certified = json.loads((NIST / answer.file).with_suffix(".json").read_text())
    assert [answer.bias, *answer.weights] == certified["beta"]
    assert list(answer.standard_errors) == certified["se"]


def test_digits_are_those_of_the_worst_number() -> None:
    assert agreeing_digits([1.0, 2.0], [1.0, 2.0]) == 15.0
    assert agreeing_digits([1.0, 2.0002], [1.0, 2.0]) == pytest.approx(4.0)
    assert agreeing_digits([float("nan"), 2.0], [1.0, 2.0]) == 0.0
    assert agreeing_digits([1.0], [1.0, 2.0]) == 0.0
