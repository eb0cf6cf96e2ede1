"""Whether to believe the model: all answers, and the picture of the question that is looked at."""

from __future__ import annotations

from collections.abc import Callable

from linreg_gui.core.problem import ProblemError

from .check_design import exact, few_rows, new_data, same
from .check_noise import independent, normal, spread, straight
from .check_pictures import choices_of, picture_of
from .check_rows import check_rows
from .check_values import CheckWish, ModelCheck, Question, Standing, Verdict
from .desk import Desk

_ANSWERS: dict[Question, Callable[[Desk], Verdict]] = {
    Question.STRAIGHT: straight,
    Question.SPREAD: spread,
    Question.NORMAL: normal,
    Question.INDEPENDENT: independent,
    Question.FEW_ROWS: few_rows,
    Question.SAME: same,
    Question.EXACT: exact,
    Question.NEW_DATA: new_data,
}
# What residuals that are nothing but rounding say nothing about.
_OF_NOISE = (
    Question.STRAIGHT,
    Question.SPREAD,
    Question.NORMAL,
    Question.INDEPENDENT,
    Question.FEW_ROWS,
    Question.NEW_DATA,
)
_ON_THE_LINE = "The labels are what is predicted but for rounding, so there are no residuals to learn from."


def model_check(desk: Desk, wish: CheckWish) -> ModelCheck:
    """What a desk says to each question, and the picture that is wished for.

    Parameters
    ----------
    desk : Desk
    wish : CheckWish

    Returns
    -------
    ModelCheck
        Where a question has no answer, as there are too few rows or the weights are not determined, its
        verdict says why.
    """
    verdicts = desk.once("check verdicts", lambda: tuple(_answer(desk, question) for question in Question))
    choices = choices_of(desk, wish.question)
    choice = wish.choice if 0 <= wish.choice < len(choices) else 0
    try:
        picture = picture_of(desk, wish, choice)
    except ProblemError as error:
        return ModelCheck(wish, verdicts, choices, None, error.problem.sentence, table=desk.table)
    data = desk.objective.analysis.data
    subject = (wish.question, choice, data.feature_names, data.label_name, desk.table.name)
    return ModelCheck(wish, verdicts, choices, picture, "", subject, desk.table)


def _is_on_the_line(desk: Desk) -> bool:
    rows = check_rows(desk)
    return rows.noise_is_rounding and not rows.limited


def _answer(desk: Desk, question: Question) -> Verdict:
    try:
        if question in _OF_NOISE and _is_on_the_line(desk):
            return Verdict(question, Standing.UNTOLD, "There is no noise", (), (_ON_THE_LINE,))
        return _ANSWERS[question](desk)
    except ProblemError as error:
        return Verdict(question, Standing.UNTOLD, "Cannot be told here", (), (error.problem.sentence,))
