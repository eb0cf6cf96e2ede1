"""A table of a frame that nobody has chosen anything for yet, and one of generated data."""

from __future__ import annotations

from typing import Any

import numpy as np

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted

from .roles import suggest_roles
from .table import Table


def new_table(frame: pd.DataFrame, name: str, source: str, truth: Truth | None = None) -> Table:
    """A frame with a first choice of roles."""
    numeric = numeric_columns(frame)
    return Table(frame, suggest_roles(frame, numeric), name, source, truth, frozenset(numeric))


def generate_table(
    weights: tuple[float, ...], bias: float, noise_std: float, n_rows: int, seed: int, **options: Any
) -> Table:
    """A table of generated data that remembers its truth; the options are those of `make_synthetic`."""
    data = make_synthetic(np.array(weights), bias, noise_std, n_rows, seed, **options)
    columns = {name: np.ascontiguousarray(data.X[:, j]) for j, name in enumerate(data.feature_names)}
    label = data.y.astype(np.int64) if options.get("noise") == "poisson" else data.y
    frame = pd.DataFrame({**columns, data.label_name: label}, copy=False)
    source = f"Generated: {counted(n_rows, 'row')}, {_in_words(noise_std, **options)}, seed {seed}."
    return new_table(frame, "Generated data", source, data.truth)


def _in_words(
    noise_std: float,
    noise: str = "normal",
    outlier_share: float = 0.0,
    features: str = "normal",
    correlation: float = 0.0,
) -> str:
    """The noise, and what else differs from the chapter's example."""
    named = noise.replace("laplace", "Laplace").replace("student", "Student")
    match noise:
        case "poisson":
            parts = ["Poisson counts"]
        case "log-normal":
            parts = [f"log-normal prices, σ = {number_text(noise_std)} of the logarithm"]
        case _:
            parts = [f"noise σ = {number_text(noise_std)}" + (f" ({named})" if noise != "normal" else "")]
    parts += [f"{number_text(100.0 * outlier_share)} % outliers"] if outlier_share else []
    parts += [f"{features} features"] if features != "normal" else []
    parts += [f"correlation {number_text(correlation)}"] if correlation else []
    return ", ".join(parts)
