"""The theatre of collinearity: shared directions, one feature left out, noise on all of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.desk.theatre import MOST_SIGMA, Act, Theatre, TheatreWish
from linreg_gui.core.number_text import number_text
from linreg_gui.views.plots.scene_plot import PREPARED
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_text

from .gram_picture import GramPicture
from .noise_plot import NoisePlot, features_shown
from .proportions_model import FeatureModel, ProportionsModel, ShareDelegate
from .shared_columns import SharedColumns

_NOTHING = "What features say twice appears here when there is a fit."
_ACTS = {
    Act.DIRECTIONS: "Shared directions",
    Act.WITHOUT: "Without one feature",
    Act.NOISE: "Noise on the features",
}
_ACT_HELP = (
    "Shared directions: which weights have their variance in common. Without one feature: errors and "
    "inflation of the others then. Noise on the features: exercise 4 of the chapter, beside ridge."
)
_WITHOUT_HELP = "The feature that is left out; the others are told without a fit of their own."
_SIGMA_HELP = "Standard deviation of the noise that is added to every feature, in standard deviations of it."
_DRAW_HELP = "Draw the noise anew."
_TABLE_HELP = (
    "Each row a direction of the features, the one that they fill least first; each column how the variance "
    "of a weight is shared among the directions. Two shares above one half in a row of a high condition "
    "index tell of features that say the same."
)
_FEATURES_HELP = "Weights, standard errors and variance inflation with all features, and without one of them."
_STEPS = 100


class CollinearityView(QWidget):
    """Three acts, one at a time; keeps what a person plays with as its wish."""

    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = TheatreWish()
        self._names: tuple[str, ...] = ()
        self.act_box = describe(ElidedBox(), "Act", _ACT_HELP)
        for act, text in _ACTS.items():
            self.act_box.addItem(text, act)
        self.without_box = describe(ElidedBox(), "Left out", _WITHOUT_HELP)
        self.without_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.without_box.setMinimumContentsLength(8)
        self._choices = offering(self.without_box)
        self.sigma = describe(QSlider(Qt.Orientation.Horizontal), "σ of the noise", _SIGMA_HELP)
        self.sigma.setRange(0, _STEPS)
        self.sigma.setPageStep(10)
        self.sigma_text = Label()
        self.again = describe(QPushButton("Draw anew"), "Draw anew", _DRAW_HELP)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.act_box, self.without_box, self.sigma)
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.directions, self.features = ProportionsModel(self), FeatureModel(self)
        self.direction_table = self._make_directions()
        self.feature_table = self._make_features()
        self.plot, self.gram = NoisePlot(), GramPicture()
        self._heading = self.plot.give_heading()  # the act says it already
        self._heading.setParent(self)
        self._heading.hide()
        self._lay_out()
        self._show_choices()
        self.act_box.currentIndexChanged.connect(lambda _: self._change(act=Act(self.act_box.currentData())))
        self.without_box.currentIndexChanged.connect(
            lambda _: self._change(without=self.without_box.currentData())
        )
        self.sigma.valueChanged.connect(lambda at: self._change(sigma=MOST_SIGMA * at / _STEPS))
        self.again.clicked.connect(lambda: self._change(seed=self._wish.seed + 1))
        self.feature_table.activated.connect(lambda index: self._change(without=self._names[index.row()]))
        self.clear()

    @property
    def wish(self) -> TheatreWish:
        """What a person plays with."""
        return self._wish

    @property
    def choices(self) -> TheatreWish:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: TheatreWish) -> None:
        """Have that again."""
        self._change(**{name: getattr(choices, name) for name in ("act", "without", "sigma", "seed")})

    def show_value(self, seen: Theatre) -> None:
        """Show an act; one that was prepared for another wish is left out."""
        if seen.wish != self._wish:
            return
        for part in (self._bar, self._pages):
            part.show()
        if tuple(seen.names) != self._names:
            self._names = tuple(seen.names)
            self.without_box.blockSignals(True)
            self._choices.offer(("nothing", *self._names), ("", *self._names))
            self.without_box.blockSignals(False)
            self._show_choices()
        set_text(self.sentence, seen.sentence)
        if seen.wish.act is Act.DIRECTIONS:
            self.directions.show_directions(seen.names, seen.found)
            width = self.fontMetrics().horizontalAdvance("Condition index") + 16
            self.direction_table.setColumnWidth(0, width)
        elif seen.wish.act is Act.WITHOUT:
            self.features.show_theatre(seen)
        elif seen.noise is None:
            self.plot.show_message(seen.sentence)
            self.gram.clear()
        else:
            which = features_shown(seen.noise)
            self.gram.show_noise(seen.noise, which, [seen.names[j] for j in seen.noise.kept[which]])
            self.plot.show_noise(seen.noise, seen.names, seen.label, seen.sentence)

    def show_waiting(self) -> None:
        """Say that the features are being looked at, unless something is shown."""
        if not self._names:
            set_text(self.sentence, PREPARED)

    def clear(self) -> None:
        """Show nothing."""
        self._names = ()
        self.directions.show_directions((), None)
        self.features.show_theatre(None)
        self.plot.clear()
        self.gram.clear()
        for part in (self._bar, self._pages):
            part.hide()
        set_text(self.sentence, _NOTHING)

    def _change(self, **choices: object) -> None:
        wish = replace(self._wish, **choices)  # type: ignore[arg-type]
        if wish != self._wish:
            if wish.act is not self._wish.act and self._names:
                set_text(self.sentence, PREPARED)  # that of the act before says nothing of this one
                self.plot.show_message(PREPARED)
                self.gram.clear()
            self._wish = wish
            self._show_choices()
            self.wish_changed.emit()

    def _show_choices(self) -> None:
        wish = self._wish
        for box, place in (
            (self.act_box, list(_ACTS).index(wish.act)),
            (self.without_box, self._choices.place_of(wish.without)),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(place)
            box.blockSignals(False)
        self.sigma.blockSignals(True)
        self.sigma.setValue(round(wish.sigma / MOST_SIGMA * _STEPS))
        self.sigma.blockSignals(False)
        set_text(self.sigma_text, f"σ = {number_text(wish.sigma, 2)}")
        for part, act in self._parts:
            part.setVisible(wish.act is act)
        self._pages.setCurrentIndex(list(_ACTS).index(wish.act))

    def _make_directions(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "Shares of variance", _TABLE_HELP)
        table.setToolTip("")
        table.setModel(self.directions)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=12, narrowest=56)
        table.setItemDelegate(ShareDelegate(table))
        header = table.horizontalHeader()
        header.setDefaultSectionSize(88)
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
        return table

    def _make_features(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "Without one feature", _FEATURES_HELP)
        table.setToolTip("")
        table.setModel(self.features)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=6, narrowest=48)
        table.setSelectionBehavior(table.SelectionBehavior.SelectRows)
        table.setSelectionMode(table.SelectionMode.SingleSelection)
        SharedColumns(table, "−0.008888", "Wwwwwwww")
        return table

    def _lay_out(self) -> None:
        self._without_label, self._sigma_label = Label("Left out:"), Label("Noise:")
        self._parts = (
            (self._without_label, Act.WITHOUT),
            (self.without_box, Act.WITHOUT),
            (self._sigma_label, Act.NOISE),
            (self.sigma, Act.NOISE),
            (self.sigma_text, Act.NOISE),
            (self.again, Act.NOISE),
        )
        self.sigma_text.setMinimumWidth(self.fontMetrics().horizontalAdvance("σ = 0.88"))
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.act_box)
        for part, _ in self._parts:
            row.addWidget(part, 1 if part in (self.without_box, self.sigma) else 0)
        row.addStretch()
        self._pages = QStackedWidget()
        noise = QWidget()
        both = QHBoxLayout(noise)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(10)
        both.addWidget(self.plot, 5)
        both.addWidget(self.gram, 2)
        for page in (self.direction_table, self.feature_table, noise):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._bar)
        layout.addWidget(self.sentence)
        layout.addWidget(self._pages, 1)
        layout.addStretch()
