"""Times in texts, in seconds."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.column_types import NumberReading
from linreg_gui.core.cells.times import look_like_times, times_of


def times(*texts: str | None, reading: NumberReading | None = None):
    return times_of(pd.Series(texts, dtype="str"), reading)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 99_999), st.integers(0, 59), st.integers(0, 59)), min_size=1, max_size=5
    )
)
def test_hours_minutes_and_seconds_are_seconds(parts):
    found = times(*(f"{h:02}:{m:02}:{s:02}" for h, m, s in parts))
    assert found.seconds.tolist() == [(h * 60 + m) * 60 + s for h, m, s in parts]
    assert (len(found.bad), found.two_parts) == (0, False)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:01:30.25", 90.25),
        ("-0:00:10", -10),
        ("1 day 00:00:01", 86_401),
        ("2 days, 01:00:00", 176_400),
        ("3d 00:00:00", 259_200),
        ("PT1M30S", 90),
        ("P1DT2H", 93_600),
        ("PT0.5S", 0.5),
        ("-PT1H", -3600),
        ("1:30 PM", 48_600),
        ("12:00 am", 0),
        ("12:15:30 p.m.", 44_130),
        ("11:59PM", 86_340),
    ],
)
def test_times_are_written_in_many_ways(text, seconds):
    assert times(text, None).seconds.iloc[0] == seconds


@pytest.mark.parametrize(
    "text", ["0:61:00", "1:00:60", "13:00 PM", "0:30 am", "PT", "P", "noon", "1:2:3", "1:2"]
)
def test_what_is_no_time_is_none(text):
    found = times(text, "00:00:01")
    assert found.bad.tolist() == [0]
    assert pd.isna(found.seconds.iloc[0])


@pytest.mark.parametrize(
    ("texts", "seconds", "either_way"),
    [
        (["1:30", "2:45"], [5400, 9900], True),
        (["1:30", "75:45"], [90, 4545], False),
        (["59:30", "1:02:30"], [3570, 3750], False),
        (["1:30.5", "0:12.25"], [90.5, 12.25], False),
    ],
)
def test_two_parts_are_what_the_column_tells(texts, seconds, either_way):
    found = times(*texts)
    assert found.seconds.tolist() == seconds
    assert (found.two_parts, found.either_way) == (True, either_way)


def test_two_parts_are_what_a_person_says():
    assert times("1:30", reading=NumberReading.MINUTES).seconds.tolist() == [90]
    assert times("1:30", "75:10", reading=NumberReading.HOURS).seconds.tolist() == [5400, 270_600]


def test_texts_look_like_times_or_not():
    texts = pa.array(["00:01:30", "1:30 PM", "PT5S", "1 day 02:03:04", "red", "1.5", None])
    assert look_like_times(texts) == 4
