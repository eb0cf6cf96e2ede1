"""How a person has laid out the window, for each of its presets, as values that can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .arrangement import Arrangement

Area = Literal["left", "right", "top", "bottom"]

_MOST_PIXELS = 100_000
_MOST_DOCKS = 100
_MOST_WORKPLACES = 20
_LONGEST_NAME = 64


@dataclass(frozen=True)
class DockPlace:
    """Where a dock of the window is.

    Attributes
    ----------
    name : str
    area : "left", "right", "top" or "bottom"
    visible, floating : bool
    group : str
        The same for docks that lie one over the other; empty for one by itself.
    in_front : bool
        Whether it is the one of its group that is seen.
    width, height : int
        In pixels.
    """

    name: str
    area: Area
    visible: bool = True
    floating: bool = False
    group: str = ""
    in_front: bool = False
    width: int = 0
    height: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.width <= _MOST_PIXELS and 0 <= self.height <= _MOST_PIXELS):
            raise ValueError("The size of a dock is a number of pixels.")


@dataclass(frozen=True)
class Workplace:
    """What stands where in the window.

    Attributes
    ----------
    panes : Arrangement
        In the middle.
    docks : tuple of DockPlace
        At the sides, in the order in which they have to be put there.
    sized : bool
        Whether a person has chosen the sizes of the docks; otherwise they follow what is in them.
    """

    panes: Arrangement = field(default_factory=Arrangement)
    docks: tuple[DockPlace, ...] = ()
    sized: bool = False

    def __post_init__(self) -> None:
        if len(self.docks) > _MOST_DOCKS:
            raise ValueError("A window has a few docks.")


@dataclass(frozen=True)
class Layout:
    """The preset that is used, and what a person has changed in each.

    Attributes
    ----------
    preset : str
        Its name; an empty text where there is nothing to say.
    changed : mapping from str to Workplace
        By the name of the preset; one that is not mentioned is as it is at first.
    """

    preset: str = ""
    changed: Mapping[str, Workplace] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = (self.preset, *self.changed)
        if len(names) > _MOST_WORKPLACES or any(len(name) > _LONGEST_NAME for name in names):
            raise ValueError("A window has a few presets, which have short names.")
