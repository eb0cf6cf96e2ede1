"""Dates in texts: zones, parts of seconds, a.m. and p.m., and which part comes first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.column_types import DateOrder
from linreg_gui.core.cells.dates import both_dates, can_be_written, dates_of, look_like_dates


def column(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-03-11T17:06:29.749133Z", "2023-03-11 17:06:29.749133"),
        ("2023-03-11T17:06:29+02:00", "2023-03-11 15:06:29"),
        ("2023-03-11t17:06z", "2023-03-11 17:06:00"),
        ("2023-03-11 23:30:00-0130", "2023-03-12 01:00:00"),
        ("2023-03-11 00:30:00 +01", "2023-03-10 23:30:00"),
        ("2023-03-11 17:06:29,5 UTC", "2023-03-11 17:06:29.5"),
        ("2023-03-11T00:00:00.123456789Z", "2023-03-11 00:00:00.123456789"),
    ],
)
def test_a_moment_with_a_zone_is_that_moment_in_utc(text, moment):
    found = dates_of(column(text, None))
    assert found.values.tolist() == [pd.Timestamp(moment, tz="UTC"), pd.NaT]
    assert (found.zoned, found.either_way, found.bad.tolist()) == (True, 0, [])


def test_one_zone_speaks_for_no_other_cell():
    found = dates_of(column("2023-03-11T17:06:29Z", "2023-03-11T17:06:29", "2023-03-12"))
    assert found.values.isna().tolist() == [False, True, True]
    assert found.bad.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("13/07/2020 1:05 PM", "2020-07-13 13:05"),
        ("13/07/2020 12:05 am", "2020-07-13 00:05"),
        ("2020-07-13 12:05:30 p.m.", "2020-07-13 12:05:30"),
        ("07/13/2020 11:59:59PM", "2020-07-13 23:59:59"),
        ("13.07.2020 09:00", "2020-07-13 09:00"),
    ],
)
def test_hours_may_be_told_by_am_and_pm(text, moment):
    assert dates_of(column(text)).values.tolist() == [pd.Timestamp(moment)]


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-01 13:00 PM",
        "2020-01-01 0:30 am",
        "2020-13-01",
        "2020-02-30",
        "31/31/2020",
        "2020-01-01 25:00",
    ],
)
def test_what_is_in_no_calendar_and_on_no_clock_is_no_date(text):
    found = dates_of(column(text))
    assert found.values.isna().all()
    assert found.bad.tolist() == [0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.datetimes(pd.Timestamp(1700, 1, 1), pd.Timestamp(2250, 1, 1)), min_size=1, max_size=5),
    st.integers(0, 999),
)
def test_moments_come_back_to_the_nanosecond(moments, nanos):
    stamps = [pd.Timestamp(moment).as_unit("ns") + pd.Timedelta(nanos, "ns") for moment in moments]
    assert dates_of(column(*(stamp.isoformat() for stamp in stamps))).values.tolist() == stamps


def test_which_part_comes_first_is_told_by_the_whole_column():
    assert dates_of(column("03/04/2020", "13/07/2020")).values.iloc[0] == pd.Timestamp(2020, 4, 3)
    assert dates_of(column("03/04/2020", "07/13/2020")).values.iloc[0] == pd.Timestamp(2020, 3, 4)
    assert dates_of(column("03/04/2020", "07/13/2020")).day_first is False
    assert dates_of(column("2020-04-03")).day_first is None
    open_one = dates_of(column("03/04/2020", "05/05/2020"))
    assert open_one.either_way == 1
    assert dates_of(column("03/04/2020"), DateOrder.MONTH_FIRST).values.iloc[0] == pd.Timestamp(2020, 3, 4)
    assert both_dates("03/04/2020") == ("2020-04-03", "2020-03-04")
    assert both_dates("05/05/2020") is None


def test_texts_look_like_dates_or_not():
    assert look_like_dates(pa.array(["2020-01-01", " 3/4/2020 5:06 ", "3-4", None])) == 2
    assert look_like_dates(pa.array([], pa.string())) == 0


@pytest.mark.parametrize("text", ["0000-01-01", "9999-12-31T23:59-05:00", "0001-01-01T00:00+05:00"])
def test_a_date_that_no_calendar_of_python_has_is_none(text) -> None:
    found = dates_of(column(text, "x"))
    assert found.values.isna()[0]
    assert dates_of(column("0001-01-01", "9999-12-31")).values.notna().all()


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_the_dates_that_can_be_written_end_with_the_years_1_and_9999(unit) -> None:
    ends = pd.Series(np.array(["0001-01-01", "9999-12-31T23:59:59", "NaT"], f"datetime64[{unit}]"))
    assert can_be_written(ends)
    for far in ("0000-12-31T23:59:59", "10000-01-01"):
        assert not can_be_written(pd.Series(np.array([far], f"datetime64[{unit}]")))
