"""The log stays small and never stands in the way."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
from pathlib import Path

from linreg_gui.session.keeping.crash_log import CrashLog, log_path, read_log


def test_what_is_written_can_be_read_with_its_time(tmp_path: Path) -> None:
    log = CrashLog(tmp_path / "logs")
    log.write("something went wrong\nin two lines")
    log.close()
    text = read_log(tmp_path / "logs")
    assert text.endswith("something went wrong\nin two lines\n")
    assert text[:2] == "20"


def test_a_log_goes_on_where_it_ended(tmp_path: Path) -> None:
    for word in ("first", "second"):
        log = CrashLog(tmp_path)
        log.write(word)
        log.close()
    first, second = read_log(tmp_path).splitlines()
    assert first.endswith("first")
    assert second.endswith("second")


def test_a_log_that_has_grown_is_put_aside_twice_and_then_forgotten(tmp_path: Path) -> None:
    for word in ("oldest", "older", "newer", "newest"):
        log = CrashLog(tmp_path)
        log.write(word + " " * 10 + "x" * 250_000)
        log.close()
    begins = {path.name: path.read_text()[20:30].split()[0] for path in tmp_path.iterdir()}
    assert begins == {"log.txt": "newest", "log-1.txt": "newer", "log-2.txt": "older"}


def test_a_mistake_without_end_does_not_fill_the_disk(tmp_path: Path) -> None:
    log = CrashLog(tmp_path, most=1000)
    for _ in range(100):
        log.write("the same again")
    log.close()
    text = read_log(tmp_path)
    assert len(text) < 1200
    assert text.endswith("No more is written down until the next start.\n")


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    log = CrashLog(tmp_path / "file")
    log.write("lost")
    log.close()
    assert log.handle is None
    assert read_log(tmp_path / "file") == ""


def test_a_crash_below_python_is_in_the_log(tmp_path: Path) -> None:
    code = (
        "import faulthandler, pathlib, sys; from linreg_gui.session.keeping.crash_log import CrashLog;"
        "log = CrashLog(pathlib.Path(sys.argv[1])); faulthandler.enable(log.handle); faulthandler._sigabrt()"
    )
    assert hasattr(faulthandler, "_sigabrt")
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, timeout=60, check=False)
    assert "Fatal Python error: Aborted" in log_path(tmp_path).read_text()
