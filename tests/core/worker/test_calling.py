import operator
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from processes import environment, line_with, start

import linreg_gui
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.csv_reader import read_text
from linreg_gui.core.reading.options import AUTOMATIC
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.worker import calling
from linreg_gui.core.worker.calling import WorkerLost, WorkerStopped, call_in_worker

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="what the system sees to is of Linux")


def test_a_value_comes_back_with_its_arrays_which_may_be_written_to() -> None:
    made = call_in_worker(np.arange, 100_000)
    assert made.tolist() == list(range(100_000))
    made[0] = 7


def test_an_exception_is_raised_as_in_this_process_and_tells_where_it_came_from() -> None:
    with pytest.raises(ZeroDivisionError, match="division by zero") as caught:
        call_in_worker(operator.truediv, 1, 0)
    assert "Traceback" in caught.value.__notes__[0]


def test_the_frozen_program_finds_its_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = (sys.executable, "-P", "-m", "linreg_gui")
    monkeypatch.setattr(calling, "own_command", lambda *words, module: (*command, *words))
    root = str(Path(linreg_gui.__file__).parents[1])
    monkeypatch.setattr(calling, "own_environment", lambda: {**os.environ, "PYTHONPATH": root})
    assert call_in_worker(max, (3, 5)) == 5


def test_a_problem_keeps_its_kind() -> None:
    with pytest.raises(ProblemError) as caught:
        call_in_worker(read_table, Path("nowhere.csv"))
    assert caught.value.problem.kind is ProblemKind.NO_FILE


@on_linux
def test_a_process_that_takes_too_much_is_told_from_one_that_breaks_down() -> None:
    with pytest.raises(WorkerLost) as caught:
        call_in_worker(bytearray, 1 << 31, most_bytes=1 << 28)
    assert caught.value.for_memory
    with pytest.raises(WorkerLost) as caught:
        call_in_worker(os.kill, 0, signal.SIGSEGV, most_bytes=1 << 28)
    assert not caught.value.for_memory


def test_what_no_limit_of_the_system_sees_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "_TOLERATED", 1 << 20)
    with pytest.raises(WorkerLost) as caught:
        call_in_worker(time.sleep, 60, most_bytes=0)
    assert caught.value.for_memory


def test_nobody_waits_for_a_process_that_is_not_wanted_any_more() -> None:
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(WorkerStopped):
        call_in_worker(time.sleep, 60, stop=lambda: True)
    assert {child.pid for child in psutil.Process().children()} <= before


@on_linux
def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    code = """
import threading, time
import psutil
from linreg_gui.core.worker.calling import call_in_worker

threading.Thread(target=call_in_worker, args=(time.sleep, 600), daemon=True).start()
while not (children := psutil.Process().children()):
    time.sleep(0.01)
print("worker", children[0].pid, flush=True)
time.sleep(600)
"""
    process = start(code, tmp_path)
    worker = psutil.Process(int(line_with(process, "worker").split()[1]))
    process.kill()
    process.communicate()
    assert worker.wait(timeout=30) is None or not worker.is_running()


def test_it_works_with_standard_input_and_output_closed(tmp_path: Path) -> None:
    code = """
import os
for end in (0, 1):
    os.close(end)
from linreg_gui.core.worker.calling import call_in_worker
os.write(2, b"%d" % call_in_worker(max, (3, 5)))
"""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path),
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    assert ended.stderr == b"5"


def test_a_table_is_read_with_its_progress_told_in_the_thread_of_the_caller(tmp_path: Path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text("area,price,town\n1,2,a\n3,4,b\n")
    told: list[tuple[float, int]] = []
    frame, report = call_in_worker(
        read_text, path, AUTOMATIC, told=lambda done: told.append((done, threading.get_ident()))
    )
    assert frame.to_dict("list") == {"area": [1, 3], "price": [2, 4], "town": ["a", "b"]}
    assert report.rows == 2
    assert told[-1] == (1.0, threading.get_ident())
    assert sorted(told) == told
