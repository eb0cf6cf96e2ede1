"""Rows at the end that are none of data are told, and left out on request."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.options import ReadOptions

ROWS = "name,a,b\nx,1,2.5\ny,2,3.5\nz,4,4.5\nw,3,1.5\n"
COLUMNS = {"name": ["x", "y", "z", "w"], "a": [1, 2, 4, 3], "b": [2.5, 3.5, 4.5, 1.5]}


@pytest.mark.parametrize(
    ("footer", "count"),
    [
        ("Total,10,12\n", 1),
        ("TOTAL:,10,12\n", 1),
        ("Grand total,10,12\n", 1),
        ("Summe,10,12\n", 1),
        ("Mean,2.5,3\n", 1),
        ("Total,10,12\nAverage,2.5,3\n", 2),
        (",10,12\n", 1),
        ("\nTotal,10,12\n\n", 1),
        ("Source: WHO,,\n", 1),
        ("as of May,,\n", 1),
        (",Total,12\n", 1),
        ("Итого,10,12\n", 1),
    ],
)
def test_a_footer_is_told_and_left_out_on_request(write, footer, count):
    path = write(ROWS + footer)
    frame, report = read_csv(path)
    assert len(frame) == 4 + count
    (finding,) = report.findings
    assert preview_csv(path).findings == report.findings
    assert "footer" in finding.sentence
    assert finding.other.skip_footer == count
    kept, decided = read_csv(path, skip_footer=count)
    assert kept.to_dict("list") == COLUMNS
    assert decided.findings == ()
    assert preview_csv(path, ReadOptions(skip_footer=count)).frame.equals(kept)


@pytest.mark.parametrize(
    "text",
    [
        ROWS,
        "shop,a\nTotal,1\nShell,2\nTotal,3\nTotal,5\n",
        "a,b\n1,2\n2,3\n3,5\n",
        "a,b\n1,2\n2,3\n,5\n",
        "name,a\nx,1\nmean street,2\ny,3\n",
        "only,one\nTotal,2\n",
        "a,b,c\n9007199254740993,2,1\n,3,2\n4,5,\n,7,3\n",
        "a,b,c\n9007199254740993,2,1\n5,3,2\n4,5,3\n,7,\n",
    ],
)
def test_rows_like_others_are_no_footer(write, text):
    assert read_csv(write(text))[1].findings == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "utf-32"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    count=st.integers(0, 4),
    blank=st.integers(0, 2),
)
def test_rows_at_the_end_are_left_out_in_any_encoding(write, encoding, end, count, blank):
    footers = [f"Größe {i},x,y,z" for i in range(count)]
    text = end.join([*ROWS.replace("x,", "Köln,").splitlines(), *footers]) + end * blank
    frame, _ = read_csv(write(text, encoding), skip_footer=count)
    assert frame["a"].to_list() == COLUMNS["a"]
    assert frame["name"].to_list() == ["Köln", "y", "z", "w"]


def test_rows_at_the_end_of_a_long_and_packed_file_are_left_out(tmp_path):
    path = tmp_path / "long.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 100_000 + b"Total,200000\nSource: x, y, z\n"))
    frame, report = read_csv(path, skip_footer=2)
    assert (len(frame), str(frame["a"].dtype), report.rows) == (100_000, "int64", 100_000)
