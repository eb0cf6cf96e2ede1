"""A stray quote in a long file means nothing; one around a cell may hold line breaks."""

from __future__ import annotations

import pytest

from linreg_gui.core.reading import text_file
from linreg_gui.core.reading.csv_reader import read_csv


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(text_file, "_SEGMENT_BYTES", 2000)
    monkeypatch.setattr(text_file, "_PIECE_BYTES", 500)


def test_a_stray_quote_in_a_long_file_does_no_harm(tmp_path, small_pieces):
    path = tmp_path / "pipes.csv"
    rows = [f"{k},wide {k}" for k in range(2000)]
    rows[1000] = '1000,5" wide'
    path.write_text("n,what\n" + "\n".join(rows) + "\n" + '2000,"two\nlines"\n')
    frame = read_csv(path)[0]
    assert frame["what"].tolist()[999:1002] == ["wide 999", '5" wide', "wide 1001"]
    assert (len(frame), frame["what"].iloc[-1]) == (2001, "two\nlines")
