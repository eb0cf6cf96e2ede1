"""Bayesian optimisation by Optuna: the only file that imports it, and late. It is an extra."""

from __future__ import annotations

import importlib.util
from typing import Any

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.schedule import DECAYS

from .space import TunedSetting
from .study import Study, Trial

HOW_TO_ADD = "pip install 'linreg_gui[tuning]'"
_FIRST_DRAWN = 8  # trials that are drawn at random before the first estimate
_SEEDS = 1 << 32
# The share of the trials that importance is about: a tenth of twenty would be two.
_BEST_SHARE = 0.25


def has_optuna() -> bool:
    """Whether it is installed; it is not imported yet."""
    return importlib.util.find_spec("optuna") is not None


def optuna_values(study: Study) -> tuple[float, ...]:
    """What the next trial tries, by a tree-structured Parzen estimator (Bergstra and others 2011).

    Optuna is told every setting as its share of the way along its scale. It is told all trials anew, and each
    proposal has a seed of its own, so that it follows from the study alone.

    Raises
    ------
    ProblemError
        If Optuna is not installed.
    """
    optuna = _imported()
    seed = (study.seed * 1_000_003 + len(study.trials)) % _SEEDS
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=_FIRST_DRAWN, multivariate=True)
    params = _told(optuna, study, sampler).ask(_distributions(optuna, study)).params
    return tuple(
        float(DECAYS.index(params[entry.setting]))
        if entry.setting.is_choice
        else entry.value(params[entry.setting])
        for entry in study.space
    )


def optuna_importance(study: Study) -> dict[TunedSetting, float]:
    """Shares of 1 by PED-ANOVA (Watanabe, Bansal and Hutter 2023): what sets the best quarter apart.

    Of the trials that did not diverge; a `ProblemError` without Optuna.
    """
    optuna = _imported()
    evaluator = optuna.importance.PedAnovaImportanceEvaluator(target_quantile=_BEST_SHARE)
    told = _told(optuna, study, optuna.samplers.RandomSampler())
    found = optuna.importance.get_param_importances(told, evaluator=evaluator)
    return {setting: float(found.get(setting.value, 0.0)) for setting in study.settings}


def _imported() -> Any:
    try:
        import optuna
        import optuna.importance
    except ImportError as error:
        raise ProblemError(
            f"Bayesian optimisation needs Optuna, which is not installed: {HOW_TO_ADD} adds it. Random "
            "trials and a grid need nothing.",
            ProblemKind.NO_OPTUNA,
        ) from error
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def _distributions(optuna: Any, study: Study) -> dict[str, Any]:
    kinds = optuna.distributions
    return {
        entry.setting.value: kinds.CategoricalDistribution(DECAYS)
        if entry.setting.is_choice
        else kinds.FloatDistribution(0.0, 1.0)
        for entry in study.space
    }


def _told(optuna: Any, study: Study, sampler: Any) -> Any:
    """All trials as Optuna has them; one that diverged is as bad as there can be."""
    distributions = _distributions(optuna, study)
    told = optuna.create_study(sampler=sampler)
    told.add_trials(
        [
            optuna.trial.create_trial(
                params=_params(study, trial), distributions=distributions, value=trial.loss
            )
            for trial in study.trials
        ]
    )
    return told


def _params(study: Study, trial: Trial) -> dict[str, Any]:
    return {
        entry.setting.value: DECAYS[round(value)] if entry.setting.is_choice else entry.share(value)
        for entry, value in zip(study.space, trial.values, strict=True)
    }
