"""The settings that are searched, each from a least to a largest value along a scale of its own."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, finite_number
from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.schedule import DECAYS

# Digits of the values that are tried: enough for any optimum, and to be read and typed.
_DIGITS = 3


class TunedSetting(enum.StrEnum):
    """A setting of `SgdConfig` that can be searched; its texts stand in projects.

    In the order in which a grid gives them levels: those that matter most come first.
    """

    RATE = "learning rate"
    BATCH = "batch size"
    EPOCHS = "epochs"
    MOMENTUM = "momentum"
    WEIGHT_DECAY = "weight decay"
    DECAY = "decay"

    @property
    def field(self) -> str:
        """Its name in `SgdConfig`."""
        return _FIELDS[self]

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self in (TunedSetting.BATCH, TunedSetting.EPOCHS)

    @property
    def is_choice(self) -> bool:
        """Whether its values, places in `DECAYS`, have no order."""
        return self is TunedSetting.DECAY

    def place_of(self, values: FloatArray) -> FloatArray:
        """Where values stand along its axis: decades, of 1 − μ for the momentum μ; choices one by one."""
        if self.is_choice:
            return np.asarray(values, dtype=np.float64)
        if self is TunedSetting.MOMENTUM:
            return -np.log10(1.0 - np.asarray(values, dtype=np.float64))
        return np.log10(np.asarray(values, dtype=np.float64))

    def value_at(self, place: float) -> float:
        """The value that stands at a place of the axis, as it is tried."""
        if self.is_choice:
            return float(round(place))
        if self is TunedSetting.MOMENTUM:
            kept = -math.expm1(-place * math.log(10.0))
            return min(max(0.0, float(f"{kept:.{_DIGITS}f}")), 1.0 - 10.0**-_DIGITS)
        value = 10.0**place
        return float(max(1, round(value))) if self.is_whole else float(f"{value:.{_DIGITS}g}")

    def text_of(self, value: float) -> str:
        """A value in words."""
        if self.is_choice:
            return DECAYS[round(value)]
        return f"{value:,.0f}" if self.is_whole else number_text(value, 4)


_FIELDS = {
    TunedSetting.RATE: "learning_rate",
    TunedSetting.BATCH: "batch_size",
    TunedSetting.EPOCHS: "epochs",
    TunedSetting.MOMENTUM: "momentum",
    TunedSetting.WEIGHT_DECAY: "weight_decay",
    TunedSetting.DECAY: "decay",
}


@dataclass(frozen=True)
class SettingRange:
    """A setting with the least and the largest value that is tried.

    Attributes
    ----------
    setting : TunedSetting
    low, high : float
        For the decay of the learning rate the first and the last of `DECAYS`, by their places.

    Raises
    ------
    ValueError
        If there is nothing between them to be searched, or a run cannot have them.
    """

    setting: TunedSetting
    low: float
    high: float

    def __post_init__(self) -> None:
        name = self.setting.value
        for value in (self.low, self.high):
            finite_number(value, f"The range of the {name}")
        if not self.low < self.high:
            raise ValueError(f"The range of the {name} must go from a smaller to a larger value.")
        if self.setting is TunedSetting.MOMENTUM:
            fits = self.low >= 0.0 and self.high < 1.0
        elif self.setting.is_choice:
            fits = self.low == 0.0 and self.high == len(DECAYS) - 1.0
        elif self.setting.is_whole:
            whole = self.low == round(self.low) and self.high == round(self.high)
            fits = whole and self.low >= 1.0 and self.high <= LARGEST_COUNT
        else:
            fits = self.low > 0.0
        if not fits:
            raise ValueError(f"No run can have every {name} of its range.")

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends along the axis."""
        low, high = self.setting.place_of(np.array([self.low, self.high])).tolist()
        return low, high

    def value(self, share: float) -> float:
        """The value at a share of the way from the least to the largest one."""
        if self.setting.is_choice:
            return float(min(int(share * len(DECAYS)), len(DECAYS) - 1))
        low, high = self.ends
        return min(max(self.setting.value_at(low + share * (high - low)), self.low), self.high)

    def share(self, value: float) -> float:
        """At which share of the way a value stands, from 0 to 1."""
        low, high = self.ends
        place = float(self.setting.place_of(np.array(value)))
        return min(max((place - low) / (high - low), 0.0), 1.0)

    def levels(self, count: int) -> tuple[float, ...]:
        """So many values, each in the middle of an equal part of the scale; fewer where there are fewer."""
        shares = [(at + 0.5) / count for at in range(count)]
        if self.setting.is_choice:
            return tuple(float(at) for at in range(min(count, len(DECAYS))))
        return tuple(dict.fromkeys(self.value(share) for share in shares))

    def holds(self, value: float) -> bool:
        """Whether a value is within it."""
        return self.low <= value <= self.high


Space = tuple[SettingRange, ...]


def values_of(space: Sequence[SettingRange], config: SgdConfig) -> tuple[float, ...]:
    """The values that settings have now."""
    return tuple(
        float(DECAYS.index(config.decay)) if entry.setting.is_choice else float(_now(entry.setting, config))
        for entry in space
    )


def config_with(config: SgdConfig, space: Sequence[SettingRange], values: Sequence[float]) -> SgdConfig:
    """The settings with those that are searched at these values."""
    changes: dict[str, Any] = {}
    for entry, value in zip(space, values, strict=True):
        setting = entry.setting
        if setting.is_choice:
            changes[setting.field] = DECAYS[round(value)]
        else:
            changes[setting.field] = round(value) if setting.is_whole else value
    return replace(config, **changes)


def _now(setting: TunedSetting, config: SgdConfig) -> Any:
    return getattr(config, setting.field)
