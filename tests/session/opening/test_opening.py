"""Another table comes in: as a file, a paste, a sample or made up; asked about first, and never by halves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from session_steps import open_and_wait, small_csv, write

from linreg_gui.core.installation.resources import samples
from linreg_gui.core.problem import Problem
from linreg_gui.core.reading.options import ReadOptions


def test_the_sample_shown_first_is_fitted_and_cannot_be_undone(qtbot, session) -> None:
    session.opening.start_with(samples()[0])
    qtbot.waitUntil(lambda: session.training.finished, timeout=60_000)
    assert session.training.picture.distance < 0.01
    assert session.document.history.texts == ("",)


@pytest.mark.parametrize(
    ("name", "text"), [("empty.csv", ""), ("words.csv", "a,b\nx,y\nz,w\n"), ("header.csv", "a,b\n")]
)
def test_a_file_that_is_no_table_leaves_everything_as_it_was(qtbot, session, tmp_path, name, text) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    table, analysis = session.document.table, session.analysis
    with qtbot.waitSignal(session.problem_found, timeout=30_000) as signal:
        session.opening.open_file(write(tmp_path, name, text))
    assert name in signal.args[0].sentence
    assert session.document.table is table
    assert session.analysis is analysis
    assert session.training.available
    assert session.settings.recent_files() == [tmp_path / "small.csv"]


@pytest.mark.parametrize("kind", ["table", "project"])
def test_a_path_is_meant_from_the_folder_where_it_was_given(
    qtbot, session, tmp_path, monkeypatch, kind
) -> None:
    small_csv(tmp_path)
    name = "small.csv"
    monkeypatch.chdir(tmp_path)
    if kind == "project":
        open_and_wait(qtbot, session, tmp_path / name)
        name = "small.linreg"
        with qtbot.waitSignal(session.projects.saved, timeout=30_000):
            session.projects.save(Path(name))
        assert session.projects.path == tmp_path / name
    asked = []
    session.opening.reader.may_replace = asked.append  # a person takes a moment to agree
    session.opening.open_file(Path(name))
    monkeypatch.chdir("/")
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        asked[0]()
    assert session.settings.recent_files()[0] == tmp_path / name


def test_cancelled_reading_leaves_everything_as_it_was(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    table = session.document.table
    rng = np.random.default_rng(0)
    big = tmp_path / "big.csv"
    np.savetxt(big, rng.normal(size=(200_000, 5)), delimiter=",", header="a,b,c,d,e", comments="")
    with qtbot.waitSignal(session.opening.reader.ended, timeout=30_000):
        session.opening.open_file(big)
        session.opening.cancel_reading()
    assert session.document.table is table


def test_the_file_asked_for_last_wins(qtbot, session, tmp_path) -> None:
    first, second = small_csv(tmp_path, "first.csv", 1.0), small_csv(tmp_path, "second.csv", 5.0)
    session.opening.open_file(first)
    session.opening.open_file(second)
    qtbot.waitUntil(lambda: session.analysis is not None, timeout=30_000)
    qtbot.wait(50)
    assert session.document.table.name == "second.csv"
    assert session.analysis.exact.weights[0] == pytest.approx(5.0, abs=0.05)


def test_generated_data_say_what_they_were_made_with(qtbot, session) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.generate(
            (1.0, 2.0), 0.0, 0.5, 100, 7, noise="laplace", outlier_share=0.05, correlation=1.0
        )
    source = session.document.table.source
    assert source == "Generated: 100 rows, noise σ = 0.5 (Laplace), 5 % outliers, correlation 1, seed 7."
    assert session.analysis.exact.rank == 1


def test_the_next_file_dialog_starts_beside_the_file_that_is_open(qtbot, session, settings, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    assert settings.last_folder() == str(tmp_path)


def test_what_would_be_replaced_is_asked_about_first_and_again_if_it_was_changed(
    qtbot, session, tmp_path
) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    asked = []
    session.opening.reader.may_replace = asked.append
    session.opening.open_file(small_csv(tmp_path, "other.csv"))
    assert len(asked) == 1
    assert session.document.table.name == "small.csv"
    with qtbot.waitSignal(session.opening.reader.ended, timeout=30_000):
        asked.pop()()
        session.document.edit_cell(0, 0, "5")
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert session.document.table.name == "small.csv"
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        asked.pop()()
    assert session.document.table.name == "other.csv"
    assert session.document.history.undo_text == "Open other.csv"


def test_a_file_is_opened_as_it_was_read_the_last_time(qtbot, session, tmp_path) -> None:
    path = write(tmp_path, "odd.csv", "made in May\na;b\n1;2\n2;4.5\n3;6\n")
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path, ReadOptions(skip_rows=1))
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_recent(path)
    assert list(session.document.table.frame) == ["a", "b"]


def test_a_preview_is_told_and_changes_nothing(qtbot, session, tmp_path) -> None:
    path = small_csv(tmp_path)
    with qtbot.waitSignal(session.opening.previewed, timeout=30_000) as shown:
        session.opening.preview_file(path, ReadOptions(separator=","))
    assert list(shown.args[0].frame) == ["area", "price"]
    with qtbot.waitSignal(session.opening.previewed, timeout=30_000) as shown:
        session.opening.preview_file(tmp_path / "gone.csv", ReadOptions())
    assert isinstance(shown.args[0], Problem)
    assert session.document.table is None


def test_numbers_with_two_readings_come_with_the_other_one(qtbot, session, tmp_path) -> None:
    path = write(tmp_path, "two.csv", "a;b\n1;1,234\n2;5,678\n3;9,012\n")
    found = []
    session.opening.findings_told.connect(lambda *arguments: found.append(arguments))
    open_and_wait(qtbot, session, path)
    _, _, (doubt,) = found.pop()
    before = session.document.table.frame["b"][0]
    assert doubt.sentence.startswith("3 numbers")
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path, doubt.other)
    assert found == []
    assert {before, session.document.table.frame["b"][0]} == {1.234, 1234}


def test_one_of_several_sheets_is_told_unless_somebody_chose_it(qtbot, session, tmp_path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("other")):
        for row in (["a", "b"], [1, 2], [2, 4.5], [3, 6]):
            sheet.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    told = []
    session.opening.sheet_chosen.connect(lambda path, report: told.append(report.sheet))
    open_and_wait(qtbot, session, path)
    assert told == [book.active.title]
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path, ReadOptions(sheet="other"))
    assert told == [book.active.title]


def test_a_pasted_table_is_no_recent_file_and_can_be_read_anew(qtbot, session) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.paste_table("x\ty\n1\t2\n2\t4.5\n3\t6\n", "")
    table = session.document.table
    assert (table.name, table.source) == ("Pasted table", "From the clipboard.")
    assert session.document.history.undo_text == "Paste as new table"
    assert session.settings.recent_files() == []
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(table.report.path, ReadOptions(skip_rows=1, header=False))
    assert session.document.table.source == "From the clipboard."
    assert list(session.document.table.frame) == ["column 1", "column 2"]


def test_a_new_table_is_empty_and_a_step_of_undo(qtbot, session) -> None:
    session.opening.new_table()
    assert list(session.document.table.frame) == ["x", "y"]
    assert session.document.history.undo_text == "New table"


def test_a_sample_is_fitted_only_where_that_was_asked_for(qtbot, session, tmp_path) -> None:
    session.opening.open_sample(samples()[0], fitted=True)
    qtbot.waitUntil(lambda: session.training.finished, timeout=60_000)
    open_and_wait(qtbot, session, small_csv(tmp_path))
    assert session.training.picture.snapshot.step == 0


def test_what_was_cancelled_is_not_fitted_later(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    with qtbot.waitSignal(session.opening.reader.ended, timeout=30_000):
        session.opening.open_sample(samples()[0], fitted=True)
        session.opening.cancel_reading()
    assert session.document.table.name == "small.csv"
    assert not session.opening.settle()[1]


def test_names_of_rows_take_no_part_unless_nothing_else_does(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, write(tmp_path, "r.csv", "a,b\n1,5,6\n2,7,9\n3,9,1\n4,2,2\n"))
    assert session.document.table.roles == {"column 1": "ignored", "a": "feature", "b": "label"}
    open_and_wait(qtbot, session, write(tmp_path, "last.csv", "a,b\n1,5,6\n1,7,9\n3,9,1\n4,2,2\n"))
    assert session.document.table.roles == {"a": "feature", "b": "feature", "column 3": "label"}
    open_and_wait(qtbot, session, write(tmp_path, "one.csv", "a\n1\t5\n2\t7\n3\t9\n"))
    assert session.document.table.roles == {"column 1": "feature", "a": "label"}
