"""A row of units below the names becomes units of the columns, and no bad cell."""

from __future__ import annotations

import pytest

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.options import ReadOptions


@pytest.mark.parametrize(
    ("row", "units"),
    [
        ("(s),(m)", ("s", "m")),
        ("[kg],[°C]", ("kg", "°C")),
        ("s,m/s", ("s", "m/s")),
        ("kg,m·s^-2", ("kg", "m·s^-2")),
        ("%,", ("%", "")),
        ("hPa,-", ("hPa", "")),
        ("{V},{mA}", ("V", "mA")),
        ("(a made-up unit),()", ("a made-up unit", "")),
        ("years,USD", ("years", "USD")),
        ("m²,W/(m K)", ("m²", "W/(m K)")),
        ("€,deg C", ("€", "deg C")),
        ('"(s)","(m)"', ("s", "m")),
        ("mg/L,µg/m³", ("mg/L", "µg/m³")),
    ],
)
def test_a_row_of_units_is_told_and_no_row_of_data(write, row, units):
    path = write(f"time,dist\n{row}\n1,2.1\n2,3.9\n3,6.2\n")
    frame, report = read_csv(path)
    assert frame.to_dict("list") == {"time": [1, 2, 3], "dist": [2.1, 3.9, 6.2]}
    assert tuple(report.units.get(name, "") for name in frame.columns) == units
    (finding,) = report.findings
    assert "units" in finding.sentence
    kept, decided = read_csv(path, units=finding.other.units)
    assert len(kept) == 4
    assert (decided.units, decided.findings) == ({}, ())
    preview = preview_csv(path)
    assert preview.frame.equals(frame)
    assert preview.units == report.units


@pytest.mark.parametrize(
    "text",
    [
        "time,dist\n1,2.1\n2,3.9\n3,6.2\n",
        "time,dist\nx,2.1\n2,3.9\n3,6.2\n",
        "time,dist\nbroken,cells\n2,3.9\n3,6.2\n",
        "time,dist\n(5),(6)\n2,3.9\n3,6.2\n",
        "name,dist\nAnn,m\nBob,3.9\nCid,6.2\n",
        "time,dist\nNA,NA\n2,3.9\n3,6.2\n",
        "time,dist\n,\n2,3.9\n3,6.2\n",
    ],
)
def test_other_rows_are_rows(write, text):
    frame, report = read_csv(write(text))
    assert len(frame) == 3
    assert report.units == {}


def test_texts_beside_units_in_brackets_do_not_hide_them(write):
    frame, report = read_csv(write("town,temp\nname,[°C]\nUlm,2.1\nBonn,3.9\n"))
    assert frame.to_dict("list") == {"town": ["Ulm", "Bonn"], "temp": [2.1, 3.9]}
    assert report.units == {"town": "name", "temp": "°C"}


def test_a_row_may_be_declared_to_hold_units(write):
    path = write("time,dist\nbeats,furlong\n1,2.1\n2,3.9\n")
    assert read_csv(path, units=True)[1].units == {"time": "beats", "dist": "furlong"}
    assert preview_csv(path, ReadOptions(units=True)).units == {"time": "beats", "dist": "furlong"}


@pytest.mark.parametrize("row", ["(s),(m)", ",(s),(m)", "s,m"])
def test_units_may_stand_below_a_header_without_a_name_for_the_rows(write, row):
    path = write(f"time,dist\n{row}\nr1,1,2.1\nr2,2,3.9\nr3,3,6.2\n")
    frame, report = read_csv(path)
    assert frame.to_dict("list") == {
        "column 1": ["r1", "r2", "r3"],
        "time": [1, 2, 3],
        "dist": [2.1, 3.9, 6.2],
    }
    assert report.units == {"time": "s", "dist": "m"}
    assert preview_csv(path).frame.equals(frame)
