"""The parts of a desk that several views read; each is worked out once, all from one check of the fit."""

from __future__ import annotations

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.drawn_states import DrawnStates, drawn_states
from linreg_gui.core.drawing.row_note import RowNotes
from linreg_gui.core.inference.checked_fit import CheckedFit, checked_fit
from linreg_gui.core.inference.collinearity import Collinearity, collinearity, variance_inflation
from linreg_gui.core.inference.infer import Inference, infer
from linreg_gui.core.inference.infer_counts import CountInference, infer_counts
from linreg_gui.core.inference.infer_huber import HuberInference, infer_huber
from linreg_gui.core.inference.influence import Influence, rows_judged
from linreg_gui.core.inference.predictor import CountPredictor, Predictor, count_predictor, predictor
from linreg_gui.core.inference.residual_tests import ResidualTests, residual_tests
from linreg_gui.core.inference.robust import press
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import HuberLoss, PoissonLoss
from linreg_gui.core.problem import ProblemError, ProblemKind

from .desk import Desk


def checked_of(desk: Desk) -> CheckedFit:
    """The exact solution with all that inference needs, which all other parts share.

    Raises
    ------
    ProblemError
        If what rests on least squares does not hold for it, or the data do not determine the weights.
    """
    if desk.problem is not None:
        raise ProblemError.of(desk.problem)
    return desk.once("checked", lambda: _checked(desk))


def inference_of(desk: Desk) -> Inference:
    """Errors of the kind that is chosen, tests, intervals and criteria; raises as `infer`."""
    checked, level, errors = checked_of(desk), desk.choices.level, desk.choices.errors
    return desk.once(
        ("inference", level, errors), lambda: infer(desk.data, checked, level=level, errors=errors)
    )


def count_inference_of(desk: Desk) -> CountInference:
    """The same of the least Poisson loss; raises as `infer_counts`, and if there is a weight decay."""
    fit, level, errors = _unpenalised(desk), desk.choices.level, desk.choices.errors
    return desk.once(
        ("counts", level, errors), lambda: infer_counts(desk.data, fit, level=level, errors=errors)
    )


def huber_inference_of(desk: Desk) -> HuberInference:
    """The same of the least Huber loss; raises as `infer_huber`, and if there is a weight decay."""
    fit, loss, level, errors = (
        _unpenalised(desk),
        desk.objective.loss,
        desk.choices.level,
        desk.choices.errors,
    )
    assert isinstance(loss, HuberLoss)
    return desk.once(
        ("Huber", level, errors), lambda: infer_huber(desk.data, fit, loss, level=level, errors=errors)
    )


def answers_of(desk: Desk) -> Inference | CountInference | HuberInference:
    """That of these which the loss has.

    Raises
    ------
    ProblemError
        As they do, and if it has none.
    """
    if isinstance(desk.objective.loss, PoissonLoss):
        return count_inference_of(desk)
    if isinstance(desk.objective.loss, HuberLoss):
        return huber_inference_of(desk)
    return inference_of(desk)


def rows_judged_of(desk: Desk) -> tuple[CheckedFit, Influence]:
    """How much each row weighs, and the fit with all digits of that for any row; raises as `influence`."""
    checked = checked_of(desk)
    return desk.once("rows judged", lambda: rows_judged(checked, desk.data))


def influence_of(desk: Desk) -> Influence:
    """How much each row of the fit weighs; raises as `influence`."""
    return rows_judged_of(desk)[1]


def collinearity_of(desk: Desk) -> Collinearity:
    """What the features say twice, whatever the loss; raises as `collinearity`."""
    return desk.once("collinearity", lambda: collinearity(desk.data, _of_features(desk)))


def inflation_of(desk: Desk) -> FloatArray:
    """`Collinearity.variance_inflation` alone, which needs no look at the rows; raises as `collinearity`."""
    return desk.once("inflation", lambda: variance_inflation(_of_features(desk)))


def press_of(desk: Desk) -> float:
    """Sum of the squares by which each row is missed by a fit of the others; raises as `press`."""
    checked = checked_of(desk)
    return desk.once("press", lambda: press(checked))


def spread_of(desk: Desk) -> Predictor:
    """What tells the leverage of any row, whatever the loss; raises as `predictor`."""
    return desk.once("spread", lambda: predictor(desk.data, _of_features(desk)))


def surroundings_of(desk: Desk) -> Predictor:
    """What tells how far any row is from the middle of the data, also where the model has no bias.

    Without one the leverage tells how far it is from zero, where no row may be.
    """
    if desk.data.has_bias:
        return spread_of(desk)
    try:
        return desk.once("surroundings", lambda: predictor(desk.data, fit_bias=True))
    except ProblemError:
        return spread_of(desk)  # of levels that make up a bias, or of too few rows


def predictor_of(desk: Desk) -> Predictor:
    """Predictions at any row with their intervals; raises as `predictor`."""
    checked, errors = checked_of(desk), desk.choices.errors
    if errors == "plain":
        return spread_of(desk)
    return desk.once(("predictor", errors), lambda: predictor(desk.data, checked, errors=errors))


def count_predictor_of(desk: Desk) -> CountPredictor:
    """Means of counts at any row with their intervals; raises as `count_predictor`."""
    assert desk.fit is not None
    fit = desk.fit
    return desk.once("count predictor", lambda: count_predictor(desk.data, fit))


def tests_of(desk: Desk) -> ResidualTests:
    """Whether the residuals look like normal noise of constant variance; raises as `residual_tests`."""
    checked = checked_of(desk)
    return desk.once("tests", lambda: residual_tests(desk.data, checked))


def _unpenalised(desk: Desk) -> Fit:
    """The exact solution, if errors of another loss than the squared one can be told of it."""
    if desk.objective.weight_decay:
        why = "There are no errors: with weight decay the weights are drawn towards 0."
        raise ProblemError(why, ProblemKind.LOSS)
    if desk.fit is None:
        raise ProblemError(desk.objective.explanation, ProblemKind.NO_SOLUTION)
    return desk.fit


def notes_of(desk: Desk) -> RowNotes:
    """What rows of the table are called."""
    return desk.once("row notes", lambda: RowNotes(desk.table))


def states_of(desk: Desk) -> DrawnStates:
    """Which rows are hidden, coloured and labelled."""
    return desk.once(
        "drawn states", lambda: drawn_states(desk.table, desk.analysis.table_rows), of_states=True
    )


def _checked(desk: Desk) -> CheckedFit:
    return checked_fit(desk.data, desk.fit, None, None, spare=0, known=desk.analysis.moments)


def _of_features(desk: Desk) -> CheckedFit:
    """A checked least-squares fit of the same features, for what the loss has no part in."""
    if desk.problem is None:
        return checked_of(desk)
    return desk.once(
        "features",
        lambda: checked_fit(desk.data, desk.analysis.exact, None, None, spare=0, known=desk.analysis.moments),
    )
