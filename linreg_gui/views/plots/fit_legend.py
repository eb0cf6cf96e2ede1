"""The legend of the fit plot: what can be drawn there, how large, and the words for it."""

from __future__ import annotations

from linreg_gui.core.wording import counted

from .plot_strip import Cell, Swatch


def fit_cells() -> dict[str, Cell]:
    """Everything that can be drawn."""
    return {
        "rows": Cell("rows", Swatch.DOT),
        "minibatch": Cell("current minibatch", Swatch.RING, short="minibatch", shown=False),
        "fit": Cell("current fit", Swatch.LINE, short="fit", shown=False),
        "exact": Cell("exact solution", Swatch.LINE, short="exact", shown=False),
        "truth": Cell("true line", Swatch.LINE, short="true", shown=False),
        "selected": Cell("selected", Swatch.SQUARE, shown=False),
        "excluded": Cell("excluded", Swatch.CROSS, shown=False),
        "identity": Cell("exact prediction: predicted = actual", Swatch.LINE, shown=False),
    }


def point_size(count: int) -> int:
    """The size of each of so many points."""
    return 8 if count <= 200 else 6 if count <= 2000 else 4


def rows_text(drawn: int, total: int, shaded: bool, dark: bool = False) -> str:
    """How many rows are drawn, and how; what is shaded stands out from the ground, which may be dark."""
    rows = counted(total, "row")
    if shaded:
        return f"{rows}, {'lighter' if dark else 'darker'} where there are more"
    return rows if drawn == total else f"{drawn:,} of {rows}"
