from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather as pf
import pyarrow.parquet as pq
import pytest

from linreg_gui.core.cells.column_types import ColumnType, NoType
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading import arrow_file, checks, table_file
from linreg_gui.core.reading.options import AUTOMATIC
from linreg_gui.core.reading.table_file import read_table

pytestmark = pytest.mark.usefixtures("little_memory")

ROWS = 16_000


def repeated(text: str) -> Any:
    indices = np.arange(ROWS, dtype=np.int32) % 2
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array([text, "b"]))


def refused(path: Path) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        read_table(path)
    assert caught.value.problem.kind is ProblemKind.MEMORY
    return caught.value


@pytest.mark.usefixtures("no_worker")
@pytest.mark.parametrize("ending", ["parquet", "feather"])
def test_a_long_text_that_thousands_of_rows_share_is_kept_once(tmp_path: Path, ending: str) -> None:
    path, table = (
        tmp_path / f"t.{ending}",
        pa.table({"t": repeated("x" * 300_000), "y": np.arange(ROWS) * 0.5}),
    )
    pq.write_table(table, path) if ending == "parquet" else pf.write_feather(table, path, "uncompressed")
    frame, report = read_table(path)
    assert isinstance(frame["t"].dtype, pd.CategoricalDtype)
    assert frame["t"].iloc[2] == "x" * 300_000
    assert frame["t"].iloc[3] == "b"
    assert frame["y"].iloc[3] == 1.5
    assert report.findings[0].sentence == (
        "The texts of “t” are kept as categories, as they are repeated so often: "
        "as texts they would take 2.4 GB."
    )


@pytest.mark.usefixtures("no_worker")
def test_as_text_it_is_refused_before_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"t": repeated("x" * 300_000), "y": np.arange(ROWS) * 0.5}), path)
    with pytest.raises(ProblemError) as caught:
        table_file.read_table(path, AUTOMATIC.with_types({"t": "text"}))
    assert caught.value.problem.kind is ProblemKind.MEMORY


@pytest.mark.usefixtures("no_worker")
def test_repeated_texts_of_an_ordinary_size_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"t": repeated("Ulm"), "y": np.arange(ROWS) * 0.5}), path)
    frame, report = read_table(path)
    assert str(frame["t"].dtype) == "str"
    assert frame["t"].tolist() == ["Ulm", "b"] * (ROWS // 2)
    assert report.findings == ()


@pytest.mark.usefixtures("no_worker")
def test_plain_pages_that_unpack_to_more_than_there_is_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "available_memory", lambda: 350_000_000)
    path = tmp_path / "t.parquet"
    table = pa.table({"t": ["x" * 100_000] * 1_700, "y": np.arange(1_700.0)})
    pq.write_table(table, path, compression="zstd", use_dictionary=False)
    assert path.stat().st_size < 500_000
    assert "reading it takes about 374 MB" in str(refused(path))


@pytest.mark.usefixtures("no_worker")
def test_rows_without_a_byte_each_are_counted(tmp_path: Path) -> None:
    table = pa.table({"x": pa.nulls(100_000_000), "y": pa.nulls(100_000_000)})
    pf.write_feather(table, tmp_path / "nothing.feather", "uncompressed")
    assert "reading it takes about 3.2 GB" in str(refused(tmp_path / "nothing.feather"))


@pytest.mark.parametrize(
    ("table", "options"),
    [
        (pa.table({"t": ["x" * 1_000_000] * 100, "y": np.arange(100.0)}), {"compression": "zstd"}),
        (pa.table({"l": [[1, 2]] * 100, "y": np.arange(100.0)}), {"compression": "uncompressed"}),
    ],
)
def test_what_cannot_be_sized_is_read_where_a_limit_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Any, options: dict[str, str]
) -> None:
    called = []

    def instead(path: Path, function: Any, *args: Any, **_: Any) -> Any:
        called.append(path)
        return function(*args)

    monkeypatch.setattr(table_file, "read_apart", instead)
    pf.write_feather(table, tmp_path / "t.feather", **options)
    assert len(read_table(tmp_path / "t.feather")[0]) == 100
    assert len(called) == 1


@pytest.mark.usefixtures("no_worker")
def test_an_ordinary_compressed_file_is_read_in_this_process(tmp_path: Path) -> None:
    table = pa.table({"t": [f"a{i}" for i in range(20_000)], "y": np.arange(20_000.0)})
    for compression in ("zstd", "lz4"):
        pf.write_feather(table, tmp_path / "t.feather", compression)
        assert arrow_file._feather_bytes(tmp_path / "t.feather") < 1_000_000
        assert len(read_table(tmp_path / "t.feather")[0]) == 20_000


@pytest.mark.usefixtures("no_worker")
def test_a_file_that_lost_a_byte_is_refused_in_this_process(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"y": np.arange(100.0)}), path)
    content = path.read_bytes()
    path.write_bytes(content[:-300] + content[-299:])
    with pytest.raises(ProblemError, match="is a damaged Parquet file") as caught:
        read_table(path)
    assert caught.value.problem.kind is ProblemKind.DAMAGED


def test_runs_of_a_value_are_as_many_rows_and_nothing_is_an_empty_column(tmp_path: Path) -> None:
    ends = pa.array([2, 5, 6], pa.int32())
    runs = {"x": [1.5, None, -2.0], "n": [7, 8, 9], "t": ["a", "b", None]}
    columns = {name: pa.RunEndEncodedArray.from_arrays(ends, pa.array(each)) for name, each in runs.items()}
    path = tmp_path / "runs.feather"
    pf.write_feather(pa.table({**columns, "nothing": pa.nulls(6)}), path, "uncompressed")
    frame, report = read_table(path)
    assert frame["x"].tolist()[:2] == [1.5, 1.5]
    assert frame["x"].isna().tolist() == [False, False, True, True, True, False]
    assert frame["n"].tolist() == [7, 7, 8, 8, 8, 9]
    assert frame["t"].tolist()[:5] == ["a", "a", "b", "b", "b"]
    assert frame["nothing"].isna().all()
    found = {note.name: note.kind for note in report.columns}
    assert found["nothing"] is NoType.EMPTY
    assert found["n"] is ColumnType.NUMBER
