"""How does scikit-learn fit with this program’s solvers? As estimators; nothing else imports scikit-learn.

>>> from linreg_gui.sklearn import ExactRegressor
>>> ExactRegressor().fit([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0]).predict([[10.0]]).round(9).tolist()
[21.0]
"""

try:
    import sklearn as _needed  # noqa: F401
except ImportError as error:
    raise ImportError(
        "linreg_gui.sklearn needs scikit-learn: “pip install 'linreg_gui[sklearn]'” adds it."
    ) from error

from .exact_regressor import ExactRegressor
from .minibatch_sgd_regressor import MinibatchSGDRegressor

__all__ = ["ExactRegressor", "MinibatchSGDRegressor"]
