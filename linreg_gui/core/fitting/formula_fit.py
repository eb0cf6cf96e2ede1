"""`fit_formula`: one call from a table and a model as a formula to a fit that predicts new rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.table.made_features import features_in
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.to_dataset import model_to_dataset
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.core.terms.model_formula import ModelFormula

from .fit import fit


@dataclass(frozen=True, eq=False)
class FormulaFit:
    """A model that was fitted to a table.

    Attributes
    ----------
    model : ModelFormula
        The formula as it was understood; ``model.written`` is its text.
    data : Dataset
        The columns that the terms made.
    ledger : RowLedger
        Where rows and features come from.
    fit : Fit
    """

    model: ModelFormula
    data: Dataset
    ledger: RowLedger
    fit: Fit

    def predict(self, frame: pd.DataFrame) -> FloatArray:
        """Predictions for the rows of a table, on the scale of the label that was fitted.

        Terms are made as for the rows of the fit: polynomials with the same basis, levels with the same
        reference.

        Parameters
        ----------
        frame : pandas.DataFrame
            Any table with the columns that the terms need.

        Returns
        -------
        array, shape (rows,)
            NaN where a cell is missing, holds a level that the fit did not see, or a term cannot be computed.
        """
        X = features_in(self.ledger.sources, self.ledger.categories, frame)
        known = np.isfinite(X).all(axis=1)
        found = np.full(len(X), np.nan)
        found[known] = self.fit.predict(X[known])
        return found


def fit_formula(
    frame: pd.DataFrame,
    formula: str,
    *,
    missing: str = "drop",
    references: Mapping[str, str] | None = None,
    excluded: BoolArray | None = None,
    ridge: float = 0.0,
    row_weights: ArrayLike | None = None,
    backend: str = "numpy",
) -> FormulaFit:
    """Fit a model that is written in Wilkinson’s notation, exactly.

    Parameters
    ----------
    frame : pandas.DataFrame
    formula : str
        The label, ``~``, and the terms: ``a + b`` for features, ``a:b`` for their interaction, ``a * b``
        for both, ``(a + b + c)^2`` for all interactions of two, ``- a`` to take a term out, ``- 1`` or ``0``
        for no bias, ``.`` for all other columns of numbers. ``poly(x, 3)`` makes orthogonal polynomials as R
        does, ``I(x^2)`` a power, ``C(x)`` a category of numbers, ``log(x)`` what that function gives.
        ``log(y) ~`` predicts a logarithm. A name that is no plain word stands in backquotes.
    missing, references, excluded
        See `to_dataset`; a category is compared with its most frequent level, other than in R, which takes
        the first.
    ridge, row_weights, backend
        See `fit`; as many row weights as rows that are used.

    Returns
    -------
    FormulaFit

    Raises
    ------
    ProblemError
        With a sentence, and for a mistake in the formula with its place: ``error.problem.start`` and ``end``.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"x": [0.0, 1, 2, 3], "y": [1.0, 2, 5, 10]})
    >>> found = fit_formula(frame, "y ~ x + I(x^2)")
    >>> found.data.feature_names, found.predict(pd.DataFrame({"x": [4.0]})).round(6).tolist()
    (('x', 'x^2'), [17.0])
    """
    model = model_of_text(formula, frame)
    data, ledger = model_to_dataset(frame, model, missing=missing, references=references, excluded=excluded)
    found = fit(data, backend=backend, ridge=ridge, row_weights=row_weights, fit_bias=model.has_bias)
    return FormulaFit(model, data, ledger, found)
