"""One moment of a run as a neuron at one example, and what it would be with other weights; no layout."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.wording import counted

from .neuron import Neuron, neuron
from .state import State

_BEYOND = "The numbers of this run are too large to be added up one by one."
# So many of the selected rows are looked through for one that takes part.
_LOOKED_AT = 200
# A weight is tried in steps that move the predictions by so little of the label's standard deviation.
_FINE = 0.01
# Sums of larger terms, in standard deviations of the label, have more digits than anybody reads.
_LARGEST = 1e15


@dataclass(frozen=True)
class NeuronWish:
    """What is to flow through the neuron.

    Attributes
    ----------
    selected : RowSet
        Rows of the table, the first of which is the example; without any it is the first of the minibatch.
    at_means : bool
        Whether the means of all rows are the example instead.
    most : int
        Inputs that are drawn one by one at most; the others are a bundle.
    """

    selected: RowSet
    at_means: bool = False
    most: int = 11


NO_WISH = NeuronWish(NO_ROWS)


@dataclass(frozen=True)
class NeuronChoices:
    """What a person has chosen of it: whether the means of all rows are the example."""

    at_means: bool = False


@dataclass(frozen=True, eq=False)
class Parameters:
    """A `State` that no run has been in."""

    weights: FloatArray
    bias: float
    bias_rest: float = 0.0


@dataclass(frozen=True, eq=False)
class RunNeuron:
    """The model at one example.

    Attributes
    ----------
    wish : NeuronWish
        What it was made for.
    names : tuple of str
        Of the features.
    label : str
    example_text : str
        What flows through, such as “row 12”.
    step : int
    state : State
        Whose weights these are: the moment, or what is tried.
    next_start : State or None
        Where the next run begins, if that is elsewhere than where this one began.
    neuron : Neuron
    """

    wish: NeuronWish
    names: tuple[str, ...]
    label: str
    example_text: str
    step: int
    state: State
    next_start: State | None
    neuron: Neuron
    _example: tuple[FloatArray, float]
    _moments: Moments
    _loss: Loss

    @property
    def bias(self) -> int:
        """The number of the parameter that is the bias; weights have those of their features."""
        return len(self.names)

    @property
    def parameters(self) -> tuple[int, ...]:
        """Those that are drawn one by one, from above to below."""
        return (*(edge.feature for edge in self.neuron.edges), self.bias)

    @property
    def is_curved(self) -> bool:
        """Whether the prediction is something else than the output."""
        return self.neuron.prediction != self.neuron.output

    def name(self, parameter: int) -> str:
        """What a parameter is called."""
        return "bias" if parameter == self.bias else self.names[parameter]

    def value(self, parameter: int) -> float:
        """A weight, or the bias."""
        return self.state.bias if parameter == self.bias else float(self.state.weights[parameter])

    def weight_text(self, parameter: int) -> str:
        """A weight, or the bias, with the digits that are needed."""
        if parameter == self.bias:
            return self.neuron.bias_text
        return next(edge.weight_text for edge in self.neuron.edges if edge.feature == parameter)

    def fine_step(self, parameter: int) -> float:
        """A round number by which a parameter moves typical predictions hardly visibly."""
        spread = _spread(self._moments) or 1.0
        if parameter != self.bias:
            std, value = float(self._moments.feature_stds[parameter]), abs(float(self._example[0][parameter]))
            spread /= std or value or 1.0
        size = _FINE * spread
        return 10.0 ** math.floor(math.log10(size)) if 0.0 < size < math.inf else 1.0

    def having(self, parameter: int, value: float) -> State:
        """The weights and the bias with another value of one of them."""
        weights = self.state.weights.copy()
        if parameter == self.bias:
            return Parameters(frozen(weights), value)
        weights[parameter] = value
        return Parameters(frozen(weights), self.state.bias, self.state.bias_rest)

    def of(self, state: State) -> RunNeuron | None:
        """The same example with other weights; None where they are too large to be added up."""
        found = _neuron(state, self.names, self._moments, self._loss, self._example, self.wish.most)
        return None if found is None else replace(self, state=state, neuron=found)

    def told(self, parameter: int) -> str:
        """One parameter and what it adds, in words."""
        if parameter == self.bias:
            return f"Bias: {self.neuron.bias_text}."
        edge = next(edge for edge in self.neuron.edges if edge.feature == parameter)
        return f"Weight of {edge.name}: {edge.weight_text}, times {edge.value_text} is {edge.product_text}."

    @property
    def sentence(self) -> str:
        """What there is to see, for those who don't."""
        found = self.neuron
        largest = max(found.edges, key=lambda edge: abs(edge.product))
        output = f"an output of {found.output_text}, " if self.is_curved else ""
        return (
            f"{counted(len(self.names), 'input')} at {self.example_text}, most of it "
            f"{largest.product_text} by {largest.name}: {output}prediction {found.prediction_text}, "
            f"label {found.label_text}, error {found.error_text}."
        )


@dataclass(frozen=True)
class NoNeuron:
    """Why there is nothing to be seen."""

    wish: NeuronWish
    sentence: str


def run_neuron(
    analysis: Analysis,
    state: Snapshot,
    loss: Loss,
    minibatch_row: int,
    next_start: State | None,
    wish: NeuronWish,
) -> RunNeuron | NoNeuron:
    """The `RunNeuron` of a moment.

    Parameters
    ----------
    analysis : Analysis
    state : Snapshot
    loss : Loss
    minibatch_row : int
        The row of the dataset that is taken where none is chosen.
    next_start : State or None
    wish : NeuronWish
    """
    data, m = analysis.data, analysis.moments
    chosen = analysis.dataset_rows(wish.selected.sample(_LOOKED_AT))
    if wish.at_means:
        example, text = (m.feature_means, m.label_mean), "the means, of all rows"
    else:
        row = int(chosen[0]) if chosen.size else minibatch_row
        example = data.X[row], float(data.y[row])
        number = f"row {int(analysis.table_rows[row]) + 1:,}"
        text = f"{number}, selected" if chosen.size else f"{number}, of the minibatch"
    found = _neuron(state, data.feature_names, m, loss, example, wish.most)
    if found is None:
        return NoNeuron(wish, _BEYOND)
    return RunNeuron(
        wish=wish,
        names=data.feature_names,
        label=data.label_name,
        example_text=text,
        step=state.step,
        state=state,
        next_start=next_start,
        neuron=found,
        _example=example,
        _moments=m,
        _loss=loss,
    )


def _neuron(
    state: State,
    names: tuple[str, ...],
    m: Moments,
    loss: Loss,
    example: tuple[FloatArray, float],
    most: int,
) -> Neuron | None:
    with quiet_overflow():
        total = np.abs(state.weights * example[0]).sum() + abs(state.bias)
        if not total <= _LARGEST * (_spread(m) or max(1.0, abs(m.label_mean))):
            return None
        return neuron(state, names, m, loss, example, most=most)


def _spread(m: Moments) -> float:
    """The standard deviation of the label."""
    return float(m.norms[-1]) / math.sqrt(m.n_rows)
