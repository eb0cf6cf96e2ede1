"""Any file with a table is read in the way of its kind."""

from __future__ import annotations

import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadCancelled
from linreg_gui.core.reading.table_file import preview_table, read_table


def test_text_files_go_the_way_of_text(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a;b\n1;2,5\n2;3,5\n")
    frame, report = read_table(path)
    assert (report.kind, frame["b"].tolist()) == ("text", [2.5, 3.5])
    assert preview_table(path).sheets == ()


def test_a_preview_tells_of_a_file_of_typed_cells_what_reading_tells(tmp_path):
    path = tmp_path / "table.parquet"
    pd.DataFrame({"a": [1.5, 2.5], "b": ["x", "y"]}).to_parquet(path)
    options = ReadOptions(types=(("b", "category"),))
    frame, report = read_table(path, options)
    shown = preview_table(path, options)
    assert shown.frame.equals(frame)
    assert (shown.columns, shown.header, shown.encoding) == (report.columns, report.header, "")
    assert shown.texts == [["1.5", "x"], ["2.5", "y"]]


def test_types_that_are_none_are_refused_for_every_kind_of_file(tmp_path):
    text, typed = tmp_path / "table.csv", tmp_path / "table.parquet"
    text.write_text("a,b\n1,2\n")
    pd.DataFrame({"a": [1.0]}).to_parquet(typed)
    for path in (text, typed):
        with pytest.raises(ValueError, match="not 'complex'"):
            read_table(path, ReadOptions(types=(("a", "complex"),)))


def test_reading_can_be_cancelled(tmp_path):
    path = tmp_path / "table.parquet"
    pd.DataFrame({"a": [1.0]}).to_parquet(path)
    with pytest.raises(ReadCancelled):
        read_table(path, progress=lambda _: False)


def test_a_folder_is_a_sentence(tmp_path):
    with pytest.raises(ProblemError, match="is a folder"):
        read_table(tmp_path)


@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_what_takes_more_memory_than_was_seen_before_is_a_sentence(tmp_path, monkeypatch, name):
    path = tmp_path / name
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [3.0, 4.0]})
    frame.to_parquet(path) if path.suffix == ".parquet" else frame.to_csv(path, index=False)

    def take(*_, **__):
        raise MemoryError

    for module in ("csv_reader.frame_of", "table_file.frame_of"):
        monkeypatch.setattr(f"linreg_gui.core.reading.{module}", take)
    with pytest.raises(ProblemError, match=r"“table\.\w+” takes more memory than is free") as caught:
        read_table(path)
    assert caught.value.problem.kind is ProblemKind.MEMORY
