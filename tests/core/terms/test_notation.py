"""Models in Wilkinson’s notation: the terms that are meant, and what a mistake is told."""

from __future__ import annotations

import pytest
from formulaic.parser import DefaultFormulaParser

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.terms.model_tokens import NotationError
from linreg_gui.core.terms.notation import read_model, read_terms
from linreg_gui.core.terms.term import Factor, FactorKind


@pytest.mark.parametrize(
    "text",
    [
        "y ~ a",
        "y ~ a + b + a:b",
        "y ~ a * b",
        "y ~ a * b * c",
        "y ~ (a + b + c)^2",
        "y ~ (a + b + c)**3 - a:b:c",
        "y ~ (a + b) * (c + d)",
        "y ~ (a + b):(c + d) - b:d",
        "y ~ a:(b + c)^2 - a",
        "y ~ a*b - b",
        "y ~ a - 1",
        "y ~ 0 + a",
        "y ~ a + 0",
        "y ~ -1 + a + 1",
        "y ~ `a b` * c - 1",
        "y ~ a:b + b:a + a",
        "y ~ log(a):b + C(c)",
        "y ~ poly(a, 2) * b",
    ],
)
def test_the_terms_are_those_that_another_library_finds(text) -> None:
    model = read_model(text).model
    ours = {frozenset(factor.written for factor in term.factors) for term in model.terms}
    theirs = {
        frozenset("`a b`" if str(f) == "a b" else str(f) for f in term.factors)
        for term in DefaultFormulaParser().get_terms(text).rhs
    }
    assert ours == theirs - {frozenset({"1"})}
    assert model.has_bias == (frozenset({"1"}) in theirs)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("price~area*town+poly(age,2)-1", "price ~ area + town + poly(age, 2) + area:town - 1"),
        ("log(y) ~ I(x**2) + I(  x ^ 2 ) + x", "log(y) ~ I(x^2) + x"),
        ("`the y` ~ `a``b` : I( -x*-3 )", "`the y` ~ `a``b`:I(-x * -3)"),
        ("y ~ a:b + c", "y ~ c + a:b"),
        ("y ~ I(x) + poly(x) + C( x )", "y ~ x + poly(x, 1) + C(x)"),
        ("Sepal.Length ~ Petal.Width", "`Sepal.Length` ~ `Petal.Width`"),
        ("y ~ where(x > 2 and not z, 1, 0)", "y ~ where(x > 2 and not z, 1, 0)"),
        ("y ~ sqrt(a) * I(sqrt(a) - 1)", "y ~ sqrt(a) + I(sqrt(a) - 1) + sqrt(a):I(sqrt(a) - 1)"),
    ],
)
def test_a_model_is_written_in_one_way_which_reads_the_same(text, written) -> None:
    model = read_model(text).model
    assert model.written == written
    assert read_model(written).model == model


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "", "label on the left of ~"),
        ("price", "price", "label on the left of ~"),
        ("~ a", "~", "label on the left of ~"),
        ("y ~ a ~ b", "~", "one ~"),
        ("exp(y) ~ a", "exp(y)", "compute a column"),
        ("y + z ~ a", "y + z", "compute a column"),
        ("y ~", "", "not finished"),
        ("y ~ a +", "+", "not finished"),
        ("y ~ a b", "a b", "A sign is missing before “b”"),
        ("y ~ a $ b", "$", "“$” cannot stand"),
        ("y ~ 'a'", "'", "holds no texts"),
        ("y ~ `a", "`", "backquote that opens"),
        ("y ~ (a + b", "(", "not closed"),
        ("y ~ a + b)", ")", "never opened"),
        ("y ~ log(a", "(a", "not closed"),
        ("y ~ 3 + a", "3", "other than 0 and 1"),
        ("y ~ a / b", "/", "write a + a:b"),
        ("y ~ b %in% a", "%in%", "write a:b"),
        ("y ~ a + (1 | b)", "|", "no groups"),
        ("y ~ x^2", "x^2", "write I(x^2)"),
        ("y ~ x * x", "x * x", "x itself"),
        ("y ~ (a + b)^2.5", "2.5", "whole number from 1 to 10"),
        ("y ~ (a + b)^", "", "whole number from 1 to 10"),
        ("y ~ a + 1 - a", "a + 1 - a", "a term besides the bias"),
        ("y ~ (a - 1) * b", "1", "outside of brackets"),
        ("y ~ a + y:a", "y", "both a feature and the label"),
        ("y ~ poly(x, two)", "poly(x, two)", "Write poly(x, 2)"),
        ("y ~ poly(x, 99)", "poly(x, 99)", "from 1 to 20"),
        ("y ~ poly(x, 2, raw = TRUE)", "poly(x, 2, raw = TRUE)", "x + I(x^2)"),
        ("y ~ C(a + b)", "C(a + b)", "Write C(x)"),
        ("y ~ a + foo(b)", "foo", "no function “foo”"),
        ("y ~ mean(x)", "mean(x)", "more than a row"),
        ("y ~ I(max(x) - x)", "I(max(x) - x)", "more than a row"),
        ("y ~ I(2)", "I(2)", "needs a column"),
        ("y ~ I(a <)", "a <)", "not finished"),
        ("y ~ __import__('os')", "__import__", "no function"),
        ("y ~ a.b(c)", "a.b", "no function"),
        ("y ~ .", ".", "none here"),
    ],
)
def test_a_mistake_has_a_sentence_and_its_place(text, place, words) -> None:
    with pytest.raises(NotationError) as caught:
        read_model(text)
    problem = caught.value.problem
    assert words in problem.sentence
    assert text[problem.start : problem.end].strip() == place


def test_the_point_is_every_other_column_but_the_label() -> None:
    model = read_model("y ~ . - b + a:b", ["a", "b", "y", "c d"]).model
    assert model.written == "y ~ a + `c d` + a:b"


def test_too_many_terms_are_refused_before_they_are_made() -> None:
    names = " + ".join(f"x{k}" for k in range(80))
    with pytest.raises(NotationError, match="at most 2,000 terms"):
        read_model(f"y ~ ({names})^9")
    with pytest.raises(NotationError, match="nested too deeply"):
        read_model("y ~ " + "(" * 200 + "a" + ")" * 200)


def test_terms_alone_are_read_without_a_label() -> None:
    assert [term.written for term in read_terms(["a * b", "poly(c, 2)"])] == ["a", "b", "poly(c, 2)", "a:b"]
    with pytest.raises(ProblemError, match="not finished"):
        read_terms(["a:"])


def test_a_renamed_column_is_renamed_in_every_kind_of_factor() -> None:
    (term,) = read_terms(["a:C(b):poly(a, 2):log(a / b)"])
    assert term.renamed({"a": "the a"}).written == "`the a`:C(b):poly(`the a`, 2):log(`the a` / b)"
    assert Factor(FactorKind.FORMULA, "a / b").in_product == "(a / b)"
