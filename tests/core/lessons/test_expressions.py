"""Expressions over facts: what they give, what kind they have, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.editing.row_edits import exclude_rows
from linreg_gui.core.lessons.actions import ANSWERS, VERBS
from linreg_gui.core.lessons.deeds import DEEDS
from linreg_gui.core.lessons.expressions import expression
from linreg_gui.core.lessons.facts import FACTS, FactSheet, kind_of_fact
from linreg_gui.core.lessons.kinds import NUMBER, TRUTH
from linreg_gui.core.lessons.state import SessionState, state_of_table
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.new_table import generate_table


@pytest.fixture(scope="module")
def facts() -> FactSheet:
    return FactSheet(state_of_table(generate_table((2.0, -3.4), 4.2, 0.5, 80, 0)))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('label == "y" and features == ["x2", "x1"]', True),
        ('features == ["x1"]', False),
        ('"x1" in features and "y" not in features', True),
        ("rows.excluded == []", True),
        ("not standardise == false", True),
        ("near(at(data.y, 3) - at(predictions, 3), at(residuals, 3), 1e-12)", True),
        ("near(exact.weights.`x1`, 2, 0.3) and 1 < 2 < 3", True),
        ("count(data.x1 > 0) + count(data.x1 <= 0) == rows", True),
        ("any(run.diverged)", False),
        ("all(run.diverged)", False),
        ("size(features) == 2", True),
    ],
)
def test_conditions_hold_or_not(facts, text, holds) -> None:
    assert expression(text, kind_of_fact, TRUTH).holds(facts) is holds


@pytest.mark.parametrize("text", ["loss.validation > 0", "loss.validation <= 0", "not loss.validation > 0"])
def test_what_is_missing_is_neither_true_nor_false(facts, text) -> None:
    assert not expression(text, kind_of_fact, TRUTH).holds(facts)
    assert expression(f"{text} or step == 0", kind_of_fact, TRUTH).holds(facts)
    assert not expression(f"{text} and step == 0", kind_of_fact, TRUTH).holds(facts)


@pytest.mark.parametrize(
    "text",
    [
        "sum(residuals) == 0",
        "count(residuals > 1) == 0",
        "not any(data.y > 0)",
        "at(data.y, 1) != 3",
        "all(next.batch == 0)",
    ],
)
def test_a_column_that_is_not_known_tells_nothing(text) -> None:
    """Of a table that is too large, or none."""
    assert not expression(text, kind_of_fact, TRUTH).holds(FactSheet(SessionState()))


def test_rows_that_are_excluded_have_no_residual_and_do_not_count() -> None:
    table = exclude_rows(generate_table((2.0,), 0.0, 0.5, 20, 0), [0, 3])
    facts = FactSheet(state_of_table(table))
    for text in (
        "count(residuals > 0) + count(residuals <= 0) == 18",
        "rows.excluded == [1, 4]",
        "all(near(residuals, data.y, 1e-9))",
    ):
        assert expression(text, kind_of_fact, TRUTH).holds(facts), text


def test_columns_are_summed_as_numpy_does(facts) -> None:
    x, y = facts("data.x1"), facts("data.y")
    assert len(x) == 80
    for text, value in (
        ("sum(data.x1 * data.y)", np.sum(x * y)),
        ("mean(where(data.x1 > 0, data.y, 0))", np.where(x > 0, y, 0).mean()),
        ("std(data.y)", np.std(y, ddof=1)),
        ("median(data.x1)", np.median(x)),
        ("density(1, 0, 2)", np.exp(-0.125) / np.sqrt(8 * np.pi)),
    ):
        assert expression(text, kind_of_fact, NUMBER).number(facts) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("step", "a number, and a condition"),
        ("nothing.at.all == 2", "no fact “nothing.at.all”"),
        ("limit.stabel > 1", "limit.stable"),
        ("label > 2", "Nothing can be computed from a text"),
        ('step == "5"', "never equal"),
        ("features in label", "one thing is in a set"),
        ("sum(run.end + data.y) > 1", "do not go together"),
        ("sum(step) > 1", "Of one number"),
        ("count(step > 1) > 1", "about every row"),
        ("data.y > 1", "for each row"),
        ("step and epoch", "are about conditions"),
        ('["a", 1] == features', "not both"),
        ("[[1]] == [1]", "texts or numbers only"),
        ("min() > 1", "is written"),
        ("step == 1,5", "decimal sign"),
        ("step = 1", "write == instead"),
        ('__import__("os")', "no function"),
        ("label.upper() == 1", "operator is missing"),
        ("features[0] == 1", "operator is missing"),
        ("[x for x in data] == 1", "operator is missing"),
        ("step.__class__ == 1", "no fact"),
        ("(lambda: 1)() > 0", "cannot stand"),
        ("abs(" * 110 + "1" + ")" * 110 + " > 0", "too deeply"),
        ("1 + " * 300 + "1 > 0", "at most"),
        ("x" * 3000, "at most"),
        ("10 ^ " * 60 + "10 > 1", None),
        ("(step == 1]", "never opened"),
        ("step ==", "not finished"),
        ("", "Type"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(facts, text, told) -> None:
    if told is None:  # harmless, however large it would be
        assert not expression(text, kind_of_fact, TRUTH).holds(facts)
        return
    with pytest.raises(ProblemError, match=told):
        expression(text, kind_of_fact, TRUTH)


def test_every_fact_can_be_read_from_any_state_and_has_the_kind_it_promises(facts) -> None:
    for sheet in (facts, FactSheet(SessionState())):
        for fact in FACTS:
            name = fact.name.replace("COLUMN", "x1").replace("FEATURE", "x1").replace("VERB", "step")
            name = name.replace("lab.NAME", "lab.mean")
            value = sheet(name)
            match fact.kind.words.split()[-1]:
                case "text":
                    assert isinstance(value, str), name
                case "numbers" | "texts":
                    assert isinstance(value, tuple), name
                case "number" | "condition":
                    assert isinstance(value, np.float64), name
                case _:
                    assert isinstance(value, np.ndarray), name


def test_what_a_lesson_does_can_be_asked_for() -> None:
    assert set(VERBS) - set(ANSWERS) <= set(DEEDS)
    with pytest.raises(ProblemError, match="is called “jump”"):
        expression("times.jump > 1", kind_of_fact)


def test_facts_are_documented_once() -> None:
    names = [fact.name for fact in FACTS]
    assert len(set(names)) == len(names)
    assert all(fact.about for fact in FACTS)
