"""Rows with a cell more than names hold row names, a nameless column or a cut number: always told."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv, read_text
from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions


def told(report):
    """The one sentence about the header."""
    (finding,) = [found for found in report.findings if "one cell more" in found.sentence]
    return finding


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a,b\n1,5,6\n2,7,8\n3,9,1\n", {"column 1": [1, 2, 3], "a": [5, 7, 9], "b": [6, 8, 1]}),
        ('"a" "b"\n"x" 5 6\n"y" 7 8\n', {"column 1": ["x", "y"], "a": [5, 7], "b": [6, 8]}),
        ("a;b\n3;5;6\n7;7;8\n12;9;1\n", {"column 1": [3, 7, 12], "a": [5, 7, 9], "b": [6, 8, 1]}),
        ("4\t5\nr1\t.5\t.6\nr2\t.7\t.8\n", {"column 1": ["r1", "r2"], "4": [0.5, 0.7], "5": [0.6, 0.8]}),
        ('"V1" "V2" "V3"\n"1" 1 6 "a"\n"2" 2 7 "b"\n"3" 3 8 "c"\n',
         {"column 1": [1, 2, 3], "V1": [1, 2, 3], "V2": [6, 7, 8], "V3": ["a", "b", "c"]}),
    ],
)  # fmt: skip
def test_unique_first_cells_are_names_of_rows(write, text, columns):
    frame, report = read_csv(write(text))
    assert frame.to_dict("list") == columns
    assert "names of rows" in told(report).sentence


@pytest.mark.parametrize(
    "text",
    [
        "a,b\nx,5,6\nx,7,8\nz,9,1\n",
        "a,b\n0,5,6\n0,7,8\n0,9,1\n",
        "a,b\n1.5,5,6\n2.5,7,8\n0.5,9,1\n",
        "a,b\n9,5,6\n2,7,8\n5,9,1\n",
        "a,b\n,5,6\n2,7,8\n5,9,1\n",
    ],
)
def test_repeats_and_numbers_in_no_order_are_no_names_of_rows(write, text):
    frame, report = read_csv(write(text))
    assert list(frame.columns) == ["a", "b", "column 3"]
    assert frame["column 3"].to_list() == [6, 8, 1]
    assert "last column was read without a name" in told(report).sentence


def test_a_cell_that_repeats_far_down_is_no_name_of_a_row(write):
    rows = [f"{i},{i % 7},{i % 5}\n" for i in range(2000)]
    frame, report = read_csv(write("".join(["a,b\n", *rows, "5,1,2\n"])))
    assert list(frame.columns) == ["a", "b", "column 3"]
    assert told(report).other.unnamed == "first"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.integers(1, 999), st.integers(0, 999)), min_size=6, max_size=20
    ),
    st.integers(0, 2),
    st.sampled_from(["", "-"]),
)
def test_a_number_cut_at_its_thousands_comma_is_joined_and_told(write, rows, place, sign):
    rows = [*rows, (7, 350, 0), (8, 12, 50)]
    lines = []
    for k, head, group in rows:
        cells = [f"{k}", f"{k % 4 + 1}"]
        cells.insert(place, f"{sign}{head},{group:03d}")
        lines.append(",".join(cells))
    names = ["area", "rooms"]
    names.insert(place, "price")
    frame, report = read_csv(write("\n".join([",".join(names), *lines])))
    factor = -1 if sign else 1
    assert frame["price"].to_list() == [factor * (1000 * head + group) for _, head, group in rows]
    assert frame["rooms"].to_list() == [k % 4 + 1 for k, _, _ in rows]
    assert "thousands comma without quotes" in told(report).sentence


CITIES = "city,pop\nBern,134,591\nBasel,173,863\nGenf,203,856\nZug,30,618\n"


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        (CITIES, "pop", [134_591, 173_863, 203_856, 30_618]),
        (CITIES.replace("\n", "\r\n"), "pop", [134_591, 173_863, 203_856, 30_618]),
        ("pop,city\n134,591,Bern\n30,618,Zug\n", "pop", [134_591, 30_618]),
        ("day,price\n2024-01-01,$1,250\n2024-01-02,$12,480\n", "price", [1250, 12_480]),
        ("day,sum\nMon,-1,250.5\nTue,12,480.25\n", "sum", [-1250.5, 12_480.25]),
        ("area,rooms,price\n120,3,350,250\n90,2,275,500\n", "price", [350_250, 275_500]),
        ("id,price,n\n1,350,250,4\n2,75,500,1\n3,1,100,2\n", "price", [350_250, 75_500, 1100]),
    ],
)  # fmt: skip
def test_groups_of_three_digits_speak_against_row_names_and_all_readings_are_offered(
    write, text, column, values
):
    path = write(text)
    frame, report = read_csv(path)
    assert frame[column].to_list() == values
    offers = told(report).offers
    assert {options.unnamed for _, options in offers} == {"first", "last"}
    for _, options in offers:
        assert read_text(path, options)[0].shape == (len(values), frame.shape[1] + 1)
        assert preview_csv(path, options).frame.equals(read_text(path, options)[0])
    assert preview_csv(path).frame.equals(frame)


def test_names_of_rows_before_two_columns_of_three_digits_may_be_a_cut_number(write):
    path = write("power,displacement\nFiat,110,160\nMazda,175,360\nHonda,113,140\n")
    frame, report = read_csv(path)
    assert list(frame.columns) == ["column 1", "power", "displacement"]
    assert [options.unnamed for _, options in told(report).offers] == ["none", "last"]
    joined, _ = read_text(path, told(report).other)
    assert joined["displacement"].to_list() == [110_160, 175_360, 113_140]


def test_a_separator_behind_all_rows_hides_no_cut_number(write):
    path = write("city,pop,\nBern,134,591,\nBasel,173,863,\nZug,30,618,\n")
    frame, report = read_csv(path)
    assert frame.to_dict("list") == {"city": ["Bern", "Basel", "Zug"], "pop": [134_591, 173_863, 30_618]}
    for _, options in told(report).offers:
        assert read_text(path, options)[0].shape == (3, 3)
        assert preview_csv(path, options).frame.equals(read_text(path, options)[0])


def test_blanks_are_rather_separators_and_joining_is_offered(write):
    path = write("city pop\nBern 134 591\nBasel 173 863\nZug 30 618\n")
    frame, report = read_csv(path)
    assert frame["pop"].to_list() == [591, 863, 618]
    joined, _ = read_text(path, told(report).other)
    assert joined["pop"].to_list() == [134_591, 173_863, 30_618]
    zeros, report = read_csv(write("city pop\nBern 134 091\nBasel 173 863\n"))
    assert zeros["pop"].to_list() == [134_091, 173_863]
    assert "thousands blank" in told(report).sentence


def test_many_groups_none_of_which_begins_with_a_zero_are_a_column(write):
    rows = [f"r{i},{10 + 3 * i},{101 + 7 * i}" for i in range(60)]
    frame, report = read_csv(write("\n".join(["power,displacement", *rows])))
    assert list(frame.columns) == ["column 1", "power", "displacement"]
    assert told(report).other.unnamed == "none"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("item,price\na,100\nb,250\nc,1,300\nd,900\n", [100, 250, 1300, 900]),
        ("item,price\na,100\nb,1,250\nc,1,300\nd,12,900.5\n", [100, 1250, 1300, 12_900.5]),
        ("item,price,n\na,410,250,2\nb,300,3\nc,305,150,4\nd,300,400\n", [410_250, 300, 305_150, 300]),
    ],
)
def test_rows_with_and_without_a_cell_more_show_a_cut_number(write, text, values):
    path = write(text)
    frame, report = read_csv(path)
    assert frame["price"].to_list() == values
    (finding,) = report.findings
    assert finding.sentence.startswith("Some rows have one cell more")
    assert preview_csv(path).frame.equals(frame)


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n3,4,5\n6,7\n", "a,b\nx,2\ny,4,500\nz,7000\n", "a;b\nx;2\ny;4;500\nz;70\n"]
)
def test_a_cell_too_many_that_is_no_part_of_a_number_is_refused(write, text):
    with pytest.raises(ValueError, match="regular table"):
        read_csv(write(text))


def test_rows_below_a_thousand_and_quoted_cells_stay_whole_among_joined_ones(write):
    text = 'name,price,n\n"x, y",350,000,1\nz,410,250,2\nw,300,3\nv,305,050,4\n'
    frame, _ = read_csv(write(text))
    assert frame["price"].to_list() == [350_000, 410_250, 300, 305_050]
    assert frame["name"].to_list() == ["x, y", "z", "w", "v"]


def test_empty_last_cells_are_left_out_and_told(write):
    frame, report = read_csv(write("a,b\nx,1,\ny,2,\nz,4,\n"))
    assert frame.to_dict("list") == {"a": ["x", "y", "z"], "b": [1, 2, 4]}
    assert not told(report).is_doubt


@pytest.mark.parametrize(
    "text", ["a,b\n1,5,6\n2,7,8\n", "a,b\n9,5,6\n2,7,8\n", "a,b\n1,350,000\n2,250,500\n", "a,b\nx,1,\ny,2,\n"]
)
def test_the_other_reading_is_another_one_and_is_told_no_more(write, text):
    path = write(text)
    frame, report = read_text(path, AUTOMATIC)
    other, decided = read_text(path, told(report).other)
    assert list(other.columns) != list(frame.columns)
    assert not any(found.is_doubt for found in decided.findings)
    assert ReadOptions.restored(told(report).other.stored()) == told(report).other
    for options, shown in ((AUTOMATIC, frame), (told(report).other, other)):
        preview = preview_csv(path, options)
        assert preview.frame.equals(shown)
        assert preview.odd_rows == 0


def test_a_title_above_the_names_is_no_header(write):
    with pytest.raises(ValueError, match="regular table"):
        read_csv(write("My data,2020\na,b,c\n1,2,3\n4,5,6\n"))


def test_what_is_no_choice_is_refused(write):
    assert asdict(ReadOptions())["unnamed"] is None
    with pytest.raises(ValueError, match="without a name"):
        read_csv(write("a,b\n1,5,6\n"), unnamed="middle")
