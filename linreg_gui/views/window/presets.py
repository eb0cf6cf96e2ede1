"""Learn, analyse, present: one layout of the window for each, which keeps what a person changes in it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.project.layout import DockPlace, Layout, Workplace
from linreg_gui.views.panes.panes import Panes
from linreg_gui.views.panes.view_row import Preset

from .docks import Docks
from .view_table import first_arrangement


class Presets(QObject):
    """Puts the workplace of one preset after the other into panes and docks."""

    leaving = Signal()  # one of them, before the next one is put into place
    changed = Signal()  # to another preset

    def __init__(self, panes: Panes, docks: Docks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panes, self._docks = panes, docks
        self._kept: dict[Preset, Workplace] = {}
        self._preset = self._before = Preset.LEARN
        self._begin = Workplace()
        self._put()

    @property
    def preset(self) -> Preset:
        """The one that is used."""
        return self._preset

    def show(self, preset: Preset) -> None:
        """Use another one; what was changed in this one is there again when it is come back to."""
        if preset is not self._preset:
            self._keep()
            self.leaving.emit()
            self._before, self._preset = self._preset, preset
            self._put()
            self.changed.emit()

    def leave(self) -> None:
        """Go back to the one before."""
        self.show(self._before)

    def restore(self) -> None:
        """This one as it is at first."""
        self._kept.pop(self._preset, None)
        self._put()

    def layout(self) -> Layout:
        """What a person has chosen and changed."""
        self._keep()
        # The next start is none into a presentation.
        preset = self._before if self._preset is Preset.PRESENT else self._preset
        return Layout(preset.value, {changed.value: kept for changed, kept in self._kept.items()})

    def put_layout(self, layout: Layout) -> None:
        """Use what was chosen and changed elsewhere; presets that are not known are passed over."""
        known = {preset.value: preset for preset in Preset}
        if layout.preset in known and layout.preset != Preset.PRESENT.value:
            self._kept = {known[name]: kept for name, kept in layout.changed.items() if name in known}
            self.leaving.emit()
            self._preset = known[layout.preset]
            self._put()
            self.changed.emit()

    def _keep(self) -> None:
        """Remember what a person has changed since it was put here."""
        now = self._now()
        if _told(now) != _told(self._begin):
            self._kept[self._preset] = self._begin = now

    def _put(self) -> None:
        kept = self._kept.get(self._preset)
        self._docks.put_first(self._preset)
        if kept is not None and kept.docks:
            self._docks.put(kept.docks, sized=kept.sized)
        self._panes.show_arrangement(first_arrangement(self._preset))
        if kept is not None:
            self._panes.show_arrangement(kept.panes)
        self._begin = self._now()

    def _now(self) -> Workplace:
        return Workplace(self._panes.arrangement(), self._docks.places(), self._docks.sized)


def _told(workplace: Workplace) -> Workplace:
    """What of it a person decides: sizes only where they were chosen."""

    def told(place: DockPlace) -> DockPlace:
        return place if workplace.sized else replace(place, width=0, height=0)

    return replace(workplace, docks=tuple(sorted(map(told, workplace.docks), key=lambda place: place.name)))
