"""Data that several of the tests use."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from project_paths import NIST

from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.model.dataset import Dataset


@dataclass(frozen=True)
class Certified:
    """A NIST reference problem with its certified answer."""

    data: Dataset
    weights: np.ndarray
    bias: float
    r_squared: float
    sigma: float


@pytest.fixture
def nist() -> Callable[[str], Certified]:
    """A NIST problem by name, with the powers of its feature where the certified model has them."""

    def load(name: str) -> Certified:
        frame = pd.read_csv(NIST / f"{name}.csv", dtype=float)
        certified = json.loads((NIST / f"{name}.json").read_text())
        X = frame.drop(columns="y").to_numpy()
        if certified["degree"]:
            X = X ** np.arange(1, certified["degree"] + 1)
        beta = np.array(certified["beta"], dtype=float)
        data = Dataset(X, frame["y"].to_numpy())
        return Certified(data, beta[1:], beta[0], certified["r2"], certified["sigma"])

    return load


@pytest.fixture
def columns() -> Callable[[str], Dataset]:
    """The numeric columns of a bundled sample or a NIST file as they are, the label by its role."""

    def load(name: str) -> Dataset:
        bundled = NIST / f"{name}.csv"
        frame = pd.read_csv(bundled if bundled.exists() else resource_path("samples", f"{name}.csv"))
        frame = frame.select_dtypes("number").astype(float)
        label = "y" if bundled.exists() else frame.columns[-1]
        features = frame.drop(columns=label)
        return Dataset(features.to_numpy(), frame[label].to_numpy(), list(features.columns), label)

    return load


@pytest.fixture
def random_data() -> Callable[..., Dataset]:
    """Well-conditioned data with correlated, shifted features in different units."""

    def make(n: int = 200, d: int = 4, seed: int = 0) -> Dataset:
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(n, d)) @ (np.eye(d) + 0.3 * rng.normal(size=(d, d)))
        X = X * np.logspace(-1, 2, d) + np.linspace(-5, 50, d)
        return Dataset(X, X @ rng.normal(size=d) + 3.0 + rng.normal(size=n))

    return make
