"""The command line begins here, and imports nothing before an interrupt would be heard."""

from __future__ import annotations

_INTERRUPTED = 130  # as shells say of Ctrl+C


def main(arguments: list[str] | None = None) -> int:
    """Run the program.

    Returns
    -------
    int
        Exit status: 0; 1 without a display, with a part of the program missing or for a lesson with
        mistakes; 2 for a bad argument or file, results that cannot be written, or too little memory; 130
        after Ctrl+C.
    """
    try:
        from .commands import run
        from .terminal import guarded
    except KeyboardInterrupt:
        return _INTERRUPTED
    return guarded(lambda: run(arguments))
