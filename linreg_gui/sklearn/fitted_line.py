"""What both estimators share: rows in, a `Fit` of the core, predictions out."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.fitting.named_loss import named_loss
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import Loss


class FittedLine(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn tells no types
    """An estimator of a linear model; each kind says how it is solved."""

    loss: str
    huber_threshold: float | None
    fit_intercept: bool
    fit_: Fit
    loss_: Loss
    n_features_in_: int

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Find weights and bias.

        Parameters
        ----------
        X : array_like, shape (n, d)
            Features.
        y : array_like, shape (n,)
            Labels.
        sample_weight : array_like, shape (n,), optional
            How much each row counts, with the squared loss; a row of weight 0 counts as left out.

        Raises
        ------
        ValueError
            If a setting, a shape or a number does not allow it, with a sentence.
        """
        rows, labels = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, rows, ensure_non_negative=True)
            rows, labels, weights = (part[weights > 0.0] for part in (rows, labels, weights))
        names = getattr(self, "feature_names_in_", None)
        data = Dataset(
            rows,
            labels,
            names,
            label_name=_other_than(() if names is None else names),
            row_weights=weights,
            has_bias=bool(self.fit_intercept),
        )
        self.loss_ = named_loss(self.loss, self.huber_threshold, data)
        self.fit_ = self._solve(data, self.loss_)
        return self

    def predict(self, X: ArrayLike) -> FloatArray:
        """Predictions for rows of features, shape (n,); of counts their means."""
        check_is_fitted(self)
        rows = validate_data(self, X, dtype=np.float64, reset=False)
        return self.loss_.prediction(self.fit_.predict(rows))

    @property
    def coef_(self) -> FloatArray:
        """The weights, shape (d,), as scikit-learn calls them."""
        check_is_fitted(self)
        return self.fit_.weights

    @property
    def intercept_(self) -> float:
        """The bias, as scikit-learn calls it."""
        check_is_fitted(self)
        return self.fit_.bias

    def _solve(self, data: Dataset, loss: Loss) -> Fit:
        raise NotImplementedError

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "fit_")


def _other_than(names: Any) -> str:
    """A name of the label that no feature has."""
    name = "y"
    while name in names:
        name += "′"
    return name
