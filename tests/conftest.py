"""Every test runs without a display, with settings of its own, and leaves no thread or timer behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import pytest

from linreg_gui.core.late_pandas import import_pandas

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Tests start the program dozens of times: it is compiled once, as an installed one is, and not each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
if "PYTEST_XDIST_WORKER" in os.environ:
    # Read when NumPy is imported: the cores are taken by the other workers.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How long an example takes tells of the other work of the machine, not of a fault.
hypothesis.settings.register_profile("linreg_gui", deadline=None)
hypothesis.settings.load_profile("linreg_gui")

# As in the program: a collection that happens to run in a job's thread would delete widgets there, and crash.
gc.disable()
# Only what goes on for ever takes longer.
_A_MOMENT = 20.0
_TESTS_TO_A_FULL_COLLECTION = 25
_tests_ended = count(1)
_collections: list[int] = []  # of each generation, when the last test ended


def pytest_collection_finish() -> None:
    import_pandas()  # as in a window that has been there for a second
    _put_aside_what_stays()


def _put_aside_what_stays() -> None:
    """What imports and compilers made lives to the end: nobody need look at it after every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _collect_garbage_between_tests() -> Iterator[None]:
    """In the main thread, once the jobs of a test have ended."""
    yield
    if next(_tests_ended) % _TESTS_TO_A_FULL_COLLECTION:
        gc.collect(0)
    else:
        if "PySide6.QtCore" in sys.modules:
            _assert_no_qt_leftovers(gc.get_objects())
        _put_aside_what_stays()
    _collections[:] = _count_collections()


def _count_collections() -> list[int]:
    return [generation["collections"] for generation in gc.get_stats()]


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One after the other, in a folder of their own: whoever makes a tmp_path lists what is beside it."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    home = next(_homes)
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    _assert_no_job_goes_on()
    left = {thread for thread in threading.enumerate() if thread.is_alive() and not thread.daemon} - before
    assert not left, f"left behind: {left}"
    if "qtbot" in request.fixturenames:
        # What came during a test is young as long as nobody has collected; what came before was looked at.
        is_young = _collections == _count_collections()
        _assert_no_qt_leftovers(gc.get_objects(0) if is_young else gc.get_objects())


def _assert_no_job_goes_on() -> None:
    """Jobs that were let go of may take a moment to see it."""
    jobs = [thread for thread in threading.enumerate() if thread.name == "linreg_gui job"]
    for job in jobs:
        job.join(_A_MOMENT)
    assert not any(job.is_alive() for job in jobs), "a job goes on"


def _assert_no_qt_leftovers(things: list[object]) -> None:
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import isValid

    kinds = _with_subclasses(QThread) | _with_subclasses(QTimer)
    running = [
        thing
        for thing in things
        # Not isinstance: that would ask a proxy for the object that it stood for.
        if type(thing) in kinds
        and isValid(thing)
        and (thing.isRunning() if isinstance(thing, QThread) else thing.isActive())
        and not (isinstance(thing, QThread) and thing is QThread.currentThread())
    ]
    assert not running, f"still running: {running}"


def _with_subclasses(kind: type) -> set[type]:
    return {kind}.union(*map(_with_subclasses, kind.__subclasses__()))


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> object:
    """That of pytest-qt, but patient."""
    from patient_bot import PatientBot

    return PatientBot(request)


@pytest.fixture
def settings(tmp_path: Path) -> object:
    """Settings in a file that nobody else reads."""
    from PySide6.QtCore import QSettings

    from linreg_gui.session.keeping.settings import Settings

    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def program(qapp: object, qtbot: object, settings: object) -> Iterator[object]:
    """The whole program, as a person has it before the first file; not shown, and without a welcome page."""
    from shiboken6 import delete

    from linreg_gui.app.program import Program

    palette = qapp.palette()
    settings.set_shows_welcome(False)
    program = Program(qapp, settings)
    program.confirm_loss = lambda: True
    yield program
    program.window.close()
    delete(program.window)
    delete(program)
    qapp.setPalette(palette)
