"""Which view of the fit is asked for: of a feature or of the predictions, of which rows, in which colours."""

from __future__ import annotations

from dataclasses import dataclass

from linreg_gui.core.table.groups import Group

# In place of a column: the folds of cross-validation. No column is called so.
FOLDS = "\0folds"


@dataclass(frozen=True)
class FitView:
    """One view of the fit.

    Attributes
    ----------
    choice : int or None
        The feature along the horizontal axis; None for predicted against actual.
    own_units : bool
        With the label in its own units, where the model is one of its logarithm.
    shown : Group or None
        The rows that are shown; None for all of them. The fit is that of all rows, whatever is shown.
    colour : str or None
        The column whose values colour the points, or `FOLDS`.
    """

    choice: int | None = None
    own_units: bool = False
    shown: Group | None = None
    colour: str | None = None
