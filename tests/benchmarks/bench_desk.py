"""The desk of an analyst: what each diagnostic of very many rows takes beside the exact fit, and a page.

Run `python tests/benchmarks/bench_desk.py`. Wanted: each within three times the exact fit at 1 M × 10,
the page of 442 × 10 within 50 ms of an edit, and influence at least 4 times as fast as that of statsmodels.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import statsmodels.api as sm
from timing import best_of

from linreg_gui.core.desk.check import model_check
from linreg_gui.core.desk.check_parts import curvature_of, serial_of, smooth_of, spread_ratio
from linreg_gui.core.desk.check_pictures import picture_of
from linreg_gui.core.desk.check_rows import check_rows
from linreg_gui.core.desk.check_values import CheckWish, Question
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.parts import checked_of, collinearity_of, influence_of, tests_of
from linreg_gui.core.desk.row_sway import sway_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

Part = Callable[[Desk], object]
LARGE, SMALL = (1_000_000, 10), (442, 10)


def made(n: int, d: int, seed: int = 0) -> tuple[Objective, Table]:
    """Data with normal noise, and their exact solution."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    columns = {f"x{j}": X[:, j] for j in range(d)}
    frame = pd.DataFrame(columns | {"y": X @ np.arange(d) + rng.normal(size=n)})
    roles = {name: Role.LABEL if name == "y" else Role.FEATURE for name in frame}
    return Objective(analyse(frame, roles), SquaredLoss()), Table(frame, roles, "made")


def with_parts(desk: Desk, *parts: Part) -> Desk:
    """A desk of the same fit on which only these are worked out."""
    fresh = Desk(desk.objective, desk.table)
    for part in parts:
        part(fresh)
    return fresh


def timed(desk: Desk, work: Part, *parts: Part) -> float:
    """Seconds that a part takes once others are there."""
    best = np.inf
    for _ in range(3):
        fresh = with_parts(desk, *parts)
        start = time.perf_counter()
        work(fresh)
        best = min(best, time.perf_counter() - start)
    return best


def answers(desk: Desk) -> object:
    """All answers, and a picture that costs nothing."""
    return model_check(desk, CheckWish(Question.SAME))


def picture(question: Question, choice: int = 0) -> Part:
    """What draws one question."""
    return lambda desk: picture_of(desk, CheckWish(question, choice), choice)


def diagnostics() -> None:
    """What each question costs at a million rows, beside the exact fit of the same run."""
    objective, table = made(*LARGE)
    desk = Desk(objective, table)
    data = desk.data
    fit = best_of(5, lambda: solve_analytic(data))
    print(f"1 M × 10: exact fit {fit * 1e3:.0f} ms; each diagnostic, times that:")
    rows = (checked_of, check_rows)

    works: dict[str, tuple[Part, tuple[Part, ...]]] = {
        "checked fit": (checked_of, ()),
        "leverages, studentised residuals, Cook's distances": (influence_of, (checked_of,)),
        "normality and Breusch–Pagan": (tests_of, (checked_of,)),
        "bends (RESET, squares)": (curvature_of, (checked_of,)),
        "Durbin–Watson": (serial_of, (checked_of,)),
        "collinearity": (collinearity_of, (checked_of,)),
        "spread by fifths": (lambda desk: spread_ratio(desk, None), rows),
        "lowess of residuals": (lambda desk: smooth_of(desk, "residual", None), rows),
        "lowess of their sizes": (lambda desk: smooth_of(desk, "size", None), rows),
    }
    for question in Question:
        works[f"picture: {question.value}"] = picture(question), (answers,)
    works["picture: simulated labels"] = picture(Question.NORMAL, 2), (answers,)
    for name, (work, parts) in works.items():
        print(f"  {name:52} {timed(desk, work, *parts) / fit:5.1f}×", flush=True)


def page() -> None:
    """The whole page after an edit."""
    for question in (Question.STRAIGHT, Question.NORMAL):
        wish = CheckWish(question)
        desk = Desk(*made(*SMALL))
        model_check(desk, wish)
        seconds = timed(desk, lambda fresh, wish=wish: model_check(fresh, wish))
        print(f"442 × 10, all answers and the picture of “{question.value}”: {seconds * 1e3:.0f} ms")


def influence() -> None:
    """Every row judged, and one row taken out, beside statsmodels in the same run.

    Of statsmodels that is asked for which takes no fit per row: studentised residuals by the σ of the others
    and DFFITS would take a million of them. Wanted: at least 4 times as fast.
    """
    for n, d in ((100_000, 10), LARGE):
        desk = Desk(*made(n, d))
        data, design = desk.data, sm.add_constant(desk.data.X)

        def theirs(y: np.ndarray = data.y, design: np.ndarray = design) -> None:
            rows = sm.OLS(y, design).fit().get_influence()
            _ = (rows.hat_matrix_diag, rows.cooks_distance, rows.resid_studentized_internal)

        ours = timed(desk, influence_of)
        whole = best_of(2, theirs)
        print(f"{n:,} × {d}: all rows judged {ours * 1e3:.0f} ms, statsmodels {whole / ours:.1f}×")
        sway_of(desk, 0)
        one = best_of(20, lambda desk=desk: sway_of(desk, 77))
        left = np.arange(n) != 77
        refit = best_of(2, lambda left=left, y=data.y, X=design: sm.OLS(y[left], X[left]).fit().params)
        print(f"{n:,} × {d}: one row taken out {one * 1e3:.2f} ms, statsmodels anew {refit / one:,.0f}×")


def main() -> None:
    """Print ratios and times."""
    influence()
    diagnostics()
    page()


if __name__ == "__main__":
    main()
