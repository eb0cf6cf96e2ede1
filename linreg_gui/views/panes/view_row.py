"""What a row of the table of views says, and what a view has to be."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget


class Place(enum.Enum):
    """Where a view is at home: in the panes of the middle, or in a dock at a side."""

    MIDDLE = enum.auto()
    LEFT = enum.auto()
    RIGHT = enum.auto()


class Preset(enum.Enum):
    """What a person is about to do; each has a layout of its own."""

    LEARN = "learn"
    ANALYSE = "analyse"
    PRESENT = "present"


@runtime_checkable
class SceneView(Protocol):
    """A view that is told what to draw by the feed (`app/wiring/views.py`)."""

    def show_value(self, value: Any, /) -> None:
        """Draw what the function of its `ViewRow` has given."""

    def show_waiting(self) -> None:
        """What there is to draw is being prepared; what is drawn already stays."""

    def clear(self) -> None:
        """There is nothing to draw."""


@runtime_checkable
class WishingView(SceneView, Protocol):
    """One that leaves a choice of what it draws; a change of it is told by `wish_changed`."""

    @property
    def wish(self) -> Any:
        """A frozen value, the second argument of the function of its `ViewRow`."""

    @property
    def wish_changed(self) -> SignalInstance:
        """Without arguments."""


@runtime_checkable
class ChoosingView(Protocol):
    """One with choices of a person, which the project keeps (`app/wiring/project_view.py`)."""

    @property
    def choices(self) -> Any:
        """What a person has chosen: a frozen dataclass of plain fields, each of which has a default."""

    def choose(self, choices: Any, /) -> None:
        """Have that chosen again."""


@runtime_checkable
class LongView(Protocol):
    """A `SceneView` whose value may take a while: it shows how far that is, and has a way out."""

    def show_progress(self, share: float, /) -> None:
        """So much of what is being prepared is done, from 0 to 1."""

    @property
    def stop_requested(self) -> SignalInstance:
        """Without arguments: what is being prepared is not wanted any more."""


@runtime_checkable
class TwofoldView(Protocol):
    """A view of the desk that shows numbers of the moment, too; these are fed to a part of it."""

    @property
    def of_moment(self) -> SceneView:
        """Draws what `ViewRow.prepare` gives, while the view draws what `ViewRow.of_desk` gives."""


class FedRow(Protocol):
    """What the feed asks of a row: its name, and what it draws anew in between, see `ViewRow`."""

    @property
    def name(self) -> str: ...
    @property
    def view(self) -> type[QWidget]: ...
    @property
    def prepare(self) -> Callable[..., Any] | None: ...
    @property
    def in_hand(self) -> bool: ...
    @property
    def beside(self) -> bool: ...
    @property
    def light(self) -> bool: ...


@dataclass(frozen=True, eq=False)
class FrameRow:
    """What stands in the frame of the window, and in no pane or dock; see `ViewRow`."""

    name: str
    view: type[QWidget]
    prepare: Callable[..., Any] | None
    in_hand: bool = False
    beside: bool = False
    light: bool = True


@runtime_checkable
class HeadedView(Protocol):
    """A view that has more to say in its title row, or controls there."""

    def give_heading(self) -> QWidget:
        """What goes beside the title; from now on the pane shows it, and the title."""


@dataclass(frozen=True, eq=False)
class ViewRow:
    """One view of the window.

    Attributes
    ----------
    name : str
        In stored layouts and projects: never to be changed.
    title : str
        On its pane or dock, and in the View menu.
    view : type of QWidget
        What it is; also what the rest of the program asks for it by.
    place : Place
        Where it is at home.
    icon : str
        In `resources/icons`.
    help_text : str
        One sentence, in menus and beside the icon.
    presets : mapping from Preset to (int, int)
        Which presets show it at first, and where: the column of panes, and the pane there, from 0. Views in
        the same pane lie behind each other, the first row of the table in front. At a side the numbers say
        nothing.
    letter : str
        Of the title, the one that is underlined in the View menu; the first where it is empty.
    tab : str
        A shorter title, for its tab where several views share a pane.
    prepare : callable, optional
        The pure function that makes of a `Scene`, and the wish of a `WishingView`, what the view draws, None
        where there is nothing; then the view is a `SceneView`, and is fed while it is in sight.
    of_desk : callable, optional
        The same of a `Desk`, for a view that is about the exact fit and not about a moment; one that has both
        is a `TwofoldView`.
    of_losses : callable, optional
        The same of `Losses`, for one of what is recorded of the run as a whole. Without any of the three, the
        view has a wiring of its own.
    in_hand : bool
        Whether it draws where rows are, anew in every frame in which a hand moves them, see `Scene.moving`.
    beside : bool
        Whether it draws other runs beside that of the moment, see `Scene.runs`.
    light : bool
        Whether `prepare` takes no time to speak of, so that its numbers never lag behind those of others.
    size : (int, int)
        Width and height that it would like at a side.
    """

    name: str
    title: str
    view: type[QWidget]
    place: Place
    icon: str
    help_text: str
    presets: Mapping[Preset, tuple[int, int]] = field(default_factory=dict)
    letter: str = ""
    tab: str = ""
    prepare: Callable[..., Any] | None = None
    of_desk: Callable[..., Any] | None = None
    of_losses: Callable[..., Any] | None = None
    in_hand: bool = False
    beside: bool = False
    light: bool = False
    size: tuple[int, int] = (300, 360)
