"""What the report of a file says of cells that are no numbers: which, and in which line."""

from __future__ import annotations

import pytest

from linreg_gui.core.reading.csv_reader import read_csv


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_three_texts_among_numbers_are_named_with_their_lines(tmp_path, end):
    lines = ["made in May", "a;b", "1;x y", "", "2;4", "3;q", "4;5", "5;6", "6;oops", "7;1", "8;again", "9;2"]
    path = tmp_path / "odd.csv"
    path.write_bytes(end.join(lines).encode())
    _, report = read_csv(path, skip_rows=1)
    note = report.columns[1]
    assert (note.numeric, note.not_numbers) == (True, 4)
    assert note.examples == ((3, "x y"), (6, "q"), (9, "oops"))
    assert report.columns[0].examples == ()


def test_a_cell_over_two_lines_counts_as_two_lines(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text('a,b,c\n1,2,"two\nlines"\n2,x,y\n3,4,z\n4,5,w\n')
    assert read_csv(path)[1].columns[1].examples == ((4, "x"),)


def test_lines_are_right_in_later_pieces_of_a_file_and_given_up_far_down(tmp_path, monkeypatch):
    from linreg_gui.core.reading import csv_parser, text_file

    monkeypatch.setattr(text_file, "_SEGMENT_BYTES", 2000)
    monkeypatch.setattr(text_file, "_PIECE_BYTES", 500)
    monkeypatch.setattr(csv_parser, "_MOST_ROWS_COUNTED", 3000)
    rows = [f"{k},{k}.5" for k in range(5000)]
    for k in (10, 2500, 4000):
        rows[k] = f"{k},odd"
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "\n".join(rows) + "\n")
    assert read_csv(path)[1].columns[1].examples == ((12, "odd"), (2502, "odd"), (0, "odd"))


def test_a_column_of_text_has_no_examples(tmp_path):
    path = tmp_path / "text.csv"
    path.write_text("a,b\n1,x\n2,y\n")
    assert [note.examples for note in read_csv(path)[1].columns] == [(), ()]
