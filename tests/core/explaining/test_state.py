from __future__ import annotations

from linreg_gui.core.explaining.state import parameter_names


def test_the_parameters_have_names() -> None:
    assert parameter_names(["a", "b"], True) == ("a", "b", "constant")
    assert parameter_names(["a", "b"], False) == ("a", "b", "bias")
