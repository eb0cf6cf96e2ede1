"""Small files that become much more than they are end in a table or a sentence, within the memory there is.

The short form opens some of them in one process with a limit. The long form makes them much larger, opens
each in a process of its own under two limits and in the window, and prints what it took.
"""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.feather as pf
import pyarrow.parquet as pq
import pytest
from limits import run_limited
from swollen_files import column_letters, ods_cell, ods_row, write_ods, write_xlsx, xlsx_row

from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import write_project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limit is one of Linux")

# Before anything is opened, and what a helper process may hold besides.
_ALLOWED_MIB = 1200
_FREE_MIB = 1500

_OPEN = """
import resource, sys, time
from pathlib import Path
from linreg_gui.core import ProblemError, read_project, read_table
for word in sys.argv[1:]:
    path, began = Path(word), time.monotonic()
    try:
        if path.suffix == ".linreg":
            frame, told = read_project(path).table.frame, []
        else:
            frame, report = read_table(path)
            told = [finding.sentence for finding in report.findings]
        said = f"table {frame.shape[0]} x {frame.shape[1]}: {' '.join(told)}"
    except ProblemError as error:
        said = f"sentence {error}"
    own = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(f"{path.name}|{said}|{time.monotonic() - began:.1f} s|{peak // 1024} MiB", flush=True)
"""

_WINDOW = """
import resource, sys, time
from pathlib import Path
from PySide6.QtCore import QSettings
from linreg_gui.app.process.application import make_application
from linreg_gui.app.program import Program
from linreg_gui.session.keeping.settings import Settings

application = make_application([])
settings = Settings(QSettings(str(Path(sys.argv[1]) / "settings.ini"), QSettings.Format.IniFormat))
settings.set_shows_welcome(False)
program = Program(application, settings)
program.confirm_loss = lambda: True
program.window.show()
opening, told = program.session.opening, []
opening.problem_found.connect(lambda problem: told.append(problem.sentence))
opening.reading_failed.connect(lambda path, options, problem: told.append(problem.sentence))
opening.reader.ended.connect(lambda: told.append(None))
for word in sys.argv[2:]:
    told.clear()
    began = last = time.monotonic()
    longest, until = 0.0, None
    opening.open_file(Path(word))
    while until is None or last < until:
        application.processEvents()
        for widget in application.topLevelWidgets():
            if widget.isVisible() and widget.isModal():
                widget.close()
        time.sleep(0.005)
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        if None in told and until is None:
            took, until = now - began, now + 2.0
    said = " ".join(filter(None, told))
    if not said:
        shape = program.session.document.table.frame.shape
        said = f"table {shape[0]} x {shape[1]}"
    own = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    took = f"{took:.1f} s, stood still {longest:.2f} s"
    print(f"{Path(word).name}|{said}|{took}|{peak // 1024} MiB", flush=True)
program.window.close()
"""

Maker = Callable[[Path, int], Path]


def _numbers(*columns: str) -> str:
    return "".join(xlsx_row(i, **{column: float(i * i % 7) for column in columns}) for i in range(1, 101))


def far_cell(folder: Path, _: int) -> Path:
    return write_xlsx(folder / "far_cell.xlsx", _numbers("A", "B") + xlsx_row(1_048_576, XFD=1.0))


def shared_text(folder: Path, size: int) -> Path:
    rows = "".join(xlsx_row(i, A="0", B=float(i)) for i in range(1, 1001))
    return write_xlsx(folder / "shared_text.xlsx", rows, f"<si><t>{'x' * 1_000_000 * size}</t></si>")


def diagonal(folder: Path, size: int) -> Path:
    rows = "".join(xlsx_row(i, **{column_letters(i): 1.0}) for i in range(1, 10_000 + 100 * size))
    return write_xlsx(folder / "diagonal.xlsx", rows)


def odd_sheet(folder: Path, _: int) -> Path:
    rows = _numbers("A", "B") + '<row r="1048576"><c><v>1</v></c></row><row><c r="XFD3"><v>1</v></c></row>'
    return write_xlsx(folder / "odd_sheet.xlsx", "<!-- odd -->" + rows)


