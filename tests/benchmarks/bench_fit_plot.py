"""How many frames a second the fit plot paints while the line moves, over a million rows and over a hundred.

With residuals as sticks, as squares, and below the plot, too, which move with the line.

Run `python tests/benchmarks/bench_fit_plot.py`. Wanted: at least 30 over a million rows.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication
from timing import best_of

from linreg_gui.app.process.application import make_application
from linreg_gui.core import make_synthetic
from linreg_gui.core.drawing.fit_extras import NO_EXTRAS, Extra, Extras
from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.plots.fit_plot import FitPlot

FRAMES = 60
EXTRAS = (
    frozenset((Extra.STICKS,)),
    frozenset((Extra.SQUARES,)),
    frozenset((Extra.STICKS, Extra.RESIDUAL_PLOT)),
)


def frames_per_second(n_rows: int, extras: Extras = NO_EXTRAS) -> float:
    """Each frame a line of its own, painted in full, with the residuals from it where they are asked for."""
    data = make_synthetic([2.0], bias=4.2, noise_std=1.0, n_rows=n_rows)
    plot = FitPlot()
    plot.resize(900, 600)
    plot.set_choices(data.feature_names, data.label_name)
    scatter = scatter_of(data.X[:, 0], data.y, data.display_sample(5_000))
    plot.show_scatter(scatter)
    plot.extras.choose(extras)
    plot.show_lines(Line(0.0, 0.0), Line(2.0, 4.2), None)
    plot.show()
    QCoreApplication.processEvents()

    def paint() -> None:
        for k in range(FRAMES):
            line = Line(2.0 * k / FRAMES, 4.2 * k / FRAMES)
            plot.show_fit_line(line)
            if extras:
                predictions = line.slope * scatter.x + line.intercept
                plot.extras.show_residuals(predictions, scatter.y - predictions)
            plot.grab()

    return FRAMES / best_of(3, paint)


def main() -> None:
    """Print the frames of both."""
    application = make_application(sys.argv[:1])
    for n_rows in (1_000_000, 5_000, 100):
        print(f"{n_rows:>9,} rows: {frames_per_second(n_rows):.0f} frames/s")
        for extras in EXTRAS:
            print(f"{'':>15}with {' and '.join(extras)}: {frames_per_second(n_rows, extras):.0f} frames/s")
    application.quit()


if __name__ == "__main__":
    main()
