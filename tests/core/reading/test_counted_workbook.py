from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from swollen_files import column_letters, ods_cell, ods_row, write_ods, write_xlsx, xlsx_row

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading import apart, table_file
from linreg_gui.core.reading.options import AUTOMATIC
from linreg_gui.core.reading.table_file import preview_table, read_table
from linreg_gui.core.reading.workbook import read_sheet

pytestmark = pytest.mark.usefixtures("little_memory")

TABLE = [[1.0, 2.0], [2.0, 5.0], [3.0, 7.0]]
NAMES = "<si><t>a</t></si><si><t>b</t></si>"
XLSX_ROWS = xlsx_row(1, A="0", B="1") + "".join(
    xlsx_row(i, A=a, B=b) for i, (a, b) in enumerate(TABLE, start=2)
)
ODS_ROWS = ods_row(ods_cell("a"), ods_cell("b")) + "".join(
    ods_row(*(ods_cell(value) for value in row)) for row in TABLE
)


def problem_of(path: Path) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        read_table(path)
    assert caught.value.problem.kind is ProblemKind.MEMORY
    return caught.value


@pytest.mark.usefixtures("no_worker")
@pytest.mark.parametrize("where", ["XFD1048576", "A1048576", "AA900000"])
def test_a_cell_far_out_does_not_keep_a_table_from_being_read(tmp_path: Path, where: str) -> None:
    row = int(where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    column = where[: -len(str(row))]
    stray = xlsx_row(row, **{column: 1.0})
    path = write_xlsx(tmp_path / "far.xlsx", XLSX_ROWS + stray, NAMES)
    frame, report = read_table(path)
    assert frame.astype(float).values.tolist() == TABLE
    assert list(frame) == ["a", "b"]
    (told,) = [finding.sentence for finding in report.findings if "far from" in finding.sentence]
    assert where in told
    assert preview_table(path).frame.shape == (3, 2)


@pytest.mark.usefixtures("no_worker")
def test_a_table_far_down_is_read_though_a_cell_stands_in_the_corner(tmp_path: Path) -> None:
    rows = xlsx_row(1, A=5.0)
    rows += xlsx_row(900_001, XA="0", XB="1") + "".join(
        xlsx_row(900_001 + i, XA=a, XB=b) for i, (a, b) in enumerate(TABLE, start=1)
    )
    frame, report = read_table(write_xlsx(tmp_path / "down.xlsx", rows, NAMES))
    assert frame.astype(float).values.tolist() == TABLE
    assert report.findings[0].sentence == "1 cell stands far from the table, in A1. It is left out."


@pytest.mark.usefixtures("no_worker")
def test_a_cell_far_out_in_an_open_document_is_left_out_and_told(tmp_path: Path) -> None:
    far = ods_row(ods_cell(None, 16384), repeated=1_048_000)
    far += ods_row(ods_cell(None, 16000), ods_cell("x", 2), ods_cell(None, 382))
    frame, report = read_table(write_ods(tmp_path / "far.ods", ODS_ROWS + far, ODS_ROWS))
    assert frame.astype(float).values.tolist() == TABLE
    assert report.sheets == ("S", "S2")
    told = report.findings[0].sentence
    assert told == "2 cells stand far from the table, such as WQK1048005. They are left out."


@pytest.mark.usefixtures("no_worker")
def test_empty_rows_and_columns_that_go_on_for_ever_cost_nothing(tmp_path: Path) -> None:
    rest = ods_row(ods_cell(None, 16384), repeated=1_048_000)
    frame, report = read_table(write_ods(tmp_path / "usual.ods", ODS_ROWS + rest))
    assert frame.astype(float).values.tolist() == TABLE
    assert report.findings == ()


@pytest.mark.usefixtures("no_worker")
def test_repeated_cells_are_counted_before_they_are_made(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "repeats.ods", ods_row(ods_cell(1.0, 5_000), repeated=20_000))
    assert "reading it takes about 7.2 GB, and 600 MB are free" in str(problem_of(path))
    path = write_ods(tmp_path / "texts.ods", ODS_ROWS, ods_row(ods_cell("x" * 50_000, 100), repeated=100))
    assert "too large for the memory" in str(problem_of(path))


@pytest.mark.usefixtures("no_worker")
def test_shared_texts_are_counted_as_often_as_they_are_shown(tmp_path: Path) -> None:
    rows = "".join(xlsx_row(i, A="1", B=float(i)) for i in range(1, 1001))
    path = write_xlsx(tmp_path / "shared.xlsx", rows, f"<si><t>a</t></si><si><t>{'x' * 1_000_000}</t></si>")
    assert path.stat().st_size < 20_000
    assert "reading it takes about 5.0 GB" in str(problem_of(path))


@pytest.mark.usefixtures("no_worker")
def test_few_cells_spread_evenly_over_a_wide_sheet_are_refused_by_the_room_between_them(
    tmp_path: Path,
) -> None:
    rows = "".join(xlsx_row(i, **{column_letters(i): 1.0}) for i in range(1, 5001))
    assert "too large for the memory" in str(problem_of(write_xlsx(tmp_path / "diagonal.xlsx", rows)))


def test_a_sheet_that_cannot_be_counted_is_read_where_a_limit_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []

    def instead(path: Path, function: object, *args: object, **_: object) -> object:
        called.append(args)
        return read_sheet(path, AUTOMATIC, limited=True)

    monkeypatch.setattr(table_file, "read_apart", instead)
    odd = {
        "comment.xlsx": "<!-- <c r='XFD9'/> -->" + XLSX_ROWS,
        "unnamed.xlsx": XLSX_ROWS + "<row r='5'><c><v>4</v></c><c><v>9</v></c></row>",
    }
    for name, rows in odd.items():
        frame, _ = read_table(write_xlsx(tmp_path / name, rows, NAMES))
        assert frame.astype(float).values.tolist()[:3] == TABLE
    assert len(called) == len(odd)


def test_what_no_count_has_seen_is_stopped_by_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "available_memory", lambda: 1 << 28)
    far = '<row r="1048576"><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = write_xlsx(tmp_path / "odd.xlsx", XLSX_ROWS + far)
    with pytest.raises(ProblemError) as caught:
        read_table(path)
    assert caught.value.problem.kind in (ProblemKind.MEMORY, ProblemKind.DAMAGED)


@pytest.mark.usefixtures("no_worker")
def test_a_large_sheet_that_is_full_is_no_table_with_strays(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "two.xlsx", XLSX_ROWS + xlsx_row(150, A=9.0, B=9.0), NAMES)
    frame, report = read_table(path)
    assert len(frame) == 4
    assert report.findings == ()


def test_an_archive_with_two_parts_of_one_name_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "twice.xlsx", XLSX_ROWS, NAMES)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", "<worksheet/>")
    called = []
    cells = read_sheet(write_xlsx(tmp_path / "once.xlsx", XLSX_ROWS, NAMES), AUTOMATIC)
    monkeypatch.setattr(table_file, "read_apart", lambda *_, **__: called.append(path) or cells)
    read_table(path)
    assert called == [path]
