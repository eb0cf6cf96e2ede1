"""`tune`: a search for settings of minibatch SGD, by the loss over rows that are held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, PoissonLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.learning_rate import curvature
from linreg_gui.core.solvers.sgd.suggestion import counts_curvature
from linreg_gui.core.tuning.optuna_search import has_optuna
from linreg_gui.core.tuning.proposing import next_values
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import Sampler, Study, Trial

from .holdout import matching_columns, split_rows
from .train import loss_meter
from .trial_run import TrialRun, refused
from .tuning_space import suggested_space

_SLICE_STEPS = 5_000
_SEARCHED = (TunedSetting.RATE, TunedSetting.BATCH)


def tune(
    data: Dataset,
    space: Mapping[str, tuple[float, float]] | None = None,
    config: SgdConfig | None = None,
    *,
    validation: Dataset | float = 0.2,
    trials: int = 20,
    sampler: str | None = None,
    seed: int = 0,
    told: Callable[[Study], object] | None = None,
) -> Study:
    """Try settings of minibatch SGD, and judge each run by its loss over rows it has not seen.

    Parameters
    ----------
    data : Dataset
    space : mapping from str to (float, float), optional
        What is searched, such as ``{"learning rate": (1e-3, 1.0), "decay": (0, 3)}``: the least and the
        largest value of a `TunedSetting`, of the decay the places of the first and the last kind. By default
        learning rate and batch size, between values that suit the data.
    config : SgdConfig, optional
        The settings that stay.
    validation : Dataset or float
        The rows to judge by, or the share of the rows to hold out for that (chosen by the seed of the
        configuration).
    trials : int
        How many runs; a grid may have fewer.
    sampler : "bayesian", "random" or "grid", optional
        By default Bayesian optimisation where Optuna is installed, else random.
    seed : int
        Of the sampler.
    told : callable, optional
        Gets the study after each trial.

    Returns
    -------
    Study
        ``study.config_of(study.trials[study.best])`` are the best settings.

    Raises
    ------
    ValueError
        If a range is none.
    ProblemError
        If the labels do not suit the loss, or Optuna is asked for and not installed.
    """
    chosen = SgdConfig() if config is None else config
    if isinstance(validation, Dataset):
        held_out = matching_columns(data, validation)
    else:
        data, held_out = split_rows(data, validation, seed=chosen.seed)
    for part in (data, held_out):
        chosen.loss.check_labels(part.y)
    usual = Sampler.BAYESIAN if has_optuna() else Sampler.RANDOM
    m = moments(data)
    study = Study(
        _space(data, chosen, space), chosen, usual if sampler is None else Sampler(sampler), seed, trials
    )
    measure = loss_meter(held_out, chosen.loss, None)
    while not study.is_complete:
        values = next_values(study)
        trial: Trial
        try:
            run = TrialRun(data, study.config_at(values), values, measure, m)
        except ProblemError:
            trial = refused(values)
        else:
            while not run.ended:
                check_wanted()
                run.advance(_SLICE_STEPS)
            trial = run.trial()
        study = study.with_trial(trial)
        if told is not None:
            told(study)
    return study


def _space(
    data: Dataset, config: SgdConfig, asked: Mapping[str, tuple[float, float]] | None
) -> tuple[SettingRange, ...]:
    if asked is not None:
        return tuple(SettingRange(TunedSetting(name), *map(float, ends)) for name, ends in asked.items())
    limits = None
    if not isinstance(config.loss, AbsoluteLoss):
        counts = isinstance(config.loss, PoissonLoss)
        bends = (counts_curvature if counts else curvature)(data, config.standardise)
        limits = bends.limits(config)
    found = suggested_space(moments(data), config, limits)
    return tuple(found[setting] for setting in _SEARCHED if setting in found)
