"""A process that is killed at any moment loses nothing that it has kept or saved."""

from __future__ import annotations

import os
import random
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project
from linreg_gui.session.keeping.recovery import find_leftovers

KILLS = 30
SCRIPT = Path(__file__).with_name("process_to_kill.py")
process_to_kill = runpy.run_path(str(SCRIPT))
frame_after, number_of = process_to_kill["frame_after"], process_to_kill["number_of"]


class Reports(NamedTuple):
    """The last number of each kind that a killed process had said; 0 where it had said none."""

    edited: int
    kept: int
    saved: int
    clean: int  # up to which everything is saved, so that nothing needs to be kept


@pytest.fixture
def parent(tmp_path: Path) -> Iterator[subprocess.Popen]:
    """The process that makes the processes to kill."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen(
        [sys.executable, "-u", str(SCRIPT), str(tmp_path)], stdin=-1, stdout=-1, text=True, env=environment
    )
    assert process.stdout.readline() == "ready 0\n"
    yield process
    process.kill()
    process.communicate()


def run_and_kill(parent: subprocess.Popen, first: int, after: str, seconds: float, root: Path) -> Reports:
    """Kill a new process some seconds after it has said a word for the first time."""
    said: dict[str, int] = {}

    def hear() -> str:
        word, number = parent.stdout.readline().split()
        said[word] = int(number)
        return word

    def say(line: str) -> None:
        parent.stdin.write(f"{line}\n")
        parent.stdin.flush()

    say(str(first))
    while not {"pid", after} <= said.keys():
        hear()
    time.sleep(seconds)
    assert find_leftovers(root) == []  # while it lives, nothing is offered
    os.kill(said["pid"], signal.SIGKILL)
    # Whatever it had said before is there once the process that made it knows of its end.
    say("stop")
    while hear() != "stopped":
        pass
    return Reports(*(said.get(word, 0) for word in ("edit", "kept", "saved", "clean")))


def check(project: Project, first: int, at_least: int, at_most: int) -> int:
    """It is exactly what was typed up to some number in between."""
    number = number_of(project)
    assert at_least <= number <= at_most
    assert project.table.frame.equals(frame_after(first, number))
    return number


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be forked there")
def test_killed_at_random_moments_every_restart_offers_the_last_state_and_every_project_opens(
    parent, tmp_path
) -> None:
    moments, root, path = random.Random(7), tmp_path / "recovery", tmp_path / "work.linreg"
    first_saved = 0
    n_offered = n_saved = 0
    for kill in range(KILLS):
        first = 100_000 * (kill + 1) + 1
        after = ("edit", "kept", "kept", "saved")[kill % 4]
        said = run_and_kill(parent, first, after, moments.uniform(0.0, 0.3), root)
        left = find_leftovers(root)
        assert len(left) == 1 or (not left and said.clean >= said.kept)
        for entry in left:
            assert (entry.name, entry.rows) == ("work.csv", 40)
            check(entry.folder.read(), first, max(first, said.kept), said.edited)
            entry.folder.remove()
        if path.exists():
            project = read_project(path)
            first_saved = first if number_of(project) >= first else first_saved
            check(project, first_saved, max(first_saved, said.saved), said.edited)
            n_saved += number_of(project) >= first
        assert not said.saved or first_saved == first
        n_offered += len(left)
    assert n_offered > KILLS // 2
    assert n_saved > KILLS // 3
    assert not list(root.iterdir())
