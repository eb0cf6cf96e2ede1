"""The model as a single neuron: an example flows through it, and its weights can be tried by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.run_neuron import NO_WISH, NeuronChoices, NeuronWish, NoNeuron, RunNeuron
from linreg_gui.core.explaining.state import State
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.plot_strip import PlotStrip
from linreg_gui.views.plots.scene_plot import ScenePlot
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.number_field import NumberField
from linreg_gui.views.widgets.texts import set_name, set_whats_this

from .neuron_picture import LEAST_ROW, NeuronPicture

_EMPTY = "The model appears here as a neuron when there is something to train on."
_HELP = (
    "An edge is as thick as its share of the sum; a dashed one takes away. Drag a weight up or down to try "
    "another, or double click it to type one: training can begin there. By keys: Up and Down choose a "
    "weight, Left and Right try another, with Shift by a lot, Enter uses it or types one, Escape drops it; "
    "with Ctrl, arrow keys read the inputs."
)
_MEANS_HELP = "Let the means of all rows flow through, in place of the selected row or one of the minibatch."
_FINE_PER_PIXEL = 1.0
_MOST, _FEWEST = 11, 2
_COARSE = 10.0
_FIELD_WIDTH = 96
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


@always_answers
class NeuronView(ScenePlot):
    """Shows a moment of the run at one row of the table, and asks for other weights to begin at."""

    _empty = _EMPTY
    start_requested = Signal(object, float)  # weights and bias

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Neuron", PlotStrip({}), parent)
        self._wish: NeuronWish = NO_WISH
        self._found: RunNeuron | None = None
        self._tried: State | None = None  # what a person tries, until it is used or dropped
        self._begun_at: int | None = None  # the step at which a start was chosen here
        self._offered = ""  # to be typed over
        self._held: tuple[QPointF, float, bool] | None = None  # where a weight was taken, its value, if moved
        for side in ("left", "bottom"):
            self.canvas.getPlotItem().hideAxis(side)
        self.view_box.setMouseEnabled(x=False, y=False)
        self.at_means = describe(QCheckBox("At the means"), "At the means", _MEANS_HELP)
        self.at_means.toggled.connect(lambda on: self._change(at_means=on))
        self.add_control(self.at_means)
        self.picture = NeuronPicture(self.view_box)
        self.field = describe(
            NumberField(self.canvas.viewport()), "Weight", "Enter uses it, Escape drops it."
        )
        self.field.hide()
        self.field.installEventFilter(self)
        for widget in (self.canvas, self.canvas.viewport()):
            widget.installEventFilter(self)
        self.canvas.viewport().setMouseTracking(True)
        self.view_box.sigResized.connect(self._fit)
        set_whats_this(self.canvas, _HELP)
        self.reader.modifier = Qt.KeyboardModifier.ControlModifier
        self.restyle()
        self.clear()

    @property
    def wish(self) -> NeuronWish:
        """What is to flow through."""
        return self._wish

    @property
    def choices(self) -> NeuronChoices:
        """What is to be kept."""
        return NeuronChoices(self._wish.at_means)

    def choose(self, choices: NeuronChoices) -> None:
        """Have that chosen again."""
        self.at_means.setChecked(choices.at_means)

    @property
    def shown(self) -> RunNeuron | None:
        """What is drawn: the moment, or what is tried."""
        found = self._found
        if found is None:
            return None
        state = self._tried
        if state is None and found.step == self._begun_at:
            state = found.next_start
        return found if state is None else found.of(state) or found

    def select(self, rows: RowSet) -> None:
        """Let the first of these rows of the table flow through."""
        self._change(selected=rows)

    def show_value(self, found: RunNeuron | NoNeuron) -> None:
        """Show a moment of the run; one that was prepared for another wish is left out."""
        if found.wish != self._wish:
            return
        if isinstance(found, NoNeuron):
            self._show_none(found.sentence)
            return
        if self._found is not None and self._found.names != found.names:
            self._drop()
            self.picture.current = None
        self._found = found
        self.at_means.show()
        self.show_canvas()
        self._redraw()

    def series(self) -> Sequence[PlotSeries]:
        """Each input: its value, its weight, and what both make."""
        found = self.shown
        if found is None:
            return ()
        n = found.neuron
        inputs = [(edge.name, edge.value, edge.weight, edge.product) for edge in n.edges]
        return [
            PlotSeries(name, "value", "weight", np.array([x]), np.array([w]), "product", np.array([product]))
            for name, x, w, product in (*inputs, ("bias", 1.0, n.bias, n.bias))
        ]

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """None: what is read is not at a place of two axes."""
        return np.full(series.x.size, np.nan), np.full(series.x.size, np.nan)

    def clear(self) -> None:
        """Show nothing."""
        self._show_none(_EMPTY)

    def fit_view(self) -> None:
        """All of it is in sight as it is."""

    def restyle(self) -> None:
        """Colours for the palette."""
        super().restyle()
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.95)
        self.picture.set_look(self.palette(), font)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Weights are dragged, stepped through and typed."""
        if watched is self.field:
            return self._heed_field(event) or super().eventFilter(watched, event)
        if self._found is not None:
            if isinstance(event, QMouseEvent) and self._take_mouse(event):
                return True
            if watched is self.canvas and isinstance(event, QKeyEvent):
                return self._take_key(event)
        return super().eventFilter(watched, event)

    def _show_none(self, sentence: str) -> None:
        self._found = self._tried = self._held = self._begun_at = None
        self.field.hide()
        self.at_means.hide()
        self.picture.show_neuron(None, current=None, tried=False)
        self.set_subtitle("")
        self._tell(sentence)
        self.show_message(sentence)

    def _fit(self) -> None:
        """As many inputs as there is room for, besides the bundle and the bias."""
        self.picture.resize()
        room = int(self.view_box.height() // LEAST_ROW) - 2
        self._change(most=min(_MOST, max(_FEWEST, room)))
        self._end_typing()

    def _redraw(self) -> None:
        found, current = self.shown, self.picture.current
        assert found is not None
        if current is not None and current not in found.parameters:
            current = None
        tried = self._tried is not None or found.state is found.next_start
        self.picture.show_neuron(found, current=current, tried=tried)
        used = "at the next start" if tried else ""
        self.set_subtitle("tried; Enter uses it" if self._tried is not None else used)
        told = "" if current is None else f" {found.told(current)}"
        self._tell(f"{found.sentence}{told}")

    def _try(self, parameter: int, value: float) -> None:
        """Draw it with another weight, as long as that is not used or dropped."""
        found = self.shown
        if found is not None and np.isfinite(value):
            state = found.having(parameter, value)
            if found.of(state) is not None:
                self._tried = state
            self._redraw()

    def _use(self) -> None:
        """Ask for the weights that are tried as the next start."""
        state, found = self._tried, self._found
        self._tried = None
        if state is not None and found is not None:
            self._begun_at = found.step
            self.start_requested.emit(state.weights, state.bias)
            self._redraw()

    def _drop(self) -> None:
        self._tried = self._held = None
        self._end_typing()

    def _choose(self, parameter: int | None) -> None:
        self.picture.current = parameter
        self._redraw()

    def _take_mouse(self, event: QMouseEvent) -> bool:
        found = self.shown
        if found is None:
            return False
        kind, place = event.type(), event.position()
        parameter = self.picture.parameter_at(self._in_picture(place))
        left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            if parameter is not None:
                self._choose(parameter)
                self._held = place, found.value(parameter), False
        elif kind == QEvent.Type.MouseMove:
            self._drag(found, place)
            over = self._held is not None or parameter is not None
            shape = Qt.CursorShape.SizeVerCursor if over else Qt.CursorShape.ArrowCursor
            self.canvas.viewport().setCursor(shape)
        elif kind == QEvent.Type.MouseButtonRelease and self._held is not None:
            moved, self._held = self._held[2], None
            if moved:
                self._use()
        elif kind == QEvent.Type.MouseButtonDblClick and left and parameter is not None:
            self._held = None
            self._choose(parameter)
            self._type()
            return True
        return False

    def _drag(self, found: RunNeuron, place: QPointF) -> None:
        if self._held is None or self.picture.current is None:
            return
        start, value, moved = self._held
        up = start.y() - place.y()
        if moved or abs(up) > 2.0:
            self._held = start, value, True
            step = found.fine_step(self.picture.current)
            self._try(self.picture.current, _round_to(value + _FINE_PER_PIXEL * up * step, step))

    def _take_key(self, event: QKeyEvent) -> bool:
        found = self.shown
        shift, pad = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
        if found is None or event.modifiers() & ~(shift | pad):
            return False
        key, current = Qt.Key(event.key()), self.picture.current
        ways = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key not in (*ways, *moves, *_ENTERS) and not (
            key == Qt.Key.Key_Escape and self._tried is not None
        ):
            return False
        event.accept()
        if event.type() != QEvent.Type.KeyPress:
            return event.type() != QEvent.Type.ShortcutOverride
        if key in moves:
            places = found.parameters
            at = places.index(current) + moves[key] if current in places else 0
            self._choose(places[min(max(at, 0), len(places) - 1)])
            self._announce()
        elif key == Qt.Key.Key_Escape:
            self._drop()
            self._redraw()
        elif current is not None and key in ways:
            step = found.fine_step(current)
            size = _COARSE if event.modifiers() & shift else 1.0
            self._try(current, _round_to(found.value(current) + ways[key] * size * step, step))
            self._announce()
        elif key in _ENTERS and self._tried is not None:
            self._use()
        elif current is not None:
            self._type()
        return True

    def _announce(self) -> None:
        """Say what the keys have come to."""
        found, current = self.shown, self.picture.current
        if found is not None and current in found.parameters:
            prediction = f"Prediction {found.neuron.prediction_text}."
            self.reader.chart.announce(f"{found.told(current)} {prediction}")

    def _type(self) -> None:
        """A field over the weight that is chosen."""
        found, parameter = self.shown, self.picture.current
        if found is None or parameter is None:
            return
        room = self.picture.weight_room(parameter)
        corner = self.canvas.mapFromScene(self.view_box.mapToScene(room.topLeft()))
        size = self.field.sizeHint()
        width = max(int(room.width()) + 30, _FIELD_WIDTH)
        self.field.setGeometry(
            corner.x() - 8, corner.y() + int(room.height() - size.height()) // 2, width, size.height()
        )
        set_name(self.field, found.told(parameter).partition(":")[0])
        self._offered = found.weight_text(parameter)
        self.field.type_text(self._offered)
        self.field.selectAll()
        self.field.show()
        self.field.setFocus()

    def _use_typed(self) -> None:
        value, parameter = self.field.value, self.picture.current
        if value is None or parameter is None:
            return  # it is marked as no number
        as_it_was = self.field.text() == self._offered  # which has fewer digits than the weight
        self._end_typing()
        if not as_it_was:
            self._try(parameter, value)
            self._use()

    def _heed_field(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.field.hide()
        elif isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Escape, *_ENTERS[:2]):
            event.accept()  # or it would go on to the picture
            if event.type() == QEvent.Type.KeyPress:
                (self._end_typing if event.key() == Qt.Key.Key_Escape else self._use_typed)()
            return True
        return False

    def _end_typing(self) -> None:
        if self.field.isVisible():
            self.field.hide()
            self.canvas.setFocus()

    def _in_picture(self, place: QPointF) -> QPointF:
        return QPointF(self.view_box.mapFromScene(self.canvas.mapToScene(place.toPoint())))


def _round_to(value: float, step: float) -> float:
    """The nearest multiple of a power of ten, as it is written."""
    rounded = round(value / step) * step
    return float(f"{rounded:.15g}") if np.isfinite(rounded) else value
