"""The updates of minibatch SGD in NumPy, to be read; the loops for the CPU and the GPU make the same ones.

Some ten times slower than the compiled loop, it serves while that is not there yet.
"""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows
from linreg_gui.core.solvers.sgd.rows import Rows
from linreg_gui.core.solvers.sgd.schedule import rate_factor
from linreg_gui.core.solvers.sgd.update_rule import Progress, Rule


def run_updates(
    rows: Rows,
    largest: FloatArray,
    numbers: FloatArray,
    rule: Rule,
    penalty: FloatArray,
    place: Place,
    steps: int,
) -> Progress:
    """At most so many updates (eq. 3.1.10), none after the last epoch; see `choice.Loop.run`."""
    n, loss = len(rows.y), _loss(rule)
    unit = rule.loss_parameter if isinstance(loss, AbsoluteLoss) else 1.0
    theta, velocity, average, gradient = numbers
    epoch, position, start, averaged = place.epoch, place.position, place.position, place.averaged
    done, loss_sum = 0, 0.0
    while done < steps and epoch < rule.epochs:
        stop = min(position + rule.batch_size, n)
        seed, replacement = int(rule.seed), rule.with_replacement
        taken = minibatch_rows(n, seed, epoch, position, stop, with_replacement=replacement)
        with quiet_overflow():
            Z = (rows.X[taken] - rows.shift) * rows.scale[:-1]
            # Rounded as the label is, so that a prediction that meets it is seen to meet it.
            constant = float(rows.y.dtype.type(theta[-1]))
            output, y = Z @ theta[:-1] + constant, rows.y[taken].astype(np.float64)
            values, slopes = loss.values(output, y), loss.slopes(output, y) * unit
            if rows.weights is not None:
                of_rows = rows.weights[taken].astype(np.float64)
                values, slopes = values * of_rows, slopes * of_rows
            value = float(np.mean(values)) * unit
            new_gradient = np.append(slopes @ Z, slopes.sum() * rows.scale[-1]) / len(taken)
            new_velocity = rule.momentum * velocity + (new_gradient + penalty * theta)
            new_theta = theta - _rate(rule, epoch + position / n) * new_velocity
            fine = bool(np.all(np.abs(new_theta) <= largest)) and value <= rule.loss_limit
        if not fine:
            return Progress(done, epoch, position, start, averaged, loss_sum, True)
        theta[:], velocity[:], gradient[:] = new_theta, new_velocity, new_gradient
        averaged = averaged + 1 if epoch >= rule.average_after else 0
        if averaged:
            average[:] = theta if averaged == 1 else average + (theta - average) / averaged
        loss_sum += value
        done, start, position = done + 1, position, stop
        if position == n:
            position, epoch = 0, epoch + 1
    return Progress(done, epoch, position, start, averaged, loss_sum, False)


def _rate(rule: Rule, done: float) -> float:
    if not rule.decay:
        return rule.learning_rate
    factor = rate_factor(rule.decay, done, rule.epochs, rule.decay_epochs, rule.decay_factor)
    return rule.learning_rate * float(factor)


def _loss(rule: Rule) -> Loss:
    if rule.loss == HuberLoss.code:
        return HuberLoss(rule.loss_parameter)
    kinds: tuple[Loss, ...] = (SquaredLoss(), AbsoluteLoss(), PoissonLoss())
    return next(kind for kind in kinds if kind.code == rule.loss)
