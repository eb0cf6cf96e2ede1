"""What the selected rows say by themselves: their number, their mean, and the line through them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.group_lines import group_line
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.number_text import number_text, text_to
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.wording import counted

_DIGITS = 4
# So many steps of the last digit to a hundredth of the spread.
_FINE = 0.01


@dataclass(frozen=True, eq=False)
class SelectedFit:
    """The selected rows beside all rows.

    Attributes
    ----------
    n_selected : int
        Rows of the table.
    n_used : int
        Those of them that take part in the fit.
    line : Line or None
        The exact line through them alone, in the feature of the view; None where they leave it open.
    means : str
        Their mean label and that of all rows, in words; empty without a row that takes part.
    equation : str
        Of the line; empty without one.
    others : str
        What is to be said of the other features, or of the scale, behind the equation.
    """

    n_selected: int
    n_used: int
    line: Line | None
    means: str
    equation: str
    others: str

    @property
    def count_text(self) -> str:
        """How many rows are selected, and their mean label, for a legend."""
        return f"{self.n_selected:,} selected" + (f": {self.means}" if self.means else "")

    @property
    def line_text(self) -> str:
        """What the line is called in a legend."""
        return f"through the selected rows alone: {self.equation}{self.others}"

    @property
    def sentence(self) -> str:
        """All of it in words."""
        parts = [f"{counted(self.n_selected, 'row')} selected"]
        if self.n_used < self.n_selected:
            parts.append(f"of which {self.n_used:,} take part in the fit")
        text = ", ".join(parts)
        if self.means:
            text += f": {self.means}"
        if self.equation:
            return f"{text}. The line through them alone is {self.equation}{self.others}."
        return f"{text}."


def selected_fit(objective: Objective, view: FitView, n_selected: int, table_rows: IntArray) -> SelectedFit:
    """The selected rows beside all rows.

    Parameters
    ----------
    objective : Objective
        What is minimised over all rows, and then over the selected ones alone.
    view : FitView
        Of which feature the line is.
    n_selected : int
    table_rows : array of int
        The selected rows of the table; those that take no part in the fit are left out.
    """
    analysis = objective.analysis
    data, rows = analysis.data, analysis.dataset_rows(table_rows)
    if not rows.size:
        return SelectedFit(n_selected, 0, None, "", "", "")
    scale = analysis.label_scale if view.own_units else LabelScale.PLAIN
    name = analysis.label if view.own_units else data.label_name
    with quiet_overflow():
        means = _means(name, unscaled(data.y, scale), rows, data.row_weights)
    if view.choice is None:
        return SelectedFit(n_selected, rows.size, None, means, "", "")
    loss, decay = objective.loss, objective.weight_decay
    counted = data.row_weights, data.has_bias
    found = group_line("", data.X, data.y, rows, view.choice, loss, decay, *counted)
    equation = others = ""
    if found.line is not None:
        feature = data.feature_names[view.choice]
        label = objective.equation_label.format(data.label_name)
        equation = _equation(label, feature, found.line, data.X[rows, view.choice])
        others = ", the other features at the means of these rows" if data.n_features > 1 else ""
    return SelectedFit(n_selected, rows.size, found.line, means, equation, others)


def _means(name: str, labels: FloatArray, rows: IntArray, row_weights: FloatArray | None) -> str:
    step = _FINE * float(labels.std())
    of_rows = None if row_weights is None else row_weights[rows]
    means = np.average(labels[rows], weights=of_rows), np.average(labels, weights=row_weights)
    mean, of_all = (text_to(float(value), step, _DIGITS) for value in means)
    return f"{'' if row_weights is None else 'weighted '}mean {name} {mean}, of all {of_all}"


def _equation(label: str, feature: str, line: Line, x: FloatArray) -> str:
    """With a constant that is as fine as the slope makes the label over these rows."""
    slope = number_text(line.slope, _DIGITS + 1)
    step = _FINE * abs(line.slope) * float(np.ptp(x))
    constant = text_to(abs(line.intercept), step, _DIGITS) if step else number_text(abs(line.intercept))
    return f"{label} = {slope}·{feature} {'−' if line.intercept < 0.0 else '+'} {constant}"
