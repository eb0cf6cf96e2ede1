"""An analysis of generated data to train on."""

from __future__ import annotations

import pandas as pd

from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.table.roles import suggest_roles


def analysis_of(n_rows: int = 200, seed: int = 1, weights=(2.0, -3.4)) -> Analysis:
    data = make_synthetic(weights, 4.2, 0.5, n_rows, seed)
    frame = pd.DataFrame({"x1": data.X[:, 0], "x2": data.X[:, 1], "y": data.y})
    return analyse(frame, suggest_roles(frame))
