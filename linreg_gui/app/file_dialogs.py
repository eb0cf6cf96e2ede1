"""The platform's file dialogs, starting where a file was opened last."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from linreg_gui.core.project.project_file import PROJECT_SUFFIX
from linreg_gui.session.keeping.settings import Settings

_ENDINGS = ("csv", "tsv", "tab", "txt", "dat")
_PACKED = ("gz", "bz2", "xz", "zip")
_PATTERNS = [f"*.{a}" for a in _ENDINGS] + [f"*.{a}.{b}" for a in _ENDINGS for b in _PACKED] + ["*.zip"]
_PATTERNS += [f"*.{a}" for a in ("xlsx", "xlsm", "xlsb", "xls", "ods", "parquet", "feather", "arrow")]
_PROJECTS = f"Projects (*{PROJECT_SUFFIX})"
_TABLES = f"Tables and projects ({' '.join(_PATTERNS)} *{PROJECT_SUFFIX});;{_PROJECTS};;All files (*)"


def open_dialog(parent: QWidget, settings: Settings, title: str, chosen: Callable[[str], object]) -> None:
    """Ask for a table or a project to open; ``chosen`` gets its path."""
    dialog = _dialog(parent, settings, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_TABLES)
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
