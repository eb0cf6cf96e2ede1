"""The very end of the process, which comes even where a job never ends; no window is open any more."""

from __future__ import annotations

import contextlib
import logging
import os
import sys

from linreg_gui.session.job_thread import jobs_left


def end_process(status: int) -> int:
    """The exit status, for who ends by coming back; while a job is still at work, the process ends here.

    A job that waits for a network folder, or computes in a library, cannot be told to stop, and may crash
    what is being taken down around it.
    """
    if jobs_left():
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(
                AttributeError, OSError, ValueError
            ):  # there may be none, or none to read it
                stream.flush()
        os._exit(status)
    return status
