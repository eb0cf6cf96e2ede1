"""How much memory can still be taken, asked before it is: what is free, and what a limit leaves of it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

# What the rest of the program, and whatever else runs, needs to go on.
_KEPT_BACK = 1 << 26
_SHARE_KEPT_BACK = 1 / 32
# As a limit, where there is none, in files of the second kind.
_WITHOUT = "max"
# Files of both kinds of control groups: the limit, what is taken, and what of that is given back when asked.
_GROUP_FILES = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


def available_memory() -> int:
    """Bytes that this process can still take; some are kept back for whatever else has to go on."""
    import psutil

    machine = psutil.virtual_memory()
    most = [machine.available, *_left_by_limits(), *_left_by_groups(Path("/proc/self/cgroup"))]
    kept = min(machine.total, *most) * _SHARE_KEPT_BACK
    return max(0, int(min(machine.total, *most) - max(kept, _KEPT_BACK)))


def _left_by_limits() -> Iterator[int]:
    """What the limits of this process leave."""
    if sys.platform != "linux":
        return
    import resource

    import psutil

    taken = psutil.Process().memory_info()
    for kind, size in ((resource.RLIMIT_DATA, taken.data), (resource.RLIMIT_AS, taken.vms)):
        limit, _ = resource.getrlimit(kind)
        if limit != resource.RLIM_INFINITY:
            yield limit - size


def _left_by_groups(own: Path, root: Path = Path("/sys/fs/cgroup")) -> Iterator[int]:
    """What the control groups leave, by which systems and containers limit programs.

    Parameters
    ----------
    own : Path
        The file that tells in which groups this process is.
    root : Path
        Where they are.
    """
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        _, kinds, group = line.split(":", 2)
        if kinds and "memory" not in kinds.split(","):
            continue
        base = root / "memory" if kinds else root
        # In a container the path may be that of the machine, of which it sees the end only.
        folder = base.joinpath(*Path(group).parts[1:])
        while folder != folder.parent and folder.is_relative_to(base):
            left = _left_by_group(folder)
            if left is not None:
                yield left
            folder = folder.parent


def _left_by_group(folder: Path) -> int | None:
    for limit, taken, returned in _GROUP_FILES:
        with contextlib.suppress(OSError, ValueError):
            most = (folder / limit).read_text(encoding="ascii").strip()
            if most == _WITHOUT:
                return None
            stat = dict(line.split() for line in (folder / "memory.stat").read_text("ascii").splitlines())
            return int(most) - int((folder / taken).read_text("ascii")) + int(stat.get(returned, 0))
    return None
