"""The summary of a fit: how many rows, how much is explained, which criteria; each number with a sentence."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import quiet_overflow
from linreg_gui.core.inference.infer import Inference
from linreg_gui.core.inference.infer_counts import CountInference
from linreg_gui.core.inference.infer_huber import HuberInference
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.number_text import TableStyle, number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.wording import shortened

from .desk import Desk
from .parts import answers_of, checked_of, press_of

_SHARE_DECIMALS = 3
_MOST_SHARE_DECIMALS = 12
_DIGITS = 5
_LONGEST = 60
_CONDITIONS = (10.0, "low"), (30.0, "moderate"), (100.0, "high")


class SummaryForm(enum.Enum):
    """How a number is written."""

    TEXT = enum.auto()
    SHARE = enum.auto()
    NUMBER = enum.auto()
    CRITERION = enum.auto()
    P = enum.auto()


@dataclass(frozen=True)
class SummaryLine:
    """One number of the summary.

    Attributes
    ----------
    name : str
    value : float or str
        NaN where it is not defined.
    form : SummaryForm
    sentence : str
        What it is, or why it is missing.
    """

    name: str
    value: float | str
    form: SummaryForm
    sentence: str

    def text(self, style: TableStyle) -> str:
        """As it is shown; a share that is not 1 does not look like it."""
        if isinstance(self.value, str):
            return self.value
        if self.form is SummaryForm.P:
            return style.p(self.value)
        if math.isnan(self.value):
            return "–"
        if self.form is SummaryForm.SHARE:
            return style.share(self.value, share_decimals(self.value))
        if self.form is SummaryForm.CRITERION:
            return style.decimal(self.value, 2)
        return number_text(self.value, _DIGITS) if style.decimals is None else style.decimal(self.value, 0)

    def short(self, style: TableStyle) -> str:
        """Name and number, such as “R² = 0.518”."""
        if self.form is SummaryForm.P and isinstance(self.value, float):
            return style.p_in_words(self.value)
        return f"{self.name} = {self.text(style)}"

    @property
    def exact(self) -> str:
        """With all digits, for a spreadsheet."""
        return self.value if isinstance(self.value, str) else repr(self.value)


@dataclass(frozen=True)
class Summary:
    """All lines, and those that say most, for one line.

    Attributes
    ----------
    lines : tuple of SummaryLine
    first : tuple of str
        Names of those that one line has room for, the most telling first.
    remark : str
        Why some are missing; empty where none is.
    """

    lines: tuple[SummaryLine, ...]
    first: tuple[str, ...]
    remark: str = ""

    def line(self, name: str) -> SummaryLine | None:
        """A line by its name."""
        return next((line for line in self.lines if line.name == name), None)

    def short(self, style: TableStyle) -> tuple[str, ...]:
        """Pieces such as “R² = 0.518”, the most telling first."""
        found = [self.line(name) for name in self.first]
        return tuple(line.short(style) for line in found if line is not None)


def share_decimals(value: float) -> int:
    """So many decimals that a share below 1 is not shown as 1."""
    left = abs(1.0 - value)
    if not 0.0 < left < 1.0:
        return _SHARE_DECIMALS
    return min(_MOST_SHARE_DECIMALS, max(_SHARE_DECIMALS, 1 - math.floor(math.log10(left))))


def summary_of(desk: Desk, *, whole: bool = True) -> Summary | None:
    """The `Summary` of the exact solution; None without one. If not whole, without a pass over the rows."""
    if desk.fit is None:
        return None
    try:
        found = answers_of(desk)
        if isinstance(found, CountInference):
            return _of_counts(desk, found, whole)
        if isinstance(found, HuberInference):
            return _of_huber(desk, found, whole)
        return _of_squares(desk, found, whole)
    except ProblemError as error:
        lines = [_rows(desk), *_explained(desk), *_held_out(desk, whole)]
        return Summary(tuple(lines), ("n", "R²"), error.problem.sentence)


def _of_squares(desk: Desk, found: Inference, whole: bool) -> Summary:
    fit, freedom = desk.fit, found.degrees_of_freedom
    assert fit is not None
    d = desk.data.n_features
    robust = "" if found.errors == "plain" else f" It is Wald’s, with {found.errors} errors."
    is_plain = desk.analysis.label_scale is LabelScale.PLAIN
    unit = desk.table.units.get(desk.analysis.label, "") if is_plain else ""
    lines = [
        _rows(desk),
        *_explained(desk),
        SummaryLine(
            "adjusted R²",
            found.adjusted_r_squared,
            SummaryForm.SHARE,
            "R² less what features explain by chance: it may fall when a feature is added that says nothing.",
        ),
        SummaryLine(
            "σ",
            found.sigma,
            SummaryForm.NUMBER,
            f"The residual standard error √(RSS / {freedom:,})"
            f", in {unit or f'the unit of {shortened(desk.data.label_name, _LONGEST)}'}: "
            "how far labels usually lie from their predictions.",
        ),
        SummaryLine(
            f"F({d:,}, {freedom:,})",
            found.f,
            SummaryForm.CRITERION,
            "Tests that all weights are 0: that the features explain nothing." + robust,
        ),
        SummaryLine(
            "p of F",
            found.f_p,
            SummaryForm.P,
            "In how many of such samples F would be as large if all true weights were 0.",
        ),
        SummaryLine(
            "log-likelihood",
            found.log_likelihood,
            SummaryForm.CRITERION,
            "The logarithm of the density of the labels under normal noise, σ² = RSS/n; higher is nearer.",
        ),
        *_criteria(found.aic, found.bic),
        *(_press(desk) if whole else ()),
        _condition(fit.condition_number),
        *_held_out(desk, whole),
    ]
    first = ("R²", "n", "σ", f"F({d:,}, {freedom:,})", "p of F")
    return Summary(tuple(lines), first)


def _of_counts(desk: Desk, found: CountInference, whole: bool) -> Summary:
    fit = desk.fit
    assert fit is not None
    chi2, p = found.ratio_test
    d = desk.data.n_features
    lines = [
        _rows(desk),
        SummaryLine(
            "deviance explained",
            found.deviance_explained,
            SummaryForm.SHARE,
            f"The share of the deviance of {'their mean' if fit.bias_fitted else 'a mean of 1'} that the "
            "features take away, as R² is for squares.",
        ),
        SummaryLine(
            "deviance",
            found.deviance,
            SummaryForm.CRITERION,
            "Twice what the log-likelihood lacks to that of a model through every count; some "
            f"{desk.data.n_rows - d - 1:,} where counts are Poisson ones and not too small.",
        ),
        SummaryLine(
            f"χ²({d:,})",
            chi2,
            SummaryForm.CRITERION,
            "Tests that all weights are 0, by the ratio of likelihoods.",
        ),
        SummaryLine(
            "p of χ²",
            p,
            SummaryForm.P,
            "In how many of such samples χ² would be as large if all true weights were 0.",
        ),
        SummaryLine(
            "log-likelihood",
            found.log_likelihood,
            SummaryForm.CRITERION,
            "The logarithm of the probability of the counts under the model; higher is nearer.",
        ),
        *_criteria(found.aic, found.bic),
        *_held_out(desk, whole),
    ]
    return Summary(tuple(lines), ("deviance explained", "n", f"χ²({d:,})", "p of χ²"))


def _of_huber(desk: Desk, found: HuberInference, whole: bool) -> Summary:
    fit = desk.fit
    assert fit is not None
    test, d = found.joint_test, desk.data.n_features
    lines = [
        _rows(desk),
        SummaryLine(
            "within δ",
            f"{found.n_within:,}",
            SummaryForm.TEXT,
            "Rows whose residuals count by their square; all others pull no harder than δ.",
        ),
        *_explained(desk),
        SummaryLine(
            f"χ²({d:,})",
            test.f * test.count,
            SummaryForm.CRITERION,
            "Tests that all weights are 0: that the features explain nothing. It is Wald’s"
            f"{'' if found.errors == 'plain' else f', with {found.errors} errors'}.",
        ),
        SummaryLine(
            "p of χ²",
            test.p,
            SummaryForm.P,
            "In how many of such samples χ² would be as large if all true weights were 0.",
        ),
        _condition(fit.condition_number),
        *_held_out(desk, whole),
    ]
    told = "σ, F, AIC, BIC and PRESS are those of least squares, which the Huber loss is not."
    return Summary(tuple(lines), ("R²", "n", f"χ²({d:,})", "p of χ²"), told)


def _rows(desk: Desk) -> SummaryLine:
    return SummaryLine(
        "n",
        f"{desk.data.n_rows:,}",
        SummaryForm.TEXT,
        f"Rows that are fitted: {desk.analysis.ledger.sentence}.",
    )


def _explained(desk: Desk) -> list[SummaryLine]:
    """R², which is defined for whatever predicts the label itself."""
    fit = desk.fit
    if fit is None or not desk.objective.has_lines:
        return []
    about = "its mean" if fit.bias_fitted else "0 (there is no bias)"
    sentence = f"The share of the label’s sum of squares about {about} that the predictions take away."
    if math.isnan(fit.r_squared):
        sentence = "There is no R²: the label does not vary."
    return [SummaryLine("R²", fit.r_squared, SummaryForm.SHARE, sentence)]


def _criteria(aic: float, bic: float) -> list[SummaryLine]:
    said = "to compare models of the same rows and label, the lower the better; σ² is not counted"
    return [
        SummaryLine(
            "AIC",
            aic,
            SummaryForm.CRITERION,
            f"−2 · log-likelihood + 2 for each number that is fitted, {said}.",
        ),
        SummaryLine(
            "BIC",
            bic,
            SummaryForm.CRITERION,
            f"−2 · log-likelihood + ln n for each number that is fitted, {said}.",
        ),
    ]


def _press(desk: Desk) -> list[SummaryLine]:
    """How rows are predicted by models of the others."""
    what = "The sum of the squares by which each row is missed by a model of all other rows."
    share = "R² with PRESS in place of the residual sum of squares: how well new rows should be predicted."
    try:
        found = press_of(desk)
    except ProblemError as error:
        found, what, share = math.nan, error.problem.sentence, error.problem.sentence
    checked = checked_of(desk)
    total = checked.total_sum * checked.unit
    predicted = 1.0 - found / total if total > 0.0 else math.nan
    return [
        SummaryLine("PRESS", found, SummaryForm.NUMBER, what),
        SummaryLine("predicted R²", predicted, SummaryForm.SHARE, share),
    ]


def _condition(number: float) -> SummaryLine:
    """Of the centred, scaled features."""
    word = next((word for most, word in _CONDITIONS if number < most), "very high")
    sentence = (
        "Of the features, each scaled alike: errors in them may be up to so many times as large in the "
        "weights. Below 10 it is low; from 30 on, features say much of each other."
    )
    return SummaryLine("condition number", f"{number_text(number, 3)}, {word}", SummaryForm.TEXT, sentence)


def _held_out(desk: Desk, whole: bool) -> list[SummaryLine]:
    """The same for rows that the fit has not seen."""
    data = desk.analysis.held_out
    if data is None or not whole:
        return []
    n = SummaryLine(
        "held-out n",
        f"{data.n_rows:,}",
        SummaryForm.TEXT,
        "Rows that are held out: the fit has not seen them.",
    )
    rss, total, weight = _sums(desk, data)
    rmse = math.sqrt(rss / weight) if weight else math.nan
    lines = [
        n,
        SummaryLine(
            "held-out RMSE",
            rmse,
            SummaryForm.NUMBER,
            "The root of the mean square by which the rows that are held out are missed.",
        ),
    ]
    if desk.objective.has_lines:
        share = 1.0 - rss / total if total > 0.0 else math.nan
        told = (
            "R² of the rows that are held out, about their own mean: below 0 where that would predict better."
        )
        if math.isnan(share):
            told = "There is no R² of the rows that are held out: their label does not vary."
        lines.insert(1, SummaryLine("held-out R²", share, SummaryForm.SHARE, told))
    return lines


def _sums(desk: Desk, data: Dataset) -> tuple[float, float, float]:
    """Sums of the squares of residuals on other rows, of labels about their mean, and of row weights."""
    fit, objective = desk.fit, desk.objective
    assert fit is not None
    weights = np.ones(data.n_rows) if data.row_weights is None else data.row_weights
    mean, rss, total, start = float(np.average(data.y, weights=weights)), 0.0, 0.0, 0
    with quiet_overflow():
        for X, y in data.blocks():
            if objective.has_lines:
                missed = fit.unchecked_residual(X, y)
            else:
                missed = y - objective.loss.prediction(0.0 - fit.unchecked_residual(X, np.zeros(len(y))))
            shares = weights[start : start + len(y)]
            start += len(y)
            rss += float(shares @ missed**2)
            total += float(shares @ (y - mean) ** 2)
    return rss, total, float(weights.sum())
