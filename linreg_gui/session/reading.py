"""Jobs that make a table: reading a file, generating data, looking at the points of a plot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..core.analysis import Analysis
from ..core.columns import numeric_columns, suggest_roles
from ..core.csv_reading import ReadCancelled, read_csv
from ..core.problem import ProblemError
from ..core.scatter import Scatter, scatter_of
from ..core.synthetic import make_synthetic
from .job_thread import Mailbox, Stop
from .table import Table


def read_table(path: Path, source: str, progress: Mailbox[float], stop: Stop) -> Table | None:
    """The table in a CSV file with a first choice of roles; None if it was cancelled."""

    def report(fraction: float) -> bool:
        progress.put(fraction)
        return not stop()

    try:
        frame, _ = read_csv(path, progress=report)
    except ReadCancelled:
        return None
    if len(numeric_columns(frame)) == 0:
        raise ProblemError(f"“{path.name}” has no numeric column to fit.", "no numeric column")
    return Table(frame, suggest_roles(frame), path.name, source or str(path))


def generate_table(
    weights: tuple[float, ...], bias: float, noise_std: float, n_rows: int, seed: int
) -> Table:
    """A table of generated data that remembers its truth."""
    data = make_synthetic(np.array(weights), bias, noise_std, n_rows, seed)
    columns = {name: np.ascontiguousarray(data.X[:, j]) for j, name in enumerate(data.feature_names)}
    frame = pd.DataFrame({**columns, data.label_name: data.y}, copy=False)
    source = f"Generated: {n_rows:,} rows, noise σ = {noise_std:g}, seed {seed}."
    return Table(frame, suggest_roles(frame), "Generated data", source, data.truth)


@dataclass(frozen=True, eq=False)
class FitPoints:
    """What the fit plot shows of the data: against one feature, or (None) label against label."""

    choice: int | None
    scatter: Scatter


def fit_points(analysis: Analysis, choice: int | None) -> FitPoints:
    """Prepare the static points of the fit plot."""
    data = analysis.data
    x = data.y if choice is None else np.ascontiguousarray(data.X[:, choice])
    return FitPoints(choice, scatter_of(x, data.y, analysis.sample))


