"""The signs of each column are decided by its own cells and those beside it: right, or in doubt."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.column_signs import ColumnSigns, Held, decide_columns, main_style
from linreg_gui.core.cells.column_types import DecimalSign
from linreg_gui.core.cells.number_style import BLANKS, Evidence, NumberStyle, evidence_of
from linreg_gui.core.cells.parsed_column import numbers_in
from linreg_gui.core.cells.two_readings import both_readings


def said(*cells: str) -> Evidence:
    return evidence_of([pa.array(cells)])


def decided(*columns: tuple[str, ...], separator: str = ";", **known: object) -> list[tuple[str, str, str]]:
    """Of each column the decimal sign, the thousands sign and what is in doubt."""
    signs = decide_columns([said(*cells) for cells in columns], separator, **known)  # type: ignore[arg-type]
    return [(one.style.decimal, one.style.thousands, one.doubtful) for one in signs]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("sign", [",", "."])
def test_a_blank_or_apostrophe_between_thousands_rules_out_every_other_sign(separator, blank, sign):
    long, short = f"1{blank}234", f"2{sign}345"
    assert decided((long, "5"), (short, "5"), separator=separator)[1] == (sign, "", "")
    assert decided((f"{long}{blank}567", "5", short), separator=separator)[0] == (sign, blank, "")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("clear", "open_cell", "decimal"),
    [
        ("1.5", "1,234", "."),
        ("0.25", "-12,000", "."),
        ("1,234,567", "1.234", "."),
        ("1,5", "1.234", ","),
        ("0,25", "999.999", ","),
        ("1.234.567", "1,234", ","),
        ("1 234.5", "1,234", ","),
        ("1'234,5", "1.234", "."),
    ],
)
def test_a_sign_that_is_clear_in_one_column_silences_no_doubt_about_another_sign(
    separator, clear, open_cell, decimal
):
    sign = "," if "," in open_cell else "."
    assert decided((clear,), (open_cell,), separator=separator)[1][::2] == (decimal, sign)


@pytest.mark.parametrize(
    ("clear", "open_cell", "decimal"),
    [
        ("1.5", "1.234", "."),
        ("1,5", "1,234", ","),
        ("1,234,567", "1,234", "."),
        ("1.234.567", "1.234", ","),
        ("1,234,567.5", "1,234", "."),
    ],
)
def test_the_same_sign_in_the_same_place_of_several_columns_settles_it_for_another(clear, open_cell, decimal):
    sign = "," if "," in open_cell else "."
    assert decided(*[(clear,)] * 3, (open_cell,))[3][::2] == (decimal, "")
    assert decided(*[(clear,)] * 2, (open_cell,))[2][::2] == (decimal, sign)
    assert decided((clear,), (open_cell,), one_origin=True)[1][::2] == (decimal, "")


def test_each_column_is_read_by_its_own_clear_cells():
    assert decided(("1.5", "2.5"), ("0,25", "1.234,5"), ("1,234,567", "2,345")) == [
        (".", "", ""),
        (",", ".", ""),
        (".", ",", ""),
    ]


def test_one_odd_cell_neither_turns_its_column_round_nor_is_passed_over():
    many = tuple(f"{k}.25" for k in range(100))
    assert decided(many, ("7", "8", "1,5"))[1] == (".", "", "")
    beside = [(*many, "1,5")] * 3
    assert decided(*beside, ("1.234",))[3] == (".", "", "")
    assert decided(*beside[:2], (*many[:5], "1,5"), ("1.234",), one_origin=True)[3] == (".", "", "")
    assert decided((*many[:5], "1,5"), ("1.234",), one_origin=True)[1] == (".", "", ".")
    # Few clear cells of its own beside many open ones: the other columns are heard, too.
    assert decided(("1.5", *["1.234"] * 30), ("1,5",))[0] == (".", "", ".")
    assert decided(("1.5", *["1.234"] * 30), ("1.25",))[0] == (".", "", "")


def test_what_a_column_holds_already_comes_before_the_columns_beside_it():
    columns = [said("12.000"), said("1.5")]
    assert decide_columns(columns, one_origin=True)[0] == ColumnSigns(NumberStyle("."), "")
    for thousands, doubtful in ((".", ""), ("", ".")):
        held = [Held(Evidence.of_signs(",", thousands), ","), Held()]
        found = decide_columns([said("12.000"), said("7")], held=held)[0]
        assert found == ColumnSigns(NumberStyle(",", "."), doubtful)


@pytest.mark.parametrize("choice", DecimalSign)
def test_what_a_person_chose_for_a_column_holds_for_that_column_alone(choice):
    columns = [said("1,234"), said("5,678")]
    chosen, beside = decide_columns(columns, ";", choices=[choice, None])
    assert (chosen.decimal, chosen.doubtful) == (choice, "")
    assert (beside.style.decimal, beside.doubtful) == (",", ",")


def test_most_of_the_cells_say_how_a_file_is_written():
    columns = [said("1,5", "2,5"), said("3.25")]
    assert main_style(columns) == NumberStyle(",")
    assert main_style([said("1,234"), said("7")], choices=[DecimalSign.POINT, None]) == NumberStyle(".", ",")


signs = st.sampled_from([(d, t) for d in ".," for t in ("", *(",." + BLANKS)) if d != t])
numbers = st.lists(st.decimals(-(10**7), 10**7, places=3).map(float), min_size=1, max_size=6)
places = st.sampled_from([0, 1, 2, 3, 4])


def written(value: float, digits: int, decimal: str, thousands: str) -> str:
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands)


@settings(max_examples=300, deadline=None)
@given(
    signs,
    st.lists(st.tuples(numbers, places), min_size=1, max_size=3),
    st.sampled_from(",;\t"),
)
def test_every_number_of_a_table_in_one_style_is_right_or_in_doubt(style, columns, separator):
    texts = [[written(value, digits, *style) for value in values] for values, digits in columns]
    found = decide_columns([said(*cells) for cells in texts], separator)
    for signs_of_it, cells, (values, digits) in zip(found, texts, columns, strict=True):
        read, is_text = numbers_in(pa.array(cells), signs_of_it.style, ("",))
        for value, cell, number, odd in zip(values, cells, read, is_text, strict=True):
            right = number == float(f"{value:.{digits}f}")
            told = odd or (both_readings(cell) is not None and bool(signs_of_it.doubtful))
            assert right or told, (cell, number, signs_of_it)
