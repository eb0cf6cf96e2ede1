"""The coefficient table: what the data say of bias and weights, one row each, with joint tests of groups."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow
from linreg_gui.core.inference.infer import Inference
from linreg_gui.core.inference.infer_counts import CountInference
from linreg_gui.core.inference.infer_huber import HuberInference
from linreg_gui.core.inference.robust import JointTest, joint_test
from linreg_gui.core.model.losses import HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.number_text import TableStyle, number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.feature_sources import Source
from linreg_gui.core.wording import shortened

from .coefficient_words import RowWords, chance_in_words
from .desk import Desk, DeskChoices
from .parts import answers_of, inflation_of

_DIGITS_OF_ERROR = 4
_LARGE = 1e6
_LONGEST = 60


class Statistic(enum.StrEnum):
    """A number of a coefficient beside its estimate; the values are kept on the disk."""

    ERROR = "standard error"
    T = "t"
    P = "p"
    LOW = "low"
    HIGH = "high"
    STANDARDISED = "standardised"
    INFLATION = "vif"


@dataclass(frozen=True)
class Group:
    """Features that were made of one column, tested together.

    Attributes
    ----------
    column : str
        Of the table, or the term.
    first : int
        Place of the first of them among all features.
    test : JointTest
        That all their weights are 0; its f is NaN where there is none.
    """

    column: str
    first: int
    test: JointTest


@dataclass(frozen=True, eq=False)
class CoefficientTable:
    """One row for the bias, if there is one, and for each weight.

    Attributes
    ----------
    names : tuple of str
        ``"bias"`` and the features.
    estimate : array, shape (k,)
        The exact solution.
    numbers : dict from Statistic to array, shape (k,)
        Those that hold; NaN where one is not defined, as the inflation of the bias.
    groups : tuple of Group
        In the order of the features.
    is_z : bool
        Whether t is a z, by the normal distribution.
    choices : DeskChoices
        Level of the intervals, and kind of the errors.
    remark : str
        What is missing and why, and what is to be said of the errors; empty where nothing is.
    words : RowWords
        What reads a row in words.
    """

    names: tuple[str, ...]
    estimate: FloatArray
    numbers: dict[Statistic, FloatArray]
    groups: tuple[Group, ...]
    is_z: bool
    choices: DeskChoices
    remark: str
    words: RowWords

    def number(self, place: int, what: Statistic) -> float:
        """NaN where there is none."""
        found = self.numbers.get(what)
        return math.nan if found is None else float(found[place])

    def text(self, place: int, what: Statistic, style: TableStyle) -> str:
        """A number as it is shown: errors and ends of intervals have the same decimals."""
        value = self.number(place, what)
        if math.isnan(value):
            return "–"
        if what is Statistic.P:
            return style.p(value)
        if what in (Statistic.T, Statistic.INFLATION):
            return number_text(value, 6) if abs(value) >= _LARGE else style.decimal(value, 2)
        if what is Statistic.STANDARDISED:
            return style.decimal(value, 3)
        error = self.number(place, Statistic.ERROR)
        if not 0.0 < error < math.inf:
            return number_text(value, 5)
        power = math.floor(math.log10(error))
        decimals = _DIGITS_OF_ERROR - 1 - power
        if style.decimals is None and not -3 <= decimals <= 6:
            return number_text(value, max(_DIGITS_OF_ERROR, _power(value) - power + _DIGITS_OF_ERROR))
        return style.decimal(value, max(0, decimals))

    def in_words(self, place: int, style: TableStyle) -> str:
        """A row read aloud: what it says, and how surely."""
        estimate, feature = float(self.estimate[place]), self._feature(place)
        ends = self.number(place, Statistic.LOW), self.number(place, Statistic.HIGH)
        if feature < 0:
            told = self.words.bias(estimate, *ends)
        else:
            told = self.words.weight(feature, estimate, *ends)
        p = self.number(place, Statistic.P)
        what = "the true bias" if feature < 0 else "the true weight"
        return told if math.isnan(p) else f"{told} {chance_in_words(p, style, what)}"

    def standardised_in_words(self, place: int) -> str:
        """The standardised weight read aloud; empty where there is none."""
        value = self.number(place, Statistic.STANDARDISED)
        return "" if math.isnan(value) else self.words.standardised(self._feature(place), value)

    def group_text(self, group: Group, style: TableStyle) -> str:
        """The statistic of a joint test, such as F(3, 437) = 5.21."""
        test = group.test
        if math.isnan(test.f):
            return "–"
        if self.is_z:
            return f"χ²({test.count}) = {style.decimal(test.f * test.count, 2)}"
        return f"F({test.count}, {test.degrees_of_freedom:.0f}) = {style.decimal(test.f, 2)}"

    def group_in_words(self, group: Group, style: TableStyle) -> str:
        """The joint test of a group read aloud."""
        test, name = group.test, shortened(group.column, _LONGEST)
        if math.isnan(test.f):
            return f"The errors of the {test.count} weights of {name} do not tell them apart: no joint test."
        chance = chance_in_words(
            test.p, style, f"{'both' if test.count == 2 else f'all {test.count}'} true weights"
        )
        return f"{name} as a whole: {self.group_text(group, style)}, {chance}"

    def _feature(self, place: int) -> int:
        """Its place among the features, −1 for the bias."""
        return place - (len(self.names) - len(self.words.names))


def coefficients_of(desk: Desk) -> CoefficientTable | None:
    """The `CoefficientTable` of the exact solution; None without one."""
    fit = desk.fit
    if fit is None:
        return None
    ledger = desk.analysis.ledger
    names = (*(("bias",) if fit.bias_fitted else ()), *desk.data.feature_names)
    estimate = np.append([fit.bias] * fit.bias_fitted, fit.weights)
    groups: tuple[Group, ...] = ()
    numbers: dict[Statistic, FloatArray] = {}
    remarks = []
    loss = desk.objective.loss
    counts, is_z = isinstance(loss, PoissonLoss), isinstance(loss, (HuberLoss, PoissonLoss))
    try:
        found = answers_of(desk)
    except ProblemError as error:
        remarks.append(error.problem.sentence)
    else:
        table = found.table
        numbers = {
            Statistic.ERROR: table.standard_error,
            Statistic.T: table.t,
            Statistic.P: table.p,
            Statistic.LOW: table.low,
            Statistic.HIGH: table.high,
        }
        groups = _groups(found, ledger.sources)
        remarks += [_error_remark(desk.choices.errors, loss), ledger.filled_caveat]
    if not counts and fit.bias_fitted:  # spreads are about the mean, which a line through 0 does not know
        numbers[Statistic.STANDARDISED] = _standardised(desk, len(names))
    if not counts:
        try:
            numbers[Statistic.INFLATION] = _beside_bias(inflation_of(desk), len(names))
        except ProblemError as error:
            if desk.problem is not None or not any(remarks):  # or it is told already
                remarks.append(error.problem.sentence)
    words = RowWords(
        desk.data.feature_names,
        ledger.sources,
        desk.analysis.label,
        desk.table.units,
        desk.analysis.label_scale,
        counts=counts,
    )
    told = " ".join(filter(None, dict.fromkeys(remarks)))
    return CoefficientTable(names, frozen(estimate), numbers, groups, is_z, desk.choices, told, words)


def _groups(
    found: Inference | CountInference | HuberInference, sources: Sequence[Source]
) -> tuple[Group, ...]:
    """Joint tests of features that come from one column."""
    groups, first = [], 0
    estimate = found.table.estimate
    bias = len(estimate) - len(sources)
    freedom = float(found.degrees_of_freedom) if isinstance(found, Inference) else math.inf
    for column, members in groupby(sources, key=lambda source: source.column):
        size = len(list(members))
        if size > 1:
            places = range(bias + first, bias + first + size)
            groups.append(Group(column, first, joint_test(found.root, estimate, places, freedom)))
        first += size
    return tuple(groups)


def _standardised(desk: Desk, count: int) -> FloatArray:
    """Weights in standard deviations of the label per standard deviation of the feature."""
    fit, norms = desk.fit, desk.analysis.moments.norms
    assert fit is not None
    with quiet_overflow(), np.errstate(divide="ignore"):
        found = fit.weights * norms[:-1] / norms[-1]
    return _beside_bias(np.where(np.isfinite(found), found, np.nan), count)


def _beside_bias(of_features: FloatArray, count: int) -> FloatArray:
    return frozen(np.append(np.full(count - len(of_features), np.nan), of_features))


def _error_remark(errors: str, loss: Loss) -> str:
    counts = isinstance(loss, PoissonLoss)
    if errors == "plain":
        if counts:
            return "Errors are those of the information matrix, for counts of a Poisson distribution."
        if isinstance(loss, SquaredLoss):
            return ""
        return "Errors are those of an M-estimator whose δ was given, for noise that is alike in all rows."
    against = (
        "counts that vary more or less than Poisson ones" if counts else "noise that varies from row to row"
    )
    return f"Errors are robust against {against} ({errors})."


def _power(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value and math.isfinite(value) else 0
