"""The fit plot: the rows once they are prepared, and what each moment of the run draws on them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from linreg_gui.core.drawing.group_lines import GroupLine
from linreg_gui.core.explaining.fit_points import FitPoints
from linreg_gui.core.explaining.run_fit import MomentLines, NoFit, RunFit
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.telling.summaries import Standing

from .drawn_fit import DrawnFit
from .line_outside import LineOutside


class FitPlot(DrawnFit):
    """Shows one moment after the other on the same points."""

    _points: FitPoints | None = None
    _group_lines: tuple[GroupLine, ...] = ()
    _is_alone = False  # the exact solution, without a run

    @property
    def own_units(self) -> bool:
        """Whether the plot is in units of the label itself."""
        return self._own_units.isChecked()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outside = LineOutside(self.canvas)
        self.outside.clicked.connect(self._show_outside)
        self.view_box.sigRangeChanged.connect(self._look_outside)
        self.view_box.sigResized.connect(self._look_outside)

    def show_points(self, points: FitPoints) -> None:
        """Show the rows, without a line until a moment comes."""
        names, scatter, groups = points.names, points.scatter, (points.levels, points.codes)
        self.set_choices(names.features, names.label, names.entwined)
        if points.choice is None:
            self.show_actual(scatter.y, scatter.y_range, scatter.n_rows, points.exact, groups)
        else:
            self.show_scatter(scatter, curved=points.curved, subject=points.subject, groups=groups)
        self._points, self._group_lines = points, ()

    def show_value(self, moment: RunFit | NoFit) -> None:
        """Show a moment on the points that are drawn; one of other points is left out."""
        if isinstance(moment, NoFit) or moment.points is not self._points or not self._kind:
            return
        self.show_standing(Standing(moment.step, moment.stands.distance, moment.stands.noise))
        if isinstance(moment.shown, MomentLines):
            self._show_lines_of(moment.shown)
        else:
            self.show_predictions(moment.shown, begun=moment.is_a_fit)
        self._look_outside()
        self.show_minibatch(*moment.minibatch)

    def show_exact_alone(self, standing: Standing, exact: Line | None, truth: Line | None) -> None:
        """Show the exact solution on the points, where there is no run beside it."""
        self._is_alone = True
        self.show_standing(standing)
        self.show_lines(None, exact, truth)
        self._list_names()

    def _list_names(self) -> None:
        super()._list_names()
        if self._is_alone and self._kind == "actual":  # of the points of a run there are none
            self.strip.set_shown([key for key in self.strip.shown if key != "rows"])

    def _show_lines_of(self, lines: MomentLines) -> None:
        for key, line in (("truth", lines.truth), ("exact", lines.exact), ("fit", lines.fit)):
            if line != self._lines[key]:
                self._show_line(key, line)
        if lines.groups is not self._group_lines:
            self._group_lines = lines.groups
            self.show_group_lines(lines.groups)

    def _look_outside(self) -> None:
        line = self._lines["fit"] if self._kind == "feature" else None
        area = self.canvas.mapFromScene(self.view_box.sceneBoundingRect()).boundingRect()
        self.outside.look(line, *self.view_ranges(), curved=self._lines.curved, area=area)

    def _show_outside(self) -> None:
        _, (low, high) = self.view_ranges()
        least, most = self.outside.ends
        self.view_box.setYRange(min(low, least), max(high, most), padding=0.05)
        self._remember_zoom(None)
