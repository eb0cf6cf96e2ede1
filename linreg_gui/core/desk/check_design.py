"""The answers to what is asked of the rows and features: who decides, what is double, what is new."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.inference.distributions import distributions
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted, first_few, is_or_are

from .check_parts import step_of
from .check_rows import CheckRows, check_rows, residuals_of, title_of
from .check_values import Question, Standing, Verdict
from .check_words import p_text, percent_text, quoted, times_text
from .desk import Desk
from .parts import checked_of, collinearity_of, inflation_of

_FOUND = 0.05
# Cook's distances from which a row is worth a look, and decides: Cook and Weisberg (1982), Residuals and
# Influence in Regression, section 3.5.
_FAR, _VERY_FAR = 0.5, 1.0
_TOGETHER = 5
# Beyond this condition number rows cannot be left out, as a weight stands on them alone.
_ALONE = 1e10
# Variance inflation: from 10 on it counts as harmful (Marquardt 1970, Technometrics 12), from half of that as
# worth a look.
_INFLATED, _VERY_INFLATED = 5.0, 10.0
# Which features share a dependency, by Belsley, Kuh and Welsch (1980), Regression Diagnostics, section 3.2.
_SHARED = 0.5
# A weight that shrinks by less is as good as exact: a tenth.
_SHRINKS = 0.1
_ERROR = 0.1
# Shrinkage: below 0.9 a model promises too much, says Harrell (2015), Regression Modeling Strategies, section
# 4.4 (by van Houwelingen and le Cessie 1990, Statistics in Medicine 9).
_SHRUNK, _HALF = 0.9, 0.5


def few_rows(desk: Desk) -> Verdict:
    """Whether single rows move the model."""
    rows = check_rows(desk)
    if rows.cooks is None or rows.leverage is None or rows.deleted is None:
        return _untold(Question.FEW_ROWS, rows.limited, _MISTAKE)
    cooks = np.nan_to_num(rows.cooks, nan=-1.0)
    first = int(np.argmax(cooks))
    farthest = float(cooks[first])
    alone = np.flatnonzero(np.isnan(rows.cooks) & (rows.leverage > 0.5))  # a row of weight 0 has none either
    together = distance_without(desk, most_moving(rows))
    name = title_of(desk, first)
    numbers = [
        ("largest Cook’s distance", f"{number_text(farthest, 2)} ({name})"),
        (f"of the {_TOGETHER} farthest together", number_text(together, 2)),
        ("largest leverage", f"{number_text(float(rows.leverage.max()), 2)}, mean {_mean_leverage(rows)}"),
    ]
    outlier = _outlier(desk, rows)
    if outlier is not None:
        numbers.append(("farthest from the others’ line", outlier[0]))
    reasons = []
    if alone.size:
        standing, short = Standing.DOUBT, f"{_number(rows, int(alone[0]))} decides by itself"
        reasons.append(
            f"The model passes through {title_of(desk, int(alone[0]))} whatever its label is: a weight "
            f"stands on this row alone. {counted(alone.size, 'row')} {is_or_are(alone.size)} such."
        )
    elif farthest >= _FAR:
        decides = farthest >= _VERY_FAR
        standing = Standing.DOUBT if decides else Standing.LOOK
        weighs = "decides much" if decides else "weighs much"
        short = f"{_number(rows, first)} {weighs}: D = {number_text(farthest, 2)}"
        reasons.append(
            f"Without {name} the weights would move far: its distance is {number_text(farthest, 2)}. From "
            f"{_FAR} on a row is worth a look, from 1 on it decides."
        )
    elif together >= _VERY_FAR:
        standing, short = Standing.LOOK, f"{_TOGETHER} rows together do: D = {number_text(together, 2)}"
        reasons.append(
            f"No row decides alone, but the {_TOGETHER} farthest together move the weights by "
            f"{number_text(together, 2)}: they may hide each other."
        )
    else:
        standing, short = Standing.FINE, f"No row does: largest D = {number_text(farthest, 2)}"
        reasons.append(f"Without any one row the weights would stay nearly where they are (D below {_FAR}).")
    if outlier is not None and outlier[1]:
        reasons.append(outlier[1])
    return Verdict(Question.FEW_ROWS, standing, short, tuple(numbers), tuple(reasons), _MISTAKE)


_MISTAKE = "Only you know whether such a row is a mistake, or the one that has most to tell."


def same(desk: Desk) -> Verdict:
    """Whether features stand in for each other."""
    data = desk.objective.analysis.data
    if data.n_features == 1:
        return Verdict(Question.SAME, Standing.FINE, "There is only one feature", (), (), "")
    if desk.objective.analysis.exact.dependencies:
        told = desk.objective.analysis.exact.dependencies
        reasons = tuple(f"{dependency}." for dependency in told[:3])
        reasons += ("Predictions do not suffer, but weights are one choice among many: ignore one of them.",)
        return Verdict(Question.SAME, Standing.DOUBT, "Yes, exactly the same", (), reasons, _MEANT)
    found = collinearity_of(desk)
    worst = int(np.argmax(found.variance_inflation))
    inflation = float(found.variance_inflation[worst])
    name = quoted(data.feature_names[worst])
    numbers = (
        ("largest variance inflation (VIF)", f"{number_text(inflation, 4)} ({name})"),
        ("its error, by the other features", times_text(math.sqrt(inflation))),
        ("condition number", number_text(found.condition_number, 3)),
    )
    if inflation < _INFLATED:
        standing, short = Standing.FINE, f"No: largest VIF {number_text(inflation, 2)}"
        reason = (
            f"Each feature tells something of its own. The error of {name} is "
            f"{times_text(math.sqrt(inflation))} what it would be if no other feature resembled it."
        )
        return Verdict(Question.SAME, standing, short, numbers, (reason,), _MEANT)
    together = np.flatnonzero(found.variance_proportions[-1] >= _SHARED)
    names = [quoted(data.feature_names[j]) for j in together]
    much = inflation >= _VERY_INFLATED
    standing = Standing.DOUBT if much else Standing.LOOK
    short = f"{name} is nearly the others: VIF {number_text(inflation, 4)}"
    reason = (
        f"The other features nearly tell {name}, so its error is {times_text(math.sqrt(inflation))} what it "
        "would be without them. Predictions do not suffer, but single weights mean little."
    )
    all_reasons = [reason]
    if len(names) > 1:
        all_reasons.append(
            f"Most alike together: {first_few(names, 5)}. Do without one, or put them into one number."
        )
    return Verdict(Question.SAME, standing, short, numbers, tuple(all_reasons), _MEANT)


_MEANT = "Only you know which of them is the one that you ask about."


def exact(desk: Desk) -> Verdict:
    """What errors in the features would do: no data tell whether there are any."""
    rows, data = check_rows(desk), desk.objective.analysis.data
    if rows.limited:
        return _untold(Question.EXACT, rows.limited, _MEASURED, Standing.YOURS, "Only you can know")
    inflation, worst = inflations(desk), most_sensitive(desk)
    name = quoted(data.feature_names[worst])
    allowed = math.sqrt(_SHRINKS / float(inflation[worst]))
    numbers = [
        (f"{name}: shrinks by a tenth from an error of", f"{percent_text(allowed)} of its spread"),
        ("by an error of a tenth of its spread", percent_text(min(1.0, _ERROR**2 * float(inflation[worst])))),
    ]
    step = step_of(desk, worst)
    reasons = [
        "Errors in a feature, other than in the label, make its weight too small, and give what it loses to "
        f"features like it. Most sensitive is {name}."
    ]
    if step:
        spread = float(desk.objective.analysis.moments.feature_stds[worst])
        shrinks = step**2 / 12.0 / spread**2 * float(inflation[worst])
        numbers.append((f"by its rounding to {number_text(step, 3)} alone", percent_text(min(1.0, shrinks))))
    return Verdict(
        Question.EXACT, Standing.YOURS, "Only you can know", tuple(numbers), tuple(reasons), _MEASURED
    )


_MEASURED = (
    "Only you know how exactly the features were measured: the same data come from exact and inexact ones."
)


def new_data(desk: Desk) -> Verdict:
    """How much worse rows are predicted that the fit has not seen."""
    rows = check_rows(desk)
    fresh = held_out_errors(desk)
    numbers: list[tuple[str, str]] = []
    reasons: list[str] = []
    standing, short = Standing.UNTOLD, "Hold out rows to see it"
    if rows.leverage is not None:
        checked = checked_of(desk)
        press, total = _press(desk, rows), checked.total_sum * checked.unit
        n, k = checked.data.n_rows, len(checked.names)
        r2 = desk.analysis.exact.r_squared
        predicted = 1.0 - press / total if total > 0.0 else math.nan
        shrinkage = (n - k) / (n - 1) * (1.0 - (1.0 - r2) * (n - 1) / (n - k)) / r2 if r2 > 0.0 else math.nan
        numbers += [
            ("R² of the rows of the fit", number_text(r2, 3)),
            ("R² of each row by the others", number_text(predicted, 3)),
            ("shrinkage", number_text(shrinkage, 2)),
        ]
        if not total > 0.0:
            short = "The labels are all alike"
            reasons.append("Labels that do not vary tell nothing of how well others would be predicted.")
        elif not np.isfinite(press):
            standing, short = Standing.DOUBT, "A row stands on itself alone"
            reasons.append("A row cannot be predicted by the others, as a weight stands on it alone.")
        elif not predicted > _HALF * r2:
            standing, short = (
                Standing.DOUBT,
                f"No: R² {number_text(r2, 3)}, new rows {number_text(predicted, 3)}",
            )
            reasons.append("More than half of what it explains is learnt by heart: too many features.")
        elif shrinkage < _SHRUNK:
            standing, short = (
                Standing.LOOK,
                f"Less so: R² {number_text(r2, 3)}, new rows {number_text(predicted, 3)}",
            )
            reasons.append(
                f"{percent_text(1.0 - shrinkage)} of what the model explains is learnt by heart; from a "
                "tenth on fewer features, or more rows, would do better."
            )
        else:
            standing, short = (
                Standing.FINE,
                f"Yes: R² {number_text(r2, 3)}, new rows {number_text(predicted, 3)}",
            )
            rows_text = f"{n / k:,.0f}" if n >= 10 * k else number_text(n / k, 2)
            reasons.append(
                "Each row is predicted nearly as well by the others: there are "
                f"{rows_text} rows for each number that was fitted."
            )
    elif rows.limited:
        reasons.append(rows.limited)
    if fresh is not None:
        size = float(np.sqrt(np.mean(fresh**2)))
        own = float(np.sqrt(np.mean(rows.residual**2)))
        numbers.append(
            (
                "error of held-out rows (root mean square)",
                f"{number_text(size, 3)}, own {number_text(own, 3)}",
            )
        )
        if standing is Standing.UNTOLD:
            standing, short = Standing.LOOK, f"Held-out rows: {times_text(size / own)} the error"
        if rows.leverage is not None:
            p = _fresh_p(desk, rows, fresh)
            numbers.append(("", p_text(p)))
            if p < _FOUND and size > math.sqrt(1.0 / _SHRUNK) * own:
                standing = Standing.LOOK if standing is Standing.FINE else standing
                short = f"Held-out rows: {times_text(size / own)} the error"
                reasons.append("Held-out rows are predicted worse than chance explains.")
    elif rows.limited:
        reasons.append("Hold out some rows (in Columns) to see how well the model does on them.")
    return Verdict(Question.NEW_DATA, standing, short, tuple(numbers), tuple(reasons), _SAME_SOURCE)


_SAME_SOURCE = "Only you know whether new rows will come from where these came from."


def most_moving(rows: CheckRows) -> IntArray:
    """The rows of the dataset with the largest of Cook's distances, the first one first."""
    assert rows.cooks is not None
    cooks = np.nan_to_num(rows.cooks, nan=-1.0)
    count = min(_TOGETHER, cooks.size)
    some = np.argpartition(cooks, cooks.size - count)[-count:]
    return some[np.argsort(-cooks[some], kind="stable")]


