"""The legend of the fit plot: what can be drawn there, how large, and the words for it."""

from __future__ import annotations

from linreg_gui.core.drawing.fit_view import FOLDS
from linreg_gui.core.number_text import number_text
from linreg_gui.core.table.groups import Group
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.style import USUAL, Strokes

from .plot_strip import Cell, Swatch

# Rows that are told by their number, where there are some.
COUNTED = ("selected", "excluded", "held out", "hidden", "labelled")


def fit_cells() -> dict[str, Cell]:
    """Everything that can be drawn."""
    return {
        "rows": Cell("rows", Swatch.DOT),
        "minibatch": Cell("current minibatch", Swatch.RING, short="minibatch", shown=False),
        "fit": Cell("current fit", Swatch.LINE, short="fit", shown=False),
        "exact": Cell("exact solution", Swatch.LINE, short="exact", shown=False),
        "truth": Cell("true line", Swatch.LINE, short="true", shown=False),
        "without": Cell("", Swatch.LINE, shown=False),
        "selected": Cell("selected", Swatch.SQUARE, shown=False),
        "chosen": Cell("line through the selected rows", Swatch.LINE, short="selected line", shown=False),
        "excluded": Cell("excluded", Swatch.CROSS, shown=False),
        "held out": Cell("held out", Swatch.DIAMOND, shown=False),
        **{kind: Cell(kind, shown=False) for kind in COUNTED[3:]},
        "identity": Cell("predicted = actual", Swatch.LINE, shown=False),
        "exact_points": Cell("exact solution", Swatch.DOT, shown=False),
        "group_lines": Cell("", Swatch.LINE, shown=False),
        "sticks": Cell("", Swatch.STICK, shown=False),
        "squares": Cell("", Swatch.PATCH, shown=False),
        "confidence band": Cell("", Swatch.PATCH, shown=False),
        "prediction band": Cell("", Swatch.PATCH, shown=False),
        "no bands": Cell("", shown=False),
        "noise": Cell("", Swatch.PATCH, shown=False),
    }


def line_names(
    rows: str, shown: Group | None, colour: str | None, *, actual: bool
) -> dict[str, tuple[str, str]]:
    """What the cells are called, in full and in short: where not all rows are shown, whose line it is."""
    whose, brief = ("", "") if shown is None else (" of all rows", " (all)")
    apart = colour not in (None, FOLDS) and (shown is None or shown.column != colour)
    groups = f"each {colour}" if apart else str(shown)
    within = f" within {shown}" if apart and shown is not None else ""
    return {
        "rows": (f"{rows} by the current fit{whose}" if actual else rows, rows.partition(", ")[0]),
        "fit": (f"current fit{whose}", f"fit{brief}"),
        "exact": (f"exact solution{whose}", f"exact{brief}"),
        "exact_points": (f"by the exact solution{whose}", f"exact{brief}"),
        "group_lines": (f"exact solution of {groups} alone{within}", f"exact, {groups}"),
    }


def residual_names(
    drawn: int, total: int, exact: bool, told: tuple[str, str], in_short: str = ""
) -> dict[str, tuple[str, str]]:
    """What sticks and squares are called, in full and in short, with what they say of the loss."""
    of_rows = "" if drawn == total else f" of {drawn:,} of {counted(total, 'row')}"
    whose = f"{of_rows} by the exact solution" if exact else of_rows
    in_short = f", {in_short}" if in_short else ""
    sticks, squares = (f": {sentence}" if sentence else "" for sentence in told)
    return {
        "sticks": (f"residuals{whose}{sticks}", "residuals"),
        "squares": (f"squared residuals{whose}{squares}", f"residuals²{in_short}"),
    }


def told_side(lowest: float, highest: float, home: tuple[float, float]) -> tuple[str, str]:
    """On which side of the view all predictions are, in full and in short; empty where some may be in it."""
    side = "below" if highest < home[0] else "above" if lowest > home[1] else ""
    if not side:
        return "", ""
    short = f"current fit {side}"
    if lowest == highest:
        return f"the current fit predicts {number_text(lowest, 4)} for every row, {side} this view", short
    return f"all predictions of the current fit are {side} this view", short


def point_size(count: int, strokes: Strokes = USUAL) -> int:
    """The size of each of so many points."""
    return strokes.point(8 if count <= 200 else 6 if count <= 2000 else 4)


def rows_text(drawn: int, total: int, shaded: bool, dark: bool = False) -> str:
    """How many rows are drawn, and how; what is shaded stands out from the ground, which may be dark."""
    rows = counted(total, "row")
    if shaded:
        return f"{rows}, {'lighter' if dark else 'darker'} where there are more"
    return rows if drawn == total else f"{drawn:,} of {rows}"
