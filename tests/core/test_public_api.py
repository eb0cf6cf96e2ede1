from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

from linreg_gui import core
from linreg_gui.core import notebook_api

IMPORT_ONLY = """
import sys
import pandas
before = set(sys.modules)
from linreg_gui.core import fit
print(*{name.split(".")[0] for name in set(sys.modules) - before})
"""

# Names may be added; one that is taken away breaks a notebook.
PROMISED = """
    AbsoluteLoss Analysis Category Coefficients Collinearity Dataset Dependency Fit FormulaFit HuberLoss
    Inference
    Influence LearningRateLimits Loss LossSurface Missing Moments NoiseSummary PoissonLoss
    PredictionIntervals Problem ProblemError Project QuantilePoints ReadOptions ReadReport Recipe
    ResidualTests Role RowLedger Run Sgd SgdConfig Snapshot Source SquaredLoss StopRules Table
    Term TrainingRun Truth analyse collinearity evaluate fit fit_formula float32_digits
    half_mse half_mse_gradient infer
    influence learning_rate_limits make_synthetic minibatch_rows moments normal_density predict
    prediction_intervals quantile_points r_squared read_csv read_project read_table residual
    residual_tests robust_covariance solve_analytic split_rows suggest_config suggest_roles
    summarise_noise to_dataset train write_project
"""

WITHOUT_QT = """
import sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
from linreg_gui import core
from linreg_gui.core import notebook_api
data = core.make_synthetic([2.0], n_rows=50)
print(core.fit(data, solver="sgd").method)
"""


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


def test_every_name_promised_is_there():
    assert sorted(core.__all__) == sorted(set(core.__all__))
    for name in core.__all__:
        assert getattr(core, name).__doc__, name


def test_both_lists_of_names_are_the_same():
    assert core.__all__ == notebook_api.__all__
    assert set(core.__all__) <= set(dir(core))
    name = "nothing_of_ours"
    with pytest.raises(AttributeError, match=name):
        getattr(core, name)


def test_a_notebook_completes_and_explains_names_and_keeps_values():
    """In a process where none of them was asked for before."""
    program = """
import pickle, pydoc, rlcompleter
from linreg_gui import core
completer = rlcompleter.Completer({"core": core})
print(completer.complete("core.read_t", 0))
print("class SgdConfig" in (text := pydoc.plain(pydoc.render_doc(core))), "read_table(" in text)
config = core.SgdConfig(learning_rate=0.1, batch_size=1, epochs=1)
print(pickle.loads(pickle.dumps((config, core.fit))) == (config, core.fit))
"""
    assert run(program).split() == ["core.read_table(", "True", "True", "True"]


def test_the_names_of_the_contract_are_there():
    assert set(PROMISED.split()) - set(core.__all__) == set()


def test_what_a_loss_surface_and_known_moments_ask_for_can_be_made():
    data = core.make_synthetic([2.0], n_rows=50)
    m = core.moments(data)
    exact = core.solve_analytic(data, known=m)
    assert core.LossSurface(data, exact, known=m).half_mse(exact.weights, exact.bias) == exact.half_mse


def test_the_example_is_true():
    result = doctest.testmod(core)
    assert (result.attempted > 0, result.failed) == (True, 0)


def test_importing_it_brings_in_nothing_heavy_beyond_pandas():
    heavy = {"numba", "scipy", "PySide6", "shiboken6", "pyqtgraph", "pyarrow", "cupy", "dask"}
    assert heavy.isdisjoint(run(IMPORT_ONLY).split())


def test_it_works_where_qt_cannot_be_imported():
    assert run(WITHOUT_QT).strip() == "sgd"
