from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.apart import read_apart
from linreg_gui.core.reading.report import ReadCancelled

FILE = Path("houses.xlsx")


def test_what_is_cancelled_is_ended_though_it_asks_nobody() -> None:
    with pytest.raises(ReadCancelled):
        read_apart(FILE, time.sleep, 600, progress=lambda _: False)


@pytest.mark.skipif(sys.platform != "linux", reason="what ends a process is told by its signal")
@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (signal.SIGABRT, ProblemKind.MEMORY, "takes more than the"),
        (signal.SIGSEGV, ProblemKind.DAMAGED, "is damaged, so badly that nothing can be read of it"),
    ],
)
def test_the_end_of_the_process_is_a_sentence(number: int, kind: ProblemKind, words: str) -> None:
    with pytest.raises(ProblemError, match=words) as caught:
        read_apart(FILE, os.kill, 0, number)
    assert caught.value.problem.kind is kind
