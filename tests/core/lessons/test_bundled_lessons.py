"""The lessons of the program: sound, drawn, spoken, and right by the mathematics; which rows they cover."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from taught_rows import MISSING, ROWS

from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.lessons.checking import right_number
from linreg_gui.core.lessons.equations import equation
from linreg_gui.core.lessons.facts import FactSheet
from linreg_gui.core.lessons.format_text import format_text
from linreg_gui.core.lessons.inspection import inspect, spans_of
from linreg_gui.core.lessons.lesson import Lesson
from linreg_gui.core.lessons.places import VIEW_NAMES, bundled_lessons
from linreg_gui.core.lessons.reading import read_lesson_file
from linreg_gui.core.lessons.rehearsal import Rehearsal

PATHS = bundled_lessons()
READ = {name: read_lesson_file(path) for name, path in PATHS.items()}


@pytest.mark.parametrize("name", PATHS)
def test_a_lesson_is_sound_and_every_task_can_be_solved_and_missed(name) -> None:
    assert inspect(READ[name], PATHS) == ()
    assert READ[name].lesson.id == name
    assert PATHS[name].name.startswith(f"{READ[name].lesson.number:02d}-")


@pytest.mark.parametrize("name", PATHS)
def test_every_equation_is_drawn_and_spoken(name) -> None:
    equations = [span.text for _, span in spans_of(READ[name].lesson) if span.equation]
    assert len(equations) > 3
    for source in equations:
        drawn = equation(source)
        assert drawn.width > 0 < drawn.height
        assert drawn.spoken
        assert "\\" not in drawn.spoken


def data_of(facts: FactSheet) -> tuple[np.ndarray, np.ndarray]:
    data = facts.state.analysis.data
    return data.X, data.y


def hand_model(facts: FactSheet) -> float:
    X, _ = data_of(facts)
    return float(X[4] @ [0.15, -1.0] + 50.0)


def residual_mean_without_bias(facts: FactSheet) -> float:
    X, y = data_of(facts)
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    return float(np.mean(y - X @ w))


def one_update(facts: FactSheet) -> np.ndarray:
    """(3.1.10) and (3.1.11) from 0, with the rows that the run takes next."""
    X, y = data_of(facts)
    rows = facts.state.next_update.rows
    assert len(rows) == 4
    error = np.zeros(4) - y[rows]
    return -0.2 / 4 * np.array([X[rows, 0] @ error, error.sum()])


def eigenvalues(facts: FactSheet) -> np.ndarray:
    """Of X̃ᵀX̃/n."""
    X, _ = data_of(facts)
    design = np.column_stack([X, np.ones(len(X))])
    return np.linalg.eigvalsh(design.T @ design / len(X))


def contraction(facts: FactSheet) -> float:
    low, high = eigenvalues(facts)
    kappa = high / low
    return (kappa - 1.0) / (kappa + 1.0)


def bias_of_least_squares(facts: FactSheet) -> float:
    """Of the model with a bias, whatever the model is now."""
    table = facts.state.table.frame
    X = np.column_stack([table[["x1", "x2"]].to_numpy(float), np.ones(len(table))])
    return float(np.linalg.solve(X.T @ X, X.T @ table["y"].to_numpy(float))[2])


def least_squares(facts: FactSheet) -> np.ndarray:
    """Weights and bias of least norm."""
    X, y = data_of(facts)
    return np.linalg.pinv(np.column_stack([X, np.ones(len(X))])) @ y


def apart(facts: FactSheet) -> float:
    w = least_squares(facts)
    return float(abs(w[0] - w[1]))


def laplace_surprise_at_zero(facts: FactSheet) -> float:
    _, y = data_of(facts)
    return float(-np.log(0.5 * np.exp(-np.abs(y))).sum())


def best_line_through_origin(_: FactSheet) -> float:
    """The least of the sum of absolute errors is at one of its corners."""
    x, y = np.array([1.0, 2.0, 5.0]), np.array([1.0, 4.0, 20.0])
    return float(min(y / x, key=lambda w: np.abs(y - w * x).sum()))


def mean_size_of_errors(facts: FactSheet) -> float:
    X, y = data_of(facts)
    end = facts.state.end
    return float(np.abs(y - X @ end.weights - end.bias).mean())


def rank_of_design(facts: FactSheet) -> float:
    X, _ = data_of(facts)
    return float(np.linalg.matrix_rank(np.column_stack([X, np.ones(len(X))])))


def share_below_zero(facts: FactSheet) -> float:
    """Of the normal distribution around the line of least squares at the first row, in percent."""
    X, y = data_of(facts)
    design = np.column_stack([X, np.ones(len(X))])
    fitted = design @ least_squares(facts)
    s = np.sqrt(((y - fitted) ** 2).sum() / (len(y) - 2))
    return 50.0 * math.erfc(fitted[0] / s / math.sqrt(2.0))


def negative_predictions(facts: FactSheet) -> float:
    X, _ = data_of(facts)
    return float(np.sum(np.column_stack([X, np.ones(len(X))]) @ least_squares(facts) < 0))


def error_of_the_mean(facts: FactSheet) -> float:
    _, y = data_of(facts)
    return float(np.sqrt(((y - y.mean()) ** 2).sum() / (len(y) - 1) / len(y)))


RIGHT: dict[tuple[str, str], Callable[[FactSheet], float]] = {
    ("model", "examples"): lambda facts: len(facts.state.table.frame),
    ("model", "one-house"): hand_model,
    ("model", "residual-sum"): residual_mean_without_bias,
    ("vectors", "one-row"): lambda facts: 2 * 3 - 1 * 2 + 4,
    ("vectors", "its-weight"): bias_of_least_squares,
    ("one-update", "next-bias"): lambda facts: one_update(facts)[1],
    ("one-update", "next-weight"): lambda facts: one_update(facts)[0],
    ("one-update", "same-as"): lambda facts: 0.2 * 4,
    ("one-update", "sum-limit"): lambda facts: 2.0 / (64 * eigenvalues(facts)[1]),
    ("one-update", "guess-limit"): lambda facts: 2.0 / eigenvalues(facts)[1],
    ("one-update", "stable"): lambda facts: 2.0 / eigenvalues(facts)[1],
    ("one-update", "best"): lambda facts: 2.0 / eigenvalues(facts).sum(),
    ("one-update", "factor"): contraction,
    ("affine-and-quadratic", "to-affine"): lambda facts: -2.0,
    ("affine-and-quadratic", "five"): lambda facts: 3.0 / 5.0,
    ("dependent-columns", "rank"): rank_of_design,
    ("dependent-columns", "same-predictions"): lambda facts: least_squares(facts)[:2].sum() - 10.0,
    ("dependent-columns", "least-norm"): lambda facts: 0.5,
    ("dependent-columns", "guess-difference"): lambda facts: 3.0 - -1.0,
    ("dependent-columns", "noise-tenth"): apart,
    ("dependent-columns", "noise-hundredth"): apart,
    ("absolute-loss", "all-rows"): laplace_surprise_at_zero,
    ("absolute-loss", "weighted"): best_line_through_origin,
    ("absolute-loss", "step-size"): lambda facts: 0.1,
    ("absolute-loss", "bounce"): mean_size_of_errors,
    ("prices", "below-zero"): share_below_zero,
    ("prices", "mean-over-median"): lambda facts: 100.0 * math.expm1(0.08),
    ("prices", "penny-tick"): lambda facts: 20.0,
    ("prices", "dear-tick"): lambda facts: 0.02,
    ("counts", "negative"): negative_predictions,
    ("best-constant", "standard-error"): error_of_the_mean,
    ("best-constant", "odd"): lambda facts: sorted(data_of(facts)[1])[4],
}


def number_tasks() -> list[tuple[str, str]]:
    return [(name, task.id) for name, read in READ.items() for task in read.lesson.tasks if task.right]


def test_the_mathematics_is_known_of_every_task_that_asks_for_a_number() -> None:
    assert sorted(number_tasks()) == sorted(RIGHT)


@pytest.mark.parametrize(("name", "task_id"), sorted(RIGHT))
def test_the_right_number_is_that_of_the_mathematics(name, task_id) -> None:
    lesson: Lesson = READ[name].lesson
    task = lesson.task(task_id)
    rehearsal = Rehearsal(lesson)
    rehearsal.begin_task(task.begin)
    facts = rehearsal.facts
    assert right_number(task, facts) == pytest.approx(RIGHT[name, task_id](facts), rel=1e-5)


def test_three_parts_of_the_prices_have_mean_residuals_near_zero_and_those_of_heating_have_not() -> None:
    """What the tasks on bins in lesson 1 say."""
    table = Rehearsal(READ["model"].lesson).facts.state.table.frame
    area = table["area"].to_numpy(float)
    parts = [area < 1300, (area >= 1300) & (area < 2000), area >= 2000]

    def off(features: list[str], label: str) -> list[float]:
        X = np.column_stack([table[features].to_numpy(float), np.ones(len(area))])
        y = table[label].to_numpy(float)
        r = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
        s = np.sqrt(r @ r / (len(r) - X.shape[1]))
        return [float(r[part].mean() / (s / np.sqrt(part.sum()))) for part in parts]

    assert max(map(abs, off(["area", "age"], "price"))) < 2.0
    assert max(map(abs, off(["area"], "heating"))) > 2.0


def test_every_row_that_is_to_be_taught_has_a_task_but_for_those_that_are_missing_still() -> None:
    covered = {row for read in READ.values() for task in read.lesson.tasks for row in task.rows}
    assert covered <= set(ROWS)
    assert set(MISSING) == set(ROWS) - covered, "what has a task now is missing no more"


def test_the_description_beside_the_lessons_is_that_of_today() -> None:
    text = resource_path("lessons", "FORMAT.md").read_text(encoding="utf-8")
    assert text == format_text(), "linreg-gui lesson format > resources/lessons/FORMAT.md"


def test_the_example_in_the_description_is_a_sound_lesson() -> None:
    from linreg_gui.core.lessons.reading import read_lesson

    text = format_text()
    lesson = text[text.index("+++") : text.index("```\n\nA picture")].replace(
        "lesson:model", "lesson:my-lesson"
    )
    task = text[text.index("```task") : text.index("````\n\nWhat is answered")]
    assert inspect(read_lesson(f"{lesson}\n{task}")) == ()


def test_lessons_can_show_the_views_there_are() -> None:
    from linreg_gui.views.window.view_table import VIEWS

    assert set(VIEW_NAMES) == {row.name for row in VIEWS}
