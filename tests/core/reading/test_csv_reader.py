"""Tables are read without asking how they are written, without altering a value, or refused in words."""

from __future__ import annotations

import csv
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from linreg_gui.core.installation.resources import samples
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadCancelled
from linreg_gui.core.table.to_dataset import to_dataset

Write = Callable[..., Path]


def values(path: Path, **options: object) -> dict[str, list[object]]:
    frame, _ = read_csv(path, **options)  # type: ignore[arg-type]
    return frame.to_dict("list")


def refused(path: Path, **options: object) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        read_csv(path, **options)  # type: ignore[arg-type]
    sentence = caught.value.problem.sentence
    assert path.name in sentence
    assert sentence.count(". ") == 0
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return caught.value


# What is found without asking


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)
def test_a_bundled_sample_has_the_values_that_pandas_reads(sample: object) -> None:
    frame, report = read_csv(sample.path)  # type: ignore[attr-defined]
    expected = pd.read_csv(sample.path)  # type: ignore[attr-defined]
    assert (report.separator, report.decimal, report.header, report.encoding) == (",", ".", True, "utf-8")
    pd.testing.assert_frame_equal(frame, expected)


def test_a_reference_problem_has_its_exact_values(write: Write) -> None:
    path = write("y,x\n0.1,0.2\n338.8,337.4\n118.1,118.2\n0.11019,150000\n1e-7,884.6\n")
    assert values(path) == {
        "y": [0.1, 338.8, 118.1, 0.11019, 1e-7],
        "x": [0.2, 337.4, 118.2, 150000.0, 884.6],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2.5\n3,4\n", {"a": [1, 3], "b": [2.5, 4.0]}),
        ("a;b\n1,5;2\n0,435;3\n", {"a": [1.5, 0.435], "b": [2, 3]}),
        ("a\tb\n1,5\t2\n2,5\t3\n", {"a": [1.5, 2.5], "b": [2, 3]}),
        ("a|b\n1|2\n", {"a": [1], "b": [2]}),
        ("  a    b\n 1.5   2\n10.5  30\n", {"a": [1.5, 10.5], "b": [2, 30]}),
        ("a  name\n1.5  \"two  words\"\n2  x\n", {"a": [1.5, 2.0], "name": ["two  words", "x"]}),
        ("x\n1\n2\n", {"x": [1, 2]}),
        ("1,2\n3,4\n", {"column 1": [1, 3], "column 2": [2, 4]}),
        ("a,b\r\n1,2\r\n\r\n3,4\r\n\r\n  \r\n", {"a": [1, 3], "b": [2, 4]}),
        ("a,b\r1,2\r3,4\r", {"a": [1, 3], "b": [2, 4]}),
        ("a,b\n1,2\n3,4", {"a": [1, 3], "b": [2, 4]}),
        ("a,b,\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
        ('a,b\n"x\ny, ""z""",1\nw,2\n', {"a": ['x\ny, "z"', "w"], "b": [1, 2]}),
        ('a,b\n"1,5","2,5"\n"3","4,25"\n', {"a": [1.5, 3.0], "b": [2.5, 4.25]}),
        (" a , b \n 1 , 2.5 \n 3 , 4 \n", {"a": [1, 3], "b": [2.5, 4.0]}),
        ("a,b\n+1,−2\n-3,4\n", {"a": [1, -3], "b": [-2, 4]}),
        ("a,b\n9007199254740993,1\n2,2\n", {"a": [9007199254740993, 2], "b": [1, 2]}),
        ("d,t,b,v\n2020-01-01,10:30,true,1\n2020-01-02,11:30,false,2\n",
         {"d": [pd.Timestamp(2020, 1, 1), pd.Timestamp(2020, 1, 2)], "t": [37_800, 41_400],
          "b": ["true", "false"], "v": [1, 2]}),
    ],
)  # fmt: skip
def test_a_table_is_understood_as_it_is_written(write: Write, text: str, expected: dict[str, object]) -> None:
    frame, _ = read_csv(write(text))
    assert frame.to_dict("list") == expected
    assert [type(values[0]) for values in expected.values()] == [
        type(value) for value in frame.head(1).to_dict("list").values() for value in value
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_an_encoding_is_found(write: Write, encoding: str) -> None:
    path = write("größe;näme\r\n1,5;Müller\r\n2,5;Åse\r\n", encoding)
    frame, report = read_csv(path)
    assert frame.to_dict("list") == {"größe": [1.5, 2.5], "näme": ["Müller", "Åse"]}
    found = {"utf-16": "utf-16-le", "latin-1": "cp1252"}.get(encoding, encoding)
    assert report.encoding == found


def test_utf_16_with_the_mark_of_big_endian_is_found(write: Write) -> None:
    assert values(write("\ufeffa,b\n1,2\n".encode("utf-16-be"))) == {"a": [1], "b": [2]}


def test_what_windows_1252_lacks_is_read_as_latin_1(write: Write) -> None:
    frame, report = read_csv(write(b"a,b\n1,\x81\xe9\n2,x\n"))
    assert report.encoding == "latin-1"
    assert frame["b"].iloc[0] == "\x81é"


def test_a_western_letter_far_down_the_file_changes_the_encoding(write: Write) -> None:
    path = write(b"a,b\n" + b"1,abc\n" * 100_000 + b"2,\xe9t\xe9\n")
    frame, report = read_csv(path)
    assert report.encoding == "cp1252"
    assert frame["b"].iloc[-1] == "été"


def test_cells_may_hold_line_breaks_wherever_the_file_is_cut_into_pieces(write: Write) -> None:
    n_rows = 2_000_000
    frame, report = read_csv(write(b"a,b\n" + b'"x\ny",1.5\n' * n_rows))
    assert report.rows == n_rows
    assert (frame["a"] == "x\ny").all()
    assert (frame["b"] == 1.5).all()


def test_a_quotation_mark_inside_a_cell_does_no_harm(write: Write) -> None:
    assert values(write('pipe,v\n5" wide,1\n6 wide,2\n')) == {"pipe": ['5" wide', "6 wide"], "v": [1, 2]}


# Missing values and texts among numbers


@pytest.mark.parametrize(
    "token", ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-", "?", " ", " NA "]
)
def test_a_token_for_a_missing_value_is_one(write: Write, token: str) -> None:
    frame, report = read_csv(write(f"a,b,c\n1,{token},x\n2,3,y\n"))
    assert frame["b"].dtype == np.float64
    assert np.isnan(frame["b"].iloc[0])
    assert [note.missing for note in report.columns] == [0, 1, 0]
    assert report.columns[1].not_numbers == 0


def test_other_tokens_may_be_given(write: Write) -> None:
    frame, report = read_csv(write("a,b\n-999,1\n2,NA\n3,4\n"), missing=["-999"])
    assert np.isnan(frame["a"].iloc[0])
    assert frame["b"].tolist() == [1.0, "NA", 4.0]
    assert [(note.missing, note.not_numbers) for note in report.columns] == [(1, 0), (0, 1)]


def test_a_text_among_numbers_is_kept_and_counted(write: Write) -> None:
    frame, report = read_csv(write("a,b\n1.5,2\n broken,3\n3,4\n,5\n"))
    assert frame["a"].dtype == object
    assert frame["a"].tolist()[:3] == [1.5, " broken", 3.0]
    assert frame["a"].isna().tolist() == [False, False, False, True]
    assert (report.columns[0].missing, report.columns[0].not_numbers) == (1, 1)
    _, ledger = to_dataset(frame, label="b", features=["a"])
    assert ledger.sentence == "4 read → 2 used (1 missing a, 1 not a number in a)"


def test_a_few_numbers_do_not_make_a_text_column_numeric(write: Write) -> None:
    frame, report = read_csv(write("a,b\nx,1\ny,2\n1.50,3\n,4\n"))
    assert frame["a"].tolist()[:3] == ["x", "y", "1.50"]
    assert not report.columns[0].numeric
    assert report.columns[0].missing == 1


def test_an_empty_column_is_kept_but_is_not_numeric(write: Write) -> None:
    frame, report = read_csv(write("a,b\n,1\n,2\n"))
    assert frame["a"].isna().all()
    assert [note.numeric for note in report.columns] == [False, True]


# What the caller knows


def test_every_finding_can_be_overruled(write: Write) -> None:
    path = write("1;1.234\n2;5.678\n")
    assert values(path, thousands=".", header=True) == {"1": [2], "1.234": [5678]}
    assert values(path, decimal=",", thousands="") == {"column 1": [1, 2], "column 2": ["1.234", "5.678"]}
    assert refused(path, separator="").problem.kind == "no numeric column"


# Progress and cancelling


def test_progress_grows_to_one_in_the_callers_thread(write: Write) -> None:
    seen: list[tuple[float, int]] = []

    def progress(fraction: float) -> bool:
        seen.append((fraction, threading.get_ident()))
        return True

    read_csv(write(b"a,b\n" + b"1,2.5\n" * 1_000_000), progress=progress)
    fractions = [fraction for fraction, _ in seen]
    assert len(fractions) > 6
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {thread for _, thread in seen} == {threading.get_ident()}


@pytest.mark.parametrize("after", [1, 3, 8])
def test_reading_ends_when_progress_says_no(write: Write, after: int) -> None:
    path = write(b"a,b\n" + b"1,2.5\n" * 1_000_000)
    calls = 0

    def progress(_: float) -> bool:
        nonlocal calls
        calls += 1
        return calls < after

    with pytest.raises(ReadCancelled):
        read_csv(path, progress=progress)
    assert calls == after


# Bad files


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.csv").problem.kind == "no file"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path).problem.kind == "not a file"


def test_a_file_that_may_not_be_read_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a,b\n1,2\n")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may read everything

        def forbidden(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", forbidden)
    else:
        path.chmod(0)
    assert refused(path).problem.kind == "no permission"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\n \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"a,b,c\n", "no rows"),
        (b"a,b\nx,y\nz,w\n", "no numeric column"),
        (b"a,b\n,NA\n,NA\n", "no numeric column"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", "not text"),
        (b"PK\x03\x04\x14\0\6\0", "damaged"),
        (b"\x1f\x8b\x08\x00abc", "damaged"),
        (b"a,b\n1,2\n3,\0\n", "not text"),
        (bytes(range(1, 256)) * 8, "not text"),
        (b"a,b\n" + b"1,2\n" * 200_000 + b"\0" * 64, "not text"),
    ],
)
def test_a_file_without_a_table_of_numbers_is_refused(write: Write, content: bytes, kind: str) -> None:
    assert refused(write(content)).problem.kind == kind


