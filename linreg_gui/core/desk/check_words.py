"""How numbers of tests are written in the answers."""

from __future__ import annotations

import math

from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import shortened

_NAME = 30


def p_text(p: float) -> str:
    """Such as “p = 0.032” and “p < 0.001”."""
    if math.isnan(p):
        return "p unknown"
    return "p < 0.001" if p < 0.001 else f"p = {number_text(p, 2)}"


def percent_text(share: float) -> str:
    """Such as “3.4 %” and “less than 0.1 %”."""
    if 0.0 <= share < 0.001:
        return "less than 0.1 %"
    return f"{number_text(100.0 * share, 2)} %"


def times_text(factor: float) -> str:
    """Such as “1.4 times”."""
    return f"{number_text(factor, 3 if factor >= 10.0 else 2)} times"


def quoted(name: str) -> str:
    """The name of a column within a sentence."""
    return f"“{shortened(name, _NAME)}”"
