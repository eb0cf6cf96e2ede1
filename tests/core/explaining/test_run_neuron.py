"""The neuron of a moment: which row flows through it, and what it is with another weight."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.explaining.run_neuron import NO_WISH, NeuronWish, NoNeuron, Parameters, RunNeuron
from linreg_gui.core.explaining.scene import Scene, neuron_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import PoissonLoss
from linreg_gui.core.number_text import plain_number
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet


def scene_of(features: int = 3, step: int = 7, next_start=None, **settings) -> Scene:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, features)) * np.arange(1, features + 1) + 2.0
    frame = pd.DataFrame({**{f"f{j}": X[:, j] for j in range(features)}, "y": rng.poisson(3.0, 60) * 1.0})
    frame.loc[4, "f0"] = np.nan  # so that rows of the table and of the dataset are not the same
    analysis = analyse(frame, {name: Role.LABEL if name == "y" else Role.FEATURE for name in frame})
    sgd = Sgd(analysis.data, SgdConfig(0.02, 10, 100, **settings))
    sgd.advance(step)
    return Scene(Objective.of(analysis, sgd.config), sgd.snapshot(), sgd.replay(), None, next_start)


def found_in(scene: Scene, wish: NeuronWish = NO_WISH) -> RunNeuron:
    found = neuron_of(scene, wish)
    assert isinstance(found, RunNeuron)
    return found


def rows(*numbers: int) -> NeuronWish:
    return NeuronWish(RowSet.of_rows(np.array(numbers)))


def test_the_first_row_of_the_minibatch_flows_through() -> None:
    scene = scene_of()
    data, state = scene.analysis.data, scene.state
    row = state.minibatch_rows[0]
    found = found_in(scene)
    assert found.neuron.label == data.y[row]
    assert found.neuron.prediction == pytest.approx(data.X[row] @ state.weights + state.bias)
    assert found.example_text == f"row {scene.analysis.table_rows[row] + 1}, of the minibatch"


def test_before_the_first_update_it_is_one_of_the_minibatch_that_comes() -> None:
    scene = scene_of(step=0)
    row = scene.run.next_update().rows[0]
    found = found_in(scene)
    assert found.neuron.label == scene.analysis.data.y[row]
    assert found.neuron.prediction == 0.0


def test_the_first_selected_row_that_takes_part_flows_through() -> None:
    scene = scene_of()
    found = found_in(scene, rows(4, 9, 11))
    assert found.example_text == "row 10, selected"
    assert found.neuron.label == scene.analysis.data.y[8]
    assert "of the minibatch" in found_in(scene, rows(4)).example_text


def test_the_means_flow_through_where_they_are_wished_for() -> None:
    scene = scene_of()
    found = found_in(scene, NeuronWish(RowSet.of_rows(np.array([9])), at_means=True))
    predictions = scene.analysis.data.X @ scene.state.weights + scene.state.bias
    assert found.neuron.prediction == pytest.approx(predictions.mean())
    assert found.neuron.label == pytest.approx(scene.analysis.data.y.mean())


def test_of_many_inputs_most_are_a_bundle() -> None:
    found = found_in(scene_of(features=30), NeuronWish(RowSet.of_ranges(()), most=5))
    assert len(found.parameters) == 6
    assert found.parameters[-1] == found.bias == 30
    assert found.neuron.bundle.count == 25


def test_another_weight_changes_its_product_and_what_comes_out_and_nothing_else() -> None:
    found = found_in(scene_of(), rows(9))
    state = found.having(1, 2.5)
    other = found.of(state)
    assert state.weights.tolist() == [found.state.weights[0], 2.5, found.state.weights[2]]
    assert state.bias == found.state.bias
    x = found.neuron.edges[1].value
    moved = other.neuron.prediction - found.neuron.prediction
    assert moved == pytest.approx((2.5 - found.state.weights[1]) * x)
    assert [other.neuron.edges[j].product_text for j in (0, 2)] == [
        found.neuron.edges[j].product_text for j in (0, 2)
    ] or other.neuron.output_text != found.neuron.output_text
    total = sum(Decimal(plain_number(edge.product_text)) for edge in other.neuron.edges)
    assert total + Decimal(plain_number(other.neuron.bias_text)) == Decimal(
        plain_number(other.neuron.output_text)
    )
    assert other.value(1) == 2.5
    bias = found.having(found.bias, -4.0)
    assert (bias.bias, bias.weights.tolist()) == (-4.0, found.state.weights.tolist())


def test_a_fine_step_moves_predictions_by_some_hundredth_of_a_standard_deviation() -> None:
    scene = scene_of()
    found = found_in(scene)
    data = scene.analysis.data
    for parameter, std in enumerate([*data.X.std(axis=0), 1.0]):
        step = found.fine_step(parameter)
        assert 0.0009 < step * std / data.y.std() < 0.0101
        assert np.log10(step) == pytest.approx(round(np.log10(step)))


def test_what_cannot_be_added_up_is_told() -> None:
    scene = scene_of()
    found = found_in(scene)
    for wild in (np.nan, np.inf, 1e300, -1.7e308):
        assert found.of(Parameters(np.array([wild, 1.0, 1.0]), 0.0)) is None
        assert found.of(Parameters(np.ones(3), wild)) is None
    blown_up = replace(scene.state, weights=np.array([1e200, -1e200, 1.0]))
    answer = neuron_of(replace(scene, state=blown_up), NO_WISH)
    assert isinstance(answer, NoNeuron)
    assert "too large" in answer.sentence


def test_with_the_poisson_loss_the_prediction_is_not_the_output() -> None:
    found = found_in(scene_of(loss=PoissonLoss()))
    assert found.is_curved
    assert found.neuron.prediction == pytest.approx(np.exp(found.neuron.output))
    assert "an output of" in found.sentence
    assert not found_in(scene_of()).is_curved


def test_it_is_said_in_words() -> None:
    found = found_in(scene_of(), rows(9))
    assert found.sentence.startswith("3 inputs at row 10, selected, most of it ")
    assert f"prediction {found.neuron.prediction_text}, label {found.neuron.label_text}" in found.sentence
    edge = found.neuron.edges[1]
    assert (
        found.told(1) == f"Weight of f1: {edge.weight_text}, times {edge.value_text} is {edge.product_text}."
    )
    assert found.told(found.bias) == f"Bias: {found.neuron.bias_text}."
