"""Feeds views of one kind: each is prepared off the GUI thread while it is in sight, and only then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from linreg_gui.session.feed import Feed
from linreg_gui.views.panes.view_row import FedRow, LongView, SceneView, TwofoldView, WishingView
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight

Prepare = Callable[..., Any]


class FedViews:
    """The views of a window that draw what a pure function makes of the same source.

    Parameters
    ----------
    present : callable
        The source as it is now; None where there is nothing to be drawn.
    is_current : callable
        Whether what was made of a source may still be shown.
    in_job : bool
        Whether every value is made in a job, however soon the last one was there.
    of_moment : bool
        Whether of a `TwofoldView` the part is fed that is of a moment.
    """

    def __init__(
        self,
        window: MainWindow,
        feed: Feed,
        present: Callable[[], Any],
        is_current: Callable[[Any], bool],
        *,
        in_job: bool = False,
        of_moment: bool = False,
    ) -> None:
        self._window, self._feed_of = window, feed
        self._present, self._is_current = present, is_current
        self._in_job, self._of_moment = in_job, of_moment
        self._views: dict[QWidget, _Fed] = {}

    def add(self, row: FedRow, prepare: Prepare) -> None:
        """Feed the view of a row, once it is made."""
        self._window.when_made(row.view, partial(self._take, row, prepare))

    def follow(self, *, only: Callable[[FedRow], bool] = lambda _: True) -> None:
        """The source is another one: what is in sight is drawn anew, or ``only`` that which it concerns."""
        for view, fed in self._views.items():
            if only(fed.row):
                self._feed_in_sight(view)

    def clear(self) -> None:
        """There is nothing to be drawn."""
        for fed in self._views.values():
            self._feed_of.drop(fed.name)
            fed.part.clear()

    def _take(self, row: FedRow, prepare: Prepare, view: QWidget) -> None:
        part: object = view
        name = row.name
        if self._of_moment and isinstance(view, TwofoldView):
            part, name = view.of_moment, f"{name}, of the moment"
        assert isinstance(part, SceneView)
        self._views[view] = _Fed(row, prepare, part, name, InSight(view, partial(self._feed, view)))
        if isinstance(part, WishingView):
            part.wish_changed.connect(partial(self._feed_in_sight, view))
        if isinstance(part, LongView):
            part.stop_requested.connect(partial(self._feed_of.drop, name))

    def _feed_in_sight(self, view: QWidget) -> None:
        if self._views[view].sight.draws:
            self._feed(view)

    def _feed(self, view: QWidget) -> None:
        source = self._present()
        if source is not None:
            fed = self._views[view]
            wish = (fed.part.wish,) if isinstance(fed.part, WishingView) else ()
            fed.part.show_waiting()
            make, show = partial(fed.prepare, source, *wish), partial(self._show, fed.part, source)
            hear = fed.part.show_progress if isinstance(fed.part, LongView) else None
            at_once = fed.row.light and not self._in_job
            self._feed_of.want(fed.name, make, show, in_job=self._in_job, at_once=at_once, hear=hear)

    def _show(self, part: SceneView, source: object, value: object) -> None:
        if not self._is_current(source):
            return  # of data that are gone
        if value is None:
            part.clear()
        else:
            part.show_value(value)


class _Fed(NamedTuple):
    row: FedRow
    prepare: Prepare
    part: SceneView
    name: str  # of what is fed
    sight: InSight
