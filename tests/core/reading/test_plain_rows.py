"""Blanks between a separator and a quote are no part of a cell."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.plain_rows import RowStyle, is_padded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('n, X, Y\n1, "0,77", "1,2"\n2, "10,3", "0,4"\n', {"n": [1, 2], "X": [0.77, 10.3], "Y": [1.2, 0.4]}),
        ('"a", "b"\n"x, y", 1\n"z", 2\n', {"a": ["x, y", "z"], "b": [1, 2]}),
        ('a;  "b"\n"1";  "x;y"\n"2";  "z"\n', {"a": [1, 2], "b": ["x;y", "z"]}),
        ('a\t "b"\n1\t "x\ty"\n2\t "z"\n', {"a": [1, 2], "b": ["x\ty", "z"]}),
        ('a, b\n1, "say ""hi"", you"\n2, "x"\n', {"a": [1, 2], "b": ['say "hi", you', "x"]}),
        ('a, b\n1, "two\nlines"\n2, "x"\n', {"a": [1, 2], "b": ["two\nlines", "x"]}),
        ("'a', 'b'\n'x, y', 1\n'z', 2\n", {"a": ["x, y", "z"], "b": [1, 2]}),
    ],
)  # fmt: skip
def test_a_blank_before_a_quote_changes_no_cell(write, text, expected):
    path = write(text)
    quote = "'" if '"' not in text else None
    frame, _ = read_csv(path, quote=quote)
    assert frame.to_dict("list") == expected
    assert not read_csv(path, quote=quote)[1].findings


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 99), st.text('ab,"\n ', max_size=6)), min_size=1, max_size=12),
    st.sampled_from([",", ";", "|"]),
    st.sampled_from([" ", "  "]),
)
def test_what_is_written_with_blanks_before_quotes_comes_back(write, rows, separator, blanks):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n")
    lines = ['"n"' + separator + blanks + '"text"\n']
    for n, text in [*rows, (1, f"a{separator}b")]:
        stream.seek(0)
        stream.truncate()
        writer.writerow([f"t{text}"])
        lines.append(f"{n}{separator}{blanks}{stream.getvalue()}")
    path = write("".join(lines))
    frame, report = read_csv(path)
    assert report.separator == separator
    assert frame["n"].to_list() == [*(n for n, _ in rows), 1]
    assert frame["text"].to_list() == [*(f"t{text}" for _, text in rows), f"ta{separator}b"]
    assert preview_csv(path).frame.equals(frame)


def test_a_blank_inside_of_a_cell_stays():
    style = RowStyle(",", padded=is_padded('1, "a"\n', ",", '"'))
    assert style.padded
    assert style.plain(b'"x, ""y""", "z"\n') == b'"x, ""y""","z"\n'
    assert not is_padded('"x, y",1\n', ",", '"')
