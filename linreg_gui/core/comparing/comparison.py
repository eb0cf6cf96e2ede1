"""Kept fits beside each other: what sums them up, differences to one of them, and what to make of it."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.number_text import TableStyle, number_text, text_to
from linreg_gui.core.project.kept_fit import FoldSettings, KeptFit
from linreg_gui.core.wording import counted, first_few

from .nested import NestedTest, nested_test, why_not_comparable

_STYLE = TableStyle()
_FEW = 2


class FitColumn(enum.IntEnum):
    """What is told of each fit."""

    NAME = 0
    FEATURES = 1
    ROWS = 2
    CROSS = 3
    CROSS_ERROR = 4
    SIGMA = 5
    ADJUSTED = 6
    R_SQUARED = 7
    AIC = 8
    BIC = 9
    F = 10
    P = 11
    PRESS = 12
    VALIDATION = 13
    SOLVER = 14


# What stands above each number, and what it is.
FIT_HEADS = {
    FitColumn.NAME: ("Fit", "What it is called; F2 renames it. A ticked fit is drawn with its coefficients."),
    FitColumn.FEATURES: ("features", "How many features it has."),
    FitColumn.ROWS: ("n", "How many rows were fitted."),
    FitColumn.SOLVER: ("solver", "How it was found, with the loss and the ridge penalty if it has others."),
    FitColumn.SIGMA: ("σ", "The residual standard error √(RSS / (n − k)), in label units."),
    FitColumn.R_SQUARED: ("R²", "The share of the label’s sum of squares that the predictions take away."),
    FitColumn.ADJUSTED: ("adj. R²", "R² less what features explain by chance."),
    FitColumn.AIC: ("AIC", "−2 · log-likelihood + 2 for each number that is fitted; lower is better."),
    FitColumn.BIC: ("BIC", "−2 · log-likelihood + ln n for each number that is fitted; lower is better."),
    FitColumn.PRESS: ("PRESS", "The sum of the squares by which each row is missed by a fit of all others."),
    FitColumn.CROSS: (
        "CV RMSE",
        "The root mean square by which rows are missed by fits that have not seen them, in label units.",
    ),
    FitColumn.CROSS_ERROR: ("± s.e.", "The standard error of that, from how the folds scatter."),
    FitColumn.VALIDATION: ("validation", "The mean loss over the rows that are held out."),
    FitColumn.F: ("F", "F test of what the larger one of the fit and the base has more; for nested fits."),
    FitColumn.P: ("p", "In how many of such samples F would be as large if the true weights of it were 0."),
}

_CRITERIA = {FitColumn.AIC, FitColumn.BIC}
_OF_SAME_ROWS = _CRITERIA | {FitColumn.SIGMA, FitColumn.R_SQUARED, FitColumn.ADJUSTED, FitColumn.PRESS}
_OF_SAME_ROWS |= {FitColumn.CROSS, FitColumn.VALIDATION}
_SHARES = {FitColumn.R_SQUARED, FitColumn.ADJUSTED}


@dataclass(frozen=True, eq=False)
class FitRow:
    """One kept fit.

    Attributes
    ----------
    key : int
        What whoever lists it knows it by.
    fit : KeptFit
    is_base : bool
        Whether the others are compared with it.
    base : KeptFit
    test : NestedTest or None
        Against the base.
    remark : str
        Why it is not compared with the base; empty where it is.
    is_stale : bool
        Whether it was cross-validated with other folds than are chosen now, or not at all.
    """

    key: int
    fit: KeptFit
    is_base: bool
    base: KeptFit
    test: NestedTest | None
    remark: str
    is_stale: bool

    def value(self, column: FitColumn) -> float:
        """The number of a column; NaN where there is none."""
        return fit_value(self.fit, column, self.test)

    def difference(self, column: FitColumn) -> float:
        """The number less that of the base; NaN where they are not to be compared."""
        if column not in _OF_SAME_ROWS or self.is_base or self.remark:
            return math.nan
        if column in _CRITERIA | {FitColumn.VALIDATION} and self.fit.config.loss != self.base.config.loss:
            return math.nan
        if column is FitColumn.CROSS and not _same_folds(self.fit, self.base):
            return math.nan
        return self.value(column) - fit_value(self.base, column, None)

    def text(self, column: FitColumn, *, differences: bool = False) -> str:
        """As it is shown; as the difference to the base where that is wanted and there is one."""
        if column is FitColumn.NAME:
            return self.fit.name
        if column is FitColumn.SOLVER:
            return solver_words(self.fit)
        if differences and column in _OF_SAME_ROWS and not self.is_base:
            return _signed(column, self.difference(column))
        if column in (FitColumn.CROSS, FitColumn.CROSS_ERROR):
            return _cross_texts(self.fit)[column - FitColumn.CROSS]
        return _text(column, self.value(column))

    @property
    def sentence(self) -> str:
        """All of it in words."""
        fit, numbers = self.fit, self.fit.numbers
        told = [f"{fit.name}: {fit.formula}; {solver_words(fit)}, {counted(numbers.rows, 'row')}."]
        if fit.cross is not None:
            told.append(fit.cross.problem or f"Cross-validated by {fit.cross.settings.words}.")
        if self.test is not None:
            test = self.test
            words = f"F({test.more:,}, {test.freedom:,}) = {_STYLE.decimal(test.f, 2)}"
            told.append(f"Against “{self.base.name}”: {words}, {_STYLE.p_in_words(test.p)}.")
        if self.remark:
            told.append(f"{self.remark}.")
        return " ".join(told)


@dataclass(frozen=True, eq=False)
class Comparison:
    """All kept fits, one of which is the base.

    Attributes
    ----------
    rows : tuple of FitRow
    sentences : tuple of str
        What is to be said of all of them: which are not compared and why, which one does best on new rows.
    """

    rows: tuple[FitRow, ...]
    sentences: tuple[str, ...]

    @property
    def base(self) -> FitRow | None:
        """That the others are compared with; None where there are none."""
        return next((row for row in self.rows if row.is_base), None)


def comparison(fits: Sequence[tuple[int, KeptFit]], base: int | None, settings: FoldSettings) -> Comparison:
    """Kept fits beside each other.

    Parameters
    ----------
    fits : sequence of (int, KeptFit)
        With a key each.
    base : int or None
        The key of the base; the first fit where there is no such key.
    settings : FoldSettings
        The folds that are chosen now.
    """
    if not fits:
        return Comparison((), ())
    base_key, base_fit = next(((key, fit) for key, fit in fits if key == base), fits[0])
    rows = []
    for key, fit in fits:
        is_base = key == base_key
        rows.append(
            FitRow(
                key,
                fit,
                is_base,
                base_fit,
                None if is_base else nested_test(fit, base_fit),
                "" if is_base else why_not_comparable(fit, base_fit),
                fit.cross is None or fit.cross.settings != settings,
            )
        )
    told = [_warning(rows), _not_crossed(rows), _best_on_new_rows(rows)]
    return Comparison(tuple(rows), tuple(filter(None, told)))


def fit_value(fit: KeptFit, column: FitColumn, test: NestedTest | None) -> float:
    """The number of a column; NaN where there is none."""
    numbers = fit.numbers
    values = {
        FitColumn.FEATURES: float(numbers.features),
        FitColumn.ROWS: float(numbers.rows),
        FitColumn.SIGMA: numbers.sigma,
        FitColumn.R_SQUARED: numbers.r_squared,
        FitColumn.ADJUSTED: numbers.adjusted_r_squared,
        FitColumn.AIC: numbers.aic,
        FitColumn.BIC: numbers.bic,
        FitColumn.PRESS: numbers.press,
        FitColumn.CROSS: math.nan if fit.cross is None else fit.cross.rmse,
        FitColumn.CROSS_ERROR: math.nan if fit.cross is None else fit.cross.rmse_error,
        FitColumn.VALIDATION: numbers.validation_loss,
        FitColumn.F: math.nan if test is None else test.f,
        FitColumn.P: math.nan if test is None else test.p,
    }
    return values.get(column, math.nan)


def solver_words(fit: KeptFit) -> str:
    """How a kept fit was found: such as “exact”, “exact, ridge 0.1” and “SGD, 300 updates”."""
    loss = fit.config.loss
    words = ["exact" if fit.solver == "exact" else f"SGD, {counted(fit.step, 'update')}"]
    if loss.code:
        words.append(loss.short_name + (f" {number_text(loss.parameter)}" if loss.parameter else ""))
    if fit.config.weight_decay:
        words.append(f"ridge {number_text(fit.config.weight_decay)}")
    return ", ".join(words)


def _same_folds(one: KeptFit, other: KeptFit) -> bool:
    return one.cross is not None and other.cross is not None and one.cross.settings == other.cross.settings


def _warning(rows: Sequence[FitRow]) -> str:
    """That some fits are of other rows than the base."""
    others = [row for row in rows if row.remark]
    if not others:
        return ""
    if len(others) == 1:
        told = others[0].remark
    else:
        names = first_few([f"“{row.fit.name}”" for row in others], _FEW, of=len(others))
        told = f"{names} predict another label than “{others[0].base.name}”, or from other rows"
    return f"{told}: there is no F test between them, and no difference is shown."


def _not_crossed(rows: Sequence[FitRow]) -> str:
    """Why the first fit that could not be cross-validated was not."""
    problems = (row.fit.cross.problem for row in rows if row.fit.cross is not None and not row.is_stale)
    found = next(filter(None, problems), "")
    return f"Not cross-validated: {found}" if found else ""


def _best_on_new_rows(rows: Sequence[FitRow]) -> str:
    """Which fit misses new rows least, and which smaller one does as well, as far as the folds tell."""
    base = rows[0].base
    tried = [row for row in rows if not row.remark and _same_folds(row.fit, base) and row.fit.cross]
    tried = [row for row in tried if math.isfinite(row.value(FitColumn.CROSS))]
    if len(tried) < 2:
        return ""
    best = min(tried, key=lambda row: row.value(FitColumn.CROSS))
    assert best.fit.cross is not None
    told = f"“{best.fit.name}” misses new rows least: RMSE {' ± '.join(_cross_texts(best.fit))}."
    limit = best.fit.cross.rmse + best.fit.cross.rmse_error
    near = [row for row in tried if row.value(FitColumn.CROSS) <= limit]
    least = min(near, key=lambda row: (row.fit.numbers.features, row.value(FitColumn.CROSS)))
    if least.fit.numbers.features < best.fit.numbers.features:
        n = counted(least.fit.numbers.features, "feature")
        told += f" “{least.fit.name}”, with {n} only, is within one standard error of it."
    return told


def _cross_texts(fit: KeptFit) -> tuple[str, str]:
    """The RMSE of cross-validation with as many digits as its standard error has, and that."""
    cross = fit.cross
    if cross is None or math.isnan(cross.rmse):
        return "–", "–"
    if not 0.0 < cross.rmse_error < math.inf:
        return number_text(cross.rmse, 5), number_text(cross.rmse_error, 2)
    return text_to(cross.rmse, 0.1 * cross.rmse_error, 3), number_text(cross.rmse_error, 2)


def _text(column: FitColumn, value: float) -> str:
    if math.isnan(value):
        return "–"
    if column in (FitColumn.FEATURES, FitColumn.ROWS):
        return f"{value:,.0f}"
    if column in _SHARES:
        return _STYLE.share(value)
    if column in _CRITERIA or column is FitColumn.F:
        return _STYLE.decimal(value, 2)
    return _STYLE.p(value) if column is FitColumn.P else number_text(value, 5)


def _signed(column: FitColumn, value: float) -> str:
    if math.isnan(value):
        return "–"
    if column in _SHARES:
        text = _STYLE.decimal(value, 3)
    elif column in _CRITERIA:
        text = _STYLE.decimal(value, 2)
    else:
        text = number_text(value, 3)
    return f"+{text}" if value > 0.0 else text
