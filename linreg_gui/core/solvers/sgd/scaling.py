"""The internal features and labels that minibatch SGD trains on, and the way back to raw units."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, own_product, quiet_overflow
from linreg_gui.core.model.dataset import WITH_BIAS_ONLY, Dataset
from linreg_gui.core.model.double_double import exact_sum, product_terms, two_sum
from linreg_gui.core.model.fit_result import Centred
from linreg_gui.core.model.losses import Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import Moments, moments, uncentred
from linreg_gui.core.problem import ProblemError, ProblemKind

from .config import SgdConfig
from .start import ChosenStart, NormalStart, Start, ZeroStart

# Larger predictions could not be squared and summed up.
_LARGEST_PREDICTION = 1e140
# The label's scale is between 2^−450 and 2^450, so that its square is a number.
_MOST_POWER = 450
# Labels so many times as far from zero as they are wide would lose three digits of their differences.
_FAR_FROM_ZERO = 1024.0
_BIAS_CHOSEN = "The start that was chosen has a bias, and the model has none."
_TOO_FAR = "The start that was chosen lies so far out that the loss there cannot be computed."


@dataclass(frozen=True, eq=False)
class Scaling:
    """The internal features are z = (x − shift) · inverse_scale; 0 for a constant feature.

    The internal labels are (y − label_shift) / label_scale. That changes no update but for rounding, as long
    as everything else is taken in the same units, losses in those of label_scale²: the run begins where the
    raw bias is 0. The scale is a power of two, so that nothing is rounded on the way back.
    """

    shift: FloatArray
    inverse_scale: FloatArray
    label_shift: float = 0.0
    label_scale: float = 1.0

    @classmethod
    def of(cls, m: Moments, standardise: bool, label: tuple[float, float] = (0.0, 1.0)) -> Scaling:
        """Standardising, or leaving the features as they are; for the label see `label_frame`."""
        d = len(m.feature_means)
        if not standardise:
            return cls(np.zeros(d), np.ones(d), *label)
        stds = m.feature_stds
        inverse = np.divide(1.0, stds, out=np.zeros(d), where=stds > 0.0)
        return cls(np.ascontiguousarray(m.feature_means), inverse, *label)

    def begin(self, start: Start, m: Moments, has_bias: bool = True) -> FloatArray:
        """The internal parameters, shape (d + 1,), of a start.

        Raises
        ------
        ProblemError
            If it does not suit the features, or lies so far out that the loss there cannot be computed.
        """
        d = len(self.shift)
        start.check(d)
        theta = np.append(np.zeros(d), (0.0 - self.label_shift) / self.label_scale)
        varied = self.inverse_scale > 0.0
        if isinstance(start, NormalStart):
            theta[:-1][varied] = start.draw(d)[varied] / self.label_scale
        elif isinstance(start, ChosenStart):
            if start.bias and not has_bias:
                raise ProblemError(_BIAS_CHOSEN, ProblemKind.COLUMNS)
            weights = np.array(start.weights, dtype=np.float64)
            with quiet_overflow():
                np.divide(weights, self.inverse_scale * self.label_scale, out=theta[:-1], where=varied)
                largest = np.abs([*weights, *(weights * self.shift), start.bias]).max()
            if not largest <= _LARGEST_PREDICTION:
                raise ProblemError(_TOO_FAR, ProblemKind.OVERFLOW)
            products = product_terms(weights, self.shift)
            theta[-1] = exact_sum(start.bias, -self.label_shift, *products) / self.label_scale
        if not (isinstance(start, ZeroStart) or (np.abs(theta) <= self.largest(m)).all()):
            raise ProblemError(_TOO_FAR, ProblemKind.OVERFLOW)
        return theta

    def largest(self, m: Moments) -> FloatArray:
        """Largest internal parameters, shape (d + 1,), for which the loss and its sums stay finite."""
        shift = m.feature_means - self.shift
        squares = m.squares[:-1] + m.n_rows * shift * shift
        lengths = np.append(np.sqrt(squares) * self.inverse_scale, np.sqrt(m.n_rows))
        with quiet_overflow():  # infinite where no number is too large
            return np.asarray(_LARGEST_PREDICTION / np.where(lengths > 0.0, lengths, 1.0) / self.label_scale)

    def penalty(self, weight_decay: float) -> FloatArray:
        """Weight decay of every internal parameter, shape (d + 1,); 0 for the constant."""
        return np.append(weight_decay * self.inverse_scale**2, 0.0)

    def raw(self, theta: FloatArray) -> tuple[FloatArray, float]:
        """Weights and bias in raw units of the internal parameters."""
        weights = theta[:-1] * self.inverse_scale * self.label_scale
        constant = float(theta[-1]) * self.label_scale
        if not self.label_shift:
            return weights, constant - float(own_product(weights, self.shift))
        # Added up without rounding: the bias may be small where label and features are both far from zero.
        return weights, exact_sum(self.label_shift, constant, *product_terms(-weights, self.shift))

    def centred(self, theta: FloatArray) -> Centred:
        """The same with the prediction at the shift in place of the bias."""
        hi, lo = two_sum(np.array(self.label_shift), theta[-1] * np.array(self.label_scale))
        return Centred(self.shift, (float(hi), float(lo)), np.zeros_like(self.shift))

    def raw_gradient(self, gradient: FloatArray) -> FloatArray:
        """Gradient of the raw loss with respect to raw weights and bias, from the internal one."""
        gradient, scale = gradient * self.label_scale, self.inverse_scale
        result = np.append(np.zeros_like(scale), gradient[-1])
        np.divide(gradient[:-1], scale, out=result[:-1], where=scale > 0.0)
        result[:-1] += self.shift * gradient[-1]
        return result


@dataclass(frozen=True, eq=False)
class Beginning:
    """Weights and bias at step 0 in raw units, as a `Snapshot` has them."""

    weights: FloatArray
    bias: float
    bias_rest: float


def beginning(config: SgdConfig, m: Moments, data: Dataset | None = None) -> Beginning:
    """Where a run on data with these moments begins, without making one; raises as `Scaling.begin`.

    The data tell whether there is a bias, which there is without them.
    """
    has_bias = data is None or data.has_bias
    m = m if data is None else frame_moments(data, m)
    scaling = Scaling.of(m, config.standardise, label_frame(config, m))
    theta = scaling.begin(config.start, m, has_bias)
    weights, bias = scaling.raw(theta)
    return Beginning(frozen(weights), bias, scaling.centred(theta).bias_rest(weights, bias))


def label_frame(config: SgdConfig, m: Moments) -> tuple[float, float]:
    """What the labels of a run are shifted by and divided by before anything is computed with them.

    In float32 always, so that they keep all of its digits; in float64 where they lie far from zero. Counts
    stay what they are: their logarithm is modelled.
    """
    if isinstance(config.loss, PoissonLoss):
        return 0.0, 1.0
    if config.precision == "float32":
        size = float(m.norms[-1]) / math.sqrt(m.n_rows) or abs(m.label_mean)
        power = round(math.log2(size)) if size else 0
        return m.label_mean, math.ldexp(1.0, min(max(power, -_MOST_POWER), _MOST_POWER))
    return (m.label_mean if is_far(m) else 0.0), 1.0


def check_frame(config: SgdConfig, scaling: Scaling, m: Moments) -> None:
    """Raise a `ProblemError` where the labels, which a run has in one frame, do not suit another loss."""
    counts = isinstance(config.loss, PoissonLoss)
    centred = scaling.label_shift != 0.0 or scaling.label_scale != 1.0
    if centred if counts else not centred and is_far(m):
        sentence = "The Poisson loss takes labels otherwise than the others; start another run."
        raise ProblemError(sentence, ProblemKind.LABELS)


def frame_moments(data: Dataset, known: Moments | None) -> Moments:
    """About which a run is centred: the means, or 0 where there is no bias to make up for them."""
    m = moments(data) if known is None else known
    return m if data.has_bias else uncentred(data, m)


def check_data(data: Dataset, loss: Loss) -> None:
    """Raise a `ProblemError` where labels, or a model without a bias, do not suit the loss."""
    loss.check_labels(data.y)
    if not data.has_bias and not isinstance(loss, SquaredLoss):
        raise ProblemError(f"{WITH_BIAS_ONLY} This is the {loss.name}.", ProblemKind.LOSS)


def is_far(m: Moments) -> bool:
    """Whether the labels lie so far from zero that arithmetic on them as they are costs digits."""
    return abs(m.label_mean) > _FAR_FROM_ZERO * float(m.norms[-1]) / math.sqrt(m.n_rows)
