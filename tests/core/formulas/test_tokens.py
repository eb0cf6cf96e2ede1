"""The names in the text of a formula."""

from __future__ import annotations

from linreg_gui.core.formulas.tokens import columns_of, renamed


def test_the_columns_of_a_formula_are_named_once_in_order():
    assert columns_of("b * log(`a b`) + b - max(c, 1)") == ("b", "a b", "c")


def test_renaming_keeps_spacing_and_other_names():
    assert renamed("log( x )+xx *  `x`", "x", "food expenditure") == (
        "log( `food expenditure` )+xx *  `food expenditure`"
    )
    assert renamed("log(log)", "log", "price") == "log(price)"
