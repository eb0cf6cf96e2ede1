"""The loss that a run minimises: which, and δ of the Huber loss. What suits the data is decided elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import Label

from .rate_field import RateField

_KINDS = (
    (SquaredLoss, "half squared, ½(ŷ − y)²"),
    (AbsoluteLoss, "absolute, |ŷ − y|"),
    (HuberLoss, "Huber, squared up to δ"),
    (PoissonLoss, "Poisson, for counts"),
)
_HELP = (
    "What is made as small as possible, on the mean over the rows. The half squared error stands for normal "
    "noise; the absolute error for Laplace noise, where outliers pull less; the Huber loss lies between; "
    "the Poisson loss is for counts: it models the logarithm of their mean. Another loss starts the run over."
)
_THRESHOLD_HELP = (
    "Errors up to δ count by their square, larger ones by a straight line, so that outliers pull no harder. "
    "It is in units of the label, and another δ starts the run over."
)
_LOCKED = "It cannot change while training runs: pause first; the run then starts over. "
_WIDEST = 12


class LossField(QWidget):
    """Shows a loss, and asks for another one."""

    loss_requested = Signal(object)  # Loss

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loss: Loss = SquaredLoss()
        self._offered = HuberLoss().threshold
        self._usual = ""
        self.kind = QComboBox()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(_WIDEST)
        self.kind.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for kind, text in _KINDS:
            self.kind.addItem(text, kind)
        self.threshold = RateField()
        self._delta = Label("δ")
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._delta)
        below.addWidget(self.threshold, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.kind)
        layout.addLayout(below)
        self.setFocusProxy(self.kind)
        self.kind.currentIndexChanged.connect(self._ask_kind)
        self.threshold.value_committed.connect(lambda value: self._ask(HuberLoss(value)))
        self.set_running(False)
        self.set_loss(self._loss)

    def set_loss(self, loss: Loss) -> None:
        """Show a loss without asking for it."""
        self._loss = loss
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(self.kind.findData(type(loss)))
        huber = isinstance(loss, HuberLoss)
        if huber:
            self.threshold.set_value(loss.parameter)
        self._delta.setVisible(huber)
        self.threshold.setVisible(huber)

    def offer_threshold(self, threshold: float) -> None:
        """The δ that the Huber loss begins with on these data."""
        self._offered = threshold
        self._usual = (
            f" Usual is 1.345 times the spread of the exact residuals, here {number_text(threshold)}."
        )
        self._describe("")

    def set_running(self, running: bool) -> None:
        """While training runs, what would start it over is locked."""
        self._describe(_LOCKED if running else "")
        self.kind.setEnabled(not running)
        self.threshold.setEnabled(not running)

    def _describe(self, locked: str) -> None:
        describe(self.kind, "Loss", locked + _HELP)
        describe(self.threshold, "Threshold δ of the Huber loss", locked + _THRESHOLD_HELP + self._usual)

    def _ask_kind(self) -> None:
        kind = self.kind.currentData()
        self._ask(HuberLoss(self._offered) if kind is HuberLoss else kind())

    def _ask(self, loss: Loss) -> None:
        if loss != self._loss:
            self.set_loss(loss)
            self.loss_requested.emit(loss)
