"""What a report tells of minibatch SGD, and of what it takes to come to the same numbers again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from linreg_gui.core.explaining.run_rows import settings_words
from linreg_gui.core.number_text import number_like, number_text
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.start import start_words
from linreg_gui.core.telling.equation_text import distance_text
from linreg_gui.core.wording import counted
from linreg_gui.core.writing.table_text import TextTable

from .about_data import MOST_ROWS
from .report import Block, Grid, Points, Words
from .source import ReportSource

_DIGITS = 7


def training_blocks(source: ReportSource) -> Iterator[Block]:
    """How SGD was set, how far it came, and its numbers beside the exact ones; nothing before an update."""
    scene, run = source.scene, source.run
    if scene is None or run is None or not source.has_run:
        return
    objective, state = scene.objective, scene.state
    loss = objective.mean_loss(state.weights, state.bias, state.bias_rest, state.centred)
    least = objective.least
    told = (
        f"After {counted(state.step, 'update')} ({number_text(state.epoch, _DIGITS)} epochs) the "
        f"{objective.mean_name} is {number_text(loss, _DIGITS)}"
    )
    told += "" if least is None else f"; the exact solution has {number_text(least, _DIGITS)}"
    distance = objective.standing(state).distance
    if math.isfinite(distance):
        told += f": {distance_text(distance)}"
    validation = objective.validation_loss(state.weights, state.bias, state.bias_rest, state.centred)
    if math.isfinite(validation):
        told += f". Over the rows that are held out it is {number_text(validation, _DIGITS)}"
    yield Words(f"{told}.")
    if run.diverged:
        yield Words("The next update would have blown up: the learning rate is too large.")
    if state.step < run.step:
        yield Words(f"The run goes on up to step {run.step:,}; this is an earlier moment of it.", quiet=True)
    yield Grid(_settings_table(run.changes[0][1]))
    changes = _changes(run.made)
    if changes:
        yield Points("Settings that were changed on the way", changes)
    if objective.exact is not None:
        yield Grid(_weights_table(source))


def runs_blocks(source: ReportSource) -> Iterator[Block]:
    """The present run and those that are kept; nothing where there is none."""
    rows = source.listed
    if not rows:
        return
    yield Grid(
        TextTable(
            ("run", "settings", "steps", "to 1\u00a0%", "loss"),
            [(row.name, row.all_settings, row.steps, row.near or "–", row.loss) for row in rows],
            (False, False, True, True, True),
            "Runs of minibatch SGD",
            (
                "To 1 %: the first step within one per cent of the exact answer, with ≈ the first one that "
                "was recorded.",
                *(f"{row.name}: {row.remark}" for row in rows if row.remark),
            ),
        )
    )


def repeating_blocks(source: ReportSource) -> Iterator[Block]:
    """Settings, seeds and versions with which the same numbers come out."""
    desk, run = source.desk, source.run
    analysis, recipe, choices = desk.analysis, desk.table.recipe, desk.choices
    errors = "plain" if choices.errors == "plain" else f"robust ({choices.errors})"
    rows = [
        ("numbers (fingerprint)", analysis.fingerprint[:16]),
        ("missing cells of features", str(recipe.missing)),
        ("held-out share", f"{100.0 * recipe.holdout:.6g} %" if recipe.holdout else "none"),
        ("loss", desk.objective.mean_name),
        ("ridge penalty", number_text(desk.objective.weight_decay, 17)),
        ("exact solution", desk.fit.method if desk.fit is not None else "none"),
        ("level of intervals", f"{100.0 * choices.level:.6g} %"),
        ("standard errors", errors),
    ]
    if source.fits:
        rows.append(("cross-validation", source.folds.words))
    if run is not None and source.has_run:
        rows.append(("seed of SGD", f"{run.changes[0][1].seed:,}"))
    rows += list(source.versions.items())
    yield Grid(
        TextTable(("what", "value"), rows, (False, False), "Choices, seeds and versions behind these numbers")
    )


def _settings_table(config: SgdConfig) -> TextTable:
    """Every setting of a run by its whole name."""
    decay = {
        "constant": "stays the same",
        "cosine": "falls along half a cosine",
        "inverse time": f"falls to half in {number_text(config.decay_epochs)} epochs",
        "step": f"times {number_text(config.decay_factor)} every {number_text(config.decay_epochs)} epochs",
    }
    threshold = f", {number_text(config.loss.parameter)}" if config.loss.parameter else ""
    rows = [
        ("learning rate", number_text(config.learning_rate, 17)),
        ("learning rate over time", decay[config.decay]),
        ("batch size", f"{config.batch_size:,}"),
        ("epochs", f"{config.epochs:,}"),
        ("seed", f"{config.seed:,}"),
        ("loss", f"{config.loss.name}{threshold}"),
        ("momentum", number_text(config.momentum, 17)),
        ("weight decay", number_text(config.weight_decay, 17)),
        ("features", "standardised" if config.standardise else "as they are"),
        (
            "rows of a minibatch",
            "drawn with replacement" if config.with_replacement else "each once an epoch",
        ),
        (
            "weights shown",
            "the last ones"
            if config.average_after is None
            else f"averaged after {counted(config.average_after, 'epoch')}",
        ),
        ("precision", config.precision),
        ("start", start_words(config.start).removeprefix("start at ")),
    ]
    return TextTable(("setting", "value"), rows, (False, False), "Settings of minibatch SGD")


def _changes(changes: tuple[tuple[int, SgdConfig], ...]) -> tuple[str, ...]:
    told, before = [], changes[0][1]
    for step, config in changes[1:]:
        names = [
            entry.name
            for entry in fields(config)
            if getattr(config, entry.name) != getattr(before, entry.name)
        ]
        told.append(f"From step {step:,}: {', '.join(settings_words(config, names))}.")
        before = config
    return tuple(told)


def _weights_table(source: ReportSource) -> TextTable:
    assert source.scene is not None
    objective, state = source.scene.objective, source.scene.state
    fit, data = objective.exact, objective.analysis.data
    assert fit is not None
    names = (*(["bias"] if data.has_bias else []), *data.feature_names)
    found, exact = (
        np.append([bias] * data.has_bias, weights)
        for bias, weights in ((state.bias, state.weights), (fit.bias, fit.weights))
    )
    pairs = list(zip(names, found.tolist(), exact.tolist(), strict=True))
    notes = (f"The first {MOST_ROWS} of {counted(len(pairs), 'row')}.",) if len(pairs) > MOST_ROWS else ()
    return TextTable(
        ("", "SGD", "exact"),
        [(name, number_like(sgd, best), number_like(best, best)) for name, sgd, best in pairs[:MOST_ROWS]],
        (False, True, True),
        "Bias and weights by SGD, beside the exact ones",
        notes,
        [(name, repr(sgd), repr(best)) for name, sgd, best in pairs[:MOST_ROWS]],
    )
