"""The table a lesson brings, and the settings it begins with."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linreg_gui.core.arrays import whole_number
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.model.synthetic import NOISES, SPREADS
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.new_table import generate_table, new_table
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

from .fact_readers import LOSSES
from .lesson import Lesson, LessonData
from .limits import MOST_CELLS, MOST_GENERATED_FEATURES, MOST_GENERATED_ROWS

_GENERATED: Mapping[str, object] = {
    "weights": [1.0], "bias": 0.0, "noise_std": 0.1, "n_rows": 100, "seed": 0,
    "noise": "normal", "features": "normal", "correlation": 0.0, "outlier_share": 0.0,
}  # fmt: skip


def lesson_table(lesson: Lesson) -> Table:
    """The table that a lesson brings, with the roles it has at first.

    Raises
    ------
    ProblemError
        If there is no such sample or column, or the data are too large or no table.
    """
    data = lesson.data
    if data.sample:
        table = _sample(data.sample)
    elif data.table:
        table = _inline(data.table, lesson.title)
    else:
        table = _generated(data.generate)
    return replace(_with_roles(table, data), name=lesson.title or table.name)


def lesson_config(lesson: Lesson, suggested: SgdConfig) -> SgdConfig:
    """The settings that a lesson begins with: those that suit the data, but for those it names.

    Raises
    ------
    ProblemError
        If one is out of its range.
    """
    return changed_config(suggested, lesson.settings)


def changed_config(config: SgdConfig, settings: Mapping[str, object]) -> SgdConfig:
    """Other settings by their names in lessons; a `ProblemError` where one is out of its range."""
    changes: dict[str, Any] = {}
    for name, value in settings.items():
        if name == "loss":
            if value not in LOSSES:
                raise _wrong(f"“loss” is one of: {', '.join(LOSSES)}.")
            changes[name] = LOSSES[str(value)]()
        elif isinstance(getattr(config, name), bool) or name in ("standardise", "with_replacement"):
            changes[name] = bool(value)
        elif isinstance(getattr(config, name), int) and isinstance(value, float) and value.is_integer():
            changes[name] = int(value)
        else:
            changes[name] = value
    try:
        changed = replace(config, **changes)
        whole_number(changed.seed, "The seed", -LARGEST_COUNT, LARGEST_COUNT)
        return changed
    except (ValueError, TypeError, OverflowError) as error:
        raise _wrong(str(error)) from None


def _wrong(sentence: str) -> ProblemError:
    return ProblemError(sentence, ProblemKind.ARGUMENT)


def _sample(name: str) -> Table:
    known = {sample.file: sample for sample in samples()}
    sample = known.get(name)
    if sample is None:
        raise _wrong(f"There is no sample “{name}”. The samples are: {', '.join(known)}.")
    frame, _ = read_table(sample.path)
    return new_table(frame, sample.title, f"{sample.about} {sample.source}")


def _inline(text: str, title: str) -> Table:
    try:
        frame = pd.read_csv(io.StringIO(text.strip()), skipinitialspace=True)
    except (ValueError, pd.errors.ParserError) as error:
        raise _wrong(f"The table is no CSV: {str(error).splitlines()[0][:200]}.") from None
    if frame.size > MOST_CELLS:
        raise _wrong(f"A table in a lesson has at most {MOST_CELLS:,} cells.")
    if frame.empty:
        raise _wrong("The table has no rows.")
    return new_table(frame, title, "From the lesson.")


def _generated(given: Mapping[str, object]) -> Table:
    unknown = [name for name in given if name not in _GENERATED]
    if unknown:
        raise _wrong(f"“{unknown[0]}” is not known in “generate”; there are: {', '.join(_GENERATED)}.")
    found: dict[str, Any] = {**_GENERATED, **given}
    weights, n_rows = found["weights"], found["n_rows"]
    if not isinstance(weights, list) or not 1 <= len(weights) <= MOST_GENERATED_FEATURES:
        raise _wrong(f"“weights” are a list of 1 to {MOST_GENERATED_FEATURES} numbers.")
    numbers = [*weights, *(found[name] for name in ("bias", "noise_std", "correlation", "outlier_share"))]
    if not all(_is_number(number) for number in numbers):
        raise _wrong("What is to be generated is told by numbers.")
    if isinstance(n_rows, bool) or not isinstance(n_rows, int) or not 3 <= n_rows <= MOST_GENERATED_ROWS:
        raise _wrong(f"“n_rows” is a whole number from 3 to {MOST_GENERATED_ROWS:,}.")
    if found["noise"] not in NOISES or found["features"] not in SPREADS:
        raise _wrong(f"“noise” is one of {', '.join(NOISES)}; “features” of {', '.join(SPREADS)}.")
    names = ("noise", "features", "correlation", "outlier_share")
    options = {name: found[name] for name in names if name in given}
    try:
        weights = tuple(map(float, weights))
        return generate_table(
            weights, float(found["bias"]), float(found["noise_std"]), n_rows, found["seed"], **options
        )
    except ValueError as error:
        raise _wrong(str(error)) from None


def _is_number(value: object) -> bool:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond all that are computed with
        return False


def _with_roles(table: Table, data: LessonData) -> Table:
    recipe = table.recipe if data.has_bias else Recipe(has_bias=False)
    if not data.label and not data.features:
        return replace(table, recipe=recipe)
    for name in (data.label, *data.features):
        if name and name not in table.names:
            raise _wrong(f"There is no column “{name}”. The columns are: {', '.join(table.names[:20])}.")
    label = data.label or next((name for name, role in table.roles.items() if role is Role.LABEL), "")
    features = data.features or [
        name for name, role in table.roles.items() if role is not Role.IGNORED and name != label
    ]
    roles = dict.fromkeys(table.roles, Role.IGNORED) | dict.fromkeys(features, Role.FEATURE)
    return replace(table, roles={**roles, label: Role.LABEL}, recipe=recipe)