def long_sheet(folder: Path, size: int) -> Path:
    path = folder / "long_sheet.xlsx"
    return write_xlsx(path, "<row><c><v>1</v></c><c><v>2</v></c></row>" * 500_000 * size)


def far_cell_ods(folder: Path, _: int) -> Path:
    rows = ods_row(ods_cell(1.0), ods_cell(2.0)) * 5 + ods_row(ods_cell(None), repeated=1_048_000)
    return write_ods(folder / "far_cell.ods", rows + ods_row(ods_cell(None, 16_000), ods_cell(1.0)))


def repeats(folder: Path, size: int) -> Path:
    return write_ods(folder / "repeats.ods", ods_row(ods_cell(1.0, 5_000), repeated=20_000 * size))


def repeated_text(folder: Path, size: int) -> Path:
    return write_ods(folder / "repeated_text.ods", ods_row(ods_cell("x" * 50_000, 100), repeated=200 * size))


def dictionary(size: int) -> Any:
    rows = 8_000 * size
    codes = pa.array(np.zeros(rows, dtype=np.int32))
    texts = pa.DictionaryArray.from_arrays(codes, pa.array(["x" * 300_000]))
    return pa.table({"t": texts, "y": np.arange(rows) * 0.5})


def dictionary_parquet(folder: Path, size: int) -> Path:
    pq.write_table(dictionary(size), folder / "dictionary.parquet", store_schema=False)
    return folder / "dictionary.parquet"


def dictionary_feather(folder: Path, size: int) -> Path:
    pf.write_feather(dictionary(size), folder / "dictionary.feather", "zstd")
    return folder / "dictionary.feather"


def plain_parquet(folder: Path, size: int) -> Path:
    path = folder / "plain.parquet"
    table = pa.table({"t": ["x" * 100_000] * 2_000, "y": np.arange(2_000.0)})
    with pq.ParquetWriter(path, table.schema, compression="zstd", use_dictionary=False) as writer:
        for _ in range(4 * size):
            writer.write_table(table)
    return path


def runs_of_numbers(folder: Path, size: int) -> Path:
    rows = 20_000_000 * size
    encoded = pa.RunEndEncodedArray.from_arrays(pa.array([rows], pa.int32()), pa.array([1.0]))
    pf.write_feather(pa.table({f"x{j}": encoded for j in range(4)}), folder / "runs.feather", "uncompressed")
    return folder / "runs.feather"


def no_bytes_at_all(folder: Path, size: int) -> Path:
    nothing = pa.nulls(100_000_000 * size)
    pf.write_feather(pa.table({"a": nothing, "b": nothing}), folder / "nothing.feather", "uncompressed")
    return folder / "nothing.feather"


def lists(folder: Path, size: int) -> Path:
    numbers = pa.array(np.zeros(5_000_000 * size, dtype=np.int64))
    column = pa.ListArray.from_arrays(pa.array([0, len(numbers)], pa.int32()), numbers)
    pq.write_table(pa.table({"l": column, "y": [1.0]}), folder / "lists.parquet", compression="zstd")
    return folder / "lists.parquet"


def bomb(folder: Path, size: int) -> Path:
    line = gzip.compress(b"1" * 10_000_000)
    (folder / "bomb.csv.gz").write_bytes(line * 20 * size)
    return folder / "bomb.csv.gz"


def packed_rows(folder: Path, size: int) -> Path:
    path = folder / "rows.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rows.csv", b"1,2,3,4,5,6,7,8,9,0\n" * 1_000_000 * size)
    return path


def wide(folder: Path, size: int) -> Path:
    path = folder / "wide.csv"
    path.write_text("\n".join(3 * [",".join(["1"] * 400_000 * size)]))
    return path


def one_line(folder: Path, size: int) -> Path:
    path = folder / "one_line.csv"
    path.write_bytes(b"1" * 20_000_000 * size)
    return path


