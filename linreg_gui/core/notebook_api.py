"""Every name of the notebook API with the module it is from; imported when the first of them is asked for."""

from .chapter.constant_model import ConstantFit, constant_fit, weighted_median
from .chapter.drawn_anew import DrawnAnew, draw_anew
from .chapter.ghost_curve import GhostCurve
from .chapter.loss_forms import LossForm
from .chapter.two_layers import LinearLayer
from .comparing.cross_validation import CrossValidation, cross_validate, leave_one_out
from .comparing.folds import make_folds
from .comparing.setting_curve import CurveSetting, SettingCurve, setting_curve
from .devices.float32_digits import float32_digits
from .fitting.analysis import Analysis, analyse
from .fitting.fit import fit
from .fitting.formula_fit import FormulaFit, fit_formula
from .fitting.holdout import split_rows
from .fitting.train import TrainingRun, train
from .fitting.tune import tune
from .formulas.evaluating import evaluate
from .inference.anova import Anova, sequential_anova
from .inference.collinearity import Collinearity, collinearity
from .inference.curvature import CurvatureTests, curvature_tests
from .inference.infer import Coefficients, Inference, PredictionIntervals, infer
from .inference.infer_counts import CountInference, infer_counts
from .inference.infer_huber import HuberInference, infer_huber
from .inference.influence import Influence, dfbetas, influence, robust_covariance
from .inference.lognormal_mean import LognormalMean, lognormal_mean
from .inference.partial_plots import partial_rows
from .inference.predictor import Predictor, prediction_intervals, predictor
from .inference.quantiles import QuantilePoints, quantile_points
from .inference.residual_tests import ResidualTests, residual_tests
from .inference.serial import SerialTest, serial_test
from .inference.smoothing import Smooth, lowess
from .inference.without_feature import WithoutFeature, without_feature
from .inference.without_row import WithoutRow, without_row
from .large.large_dataset import LargeDataset
from .large.opening import open_large
from .model.dataset import Dataset, Truth
from .model.fit_result import Dependency, Fit
from .model.linear_model import half_mse, half_mse_gradient, predict, r_squared, residual
from .model.loss_noise import LossNoise, loss_noise
from .model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from .model.moments import Moments, moments
from .model.noise import NoiseSummary, normal_density, summarise_noise
from .model.synthetic import make_synthetic
from .problem import Problem, ProblemError
from .project.project import Project, Run
from .project.project_file import read_project, write_project
from .reading.csv_reader import read_csv
from .reading.options import ReadOptions
from .reading.report import ReadReport
from .reading.table_file import read_table
from .shrinking.curve import ValidationCurve
from .shrinking.path import ShrinkagePath, ShrunkFit, shrinkage_path
from .shrinking.selection import FeatureSelection, select_features
from .shrinking.validated_path import ValidatedPath, validated_path
from .solvers.analytic.loss_surface import LossSurface
from .solvers.analytic.solver import solve_analytic
from .solvers.reference.solver import Reference, solve_reference
from .solvers.sgd.learning_rate import LearningRateLimits, learning_rate_limits
from .solvers.sgd.minibatch_order import minibatch_rows
from .solvers.sgd.solver import Sgd, SgdConfig, Snapshot
from .solvers.sgd.start import ChosenStart, NormalStart, Start, ZeroStart
from .solvers.sgd.stopping import StopRules
from .solvers.sgd.suggestion import suggest_config
from .table.categories import Category
from .table.feature_sources import Source
from .table.recipe import Missing, Recipe
from .table.roles import Role, suggest_roles
from .table.row_ledger import RowLedger
from .table.table import Table
from .table.to_dataset import to_dataset
from .terms.model_formula import ModelFormula
from .terms.model_tokens import NotationError
from .terms.notation import read_terms
from .terms.term import Term
from .tuning.study import Study, Trial

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
