"""What the data say of the exact numbers, as the table of weights shows it, and a summary."""

from __future__ import annotations

from dataclasses import dataclass

from .coefficients import CoefficientTable, coefficients_of
from .desk import Desk
from .summary import Summary, summary_of


@dataclass(frozen=True, eq=False)
class Answers:
    """Ready to be shown; None for what there is not."""

    table: CoefficientTable | None
    summary: Summary | None


def answers_of(desk: Desk, whole: bool) -> Answers:
    """Those of the fit on the desk; the summary with all of its lines, or the first one."""
    return Answers(coefficients_of(desk), summary_of(desk, whole=whole))
