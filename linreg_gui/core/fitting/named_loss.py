"""The losses by the names that commands and estimators give them."""

from __future__ import annotations

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import (
    AbsoluteLoss,
    HuberLoss,
    Loss,
    PoissonLoss,
    SquaredLoss,
    usual_threshold,
)
from linreg_gui.core.wording import joined

from .fit import fit

LOSS_NAMES = ("squared", "absolute", "huber", "poisson")


def named_loss(name: str, threshold: float | None, data: Dataset) -> Loss:
    """The loss of that name; a Huber loss without a threshold gets the one that suits the data.

    Raises
    ------
    ValueError
        If there is no such loss, or a threshold belongs to none or is out of its range.
    """
    if name not in LOSS_NAMES:
        raise ValueError(f"The loss is {joined(LOSS_NAMES, 'or')}, not {name!r}.")
    if name == "huber":
        return HuberLoss(usual_threshold(fit(data).half_mse) if threshold is None else threshold)
    if threshold is not None:
        raise ValueError("A threshold belongs to the Huber loss alone.")
    return {"squared": SquaredLoss, "absolute": AbsoluteLoss, "poisson": PoissonLoss}[name]()
