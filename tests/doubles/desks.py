"""A desk of a frame, as the window would make it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import Loss, SquaredLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def desk_of(
    frame: pd.DataFrame,
    label: str = "y",
    *,
    weight: str = "",
    excluded: Sequence[int] = (),
    holdout: float = 0.0,
    has_bias: bool = True,
    loss: Loss | None = None,
    weight_decay: float = 0.0,
    choices: DeskChoices | None = None,
) -> Desk:
    flags = np.zeros(len(frame), dtype=bool)
    flags[list(excluded)] = True
    numeric = set(frame.select_dtypes("number").columns)
    roles = {
        name: Role.LABEL if name == label else Role.FEATURE if name in numeric else Role.IGNORED
        for name in frame.columns
    }
    if weight:
        roles[weight] = Role.IGNORED
    recipe = Recipe(
        excluded=flags if excluded else None, holdout=holdout, weights=weight or None, has_bias=has_bias
    )
    table = Table(frame, roles, "made", numeric=frozenset(numeric), recipe=recipe)
    config = SgdConfig(loss=loss or SquaredLoss(), weight_decay=weight_decay)
    objective = Objective.of(analyse(frame, roles, recipe=recipe), config)
    return Desk(objective if objective.is_plain else objective.solved(), table, choices or DeskChoices())


def made_frame(n_rows: int = 60, seed: int = 0) -> pd.DataFrame:
    """Three features, the second and third of which nearly agree, and names of the rows."""
    rng = np.random.default_rng(seed)
    a, b = rng.normal(10.0, 2.0, n_rows), rng.normal(size=n_rows)
    c = b + 0.05 * rng.normal(size=n_rows)
    y = 3.0 + 2.0 * a - b + 0.5 * c + rng.normal(size=n_rows)
    names = [f"house {row}" for row in range(n_rows)]
    return pd.DataFrame({"name": names, "a": a, "b": b, "c": c, "y": y})
