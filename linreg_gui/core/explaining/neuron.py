"""The model as the one computed neuron it is (figure 3.1.2): inputs, edges, sum and label; no layout."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.double_double import exact_sum, product_terms
from linreg_gui.core.model.losses import Loss, PoissonLoss
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.number_text import digits_to, number_text

from .adding_up import difference, digits_text, exact_total, parts_of_sum, power_below, power_for, rounded
from .state import State

_DIGITS = 5
# The sum is written at least to this power of ten of the label's spread, counted from its first digit.
_BELOW_SPREAD = 2


@dataclass(frozen=True)
class Edge:
    """One input with its weight, as numbers and as they are written.

    Attributes
    ----------
    feature : int
    name : str
    value, weight, product : float
        xⱼ, wⱼ and wⱼ·xⱼ, in units of the feature, label units per feature unit, and label units.
    value_text, weight_text, product_text : str
    """

    feature: int
    name: str
    value: float
    weight: float
    product: float
    value_text: str
    weight_text: str
    product_text: str


@dataclass(frozen=True)
class Bundle:
    """The inputs that are not drawn one by one: how many, and the sum of their products in label units."""

    count: int
    product: float
    product_text: str


@dataclass(frozen=True)
class Neuron:
    """The model at one example.

    What is written adds up to its last digit: the products of the edges and of the bundle, and the bias, to
    the output; and the prediction less the label to the error.

    Attributes
    ----------
    edges : tuple of Edge
        The inputs with the largest products, in the order of the features.
    bundle : Bundle or None
        All others, if there are any.
    bias, output : float
        b and o = Σ wⱼ·xⱼ + b, in label units.
    prediction : float
        ŷ: the output, but for the Poisson loss, where it is exp(o).
    label, error : float
        y and ŷ − y.
    bias_text, output_text, prediction_text, label_text, error_text : str
    """

    edges: tuple[Edge, ...]
    bundle: Bundle | None
    bias: float
    output: float
    prediction: float
    label: float
    error: float
    bias_text: str
    output_text: str
    prediction_text: str
    label_text: str
    error_text: str


def neuron(
    state: State,
    names: Sequence[str],
    m: Moments,
    loss: Loss,
    example: tuple[FloatArray, float] | None = None,
    *,
    most: int = 11,
) -> Neuron:
    """The `Neuron` of a state at an example.

    Products are written down to the place where the largest number has five digits, and the label's standard
    deviation three; values and weights with so many digits that their product is right to two of its last.

    Parameters
    ----------
    state : State
    names : sequence of str
        Of the features.
    m : Moments
    loss : Loss
        Decides what the output stands for.
    example : (array of shape (d,), float), optional
        Features and label; by default the means of both.
    most : int
        Edges that are drawn at most, besides that of the bundle.
    """
    values, label = (m.feature_means, m.label_mean) if example is None else example
    weights = state.weights
    products = weights * values
    drawn = np.sort(np.argsort(-np.abs(products), kind="stable")[:most])
    rest = np.setdiff1d(np.arange(len(products)), drawn, assume_unique=True)
    bundled = exact_sum(*product_terms(weights[rest], values[rest]))
    output = exact_sum(state.bias, state.bias_rest, *product_terms(weights, values))
    terms = [*products[drawn].tolist(), *([bundled] if rest.size else []), state.bias]
    spread = float(m.norms[-1]) / math.sqrt(m.n_rows)
    power = power_for([*terms, label], _DIGITS)
    if spread:
        power = min(power, power_below(spread) - _BELOW_SPREAD)
    parts = parts_of_sum(terms, power)
    total = exact_total(parts)
    prediction = float(loss.prediction(np.array([output]))[0])
    prediction_text, label_text, error_text = _compared(
        prediction, label, None if isinstance(loss, PoissonLoss) else total, power
    )
    edges = tuple(
        _edge(j, names[j], float(values[j]), float(weights[j]), part, power)
        for j, part in zip(drawn.tolist(), parts, strict=False)
    )
    return Neuron(
        edges=edges,
        bundle=Bundle(rest.size, bundled, digits_text(parts[-2], power)) if rest.size else None,
        bias=state.bias,
        output=output,
        prediction=prediction,
        label=label,
        error=prediction - label,
        bias_text=digits_text(parts[-1], power),
        output_text=digits_text(total, power),
        prediction_text=prediction_text,
        label_text=label_text,
        error_text=error_text,
    )


def _edge(feature: int, name: str, value: float, weight: float, product: Decimal, power: int) -> Edge:
    step = 10.0**power
    return Edge(
        feature=feature,
        name=name,
        value=value,
        weight=weight,
        product=weight * value,
        value_text=number_text(value, digits_to(value, _share(step, weight))),
        weight_text=number_text(weight, digits_to(weight, _share(step, value))),
        product_text=digits_text(product, power),
    )


def _share(step: float, factor: float) -> float:
    """How exact one factor is to be so that the product is to half a step; any digit will do for 0."""
    return 0.5 * step / abs(factor) if factor else math.inf


def _compared(prediction: float, label: float, total: Decimal | None, power: int) -> tuple[str, str, str]:
    """The texts of prediction, label and error; the prediction is written as the sum where it is that."""
    if not math.isfinite(prediction):
        return number_text(prediction), number_text(label), number_text(prediction - label)
    if total is None:
        power = power_for([prediction, label], _DIGITS)
        total = rounded(prediction, power)
    known = rounded(label, power)
    error = difference(total, known)
    return digits_text(total, power), digits_text(known, power), digits_text(error, power)
