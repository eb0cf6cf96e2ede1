"""What a report tells of a prediction: the values that it is for, and what is predicted there, exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator

from linreg_gui.core.desk.profile import ProfileWish, Remembered, interval_text
from linreg_gui.core.desk.profiler import profile_of
from linreg_gui.core.model.shown_equation import shown_equation
from linreg_gui.core.number_text import number_text, text_to
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.report_outline import Choices
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.shown_names import shown_label
from linreg_gui.core.writing.table_text import TextTable

from .report import Block, Grid, Words
from .source import ReportSource

_DIGITS = 6


def prediction_blocks(source: ReportSource, choices: Choices) -> Iterator[Block]:
    """A prediction with its intervals, at the values that are among the choices; others are typical ones.

    Raises
    ------
    ProblemError
        If one of the values is none of this model.
    """
    desk = source.desk
    form = desk.analysis.form
    if form is None or desk.fit is None:
        raise ProblemError(desk.objective.explanation, ProblemKind.NO_SOLUTION)
    typed = dict(zip(_texts(choices.get("names")), _texts(choices.get("values")), strict=False))
    pairs = zip((asked.column for asked in form.asked), map(str, form.typical), strict=True)
    given = Remembered("", tuple({**dict(pairs), **typed}.items())).given(form.asked)
    if given is None:
        raise ProblemError("A value is none of the columns of this model.", ProblemKind.ARGUMENT)
    log = desk.analysis.label_scale is LabelScale.LOG
    own, mean = log and bool(choices.get("own_units")), log and bool(choices.get("of_mean"))
    profile = profile_of(desk, ProfileWish(form.asked, given, (), own, mean))
    if profile is None or profile.here is None:
        raise ProblemError("Nothing is predicted there.", ProblemKind.NO_SOLUTION)
    here, step = profile.here, shown_equation(desk.analysis.moments).step
    predicted = float(here.prediction[0])
    step *= abs(predicted) if own else 1.0
    label = shown_label(desk.data.label_name, desk.analysis.label, desk.table.units)
    if own:
        label = f"{'mean' if mean else 'median'} {desk.analysis.label}"
    level = f"{100.0 * profile.level:g} %"
    rows = [
        (asked.column, number_text(value, _DIGITS) if isinstance(value, float) else value)
        for asked, value in zip(form.asked, given, strict=True)
    ]
    exact = [
        (name, repr(value) if isinstance(value, float) else value)
        for (name, _), value in zip(rows, given, strict=True)
    ]
    rows.append((f"predicted {label}", text_to(predicted, step, _DIGITS)))
    exact.append((rows[-1][0], repr(predicted)))
    for there, name, low, high in (
        (
            profile.has_mean_interval,
            f"{level} interval of the {profile.centre}",
            here.mean_low,
            here.mean_high,
        ),
        (profile.has_interval, f"{level} interval of a new label", here.low, here.high),
    ):
        ends = float(low[0]), float(high[0])
        if there and not math.isnan(ends[0]):
            rows.append((name, interval_text(*ends, step)))
            exact.append((name, f"{ends[0]!r} to {ends[1]!r}"))
    yield Grid(TextTable(("", "value"), rows, (False, True), f"A prediction of {label}", (), exact))
    for told in filter(None, (profile.outside, profile.remark)):
        yield Words(told, quiet=True)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()
