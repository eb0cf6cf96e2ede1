"""The settings of training, and whether they are those that were suggested and follow the data."""

from __future__ import annotations

from dataclasses import replace

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.solvers.sgd.config import FIXED
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart, ZeroStart

from .advice import advised_config

# What no suggestion is about, and what it has to suit.
_NOT_SUGGESTED = (*FIXED, "loss", "weight_decay")
_SUITED = ("standardise", "loss", "weight_decay")


class RunSettings:
    """The settings of the next update."""

    def __init__(self) -> None:
        self.config = SgdConfig()
        self.suggested = True
        self._batch_size = self.config.batch_size  # as it was chosen; there may be fewer rows
        self._features: tuple[str, ...] | None = None

    def follow(self, analysis: Analysis, *, suggest: bool) -> bool:
        """There are other data; ``suggest`` takes over what suits them in any case, by least squares.

        What belongs to a whole run is nothing that is suggested, nor are loss and weight decay: all of it
        stays, but for a start that was chosen for other features; whether it does. A batch size that was
        chosen comes back with the rows it needs.
        """
        names, before = analysis.data.feature_names, self._features
        self._features = names
        stays = not isinstance(self.config.start, ChosenStart) or names == before
        if not stays:
            self.config = replace(self.config, start=ZeroStart())
        if suggest:
            self.config = replace(self.config, loss=SquaredLoss(), weight_decay=0.0)
        if suggest or self.suggested:
            self.take(advised_config(analysis, self.config), suggested=True)
        self.config = replace(self.config, batch_size=min(self._batch_size, analysis.data.n_rows))
        return stays

    def rename(self, analysis: Analysis) -> None:
        """The same numbers are called otherwise."""
        self._features = analysis.data.feature_names

    def take(self, config: SgdConfig, *, suggested: bool) -> None:
        """These are the settings."""
        self.config, self.suggested, self._batch_size = config, suggested, config.batch_size

    def choose(self, config: SgdConfig, analysis: Analysis | None) -> SgdConfig:
        """Other settings were chosen; the ones that are taken.

        Suggested settings are suggested anew where standardising is switched, or another loss or decay
        is chosen: a learning rate that suits standardised features is far too large for raw ones.
        """
        old = self.config
        kept = {name: getattr(config, name) for name in _NOT_SUGGESTED}
        self.suggested &= config == replace(old, **kept)
        differs = any(getattr(config, name) != getattr(old, name) for name in _SUITED)
        if self.suggested and differs and analysis is not None:
            config = advised_config(analysis, config)
        if config.batch_size != old.batch_size:
            self._batch_size = config.batch_size
        self.config = config
        return config
