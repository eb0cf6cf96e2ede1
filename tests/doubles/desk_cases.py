"""Desks of small tables, for tests of what lies on them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.model.losses import Loss, SquaredLoss
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def homes(n_rows: int = 200) -> pd.DataFrame:
    """Prices by age and town, with counts, a hole and a date."""
    rng = np.random.default_rng(0)
    town = rng.choice(["Köln", "Bonn", "Ulm", "Hof"], n_rows, p=[0.4, 0.3, 0.2, 0.1])
    frame = pd.DataFrame({"age": rng.normal(40.0, 10.0, n_rows), "area": rng.uniform(20.0, 90.0, n_rows)})
    frame["town"] = town
    frame["sold"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n_rows), "D")
    logarithm = 3.0 - 0.01 * frame.age + 0.02 * frame.area + 0.3 * (town == "Ulm")
    frame["price"] = np.exp(logarithm + 0.2 * rng.normal(size=n_rows))
    frame["visits"] = rng.poisson(np.exp(0.02 * frame.area)).astype(float)
    frame.loc[3, "age"] = np.nan
    return frame


def desk_of(
    frame: pd.DataFrame,
    label: str,
    *features: str,
    loss: Loss | None = None,
    weight_decay: float = 0.0,
    recipe: Recipe | None = None,
    choices: DeskChoices | None = None,
    units: Mapping[str, str] | None = None,
) -> Desk:
    """The desk with the exact solution of these columns."""
    roles = dict.fromkeys(features, Role.FEATURE) | {label: Role.LABEL}
    analysis = analyse(frame, roles, recipe=recipe)
    objective = Objective(analysis, loss or SquaredLoss(), weight_decay)
    solved = objective if objective.is_plain else objective.solved()
    table = Table(frame, roles, "made", recipe=recipe or Recipe(), units=units or {})
    return Desk(solved, table, choices or DeskChoices())


def sample_desk(name: str, choices: DeskChoices | None = None) -> Desk:
    """The desk of the numeric columns of a bundled sample, the last one the label."""
    frame = pd.read_csv(resource_path("samples", f"{name}.csv")).select_dtypes("number").astype(float)
    *features, label = frame.columns
    return desk_of(frame, label, *features, choices=choices)
