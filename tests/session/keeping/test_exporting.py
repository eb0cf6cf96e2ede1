"""Exports: one at a time, whole or not at all, with progress before the end and nothing after it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.writing.results import ExportRequest, ResultColumns
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.session.job_thread import Jobs, Mailbox
from linreg_gui.session.keeping import exporting as module
from linreg_gui.session.keeping.conflicts import Conflict
from linreg_gui.session.keeping.exporting import Exporting
from linreg_gui.session.keeping.file_version import Stamp
from linreg_gui.session.keeping.seen_files import SeenFiles

CSV = ExportRequest(OutputKind.CSV, ResultColumns(False, False, False, False), escape=False)


class Listener:
    """Writes down what an export tells, in order."""

    def __init__(self, exporting: Exporting) -> None:
        self.exporting = exporting
        self.heard: list[tuple] = []
        for name in ("started", "progressed", "ended", "exported", "failed"):
            signal = getattr(exporting, name)
            signal.connect(lambda *values, name=name: self.heard.append((name, *values)))

    def names(self) -> list[str]:
        return [name for name, *_ in self.heard]


@pytest.fixture
def listener(qtbot) -> Iterator[Listener]:
    jobs = Jobs()
    listener = Listener(Exporting(jobs))
    yield listener
    listener.exporting.close()
    jobs.close()


@pytest.fixture
def gate(monkeypatch) -> threading.Event:
    """Whoever writes tells of a half, and goes on to the end once the gate is open or it is cancelled."""
    gate = threading.Event()
    real = module.write_table

    def slow(frame, file, kind, *, progress, **options) -> None:
        progress(0.5)
        while not gate.wait(0.001):
            if not progress(0.5):
                break
        real(frame, file, kind, **options, progress=progress)

    monkeypatch.setattr(module, "write_table", slow)
    return gate


def table() -> Table:
    return Table(pd.DataFrame({"x": range(5), "y": range(5)}), {"x": Role.FEATURE, "y": Role.LABEL}, "t.csv")


def test_what_was_written_is_told_after_its_progress(qtbot, listener, gate, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    gate.set()
    listener.exporting.export(table(), None, path, CSV)
    qtbot.waitUntil(lambda: "exported" in listener.names())
    assert listener.heard[0] == ("started", "out.csv")
    assert listener.heard[-1] == ("exported", path, 5)
    assert listener.names()[-3:] == ["progressed", "ended", "exported"]
    assert path.read_text().splitlines()[:2] == ["x,y", "0,0"]


def test_a_second_export_meanwhile_is_nobodys(qtbot, listener, gate, tmp_path: Path) -> None:
    listener.exporting.export(table(), None, tmp_path / "one.csv", CSV)
    listener.exporting.export(table(), None, tmp_path / "two.csv", CSV)
    gate.set()
    qtbot.waitUntil(lambda: "exported" in listener.names())
    assert [path.name for path in tmp_path.iterdir()] == ["one.csv"]
    assert listener.names().count("started") == 1


def test_a_cancelled_export_leaves_the_earlier_file_and_says_only_that_it_ended(
    qtbot, listener, gate, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("precious")
    listener.exporting.export(table(), None, path, CSV)
    qtbot.waitUntil(lambda: "progressed" in listener.names())
    listener.exporting.cancel()
    assert "ended" in listener.names()
    qtbot.waitUntil(lambda: [entry.name for entry in tmp_path.iterdir()] == ["out.csv"])
    assert path.read_text() == "precious"
    assert not {"exported", "failed"} & set(listener.names())
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]


def test_a_failure_is_a_sentence(qtbot, listener, tmp_path: Path) -> None:
    listener.exporting.export(table(), None, tmp_path / "nowhere" / "out.csv", CSV)
    qtbot.waitUntil(lambda: "failed" in listener.names())
    problem = listener.heard[-1][1]
    assert isinstance(problem, Problem)
    assert problem.sentence.startswith("“out.csv” could not be saved")


@pytest.mark.parametrize("kind", [OutputKind.CSV, OutputKind.PARQUET])
def test_memory_is_asked_for_before_results_are_made(monkeypatch, tmp_path: Path, kind) -> None:
    monkeypatch.setattr(module, "available_memory", lambda: 1 << 26)
    monkeypatch.setattr(module, "write_table", lambda *_, **__: pytest.fail("begun to write"))
    columns = ResultColumns(*[kind is OutputKind.CSV] * 4)
    rows = pd.Series([0.5]).repeat(1_500_000)
    names = "abcdefg"
    large = Table(pd.DataFrame(dict.fromkeys(names, rows)), dict.fromkeys(names, Role.FEATURE), "t.csv")
    request = ExportRequest(kind, columns, escape=False)
    with pytest.raises(ProblemError, match=r"cannot be written: .* are free"):
        module.export_table(large, None, tmp_path / "out", request, Mailbox(), lambda: False)
    assert list(tmp_path.iterdir()) == []


def test_at_the_end_of_the_program_nothing_more_is_told(qtbot, listener, gate, tmp_path: Path) -> None:
    listener.exporting.export(table(), None, tmp_path / "out.csv", CSV)
    qtbot.waitUntil(lambda: "progressed" in listener.names())
    heard = len(listener.heard)
    listener.exporting.close()
    qtbot.wait(50)
    assert len(listener.heard) == heard


def test_an_export_that_asks_nobody_is_given_up_at_once_and_takes_no_name_later(
    qtbot, listener, monkeypatch, tmp_path: Path
) -> None:
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def stuck(frame, file, kind, **_) -> None:
        began.set()
        may_end.wait(30)
        file.write(b"too late")
        ended.set()

    monkeypatch.setattr(module, "write_table", stuck)
    listener.exporting.export(table(), None, tmp_path / "out.csv", CSV)
    done: list[bool] = []
    listener.exporting.when_done(lambda: done.append(True))
    assert began.wait(10)
    assert listener.exporting.name == "out.csv"
    listener.exporting.cancel()
    assert done == [True]
    assert listener.exporting.name == ""
    may_end.set()
    assert ended.wait(10)
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))


def test_what_somebody_else_has_put_there_since_it_was_read_is_not_written_over(
    qtbot, tmp_path: Path
) -> None:
    jobs, seen, path = Jobs(), SeenFiles(), tmp_path / "out.csv"
    path.write_text("as it was read")
    seen.add(path, Stamp.of(path))
    listener = Listener(Exporting(jobs, seen=seen))

    def export(*agreed: Conflict) -> tuple:
        listener.heard.clear()
        listener.exporting.export(table(), None, path, CSV, *agreed)
        qtbot.waitUntil(lambda: bool({"exported", "failed"} & set(listener.names())))
        return listener.heard[-1]

    assert export()[0] == "exported"
    path.chmod(0o600)
    assert export()[0] == "exported", "its own, with other rights"
    path.write_text("by somebody else")
    name, conflict = export()
    assert (name, type(conflict)) == ("failed", Conflict)
    assert conflict.sentence == "“out.csv” was changed since it was opened here."
    assert path.read_text() == "by somebody else"
    assert export(conflict)[0] == "exported"
    path.unlink()
    assert export()[0] == "exported", "of a file that is gone nothing is lost"
    listener.exporting.close()
    jobs.close()