@pytest.mark.parametrize(
    ("text", "line", "cells"),
    [
        ("a,b,c\n1,2,3\n4,5\n6,7,8\n", 3, 2),
        ("a,b\n1,2\n1,2\n1,2,3\n", 4, 3),
        ('a,b\n"x\ny",2\n\n1,2\n1,2,3\n', 6, 3),
        ("1;2\n1;2\n1;2;3\n", 3, 3),
        ("My data\na,b\n1,2\n3,4\n", 2, 2),
        ("a,b\n" + "1,2\n" * 400_000 + "1,2,3\n", 400_002, 3),
    ],
)
def test_a_ragged_row_is_named_by_its_line(write: Write, text: str, line: int, cells: int) -> None:
    problem = refused(write(text)).problem
    assert problem.kind == "ragged"
    assert f"line {line} has {cells} cells" in problem.sentence


def test_a_quotation_mark_that_is_never_closed_is_refused(write: Write) -> None:
    refused(write('a,b\n1,2\n3,4\n"5,6\n7,8\n'))


def test_a_file_in_another_encoding_than_given_is_refused(write: Write) -> None:
    path = write(b"a,\xff\xff\n1,2\n")
    assert refused(path, encoding="shift_jis").problem.kind == "encoding"
    with pytest.raises(ProblemError, match="no encoding named"):
        read_csv(path, encoding="klingon")


