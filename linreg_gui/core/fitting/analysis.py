"""Everything the window needs to know of a table before training starts, worked out in one go."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, own_product
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset, Truth
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import Moments, moments
from linreg_gui.core.model.noise import NoiseSummary, summarise_noise
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.on_device import solution_on
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.analytic.through_origin import errors_through_origin
from linreg_gui.core.solvers.sgd.learning_rate import Curvature, LearningRateLimits, curvature
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import counts_curvature, suggest_config
from linreg_gui.core.table.fit_size import check_memory_to_fit
from linreg_gui.core.table.prediction_input import PredictionForm, prediction_form, readable_means
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role, split_roles
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.row_set import positions
from linreg_gui.core.table.to_dataset import to_dataset

from .fingerprint import fingerprint, same_numbers
from .holdout import held_out_rows, parted

POINTS_DRAWN = 5_000
_NOISE_SAMPLE = 20_000

# What a run on these data under these settings computes on.
DeviceFor = Callable[[Dataset, SgdConfig], Backend]


@dataclass(frozen=True, eq=False)
class Standing:
    """Where weights and bias stand beside the exact ones, and the residuals they leave; see `LossSurface`."""

    distance: float
    standard_errors_off: float
    noise: NoiseSummary


@dataclass(frozen=True, eq=False)
class Analysis:
    """A dataset with its exact solution and what follows from both.

    Attributes
    ----------
    data : Dataset
    ledger : RowLedger
    moments : Moments
    exact : Fit
        The analytic solution.
    exact_seconds : float
        Time the analytic solution took, the moments included.
    surface : LossSurface
    curvatures : dict
        `Curvature` with (True) and without (False) standardised features.
    suggested : SgdConfig
        Settings that are expected to end close to the exact solution.
    sample : array of int
        Rows to draw as points.
    noise_sample : array of int
        Rows whose residuals make the histogram.
    table_rows : array of int
        Row of the table for each row of the dataset.
    held_out_rows : array of int
        Rows of the table that are held out.
    validation : LossSurface or None
        The loss over the rows that are held out, if any are.
    label : str
        The column that is the label.
    label_scale : LabelScale
        What was done to it; the dataset has it on this scale.
    held_out : Dataset or None
        The rows that are held out, if any are.
    form : PredictionForm or None
        What is asked for to predict, from readable means on.
    """

    data: Dataset
    ledger: RowLedger
    moments: Moments
    exact: Fit
    exact_seconds: float
    surface: LossSurface
    curvatures: dict[bool, Curvature]
    suggested: SgdConfig
    sample: IntArray
    noise_sample: IntArray
    table_rows: IntArray
    held_out_rows: IntArray
    label: str
    validation: LossSurface | None = None
    label_scale: LabelScale = LabelScale.PLAIN
    held_out: Dataset | None = None
    form: PredictionForm | None = None

    def has_the_numbers_of(self, other: Analysis) -> bool:
        """Whether it was found to be about the same numbers as one before, see `analyse`."""
        return self.surface is other.surface

    def again(self) -> Analysis:
        """The same for a table of which no cell and no choice has changed; nothing is looked at."""
        return copy(self)

    def limits(self, config: SgdConfig) -> LearningRateLimits:
        """Limits of the learning rate under these settings."""
        return self.curvatures[config.standardise].limits(config)

    def suggestion(self, config: SgdConfig) -> SgdConfig:
        """What suits the data under seed 0, and under the loss, the weight decay and the features of these.

        As they are where no suggestion can be made, because the weight decay is too large.
        """
        loss, weight_decay, standardise = config.loss, config.weight_decay, config.standardise
        if isinstance(loss, SquaredLoss) and not weight_decay:
            return self.suggested if standardise else self._suggested_for_raw
        counts = isinstance(loss, PoissonLoss)
        known = self._curvatures_of_counts[standardise] if counts else self.curvatures[standardise]
        try:
            return suggest_config(
                self.data,
                standardise=standardise,
                known=known,
                loss=loss,
                weight_decay=weight_decay,
                half_mse=self.exact.half_mse,
            )
        except ProblemError:
            return config

    def get_ready(self) -> None:
        """Work out, in a job, what a window would have to wait for once it asks: it passes over all rows."""
        for name in (
            "by_table_row",
            "rows_alike",
            "exact_noise",
            "standing_at_zero",
            "_suggested_for_raw",
            "fingerprint",
        ):
            getattr(self, name)

    def noise(self, weights: FloatArray, bias: float, bias_rest: float = 0.0) -> NoiseSummary:
        """Residuals at these weights: numbers over all rows, each counted once, histogram over a sample.

        Here and below ``bias_rest`` is what the bias has lost when it was rounded, see `Fit.bias_rest`.
        """
        X, y = self.noise_rows
        mean = self.surface.residual_mean(weights, bias, bias_rest)
        alike = self.rows_alike
        return summarise_noise(
            mean + (y - X @ weights),
            mean=mean if alike is self.surface else alike.residual_mean(weights, bias, bias_rest),
            std=alike.residual_std(weights),
            n_rows=self.data.n_rows,
            n_parameters=self.exact.rank + self.exact.bias_fitted,
        )

    def standing(self, weights: FloatArray, bias: float, bias_rest: float = 0.0) -> Standing:
        """Where these weights and this bias stand; where a run begins is known beforehand."""
        if bias == bias_rest == 0.0 and not weights.any():
            return self.standing_at_zero
        return self._standing(weights, bias, bias_rest)

    @cached_property
    def standing_at_zero(self) -> Standing:
        """Where every run begins."""
        return self._standing(np.zeros(self.data.n_features), 0.0, 0.0)

    def _standing(self, weights: FloatArray, bias: float, bias_rest: float) -> Standing:
        surface = self.surface
        return Standing(
            surface.distance(weights, bias, bias_rest=bias_rest),
            surface.standard_errors_off(weights, bias),
            self.noise(weights, bias, bias_rest),
        )

    def validation_loss(self, weights: FloatArray, bias: float, bias_rest: float = 0.0) -> float:
        """Half mean squared error over the rows that are held out; NaN if none are."""
        return math.nan if self.validation is None else self.validation.half_mse(weights, bias, bias_rest)

    def mean_prediction(self, weights: FloatArray, bias: float, bias_rest: float = 0.0) -> float:
        """Mean prediction over all rows, in label units: what to add to those of centred features."""
        return self.moments.label_mean - self.surface.residual_mean(weights, bias, bias_rest)

    def residuals(
        self, rows: IntArray, weights: FloatArray, bias: float, bias_rest: float = 0.0
    ) -> FloatArray:
        """Label − prediction for some rows of the dataset."""
        if not rows.size:  # asked with every picture, and the mean below takes a look at all weights
            return np.empty(0)
        X, y = self.moments.centred(self.data.X[rows], self.data.y[rows])
        return self.surface.residual_mean(weights, bias, bias_rest) + (y - own_product(X, weights))

    @property
    def label_spread(self) -> float:
        """Standard deviation of the label, with divisor n."""
        return float(self.moments.norms[-1]) / math.sqrt(self.data.n_rows)

    @cached_property
    def fingerprint(self) -> str:
        """By what the numbers are known again, see `fingerprint`."""
        return fingerprint(self.data, self.held_out)

    @cached_property
    def rows_alike(self) -> LossSurface:
        """The loss over the same rows without their weights: what residuals are like, row by row."""
        data = self.data
        if data.row_weights is None:
            return self.surface
        return _surface(Dataset(data.X, data.y, data.feature_names, data.label_name))

    @cached_property
    def errors_through_origin(self) -> FloatArray | None:
        """Standard errors of the exact weights of a model without a bias, see `errors_through_origin`."""
        return errors_through_origin(self.data, self.exact, self.moments)

    @cached_property
    def exact_noise(self) -> NoiseSummary:
        """Residuals of the exact solution."""
        return self.noise(self.exact.weights, self.exact.bias, self.exact.bias_rest)

    @cached_property
    def by_table_row(self) -> tuple[IntArray, IntArray | None]:
        """The rows of the table, ascending, and which row of the dataset each is; None for the same order."""
        rows = self.table_rows
        if bool((rows[1:] > rows[:-1]).all()):
            return rows, None
        order = np.argsort(rows, kind="stable")
        return frozen(rows[order]), frozen(order)

    def dataset_rows(self, table_rows: IntArray) -> IntArray:
        """Which rows of the dataset these rows of the table are; one that is none of them is left out."""
        ascending, order = self.by_table_row
        found = positions(ascending, table_rows)
        return found if order is None else order[found]

    @cached_property
    def _suggested_for_raw(self) -> SgdConfig:
        return suggest_config(self.data, standardise=False, known=self.curvatures[False])

    @cached_property
    def _curvatures_of_counts(self) -> dict[bool, Curvature]:
        """Where the labels are counts, before it is known where the Poisson loss is least."""
        return {flag: counts_curvature(self.data, flag, self.moments) for flag in (True, False)}

    # Gathered once: rows scattered over a large dataset cost more to fetch than to multiply. And centred, so
    # that no digits are lost where they lie far from zero.
    @cached_property
    def noise_rows(self) -> tuple[FloatArray, FloatArray]:
        """Features and labels of the rows that make the histogram, less their means."""
        return self.moments.centred(self.data.X[self.noise_sample], self.data.y[self.noise_sample])


def chosen_rows(
    frame: pd.DataFrame,
    roles: Mapping[str, Role],
    truth: Truth | None,
    recipe: Recipe,
    row_ids: RowIds | None = None,
) -> tuple[Dataset, RowLedger]:
    """Every row that takes part, the ones to be held out among them; raises as `to_dataset`."""
    features, label = split_roles(roles)
    return to_dataset(
        frame,
        label,
        [name for name in features if name not in recipe.only_in_terms],
        terms=recipe.terms,
        has_bias=recipe.has_bias,
        missing=recipe.missing,
        references=recipe.references,
        label_scale=recipe.label_scale,
        excluded=recipe.excluded,
        weights=recipe.weights,
        truth=truth,
        row_ids=row_ids,
    )


def on_cpu(_data: Dataset, _config: SgdConfig) -> Backend:
    """Where nothing else is known of."""
    return Backend()


def device_to_solve_on(data: Dataset, device_for: DeviceFor) -> Backend:
    """What the analytic solution is computed on: it passes over all rows as often as two epochs do."""
    return device_for(data, SgdConfig(batch_size=data.n_rows, epochs=2))


def analyse(
    frame: pd.DataFrame,
    roles: Mapping[str, Role],
    truth: Truth | None = None,
    recipe: Recipe | None = None,
    device_for: DeviceFor = on_cpu,
    row_ids: RowIds | None = None,
    before: Analysis | None = None,
    formulas: Mapping[str, str] = MappingProxyType({}),
) -> Analysis:
    """Choose the columns, drop incomplete rows, solve exactly on what ``device_for`` tells.

    How the table is sorted changes no number, where ``row_ids`` tell which row is which. Where the numbers
    are those of an analysis ``before``, nothing is computed anew, and what stands on them can go on. The
    formulas are those of computed columns, which follow from others in predictions, too.

    Raises
    ------
    ProblemError
        If the roles or the values allow no regression; the sentence says why.
    """
    chosen = recipe or Recipe()
    data, ledger = chosen_rows(frame, roles, truth, chosen, row_ids)
    table_rows, held_out = ledger.used_rows, None
    other_rows = table_rows[:0]
    if chosen.holdout:
        out = held_out_rows((row_ids or RowIds()).of(len(frame))[table_rows], chosen.holdout)
        table_rows, other_rows = frozen(table_rows[~out]), frozen(table_rows[out])
        data, held_out = parted(data, out)
        ledger = replace(ledger, held_out=held_out.n_rows)
    if before is not None and same_numbers(data, before.data) and same_numbers(held_out, before.held_out):
        return replace(
            before,
            data=data,
            ledger=ledger,
            exact=_under_other_names(before, data),
            table_rows=table_rows,
            held_out_rows=other_rows,
            label=split_roles(roles)[1],
            label_scale=chosen.label_scale,
            held_out=held_out,
            form=_form(ledger, before.moments, formulas, before),
        )
    check_memory_to_fit(data.n_rows, data.n_features)
    start = time.perf_counter()
    m, exact = solution_on(device_to_solve_on(data, device_for), data)
    seconds = time.perf_counter() - start
    curvatures = {standardise: curvature(data, standardise, known=m) for standardise in (True, False)}
    return Analysis(
        data=data,
        ledger=ledger,
        moments=m,
        exact=exact,
        exact_seconds=seconds,
        surface=LossSurface(data, exact, known=m) if data.has_bias else _surface(data, m),
        curvatures=curvatures,
        suggested=suggest_config(data, known=curvatures[True]),
        sample=data.display_sample(POINTS_DRAWN),
        noise_sample=data.display_sample(_NOISE_SAMPLE, seed=1),
        table_rows=table_rows,
        held_out_rows=other_rows,
        label=split_roles(roles)[1],
        validation=None if held_out is None else _surface(held_out),
        label_scale=chosen.label_scale,
        held_out=held_out,
        form=_form(ledger, m, formulas, before),
    )


def _form(
    ledger: RowLedger, m: Moments, formulas: Mapping[str, str], before: Analysis | None
) -> PredictionForm:
    ledger.get_ready()
    means = readable_means(ledger.sources, m.feature_means, m.feature_stds)
    form = prediction_form(ledger.sources, means, ledger.categories, formulas, ledger.variables)
    asked = None if before is None or before.form is None else before.form.asked
    # What is asked for again is the very same, so that it is known at sight.
    return form if asked is None or asked != form.asked else replace(form, asked=asked)


def _under_other_names(before: Analysis, data: Dataset) -> Fit:
    """The solution, which speaks of its features where some depend on others."""
    if not before.exact.dependencies or data.feature_names == before.data.feature_names:
        return before.exact
    found = solve_analytic(data, known=before.moments)
    exact = before.exact
    return replace(exact, dependencies=found.dependencies, explanation=found.explanation)


def _surface(data: Dataset, known: Moments | None = None) -> LossSurface:
    """The loss over all weights and biases, whether or not models have one."""
    m = moments(data) if known is None else known
    return LossSurface(data, solve_analytic(data, known=m, fit_bias=True), known=m)
