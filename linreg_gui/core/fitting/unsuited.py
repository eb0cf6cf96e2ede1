"""Why a loss does not suit the data that were analysed."""

from __future__ import annotations

from linreg_gui.core.model.dataset import UNWEIGHTED, WITH_BIAS_ONLY
from linreg_gui.core.model.losses import Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.table.recipe import LabelScale

from .analysis import Analysis


def unsuited(analysis: Analysis, loss: Loss) -> Problem | None:
    """Why a loss does not suit the labels, those that are held out among them; None where it does."""
    try:
        loss.check_labels(analysis.data.y)
        if analysis.held_out is not None:
            loss.check_labels(analysis.held_out.y)
    except ProblemError as error:
        return error.problem
    if not analysis.data.has_bias and not isinstance(loss, SquaredLoss):
        return Problem(f"{WITH_BIAS_ONLY} Train with that, or give the model a bias.", ProblemKind.LOSS)
    if analysis.data.row_weights is not None and not isinstance(loss, SquaredLoss):
        told = f"Train with that, or choose no weights under Columns in place of “{analysis.ledger.weights}”."
        return Problem(f"{UNWEIGHTED} {told}", ProblemKind.LOSS)
    if isinstance(loss, PoissonLoss) and analysis.label_scale is not LabelScale.PLAIN:
        return Problem(
            f"The Poisson loss takes a logarithm of its own: choose “{analysis.label}” itself as the label, "
            "not its logarithm.",
            ProblemKind.LABELS,
        )
    return None
