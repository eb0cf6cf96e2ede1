"""Wires the hand on every plot that draws rows as points to the selection, and to what is done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from linreg_gui.core.drawing.area import Area, Spot
from linreg_gui.core.drawing.placed_rows import Places
from linreg_gui.core.table.row_set import NO_ROWS, SelectMode
from linreg_gui.session.session import Session
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.selecting.row_selecting import RowSelecting
from linreg_gui.views.selecting.select_choice import SelectChoice
from linreg_gui.views.window.main_window import MainWindow


class PlotSelectingWiring(QObject):
    """One tool and one mode for all plots; other wirings say where rows are on theirs."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._painter = session, window.painter
        self.choice = SelectChoice(self)
        tools = self._painter.tools
        tools.tool_changed.connect(lambda tool: self.choice.take_up(tool.selects))
        tools.mode_changed.connect(self.choice.set_mode)
        self.choice.changed.connect(self._show_choice)
        self.do_with_rows(self._painter.input)

    def take(self, plot: ThemedPlot, selecting: RowSelecting, places: Callable[[], Places | None]) -> None:
        """Let a hand on a plot select; ``places`` tells where rows are now, None where that means nothing."""
        selecting.follow(self.choice)
        self.do_with_rows(selecting)
        plot.menu_actions += [one for one in self._painter.row_actions if one not in plot.menu_actions]
        choosing = self._session.choosing

        def select(area: Area, mode: SelectMode) -> None:
            if (find := self._present(places)) is not None:
                choosing.select_found(lambda: find().within(area), mode)

        def pick(spot: Spot, mode: SelectMode) -> None:
            if (find := self._present(places)) is not None:
                choosing.pick_found(lambda: find().at(spot), mode, empties=spot.empties)

        selecting.area_requested.connect(select)
        selecting.spot_requested.connect(pick)

    def do_with_rows(self, selecting: RowSelecting) -> None:
        """What keys do with the selected rows, on whichever plot they are pressed."""
        painting, selection = self._session.painting, self._session.selection
        selecting.none_requested.connect(lambda: selection.choose(NO_ROWS))
        selecting.remove_requested.connect(painting.remove_selected)
        selecting.exclude_requested.connect(painting.exclude_selected)
        selecting.hide_requested.connect(painting.hide_selected)
        selecting.label_requested.connect(painting.label_selected)

    def _present(self, places: Callable[[], Places | None]) -> Places | None:
        return None if self._session.analysis is None else places()  # or the table is another one

    def _show_choice(self) -> None:
        """On the fit plot, whose tools for points are none for others."""
        tools = self._painter.tools
        tools.mode.choose(self.choice.mode)
        if tools.tool().selects is not self.choice.tool:
            tools.choose(next(tool for tool in tools.actions_of if tool.selects is self.choice.tool))
