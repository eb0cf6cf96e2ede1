"""What the numbers that stand in a column say about how those are written that come into it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from linreg_gui.core.late_pandas import pd

from .column_signs import UNKNOWN, ColumnSigns, Held
from .number_style import Evidence
from .values import numeric_values

# So many cells are looked at; a fraction comes early, if any does.
_LOOKED_AT = 10_000


def held_by(column: pd.Series, signs: ColumnSigns = UNKNOWN, unit: str = "", *, typed: bool) -> Held:
    """What a column says about a text that comes into it.

    Parameters
    ----------
    column : pandas.Series
    signs : ColumnSigns
        How the texts were written that it was read from.
    unit : str
        The unit of the column.
    typed : bool
        Whether a person types it, seeing fractions with a decimal point; a pasted one comes from elsewhere.
    """
    values = numeric_values(column.iloc[:_LOOKED_AT])
    values = values[np.isfinite(values)]
    fractions = bool((values != np.rint(values)).any())
    decimal, thousands = signs.style.decimal, signs.style.thousands
    settled = {sign for sign in (decimal, thousands) if sign and sign not in signs.doubtful}
    if typed and fractions and decimal == ".":
        settled.add(decimal)
    evidence = Evidence.of_signs(*(sign if sign in settled else "" for sign in (decimal, thousands)))
    known = decimal if replace(signs, forms=()) != UNKNOWN else "." if fractions else ""
    return Held(
        evidence,
        known,
        whole=bool(values.size) and not fractions,
        as_shown=typed,
        unit=unit,
        forms=signs.forms,
    )
