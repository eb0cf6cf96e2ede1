"""How soon the first window is there, against importing pandas and pyqtgraph alone.

Run `python tests/benchmarks/bench_start.py`; both start in processes of their own, taking turns, and the
shortest time of each counts. Wanted: the window at most 1.5 times as late as the imports.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import best_of

ROOT = Path(__file__).parents[2]
IMPORTS = "import pandas, pyqtgraph"
WINDOW = """
import gc, sys
gc.disable()  # as linreg_gui.app does
from PySide6.QtCore import QSettings
from linreg_gui.app.process.application import make_application
from linreg_gui.app.program import Program
from linreg_gui.session.keeping.settings import Settings

application = make_application(sys.argv[:1])
gc.freeze(), gc.enable()
program = Program(application, Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
program.start(None)
application.processEvents()
assert program.window.isVisible()
sys.stdout.flush()
__import__("os")._exit(0)
"""


def run(code: str, folder: str) -> None:
    """One process from its start to its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "HOME": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    command = [sys.executable, "-c", code, str(Path(folder) / "settings.ini")]
    subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)


def main() -> None:
    """Print both times and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        times = {IMPORTS: [], WINDOW: []}
        for _ in range(8):
            for code, taken in times.items():
                taken.append(best_of(1, lambda code=code: run(code, folder)))
    imports, window = (min(taken) for taken in times.values())
    ratio = window / imports
    print(f"importing pandas and pyqtgraph {imports:.2f} s; first window {window:.2f} s, {ratio:.2f}×")


if __name__ == "__main__":
    main()