def distance_without(desk: Desk, chosen: IntArray) -> float:
    """Cook's distance of some rows left out together (Cook and Weisberg 1982, equation 3.5.2)."""

    def work() -> float:
        checked, data = checked_of(desk), desk.data
        weights = None if data.row_weights is None else data.row_weights[chosen]
        roots = np.ones(len(chosen)) if weights is None else np.sqrt(weights / checked.unit)
        q = checked.factor.projected(data.X[chosen]) * roots[:, None]
        hat = q @ q.T
        left = np.eye(len(chosen)) - hat
        if np.linalg.cond(left) > _ALONE:
            return math.inf
        e = check_rows(desk).residual[chosen] * roots
        moved = np.linalg.solve(left, e)
        variance = checked.residual_sum / checked.freedom
        return float(moved @ hat @ moved / (len(checked.names) * variance)) if variance > 0.0 else 0.0

    found: float = desk.once(("check without", *chosen.tolist()), work)
    return found


def left_out_residuals(rows: CheckRows) -> FloatArray:
    """Label − what the fit without the row predicts for it (Allen 1974, Technometrics 16)."""
    assert rows.leverage is not None
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(rows.residual / (1.0 - rows.leverage))


def _press(desk: Desk, rows: CheckRows) -> float:
    """Weighted sum of the squares by which the others miss each row; infinite where a row stands alone."""
    left_out, weights = left_out_residuals(rows), desk.data.row_weights
    squares = left_out * left_out if weights is None else weights * left_out**2
    squares = squares if weights is None else squares[weights > 0.0]
    total = float(np.sum(squares))
    return total if math.isfinite(total) else math.inf


