"""What all plots share: a title line, a canvas in the palette's colours, and a legend on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPalette
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.figures.copying import copy_figure, copy_numbers
from linreg_gui.views.figures.plot_reader import KEYS_HELP, PlotReader
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.texts import Label, rich, set_name, set_text
from linreg_gui.views.widgets.window_menu import window_menu

from .plot_axis import PlotAxis
from .plot_canvas import PlotCanvas
from .plot_legend import PlotLegend
from .plot_ranges import Range, covers, padded
from .plot_strip import PlotStrip

POINTER_HELP = "Drag to move, turn the wheel to zoom, double click to see everything."
HELP = f"{POINTER_HELP} {KEYS_HELP}".rstrip()


@always_answers
class ThemedPlot(QWidget):
    """Base of the plots: subclasses draw on `canvas`, restyle in `restyle`, and tell what is to be seen."""

    figure_requested = Signal()  # to be saved
    restyled = Signal()
    _strokes, _styled_for, _on_paper = style.USUAL, style.USUAL, False

    def __init__(self, title: str, strip: PlotStrip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = strip
        self.canvas = PlotCanvas(self._legend_tip)
        self.view_box = self.canvas.getViewBox()
        self._home: tuple[Range, Range] = ((0.0, 1.0), (0.0, 1.0))
        self._zoomed = False
        self._subject: object = None  # what the view is about
        self._labels = {"bottom": "", "left": ""}
        self._of_canvas: list[QWidget] = []
        self.menu_actions: list[QAction] = []  # what the context menu offers besides
        self._lay_out(title)
        self.legend = PlotLegend(self, self.canvas, strip)
        self.view_box.sigRangeChangedManually.connect(self._remember_zoom)
        self.canvas.double_clicked.connect(self.fit_view)
        self.reader = PlotReader(self)
        self.reader.said.connect(self.legend.look_soon)
        self.legend.texts.append(self.reader.words)
        self.canvas.scene().sigMouseClicked.connect(self._clicked)
        self.setMinimumSize(200, 170)

    @property
    def dark(self) -> bool:
        """Whether the plot is drawn light on dark."""
        return style.is_dark(self.palette())

    def summary(self) -> str:
        """One sentence on what is to be seen, for who cannot see it."""
        return self.message() or self.title()

    def series(self) -> Sequence[PlotSeries]:
        """The points, lines and bars, in the units of the axes; their keys read them one by one."""
        return ()

    def numbers(self) -> Sequence[PlotSeries]:
        """The numbers behind the plot, to be copied."""
        return self.series()

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """Where points of one of the `series` are drawn."""
        return series.x, series.y

    def paint_legend(self, painter: QPainter, width: float) -> float:
        """Paint what the lines are, for a figure; how high that is."""
        return self.strip.paint_rows(painter, width)

    def title(self) -> str:
        """The words above the plot."""
        return self._title.text()

    def subtitle(self) -> str:
        """The muted words beside the title."""
        return self._subtitle.whole_text

    def set_subtitle(self, text: str, shorter: str = "") -> None:
        """Change the muted words beside the title."""
        if text != self._subtitle.whole_text:
            self._subtitle.show_text(text, shorter)

    def set_axis_labels(self, x_label: str, y_label: str) -> None:
        """Name both axes, units included."""
        self._labels = {"bottom": x_label, "left": y_label}
        self.canvas.getAxis("left").forget_width()
        self._restyle_axes()

    def axis_labels(self) -> tuple[str, str]:
        """The names of the horizontal and the vertical axis."""
        return self._labels["bottom"], self._labels["left"]

    def set_home(self, x_range: Range, y_range: Range, *, keep_zoom: bool = False) -> None:
        """The ranges that show everything; a person's own zoom is kept when asked."""
        self._home = (x_range, y_range)
        if not (keep_zoom and self._zoomed):
            self.fit_view()

    def set_home_of(self, subject: object, x_range: Range, y_range: Range, *, margin: float = 0.05) -> None:
        """Show these ranges; the view of the same subject stays if it covers them or was chosen by hand."""
        same, self._subject = subject is not None and subject == self._subject, subject
        stay = same and (self._zoomed or covers(self.view_ranges(), (x_range, y_range)))
        home = (padded(x_range, margin), padded(y_range, margin)) if margin else (x_range, y_range)
        if stay:
            self._home = home
        else:
            self.set_home(*home)

    def widen_home(self, x_range: Range, y_range: Range) -> None:
        """There is more to see: the view follows unless it covers that or was chosen by hand."""
        (x_low, x_high), (y_low, y_high) = self._home
        x_home = (min(x_low, x_range[0]), max(x_high, x_range[1]))
        y_home = (min(y_low, y_range[0]), max(y_high, y_range[1]))
        self._home = (x_home, y_home)
        if not (self._zoomed or covers(self.view_ranges(), (x_range, y_range))):
            self.fit_view()

    def fit_view(self) -> None:
        """Show everything again."""
        self._zoomed = False
        self.view_box.setRange(xRange=self._home[0], yRange=self._home[1], padding=0.0)

    @property
    def chosen_ranges(self) -> tuple[Range, Range] | None:
        """What a person has zoomed to; None where everything is shown."""
        return self.view_ranges() if self._zoomed else None

    def zoom_to(self, x_range: Range, y_range: Range) -> None:
        """Show these ranges, as a person does who zooms."""
        self._zoomed = True
        self.view_box.setRange(xRange=x_range, yRange=y_range, padding=0.0)

    def view_ranges(self) -> tuple[Range, Range]:
        """What is in sight: the horizontal and the vertical range."""
        (x_low, x_high), (y_low, y_high) = self.view_box.viewRange()
        return (x_low, x_high), (y_low, y_high)

    def show_message(self, text: str) -> None:
        """Show a sentence in place of the plot."""
        set_text(self._message, text)
        for part in (self.strip, *self._of_canvas):
            part.hide()
        self._pages.setCurrentWidget(self._message)

    def message(self) -> str:
        """The sentence shown in place of the plot, if any."""
        return self._message.text() if self._pages.currentWidget() is self._message else ""

    def show_canvas(self) -> None:
        """Show the plot in place of the sentence."""
        if self._pages.currentWidget() is not self.canvas:
            self._pages.setCurrentWidget(self.canvas)
            for part in (self.strip, *self._of_canvas):
                part.show()
            self.strip.raise_()

    @property
    def drawn(self) -> QRect:
        """Where it is drawn, below title and controls, in its own coordinates."""
        return (self._message if self.message() else self.canvas).geometry()

    def add_control(self, control: QWidget, *, of_canvas: bool = False) -> None:
        """Put a control at the right of the title line; one ``of_canvas`` is there only while that is."""
        self._header.addWidget(control)
        if of_canvas:
            self._of_canvas.append(control)

    def give_heading(self) -> QWidget:
        """What is in the title line besides the title, which somebody else shows from now on."""
        self._title.hide()
        margins = self._column.contentsMargins()
        self._column.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom())
        self._column.removeWidget(self._heading)
        return self._heading

    def add_bar(self, bar: QWidget) -> None:
        """Put a row of controls below the title line."""
        self._column.insertWidget(1, bar)

    def add_above_canvas(self, bar: QWidget) -> None:
        """Put a row of controls below all others."""
        self._column.insertWidget(self._column.count() - 1, bar)

    def restyle(self) -> None:
        """Take colours from the palette, and widths from `strokes`; subclasses add their own items."""
        self._styled_for = self.strokes
        self.canvas.setBackground(self.palette().color(self.backgroundRole()))
        faded = QPalette(self.palette())
        faded.setColor(QPalette.ColorRole.WindowText, style.muted(self.palette()))
        self.reader.restyle()
        self._message.setPalette(faded)
        self._subtitle.setPalette(faded)
        self._restyle_axes()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system from light to dark and back."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.restyle()
            self.restyled.emit()

    def event(self, event: QEvent) -> bool:
        """Follow from one screen to another."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._follow_strokes()
        return bool(super().event(event))

    @property
    def strokes(self) -> style.Strokes:
        """How wide lines are and how large points are where the plot is drawn now."""
        return replace(self._strokes, pixel_ratio=1.0 if self._on_paper else self.devicePixelRatioF())

    def set_strokes(self, strokes: style.Strokes) -> None:
        """Draw lines and points larger, or as usual."""
        self._strokes = strokes
        self._follow_strokes()

    def set_on_paper(self, on_paper: bool) -> None:
        """Have lines as wide as they are to be on paper, whatever the screen is like."""
        self._on_paper = on_paper
        self._follow_strokes()

    def _follow_strokes(self) -> None:
        if self.strokes != self._styled_for:
            self.restyle()
            self.restyled.emit()

    def contextMenuEvent(self, event: QEvent) -> None:
        """Stay silent: the menu opens on a click, as a drag with the right button zooms."""
        event.accept()

    def _lay_out(self, title: str) -> None:
        self._title = Label(title)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._heading = QWidget()
        self._header = QHBoxLayout(self._heading)
        self._header.setContentsMargins(0, 0, 0, 0)
        self._header.setSpacing(4)
        self._header.addWidget(self._title)
        self._subtitle = ElidedLabel()
        self._header.addWidget(self._subtitle, 1)
        self._message = Label()
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(16)
        self._pages = QStackedLayout()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self._heading)
        self.body = QBoxLayout(QBoxLayout.Direction.TopToBottom)  # the plot, and what may stand beside it
        self.body.addLayout(self._pages, 1)
        layout.addLayout(self.body, 1)
        for page in (self.canvas, self._message):  # not before: Qt shows the first as a window of its own
            self._pages.addWidget(page)
        set_name(self.canvas, f"Plot: {title}")
        self.canvas.setWhatsThis(HELP)  # no tooltip: it would cover what it explains
        self.canvas.setAccessibleDescription(HELP)

    def _legend_tip(self, where: QPoint) -> str:
        """What the legend says in full, where it is pointed at and does not say all of it."""
        if not self.legend.area.contains(where) or self.strip.shown_names() == self.strip.names():
            return ""
        return self.strip.text()

    def style_axis(self, axis: PlotAxis, label: str) -> None:
        """Name an axis, and draw it in the colours of the palette."""
        line = self.palette().color(QPalette.ColorRole.Mid)
        grid = _between(self.palette().color(self.backgroundRole()), line, 0.35)
        muted = style.muted(self.palette())
        font = style.tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        looks = {"color": muted.name(), "font-size": f"{font.pointSizeF():.1f}pt"}
        axis.set_look(line, grid, muted, font)
        text = rich("{label}", label=label)
        if (axis.labelText, axis.labelStyle) != (text, looks):  # or it is laid out anew for nothing
            axis.setLabel(text, **looks)

    def _restyle_axes(self) -> None:
        for side, label in self._labels.items():
            self.style_axis(self.canvas.getAxis(side), label)

    def _remember_zoom(self, _axes: object) -> None:
        self._zoomed = True

    def _clicked(self, event: object) -> None:
        if event.button() == Qt.MouseButton.RightButton:  # type: ignore[attr-defined]
            self._open_menu(event.screenPos().toPoint())  # type: ignore[attr-defined]

    def _open_menu(self, where: QPoint) -> None:
        menu = window_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Fit view").triggered.connect(self.fit_view)
        if not self.message():
            menu.addAction("Copy figure").triggered.connect(self.copy_figure)
            menu.addAction("Copy numbers").triggered.connect(self.copy_numbers)
            menu.addAction("Save figure…").triggered.connect(self.figure_requested)
        if self.menu_actions:
            menu.addSeparator()
            menu.addActions(self.menu_actions)
        menu.popup(where)

    def copy_figure(self) -> None:
        """Put the plot into the clipboard as it would be on paper: as pixels, and as vectors."""
        copy_figure(self, self.width(), self.height())

    def copy_numbers(self) -> None:
        """Put the numbers behind the plot into the clipboard as CSV."""
        copy_numbers(self)


def _between(first: QColor, second: QColor, share: float) -> QColor:
    """A share of the way from one colour to another."""

    def mix(a: float, b: float) -> float:
        return a + share * (b - a)

    return QColor.fromRgbF(
        mix(first.redF(), second.redF()),
        mix(first.greenF(), second.greenF()),
        mix(first.blueF(), second.blueF()),
    )
