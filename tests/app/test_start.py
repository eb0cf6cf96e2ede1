"""The first window waits for no plots and no pandas: it is painted first, and the rest is imported then."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_LATE = ("pandas", "pyarrow", "scipy", "numba")

_PROGRAM = """
import sys, threading, time

LATE = {late!r}
imported_by = {{}}

class Spy:
    def find_spec(self, name, path=None, target=None):
        if name in LATE:
            imported_by.setdefault(name, threading.current_thread())

sys.meta_path.insert(0, Spy())

from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QSettings
from linreg_gui.app.process.application import make_application
from linreg_gui.app.program import Program
from linreg_gui.session.keeping.settings import Settings

class FirstPicture(QObject):
    there_then = None

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and self.there_then is None:
            self.there_then = [name for name in LATE if name in sys.modules]
        return False

def until(condition):
    end = time.monotonic() + 60.0
    while not condition():
        application.processEvents()
        time.sleep(0.001)
        assert time.monotonic() < end

application = make_application(sys.argv[:1])
program = Program(application, Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
program.confirm_loss = lambda: True
picture = FirstPicture()
program.window.installEventFilter(picture)
{act}
table = program.session.document.table
print("painted with", *picture.there_then)
print("imported here", *[name for name, thread in imported_by.items() if thread is threading.main_thread()])
print("columns", *table.frame.columns)
program.close()
"""
_SHOW = "program.start({path})\nuntil(lambda: picture.there_then is not None)"
_ANALYSED = "\nuntil(lambda: program.session.analysis is not None)"


_FIRST = """
import sys
from PySide6.QtCore import QSettings
from linreg_gui.app.process.application import make_application
from linreg_gui.app.process.windows import Windows
from linreg_gui.session.keeping.settings import Settings

application = make_application(sys.argv[:1])
windows = Windows(application, Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
windows.open_first()
window, there = windows.first.window, []
while not windows.programs:
    if not window.was_painted:
        heavy = ("numpy", "pyqtgraph", "pandas", "linreg_gui.app.program")
        there = [name for name in heavy if name in sys.modules]
    application.processEvents()
print("painted with", *there)
print("shows", windows.programs[0].window.shows_welcome, window.welcome_page.isVisible())
windows.close()
"""


def test_the_first_picture_needs_neither_numbers_nor_plots(tmp_path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-c", _FIRST, str(tmp_path / "settings.ini")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["painted with", "shows True True"]


def told(folder: Path, act: str) -> dict[str, str]:
    """What a process of its own says in the end, line by line."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PROGRAM.format(late=_LATE, act=act), str(folder / "settings.ini")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    starts = ("painted with", "imported here", "columns")
    lines = done.stdout.splitlines()
    return {start: line[len(start) :].strip() for start in starts for line in lines if line.startswith(start)}


def test_the_welcome_page_is_painted_before_pandas_is_there_and_a_new_table_waits_for_it(tmp_path) -> None:
    new = (
        "\nprogram.menus.data.new_table.trigger()\nuntil(lambda: program.session.document.table is not None)"
    )
    assert told(tmp_path, _SHOW.format(path=None) + new) == {
        "painted with": "",
        "imported here": "",
        "columns": "x y",
    }


@pytest.mark.parametrize("pasted", [False, True])
def test_a_file_or_a_paste_comes_while_pandas_is_still_imported(tmp_path, pasted) -> None:
    text = "size,price\n1,2\n2,3.5\n3,7\n"
    file = tmp_path / "homes.csv"
    file.write_text(text)
    paste = f"\nprogram.session.opening.paste_table({text!r}, '')"
    act = _SHOW.format(path=None) + paste if pasted else _SHOW.format(path=f"Path({str(file)!r})")
    said = told(tmp_path, act + _ANALYSED)
    assert said["imported here"] == ""
    assert said["columns"] == "size price"
