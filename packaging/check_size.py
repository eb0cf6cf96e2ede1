"""check_size.py FOLDER: fails where the frozen folder is larger than its budget, and says what is large."""

from __future__ import annotations

import sys
from pathlib import Path

# The one place of the budget, in MiB; what there is today is in packaging/README.md.
BUDGET_MIB = 560
SHOWN = 8


def size(path: Path) -> int:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


def main() -> int:
    folder = Path(sys.argv[1])
    inner = folder / "_internal" if (folder / "_internal").is_dir() else folder
    parts = sorted(((size(path), path.name) for path in inner.iterdir()), reverse=True)
    total = size(folder) / 2**20
    shown = ", ".join(f"{name} {bytes_ / 2**20:.0f}" for bytes_, name in parts[:SHOWN])
    sys.stdout.write(f"{total:.0f} MiB of a budget of {BUDGET_MIB} MiB: {shown}\n")
    return int(total > BUDGET_MIB)


if __name__ == "__main__":
    sys.exit(main())
