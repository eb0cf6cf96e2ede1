"""How the fit plot is drawn: points and the moving line of one feature, or predictions against labels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QComboBox, QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.group_lines import GroupLine
from linreg_gui.core.drawing.scatter import Scatter
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.style import Series

from .density_image import DensityImage
from .extras_layer import ExtrasLayer
from .fit_legend import COUNTED, fit_cells, line_names, point_size, rows_text, told_side
from .fit_lines import FitLines
from .fit_telling import ToldFit
from .group_bar import GroupBar
from .group_layer import NO_GROUPS, GroupLayer, Groups
from .moving_points import MovingPoints
from .plot_ranges import Range
from .plot_strip import PlotStrip
from .row_hover import RowHover
from .units_box import UnitsBox

ACTUAL_VIEW = "Predicted against actual"
_EMPTY = (
    "Open a table, generate one, or draw your own data (Data > New Empty Table), to see its rows and the "
    "line through them."
)
# Of 255: what is there only until SGD has moved.
_FAINT = 120
_RING = 11


class DrawnFit(ToldFit):
    """Draws a model against its data; asks for another view by the feature's index, None for all."""

    _empty = _EMPTY

    view_requested = Signal(object)
    own_units_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Fit", PlotStrip(fit_cells()), parent)
        self.canvas.paint_whole()
        self._features: list[str] = []
        self._entwined: Collection[int] = ()
        self._label_name = ""
        self._kind = ""  # "feature" or "actual": what the points now are
        self._rows: tuple[int, int, bool] | None = None  # drawn, all, whether they are shaded
        self._actual: FloatArray = np.empty(0)
        self._rows_text = ""
        self._counts, self._counted = dict.fromkeys(COUNTED, 0), {}
        self._make_items()
        self._make_chooser()
        self._make_units_box()
        self._make_group_bar()
        self.extras = ExtrasLayer(self, lambda: self._lines["fit"])
        self.extras.renamed.connect(self._list_names)
        self.hover = RowHover(self, self.extras.residual_plot)
        self.hover.ghost.renamed.connect(self._list_names)
        self.view_box.sigRangeChanged.connect(self._redraw_lines)
        self.restyle()
        self.clear()

    def set_choices(self, features: Sequence[str], label: str, entwined: Collection[int] = ()) -> None:
        """Offer the views of a model; ``entwined`` features are made of the same columns as others."""
        names = list(features)
        self._label_name, self._entwined = label, entwined
        if names == self._features:
            return
        self._features = names
        self._chooser.blockSignals(True)
        self._choices.offer([ACTUAL_VIEW, *names], [None, *range(len(names))])
        self._chooser.setCurrentIndex(1 if len(names) == 1 else 0)
        self._chooser.blockSignals(False)
        self._chooser.setVisible(len(names) > 1)
        self._drop_lines()

    def offer_own_units(self, label: str | None) -> None:
        """Where the model is one of log label: offer the plot in units of the label itself."""
        self._own_units.offer(label)

    def set_own_units(self, own: bool) -> None:
        """Whether the plot is to be in units of the label itself."""
        self._own_units.setChecked(own)

    def choice(self) -> int | None:
        """The index of the chosen feature; None for predicted against actual."""
        index: int | None = self._chooser.currentData()
        return index

    def set_choice(self, feature: int | None) -> None:
        """Choose a view without asking for it."""
        self._chooser.blockSignals(True)
        self._chooser.setCurrentIndex(0 if feature is None else feature + 1)
        self._chooser.blockSignals(False)

    def choose(self, feature: int | None) -> None:
        """Choose a view as a person does."""
        self._chooser.setCurrentIndex(0 if feature is None else feature + 1)

    def view(self) -> FitView:
        """The view that is chosen, but for the label's units."""
        return FitView(self.choice(), shown=self.group_bar.shown(), colour=self.group_bar.colour())

    def show_scatter(
        self,
        scatter: Scatter,
        *,
        curved: bool = False,
        subject: object = None,
        groups: Groups = NO_GROUPS,
    ) -> None:
        """Show the rows in the plane of the chosen feature and the label.

        ``curved``: the lines that follow are those of the label's logarithm, and are drawn as curves.
        While the ``subject`` stays the same, so does a view that has all rows in sight or was chosen by hand.
        """
        self._rows = len(scatter.rows), scatter.n_rows, scatter.density is not None
        self._enter("feature", rows_text(*self._rows, self.dark), curved=curved)
        self.image.show_rows(scatter, self.points, point_size(scatter.x.size, self.strokes))
        self._sample = scatter.x, scatter.y
        self._show_groups(groups)
        feature = self.choice()
        others = "the other features at their means" if len(self._features) > 1 else ""
        others += ", even those made of the same column" if feature in self._entwined else ""
        self.set_subtitle(", ".join(part for part in (self._filter_text(), others) if part))
        self.set_axis_labels("" if feature is None else self._features[feature], self._label_name)
        self.extras.take(scatter.x, scatter.y, scatter.n_rows, actual=False)
        self.set_home_of(subject, scatter.x_range, scatter.y_range)

    def show_plane(self, x_range: Range, y_range: Range, problem: str, *, subject: object = None) -> None:
        """Show the plane of the one feature and the label without rows, and why there is no line."""
        self._rows = None
        self._enter("feature", "no rows")
        self.image.clear()
        self.points.setData(x=[], y=[])
        self.set_subtitle(problem)
        self.set_axis_labels(self._features[0], self._label_name)
        self.set_home_of(subject, x_range, y_range, margin=0.0)

    def show_lines(self, fit: Line | None, exact: Line | None, truth: Line | None) -> None:
        """Show the moving line, the exact line and the true line, each where known."""
        if self._kind == "feature":
            for key, line in (("truth", truth), ("exact", exact), ("fit", fit)):
                self._lines.show(key, line)
            self._redraw_lines()
            self._list_names()

    def show_group_lines(self, lines: Sequence[GroupLine]) -> None:
        """Show the exact line of each group of rows alone, in its colour."""
        self.group_layer.show_lines(lines if self._kind == "feature" else ())
        self.strip.set_look("group_lines", self.group_layer.style_lines(self.palette(), self.strokes))
        self.group_layer.draw(*self.view_ranges(), curved=self._lines.curved)
        self.group_bar.legend.tell(self.group_layer.details())
        self._list_names()

    def show_fit_line(self, fit: Line | None) -> None:
        """Move the moving line; cheap enough for every frame."""
        self._show_line("fit", fit)

    def show_exact_line(self, exact: Line | None) -> None:
        """Move the exact line; cheap enough for every frame."""
        self._show_line("exact", exact)

    def show_actual(
        self,
        scatter_labels: FloatArray,
        label_range: Range,
        n_rows: int,
        exact: FloatArray | None = None,
        groups: Groups = NO_GROUPS,
    ) -> None:
        """Prepare predicted against actual: the labels of the drawn rows, the range of all labels.

        ``exact``: what the exact solution predicts for the drawn rows, to be seen until SGD has moved.
        """
        self._rows = scatter_labels.size, n_rows, False
        self._enter("actual", rows_text(*self._rows, self.dark))
        self._actual = scatter_labels
        self.image.clear()
        self.points.setData(x=[], y=[])
        self.points.setSize(point_size(scatter_labels.size, self.strokes))
        self._show_groups(groups)
        self.set_subtitle(self._filter_text())
        self.set_axis_labels(f"actual {self._label_name}", f"predicted {self._label_name}")
        self.extras.take(scatter_labels, scatter_labels, n_rows, actual=True)
        height = label_range
        if exact is not None and exact.size and np.isfinite(exact).all():
            self.exact_points.setData(x=scatter_labels, y=exact, size=point_size(exact.size, self.strokes))
            height = min(height[0], float(exact.min())), max(height[1], float(exact.max()))
        self.set_home_of(None, label_range, height)
        self._redraw_lines()
        self._list_names()

    def show_predictions(self, predictions: FloatArray, *, begun: bool = True) -> None:
        """Move the drawn rows to their predictions, in the order of `show_actual`.

        Once SGD has ``begun``, those of the exact solution give way to them.
        """
        if self._kind != "actual":
            return
        if self.exact_points.isVisible() == begun:
            self.exact_points.setVisible(not begun)
            self._list_names()
        lowest, highest = predictions.min(initial=np.inf), predictions.max(initial=-np.inf)
        if not (np.isfinite(lowest) and np.isfinite(highest)):
            return
        if self.points.count() == predictions.size:
            self.points.place(self._actual, predictions)
        else:
            self.points.setData(x=self._actual, y=predictions)
            self.group_layer.style_points(self.palette())
        sides, shown = told_side(float(lowest), float(highest), self._home[1]), self._filter_text()
        self.set_subtitle(*(", ".join(part for part in (shown, side) if part) for side in sides))

    def move_points(self, x: FloatArray, y: FloatArray) -> None:
        """A hand moves the drawn points in the plane of the only feature; their residuals go along."""
        self.points.place(x, y)
        self.extras.move(x, y, curved=self._lines.curved)

    def show_minibatch(self, x: FloatArray, y: FloatArray) -> None:
        """Ring the rows of the current minibatch."""
        came_or_went = (x.size > 0) != (self.rings.count() > 0)
        self.rings.place(x, y)
        if came_or_went:
            self._list_names()

    def clear(self) -> None:
        """Show nothing but what to do."""
        self._kind = ""
        self.offer_own_units(None)
        self.image.clear()
        self.points.setData(x=[], y=[])
        self._drop_lines()
        self.set_subtitle("")
        self.show_message(_EMPTY)

    def show_message(self, text: str) -> None:
        """Show a sentence in place of the plot, where there are no rows to choose from."""
        super().show_message(text)
        self.group_bar.hide()

    def show_canvas(self) -> None:
        """Show the plot in place of the sentence."""
        super().show_canvas()
        self.group_bar.offer()

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        data = Series.DATA.colour(self.dark)
        self.image.set_colour(data)
        faint = Series.EXACT.colour(self.dark)
        faint.setAlpha(_FAINT)
        self.exact_points.setBrush(faint)
        self.strip.set_look("exact_points", QPen(Qt.PenStyle.NoPen), QBrush(faint))
        self.extras.restyle()
        self.hover.restyle()
        self.strip.set_look("rows", QPen(Qt.PenStyle.NoPen), QBrush(data))
        if self._rows is not None:
            self._rows_text = rows_text(*self._rows, self.dark)
            self._name_lines()
        data.setAlpha(190 if self.dark else 160)
        self.points.setBrush(data)
        for points in (self.points, self.exact_points):
            if points.count():
                points.setSize(point_size(points.count(), self.strokes))
        self.group_layer.style_points(self.palette())
        ring = pg.mkPen(Series.MINIBATCH.colour(self.dark), width=self.strokes.thin(2.0))
        self.rings.setPen(ring)
        self.rings.setSize(self.strokes.mark(_RING))
        self.strip.set_look("minibatch", ring)
        for key, pen in self._lines.restyle(self.palette(), self.strokes).items():
            self.strip.set_look(key, QPen(pen))
        self.strip.set_look("group_lines", self.group_layer.style_lines(self.palette(), self.strokes))

    def _show_line(self, key: str, line: Line | None) -> None:
        if self._kind != "feature":
            return
        came_or_went = self._lines.show(key, line)
        self._lines.draw_one(key, *self.view_ranges())
        if came_or_went:
            self._list_names()

    def _make_items(self) -> None:
        self.image = DensityImage()
        self.points = MovingPoints(pen=None, brush=QColor(), size=5, antialias=True)
        self._lines = FitLines()
        self.lines = self._lines.items
        self.rings = MovingPoints(brush=None, size=_RING, antialias=True)
        self.exact_points = MovingPoints(pen=None, size=5, antialias=True)  # over those of the current fit
        self.group_layer = GroupLayer(self.points)
        lines = (*self.lines.values(), *self.group_layer.items)
        self.image.item.setZValue(-1.0)
        for item in (self.image.item, self.points, self.exact_points, *lines, self.rings):
            self.view_box.addItem(item, ignoreBounds=True)
        for above in (*lines, self.rings):
            above.setZValue(1)

    def _make_chooser(self) -> None:
        self._chooser = describe(
            ElidedBox(), "View of the fit", "All predictions against the labels, or the line of one feature."
        )
        self._chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chooser.setMinimumContentsLength(20)
        self._choices = offering(self._chooser)
        self._chooser.hide()
        self._chooser.currentIndexChanged.connect(self._choose)
        self.add_control(self._chooser)

    def _make_units_box(self) -> None:
        self._own_units = UnitsBox()
        self._own_units.toggled.connect(self._change_units)
        self.add_control(self._own_units)

    def _make_group_bar(self) -> None:
        self.group_bar = GroupBar()
        self.group_bar.changed.connect(self._choose)
        self.add_bar(self.group_bar)

    def _change_units(self, own: bool) -> None:
        self._kind = ""
        self._drop_lines()
        self.own_units_changed.emit(own)

    def _choose(self) -> None:
        """Take no more frames for the old view until the new one's rows have come."""
        self._kind = ""
        self._drop_lines()
        self.view_requested.emit(self.choice())

    def _enter(self, kind: str, rows: str, *, curved: bool = False) -> None:
        self._kind = kind
        self._drop_lines(curved=curved)
        self._rows_text = rows
        self.show_canvas()
        self._list_names()

    def _drop_lines(self, *, curved: bool = False) -> None:
        self._lines.begin(identity=self._kind == "actual", curved=curved)
        self._show_groups(NO_GROUPS)
        self.rings.setData(x=[], y=[])
        self.exact_points.setData(x=[], y=[])
        self.exact_points.show()
        self.extras.drop()
        self.hover.clear()
        self._redraw_lines()

    def _redraw_lines(self) -> None:
        """Draw every line across the present view."""
        x_range, y_range = self.view_ranges()
        self._lines.draw(x_range, y_range)
        self.group_layer.draw(x_range, y_range, curved=self._lines.curved)
        self.extras.draw()

    def _show_groups(self, groups: Groups) -> None:
        self.group_layer.show_groups(groups, self.palette())
        self.group_bar.legend.show_groups(groups[0])

    def _filter_text(self) -> str:
        shown = self.group_bar.shown()
        return "" if shown is None else f"only {shown}"

    def _list_names(self) -> None:
        shown = ["rows"]
        if self.rings.count():
            shown.append("minibatch")
        if self._kind == "actual":
            shown.append("identity")
        if self.exact_points.count() and self.exact_points.isVisible():
            shown.append("exact_points")
        shown += [*self._lines.names(), *self.hover.ghost.cells(), *self.extras.cells()]
        if self.group_layer.has_lines:
            shown.append("group_lines")
        self._name_lines()
        if self._kind:
            shown += [kind for kind, count in self._counts.items() if count]
        self.strip.set_shown(shown)

    def _name_lines(self) -> None:
        """Where not all rows are shown, each line says whose it is."""
        bar, actual = self.group_bar, self._kind == "actual"
        for key, names in line_names(self._rows_text, bar.shown(), bar.colour(), actual=actual).items():
            self.strip.set_name(key, *names)
        self.extras.name_cells(self.strip)
