"""What a run minimises on its data, and the exact solution that stands beside it in every view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, own_product, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Centred, Fit
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.noise import NoiseSummary, summarise_noise
from linreg_gui.core.model.residual_noise import drawable, noise_curve
from linreg_gui.core.model.shown_equation import EquationForm, ShownEquation, shown_equation
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.solvers.reference.solver import Reference, solve_reference
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.learning_rate import Curvature, LearningRateLimits
from linreg_gui.core.solvers.sgd.local_curvature import local_curvature, sample_for_curvature
from linreg_gui.core.solvers.sgd.suggestion import counts_curvature

from .analysis import Analysis, Standing

_AT_WORK = "The exact solution is being worked out."


@dataclass(frozen=True, eq=False)
class Objective:
    """The mean of a loss over the rows plus ½·weight decay·‖w‖², and where it is least.

    Attributes
    ----------
    analysis : Analysis
        Of the data.
    loss : Loss
    weight_decay : float
    reference : Reference or None
        Where it is least; None where that is not known, or `exact` is the analytic solution.
    problem : Problem or None
        Why there is no exact solution; None where there is one, or it is being worked out.
    """

    analysis: Analysis
    loss: Loss
    weight_decay: float = 0.0
    reference: Reference | None = None
    problem: Problem | None = None

    @classmethod
    def of(cls, analysis: Analysis, config: SgdConfig) -> Objective:
        """That of these settings, whose exact solution is known if it is the analytic one."""
        return cls(analysis, config.loss, config.weight_decay)

    def solved(self) -> Objective:
        """The same with its exact solution, or why there is none; for a job, as it passes over the rows."""
        data, m = self.analysis.data, self.analysis.moments
        try:
            found = solve_reference(data, self.loss, self.weight_decay, known=m)
        except ProblemError as error:
            return replace(self, problem=error.problem)
        return replace(self, reference=found)

    def under(self, analysis: Analysis) -> Objective:
        """The same for the same numbers under other names."""
        return replace(self, analysis=analysis)

    def without(self, problem: Problem) -> Objective:
        """The same, as its exact solution could not be worked out."""
        return replace(self, problem=problem)

    def is_that_of(self, analysis: Analysis, config: SgdConfig) -> bool:
        """Whether these settings have the same exact solution on these data."""
        same = (self.loss, self.weight_decay) == (config.loss, config.weight_decay)
        return same and self.analysis.has_the_numbers_of(analysis)

    def has_the_answer_of(self, other: Objective) -> bool:
        """Whether it is one before, under the same numbers that were looked at anew."""
        same = (self.loss, self.weight_decay) == (other.loss, other.weight_decay)
        solved = self.reference is other.reference and self.problem is other.problem
        return same and solved and self.analysis.has_the_numbers_of(other.analysis)

    @property
    def is_plain(self) -> bool:
        """Whether it is the half mean squared error alone over all weights and biases."""
        return self.is_least_squares and self.analysis.data.has_bias

    @property
    def is_least_squares(self) -> bool:
        """Whether its exact solution is the analytic one without a penalty, with a bias or without."""
        return isinstance(self.loss, SquaredLoss) and not self.weight_decay

    @property
    def is_quadratic(self) -> bool:
        """Whether it is a bowl, and known without a look at the rows."""
        return isinstance(self.loss, SquaredLoss)

    @property
    def has_lines(self) -> bool:
        """Whether Xw + b is what is predicted for the label, and not the logarithm of that."""
        return not isinstance(self.loss, PoissonLoss)

    @property
    def is_known(self) -> bool:
        """Whether nothing is being worked out."""
        return self.exact is not None or self.problem is not None

    @property
    def exact(self) -> Fit | None:
        """The exact solution; None where there is none, or not yet."""
        if self.is_least_squares:
            return self.analysis.exact
        return None if self.reference is None else self.reference.fit

    @property
    def least(self) -> float | None:
        """The mean loss of the exact solution over all rows, without the penalty of weight decay."""
        if self.is_least_squares:
            return self.analysis.exact.half_mse
        return None if self.reference is None else self.reference.mean_loss

    @property
    def explanation(self) -> str:
        """How the exact solution was found, whether it is the only one, or why there is none."""
        if self.is_least_squares:
            return f"{self._weighted_by}{self.analysis.exact.explanation}"
        if self.problem is not None:
            return f"There is no exact solution. {self.problem.sentence}"
        if self.reference is None:
            return _AT_WORK
        return f"{self._weighted_by}{self.reference.fit.explanation} {self.several}".rstrip()

    @property
    def _weighted_by(self) -> str:
        """What rows count by, before how the solution was found; empty where all count alike."""
        weights = self.analysis.ledger.weights
        return f"Rows count by their weights in “{weights}”. " if weights else ""

    @property
    def mean_name(self) -> str:
        """What is minimised, but for weight decay; rows with weights make it a weighted mean."""
        weighted = self.analysis.data.row_weights is not None
        return f"weighted {self.loss.mean_name}" if weighted else self.loss.mean_name

    @property
    def several(self) -> str:
        """A sentence on other answers that do as well; empty where there are none, or it is told already."""
        return "" if self.reference is None else self.reference.several

    @property
    def intervals_problem(self) -> Problem | None:
        """Why standard errors and intervals are not valid; None where they are those of least squares."""
        if self.is_least_squares:
            return None
        if isinstance(self.loss, SquaredLoss):
            why = "with weight decay the weights are drawn towards 0"
        else:
            why = f"they are worked out for least squares, not for the {self.loss.name}"
        what = "intervals of single labels" if isinstance(self.loss, HuberLoss) else "intervals"
        return Problem(f"There are no {what}: {why}.", ProblemKind.LOSS)

    @cached_property
    def standard_errors(self) -> tuple[FloatArray, float] | None:
        """Standard errors of the exact weights and bias; None where they are not valid."""
        if self.is_least_squares and not self.is_plain:
            errors = self.analysis.errors_through_origin
            return None if errors is None else (errors, 0.0)
        return self.analysis.surface.standard_errors if self.is_plain else None

    @property
    def distance_remark(self) -> str:
        """What is to be said of the distance from the exact solution; empty where it is as usual."""
        if self.is_plain:
            return ""
        decay = f" and weight decay {number_text(self.weight_decay)}" if self.weight_decay else ""
        without = "" if self.analysis.data.has_bias else " without a bias"
        text = f"The exact solution is that of the least {self.loss.mean_name}{decay}{without}."
        n, used = self.analysis.data.n_rows, len(self.analysis.noise_sample)
        if not self.has_lines and used < n:
            text += f" The distance is that over a sample of {used:,} of the {n:,} rows."
        return text

    @property
    def equation_label(self) -> str:
        """What stands before the equation, with {} for the label: Poisson counts have it for a logarithm."""
        return "{}" if self.has_lines else "log(mean {})"

    def shown_equation(
        self, form: EquationForm = EquationForm.AUTOMATIC, as_they_are: Sequence[int] = ()
    ) -> ShownEquation:
        """How the equation is written; a logarithm with steps that are shares of the mean label."""
        m = self.analysis.moments
        shown = shown_equation(m, form, as_they_are, has_bias=self.analysis.data.has_bias)
        return shown if self.has_lines else shown.in_units_of(abs(m.label_mean) or 1.0)

    def mean_loss(
        self, weights: FloatArray, bias: float, bias_rest: float = 0.0, centred: Centred | None = None
    ) -> float:
        """Mean loss over all rows; it passes over them unless it is the squared one."""
        if self.is_quadratic:
            return self.analysis.surface.half_mse(weights, bias, bias_rest)
        return self.loss.mean(self.analysis.data, weights, bias, centred)

    def validation_loss(
        self, weights: FloatArray, bias: float, bias_rest: float = 0.0, centred: Centred | None = None
    ) -> float:
        """Mean loss over the rows that are held out; NaN if none are."""
        held_out = self.analysis.held_out
        if held_out is None or self.is_quadratic:
            return self.analysis.validation_loss(weights, bias, bias_rest)
        return self.loss.mean(held_out, weights, bias, centred)

    def standing(self, state: Snapshot) -> Standing:
        """Where a state stands beside the exact solution, and the residuals it leaves."""
        model = state.weights, state.bias, state.bias_rest
        if self.is_plain:
            return self.analysis.standing(*model)
        return Standing(self.distance(*model), self._errors_off(state.weights), self.noise(*model))

    def _errors_off(self, weights: FloatArray) -> float:
        """The largest difference of a weight from the exact one in standard errors; NaN without these."""
        exact, errors = self.exact, self.standard_errors
        if exact is None or errors is None:
            return math.nan
        with np.errstate(all="ignore"):
            off = np.abs(weights - exact.weights)
            return float(np.where(off > 0.0, off / errors[0], 0.0).max())

    def distance(self, weights: FloatArray, bias: float, bias_rest: float = 0.0) -> float:
        """How far predictions are from the exact ones, see `LossSurface.distance`; NaN without exact ones.

        Of counts it is over the rows whose residuals make the histogram, at most some 20,000.
        """
        exact, surface = self.exact, self.analysis.surface
        if exact is None:
            return math.nan
        if self.has_lines:
            return surface.distance(weights, bias, None if self.is_plain else exact, bias_rest)
        with quiet_overflow():
            apart = self._sampled(weights, bias, bias_rest) - self._exact_sample
            size = math.sqrt(float(np.mean(apart * apart)))
            m = self.analysis.moments
            unit = float(m.norms[-1]) / math.sqrt(m.n_rows) or abs(m.label_mean)
        return size / unit if math.isfinite(size) else math.inf

    def outputs(self, rows: IntArray, weights: FloatArray, bias: float, bias_rest: float = 0.0) -> FloatArray:
        """Xw + b for some rows of the dataset."""
        if not rows.size:
            return np.empty(0)
        data = self.analysis.data
        X, _ = self.analysis.moments.centred(data.X[rows], data.y[rows])
        with quiet_overflow():
            return own_product(X, weights) + self.analysis.mean_prediction(weights, bias, bias_rest)

    def predictions(
        self, rows: IntArray, weights: FloatArray, bias: float, bias_rest: float = 0.0
    ) -> FloatArray:
        """What the model predicts for the label of some rows of the dataset."""
        return self.loss.prediction(self.outputs(rows, weights, bias, bias_rest))

    def residuals(
        self, rows: IntArray, weights: FloatArray, bias: float, bias_rest: float = 0.0
    ) -> FloatArray:
        """Label − prediction for some rows of the dataset."""
        if self.has_lines:
            return self.analysis.residuals(rows, weights, bias, bias_rest)
        return np.asarray(self.analysis.data.y[rows] - self.predictions(rows, weights, bias, bias_rest))

    def noise(self, weights: FloatArray, bias: float, bias_rest: float = 0.0) -> NoiseSummary:
        """The residuals at these weights, under the noise that the loss stands for.

        Other than that of the squared loss it is told by a sample of the rows, and so are its numbers.
        """
        if self.is_quadratic:
            found = self.analysis.noise(weights, bias, bias_rest)
            return found if self.is_least_squares else replace(found, n_parameters=0)
        predicted = drawable(self._sampled(weights, bias, bias_rest))
        if isinstance(self.loss, PoissonLoss):
            residuals = self.analysis.data.y[self.analysis.noise_sample] - predicted
        else:  # with the digits that labels far from zero have lost
            X, y = self.analysis.noise_rows
            residuals = self.analysis.surface.residual_mean(weights, bias, bias_rest) + (y - X @ weights)
        residuals = drawable(residuals)
        summary = summarise_noise(residuals)
        return replace(summary, fitted=noise_curve(self.loss, summary, residuals, predicted))

    @cached_property
    def exact_noise(self) -> NoiseSummary | None:
        """Residuals of the exact solution; None without one."""
        exact = self.exact
        if exact is None or self.is_least_squares:
            return None if exact is None else self.analysis.exact_noise
        return self.noise(exact.weights, exact.bias, exact.bias_rest)

    def limits(self, config: SgdConfig) -> LearningRateLimits | None:
        """Limits of the learning rate under these settings; None where the loss sets none.

        Those of the Poisson loss hold about where it is least.
        """
        if isinstance(self.loss, AbsoluteLoss):
            return None
        if isinstance(self.loss, PoissonLoss):
            return self._curvature_of_counts(config.standardise).limits(config)
        return self.analysis.limits(config)

    @property
    def limits_remark(self) -> str:
        """What is to be said of the limits of the learning rate; empty where they are as usual."""
        if isinstance(self.loss, AbsoluteLoss):
            return "No rate diverges here, but steps never shrink unless the rate decays."
        if isinstance(self.loss, PoissonLoss):
            return "This holds near the least Poisson loss; above it the loss is steeper."
        if not isinstance(self.loss, SquaredLoss):
            threshold = number_text(self.loss.parameter)
            return f"Beyond δ = {threshold} the Huber loss is flatter, and larger rates may settle."
        return ""

    def hessian(self, standardised: bool) -> FloatArray | None:
        """The quadratic form that it is at the exact solution, shape (d + 1, d + 1); None where it is none.

        In the coordinates of `LossSurface.root`. The absolute error has none, as it is not curved.
        """
        if isinstance(self.loss, AbsoluteLoss) or self.exact is None:
            return None
        if standardised not in self._hessians:
            self._hessians[standardised] = self._hessian(standardised)
        return self._hessians[standardised]

    def get_ready(self) -> None:
        """Work out, in a job, what a window would have to wait for."""
        if self.exact is not None:
            _ = self.exact_noise
            if isinstance(self.loss, PoissonLoss):
                self._curvature_of_counts(True)
                self._curvature_of_counts(False)

    @cached_property
    def _exact_sample(self) -> FloatArray:
        assert self.exact is not None
        return self._sampled(self.exact.weights, self.exact.bias, self.exact.bias_rest)

    def _sampled(self, weights: FloatArray, bias: float, bias_rest: float) -> FloatArray:
        """Predictions for the rows that make the histogram."""
        X, _ = self.analysis.noise_rows
        with quiet_overflow():
            outputs = X @ weights + self.analysis.mean_prediction(weights, bias, bias_rest)
        return self.loss.prediction(outputs)

    @cached_property
    def _hessians(self) -> dict[bool, FloatArray]:
        return {}

    def _hessian(self, standardised: bool) -> FloatArray:
        assert self.exact is not None
        m = self.analysis.moments
        stds = m.feature_stds if standardised else np.ones_like(m.feature_stds)
        if self.is_quadratic:
            root = self.analysis.surface.root(standardised)
            result = root.T @ root
        else:
            rows = sample_for_curvature(self.analysis.data)
            bends = self.loss.curvatures(self.exact.predict(rows.X), rows.y)
            shift = m.feature_means if standardised else np.zeros_like(m.feature_means)
            inverse = np.divide(1.0, stds, out=np.zeros_like(stds), where=stds > 0.0)
            Z = np.column_stack([(rows.X - shift) * inverse, np.ones(rows.n_rows)])
            result = (Z * bends[:, None]).T @ Z / rows.n_rows
        penalty = np.divide(self.weight_decay, stds**2, out=np.zeros_like(stds), where=stds > 0.0)
        return frozen(result + np.diag(np.append(penalty, 0.0)))

    @cached_property
    def _curvatures_of_counts(self) -> dict[bool, Curvature]:
        return {}

    def _curvature_of_counts(self, standardise: bool) -> Curvature:
        known = self._curvatures_of_counts
        if standardise not in known:
            data, m, exact = self.analysis.data, self.analysis.moments, self.exact
            if exact is None:
                known[standardise] = counts_curvature(data, standardise, m)
            else:
                rows: Dataset = sample_for_curvature(data)
                means = self.loss.prediction(exact.predict(rows.X))
                known[standardise] = local_curvature(rows, means, standardise, m, data.n_rows)
        return known[standardise]
