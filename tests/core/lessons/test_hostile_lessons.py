"""A lesson comes from a file that anyone may have written: whatever it holds, it is told in sentences."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.lessons import inspection
from linreg_gui.core.lessons.inspection import inspect
from linreg_gui.core.lessons.limits import MOST_DRAWN_EQUATIONS
from linreg_gui.core.lessons.reading import read_lesson, read_lesson_file
from linreg_gui.core.problem import ProblemError

_DATA = "[data]\ngenerate = {{ weights = {}, n_rows = 30, seed = 1 }}\n\n[settings]"
_SOLVE = 'solve = ["step 5"]'
# What lessons are made of, and what tears them apart.
_PIECES = (
    *(
        "+++",
        "```task",
        "```",
        "$",
        "$$",
        "[",
        "](",
        ")",
        "*",
        "`",
        "> ",
        "- ",
        "#",
        "\n",
        "\n\n",
        "!",
        "<b>",
    ),
    *('id = "a"', "check = ", '"step == 5"', "[[mistakes]]", "[variables]", "say = ", "{", "}", "=", "'''"),
    *(
        "\\frac{",
        "\\sqrt",
        "^",
        "_",
        "\0",
        "\u202e",
        "\ud800",
        "9" * 400,
        "1e999",
        "nan",
        "a." * 50,
        "(" * 50,
    ),
)


def told(text: str) -> list[str]:
    try:
        return [sentence for _, sentence in inspect(read_lesson(text))]
    except ProblemError as error:
        return [error.problem.sentence]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("minutes = 5", "minutes = 5\n" + "a." * 20_000 + "b = 1", "A name has at most 20 parts"),
        ("minutes = 5", "minutes = 5\n[" + '"a b" . ' * 9_000 + "b]", "A name has at most 20 parts"),
        ("minutes = 5", "minutes = " + "[" * 90_000, "nested too deeply"),
        ("minutes = 5", "minutes = " + "9" * 5_000, "a number that is too long"),
        (_SOLVE, 'solve = ["cell 0/0 price = 5"]', "Rows are counted from 1 to 6"),
        (_SOLVE, 'solve = ["cell 1e300 price = 5"]', "Rows are counted from 1 to 6"),
        (_SOLVE, 'solve = ["cell 1.5 price = 5"]', "Rows are counted from 1 to 6"),
        (_SOLVE, 'solve = ["set seed -1e300"]', "The seed must be at least"),
        (_SOLVE, 'solve = ["start area = 1e308 * 10; bias = 0"]', "begins at finite numbers"),
        ("epochs = 200", "epochs = 1000000000", "at most 200,000 updates"),
        ('check = "step == 5"', 'check = "' + "(" * 90_000 + '"', "at most 400 words and signs"),
        ('check = "step == 5"', 'check = "9^9^9^9^9^9 == step"', "does not solve the task"),
    ],
)
def test_what_would_take_for_ever_or_break_is_told(small, old, new, sentence) -> None:
    assert old in small
    text = small.replace(old, new, 1)
    found = told(text)
    assert any(sentence in one for one in found), found
    assert all(len(one) <= 1_000 for one in found)


def test_numbers_beyond_all_that_are_computed_with_are_told(small) -> None:
    begin, rest = small[: small.index("[data]")], small.split("[settings]")[1]
    assert "told by numbers" in " ".join(told(begin + _DATA.format(f"[{'9' * 400}]") + rest))


def test_equations_without_end_are_not_drawn(small, monkeypatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(inspection, "equation", drawn.append)
    text = small.replace("# Steps", "\n\n".join(["$$ x $$"] * 5_000))
    assert any("at most 100 equations" in sentence for sentence in told(text))
    assert len(drawn) == MOST_DRAWN_EQUATIONS


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2_000), st.sampled_from(_PIECES)), min_size=1, max_size=6))
def test_a_lesson_that_is_torn_apart_is_told_in_sentences(small, cuts) -> None:
    text = small
    for place, piece in cuts:
        at = place % len(text)
        text = text[:at] + piece + text[at + len(piece) // 2 :]
    assert all(told(text))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_pipe_is_not_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "lesson.md")
    with pytest.raises(ProblemError, match="a pipe or a device"):
        read_lesson_file(tmp_path / "lesson.md")