def project(folder: Path, size: int) -> Path:
    import pandas as pd

    frame = pd.DataFrame({"t": pd.Series(["a"] * 16_384, dtype="str")})
    whole, path = io.BytesIO(), folder / "dictionary.linreg"
    write_project(whole, Project(Table(frame, {"t": Role.IGNORED}, "base.csv")))
    column = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(16_384, dtype=np.int32)), pa.array(["x" * 50_000 * size])
    )
    swollen = io.BytesIO()
    pq.write_table(pa.table({"0": column}), swollen, store_schema=False, compression="zstd")
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w") as written:
        for entry in archive.infolist():
            data = archive.read(entry)
            written.writestr(entry, swollen.getvalue() if entry.filename.endswith(".parquet") else data)
    return path


def description(folder: Path, size: int) -> Path:
    path = folder / "description.linreg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        pieces = np.random.default_rng(0).integers(0, 10, 3_000_000 * size).astype(str)
        text = '{"format": 1, "program": "1", "columns": [' + ",".join(pieces) + "]}"
        archive.writestr("project.json", text)
    return path


# In one process one after the other, so that what one leaves behind counts for the next, too.
SHORT: tuple[Maker, ...] = (
    far_cell, shared_text, diagonal, far_cell_ods, repeats, dictionary_parquet, no_bytes_at_all, bomb,
    project, odd_sheet,
)  # fmt: skip
TABLES = {"far_cell.xlsx": "100 x 2", "far_cell.ods": "5 x 2", "dictionary.parquet": "8000 x 2"}
LONG: tuple[Maker, ...] = (
    *SHORT, long_sheet, repeated_text, dictionary_feather, plain_parquet, runs_of_numbers, lists, packed_rows,
    wide, one_line, description,
)  # fmt: skip


def opened(
    made: list[Path], home: Path, mebibytes: int, seconds: float, code: str = _OPEN
) -> list[tuple[str, str, str, str]]:
    """The name, what came of it, the time and the peak so far, of each file."""
    words = [str(home), *map(str, made)] if code is _WINDOW else map(str, made)
    ended = run_limited(code, home, *words, mebibytes=mebibytes, seconds=seconds)
    assert ended.status == 0, ended.output[-3000:]
    lines = [line.split("|") for line in ended.output.splitlines() if "|" in line]
    assert [len(line) for line in lines] == [4] * len(made), ended.output[-3000:]
    return [(line[0], line[1], line[2], line[3]) for line in lines]


def test_small_files_that_swell_end_in_a_table_or_a_sentence(tmp_path: Path) -> None:
    made = [make(tmp_path, 1) for make in SHORT]
    assert sum(path.stat().st_size for path in made) < 3_000_000
    for name, said, _, peak in opened(made, tmp_path, _FREE_MIB, 120):
        assert said.startswith(f"table {TABLES[name]}:" if name in TABLES else "sentence “"), (name, said)
        assert int(peak.split()[0]) < _ALLOWED_MIB, (name, said, peak)


@pytest.mark.attack
@pytest.mark.parametrize("make", LONG, ids=lambda make: make.__name__)
@pytest.mark.parametrize("size", [1, 4])
def test_each_kind_alone(tmp_path: Path, make: Maker, size: int) -> None:
    path = make(tmp_path, size)
    for mebibytes in (_FREE_MIB, 6_000):
        ((name, said, seconds, peak),) = opened([path], tmp_path, mebibytes, 600)
        print(
            f"\n{name}: {path.stat().st_size:,} bytes, {mebibytes} MiB: {said[:150]} ({seconds}, {peak})",
            end="",
        )
        assert said.startswith(("table ", "sentence “"))
        assert int(peak.split()[0]) < mebibytes


@pytest.mark.attack
def test_the_window_outlives_all_kinds(tmp_path: Path) -> None:
    made = [make(tmp_path, 4) for make in LONG]
    for name, said, seconds, peak in opened(made, tmp_path, 3_000, 900, _WINDOW):
        print(f"\n{name}: {said[:150]} ({seconds}, {peak})", end=" ")
