"""What processes that were killed have left lying about, outside of the folders of unsaved work."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from linreg_gui.core.temporary_folder import sweep_temporary_folders

from .temporary_files import sweep_temporary_files


def sweep_litter(files: Iterable[Path], folders: Iterable[Path]) -> int:
    """Delete it from the temporary folder, from beside files and from folders; how many there were.

    Only what this program alone names so, and whose lock nobody holds.
    """
    places = dict.fromkeys([*(path.parent for path in files), *folders])
    return sweep_temporary_folders() + sum(map(sweep_temporary_files, places))
