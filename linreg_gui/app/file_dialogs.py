"""The platform's file dialogs, starting where a file was opened last."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from linreg_gui.core.reading.input_kind import ENDINGS, PROJECT_SUFFIX, InputKind
from linreg_gui.session.keeping.settings import Settings


def _patterns() -> list[str]:
    """What the names of tables look like: text, packed or not, any zip file, and the other kinds."""
    texts = ENDINGS[InputKind.TEXT]
    packed = [ending for kind, endings in ENDINGS.items() if kind.is_packed for ending in endings]
    others = [ending for kind, endings in ENDINGS.items() if kind.has_typed_cells for ending in endings]
    endings = [*texts, *(f"{text}.{ending}" for text in texts for ending in packed), "zip", *others]
    return [f"*.{ending}" for ending in endings]


_PROJECTS = f"Projects (*{PROJECT_SUFFIX})"
_TABLES = f"Tables and projects ({' '.join(_patterns())} *{PROJECT_SUFFIX});;{_PROJECTS};;All files (*)"
_TABLES_ALONE = f"Tables ({' '.join(_patterns())});;All files (*)"


def open_dialog(
    parent: QWidget,
    settings: Settings,
    title: str,
    chosen: Callable[[Path], object],
    *,
    tables_alone: bool = False,
    endings: Sequence[str] = (),
) -> None:
    """Ask for a table or a project to open, or one of these endings; ``chosen`` gets its path."""

    def choose(name: str) -> None:
        path = Path(name)
        settings.set_last_folder(path.parent)
        chosen(path)

    dialog = _dialog(parent, settings, title, choose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    patterns = " ".join(f"*.{ending}" for ending in endings)
    known = f"Tables ({patterns});;All files (*)" if endings else _TABLES_ALONE if tables_alone else _TABLES
    dialog.setNameFilter(known)
    dialog.open()


def save_dialog(
    parent: QWidget,
    settings: Settings,
    title: str,
    chosen: Callable[[str], object],
    *,
    kind: str = "CSV files",
    ending: str = "csv",
    suggestion: str = "",
) -> None:
    """Ask where to write a file of some kind; ``chosen`` gets its path."""
    dialog = _dialog(parent, settings, title, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.setNameFilter(f"{kind} (*.{ending})")
    if suggestion:
        dialog.selectFile(suggestion)
    dialog.open()


def project_dialog(parent: QWidget, settings: Settings, name: str, chosen: Callable[[str], object]) -> None:
    """Ask where to save a project; ``chosen`` gets its path."""
    dialog = _dialog(parent, settings, "Save the Project", chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(PROJECT_SUFFIX[1:])
    dialog.setNameFilter(_PROJECTS)
    dialog.selectFile(name)
    dialog.open()


def folder_dialog(parent: QWidget, settings: Settings, title: str, chosen: Callable[[str], object]) -> None:
    """Ask for a folder; ``chosen`` gets its path."""
    dialog = _dialog(parent, settings, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


def _dialog(parent: QWidget, settings: Settings, title: str, chosen: Callable[[str], object]) -> QFileDialog:
    dialog = QFileDialog(parent, title, settings.last_folder())
    dialog.setObjectName("file_dialog")
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    if os.environ.get("LINREG_GUI_NONNATIVE_DIALOGS"):
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    return dialog
