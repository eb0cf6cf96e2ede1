"""What a script in some language cannot do as the program does, and the sentences that tell so."""

from __future__ import annotations

from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.model.losses import AbsoluteLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.start import NormalStart

from .asked import Asked
from .recipe import Language, RunPart

# The features are so nearly combinations of each other that plain software loses digits that are shown.
_CONDITION = 1e6
_ROBUST = ("plain", "HC0", "HC1")


def exact_part(asked: Asked, language: Language) -> tuple[bool, tuple[str, ...]]:
    """Whether the script finds the exact solution, and what is to be said of it."""
    objective = asked.objective
    if objective.exact is None:
        why = f"The script has no exact solution. {objective.explanation}"
        return False, (why,)
    if language is Language.CORE:
        return True, ()
    if objective.exact.dependencies:
        why = f"{objective.exact.dependencies[0]}: other programs choose other weights then."
        return False, (f"The script has no exact solution, as {why}",)
    if isinstance(objective.loss, AbsoluteLoss):
        if language is Language.R or objective.weight_decay:
            return False, (
                f"The script has no exact solution: {'R' if language is Language.R else 'SciPy'} by itself "
                "has none for the absolute error.",
            )
        if objective.several:
            return True, ("Other weights do as well, and the script may find these.",)
    return True, ()


def errors_part(asked: Asked) -> tuple[ErrorKind | None, tuple[str, ...]]:
    """Which errors the coefficient table has, and why it has none."""
    objective, loss = asked.objective, asked.objective.loss
    if objective.exact is None:
        return None, ()
    why = ""
    if objective.exact.dependencies:
        why = "the data do not determine the weights"
    elif objective.weight_decay:
        why = "weights are drawn towards 0"
    elif isinstance(loss, AbsoluteLoss):
        why = "the absolute error has none"
    elif not isinstance(loss, SquaredLoss) and asked.errors not in _ROBUST:
        why = f"{asked.errors} is for least squares"
    elif objective.analysis.data.n_rows <= objective.analysis.data.n_features + objective.exact.bias_fitted:
        why = "there are too few rows"
    if why:
        return None, (f"The coefficient table has no standard errors: {why}.",)
    return asked.errors, ()


def about_digits(asked: Asked, language: Language) -> tuple[str, ...]:
    """Where other software loses digits."""
    objective = asked.objective
    if language is Language.CORE or objective.exact is None or objective.exact.dependencies:
        return ()
    if objective.exact.condition_number < _CONDITION:
        return ()
    return ("These features lie so close together that the script may lose digits that the program keeps.",)


def drawn_weights(asked: Asked) -> tuple[float, ...]:
    """The weights that a run begins with, if they were drawn."""
    start = asked.changes[0][1].start
    if not isinstance(start, NormalStart):
        return ()
    return tuple(start.draw(asked.objective.analysis.data.n_features).tolist())


def about_run(run: RunPart) -> tuple[str, ...]:
    """Where a run of the script may differ from that of the program."""
    told = []
    if run.first.precision == "float32":
        told.append("The run was in float32, the script computes in float64: their last digits differ.")
    if any(isinstance(config.loss, AbsoluteLoss) for _, config in run.changes):
        told.append("Slopes of the absolute error jump, so that rounding may lead a run another way.")
    return tuple(told)
