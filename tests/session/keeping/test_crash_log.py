"""The log stays small and never stands in the way."""

from __future__ import annotations

import faulthandler
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linreg_gui.session.keeping.crash_log import CrashLog, log_path, read_log

logger = logging.getLogger("linreg_gui.some.module")


def test_what_is_written_can_be_read_with_its_time(tmp_path: Path) -> None:
    log = CrashLog(tmp_path / "logs")
    logger.error("something went wrong\nin two lines\n")
    log.close()
    text = read_log(tmp_path / "logs")
    assert text.endswith("something went wrong\nin two lines\n")
    assert text[:2] == "20"


def test_a_log_goes_on_where_it_ended(tmp_path: Path) -> None:
    for word in ("first", "second"):
        log = CrashLog(tmp_path)
        logger.info(word)
        log.close()
    first, second = read_log(tmp_path).splitlines()
    assert first.endswith("first")
    assert second.endswith("second")


def test_a_log_that_has_grown_is_put_aside_twice_and_then_forgotten(tmp_path: Path) -> None:
    for word in ("oldest", "older", "newer", "newest"):
        log = CrashLog(tmp_path)
        logger.info(word + " " * 10 + "x" * 250_000)
        log.close()
    begins = {path.name: path.read_text()[20:30].split()[0] for path in tmp_path.iterdir()}
    assert begins == {"log.txt": "newest", "log-1.txt": "newer", "log-2.txt": "older"}


def test_a_mistake_without_end_does_not_fill_the_disk(tmp_path: Path) -> None:
    log = CrashLog(tmp_path, most=1000)
    for _ in range(100):
        logger.error("the same again")
    log.close()
    text = read_log(tmp_path)
    assert len(text) < 1200
    assert text.endswith("No more is written down until the next start.\n")


def test_a_folder_that_cannot_be_written_to_stops_nothing_and_is_not_told_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    log = CrashLog(tmp_path / "file")
    logger.error("lost")
    log.close()
    assert log.handle is None
    assert read_log(tmp_path / "file") == ""
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_stops_nothing_and_is_not_told_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log_path(tmp_path).symlink_to("/dev/full")
    log = CrashLog(tmp_path)
    assert log.handle is not None
    for _ in range(3):
        logger.error("lost")
    log.close()
    assert capfd.readouterr() == ("", "")


def test_once_it_is_closed_nothing_more_is_written_and_closing_again_does_no_harm(tmp_path: Path) -> None:
    log = CrashLog(tmp_path)
    log.close()
    log.close()
    assert log.handle is None
    logger.info("too late")
    assert read_log(tmp_path) == ""


def test_what_libraries_log_is_not_ours(tmp_path: Path) -> None:
    log = CrashLog(tmp_path)
    logging.getLogger("some_library").error("not ours")
    logger.info("ours")
    log.close()
    assert read_log(tmp_path).rstrip().endswith("ours")
    assert "not ours" not in read_log(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    CrashLog(tmp_path).close()
    assert log_path(tmp_path).stat().st_mode & 0o777 == 0o600


def test_several_programs_write_their_entries_in_one_piece(tmp_path: Path) -> None:
    code = (
        "import logging, pathlib, sys; from linreg_gui.session.keeping.crash_log import CrashLog\n"
        "log = CrashLog(pathlib.Path(sys.argv[1]), most=10**9); logger = logging.getLogger('linreg_gui')\n"
        "print('open', flush=True); sys.stdin.readline()\n"
        "for _ in range(100): logger.error('begin' + sys.argv[2] * 30_000 + 'end')\n"
        "log.close()"
    )
    words = [sys.executable, "-c", code, str(tmp_path)]
    programs = [
        subprocess.Popen([*words, letter], stdin=-1, stdout=-1, text=True, cwd=Path.cwd()) for letter in "abc"
    ]
    assert [program.stdout.readline() for program in programs] == ["open\n"] * 3
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=60)
        assert program.returncode == 0
    entries = [line[20:] for line in log_path(tmp_path).read_text().splitlines()]
    assert sorted(entries) == [f"begin{letter * 30_000}end" for letter in "abc" for _ in range(100)]


def test_a_crash_below_python_is_in_the_log(tmp_path: Path) -> None:
    code = (
        "import faulthandler, pathlib, sys; from linreg_gui.session.keeping.crash_log import CrashLog;"
        "log = CrashLog(pathlib.Path(sys.argv[1])); faulthandler.enable(log.handle); faulthandler._sigabrt()"
    )
    assert hasattr(faulthandler, "_sigabrt")
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, timeout=60, check=False)
    assert "Fatal Python error: Aborted" in log_path(tmp_path).read_text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_in_the_place_of_the_log_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(log_path(tmp_path))
    log = CrashLog(tmp_path)
    logger.info("nowhere")
    assert log.handle is None
    assert read_log(tmp_path) == ""
    log.close()
