"""The answers to what is asked of the residuals: a straight line, even, normal, independent noise."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.inference.distributions import distributions
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted

from .check_parts import curvature_of, most_uneven, serial_of, spread_ratio
from .check_rows import CheckRows, check_rows
from .check_values import Question, Standing, Verdict
from .check_words import p_text, percent_text, quoted, times_text
from .desk import Desk
from .parts import tests_of

# Below it a test counts as having found something; how much of it there is decides what is said.
_FOUND = 0.05
# Share of the noise that a bend explains, f² of Cohen (1988), Statistical Power Analysis, section 9.2.1.
_SMALL_BEND, _MEDIUM_BEND = 0.02, 0.15
# Ratio of variances from which least squares suffers: 4 with caution, 10 for certain, says Fox (2016),
# Applied Regression Analysis, section 12.2.
_UNEVEN, _VERY_UNEVEN = 4.0, 10.0
# Skewness up to ½ is nearly symmetric, beyond 1 high: Bulmer (1979), Principles of Statistics, p. 63. The
# kurtosis of t with ten degrees of freedom is 1 above that of normal noise, of Laplace noise 3.
_SKEW, _VERY_SKEW = 0.5, 1.0
_TAILED, _VERY_TAILED = 1.0, 3.0
# From so many rows on the noise need not be normal: Lumley and others (2002), Annu. Rev. Public Health 23.
_MANY_ROWS = 500
# Correlations: small, medium (Cohen 1988, section 3.2).
_SMALL_CORRELATION, _MEDIUM_CORRELATION = 0.1, 0.3
_TWO_SIGMA = 1.96


def straight(desk: Desk) -> Verdict:
    """Whether powers would explain more."""
    rows = check_rows(desk)
    if rows.limited:
        return _by_sight(Question.STRAIGHT, rows, "the curve through the residuals should stay near 0")
    found, data = curvature_of(desk), desk.objective.analysis.data
    d = data.n_features
    known = np.isfinite(found.feature_p)
    best = int(np.argmin(np.where(known, found.feature_p, np.inf))) if known.any() else None
    of_best = min(1.0, float(found.feature_p[best]) * int(known.sum())) if best is not None else math.nan
    numbers: list[tuple[str, str]] = []
    if not math.isnan(found.reset):
        numbers += [
            ("explained by a bend in the predictions", percent_text(found.reset_share)),
            (f"RESET, F({found.reset_freedom[0]}, {found.reset_freedom[1]:,})", number_text(found.reset, 3)),
            ("", p_text(found.reset_p)),
        ]
    if best is None and math.isnan(found.reset):
        reason = "Every feature has two values only, between which nothing can be bent."
        return Verdict(
            Question.STRAIGHT, Standing.FINE, "Nothing to bend: two values", (), (reason,), _BEYOND
        )
    name, share_of_best = "", 0.0
    if best is not None:
        name, share_of_best = quoted(data.feature_names[best]), float(found.feature_share[best])
    if best is not None and d > 1:
        p = f"{p_text(of_best)} for the most bent of {counted(int(known.sum()), 'feature')}"
        numbers.append((f"by the square of {name}", f"{percent_text(share_of_best)}, {p}"))
    shares = [0.0]
    shares += [found.reset_share] if found.reset_p < _FOUND else []
    shares += [share_of_best] if of_best < _FOUND else []
    share = max(shares)
    effect = share / (1.0 - share) if share < 1.0 else math.inf
    where = f"the square of {name}" if of_best < _FOUND and share_of_best == share else "bent predictions"
    if not share:
        standing, short = Standing.FINE, "No bend to be seen"
        reason = (
            "Bent predictions, or the square of any feature, explain no more of the noise than chance would."
        )
        if found.reset_freedom[0]:
            least = percent_text(_least_share(found.reset_freedom))
            reason += (
                f" In {counted(rows.n_rows, 'row')} a bend of the predictions would have been seen from some "
                f"{least} of the noise on."
            )
    elif effect < _SMALL_BEND:
        standing, short = Standing.FINE, f"A bend, but a small one: {percent_text(share)}"
        reason = (
            f"There is a bend, but {where} would explain only {percent_text(share)} of the noise: less than "
            f"what counts as small ({percent_text(_SMALL_BEND)})."
        )
    else:
        strong = effect >= _MEDIUM_BEND
        standing = Standing.DOUBT if strong else Standing.LOOK
        short = f"{'No, it is bent' if strong else 'It is bent'}: {percent_text(share)} of the noise"
        reason = (
            f"A bend is part of what looks like noise: {where} would explain {percent_text(share)} of it. A "
            "power or a logarithm of a feature, or of the label, may straighten it."
        )
    return Verdict(Question.STRAIGHT, standing, short, tuple(numbers), (reason,), _BEYOND)


_BEYOND = "Only you know whether the line makes sense between and beyond the values that were seen."


def spread(desk: Desk) -> Verdict:
    """Whether the noise is as wide everywhere."""
    rows = check_rows(desk)
    if rows.limited:
        return _by_sight(
            Question.SPREAD, rows, "the curve through the sizes of the residuals should be level"
        )
    tests = tests_of(desk)
    data = desk.objective.analysis.data
    feature = most_uneven(desk)
    by_prediction, by_feature = spread_ratio(desk, None), spread_ratio(desk, feature)
    name = quoted(data.feature_names[feature])
    along = "the prediction" if by_prediction[0] >= by_feature[0] or data.n_features == 1 else name
    ratio, at_top = by_prediction if along == "the prediction" else by_feature
    end = "highest" if at_top else "lowest"
    numbers = (
        ("widest fifth over narrowest", times_text(ratio)),
        ("along", along),
        (f"Breusch–Pagan, χ²({data.n_features})", number_text(tests.breusch_pagan, 3)),
        ("", p_text(tests.breusch_pagan_p)),
    )
    told = f"Where {along} is {end} the noise is {times_text(ratio)} as wide as at the other end, by fifths."
    if tests.breusch_pagan_p >= _FOUND:
        standing, short = Standing.FINE, "Even, as far as can be seen"
        reason = f"The squares of the residuals do not follow the features more than chance would. {told}"
    elif ratio**2 < _UNEVEN:
        standing, short = Standing.FINE, f"Not quite even: {times_text(ratio)} as wide"
        reason = (
            f"The spread is not the same everywhere, but by little. {told} Errors and intervals suffer from "
            "twice as wide on."
        )
    else:
        much = ratio**2 >= _VERY_UNEVEN
        standing = Standing.DOUBT if much else Standing.LOOK
        short = f"{'No' if much else 'Uneven'}: {times_text(ratio)} as wide"
        reason = (
            f"{told} Weights are right on average, but their errors are not: robust errors (HC3) are, and a "
            "logarithm of the label often makes the spread even."
        )
    return Verdict(Question.SPREAD, standing, short, numbers, (reason,))


def normal(desk: Desk) -> Verdict:
    """Whether the noise is normal."""
    rows = check_rows(desk)
    loss = desk.objective.loss
    if rows.limited and not isinstance(loss, SquaredLoss):
        reason = f"The {loss.name} stands for other than normal noise, and does not need it."
        return Verdict(Question.NORMAL, Standing.UNTOLD, "Not needed by this loss", (), (reason,))
    if rows.limited:
        return _by_sight(Question.NORMAL, rows, "the points should stay within the band")
    tests, n = tests_of(desk), rows.n_rows
    known = rows.scaled[np.isfinite(rows.scaled)]
    beyond = float(np.mean(np.abs(known) > _TWO_SIGMA))
    skew, excess = abs(tests.skewness), tests.kurtosis - 3.0
    numbers = (
        ("skewness", number_text(tests.skewness, 2)),
        ("kurtosis", f"{number_text(tests.kurtosis, 3)} (normal: 3)"),
        ("beyond ±1.96 σ", f"{percent_text(beyond)} (normal: 5 %)"),
        ("Jarque–Bera", number_text(tests.jarque_bera, 3)),
        ("", p_text(tests.jarque_bera_p)),
    )
    shape = _shape(tests.skewness, excess)
    single = "Intervals for a single new label rely on normal noise, however many rows there are."
    if n >= _MANY_ROWS:
        several = f"With {counted(n, 'row')} weights and their intervals hold all the same."
    else:
        several = f"With only {counted(n, 'row')} p-values and intervals of the weights rely on it, too."
    if tests.jarque_bera_p >= _FOUND:
        standing, short = Standing.FINE, "Normal, as far as can be seen"
        reason = (
            "Skewness and kurtosis are no farther from those of normal noise than chance would have them."
        )
    elif skew < _SKEW and abs(excess) < _TAILED:
        standing, short = Standing.FINE, "Not exactly, but nearly"
        reason = f"The noise is not exactly normal: {shape}, but by little. {several}"
    else:
        far = skew >= _VERY_SKEW or excess >= _VERY_TAILED
        standing = Standing.DOUBT if far else Standing.LOOK
        short = f"{'No' if far else 'Not quite'}: {shape}"
        reason = f"The noise is not normal: {shape}. {several} {single}"
    return Verdict(Question.NORMAL, standing, short, numbers, (reason,))


def independent(desk: Desk) -> Verdict:
    """Whether rows next to each other have noise in common."""
    rows = check_rows(desk)
    if rows.limited:
        return _by_sight(
            Question.INDEPENDENT, rows, "residuals should come and go without a pattern", _GROUPS
        )
    found = serial_of(desk)
    r = found.correlation
    numbers = (
        ("correlation with the row before", number_text(r, 2)),
        ("Durbin–Watson", f"{number_text(found.durbin_watson, 3)} (independent: 2)"),
        ("", p_text(found.p)),
    )
    if found.p >= _FOUND:
        standing, short = Standing.FINE, "Neighbours are not alike"
        reason = "The residual of a row says nothing about the next, in the order in which the rows came."
    elif abs(r) < _SMALL_CORRELATION:
        standing, short = Standing.FINE, f"Neighbours hardly alike: r = {number_text(r, 2)}"
        reason = (
            f"Neighbours have something in common, but too little to matter (r below {_SMALL_CORRELATION})."
        )
    else:
        strong = abs(r) >= _MEDIUM_CORRELATION
        standing = Standing.DOUBT if strong else Standing.LOOK
        short = f"{'No: neighbours are' if strong else 'Neighbours are'} {'alike' if r > 0 else 'opposed'}"
        short = f"{short}, r = {number_text(r, 2)}"
        reason = (
            "Each row says something about the next, so there is less to learn from than there are rows. "
        )
        if r > 0:
            # The variance of the mean of noise in which each row keeps a share r of the one before.
            factor = math.sqrt((1.0 + r) / (1.0 - r))
            reason += f"Errors may be up to {times_text(factor)} as large as they are said to be."
        else:
            reason += "Neighbours pull in opposite ways, as where something was corrected or sorted."
    return Verdict(Question.INDEPENDENT, standing, short, numbers, (reason,), _GROUPS)


_GROUPS = (
    "Only you know whether the order of the rows means anything, and whether rows belong together, such as "
    "measurements of the same person, place or day: no test finds that."
)


def _by_sight(question: Question, rows: CheckRows, what: str, yours: str = "") -> Verdict:
    """There is a picture, but no test."""
    return Verdict(
        question, Standing.UNTOLD, "By sight only", (), (rows.limited, f"In the plot {what}."), yours
    )


def _least_share(freedom: tuple[int, int]) -> float:
    """The share of the noise from which on F finds a bend."""
    ratio = float(distributions().f.isf(_FOUND, *freedom)) * freedom[0] / freedom[1]
    return ratio / (1.0 + ratio)


def _shape(skewness: float, excess: float) -> str:
    """How noise is other than normal, in words."""
    sides = "skew to the right" if skewness > 0.0 else "skew to the left"
    tails = "heavy tails" if excess > 0.0 else "short tails"
    skew, tailed = abs(skewness) >= _SKEW, abs(excess) >= _TAILED
    if skew and tailed:
        return f"{sides}, {tails}"
    return sides if skew or (not tailed and abs(skewness) > abs(excess) / 2.0) else tails
