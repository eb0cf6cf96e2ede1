"""How soon the first window is there, against importing PySide6 and pyqtgraph alone.

Run `python tests/benchmarks/bench_start.py`; both start in processes of their own, taking turns, and the
shortest time of each counts. The time of the processor tells more on a busy machine. Wanted: at most 1.3 ×.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORTS = "import PySide6.QtWidgets, pyqtgraph"
WINDOW = """
import gc, os, sys
gc.disable()  # as linreg_gui.app does
from PySide6.QtCore import QSettings
from linreg_gui.app.process.application import make_application
from linreg_gui.app.process.windows import Windows
from linreg_gui.session.keeping.settings import Settings

application = make_application(sys.argv[:1])
windows = Windows(application, Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
windows.open_first()
EVENT.connect(lambda *_: os._exit(0))
while True:
    application.processEvents()
"""


def run(code: str, folder: str) -> tuple[float, float]:
    """One process from its start to its end: seconds, and those of the processor."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    command = [sys.executable, "-c", code, str(Path(folder) / "settings.ini")]
    clock, before = time.perf_counter(), os.times()
    subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)
    seconds, after = time.perf_counter() - clock, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used


def main() -> None:
    """Print both times and their ratios."""
    painted = WINDOW.replace("EVENT", "windows.first.window.first_painted")
    complete = WINDOW.replace("EVENT", "windows.opened")
    with tempfile.TemporaryDirectory() as folder:
        times: dict[str, list[tuple[float, float]]] = {IMPORTS: [], painted: [], complete: []}
        for _ in range(8):
            for code, taken in times.items():
                taken.append(run(code, folder))
    for name, kind in (("on the clock", 0), ("of the processor", 1)):
        imports, window, whole = (min(one[kind] for one in taken) for taken in times.values())
        print(
            f"{name}: importing PySide6 and pyqtgraph {imports:.2f} s; first window {window:.2f} s, "
            f"{window / imports:.2f}×; all of the program in it {whole:.2f} s, {whole / imports:.2f}×"
        )


if __name__ == "__main__":
    main()