def held_out_errors(desk: Desk) -> FloatArray | None:
    """Residuals of the rows that are held out; None if none are."""
    objective = desk.objective
    if objective.analysis.held_out is None or objective.exact is None:
        return None
    return residuals_of(objective, objective.exact, objective.analysis.held_out)


def inflations(desk: Desk) -> FloatArray:
    """Variance inflation of each feature; 1 where there is only one."""
    if desk.objective.analysis.data.n_features == 1:
        return np.ones(1)
    return inflation_of(desk)


def most_sensitive(desk: Desk) -> int:
    """The feature whose weight suffers most from errors of a share of its spread."""
    return int(np.argmax(inflations(desk)))


def _fresh_p(desk: Desk, rows: CheckRows, fresh: FloatArray) -> float:
    """Of a ratio of mean squares like this, if held-out rows had the same noise."""
    checked = checked_of(desk)
    variance = float(np.sum(rows.residual**2)) / checked.freedom
    if not variance > 0.0:
        return math.nan
    # A prediction is as uncertain as its leverage says, which is k/n on average.
    ratio = float(np.mean(fresh**2)) / (variance * (1.0 + len(checked.names) / checked.data.n_rows))
    return float(distributions().f.sf(ratio, fresh.size, checked.freedom))


def _outlier(desk: Desk, rows: CheckRows) -> tuple[str, str] | None:
    """The row that lies farthest from the line of the others, with Bonferroni's p, and what to say of it."""
    assert rows.deleted is not None
    assert rows.leverage is not None
    sizes = np.nan_to_num(np.abs(rows.deleted), nan=-1.0, posinf=-1.0)
    first = int(np.argmax(sizes))
    t = float(sizes[first])
    if t < 0.0:
        return None
    freedom = rows.n_rows - round(float(rows.leverage.sum())) - 1
    p = min(1.0, 2.0 * rows.n_rows * float(distributions().t.sf(t, max(freedom, 1))))
    name = title_of(desk, first)
    told = f"{number_text(t, 2)} standard errors ({name}), {p_text(p)}"
    if p >= _FOUND:
        return told, ""
    return (
        told,
        f"{name[:1].upper()}{name[1:]} is an outlier: normal noise has none so far off among so many.",
    )


def _mean_leverage(rows: CheckRows) -> str:
    assert rows.leverage is not None
    return number_text(float(rows.leverage.mean()), 2)


def _number(rows: CheckRows, at: int) -> str:
    return f"Row {int(rows.table_rows[at]) + 1:,}"


def _untold(
    question: Question,
    why: str,
    yours: str,
    standing: Standing = Standing.UNTOLD,
    short: str = "Cannot be told here",
) -> Verdict:
    return Verdict(question, standing, short, (), (why,), yours)
