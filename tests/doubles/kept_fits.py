"""Fits that are kept, of desks as the window would make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from desks import desk_of

from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.keeping import exact_fit_kept
from linreg_gui.core.project.kept_fit import KeptFit
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules


def kept(desk: Desk, name: str = "Fit 1", look: int | None = None) -> KeptFit:
    config = SgdConfig(loss=desk.objective.loss, weight_decay=desk.objective.weight_decay)
    return replace(exact_fit_kept(desk, config, StopRules(), name), look=look)


def kept_of(frame: pd.DataFrame, features: Sequence[str], name: str = "Fit 1", **options) -> KeptFit:
    """A fit of some columns of a frame, with “y” as the label."""
    return kept(desk_of(frame[[*features, "y"]], **options), name)
