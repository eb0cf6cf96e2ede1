"""Where settings stand along an axis of a plot, and what is written at its ticks."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.schedule import DECAYS
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.views.plots.plot_axis import PlotAxis
from linreg_gui.views.plots.plot_ranges import Range

_MOMENTA = (0.0, 0.5, 0.9, 0.99, 0.999)
_MARGIN = 0.05


def show_setting_axis(axis: PlotAxis, entry: SettingRange) -> None:
    """Ticks at round values: decades, momenta that halve what is left, or the kinds of a choice."""
    setting = entry.setting
    if setting.is_choice:
        axis.setLogMode(False)
        axis.setTicks([[(float(at), name) for at, name in enumerate(DECAYS)]])
    elif setting is TunedSetting.MOMENTUM:
        axis.setLogMode(False)
        places = setting.place_of(np.array(_MOMENTA)).tolist()
        axis.setTicks(
            [[(place, number_text(value, 3)) for place, value in zip(places, _MOMENTA, strict=True)]]
        )
    else:
        axis.setTicks(None)
        axis.setLogMode(True)


def show_loss_axis(axis: PlotAxis, *, logarithmic: bool) -> None:
    """Decades where every loss is positive."""
    axis.setTicks(None)
    axis.setLogMode(logarithmic)


def setting_home(entry: SettingRange) -> Range:
    """All its values with a margin."""
    if entry.setting.is_choice:
        return entry.low - 0.5, entry.high + 0.5
    low, high = entry.ends
    margin = _MARGIN * (high - low)
    return low - margin, high + margin


def place_of_loss(loss: float, *, logarithmic: bool) -> float:
    """Where a loss stands."""
    return math.log10(loss) if logarithmic else loss
