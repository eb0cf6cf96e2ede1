"""One update of minibatch SGD unfolded into its terms (eq. 3.1.10 and 3.1.11); the update is made elsewhere.

How the terms are written so that they add up is decided in `shown_update`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.next_update import NextUpdate

Units = Literal["data", "internal"]

# Rows of a minibatch whose terms are kept one by one, and that are added up at a time.
_KEPT, _BLOCK = 1_000, 1 << 15


@dataclass(frozen=True, eq=False)
class UpdateTerms:
    """The terms of one update in one kind of units, all of which add up in it.

    With θ the weights and the constant, o = Σ wⱼ (xⱼ − centreⱼ) + constant the output of a row, s the slope
    of its loss by the output, μ the momentum and λ the weight decay:

    - ``shares`` = s · (x − centres, 1), ``total`` = their sum, ``gradient`` = ``total`` / |B|
    - ``velocity`` = ``gradient`` + ``kept`` + ``decay``, with ``kept`` = μ · the velocity before
    - ``moves`` = ``rates`` · ``velocity``, ``after`` = ``before`` − ``moves``

    Without standardised features, momentum and weight decay that is eq. 3.1.11 as it stands.

    Attributes
    ----------
    units : "data" or "internal"
        Units of the data, or those trained in: of standardised features where the settings say so, and of
        labels that are shifted and scaled as `Scaling` tells.
    centres : array, shape (d,)
        What is taken off the features, in their units; where features are standardised the means for the
        units of the data, and 0 for internal ones, whose features have mean 0 already.
    size : int
        |B|, the rows of the minibatch.
    features : array, shape (k, d)
        Its rows, before the centres are taken off; of a large minibatch, here and below, the first k = 1,000.
    labels, outputs, predictions, errors, slopes : array, shape (k,)
        y; o; ŷ, which is o but for the Poisson loss, where it is exp(o); ŷ − y; and ∂loss/∂o, which is ŷ − y
        for the squared and the Poisson loss.
    shares : array, shape (k, d + 1)
        What each row adds to the gradient of each weight and, last, of the constant.
    total, gradient, kept, decay, velocity : array, shape (d + 1,)
        See above; the total is that of all rows. ``decay`` is λ · w in the units of the data, 0 for the
        constant.
    rates : array, shape (d + 1,)
        The learning rate; in the units of the data, of a standardised feature, over its squared standard
        deviation, which is what an update in standardised units comes to there (0 for a constant feature).
    before, moves, after, shown : array, shape (d + 1,)
        Weights and constant. In the units of the data the constant is the bias where the centres are 0, else
        the prediction at the centres. ``shown`` is ``after``, or the mean that is shown where the weights are
        averaged.
    """

    units: Units
    centres: FloatArray
    size: int
    features: FloatArray
    labels: FloatArray
    outputs: FloatArray
    predictions: FloatArray
    errors: FloatArray
    slopes: FloatArray
    shares: FloatArray
    total: FloatArray
    gradient: FloatArray
    kept: FloatArray
    decay: FloatArray
    velocity: FloatArray
    rates: FloatArray
    before: FloatArray
    moves: FloatArray
    after: FloatArray
    shown: FloatArray


@dataclass(frozen=True, eq=False)
class Microscope:
    """One update of minibatch SGD, unfolded.

    Attributes
    ----------
    step : int
        Updates done before it.
    epoch : float
        Passes over the data done before it.
    made : bool
        Whether it has led to what is shown elsewhere; else it is yet to come.
    feature_names : tuple of str
    label_name : str
    rows, table_rows : array of int, shape (size,)
        Rows in the minibatch: where they are in the dataset, and in the table that it was made of.
    config : SgdConfig
        The settings of the update.
    learning_rate : float
        Its learning rate η, decayed.
    data, internal : UpdateTerms
        Its terms in the units of the data, and in those trained in.
    weighted : bool
        Whether rows have weights: then every slope is times the weight of its row over the mean weight.
    weights_before, weights_after : array, shape (d,)
        In the units of the data.
    bias_before, bias_after : float
        In label units.
    averaged : int
        How many states are in the mean that is shown after the update; 0 where it is the last one.
    weights_shown : array, shape (d,)
    bias_shown : float
        What `Sgd.snapshot` tells after the update: that mean, or the weights and bias after the update.
    has_bias : bool
        Whether the model has a bias; without one features are not centred, and the bias stays 0.
    """

    step: int
    epoch: float
    made: bool
    feature_names: tuple[str, ...]
    label_name: str
    rows: IntArray
    table_rows: IntArray
    config: SgdConfig
    learning_rate: float
    weighted: bool
    data: UpdateTerms
    internal: UpdateTerms
    weights_before: FloatArray
    bias_before: float
    weights_after: FloatArray
    bias_after: float
    averaged: int
    weights_shown: FloatArray
    bias_shown: float
    has_bias: bool = True


def microscope(
    data: Dataset, update: NextUpdate, *, table_rows: IntArray | None = None, made: bool = False
) -> Microscope:
    """The next update of a run (`Sgd.next_update`), unfolded.

    The parameters after it are those of the run after one more step to the last bits: sums are added up in
    another order by the compiled loop, and to about seven digits by one in float32. An update that `Sgd`
    refuses, as the numbers blow up, is shown as it would have been; what overflows is infinite or NaN.

    Parameters
    ----------
    data : Dataset
    update : NextUpdate
    table_rows : array of int, shape (n,), optional
        Row of a table for each row of the dataset; by default those of the dataset.
    made : bool
    """
    scaling, config = update.scaling, update.config
    with quiet_overflow():
        internal = _internal(update)
        thetas = (update.theta, internal.after, internal.shown)
        before, after, mean = (scaling.raw(theta) for theta in thetas)
        return Microscope(
            step=update.step,
            epoch=update.epoch,
            made=made,
            feature_names=tuple(data.feature_names),
            label_name=data.label_name,
            rows=update.rows,
            table_rows=update.rows if table_rows is None else frozen(table_rows[update.rows]),
            config=config,
            learning_rate=update.learning_rate,
            weighted=data.row_weights is not None,
            has_bias=data.has_bias,
            data=_in_units_of_data(data, update, internal),
            internal=internal,
            weights_before=frozen(before[0]),
            bias_before=before[1],
            weights_after=frozen(after[0]),
            bias_after=after[1],
            averaged=update.averaged,
            weights_shown=frozen(mean[0]),
            bias_shown=mean[1],
        )


def _internal(update: NextUpdate) -> UpdateTerms:
    theta, config, unit = update.theta, update.config, update.scaling.label_scale
    features, labels = update.block(0, _KEPT)
    outputs, slopes = _outputs_and_slopes(update, features, labels, 0)
    predictions = config.loss.prediction(outputs * unit) / unit
    constant = float(update.internal.scale[-1])  # 0 without a bias
    shares = slopes[:, None] * np.column_stack([features, np.full(len(slopes), constant)])
    total, size = shares.sum(axis=0), len(update.rows)
    for start in range(_KEPT, size, _BLOCK):
        check_wanted()
        more, more_labels = update.block(start, start + _BLOCK)
        _, pulls = _outputs_and_slopes(update, more, more_labels, start)
        total += np.append(pulls @ more, pulls.sum() * constant)
    gradient = total / size
    kept, decay = config.momentum * update.velocity, update.penalty * theta
    velocity = kept + (gradient + decay)
    moves = update.learning_rate * velocity
    after = theta - moves
    mean = update.average + (after - update.average) / update.averaged if update.averaged > 1 else after
    return UpdateTerms(
        units="internal",
        centres=np.zeros(len(theta) - 1),
        size=size,
        features=features,
        labels=labels,
        outputs=outputs,
        predictions=predictions,
        errors=predictions - labels,
        slopes=slopes,
        shares=shares,
        total=total,
        gradient=gradient,
        kept=kept,
        decay=decay,
        velocity=velocity,
        rates=np.full(len(theta), update.learning_rate),
        before=theta,
        moves=moves,
        after=after,
        shown=mean,
    )


def _outputs_and_slopes(
    update: NextUpdate, features: FloatArray, labels: FloatArray, start: int
) -> tuple[FloatArray, FloatArray]:
    """The outputs of some rows, and the slopes of their losses, in internal units, times their weights."""
    outputs, unit = features @ update.theta[:-1] + update.constant, update.scaling.label_scale
    # The unit is a power of two, so that nothing is rounded on the way there and back.
    slopes = update.config.loss.slopes(outputs * unit, labels * unit) / unit
    weights = update.weights(start, start + len(labels))
    return outputs, slopes if weights is None else slopes * weights


def _in_units_of_data(data: Dataset, update: NextUpdate, internal: UpdateTerms) -> UpdateTerms:
    """The same terms; a gradient is so much larger as its parameter is smaller."""
    scaling = update.scaling
    unit, level = scaling.label_scale, scaling.label_shift
    size = np.append(scaling.inverse_scale, 1.0)
    larger = np.divide(unit, size, out=np.zeros_like(size), where=size > 0.0)
    levels = np.append(np.zeros_like(scaling.shift), level)
    outputs = internal.outputs * unit + level
    return UpdateTerms(
        units="data",
        centres=scaling.shift,
        size=internal.size,
        features=data.X[update.rows[:_KEPT]],
        labels=data.y[update.rows[:_KEPT]],
        outputs=outputs,
        predictions=update.config.loss.prediction(outputs),
        errors=internal.errors * unit,
        slopes=internal.slopes * unit,
        shares=internal.shares * larger,
        total=internal.total * larger,
        gradient=internal.gradient * larger,
        kept=internal.kept * larger,
        decay=internal.decay * larger,
        velocity=internal.velocity * larger,
        rates=internal.rates * size * size,
        before=internal.before * size * unit + levels,
        moves=internal.moves * size * unit,
        after=internal.after * size * unit + levels,
        shown=internal.shown * size * unit + levels,
    )
