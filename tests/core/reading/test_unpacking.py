"""Packed files are read as if they were not, or refused in a sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tempfile
import zipfile
from pathlib import Path

import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.report import ReadCancelled

TEXT = b"a;b\n" + b"".join(b"%d;%d,5\n" % (k, 2 * k) for k in range(5000))


def zipped(**members: bytes) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return store.getvalue()


PACKED = {
    "gz": gzip.compress(TEXT),
    "bz2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT),
    "zip": zipped(**{"table.csv": TEXT, "__MACOSX/._table.csv": b"x", "folder/": b""}),
}


@pytest.fixture(autouse=True)
def _nothing_stays_behind(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", PACKED)
def test_a_packed_file_is_the_table_in_it(tmp_path, kind):
    plain, _ = read_csv(write(tmp_path, "table.csv", TEXT))
    path = write(tmp_path, f"table.csv.{kind}", PACKED[kind])
    frame, report = read_csv(path)
    assert frame.equals(plain)
    assert report.path == path
    shown = preview_csv(path)
    assert shown.frame["b"].tolist() == plain["b"].tolist()[: len(shown.frame)]


@pytest.mark.parametrize("kind", PACKED)
def test_the_ending_of_the_name_does_not_matter(tmp_path, kind):
    assert len(read_csv(write(tmp_path, "table.csv", PACKED[kind]))[0]) == 5000


@pytest.mark.parametrize("kind", PACKED)
def test_a_file_that_was_cut_off_is_damaged(tmp_path, kind):
    path = write(tmp_path, f"table.csv.{kind}", PACKED[kind][: len(PACKED[kind]) // 2])
    with pytest.raises(ProblemError, match=rf"“table.csv.{kind}” is a damaged (gzip|bzip2|xz|zip) file"):
        read_csv(path)


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_a_file_with_noise_in_its_middle_is_damaged(tmp_path, kind):
    content = bytearray(PACKED[kind])
    middle = len(content) // 2
    content[middle : middle + 40] = bytes(255 - byte for byte in content[middle : middle + 40])
    with pytest.raises(ProblemError, match="is a damaged"):
        read_csv(write(tmp_path, "table.csv", bytes(content)))


def test_a_problem_of_the_table_names_the_file_that_was_chosen(tmp_path):
    path = write(tmp_path, "ragged.csv.gz", gzip.compress(b"a,b\n1,2\n3,4,5\n"))
    with pytest.raises(ProblemError, match=r"“ragged.csv.gz” is not a regular table: line 3"):
        read_csv(path)


@pytest.mark.parametrize(
    ("members", "part"),
    [({"a.csv": TEXT, "b.csv": TEXT}, "holds 2 files: unpack it and choose one"), ({}, "holds no file")],
)
def test_a_zip_file_with_another_number_of_files_than_one_is_refused(tmp_path, members, part):
    content = zipped(**members) if members else zipped(**{"folder/": b""})
    with pytest.raises(ProblemError, match=part):
        read_csv(write(tmp_path, "tables.zip", content))


def test_an_office_document_is_named_as_such(tmp_path):
    content = zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    with pytest.raises(ProblemError, match="Excel workbook"):
        read_csv(write(tmp_path, "book.xlsx", content))


def test_unpacking_can_be_cancelled_and_tells_how_far_it_is(tmp_path):
    path = write(tmp_path, "long.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 2_000_000))
    told = []

    def stop(fraction):
        told.append(fraction)
        return len(told) < 3

    with pytest.raises(ReadCancelled):
        read_csv(path, progress=stop)
    assert told == sorted(told)
    assert 0.0 < told[-1] <= 0.3


def test_a_disk_that_is_full_is_a_sentence(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    path = write(tmp_path, "table.csv.gz", PACKED["gz"])
    monkeypatch.setattr(gzip.GzipFile, "read1", full)
    with pytest.raises(ProblemError, match="does not fit on the disk"):
        read_csv(path)


def test_a_packed_file_that_breaks_off_tells_the_last_line_there_is(tmp_path):
    path = tmp_path / "cut.csv.gz"
    whole = gzip.compress(TEXT)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProblemError) as raised:
        read_csv(path)
    sentence = raised.value.problem.sentence
    assert sentence.startswith("“cut.csv.gz” is a damaged gzip file: it breaks off after line ")
    assert 100 < int(sentence.split("line ")[1].split(" ")[0].replace(",", "")) < 5000
