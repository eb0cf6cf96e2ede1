"""What is written in any locale is read back to the last bit: signs, separators, quotes and encodings."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_reader import read_csv

# Every double that can be written without an exponent and with at most some thirty digits.
NUMBERS = st.floats(-1e15, 1e15).filter(lambda x: x == 0.0 or abs(x) > 1e-12)
WORDS = st.sampled_from(["Ulm", "Köln", "Düren", "Saarbrücken", "a, b; c", 'say "hi"', "it's", "two\nlines"])
ROWS = st.lists(st.tuples(NUMBERS, st.integers(-(10**15), 10**15), WORDS), min_size=1, max_size=10)


def written(value: float | int, decimal: str, thousands: str) -> str:
    """A number with all its digits, in groups of three where there is a sign for them."""
    text = format(Decimal(repr(value)), ",f")
    whole, _, fraction = text.partition(".")
    return whole.replace(",", thousands) + (decimal + fraction if fraction else "")


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.sampled_from([".", ","]),
    thousands=st.sampled_from(["", ",", ".", " ", "'", "’", "\u00a0", "\u202f"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    newline=st.sampled_from(["\n", "\r\n"]),
    signs_given=st.booleans(),
)
def test_a_table_comes_back_exactly_from_any_locale(
    tmp_path: Path,
    rows: list[tuple[float, int, str]],
    separator: str,
    decimal: str,
    thousands: str,
    encoding: str,
    quoting: int,
    newline: str,
    signs_given: bool,
) -> None:
    assume(thousands != decimal)
    assume(not (encoding == "cp1252" and thousands == "\u202f"))
    # Three rows that leave no doubt: a fraction, groups, and letters for the encoding.
    rows = [(0.5, 1234567, "Köln"), (1234567.25, -1, "Düren"), (-2.75, 0, "Saarbrücken"), *rows]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=newline)
    writer.writerow(["number", "whole", "word"])
    for number, whole, word in rows:
        writer.writerow([written(number, decimal, thousands), written(whole, decimal, thousands), word])
    path = tmp_path / "table.csv"
    path.write_bytes(stream.getvalue().encode(encoding))
    given_signs = {"decimal": decimal, "thousands": thousands} if signs_given else {}
    frame, report = read_csv(path, **given_signs)
    assert (report.separator, report.decimal) == (separator, decimal)
    assert report.doubt is None
    assert frame["number"].tolist() == [row[0] for row in rows]
    assert frame["whole"].tolist() == [row[1] for row in rows]
    assert frame["word"].tolist() == [row[2] for row in rows]
