"""Runs every benchmark in a process of its own: `python tests/benchmarks`."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path


def main() -> None:
    folder = Path(__file__).parent
    print(f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} cores")
    for script in sorted(folder.glob("bench_*.py")):
        print(f"\n== {script.stem.removeprefix('bench_').replace('_', ' ')}", flush=True)
        # A display is not needed, and one that is there must not cover the window that is timed.
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([sys.executable, str(script)], env=environment, check=False)


if __name__ == "__main__":
    main()
