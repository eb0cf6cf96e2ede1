"""When a run of minibatch SGD ends before its last epoch, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from linreg_gui.core.arrays import finite_number, whole_number
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted

Ending = Literal["epochs", "target loss", "distance", "tolerance", "patience", "seconds", "diverged"]
# A single epoch in which the loss hardly falls may be chance.
_QUIET_EPOCHS = 3


@dataclass(frozen=True)
class StopRules:
    """Rules looked at after every epoch (the time at every slice); each is off where it is None.

    Attributes
    ----------
    target_loss : float, optional
        Stop when the mean loss over all training rows is at most this.
    distance : float, optional
        Stop when the predictions are at most this far from the exact ones of this loss, in standard
        deviations of the label, see `LossSurface.distance`.
    tolerance : float, optional
        Stop when in three epochs in a row the loss fell by no more than this share of its steepest fall in
        an epoch, each fall divided by the learning rate of its epoch. A run that is slow from its beginning,
        because its learning rate is tiny, is slow by its own measure only when it arrives.
    patience : int, optional
        Early stopping: stop after so many epochs without a new least validation loss, and go back to it.
    seconds : float, optional
        Stop when so much time has passed.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    target_loss: float | None = None
    distance: float | None = None
    tolerance: float | None = None
    patience: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None:
                continue
            words = field.name.replace("_", " ")
            finite_number(value, f"The stop rule “{words}”")
            if isinstance(value, bool):
                raise ValueError(f"The stop rule “{words}” must be a finite number or None.")
            if field.name != "target_loss" and value <= 0:
                raise ValueError(f"The stop rule “{words}” must be larger than 0.")
        if self.patience is not None:
            whole_number(self.patience, "The stop rule “patience”", 1)

    @property
    def every_epoch(self) -> bool:
        """Whether some rule has to look at every epoch."""
        rules = (self.target_loss, self.distance, self.tolerance, self.patience)
        return any(rule is not None for rule in rules)


class StopCheck:
    """Applies the rules to one run, epoch after epoch.

    Parameters
    ----------
    rules : StopRules
    loss : float
        Where it begins to look.
    validation_loss : float
        The least until there; NaN for no validation.
    best_step, epochs_since : int
        Where that was, and how many epochs ago.
    """

    def __init__(
        self,
        rules: StopRules,
        loss: float,
        validation_loss: float,
        best_step: int = 0,
        epochs_since: int = 0,
    ) -> None:
        self._rules = rules
        self._loss = loss
        self._steepest = 0.0
        self._quiet = 0
        self._least = validation_loss
        self._since_least = epochs_since
        self.best_step = best_step

    def ending(
        self, step: int, rate: float, loss: float, validation_loss: float, distance: float
    ) -> Ending | None:
        """Which rule ends the run after this epoch, if any; ``rate`` is the epoch's learning rate."""
        rules = self._rules
        self._note_fall((self._loss - loss) / rate if rate > 0.0 else 0.0, rate)
        self._loss = loss
        if validation_loss < self._least:
            self._least = validation_loss
            self._since_least = 0
            self.best_step = step
        else:
            self._since_least += 1
        if rules.target_loss is not None and loss <= rules.target_loss:
            return "target loss"
        if rules.distance is not None and distance <= rules.distance:
            return "distance"
        if rules.tolerance is not None and self._quiet >= _QUIET_EPOCHS:
            return "tolerance"
        if rules.patience is not None and self._since_least >= rules.patience:
            return "patience"
        return None

    def _note_fall(self, fall: float, rate: float) -> None:
        """Count the epochs in which the loss hardly fell; a rate that has decayed to 0 tells nothing."""
        self._steepest = max(self._steepest, fall)
        most = (self._rules.tolerance or 0.0) * self._steepest
        self._quiet = self._quiet + 1 if rate > 0.0 and fall <= most else 0


def ending_words(ending: Ending, rules: StopRules) -> str:
    """Why the run ended, as the end of a sentence."""
    match ending:
        case "target loss":
            return f"the training loss came down to the {number_text(rules.target_loss or 0.0)} wanted"
        case "distance":
            return "the predictions came as near to the exact ones as wanted"
        case "tolerance":
            return "the loss hardly fell any more"
        case "patience":
            epochs = counted(rules.patience or 0, "epoch")
            return f"the validation loss had not improved for {epochs} and its best state is kept"
        case "seconds":
            return f"the {number_text(rules.seconds or 0.0)} s allowed were over"
        case "diverged":
            return "the next update would have diverged"
        case _:
            return "all epochs were done"


def stop_sentence(ending: Ending, rules: StopRules, step: int) -> str:
    """Where the run ended, and why."""
    return f"Training stopped after step {step:,}: {ending_words(ending, rules)}."
