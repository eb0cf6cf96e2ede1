"""The first rows of a file are what reading it gives, whatever is chosen."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.installation.resources import samples
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading import csv_preview
from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.table_file import read_table

REPORT = "Houses of May\nlist by Jane\n\narea;price\n50,5;1.101\n51,5;2.102\nn.a.;x\n"


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.path.stem)
def test_a_preview_is_the_beginning_of_the_table(sample):
    frame, report = read_csv(sample.path)
    shown = preview_csv(sample.path)
    pd.testing.assert_frame_equal(shown.frame, frame.iloc[: len(shown.frame)], check_dtype=False)
    assert [note.name for note in shown.columns] == [note.name for note in report.columns]
    found = (shown.separator, shown.decimal, shown.thousands, shown.encoding, shown.header)
    assert found == (report.separator, report.decimal, report.thousands, report.encoding, report.header)
    assert shown.whole_file == (len(shown.frame) == len(frame))
    assert shown.odd_rows == 0


@pytest.mark.parametrize(
    "options",
    [
        ReadOptions(skip_rows=3),
        ReadOptions(skip_rows=3, missing=("n.a.",)),
        ReadOptions(skip_rows=4, header=False),
        ReadOptions(skip_rows=3, decimal=",", thousands="."),
        ReadOptions(skip_rows=3, separator=";"),
        ReadOptions(skip_rows=3, encoding="latin-1"),
    ],
    ids=str,
)
def test_a_preview_obeys_every_choice_as_reading_does(write, options):
    path = write(REPORT)
    frame, report = read_table(path, options)
    shown = preview_csv(path, options)
    pd.testing.assert_frame_equal(shown.frame, frame, check_dtype=False)
    assert shown.columns == tuple(replace(note, examples=()) for note in report.columns)
    assert shown.doubt == report.doubt
    assert len(shown.texts) == len(frame)


@given(st.integers(0, 5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_are_skipped_whatever_ends_them(tmp_path_factory, count, end):
    path = tmp_path_factory.mktemp("skip") / "table.csv"
    path.write_bytes((f"some; text{end}" * count + end.join(["a;b", "1;2", "3;4", ""])).encode())
    assert preview_csv(path, ReadOptions(skip_rows=count)).frame.to_dict("list") == {"a": [1, 3], "b": [2, 4]}
    assert read_csv(path, skip_rows=count)[0].to_dict("list") == {"a": [1, 3], "b": [2, 4]}


def test_skipped_lines_count_in_the_line_a_ragged_row_is_in(write):
    path = write("one\ntwo\na;b\n1;2\n3;4;5\n")
    with pytest.raises(ProblemError, match="line 5 has 3 cells where 2 are expected"):
        read_csv(path, skip_rows=2)


def test_rows_that_do_not_fit_are_counted(write):
    shown = preview_csv(write("a;b\n1;2\n3\n4;5;6\n7;8\n"), ReadOptions(separator=";"))
    assert (len(shown.frame), shown.odd_rows) == (2, 2)


def test_more_lines_than_there_are_leave_nothing(write):
    with pytest.raises(ProblemError, match="has no rows left"):
        preview_csv(write(REPORT), ReadOptions(skip_rows=100))
    with pytest.raises(ProblemError, match="has no rows left"):
        read_csv(write(REPORT), skip_rows=100)


@pytest.mark.parametrize("skip_rows", [-1, 1.5, "two"])
def test_a_count_of_lines_that_is_none_is_refused(write, skip_rows):
    with pytest.raises(ValueError, match="number of lines to skip must be"):
        read_csv(write(REPORT), skip_rows=skip_rows)


def test_doubt_is_shown_before_anything_is_read(write):
    shown = preview_csv(write("a;b\n1;1,234\n2;5,678\n"))
    assert shown.doubt.cells == 2
    assert shown.texts == [["1", "1,234"], ["2", "5,678"]]
    assert preview_csv(write("a;b\n1;1,234\n2;5,678\n"), ReadOptions(decimal=".")).doubt is None


def test_a_file_that_is_no_text_is_a_sentence(write):
    with pytest.raises(ProblemError, match="not a text file"):
        preview_csv(write(bytes(range(256)) * 20))
    with pytest.raises(ProblemError, match="no encoding named"):
        preview_csv(write(REPORT), ReadOptions(encoding="klingon"))


def test_columns_of_plain_numbers_are_shown_as_if_each_was_looked_at_alone(write, monkeypatch):
    columns = [
        ["1", "2", "30"], ["1.5", "2", ""], ["1,5", "0,25", "NA"], ["", "", ""], ["007", "008", "9"],
        ["1,234", "5", "7"], ["5 %", "6 %", "7 %"], ["9007199254740993", "1", "2"], ["red", "1", "2"],
        ["2024-01-02", "2024-01-03", ""], ["-0", "-1", "-2"], ["1.234", "5.678", "9.123"],
    ] * 3  # fmt: skip
    rows = [[f"c{j}" for j in range(len(columns))], *zip(*columns, strict=True)]
    path = write("\n".join(map(";".join, rows)) + "\n")
    types = (("c0", "text"), ("c1", "category"), ("c13", "number"), ("c14", "decimal-comma number"))
    for options in (ReadOptions(), ReadOptions(types=types), ReadOptions(decimal=",")):
        shown = preview_csv(path, options)
        with monkeypatch.context() as patch:
            patch.setattr(csv_preview, "plain_columns", lambda columns, *_: columns)
            alone = preview_csv(path, options)
        pd.testing.assert_frame_equal(shown.frame, alone.frame)
        assert vars(replace(shown, frame=None)) == vars(replace(alone, frame=None))
