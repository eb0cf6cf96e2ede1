"""The fact sheet: what lessons can ask, each name once, with what it means and how it is read from a state.

Documentation and check are made from the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from linreg_gui.core.chapter.lab.figures import LAB_NAMES
from linreg_gui.core.problem import ProblemError

from .deeds import DEEDS
from .fact_readers import (
    bias_after,
    column_names,
    drawn,
    exact_bias,
    exact_weight,
    excluded_rows,
    feature_names,
    given,
    how_many,
    label_name,
    latest,
    limit,
    loss_at,
    loss_name,
    of_analysis,
    of_config,
    of_fits,
    of_fits_text,
    of_runs,
    of_snapshot,
    of_state,
    of_table,
    pointed_row,
    run_losses,
    run_settings,
    selected_rows,
    shown_weight,
    times,
    verbs,
    weight_after,
)
from .kinds import NUMBER, NUMBERS, TEXT, TEXTS, TRUTH, Kind, Of, Sort, wrong
from .state import SessionState

_ROWS, _ROWS_TRUTH = Kind(Sort.NUMBER, Of.ROWS), Kind(Sort.TRUTH, Of.ROWS)
_RUNS, _RUNS_TRUTH, _RUNS_TEXT = (Kind(sort, Of.RUNS) for sort in (Sort.NUMBER, Sort.TRUTH, Sort.TEXT))
_FITS, _FITS_TEXT = Kind(Sort.NUMBER, Of.FITS), Kind(Sort.TEXT, Of.FITS)


@dataclass(frozen=True, eq=False)
class Fact:
    """One row of the table.

    Attributes
    ----------
    name : str
        A last part in capitals stands for any name of that kind: a column, a feature, a verb.
    kind : Kind
    about : str
        What it means, and its unit.
    read : callable
        Gives its value from a state, and from the last part of the name where that is a choice.
    """

    name: str
    kind: Kind
    about: str
    read: Callable[..., Any]

    @property
    def family(self) -> str:
        """What stands before the part that is a choice; empty for a fact of its own."""
        stem, point, last = self.name.rpartition(".")
        return stem + point if last.isupper() else ""


# fmt: off
FACTS: tuple[Fact, ...] = (
    # The table and its roles.
    Fact("label", TEXT, "the column that is the label; empty if there is none", label_name),
    Fact("features", TEXTS, "the columns that are features", feature_names),
    Fact("columns", TEXTS, "all columns of the table", column_names),
    Fact("rows", NUMBER, "rows of the table", of_table(lambda table: len(table.frame))),
    Fact("rows.used", NUMBER, "rows that training uses: n", of_analysis(lambda a: a.data.n_rows)),
    Fact("rows.held_out", NUMBER, "rows that are held out", of_analysis(lambda a: len(a.held_out_rows))),
    Fact("rows.excluded", NUMBERS, "numbers of the rows that are excluded, from 1", excluded_rows),
    Fact("has_bias", TRUTH, "whether the model has a bias", of_table(lambda table: table.recipe.has_bias)),
    Fact("parameters", NUMBER, "weights of the model, and its bias", of_analysis(
        lambda a: a.data.n_features + a.data.has_bias)),
    Fact("rank", NUMBER, "parameters that the data tell apart; fewer where columns depend on each other",
         of_analysis(lambda a: a.exact.rank + a.exact.bias_fitted)),
    Fact("label.scale", TEXT, "“plain”, or “log” where its logarithm is fitted", of_table(
        lambda table: table.recipe.label_scale.value, "")),
    Fact("edited", TRUTH, "whether cells or rows were changed by hand", of_table(lambda table: table.edited)),
    Fact("data.COLUMN", _ROWS, "the numbers of a column, in its own units", SessionState.column),
    # Settings of training.
    Fact("learning_rate", NUMBER, "η", of_config("learning_rate")),
    Fact("batch_size", NUMBER, "rows per minibatch: |B|", of_config("batch_size")),
    Fact("epochs", NUMBER, "passes over the rows that are asked for", of_config("epochs")),
    Fact("seed", NUMBER, "what decides the order of the rows", of_config("seed")),
    Fact("loss", TEXT, "“squared”, “absolute”, “huber” or “poisson”", loss_name),
    Fact("momentum", NUMBER, "share of the previous step that is kept", of_config("momentum")),
    Fact("weight_decay", NUMBER, "penalty on half the squared weights", of_config("weight_decay")),
    Fact("standardise", TRUTH, "whether features are standardised to train on", of_config("standardise")),
    Fact("with_replacement", TRUTH, "whether rows are drawn anew each time", of_config("with_replacement")),
    Fact("decay", TEXT, "how the learning rate falls: “constant”, “cosine” …", lambda s: s.config.decay),
    # What the curvature says of the learning rate.
    Fact("limit.stable", NUMBER, "2/λmax: above it full-batch descent diverges", limit("stable_limit")),
    Fact("limit.best", NUMBER, "2/(λmin + λmax): the fastest rate of full-batch descent", limit("best_rate")),
    Fact("limit.mean_square", NUMBER, "up to it minibatches drawn anew settle in the mean square",
         limit("mean_square_limit")),
    Fact("curvature.largest", NUMBER, "λmax, in the units trained in", limit("largest_eigenvalue")),
    Fact("curvature.smallest", NUMBER, "λmin that is not 0", limit("smallest_eigenvalue")),
    # The run.
    Fact("phase", TEXT, "“idle”, “running” or “stopping”", of_state("phase")),
    Fact("step", NUMBER, "updates that were made", of_snapshot("end", "step")),
    Fact("epoch", NUMBER, "passes over the rows that were made", of_snapshot("end", "epoch")),
    Fact("finished", TRUTH, "whether the run is at the end of its last epoch", of_state("finished")),
    Fact("diverged", TRUTH, "whether the numbers of the run blew up", of_state("diverged")),
    Fact("shown.step", NUMBER, "the step that the views show", of_snapshot("shown", "step")),
    # Weights, in the units of the data.
    Fact("weights.FEATURE", NUMBER, "the weight that is shown", shown_weight),
    Fact("bias", NUMBER, "the bias that is shown", of_snapshot("shown", "bias")),
    Fact("exact.weights.FEATURE", NUMBER, "the weight of the exact solution", exact_weight),
    Fact("exact.bias", NUMBER, "the bias of the exact solution", exact_bias),
    Fact("next.weights.FEATURE", NUMBER, "the weight after the next update", weight_after),
    Fact("next.bias", NUMBER, "the bias after the next update", bias_after),
    Fact("next.batch", _ROWS, "how often each row is in the next minibatch", of_state("minibatch")),
    Fact("predictions", _ROWS, "ŷ of each row that takes part, as shown", of_state("predictions")),
    Fact("residuals", _ROWS, "label − prediction of each row that takes part", of_state("residuals")),
    # Losses.
    Fact("loss.train", NUMBER, "mean loss over the rows used, with its ½ if it has one", loss_at("train")),
    Fact("loss.validation", NUMBER, "mean loss over the rows held out", loss_at("validation")),
    Fact("loss.exact", NUMBER, "the least mean loss there is", loss_at("exact")),
    Fact("distance", NUMBER, "of predictions from exact ones, in spreads of the label", loss_at("distance")),
    # What is looked at, and was done.
    Fact("selected", NUMBERS, "numbers of the selected rows, from 1",
         selected_rows),
    Fact("pointed", NUMBER, "the row that is pointed at, from 1", pointed_row),
    Fact("views", TEXTS, "the views in sight, by name", of_state("views")),
    Fact("lab.figure", TEXT, "the figure that the Chapter lab shows, by name", lambda s: s.lab.figure),
    Fact("lab.NAME", NUMBER, "a value or an outcome of that figure", lambda s, name: s.lab.number(name)),
    Fact("last.verb", TEXT, "what was done last, such as “step”", latest("verb")),
    Fact("last.about", TEXT, "what that was about, such as “learning_rate”", latest("about")),
    Fact("done", TEXTS, "what was done since the task began", verbs),
    Fact("times.VERB", NUMBER, "how often that was done since the task began", times),
    # Runs: those that were kept, and the present one if it has made an update.
    Fact("runs", NUMBER, "how many runs there are", how_many("runs")),
    Fact("run.step", _RUNS, "updates that each run has made", of_runs(lambda run: run.step)),
    Fact("run.learning_rate", _RUNS, "its η", run_settings("learning_rate")),
    Fact("run.batch_size", _RUNS, "its rows per minibatch", run_settings("batch_size")),
    Fact("run.seed", _RUNS, "its seed", run_settings("seed")),
    Fact("run.standardised", _RUNS_TRUTH, "whether features were standardised", run_settings("standardise")),
    Fact("run.with_replacement", _RUNS_TRUTH, "if rows were drawn anew", run_settings("with_replacement")),
    Fact("run.loss", _RUNS_TEXT, "its loss: “squared” …", of_runs(loss_name, text=True)),
    Fact("run.diverged", _RUNS_TRUTH, "whether its numbers blew up", of_runs(lambda run: run.diverged)),
    Fact("run.end", _RUNS, "mean loss over the rows used at its end", run_losses(4)),
    Fact("run.validation", _RUNS, "mean loss over the rows held out at its end", run_losses(5)),
    Fact("run.bias", _RUNS, "its bias at its end", of_runs(lambda run: run.bias)),
    # Fits that were kept.
    Fact("fits", NUMBER, "how many fits were kept", how_many("fits")),
    Fact("fit.features", _FITS, "features of each kept fit", of_fits("features")),
    Fact("fit.loss", _FITS, "its mean loss over the rows it was fitted to", of_fits("loss")),
    Fact("fit.validation", _FITS, "its mean loss over the rows held out", of_fits("validation_loss")),
    Fact("fit.r_squared", _FITS, "its R²", of_fits("r_squared")),
    Fact("fit.label", _FITS_TEXT, "what it predicts", of_fits_text),
    # What was answered in this task.
    Fact("answer", NUMBER, "the number that was typed", given("number")),
    Fact("answer.choice", TEXT, "the option that was chosen", given("choice")),
    Fact("answer.x", NUMBER, "where the drawn point is", drawn("point", 0)),
    Fact("answer.y", NUMBER, "its height", drawn("point", 1)),
    Fact("answer.slope", NUMBER, "slope of the drawn line", drawn("line", 0)),
    Fact("answer.intercept", NUMBER, "its height at 0", drawn("line", 1)),
)
# fmt: on
_BY_NAME: Mapping[str, Fact] = {fact.name: fact for fact in FACTS}
_FAMILIES = tuple(fact for fact in FACTS if fact.family)


def find_fact(name: str) -> tuple[Fact, str]:
    """The row of the table for a name, and its last part where that is a choice.

    Raises
    ------
    ProblemError
        If there is none.
    """
    fact = _BY_NAME.get(name)
    if fact is not None and not fact.family:
        return fact, ""
    for fact in _FAMILIES:
        last = name.removeprefix(fact.family)
        if last and last != name:
            if fact.name.endswith(".VERB") and last not in DEEDS:
                raise wrong(f"Nothing that is done is called “{last}”. There are: {', '.join(DEEDS)}.")
            if fact.name == "lab.NAME" and last not in LAB_NAMES:
                raise wrong(f"No figure of the Chapter lab has “{last}”: see its figures.")
            quoted = last[0] == last[-1] == "`" and len(last) > 2
            return fact, last[1:-1].replace("``", "`") if quoted else last
    stem = name.partition(".")[0]
    alike = [fact.name for fact in FACTS if fact.name.partition(".")[0] == stem][:6]
    told = f" There are: {', '.join(alike)}." if alike else ""
    raise wrong(f"There is no fact “{name}”.{told}")


def kind_of_fact(name: str) -> Kind:
    """The kind of a fact by name; a `ProblemError` where there is none."""
    return find_fact(name)[0].kind


@dataclass(frozen=True, eq=False)
class FactSheet:
    """All facts of one state; each is read when it is asked for first, and never changes."""

    state: SessionState
    _read: dict[str, Any] = field(default_factory=dict, repr=False)

    def __call__(self, name: str) -> Any:
        """The value of a fact: float64, text, array or tuple; NaN, empty or nothing where it is missing."""
        if name not in self._read:
            fact, choice = find_fact(name)
            value = fact.read(self.state, choice) if fact.family else fact.read(self.state)
            is_number = isinstance(value, (bool, int, float, np.number, np.bool_))
            self._read[name] = np.float64(value) if is_number else value
        return self._read[name]

    def has(self, name: str) -> bool:
        """Whether a fact is there in this state: a column or feature of that name among others."""
        try:
            fact, choice = find_fact(name)
        except ProblemError:
            return False
        if fact.name.endswith(".COLUMN"):
            return choice in column_names(self.state)
        return not fact.name.endswith(".FEATURE") or choice in feature_names(self.state)
