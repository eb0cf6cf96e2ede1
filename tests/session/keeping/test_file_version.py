"""Which content of a file was seen."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.session.keeping import file_version
from linreg_gui.session.keeping.file_version import FileVersion, Stamp, read_version


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "work.linreg"
    path.write_bytes(b"as it was seen")
    return path


def test_another_stamp_on_the_same_content_is_no_change(path: Path) -> None:
    seen = FileVersion.of(path)
    os.utime(path, (1e9, 1e9))
    assert seen.is_at(path)
    path.rename(path.with_name("aside"))
    path.write_bytes(b"as it was seen")
    assert Stamp.of(path) != seen.stamp
    assert seen.is_at(path)


def test_another_content_is_a_change_even_of_the_same_size_and_time(path: Path) -> None:
    seen = FileVersion.of(path)
    path.write_bytes(b"as IT was seen")
    os.utime(path, ns=(seen.stamp.modified, seen.stamp.modified))
    assert not seen.is_at(path)


def test_a_small_file_is_read_as_clocks_are_too_coarse_to_tell_two_contents_apart(path: Path) -> None:
    seen = FileVersion.of(path)
    path.write_bytes(b"as IT was seen")
    assert not replace(seen, stamp=Stamp.of(path)).is_at(path)


@pytest.mark.skipif(os.name == "nt", reason="nothing there tells that anything of a file was changed")
def test_a_large_file_whose_stamp_is_as_it_was_is_not_read_and_another_one_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_version, "_SMALL", 4)
    seen = FileVersion.of(path)
    monkeypatch.setattr(FileVersion, "of", lambda _: pytest.fail("read"))
    assert seen.is_at(path)
    monkeypatch.undo()
    path.write_bytes(b"as IT was seen")
    os.utime(path, ns=(seen.stamp.modified, seen.stamp.modified))
    monkeypatch.setattr(file_version, "_SMALL", 4)
    assert not seen.is_at(path)


def test_a_version_of_which_only_the_stamp_is_known_is_there_as_long_as_that_is(path: Path) -> None:
    seen = FileVersion(Stamp.of(path))
    assert seen.is_at(path)
    os.utime(path, (1e9, 1e9))
    assert not seen.is_at(path)


def test_a_version_is_stored_as_a_text_and_what_is_none_is_not_restored(path: Path) -> None:
    seen = FileVersion.of(path)
    assert FileVersion.restored(seen.stored()) == seen
    for text in ("", "1 2 3 4 5", "1 2 3 4 5 " + "x" * 64, seen.stored() + "\n", "9" * 5000):
        assert FileVersion.restored(text) is None


def test_nothing_is_there_and_what_is_no_file_are_no_versions(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileVersion.of(tmp_path / "missing")
    with pytest.raises((IsADirectoryError, PermissionError)):
        FileVersion.of(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file"):
        FileVersion.of(tmp_path / "pipe")


def test_the_version_of_what_was_read_is_that_of_the_content_that_was_read(path: Path) -> None:
    def read_and_replace(path: Path) -> bytes:
        content = path.read_bytes()
        if content == b"as it was seen":
            path.with_name("other").write_bytes(b"what took its place")
            path.with_name("other").replace(path)
        return content

    content, version = read_version(path, read_and_replace)
    assert content == b"what took its place"
    assert version == FileVersion.of(path)


def test_a_file_that_is_changed_all_the_time_is_a_sentence(path: Path) -> None:
    with pytest.raises(ProblemError, match=r"“work\.linreg” was changed while it was being opened"):
        read_version(path, lambda path: path.write_bytes(path.read_bytes() + b"x"))
