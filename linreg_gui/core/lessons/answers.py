"""What a person answers in a task: typed, chosen, put in order or drawn. Nothing is judged here."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """One answer; what was not asked for is missing.

    Attributes
    ----------
    number : float
    choice : str
        The option that was chosen.
    order : tuple of str
        The options, in the order in which they were put.
    point : (float, float) or None
        Where a point was drawn.
    line : (float, float) or None
        Slope and intercept of a line that was drawn.
    formula : str
        As it was typed.
    """

    number: float = math.nan
    choice: str = ""
    order: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    line: tuple[float, float] | None = None
    formula: str = ""

    @property
    def is_there(self) -> bool:
        """Whether anything was answered."""
        return self != NOTHING and not (self == Given(number=self.number) and math.isnan(self.number))


NOTHING = Given()
