"""A fit that is kept beside others: what was fitted to which rows, and what came of it. Nothing fits here."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from linreg_gui.core.arrays import FloatArray, whole_number
from linreg_gui.core.limits import LARGEST_COUNT, LONGEST_RUN_NAME, MOST_PINNED, MOST_STEPS
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role

FitSolver = Literal["exact", "sgd"]
_FINGERPRINT = re.compile("[0-9a-f]{1,64}")
MOST_FOLDS, _MOST_REPEATS = 1000, 1000
# Random sums over the rows, which are more than numbers of any fit whose span is known.
SPAN_ROWS, MOST_SPANNED = 40, 36


@dataclass(frozen=True)
class FoldSettings:
    """How rows are parted for cross-validation.

    Attributes
    ----------
    folds : int
        How many, at least 2; 0 leaves out one row at a time.
    repeats : int
        How often they are parted anew.
    seed : int
    groups : str or None
        The column whose values stay together; None for none.
    """

    folds: int = 10
    repeats: int = 1
    seed: int = 0
    groups: str | None = None

    def __post_init__(self) -> None:
        if self.folds and not 2 <= self.folds <= MOST_FOLDS:
            raise ValueError(
                f"There are from 2 to {MOST_FOLDS:,} folds, or 0 to leave out one row at a time."
            )
        if not 1 <= self.repeats <= _MOST_REPEATS:
            raise ValueError(f"Folds are drawn from once to {_MOST_REPEATS:,} times.")
        if abs(self.seed) > LARGEST_COUNT:
            raise ValueError("The seed is too large.")

    @property
    def words(self) -> str:
        """Such as “10 folds, seed 0” and “leave one out”."""
        if not self.folds:
            return "one row left out at a time"
        repeated = f", repeated {self.repeats:,} times" if self.repeats > 1 else ""
        grouped = f", by “{self.groups}”" if self.groups is not None else ""
        return f"{self.folds:,} folds{repeated}{grouped}, seed {self.seed:,}"


@dataclass(frozen=True)
class CrossNumbers:
    """What cross-validation has told of a fit, in label units and those of the loss.

    ``problem`` is a sentence where it could not be done; the numbers are NaN then.
    """

    settings: FoldSettings
    rmse: float = math.nan
    rmse_error: float = math.nan
    loss: float = math.nan
    loss_error: float = math.nan
    problem: str = ""


@dataclass(frozen=True)
class FitNumbers:
    """What sums up a fit; NaN where it is not defined.

    Attributes
    ----------
    features, rows : int
    freedom : float
        Degrees of freedom of t; infinite where errors are those of a normal distribution.
    residual_sum : float
        The (weighted) sum of the squared residuals, in squared label units.
    sigma : float
        Residual standard error, in label units.
    r_squared, adjusted_r_squared, aic, bic, press
        As in `Inference` and `press`.
    loss, validation_loss : float
        Mean losses over the rows that are fitted, and over those that are held out.
    """

    features: int
    rows: int
    freedom: float = math.nan
    residual_sum: float = math.nan
    sigma: float = math.nan
    r_squared: float = math.nan
    adjusted_r_squared: float = math.nan
    aic: float = math.nan
    bic: float = math.nan
    press: float = math.nan
    loss: float = math.nan
    validation_loss: float = math.nan


@dataclass(frozen=True, eq=False)
class KeptFit:
    """A fit under a name, with all it takes to make it again.

    Attributes
    ----------
    name : str
    formula : str
        Of the model, as `ModelFormula` writes it.
    label : str
        What is predicted, with the logarithm where it is fitted.
    roles : mapping from column name to Role
    recipe : Recipe
        Without the excluded rows, which belong to the table.
    config : SgdConfig
        Loss, weight decay and, for SGD, all other settings.
    rules : StopRules
        When SGD ends before its last epoch.
    solver : "exact" or "sgd"
    step : int
        Updates of SGD that were made; 0 for the exact solution.
    data : str
        The fingerprint of the numbers it was made on (`Analysis.fingerprint`).
    rows : str
        The fingerprint of the rows with their labels and row weights: only with the same one are fits
        compared.
    columns : tuple of str
        The fingerprint of each feature.
    names : tuple of str
        Of the numbers that were fitted, the bias first if there is one.
    estimate, standard_error : array, shape (k,)
        Errors are NaN where they are not valid.
    spreads : array, shape (d,)
        Standard deviation of each feature, with divisor n.
    errors : str
        Which standard errors, as `DeskChoices.errors` calls them.
    numbers : FitNumbers
    cross : CrossNumbers or None
        None before it was cross-validated.
    look : int or None
        Which colour and mark it has beside others; None where it is not drawn.
    span : array, shape (SPAN_ROWS · k,)
        What tells which other models it holds, see `spans_nested`; empty where that is not known.
    """

    name: str
    formula: str
    label: str
    roles: Mapping[str, Role]
    recipe: Recipe
    config: SgdConfig
    rules: StopRules
    solver: FitSolver
    step: int
    data: str
    rows: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    estimate: FloatArray
    standard_error: FloatArray
    spreads: FloatArray
    errors: str
    numbers: FitNumbers
    cross: CrossNumbers | None = None
    look: int | None = None
    span: FloatArray = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        if not self.name or len(self.name) > LONGEST_RUN_NAME:
            raise ValueError(f"The name of a fit has from 1 to {LONGEST_RUN_NAME} characters.")
        if any(_FINGERPRINT.fullmatch(text) is None for text in (self.data, self.rows, *self.columns)):
            raise ValueError("The fingerprint of numbers has hexadecimal digits.")
        whole_number(self.step, "The step of a fit", 0, MOST_STEPS)
        whole_number(self.config.seed, "The seed", -LARGEST_COUNT, LARGEST_COUNT)
        if self.recipe.excluded is not None:
            raise ValueError("Excluded rows belong to the table, not to a fit.")
        if self.look is not None and not 0 <= self.look < MOST_PINNED:
            raise ValueError(f"A fit has one of {MOST_PINNED} looks.")
        if self.span.size and self.span.shape != (SPAN_ROWS * len(self.names),):
            raise ValueError("The span of a fit has so many numbers for each number that was fitted.")
        if self.spreads.shape != (len(self.columns),):
            raise ValueError("Each feature of a fit has a standard deviation.")
        sizes = {len(self.names), len(self.estimate), len(self.standard_error)}
        if sizes != {len(self.columns) + self.recipe.has_bias} or self.estimate.ndim != 1:
            raise ValueError("A fit has a number for each feature, and for the bias if there is one.")

    @property
    def columns_needed(self) -> set[str]:
        """The columns of the table without which it cannot be made again."""
        used = {name for name, role in self.roles.items() if role is not Role.IGNORED}
        return used if self.recipe.weights is None else used | {self.recipe.weights}

    @property
    def is_least_squares(self) -> bool:
        """Whether it is the exact solution of the plain squared loss, so that tests of squares hold."""
        return self.solver == "exact" and not math.isnan(self.numbers.sigma)
