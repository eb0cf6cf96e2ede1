"""The exact fit of all rows of a table larger than memory, of which the window shows a sample."""

from __future__ import annotations

from dataclasses import dataclass

from linreg_gui.core.editing.model_edits import model_of
from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.inference.infer import Coefficients, Inference, infer
from linreg_gui.core.large.opening import open_large
from linreg_gui.core.large.sample import look_again
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.large_source import LargeSource
from linreg_gui.core.table.recipe import Missing
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.model_formula import ModelFormula

from .desk import DeskChoices


@dataclass(frozen=True)
class Question:
    """What all rows are asked; the answer of an equal one is the same.

    Attributes
    ----------
    source : LargeSource
    model : ModelFormula
    references : tuple of (str, str)
        The levels without an indicator that a person chose, by column.
    choices : DeskChoices
        Level of the intervals, and kind of the errors.
    """

    source: LargeSource
    model: ModelFormula
    references: tuple[tuple[str, str], ...]
    choices: DeskChoices


@dataclass(frozen=True, eq=False)
class AllRows:
    """Numbers of all rows.

    Attributes
    ----------
    question : Question
    fit : Fit
    found : Inference or None
        None where the errors are not defined.
    ledger : RowLedger
        Of all rows.
    feature_names : tuple of str
    label_name : str
        With ``log`` where its logarithm is fitted.
    remark : str
        What is missing and why; empty where nothing is.
    """

    question: Question
    fit: Fit
    found: Inference | None
    ledger: RowLedger
    feature_names: tuple[str, ...]
    label_name: str
    remark: str

    @property
    def table(self) -> Coefficients | None:
        """Estimates with their errors, bias first; None where the errors are not defined."""
        return None if self.found is None else self.found.table

    @property
    def names(self) -> tuple[str, ...]:
        """The bias, if there is one, and the features."""
        return (*(("bias",) if self.fit.bias_fitted else ()), *self.feature_names)

    @property
    def estimate(self) -> tuple[float, ...]:
        """The exact bias, if there is one, and weights."""
        return (*((self.fit.bias,) if self.fit.bias_fitted else ()), *map(float, self.fit.weights))

    @property
    def sentence(self) -> str:
        """How many rows, how much is explained, and how far labels are from the model."""
        parts = [f"All rows: {self.ledger.sentence}."]
        if self.found is not None:
            parts.append(
                f"R² = {number_text(self.found.r_squared, 6)}, σ = {number_text(self.found.sigma, 6)} "
                f"of {self.label_name}."
            )
        errors = self.question.choices.errors
        if errors != "plain":
            parts.append(f"Errors are robust ({errors}).")
        return " ".join(parts)


def question_of(table: Table, choices: DeskChoices) -> Question:
    """What all rows are to be asked where the window shows a sample of them.

    Raises
    ------
    ProblemError
        If the model is one that cannot be fitted part by part, or there is none.
    ValueError
        If the table is no sample.
    """
    if table.large is None:
        raise ValueError("The table is no sample of a larger one.")
    model, recipe = model_of(table), table.recipe
    if model is None or not model.columns:
        raise ProblemError("There is no model yet: choose a label and a feature.", ProblemKind.ROLES)
    why = ""
    if recipe.weights is not None:
        why = f"rows are weighted by “{recipe.weights}”"
    elif recipe.missing is not Missing.DROP:
        why = "missing cells are filled: have rows with missing cells dropped"
    computed = [name for name in model.columns if name in table.formulas]
    if computed:
        why = f"“{computed[0]}” is computed and not in the files: write it as a term of the model"
    if why:
        raise ProblemError(
            f"All rows are not fitted with this model, as {why}. What is shown elsewhere is of the sample.",
            ProblemKind.TOO_LARGE,
        )
    asked = {name: level for name, level in recipe.references.items() if name in model.columns}
    return Question(table.large, model, tuple(sorted(asked.items())), choices)


def ask_all_rows(question: Question) -> AllRows:
    """The exact fit of all rows, read part by part; how far the reading is goes to `tell_reading`.

    Raises
    ------
    ProblemError
        If the files are not those of the sample any more, or the rows allow no such fit.
    """
    look_again(question.source)
    data = open_large(question.source.path, question.model.written, references=dict(question.references))
    found: Inference | None = None
    remark = ""
    exact = fit(data)
    try:
        found = infer(data, exact, level=question.choices.level, errors=question.choices.errors)
    except ProblemError as error:
        remark = error.problem.sentence
    beside = [f"“{c.column}” is beside “{c.reference}”." for c in data.ledger.categories if c.reference]
    told = " ".join(filter(None, [remark, *beside, *data.ledger.notes]))
    look_again(question.source)
    return AllRows(question, exact, found, data.ledger, data.feature_names, data.label_name, told)
