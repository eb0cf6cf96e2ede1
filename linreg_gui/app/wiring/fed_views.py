"""Feeds views of one kind: each is prepared off the GUI thread while it is in sight, and only then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from linreg_gui.session.feed import Feed
from linreg_gui.views.panes.view_row import LongView, SceneView, ViewRow, WishingView
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
    """

    def __init__(
        self,
        window: MainWindow,
        feed: Feed,
        present: Callable[[], Any],
        is_current: Callable[[Any], bool],
        *,
        in_job: bool = False,
    ) -> None:
        self._window, self._feed_of = window, feed
        self._present, self._is_current, self._in_job = present, is_current, in_job
        self._views: dict[QWidget, tuple[ViewRow, Prepare]] = {}

    def add(self, row: ViewRow, prepare: Prepare) -> None:
        """Feed the view of a row, once it is made."""
        self._window.when_made(row.view, partial(self._take, row, prepare))

    def follow(self, *, only: Callable[[ViewRow], bool] = lambda _: True) -> None:
        """The source is another one: what is in sight is drawn anew, or ``only`` that which it concerns."""
        for view, (row, _) in self._views.items():
            if only(row):
                self._feed_in_sight(view)

    def clear(self) -> None:
        """There is nothing to be drawn."""
        for view, (row, _) in self._views.items():
            self._feed_of.drop(row.name)
            assert isinstance(view, SceneView)
            view.clear()

    def _take(self, row: ViewRow, prepare: Prepare, view: QWidget) -> None:
        self._views[view] = row, prepare
        InSight(view, partial(self._feed, view))
        if isinstance(view, WishingView):
            view.wish_changed.connect(partial(self._feed_in_sight, view))
        if isinstance(view, LongView):
            view.stop_requested.connect(partial(self._feed_of.drop, row.name))

    def _feed_in_sight(self, view: QWidget) -> None:
        if view.isVisible():
            self._feed(view)

    def _feed(self, view: QWidget) -> None:
        source = self._present()
        if source is not None:
            row, prepare = self._views[view]
            wish = (view.wish,) if isinstance(view, WishingView) else ()
            assert isinstance(view, SceneView)
            view.show_waiting()
            make, show = partial(prepare, source, *wish), partial(self._show, view, source)
            hear = view.show_progress if isinstance(view, LongView) else None
            self._feed_of.want(row.name, make, show, in_job=self._in_job, hear=hear)

    def _show(self, view: SceneView, source: object, value: object) -> None:
        if not self._is_current(source):
            return  # of data that are gone
        if value is None:
            view.clear()
        else:
            view.show_value(value)
