"""What a person does in a lesson and can be asked for, by name; what a lesson itself does is among it."""

from __future__ import annotations

from collections.abc import Mapping

# Each with what a lesson is told that it was about.
DEEDS: Mapping[str, str] = {
    "label": "a column was made the label",
    "features": "columns were made features",
    "model": "the terms of the model, or the scale of its label, were changed",
    "bias": "the model was given a bias, or none",
    "set": "a setting of training was changed; about its name",
    "start": "a start was chosen",
    "step": "updates were made one by one",
    "back": "the last update was taken back",
    "run": "training ran",
    "reset": "training went back to step 0",
    "select": "rows were selected",
    "exclude": "rows were excluded",
    "include": "all rows were included",
    "cell": "a cell was changed; about its column",
    "view": "a view was shown; about its name",
    "click": "something was clicked in a view; about its name",
    "drag": "something was dragged in a view; about its name",
    "lab": "a figure of the Chapter lab was shown, or a value of it changed; about the figure",
    "look": "an earlier step was looked at",
    "keep": "a fit was kept",
}
