"""What is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.core.project.layout import DockPlace, Layout, Workplace
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.session.keeping.settings import Settings


def test_recent_files_are_the_newest_first_and_each_once(settings, tmp_path: Path) -> None:
    for name in ("a", "b", "c", "a"):
        settings.add_recent_file(tmp_path / name)
    assert settings.recent_files() == [tmp_path / "a", tmp_path / "c", tmp_path / "b"]


def test_one_recent_file_is_a_list_too(settings, tmp_path: Path) -> None:
    settings.add_recent_file(tmp_path / "a")
    assert settings.recent_files() == [tmp_path / "a"]
    settings.clear_recent_files()
    assert settings.recent_files() == []


def test_only_ten_recent_files_are_kept(settings, tmp_path: Path) -> None:
    for number in range(15):
        settings.add_recent_file(tmp_path / f"{number}.csv")
    assert len(settings.recent_files()) == 10
    assert settings.recent_files()[0] == tmp_path / "14.csv"


def test_recent_files_are_found_from_any_folder(settings, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    options = ReadOptions(separator=";")
    settings.add_recent_file(Path("a.csv"), options)
    assert settings.recent_files() == [tmp_path / "a.csv"]
    assert settings.reading_options(Path("a.csv")) == options
    monkeypatch.chdir("/")
    assert settings.recent_files() == [tmp_path / "a.csv"]
    assert settings.reading_options(tmp_path / "a.csv") == options


@pytest.mark.parametrize("stored", [["a.csv", "", "./b.csv"], "a.csv", ""])
def test_entries_that_lead_to_no_certain_file_are_dropped(settings, tmp_path: Path, stored) -> None:
    settings._store.setValue("recent_files", stored)
    assert settings.recent_files() == []
    settings.add_recent_file(tmp_path / "c.csv")
    assert settings.recent_files() == [tmp_path / "c.csv"]
    assert settings._store.value("recent_files") in ([str(tmp_path / "c.csv")], str(tmp_path / "c.csv"))


def test_nonsense_in_the_store_does_no_harm(settings) -> None:
    settings._store.setValue("appearance", "purple")
    settings._store.setValue("geometry", "text")
    assert settings.appearance() == "system"
    assert settings.bytes("geometry") is None
    settings.set_bytes("geometry", QByteArray(b"123"))
    assert settings.bytes("geometry") == QByteArray(b"123")


def test_a_geometry_with_other_bytes_is_none(tmp_path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings = Settings(store)
    settings.set_bytes("geometry", QByteArray(bytes(range(200))))
    whole = store.value("geometry").data()
    for place in range(len(whole)):
        store.setValue("geometry", QByteArray(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]))
        assert settings.bytes("geometry") is None
    for end in (0, 20, 100):
        store.setValue("geometry", QByteArray(whole[:end]))
        assert settings.bytes("geometry") is None


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{", "[" * 100_000, '{"preset": 3}', "x" * 1_000_001, "7" * 5000]
)
def test_a_layout_that_this_program_did_not_write_is_none(settings, text) -> None:
    settings._store.setValue("window", text)
    assert settings.layout() == Layout()
    settings.set_layout(layout := Layout("learn", {"learn": Workplace(docks=(DockPlace("data", "right"),))}))
    assert settings.layout() == layout


def test_a_folder_that_is_gone_is_not_offered(settings, tmp_path: Path) -> None:
    settings.set_last_folder(tmp_path)
    assert settings.last_folder() == str(tmp_path)
    settings.set_last_folder(tmp_path / "gone")
    assert settings.last_folder() == ""


def test_every_choice_is_remembered_with_the_file(settings) -> None:
    options = ReadOptions(
        ";",
        ",",
        ".",
        "cp1252",
        False,
        3,
        ("x", "-"),
        "second",
        "'",
        types=(("day", "day-first date"), ("n", "ignore")),
    )
    settings.add_recent_file(Path("a.csv"), options)
    settings.add_recent_file(Path("b.csv"))
    assert settings.reading_options(Path("a.csv")) == options
    assert settings.reading_options(Path("b.csv")) == ReadOptions()


@pytest.mark.parametrize(
    "stored", ["[]", '{"a": 3}', '{"a": {"types": {"n": "complex"}}}', '{"a": {"decimal": ";"}}']
)
def test_choices_that_make_no_sense_are_forgotten(settings, stored) -> None:
    settings._store.setValue("reading_options", stored)
    assert settings.reading_options(Path("a")) == ReadOptions()


def test_formulas_are_escaped_until_somebody_says_otherwise(settings) -> None:
    assert settings.escapes_formulas()
    settings.set_escapes_formulas(False)
    assert not settings.escapes_formulas()
    settings.set_escapes_formulas(True)
    assert settings.escapes_formulas()


def test_the_form_of_the_equation_is_remembered_and_an_unknown_one_is_automatic(settings) -> None:
    assert settings.equation_form() is EquationForm.AUTOMATIC
    settings.set_equation_form(EquationForm.CENTRED)
    assert settings.equation_form() is EquationForm.CENTRED
    settings._store.setValue("equation_form", "round")
    assert settings.equation_form() is EquationForm.AUTOMATIC


@pytest.mark.parametrize("nonsense", ["[" * 90_000 + "]" * 90_000, "9" * 5000, '{"a": ' + "9" * 5000 + "}"])
def test_reading_options_of_any_kind_do_no_harm(settings, nonsense) -> None:
    settings._store.setValue("reading_options", nonsense)
    assert settings.reading_options(Path("a")) == ReadOptions()
    settings.add_recent_file(Path("a"))


def test_values_of_another_kind_do_no_harm(settings) -> None:
    for value in (["a", "b"], 2**60, b"\xff", None):
        for key in (
            "device",
            "appearance",
            "equation_form",
            "recent_files",
            "last_folder",
            "welcome",
            "window",
        ):
            settings._store.setValue(key, value)
        settings.device(), settings.appearance(), settings.equation_form(), settings.last_folder()
        settings.recent_files(), settings.layout()


def test_what_can_be_no_path_is_no_recent_file(settings, tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    settings._store.setValue("recent_files", ["/a\0b", "/" + "x" * 40_000, "", str(good)])
    settings._store.setValue("last_folder", "x" * 5000)
    assert settings.recent_files() == [good]
    assert settings.last_folder() == ""
