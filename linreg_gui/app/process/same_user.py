"""What is this user's alone: a folder, and whoever is at the other end of a local socket."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from linreg_gui.app.folders import data_folder


def private_folder(longest: int) -> Path | None:
    """A folder that nobody but this user can enter, with a path of no more bytes; None if there is none."""
    fitting = (f for f in _folders() if f.is_absolute() and len(os.fsencode(f)) <= longest)
    return next(filter(is_private, fitting), None)


def _folders() -> Iterator[Path]:
    """Where a socket may be, if it is a place of this user alone."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime:
        yield Path(runtime)
    own = data_folder() / "starts"
    with contextlib.suppress(OSError):
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield own
    if is_private(own):
        with contextlib.suppress(OSError, ValueError):
            yield _short_folder(own / "folder")


def _short_folder(note: Path) -> Path:
    """One for those whose own has too long a name. Nobody can guess it; the note says which it is."""
    if note.exists():
        kept = Path(note.read_text(encoding="utf-8"))
        if is_private(kept):
            return kept
    made = Path(tempfile.mkdtemp(prefix="linreg-gui-"))
    note.write_text(str(made), encoding="utf-8")
    return made


if sys.platform == "win32":

    def is_private(folder: Path) -> bool:  # noqa: ARG001
        """Windows has no sockets in folders: a named pipe has a list of who may use it instead."""
        return True

    def is_same_user(descriptor: int) -> bool:  # noqa: ARG001
        """`QLocalServer.UserAccessOption` lets nobody else use the pipe; Windows itself sees to it."""
        return True

else:

    def is_private(folder: Path) -> bool:
        """Whether it is a folder itself, no link to one, of this user, and closed to everybody else."""
        try:
            found = folder.lstat()
        except (OSError, ValueError):
            return False
        return (
            stat.S_ISDIR(found.st_mode)
            and found.st_uid == os.getuid()
            and not stat.S_IMODE(found.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
        )

    def is_same_user(descriptor: int) -> bool:
        """Whether the process at the other end of a connected socket is one of this user's.

        To whoever connects, that is the process that listened. Not known is as good as another user.
        """
        with contextlib.suppress(OSError, AttributeError):
            return _peer(descriptor) == os.getuid()
        return False


if sys.platform == "linux":

    def _peer(descriptor: int) -> int:
        with socket.socket(fileno=os.dup(descriptor)) as end:
            size = struct.calcsize("3i")
            _process, user, _group = struct.unpack(
                "3i", end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
            )
        return int(user)

elif sys.platform != "win32":

    def _peer(descriptor: int) -> int:
        """As macOS and the BSDs tell it."""
        user, group = ctypes.c_uint32(), ctypes.c_uint32()
        if ctypes.CDLL(None).getpeereid(descriptor, ctypes.byref(user), ctypes.byref(group)):
            raise OSError("getpeereid")
        return user.value
