"""A project is told by its ending, a table by its first bytes, whatever the file is called."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.input_kind import ENDINGS, InputKind, input_kind, is_project

FRAME = pd.DataFrame({"a": [1, 2]})


def zipped(*names: str) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n")
    return store.getvalue()


def workbook() -> bytes:
    store = io.BytesIO()
    openpyxl.Workbook().save(store)
    return store.getvalue()


CONTENTS = {
    InputKind.TEXT: b"a,b\n1,2\n",
    InputKind.GZIP: gzip.compress(b"a,b\n"),
    InputKind.BZIP2: bz2.compress(b"a,b\n"),
    InputKind.XZ: lzma.compress(b"a,b\n"),
    InputKind.ZIP: zipped("table.csv"),
    InputKind.WORKBOOK: workbook(),
    InputKind.PARQUET: FRAME.to_parquet(),
    InputKind.PDF: b"%PDF-1.7\n",
}


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_first_bytes_tell_the_kind_and_the_name_does_not(tmp_path: Path, kind: InputKind) -> None:
    path = tmp_path / "table.parquet.csv"
    path.write_bytes(CONTENTS[kind])
    assert input_kind(path) is kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", InputKind.TEXT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", InputKind.WORKBOOK),
        (b"FEA1....", InputKind.FEATHER),
        (zipped("mimetype", "content.xml"), InputKind.WORKBOOK),
        (zipped("table.csv")[:40], InputKind.ZIP),
    ],
    ids=["empty", "old workbook", "old Feather file", "open document", "zip file that was cut off"],
)
def test_old_and_damaged_files_have_a_kind_too(tmp_path: Path, content: bytes, kind: InputKind) -> None:
    path = tmp_path / "table"
    path.write_bytes(content)
    assert input_kind(path) is kind


def test_a_feather_file_is_one(tmp_path: Path) -> None:
    FRAME.to_feather(tmp_path / "table")
    assert input_kind(tmp_path / "table") is InputKind.FEATHER


def test_every_kind_is_text_packed_or_has_typed_cells_if_it_is_offered() -> None:
    for kind in ENDINGS:
        assert [kind is InputKind.TEXT, kind.is_packed, kind.has_typed_cells].count(True) == 1


def test_a_project_is_told_without_a_look_into_it(tmp_path: Path) -> None:
    assert is_project(tmp_path / "there is no such file.LinReg")
    assert not is_project(tmp_path / "work.linreg.csv")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="does not exist"):
        input_kind(tmp_path / "gone.csv")
