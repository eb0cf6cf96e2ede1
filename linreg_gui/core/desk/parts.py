"""The parts of a desk that several views read; each is worked out once."""

from __future__ import annotations

from linreg_gui.core.inference.collinearity import Collinearity, collinearity
from linreg_gui.core.inference.infer import Inference, infer
from linreg_gui.core.inference.influence import Influence, influence
from linreg_gui.core.inference.residual_tests import ResidualTests, residual_tests

from .desk import Desk


def inference_of(desk: Desk) -> Inference:
    """Errors, tests, intervals and criteria, on noise of constant variance; raises as `infer`."""
    level = desk.choices.level
    return desk.once(("inference", level), lambda: infer(desk.data, desk.fit, level=level))


def influence_of(desk: Desk) -> Influence:
    """How much each row of the fit weighs; raises as `influence`."""
    return desk.once("influence", lambda: influence(desk.data, desk.fit))


def collinearity_of(desk: Desk) -> Collinearity:
    """What the features say twice; raises as `collinearity`."""
    return desk.once("collinearity", lambda: collinearity(desk.data))


def tests_of(desk: Desk) -> ResidualTests:
    """Whether the residuals look like normal noise of constant variance; raises as `residual_tests`."""
    return desk.once("tests", lambda: residual_tests(desk.data, desk.fit))
