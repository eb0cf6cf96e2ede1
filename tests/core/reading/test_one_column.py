"""Numbers whose signs look like separators: one column or several, and the other is told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv, read_text
from linreg_gui.core.reading.options import AUTOMATIC


def readings(path):
    """All tables that are read or offered, as lists of columns; the first is the one that was read."""
    frame, report = read_text(path, AUTOMATIC)
    assert preview_csv(path).frame.equals(frame)
    found = [frame]
    for finding in report.to_tell(AUTOMATIC):
        for _, options in finding.offers:
            found.append(read_text(path, options)[0])
            assert preview_csv(path, options).frame.equals(found[-1])
    return [[frame[name].to_list() for name in frame.columns] for frame in found]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("475,962\n12,000\n1,250\n", [475_962, 12_000, 1250]),
        ("475,962\r\n12,000\r\n1,250\r\n", [475_962, 12_000, 1250]),
        ("price\n475,962\n12,000\n1,250\n", [475_962, 12_000, 1250]),
        ("475,962\n12,100\n1,250\n", [475_962, 12_100, 1250]),
        ("$475,962\n$12,000\n$1,250\n", [475_962, 12_000, 1250]),
        ("-475,962\n12,000\n-1,250\n", [-475_962, 12_000, -1250]),
        ("475 962\n12 000\n1 250\n", [475_962, 12_000, 1250]),
        ("1,234,567\n2,234,567\n3,250,100\n", [1_234_567, 2_234_567, 3_250_100]),
        ("1.234,5\n12.000,25\n1.250,75\n", [1234.5, 12_000.25, 1250.75]),
        ("1 234,5\n12 000,25\n1 250,75\n", [1234.5, 12_000.25, 1250.75]),
        ("1\u00a0234,5\n12\u00a0000,25\n1\u00a0250,75\n", [1234.5, 12_000.25, 1250.75]),
        ("1'234,5\n12'000,25\n1'250,75\n", [1234.5, 12_000.25, 1250.75]),
        ("5,25\n3,80\n4,10\n", [5.25, 3.8, 4.1]),
    ],
)
def test_one_column_of_numbers_is_read_or_offered(write, text, values):
    assert [values] in readings(write(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,234,567\n12,000\n1,250\n", [1_234_567, 12_000, 1250]),
        ("950\n12,345\n1,250\n1,234,567\n", [950, 12_345, 1250, 1_234_567]),
        ("5\n3,8\n4,1\n7,2\n", [5, 3.8, 4.1, 7.2]),
        ("1,05\n2,15\n3,25\n", [1.05, 2.15, 3.25]),
        ("1,234.5\n12,000.25\n", [1234.5, 12_000.25]),
        ("1,234,567\n2,034,567\n", [1_234_567, 2_034_567]),
    ],
)
def test_zeros_that_begin_cells_and_rows_of_several_lengths_are_one_column(write, text, values):
    assert readings(write(text))[0] == [values]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1000, 9_999_999), min_size=3, max_size=12), st.sampled_from(",  "), st.booleans())
def test_numbers_with_thousands_signs_are_never_cut_in_silence(write, values, sign, is_named):
    lines = [f"{value:,}".replace(",", sign) for value in values]
    found = readings(write("\n".join([*["price"] * is_named, *lines])))
    assert [values] in found


@pytest.mark.parametrize(
    "text",
    [
        "x\n1,5\n2,7\n3,9\n",
        '"x"\n"1",5\n"2",7\n"3",9\n',
        '"x"\n"1" 5\n"2" 7\n"3" 9\n',
        "'x'\n'1',5\n'2',7\n'3',9\n",
    ],
)
def test_numbers_of_rows_below_one_name_are_no_part_of_a_decimal_in_silence(write, text):
    assert [[1, 2, 3], [5, 7, 9]] in readings(write(text))


@pytest.mark.parametrize("text", ['"x"\n"a" 500\n"b" 700\n', '"x"\n"1" 500\n"2" 700\n'])
def test_row_names_in_quotes_below_one_name_are_a_column_of_their_own(write, text):
    frame, report = read_csv(write(text))
    assert frame["x"].to_list() == [500, 700]
    assert report.row_names == "column 1"


@pytest.mark.parametrize(
    "text", ["3,8\n5,12\n9,4\n", "5.1,3.5\n4.9,3.0\n", '"1,5"\n"2,7"\n', "a,b\n12,345\n13,456\n"]
)
def test_plain_rows_are_told_nothing_of(write, text):
    assert not read_csv(write(text))[1].findings


def test_who_chose_the_separator_is_told_nothing(write):
    path = write("475,962\n12,100\n1,250\n")
    frame, report = read_csv(path, separator=",")
    assert frame.shape == (3, 2)
    assert not any("separat" in finding.sentence for finding in report.findings)
