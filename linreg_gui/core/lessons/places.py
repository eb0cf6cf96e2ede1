"""Where a lesson can lead: views and presets of the window, by name, and the lessons that come with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from linreg_gui.core.installation.resources import resource_path

# Kept equal to the table of views (views/window/view_table.py) by a test, as nothing here knows a widget.
# fmt: off
VIEW_NAMES = (
    "fit", "loss", "surface", "noise", "weights_path", "neuron", "plane", "directions", "check",
    "microscope", "influence", "compare", "added_variable", "collinearity", "shrinkage", "feature_choice",
    "data", "columns", "terms", "training", "history", "weights", "prediction", "runs", "tuning", "lab",
    "all_rows",
    "lesson",
)
# fmt: on
PRESETS = ("learn", "analyse")


def lesson_titles() -> Mapping[str, str]:
    """The titles of the lessons that come with the program, by their id, each with its number."""
    found = {}
    for name, path in bundled_lessons().items():
        _, _, rest = path.read_text(encoding="utf-8").partition("+++")
        front = tomllib.loads(rest.partition("+++")[0])
        found[name] = f"{front['number']}. {front['title']}"
    return found


def bundled_lessons() -> Mapping[str, Path]:
    """The lessons that come with the program, by their id, in the order of the book."""
    found = sorted(resource_path("lessons").glob("[0-9]*.md"))
    return {path.stem.partition("-")[2]: path for path in found}
