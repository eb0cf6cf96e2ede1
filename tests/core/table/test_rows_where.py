"""Rows found by a condition: numbers, texts and dates, with what is missing told."""

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.rows_where import rows_where

FRAME = pd.DataFrame(
    {
        "area": [100.0, 250.0, np.nan, 300.0, 201.0],
        "town": ["Ulm", "Ulm ", "Ulm", "Köln", None],
        "built on": pd.to_datetime(["2019-05-01", "2020-01-01", "2021-07-09", None, "2024-12-31"]),
        "sold": [True, False, True, False, True],
        "big": [2**60, 2**60 + 1, 5, 6, 7],
    }
)


@pytest.mark.parametrize(
    ("condition", "rows", "unknown"),
    [
        ("area > 200", [1, 3, 4], 1),
        ('area > 200 and town == "Ulm"', [1], 2),
        ("area > 200 and town == 'Ulm'", [1], 2),
        ("area > 200 and town == „Ulm“", [1], 2),
        ('town != "Ulm"', [3], 1),
        ('not town == "Ulm"', [3], 1),
        ('"Köln" == town', [3], 1),
        ("100 < area < 260", [1, 4], 1),
        ('`built on` >= "2020-01-01"', [1, 2, 4], 1),
        ('"2020-01-01" > `built on`', [0], 1),
        ("sold", [0, 2, 4], 0),
        ("not sold", [1, 3], 0),
        ("is_missing(area) or is_missing(town)", [2, 4], 0),
        ("is_missing(town)", [4], 0),
        ("row() <= 2", [0, 1], 0),
        ("area > mean(area)", [1, 3], 1),
        (f"big == {2**60 + 1}", [1], 0),
    ],
)
def test_a_condition_finds_its_rows_and_counts_those_it_cannot_tell(condition, rows, unknown):
    found = rows_where(condition, FRAME)
    assert found.rows.rows().tolist() == rows
    assert found.n_unknown == unknown


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("", "Type a condition"),
        ("area + 1", "not yes or no"),
        ("area = 200", "write =="),
        ('area == "200"', "without quotes"),
        ("town == Ulm", "no column “Ulm”"),
        ("town > 3", "in quotes"),
        ('town < "Ulm"', "== and !="),
        ('1 + town == "Ulm"', "only be compared with a column"),
        ('lower("Ulm") == town', "no function"),
        ('"Ulm" == "Ulm"', "only be compared with a column"),
        ('town == "Ulm', "not closed"),
        ('`built on` > "soon"', "is none"),
        ("`built on` > 3", "dates"),
        ('nothing == "a"', "no column “nothing”"),
        ("__import__('os')", "no function"),
    ],
)
def test_what_is_no_condition_is_refused_in_a_sentence(condition, words):
    with pytest.raises(ProblemError) as refused:
        rows_where(condition, FRAME)
    assert words in refused.value.problem.sentence


def test_a_text_that_is_nowhere_is_told_with_the_one_that_may_be_meant():
    found = rows_where('town == "ulm"', FRAME)
    assert not len(found.rows)
    assert "did you mean “Ulm”" in found.sentence


def test_rows_that_cannot_be_told_are_counted_in_words():
    sentence = rows_where("area > 200", FRAME).sentence
    assert sentence.startswith("The condition holds for 3 rows.")
    assert "1 row is left out" in sentence


def test_means_in_a_condition_leave_excluded_rows_out():
    counted = np.array([True, True, True, False, True])
    mean = float(np.mean([100.0, 250.0, 201.0]))
    found = rows_where(f"mean(area) == {mean!r}", FRAME, counted)
    assert found.rows.rows().tolist() == [0, 1, 2, 3, 4]
