"""What can be computed without a window? All mathematics and data handling: the notebook API; no Qt.

Everything the window can compute can be computed from here, and nothing here knows of the window:

>>> from linreg_gui import core
>>> data = core.make_synthetic(weights=[2.0, -3.4], bias=4.2, noise_std=0.01, n_rows=1000, seed=0)
>>> exact = core.fit(data)
>>> exact.weights.round(2).tolist(), round(exact.bias, 2)
([2.0, -3.4], 4.2)
>>> sgd = core.Sgd(data, core.SgdConfig(learning_rate=0.03, batch_size=32, epochs=3))
>>> sgd.advance(100), round(sgd.snapshot().epoch, 2)
(96, 3.0)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .notebook_api import *

__all__ = [
    "AbsoluteLoss",
    "Analysis",
    "Anova",
    "Category",
    "ChosenStart",
    "Coefficients",
    "Collinearity",
    "ConstantFit",
    "CountInference",
    "CrossValidation",
    "CurvatureTests",
    "CurveSetting",
    "Dataset",
    "Dependency",
    "DrawnAnew",
    "FeatureSelection",
    "Fit",
    "FormulaFit",
    "GhostCurve",
    "HuberInference",
    "HuberLoss",
    "Inference",
    "Influence",
    "LargeDataset",
    "LearningRateLimits",
    "LinearLayer",
    "LognormalMean",
    "Loss",
    "LossForm",
    "LossNoise",
    "LossSurface",
    "Missing",
    "ModelFormula",
    "Moments",
    "NoiseSummary",
    "NormalStart",
    "NotationError",
    "PoissonLoss",
    "PredictionIntervals",
    "Predictor",
    "Problem",
    "ProblemError",
    "Project",
    "QuantilePoints",
    "ReadOptions",
    "ReadReport",
    "Recipe",
    "Reference",
    "ResidualTests",
    "Role",
    "RowLedger",
    "Run",
    "SerialTest",
    "SettingCurve",
    "Sgd",
    "SgdConfig",
    "ShrinkagePath",
    "ShrunkFit",
    "Smooth",
    "Snapshot",
    "Source",
    "SquaredLoss",
    "Start",
    "StopRules",
    "Study",
    "Table",
    "Term",
    "TrainingRun",
    "Trial",
    "Truth",
    "ValidatedPath",
    "ValidationCurve",
    "WithoutFeature",
    "WithoutRow",
    "ZeroStart",
    "analyse",
    "collinearity",
    "constant_fit",
    "cross_validate",
    "curvature_tests",
    "dfbetas",
    "draw_anew",
    "evaluate",
    "fit",
    "fit_formula",
    "float32_digits",
    "half_mse",
    "half_mse_gradient",
    "infer",
    "infer_counts",
    "infer_huber",
    "influence",
    "learning_rate_limits",
    "leave_one_out",
    "lognormal_mean",
    "loss_noise",
    "lowess",
    "make_folds",
    "make_synthetic",
    "minibatch_rows",
    "moments",
    "normal_density",
    "open_large",
    "partial_rows",
    "predict",
    "prediction_intervals",
    "predictor",
    "quantile_points",
    "r_squared",
    "read_csv",
    "read_project",
    "read_table",
    "read_terms",
    "residual",
    "residual_tests",
    "robust_covariance",
    "select_features",
    "sequential_anova",
    "serial_test",
    "setting_curve",
    "shrinkage_path",
    "solve_analytic",
    "solve_reference",
    "split_rows",
    "suggest_config",
    "suggest_roles",
    "summarise_noise",
    "to_dataset",
    "train",
    "tune",
    "validated_path",
    "weighted_median",
    "without_feature",
    "without_row",
    "write_project",
]


if not TYPE_CHECKING:  # who checks types should find a name that does not exist

    def __getattr__(name: str) -> Any:
        """All names at once, but no sooner: whoever imports one module does not load the others."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import notebook_api

        globals().update({known: getattr(notebook_api, known) for known in __all__})
        return globals()[name]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
