"""Ctrl+C at any moment of a command without a window: its status, no traceback, nothing left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from project_paths import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal for one process")
# From here on it is the program that is interrupted, and not Python before it.
_STARTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background are deaf to it
print("started", flush=True)
from linreg_gui.cli.main import main
sys.exit(main())
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "long.csv"
    path.write_text("a,b,y\n" + "".join(f"{k % 97},{k % 89},{k}\n" for k in range(60_000)))
    return path


def interrupted(words: list[str], after: float) -> tuple[int, str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _STARTED, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def check(words: list[str], after: float) -> int:
    status, said = interrupted(words, after)
    assert "Traceback" not in said, said
    assert len(said.splitlines()) <= 1, said
    assert status in (0, 130, -signal.SIGINT), said
    return status


def commands(data: Path) -> list[list[str]]:
    training = ["--solver", "sgd", "--epochs", "100000"]
    return [["fit", str(data), "--label", "y", *training], ["devices"]]


def test_a_command_that_is_interrupted_ends_with_its_status(data: Path) -> None:
    statuses = [check(commands(data)[0], after) for after in (0.15, 1.5)]
    assert statuses == [130, 130]


@pytest.mark.attack
def test_interrupts_at_any_moment(data: Path) -> None:
    dice = random.Random(5)
    found = [check(words, dice.uniform(0.02, 2.5)) for _ in range(40) for words in commands(data)]
    print(f"\n{len(found)} interrupts: {found.count(130)} with status 130, {found.count(0)} too late")
