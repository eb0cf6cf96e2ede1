from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.fitting.train import train
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import HuberLoss, PoissonLoss
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


@pytest.mark.parametrize(
    "settings_",
    [
        {"learning_rate": 0.0},
        {"learning_rate": float("nan")},
        {"learning_rate": float("inf")},
        {"learning_rate": "fast"},
        {"learning_rate": True},
        {"batch_size": 0},
        {"batch_size": 2.5},
        {"epochs": 0},
        {"epochs": True},
        {"seed": 0.5},
        {"standardise": "yes"},
        {"decay": "linear"},
        {"batch_size": 2**31},
        {"epochs": 2**31},
        {"average_after": 2**31},
        {"decay_epochs": 0.0},
        {"decay_epochs": 5e-324},
        {"decay_epochs": 9e-10},
        {"decay_factor": 1.5},
        {"loss": "squared"},
        {"momentum": 1.0},
        {"momentum": -0.1},
        {"weight_decay": -1.0},
        {"weight_decay": float("inf")},
        {"average_after": -1},
        {"average_after": 0.5},
        {"with_replacement": None},
        {"precision": "float16"},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(settings_):
    with pytest.raises(ValueError, match=r"^The |^Standardising|^Averaging"):
        SgdConfig(**settings_)


@pytest.mark.parametrize("threshold", [0.0, -1.0, float("nan"), float("inf"), "1", None, True])
def test_a_huber_threshold_out_of_range_is_refused(threshold):
    with pytest.raises(ValueError, match="threshold must be a"):
        HuberLoss(threshold)


def test_negative_labels_are_no_counts(random_data):
    data = random_data()
    with pytest.raises(ProblemError, match="for counts"):
        Sgd(data, SgdConfig(loss=PoissonLoss()))
    sgd = Sgd(data, SgdConfig())
    with pytest.raises(ProblemError, match="for counts"):
        sgd.change(loss=PoissonLoss())
    assert sgd.config == SgdConfig()


def test_numbers_beyond_float32_are_refused_in_float32():
    data = Dataset([[1e60], [2e60]], [1.0, 2.0])
    with pytest.raises(ProblemError, match="too large for float32"):
        Sgd(data, SgdConfig(precision="float32", standardise=False))
    for config in (SgdConfig(), SgdConfig(precision="float32")):
        assert Sgd(data, config).advance(1) == 1


@pytest.mark.parametrize("x", [1e9 + np.arange(9.0), 1e-40 * np.arange(9.0), -1.7e9 + 1e-3 * np.arange(9.0)])
def test_features_float32_would_leave_no_digits_of_are_refused_as_they_are(x):
    data = Dataset(np.c_[np.ones(9), x], np.arange(9.0))
    with pytest.raises(ProblemError, match="hardly a digit of “x2”: standardise"):
        Sgd(data, SgdConfig(precision="float32", standardise=False))
    assert Sgd(data, SgdConfig(precision="float32")).advance(1) == 1


def test_going_back_is_not_advancing(random_data):
    with pytest.raises(ValueError, match="must be at least 0"):
        Sgd(random_data(), SgdConfig()).advance(-1)


def test_an_unknown_backend_is_refused(random_data):
    with pytest.raises(ValueError, match="backend “abacus” is not available"):
        Sgd(random_data(), SgdConfig(), backend="abacus")


def test_there_is_no_step_before_the_first(random_data):
    with pytest.raises(ValueError, match="must be at least 0"):
        Sgd(random_data(), SgdConfig()).seek(-1)


JUNK = ["a", None, [1], 2.5, float("nan"), float("inf"), 10**400, True]


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: f"{junk!r:.9}")
def test_no_setting_takes_junk(random_data, junk):
    data = random_data()
    sgd = Sgd(data, SgdConfig())
    for name in ("batch_size", "epochs", "average_after"):
        if (name, junk) in (("average_after", None), ("batch_size", 10**400)):
            continue
        with pytest.raises(ValueError, match="must be"):
            SgdConfig(**{name: junk})
        with pytest.raises(ValueError, match="must be"):
            sgd.change(**{name: junk})
    if junk != 2.5:
        for name in ("learning_rate", "decay_epochs", "decay_factor", "momentum", "weight_decay"):
            with pytest.raises(ValueError, match="must be"):
                SgdConfig(**{name: junk})
    for work in (sgd.advance, sgd.seek):
        if junk not in (True, 10**400):
            with pytest.raises(ValueError, match="must be"):
                work(junk)


@pytest.mark.parametrize("config", [0, {}, "fast", SgdConfig])
def test_settings_of_another_kind_are_refused(random_data, config):
    data = random_data()
    for work in (
        lambda: Sgd(data, config),
        lambda: fit(data, solver="sgd", config=config),
        lambda: train(data, config),
        lambda: learning_rate_limits(data, config),
    ):
        with pytest.raises(ValueError, match="must be an SgdConfig"):
            work()
