"""The parts of a desk that several views read; each is worked out once."""

from __future__ import annotations

from linreg_gui.core.inference.collinearity import Collinearity, collinearity
from linreg_gui.core.inference.infer import Inference, infer
from linreg_gui.core.inference.influence import Influence, influence
from linreg_gui.core.inference.predictor import CountPredictor, Predictor, count_predictor, predictor
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


def spread_of(desk: Desk) -> Predictor:
    """What tells the leverage of any row, whatever the loss; raises as `predictor`."""
    return desk.once("spread", lambda: predictor(desk.data, desk.analysis.exact))


def predictor_of(desk: Desk) -> Predictor:
    """Predictions at any row with their intervals; raises as `predictor`."""
    errors = desk.choices.errors
    if errors == "plain":
        return spread_of(desk)
    return desk.once(("predictor", errors), lambda: predictor(desk.data, desk.fit, errors=errors))


def count_predictor_of(desk: Desk) -> CountPredictor:
    """Means of counts at any row with their intervals; raises as `count_predictor`."""
    assert desk.fit is not None
    fit = desk.fit
    return desk.once("count predictor", lambda: count_predictor(desk.data, fit))
