"""Whether a window can be opened at all, found out before Qt would abort the process."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_WITHOUT_WINDOW = "“linreg-gui fit FILE --label COLUMN” works without one."
# Platforms of Qt that need no display server.
_NEEDS_NO_SERVER = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def display_problem(environment: Mapping[str, str] | None = None, system: str | None = None) -> str | None:
    """A sentence that says why no window can be opened and what to do; None if one can.

    Qt ends the process with a core dump in these cases, so they are looked for beforehand.
    """
    variables = os.environ if environment is None else environment
    if not (sys.platform if system is None else system).startswith("linux"):
        return None
    missing = _missing_library("PySide6.QtGui")
    if missing:
        return _library_sentence(missing)
    platform = variables.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in _NEEDS_NO_SERVER:
        return None
    display, wayland = variables.get("DISPLAY"), variables.get("WAYLAND_DISPLAY")
    if not display and not wayland:
        return (
            "No display was found (neither DISPLAY nor WAYLAND_DISPLAY is set): "
            f"start the program from a desktop session; {_WITHOUT_WINDOW}"
        )
    if wayland and platform != "xcb":
        return None
    missing = _missing_plugin_library()
    if missing:
        return _library_sentence(missing)
    if display and not _x_server_answers(display):
        return f"The display {display} cannot be reached: check DISPLAY and your rights; {_WITHOUT_WINDOW}"
    return None


def _missing_library(module: str) -> str:
    """Name of the shared library that importing a module asks for in vain; empty if none."""
    try:
        __import__(module)
    except ImportError as error:
        return _library_name(str(error))
    return ""


def _missing_plugin_library() -> str:
    """Name of the shared library that Qt's X11 plugin asks for in vain; empty if none."""
    from PySide6.QtCore import QLibraryInfo

    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    plugin = plugins / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return _library_name(str(error))
    return ""


def _library_name(message: str) -> str:
    return message.split(":")[0].strip() or "a library"


def _library_sentence(library: str) -> str:
    return (
        f"The system library {library} is missing, which every window needs: on Debian or Ubuntu, run "
        "“sudo apt install libegl1 libgl1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 "
        f"libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 fonts-dejavu-core”; {_WITHOUT_WINDOW}"
    )


def _x_server_answers(display: str) -> bool:
    """Whether an X server accepts a connection; True where that cannot be tried."""
    name = ctypes.util.find_library("xcb") or "libxcb.so.1"
    try:
        xcb = ctypes.CDLL(name)
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)
