"""Numbers that could be read in two ways are told of, and read the other way on request."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv


@pytest.mark.parametrize(
    ("text", "was", "other", "cells"),
    [
        ('a,b\n1,"1,234"\n2,"5,678"\n', [1234, 5678], [1.234, 5.678], 2),
        ("a;b\n1;1.234\n2;5.678\n", [1.234, 5.678], [1234, 5678], 2),
        ("a;b\n1;1,234\n2;5,678\n", [1.234, 5.678], [1234, 5678], 2),
        ("a;b\n1;1,234\n2;950\n", [1234, 950], [1.234, 950.0], 1),
        ("a;b\n1,5;1.234\n2,5;5.678\n", [1234, 5678], [1.234, 5.678], 2),
        ("a;b\n1.5;1,234\n2.5;5,678\n", [1234, 5678], [1.234, 5.678], 2),
        ('a,b\n1.5,"1,234"\n2.5,"5,678"\n', [1234, 5678], [1.234, 5.678], 2),
        ("a\tb\n1 234,5\t1.234\n2\t5.678\n", [1.234, 5.678], [1234, 5678], 2),
        ("a\tb\n1.234.567\t1,234\n2\t5,678\n", [1.234, 5.678], [1234, 5678], 2),
        ("a;b\n1;-1,234\n2;NA\n3;1,000\n", [-1.234, None, 1.0], [-1234, None, 1000], 2),
    ],
)
def test_numbers_with_two_readings_are_told_of_and_can_be_read_the_other_way(write, text, was, other, cells):
    path = write(text)
    frame, report = read_csv(path)
    assert frame.iloc[:, 1].replace({np.nan: None}).tolist() == was
    assert report.doubt.cells == cells
    assert report.doubt.columns == ("b",)
    assert f"“{report.doubt.example}” was read as {float(was[0]):g}" in report.doubt.sentence
    again, decided = read_csv(path, **report.doubt.other)
    assert again.iloc[:, 1].replace({np.nan: None}).tolist() == other
    assert decided.doubt is None


def test_points_and_commas_in_doubt_change_places_together(write):
    path = write("a;b;c\n1;1.234;1,234\n2;5.678;7,222\n")
    first, report = read_csv(path)
    second, _ = read_csv(path, **report.doubt.other)
    assert (first["b"].tolist(), first["c"].tolist()) == ([1.234, 5.678], [1234, 7222])
    assert (second["b"].tolist(), second["c"].tolist()) == ([1234, 5678], [1.234, 7.222])
    assert (report.doubt.cells, report.doubt.columns) == (4, ("b", "c"))


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n3,4\n",
        "a,b\n1,0.5\n2,1.234\n",
        "a;b\n1;1,234\n2;0,435\n",
        "a;b\n1;1.234.567\n2;5.678\n",
        "a,b\n1,1.234\n2,1.5\n",
        "a,b,c\n1,1.234,x\n2,17.25,y\n",
    ],
)
def test_where_one_cell_tells_there_is_no_doubt(write, text):
    assert read_csv(write(text))[1].doubt is None


def test_a_cell_far_down_the_file_settles_the_doubt(write):
    path = write("a;b\n" + "1;1.234\n" * 3000 + "2;0.5\n")
    assert read_csv(path)[1].doubt is None
    assert read_csv(write("a;b\n" + "1;1.234\n" * 3000))[1].doubt.cells == 3000


def test_what_the_caller_decided_is_no_doubt(write):
    path = write("a;b\n1;1.234\n2;5.678\n")
    assert read_csv(path, decimal=".")[1].doubt is None
    assert read_csv(path, thousands="")[1].doubt is None


@pytest.mark.parametrize(
    ("signs", "part"),
    [
        ({"decimal": ";"}, "decimal sign is a point or a comma"),
        ({"thousands": "x"}, "thousands sign is a comma"),
        ({"thousands": ",,"}, "thousands sign is a comma"),
        ({"decimal": ",", "thousands": ","}, "cannot be the same"),
    ],
)
def test_signs_that_cannot_be_are_refused(write, signs, part):
    with pytest.raises(ValueError, match=part):
        read_csv(write("a;b\n1;2\n"), **signs)


def test_numbers_that_depend_on_the_choice_are_counted_whoever_decided(write):
    path = write("a;b;c\n1;1,234;7\n2;5,678;8\n3;9;9\n")
    for options in ({}, {"decimal": "."}, {"decimal": ","}):
        report = read_csv(path, **options)[1]
        assert [note.either_way for note in report.columns] == [0, 2, 0]
    assert [note.either_way for note in preview_csv(path).columns] == [0, 2, 0]
    clear = write("a;b;c\n1;1,234;7\n2;5,678;8\n3;0,5;9\n")
    assert [note.either_way for note in read_csv(clear)[1].columns] == [0, 0, 0]
