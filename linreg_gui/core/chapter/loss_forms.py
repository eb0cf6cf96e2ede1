"""The squared loss as a mean or a sum, with or without its ½, and updates with or without dividing by |B|.

The program has the mean and the ½, and divides, as the chapter does (3.1.5, 3.1.6, 3.1.10). The other forms
are for lessons: they have the same minimiser, and are the same run at another learning rate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.config import SgdConfig


@dataclass(frozen=True)
class LossForm:
    """How loss and update are written.

    Attributes
    ----------
    mean : bool
        The loss is the mean over the rows, not their sum.
    half : bool
        It has the ½.
    divided : bool
        The sum over a minibatch is divided by |B| before a step is taken.
    """

    mean: bool = True
    half: bool = True
    divided: bool = True

    @property
    def is_usual(self) -> bool:
        """Whether it is that of the chapter and of this program."""
        return self == LossForm()

    def loss(self, half_mse: float, n_rows: int) -> float:
        """The loss in this form, of a half mean squared error over so many rows."""
        return half_mse * (1.0 if self.half else 2.0) * (1.0 if self.mean else n_rows)

    def rate_factor(self, batch_size: int) -> float:
        """By how much an update is larger than the usual one at the same learning rate.

        Without the ½ the gradient doubles; not divided, it is |B| times as large.
        """
        return (1.0 if self.half else 2.0) * (1.0 if self.divided else batch_size)

    def limit(self, stable_limit: float, batch_size: int) -> float:
        """The largest stable rate of full-batch descent in this form: 2/(|B| λmax) where not divided."""
        return stable_limit / self.rate_factor(batch_size)

    def applied(self, config: SgdConfig, n_rows: int) -> SgdConfig:
        """The usual settings that make the same updates as these do in this form.

        Raises
        ------
        ProblemError
            If the sum is not divided and minibatches are of different sizes, so that no rate does the same.
        """
        if not self.divided and not config.with_replacement and n_rows % config.batch_size:
            raise ProblemError(
                f"Without dividing by |B| all minibatches must be of one size: {n_rows:,} rows are not "
                f"parted into minibatches of {config.batch_size:,} without a rest.",
                ProblemKind.ARGUMENT,
            )
        return replace(config, learning_rate=config.learning_rate * self.rate_factor(config.batch_size))

    def told(self, config: SgdConfig) -> str:
        """What is to be said of it wherever it is on; empty for the usual form."""
        parts = [
            word
            for word, off in (
                ("the sum in place of the mean", not self.mean),
                ("no ½", not self.half),
                ("no division by |B|", not self.divided),
            )
            if off
        ]
        if not parts:
            return ""
        rate = number_text(config.learning_rate * self.rate_factor(config.batch_size))
        return (
            f"{', '.join(parts)[:1].upper()}{', '.join(parts)[1:]}: updates as at the learning rate {rate}."
        )
