"""Prints what a frozen program is made from: what the program and its extras need, and PyInstaller."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

EXTRAS = ("excel", "tuning")
# The last three are for macOS and Windows; pure Python, so that one list of versions serves all.
TOOLS = ("pyinstaller>=6.16", "macholib", "pefile", "pywin32-ctypes")


def main() -> None:
    text = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    needed = list(project["dependencies"])
    for extra in EXTRAS:
        needed += project["optional-dependencies"][extra]
    sys.stdout.write("\n".join([*needed, *TOOLS]) + "\n")


if __name__ == "__main__":
    main()
