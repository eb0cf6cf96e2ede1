"""Runs that are made into pages that play, and what such a page holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.playing.asked import Asked, Look, Looks, PageWish, PlayedRun
from linreg_gui.core.playing.page import Page
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

LOOKS = Looks(
    Look("#2B4257", "#9ECBDF"),
    Look("#017C58", "#46D2A3", (3.5, 2.5)),
    Look("#B34200", "#EE7930"),
    tuple(Look(f"#0000{look}0", f"#00FF{look}0", (1.0 + look, 2.0)) for look in range(6)),
)
HOSTILE = "</script><script>alert(1)</script> \"'`&<!-- {{data}} \u2028\u202egnp"
SGD = SgdConfig(learning_rate=0.05, batch_size=20, epochs=3)
RACE = (("batch 10", 0, 10), ("batch 50", 1, 50), ("batch 250", 2, 250))


def lines(n_rows: int = 600) -> pd.DataFrame:
    """Prices of homes of some area."""
    rng = np.random.default_rng(0)
    area = rng.uniform(20.0, 150.0, n_rows)
    return pd.DataFrame({"area": area, "price": 40.0 + 2.1 * area + rng.normal(0.0, 25.0, n_rows)})


def run_of(
    analysis: Analysis, name: str, config: SgdConfig, look: int | None = None, steps: int | None = None
) -> tuple[Run, Sgd]:
    """A run to its end, or of so many steps, and what it takes to go through it again."""
    sgd = Sgd(analysis.data, config, known=analysis.moments)
    sgd.advance(sgd.steps_left if steps is None else steps)
    state = sgd.snapshot(with_rows=False)
    told: dict[str, Any] = {"name": name, "data": analysis.fingerprint, "look": look}
    run = Run(((0, config),), sgd.step, sgd.diverged, state.weights, state.bias, **told)
    return run, sgd.replay()


def asked_of(
    frame: pd.DataFrame,
    label: str,
    runs: Sequence[tuple[str, int | None, SgdConfig]],
    *,
    recipe: Recipe | None = None,
    name: str = "homes.csv",
    ignored: Sequence[str] = (),
    **choices: Any,
) -> Asked:
    """All columns but the label and the ignored ones are features; a run without a look is present."""
    roles = {
        column: Role.LABEL if column == label else Role.IGNORED if column in ignored else Role.FEATURE
        for column in map(str, frame.columns)
    }
    analysis = analyse(frame, roles, recipe=recipe)
    objective = Objective.of(analysis, runs[0][2])
    objective = objective if objective.is_least_squares else objective.solved()
    played = []
    for key, (called, look, config) in enumerate(runs):
        run, states = run_of(analysis, called, config, look)
        played.append(PlayedRun(key, run, called, states, present=look is None))
    numeric = frozenset(map(str, frame.select_dtypes("number").columns))
    table = Table(frame, roles, name, numeric=numeric, recipe=recipe or Recipe())
    return Asked(table, objective, tuple(played), LOOKS, **choices)


def race(frame: pd.DataFrame | None = None, **choices: Any) -> Asked:
    """Three batch sizes, as a teacher races them."""
    runs = [
        (called, look, SgdConfig(learning_rate=0.05, batch_size=size, epochs=4))
        for called, look, size in RACE
    ]
    return asked_of(lines() if frame is None else frame, "price", runs, choice=0, **choices)


def record_of(page: Page) -> dict[str, Any]:
    """What a page holds, as a browser reads it."""
    beginning = '<script type="application/json" id="data">'
    text = page.text[page.text.index(beginning) + len(beginning) :]
    found: dict[str, Any] = json.loads(text[: text.index("</script>")])
    return found


def equation_in(record: dict[str, Any], run: int, frame: int) -> str:
    """The equation of a run as the page puts it together."""
    numbers = record["numbers"]
    terms = zip(numbers["runs"][run]["terms"], numbers["products"], strict=True)
    parts = [f"{texts[frame]} {product}".strip() for texts, product in terms]
    return " ".join([f"{numbers['label']} =", *parts])


def odd_cases() -> dict[str, tuple[Asked, PageWish]]:
    """Models, losses and runs of all kinds, and what is asked of each."""
    rng = np.random.default_rng(1)
    many = pd.DataFrame(rng.normal(size=(80, 25)), columns=[f"x{j}" for j in range(25)])
    many["y"] = many.sum(axis=1) + rng.normal(size=80)
    few = many[["x0", "x1", "y"]]
    counts = pd.DataFrame({"x": many.x0, "y": rng.poisson(np.exp(0.5 * many.x0)).astype(float)})
    prices = pd.DataFrame({"x": many.x0, "y": np.exp(many.x0)})
    far = pd.DataFrame({"x": 1.7e9 + many.x0, "y": many.x0 * 3.0})
    short = {"batch_size": 20, "epochs": 3}
    huber = SgdConfig(0.05, loss=HuberLoss(), weight_decay=0.1, **short)
    now, wish = [("now", None, SgdConfig(0.05, **short))], PageWish((0,), steps=20)
    held_out = Recipe(holdout=0.25)
    cases = {
        "many weights": (asked_of(many, "y", now), wish),
        "predictions": (asked_of(few, "y", now, recipe=held_out), wish),
        "predictions without rows": (asked_of(few, "y", now), replace(wish, rows=0)),
        "one of two": (asked_of(few, "y", now, choice=1), replace(wish, rows=0)),
        "no bias": (asked_of(few, "y", now, recipe=Recipe(has_bias=False), choice=0), wish),
        "huber": (asked_of(few, "y", [("now", None, huber)], recipe=held_out), wish),
        "absolute": (asked_of(few, "y", [("now", None, replace(SGD, loss=AbsoluteLoss()))]), wish),
        "counts": (asked_of(counts, "y", [("now", None, replace(SGD, loss=PoissonLoss()))], choice=0), wish),
        "logarithm": (
            asked_of(prices, "y", now, recipe=Recipe(label_scale=LabelScale.LOG), choice=0, own_units=True),
            wish,
        ),
        "far from zero": (asked_of(far, "y", now, choice=0), wish),
        "diverged": (asked_of(few, "y", [("now", None, SgdConfig(9.0, epochs=200))], choice=0), wish),
        "dependent": (asked_of(few.assign(again=few.x0), "y", now), wish),
        "exact fit": (asked_of(prices.assign(y=prices.x * 2.0), "y", now, choice=0), wish),
    }
    solved = cases["huber"][0]
    problem = Problem("The table holds a secret.", ProblemKind.LOSS)
    no_exact = Objective(solved.objective.analysis, HuberLoss(), 0.1, problem=problem)
    cases["no exact solution"] = replace(solved, objective=no_exact), wish
    return cases
