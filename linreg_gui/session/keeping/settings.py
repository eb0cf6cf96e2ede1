"""What is remembered from one start to the next.

It is read before there is a window: what stands for a setting in the core is imported when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QCryptographicHash, QObject, QSettings, Signal

from linreg_gui.core.json_values import from_json_values, to_json_values
from linreg_gui.core.limits import can_be_path

from .reachable import Reachable, from_the_root

if TYPE_CHECKING:
    from linreg_gui.core.desk.desk import DeskChoices
    from linreg_gui.core.devices.choice import ComputeOn
    from linreg_gui.core.model.shown_equation import EquationForm
    from linreg_gui.core.number_text import TableStyle
    from linreg_gui.core.project.layout import Layout
    from linreg_gui.core.reading.options import ReadOptions
    from linreg_gui.core.writing.figure import FigureRequest

_MOST_RECENT = 10
_SEAL_BYTES = 32
ZOOMS = 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300  # in percent
_LONGEST_LAYOUT = 1_000_000


class Settings(QObject):
    """Typed access to the platform's settings store; one object for all windows."""

    changed = Signal(str)  # recent_files, appearance, zoom, keep_unsaved_work or welcome

    def __init__(self, store: QSettings | None = None) -> None:
        super().__init__()
        self._store = store if store is not None else QSettings()
        self._reachable = Reachable()

    def write(self) -> None:
        """Put what was remembered onto the disk, which the end of the process need not do by itself."""
        self._store.sync()

    def recent_files(self) -> list[Path]:
        """Whole paths of the files opened last, the newest first; others would lead to no certain file."""
        value = self._store.value("recent_files", [])
        entries = value if isinstance(value, list) else [value]
        paths = [Path(entry) for entry in entries if isinstance(entry, str) and can_be_path(entry)]
        return [path for path in paths if path.is_absolute()]

    def add_recent_file(self, path: Path, options: ReadOptions | None = None) -> None:
        """Put a file at the top of the list, with the choices it was read with."""
        from linreg_gui.core.reading.options import ReadOptions

        path = from_the_root(path)
        others = [entry for entry in self.recent_files() if entry != path]
        kept = [str(entry) for entry in [path, *others][:_MOST_RECENT]]
        self._store.setValue("recent_files", kept)
        chosen = {key: value for key, value in self._reading_options().items() if key in kept}
        chosen.pop(str(path), None)
        if options is not None and options != ReadOptions():
            chosen[str(path)] = options.stored()
        self._store.setValue("reading_options", json.dumps(chosen))
        self.changed.emit("recent_files")

    def reading_options(self, path: Path) -> ReadOptions:
        """The choices a recent file was read with; all automatic where there were none."""
        from linreg_gui.core.reading.options import ReadOptions

        try:
            return ReadOptions.restored(self._reading_options().get(str(from_the_root(path)), {}))
        except (TypeError, ValueError):  # written by another version
            return ReadOptions()

    def clear_recent_files(self) -> None:
        """Forget the list."""
        self._store.remove("recent_files")
        self._store.remove("reading_options")
        self.changed.emit("recent_files")

    def _reading_options(self) -> dict[str, Any]:
        try:
            stored = json.loads(str(self._store.value("reading_options", "{}")))
        except (ValueError, RecursionError):
            return {}
        return stored if isinstance(stored, dict) else {}

    def appearance(self) -> str:
        """``system``, ``light`` or ``dark``."""
        value = self._store.value("appearance", "system")
        return value if value in ("light", "dark") else "system"

    def set_appearance(self, appearance: str) -> None:
        """Remember the look."""
        self._store.setValue("appearance", appearance)
        self.changed.emit("appearance")

    def high_contrast(self) -> bool:
        """Whether black and white are used instead of the softer colours."""
        return str(self._store.value("high_contrast", "false")).casefold() == "true"

    def set_high_contrast(self, high: bool) -> None:
        """Remember whether they are."""
        self._store.setValue("high_contrast", "true" if high else "false")
        self.changed.emit("appearance")

    def zoom(self) -> int:
        """How large everything is, in percent, from 75 to 300."""
        value = str(self._store.value("zoom", "100"))
        percent = int(value) if value.isascii() and value.isdecimal() and len(value) <= 3 else 100
        return percent if ZOOMS[0] <= percent <= ZOOMS[-1] else 100

    def set_zoom(self, percent: int) -> None:
        """Remember it."""
        self._store.setValue("zoom", percent)
        self.changed.emit("zoom")

    def equation_form(self) -> EquationForm:
        """How a person wants equations written."""
        from linreg_gui.core.model.shown_equation import EquationForm

        value = str(self._store.value("equation_form", ""))
        return EquationForm(value) if value in set(EquationForm) else EquationForm.AUTOMATIC

    def set_equation_form(self, form: EquationForm) -> None:
        """Remember how equations are to be written."""
        self._store.setValue("equation_form", form.value)

    def device(self) -> ComputeOn:
        """What a person wants to compute on."""
        from linreg_gui.core.devices.choice import ComputeOn

        value = str(self._store.value("device", "auto"))
        return ComputeOn(value) if value in {choice.value for choice in ComputeOn} else ComputeOn.AUTO

    def set_device(self, compute_on: ComputeOn) -> None:
        """Remember what to compute on; that it is done with fewer digits is chosen anew every time."""
        from linreg_gui.core.devices.choice import ComputeOn

        kept = ComputeOn.GPU if compute_on is ComputeOn.GPU_FLOAT32 else compute_on
        self._store.setValue("device", kept.value)

    def cupy_folder(self) -> str:
        """A folder from which CuPy may be imported; an empty text for none."""
        value = self._store.value("cupy_folder", "")
        return value if isinstance(value, str) else ""

    def set_cupy_folder(self, folder: str) -> None:
        """Remember where CuPy is."""
        self._store.setValue("cupy_folder", folder)

    def keeps_unsaved_work(self) -> bool:
        """Whether unsaved work is kept for recovery."""
        return str(self._store.value("keep_unsaved_work", "true")).casefold() != "false"

    def set_keeps_unsaved_work(self, keeps: bool) -> None:
        """Remember whether unsaved work is kept."""
        self._store.setValue("keep_unsaved_work", "true" if keeps else "false")
        self.changed.emit("keep_unsaved_work")

    def shows_welcome(self) -> bool:
        """Whether a start without a file shows the welcome page, not a sample."""
        return str(self._store.value("welcome", "true")).casefold() != "false"

    def set_shows_welcome(self, shows: bool) -> None:
        """Remember whether it does."""
        self._store.setValue("welcome", "true" if shows else "false")
        self.changed.emit("welcome")

    def bytes(self, key: str) -> QByteArray | None:
        """Geometry or state of a window; None where there is none, or where it is not what was remembered.

        Qt takes them as they are, and the state of a window with a few other bytes ends the process.
        """
        value = self._store.value(key)
        if not isinstance(value, QByteArray):
            return None
        content = value.mid(_SEAL_BYTES)
        return content if value.left(_SEAL_BYTES) == _seal(content) else None

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Remember geometry or state of a window."""
        self._store.setValue(key, _seal(value) + value)

    def layout(self) -> Layout:
        """How a person has laid out the window; nothing where that was not written by this program."""
        from linreg_gui.core.project.layout import Layout

        stored = self._store.value("window", "")
        if not isinstance(stored, str) or len(stored) > _LONGEST_LAYOUT:
            return Layout()
        try:
            return from_json_values(Layout, json.loads(stored or "{}"), "window")
        except (ValueError, RecursionError):
            return Layout()

    def set_layout(self, layout: Layout) -> None:
        """Remember it."""
        self._store.setValue("window", json.dumps(to_json_values(layout)))

    def last_folder(self) -> str:
        """Where the file dialog starts; an empty text where that does not answer soon."""
        value = self._store.value("last_folder", "")
        return value if isinstance(value, str) and value and self._reachable.is_folder(value) else ""

    def set_last_folder(self, folder: Path) -> None:
        """Remember where a file was opened."""
        self._store.setValue("last_folder", str(folder))

    def figure(self) -> FigureRequest:
        """How a figure was wished for last."""
        from linreg_gui.core.writing.figure import FigureRequest

        try:
            stored = json.loads(str(self._store.value("figure", "{}")))
            return from_json_values(FigureRequest, stored, "figure")
        except (ValueError, RecursionError):  # written by another version
            return FigureRequest()

    def set_figure(self, request: FigureRequest) -> None:
        """Remember how it is wished for."""
        self._store.setValue("figure", json.dumps(to_json_values(request)))

    def desk_choices(self) -> DeskChoices:
        """Which intervals and errors were chosen last."""
        from linreg_gui.core.desk.desk import DeskChoices

        try:
            return from_json_values(DeskChoices, json.loads(str(self._store.value("desk", "{}"))), "desk")
        except (ValueError, RecursionError):  # written by another version
            return DeskChoices()

    def set_desk_choices(self, choices: DeskChoices) -> None:
        """Remember them."""
        self._store.setValue("desk", json.dumps(to_json_values(choices)))

    def table_style(self) -> TableStyle:
        """How numbers of tables are to be written."""
        from linreg_gui.core.number_text import TableStyle

        try:
            return from_json_values(
                TableStyle, json.loads(str(self._store.value("numbers", "{}"))), "numbers"
            )
        except (ValueError, RecursionError):
            return TableStyle()

    def set_table_style(self, style: TableStyle) -> None:
        """Remember it, for all windows."""
        self._store.setValue("numbers", json.dumps(to_json_values(style)))
        self.changed.emit("numbers")

    def columns(self, table: str) -> tuple[str, ...] | None:
        """The columns that a person has chosen for a table; None where none were."""
        try:
            stored = json.loads(str(self._store.value(f"columns/{table}", "null")))
        except (ValueError, RecursionError):
            return None
        known = isinstance(stored, list) and all(isinstance(name, str) for name in stored)
        return tuple(stored) if known else None

    def set_columns(self, table: str, columns: Collection[str]) -> None:
        """Remember them, for all windows."""
        self._store.setValue(f"columns/{table}", json.dumps(sorted(columns)))
        self.changed.emit("columns")

    def ticked_tasks(self, lesson: str) -> tuple[str, ...]:
        """The tasks of a lesson that were done, by their ids."""
        kept = self._store.value(f"lessons/{lesson}", "")
        return tuple(filter(None, kept.split(","))) if isinstance(kept, str) else ()

    def set_ticked_tasks(self, lesson: str, tasks: Collection[str]) -> None:
        """Remember them."""
        self._store.setValue(f"lessons/{lesson}", ",".join(tasks))

    def escapes_formulas(self) -> bool:
        """Whether exported texts that a spreadsheet would run are marked as texts."""
        return str(self._store.value("escape_formulas", "true")).lower() != "false"

    def set_escapes_formulas(self, escapes: bool) -> None:
        """Remember whether they are."""
        self._store.setValue("escape_formulas", "true" if escapes else "false")


def _seal(content: QByteArray) -> QByteArray:
    return QCryptographicHash.hash(content, QCryptographicHash.Algorithm.Sha256)
