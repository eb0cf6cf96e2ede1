from __future__ import annotations

import pytest

from linreg_gui.core.solvers.sgd.stopping import StopRules


@pytest.mark.parametrize(
    "rules",
    [
        {"target_loss": float("nan")},
        {"distance": 0.0},
        {"tolerance": -1.0},
        {"patience": 2.5},
        {"patience": 0},
        {"seconds": "long"},
        {"seconds": True},
    ],
)
def test_rules_out_of_range_are_refused(rules):
    with pytest.raises(ValueError, match="The stop rule"):
        StopRules(**rules)
