"""Equations: what is said of them, and what is refused before a renderer sees it."""

from __future__ import annotations

import re

import pytest

from linreg_gui.core.lessons.equations import equation
from linreg_gui.core.lessons.tex import STYLES, SYMBOLS, read_tex
from linreg_gui.core.problem import ProblemError


@pytest.mark.parametrize(
    ("source", "spoken"),
    [
        (r"\hat{y} = w_1 x_1 + b", "y hat equals w sub 1 x sub 1 plus b"),
        (r"\frac{1}{n}\sum_{i=1}^n x^{(i)}", "1 over n the sum from i equals 1 to n of x of example i"),
        (r"w_{\text{area}}^2", "w sub area squared"),
        (r"\mathbf{X}^\top \mathbf{y}", "capital X transposed y"),
        (r"\sigma^2 > 0.5", "sigma squared is greater than 0.5"),
        (r"\frac{2}{\lambda_{\max}}", "the fraction 2, over lambda sub max, end of fraction"),
    ],
)
def test_equations_are_said_in_words(source, spoken) -> None:
    assert read_tex(source).spoken == spoken


def test_all_that_may_stand_in_one_can_be_drawn() -> None:
    for name in SYMBOLS:
        equation(f"a \\{name} b")
    for name in STYLES:
        equation(f"\\{name}{{a}}")
    drawn = equation(r"\left\{ \frac{a}{b} \right\} \left[ x \right] \left| y \right|", display=True)
    assert drawn.height > equation("x").height


def test_a_drawing_is_of_paths_alone_in_its_colour_and_twice_as_large_at_twice_the_size() -> None:
    small = equation(r"x^2 + \frac{1}{2}", 10.0, "#123456")
    large = equation(r"x^2 + \frac{1}{2}", 20.0, "#123456")
    tags = set(re.findall(r"<(\w+)", small.svg))
    assert tags <= {"svg", "path", "rect", "g"}
    assert "#123456" in small.svg
    assert large.width == pytest.approx(2.0 * small.width, rel=0.02)
    assert 0.0 < small.depth < small.height


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "nothing between"),
        ("x" * 500, "at most"),
        ("{" * 50 + "x" + "}" * 50, "nested"),
        (r"\input{/etc/passwd}", "not known"),
        (r"\def\x{\x\x}", "not known"),
        (r"\frac{a", "missing"),
        (r"\frac a b", "braces"),
        ("x^2^2", "two powers"),
        ("x_a_b", "two indices"),
        ("x^", "missing"),
        ("a } b", "never begun"),
        (r"\left( a", "missing"),
        (r"\left x", "bracket"),
        ("<script>&", "cannot stand"),
    ],
)
def test_what_is_no_equation_gets_a_sentence(source, told) -> None:
    with pytest.raises(ProblemError, match=told):
        equation(source)
