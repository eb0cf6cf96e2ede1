"""The real window is killed at work: how old is the oldest edit that is lost, and is the rest what it was?"""

from __future__ import annotations

import json
import os
import random
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from processes import environment

from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project
from linreg_gui.session.keeping.recovery import find_leftovers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked there")

SCRIPT = Path(__file__).with_name("window_to_kill.py")
window_to_kill = runpy.run_path(str(SCRIPT))
digest, settings_of = window_to_kill["digest"], window_to_kill["settings_of"]

PROMISED_SECONDS = 3.0
# How exact the clocks are that are compared, besides the time in which the machine kept the window waiting.
CLOCK_SECONDS = 0.1
EDITS = ("cell", "text", "rename", "exclude", "insert", "remove", "sort", "roles", "settings", "undo")
EVERYTHING = (*EDITS, "paint", "paint", "hold", "cell", "cell", "save")
LARGE = ("cell", "cell", "text", "rename", "insert", "remove", "sort", "exclude", "undo")


@dataclass
class Reports:
    """What a window has said until its end."""

    states: list[tuple[float, str, str, bool]] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    killed: float = 0.0
    status: int = 0

    def index_of(self, project: Project) -> int:
        """The last state of the editor that a project is; fails if it is none."""
        table, settings = digest(project.table), settings_of(project)
        found = [
            index
            for index, (_, one, other, _) in enumerate(self.states)
            if one == table and settings in ("", other)
        ]
        assert found, "what came back was never there"
        return found[-1]


class Windows:
    """Makes one window after the other, quickly, in homes of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._n_made = 0
        self._process = subprocess.Popen(
            [sys.executable, "-u", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment(folder), "OPENBLAS_NUM_THREADS": "1"},
        )
        self.read("ready")

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def read(self, until: str, reports: Reports | None = None) -> list[Any]:
        """All reports up to one of a kind, which is returned."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, at, *values = json.loads(line)
            if reports is not None and word == "state":
                reports.states.append((at, *values))
            if reports is not None and word == "late":
                reports.late.append(values[0])
            if word == until:
                return values
        raise AssertionError(f"it has ended before it said “{until}”")

    def end(
        self, seconds: float, seed: int, number: int = signal.SIGKILL, table: str = "small", **task: object
    ) -> tuple[Reports, Path]:
        """Let somebody work for some seconds, and send a signal; what was said, and the home."""
        self._n_made += 1
        home = self._folder / str(self._n_made)
        home.mkdir()
        file = home / "start.csv"
        file.write_text("u,v\n" + "".join(f"{u},{3 * u + u % 2}\n" for u in range(9)))
        given = {
            "environment": {"HOME": str(home)},
            "file": str(file),
            "project": str(home / "work.linreg"),
            "table": table,
            "seed": seed,
            "wishes": EVERYTHING,
            "trains": True,
            **task,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()
        reports = Reports()
        (pid,) = self.read("pid", reports)
        assert self.read("heeds") == ["the end of the session", 1]  # it cannot be ended without a desktop
        self.read("begins", reports)
        time.sleep(seconds)
        reports.killed = time.monotonic()
        os.kill(pid, number)
        (reports.status,) = self.read("ended", reports)
        return reports, home


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    windows = Windows(tmp_path_factory.mktemp("killed"))
    yield windows
    windows.close()


def oldest_lost(reports: Reports, home: Path) -> float:
    """The age, when the process was killed, of the oldest edit that is not there any more."""
    found = [left for root in home.rglob("recovery") for left in find_leftovers(root)]
    assert len(found) <= 1
    newest = 0
    for left in found:
        newest = reports.index_of(left.folder.read())
        left.folder.remove()
    saved = home / "work.linreg"
    if saved.exists():
        newest = max(newest, reports.index_of(read_project(saved)))
    lost = [at for at, *_, edited in reports.states[newest + 1 :] if edited and at <= reports.killed]
    return reports.killed - lost[0] if lost else 0.0


def kill_all(windows: Windows, tasks: Sequence[tuple[float, dict[str, Any]]]) -> None:
    figures = []
    for i, (seconds, task) in enumerate(tasks):
        reports, home = windows.end(seconds, i, **task)
        assert reports.status == -signal.SIGKILL
        lost, late = oldest_lost(reports, home), max(reports.late, default=0.0)
        figures.append(lost)
        what = f"kill {i + 1}, {task.get('table', 'small')} table, {len(reports.states)} states"
        print(f"{what} in {seconds:.1f} s: lost {lost:.2f} s; the window at most {late:.2f} s late")
        assert lost < PROMISED_SECONDS + CLOCK_SECONDS + late
    print(f"the oldest lost edit of {len(figures)} kills: {max(figures):.2f} s old")


def test_killed_at_work_hardly_anything_is_lost(windows) -> None:
    moments = random.Random(3)
    # Once after so long that edits that wait for quiet are lost, none of which is saved, and once soon.
    unsaved = {"wishes": (*EDITS, "paint")}
    kill_all(windows, [(moments.uniform(4.6, 5.2), unsaved), (moments.uniform(0.3, 1.5), {})])


@pytest.mark.attack
def test_thirty_kills_at_random_moments(windows) -> None:
    moments = random.Random(5)
    tasks: list[tuple[float, dict[str, Any]]] = [
        (moments.uniform(0.5, 7.0), {"wishes": wishes, "trains": trains})
        for wishes in (EVERYTHING, EDITS, ("cell",), ("paint", "hold"), ("rename", "save"))
        for trains in (True, False)
        for _ in range(2)
    ]
    large = [
        {"table": "large", "wishes": LARGE if i % 5 else ("hold",), "trains": i % 2 == 0} for i in range(10)
    ]
    tasks += [(moments.uniform(2.0, 12.0), task) for task in large]
    kill_all(windows, tasks)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ended_from_outside_nothing_is_lost(windows, number) -> None:
    reports, home = windows.end(0.8, number, number)
    assert reports.status == 0
    assert oldest_lost(reports, home) == 0.0