# Round trips

DIALECTS = [(",", "."), (";", ","), (";", "."), ("\t", ","), ("\t", "."), ("|", ".")]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8).map(
    lambda t: f"t{t}"
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def written(columns: dict[str, list[object]], separator: str, decimal: str, newline: str) -> str:
    """A table as text, numbers with all their digits."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator=newline)
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([repr(c).replace(".", decimal) if isinstance(c, float) else c for c in row])
    return stream.getvalue()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(FLOATS, st.integers(-(2**63), 2**63 - 1), TEXTS), min_size=2, max_size=12),
    dialect=st.sampled_from(DIALECTS),
    newline=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_comes_back_exactly(
    write: Write,
    rows: list[tuple[float, int, str]],
    dialect: tuple[str, str],
    newline: str,
    encoding: str,
) -> None:
    columns: dict[str, list[object]] = {
        "number": [0.5, *(row[0] for row in rows)],
        "whole": [1, *(row[1] for row in rows)],
        "text": ["plain", *(row[2] for row in rows)],
    }
    frame, report = read_csv(write(written(columns, *dialect, newline), encoding))
    assert (report.separator, report.decimal) == dialect
    assert frame.to_dict("list") == columns


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.one_of(FLOATS, st.none(), st.just("broken")), min_size=1, max_size=12),
    dialect=st.sampled_from(DIALECTS),
)
def test_numbers_among_gaps_and_texts_come_back_exactly(
    write: Write, cells: list[float | str | None], dialect: tuple[str, str]
) -> None:
    cells = [0.5, 1.5, *[2.5] * len(cells), *cells]
    columns: dict[str, list[object]] = {"a": list(cells), "b": list(range(len(cells)))}
    frame, report = read_csv(write(written(columns, *dialect, "\n")))
    expected = [cell if cell is not None else None for cell in cells]
    got = [None if pd.isna(cell) else cell for cell in frame["a"]]
    assert got == expected
    assert report.columns[0].missing == cells.count(None)
    assert report.columns[0].not_numbers == cells.count("broken")


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("'a','b'\n'1','x, y'\n'2','z'\n", None, {"a": [1, 2], "b": ["x, y", "z"]}),
        ("a,b\n1,don't\n2,won't\n", None, {"a": [1, 2], "b": ["don't", "won't"]}),
        ('a;b\n1;"x"\n2;y\n', "", {"a": [1, 2], "b": ['"x"', "y"]}),
        ('a;b\n1;"x;y"\n2;"z\n"\n', '"', {"a": [1, 2], "b": ["x;y", "z\n"]}),
    ],
)
def test_the_sign_around_cells_is_found_or_given(write, text, quote, expected):
    path = write(text)
    frame, report = read_csv(path, quote=quote)
    assert frame.to_dict("list") == expected
    assert preview_csv(path, ReadOptions(quote=quote)).quote == report.quote


def test_a_sign_that_is_never_around_cells_is_refused(write):
    with pytest.raises(ValueError, match="sign around cells"):
        read_csv(write("a,b\n1,2\n"), quote="x")


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["9007199254740993", "", "1582218195625938945"], [9007199254740993, None, 1582218195625938945]),
        (["9007199254740993", "1.5", "-3"], [9007199254740993, 1.5, -3]),
        (["9007199254740993", "NA", "n/a", "2"], [9007199254740993, None, None, 2]),
        (["-9007199254740995", "12"], [-9007199254740995, 12]),
        (["18446744073709551615", "", "1"], [18446744073709551615, None, 1]),
        (["12345678901234567890123", "4"], [12345678901234567890123, 4]),
        (["9007199254740993", "about", "7"], [9007199254740993, "about", 7]),
        (["9,007,199,254,740,993", "1,000,000"], [9007199254740993, 1000000]),
    ],
)
def test_whole_numbers_beyond_the_digits_of_a_double_stay_what_they_are(write, cells, numbers):
    rows = "".join(f'{k},"{cell}"\n' for k, cell in enumerate(cells))
    frame, report = read_csv(write(f"k,id\n{rows}"))
    assert [None if pd.isna(cell) else cell for cell in frame["id"]] == numbers
    assert report.columns[1].numeric


def test_a_whole_number_is_kept_far_below_fractions(write):
    rows = "".join(f"{k},{k}.5\n" for k in range(300_000))
    frame, _ = read_csv(write(f"k,id\n{rows}300000,9007199254740993\n"))
    assert frame["id"].iloc[-1] == 9007199254740993
    assert frame["id"].iloc[299_999] == 299_999.5
