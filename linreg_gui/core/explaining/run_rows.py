"""What there is to be told of each run in a list: its settings in few words, how fast and how far it came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.number_text import number_text
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.start import start_words
from linreg_gui.core.wording import counted

ABOUT = "≈ "
# Predictions so near to the exact ones, per spread of the label, are told as “within one per cent”.
NEAR = 0.01
OTHER_DATA = "Made on other data than these, so it is not drawn and cannot be opened: undo brings both back."
_USUAL = SgdConfig()
_ALWAYS = ("learning_rate", "batch_size", "epochs")
_WORDS: Mapping[str, Callable[[Any], str]] = {
    "learning_rate": lambda value: f"η {number_text(value)}",
    "batch_size": lambda value: f"batch {value:,}",
    "epochs": lambda value: counted(value, "epoch"),
    "seed": lambda value: f"seed {value:,}",
    "standardise": lambda value: "standardised" if value else "raw features",
    "decay": lambda value: f"{value} decay" if value != "constant" else "constant rate",
    "decay_epochs": lambda value: f"decay in {number_text(value)} epochs",
    "decay_factor": lambda value: f"decay by {number_text(value)}",
    "loss": lambda value: value.name + (f" {number_text(value.parameter)}" if value.parameter else ""),
    "momentum": lambda value: f"momentum {number_text(value)}",
    "weight_decay": lambda value: f"weight decay {number_text(value)}",
    "average_after": lambda value: (
        "last weights" if value is None else f"averaged after {counted(value, 'epoch')}"
    ),
    "with_replacement": lambda value: "with replacement" if value else "each row once",
    "precision": str,
    "start": start_words,
}


@dataclass(frozen=True)
class RunRow:
    """One run of a list.

    Attributes
    ----------
    key : int
        What whoever lists it knows it by.
    name : str
    settings : str
        In few words, those that tell the runs apart; all of them where nothing does.
    near : str
        The first step within one per cent of the exact answer, with “≈” before the first recorded one, before
        which others may be; “–” where there is none.
    loss : str
        The last one over all rows.
    steps : str
        How long it is.
    look : int or None
        See `Run.look`.
    shown : bool
        Whether it is drawn.
    present : bool
        Whether it is the one that all views show.
    remark : str
        Why it cannot be shown; empty where it can.
    all_settings : str
    """

    key: int
    name: str
    settings: str
    near: str
    loss: str
    steps: str
    look: int | None
    shown: bool
    present: bool = False
    remark: str = ""
    all_settings: str = ""

    @property
    def sentence(self) -> str:
        """All of it in words."""
        what = "the present run, " if self.present else ""
        pinned = "" if self.look is None else ", pinned"
        shown = "" if self.present else ", shown" if self.shown else ", hidden"
        step = self.near.replace(ABOUT, "about step ") if ABOUT in self.near else f"step {self.near}"
        near = f"within 1 % from {step}, " if self.near else ""
        near = "never near the exact answer, " if self.near == "–" else near
        text = f"{self.name}: {what}{self.all_settings}; {self.steps}, {near}loss {self.loss}{pinned}{shown}."
        return f"{text} {self.remark}".rstrip()


def near_step(steps: FloatArray, losses: FloatArray, least: float, spread: float) -> int | None:
    """The first recorded step within one per cent of the exact answer; None where there is none.

    That is where predictions differ from the exact ones by at most one per cent of the spread of the label,
    in root mean square: their half mean square is what the loss lies above the least one.

    Parameters
    ----------
    steps, losses : array, shape (points,)
        Half mean squared errors.
    least : float
        That of the exact solution.
    spread : float
        Standard deviation of the label, with divisor n.
    """
    with quiet_overflow():
        near = np.flatnonzero(2.0 * (losses - least) <= (NEAR * spread) ** 2)
    return int(steps[near[0]]) if near.size else None


def settings_words(config: SgdConfig, names: Collection[str]) -> list[str]:
    """Some of the settings, by the names of their fields, in few words each."""
    ordered = [entry.name for entry in fields(config) if entry.name in names]
    return [_words(name, getattr(config, name)) for name in ordered]


def run_settings_words(run: Run, apart: Collection[str] = ()) -> str:
    """The settings of a run and where they were changed; of the first ones those that tell it ``apart``."""
    (_, first), *later = run.made
    unusual = {entry.name for entry in fields(first) if _differ(first, _USUAL, entry.name)}
    names = {*unusual, *_ALWAYS}
    words = settings_words(first, apart or names)
    before = first
    for step, config in later:
        changed = [entry.name for entry in fields(config) if _differ(config, before, entry.name)]
        words.append(f"from step {step:,} {', '.join(settings_words(config, changed))}")
        before = config
    return ", ".join(words)


def names_of(configs: Sequence[SgdConfig]) -> tuple[str, ...]:
    """What runs can be called by the settings in which they differ, such as “batch 32”."""
    apart = _apart(configs)
    return tuple(", ".join(settings_words(config, apart)) for config in configs)


def apart_by(runs: Sequence[Run]) -> set[str]:
    """The names of the settings in which some runs differ."""
    return _apart([run.made[0][1] for run in runs])


def _is_plain(config: SgdConfig) -> bool:
    """Whether what it minimises is the half mean squared error alone, see `near_step`."""
    return isinstance(config.loss, SquaredLoss) and not config.weight_decay


def _last_loss(run: Run) -> str:
    """With the name of the loss where that is not the half mean squared error."""
    if not len(run.curve):
        return "–"
    loss, text = run.config.loss, number_text(float(run.curve[-1, 4]), 4)
    return text if isinstance(loss, SquaredLoss) else f"{text} {loss.short_name}"


def run_row(
    run: Run,
    key: int,
    name: str,
    near: int | None,
    *,
    about: bool = False,
    apart: Collection[str] = (),
    present: bool = False,
    same_data: bool = True,
) -> RunRow:
    """A run as one row of a list; for ``near`` see `near_step`, ``about`` if an earlier step may be near."""
    never = "–" if _is_plain(run.config) else ""
    return RunRow(
        key=key,
        name=name,
        settings=run_settings_words(run, apart),
        all_settings=run_settings_words(run),
        near=never if near is None else f"{ABOUT * about}{near:,}",
        loss=_last_loss(run),
        steps="diverged after " * run.diverged + counted(run.step, "step"),
        look=run.look,
        shown=run.shown and same_data,
        present=present,
        remark="" if same_data else OTHER_DATA,
    )


def _words(name: str, value: Any) -> str:
    known = _WORDS.get(name)
    return known(value) if known else f"{name.replace('_', ' ')} {getattr(value, 'name', value)}"


def _differ(one: SgdConfig, other: SgdConfig, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _apart(configs: Sequence[SgdConfig]) -> set[str]:
    return {
        entry.name
        for entry in fields(SgdConfig)
        if any(_differ(config, configs[0], entry.name) for config in configs[1:])
    }
