"""The place of a project as notes, and back."""

from __future__ import annotations

from pathlib import Path

from linreg_gui.session.keeping.file_version import FileVersion
from linreg_gui.session.keeping.place import Place


def test_it_comes_back_from_its_notes(tmp_path) -> None:
    path = tmp_path / "a b “c”.linreg"
    path.write_bytes(b"content")
    for place in (Place(path, FileVersion.of(path)), Place(path, None)):
        assert Place.of(place.notes()) == place


def test_a_relative_path_is_kept_as_the_whole_one(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Place.of(Place(Path("a.linreg"), None).notes()) == Place(tmp_path / "a.linreg", None)


def test_notes_of_no_place_are_none() -> None:
    assert Place.of({}) is None
    assert Place.of({"project": "a.linreg", "version": ""}) is None
    assert Place.of({"project": str(Path("/a").absolute()), "version": "wrong"}).version is None
