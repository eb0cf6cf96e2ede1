"""The command line: opens the window, or fits without one; imports Qt only when a window is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from linreg_gui import __version__

_USAGE_ERROR = 2
_NO_DISPLAY = 1
# How an installed program starts another process of itself, see core/worker.
_WORKER = "--worker-process"
_FILE_HELP = "a CSV, Excel, OpenDocument, Parquet or Feather file"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage in front of it."""

    def error(self, message: str) -> NoReturn:
        self.exit(_USAGE_ERROR, f"{message[:1].upper()}{message[1:].rstrip('.')}.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Returns
    -------
    int
        Exit status: 0, or 1 without a display, or 2 for a bad argument or file.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == [_WORKER]:
        from linreg_gui.core.worker import child

        return child.main()
    if getattr(sys, "frozen", False):
        from .compiled_cache import keep_compiled_code

        keep_compiled_code()
    if words[:1] == ["fit"]:
        return _fit(words[1:])
    if words[:1] == ["devices"]:
        return _devices(words[1:])
    options = _window_parser().parse_args(words)
    if options.selftest:
        from .self_test import self_test

        return self_test(options.report, options.unseen)
    from .display_check import display_problem

    problem = display_problem()
    if problem is not None:
        _complain(problem)
        return _NO_DISPLAY
    from linreg_gui.app import run
    from linreg_gui.app.process.ending import end_process

    return end_process(run(options.file, alone=options.new_instance))


def _window_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="linreg-gui",
        description="See linear regression happen: minibatch SGD next to the exact solution.",
        epilog="“linreg-gui fit --help” tells how to fit without a window, “linreg-gui devices” whether "
        "there is a GPU to compute on. A file that is named “fit” is opened as “./fit”.",
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help=f"{_FILE_HELP} to open")
    parser.add_argument(
        "--new-instance",
        action="store_true",
        help="start a program of its own, even if one is running that could open the window",
    )
    parser.add_argument("--version", action="version", version=f"linreg-gui {__version__}")
    parser.add_argument("--selftest", action="store_true", help="check this installation, in some seconds")
    parser.add_argument("--report", type=Path, metavar="FILE", help="selftest: write a report as JSON")
    parser.add_argument("--unseen", action="store_true", help="selftest: keep the window off the screen")
    return parser


def _fit_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="linreg-gui fit", description="Fit a linear regression without a window.")
    parser.add_argument("file", metavar="FILE", help=_FILE_HELP)
    parser.add_argument("--label", required=True, help="the column to predict")
    parser.add_argument(
        "--features",
        help="the columns to predict from, separated by commas (quotes around a name that has one); "
        "by default every other column of numbers",
    )
    parser.add_argument(
        "--missing",
        choices=("drop", "mean", "median", "indicate"),
        default="drop",
        help="what becomes of rows in which a feature is missing: drop them (the default), fill with the "
        "mean or median, or fill and indicate",
    )
    parser.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="COLUMN=LEVEL",
        help="the level that the others of a column of texts are compared with; by default the most frequent",
    )
    parser.add_argument("--solver", choices=("analytic", "sgd"), default="analytic")
    parser.add_argument("--learning-rate", type=float, help="sgd: step size")
    parser.add_argument("--batch-size", type=int, help="sgd: rows per minibatch")
    parser.add_argument("--epochs", type=int, help="sgd: passes over the rows")
    parser.add_argument("--seed", type=int, help="sgd: order of the rows (0)")
    parser.add_argument("--decimal", choices=(".", ","), help="the decimal sign in the file, if it is known")
    parser.add_argument("--thousands", help="the thousands sign; an empty text for none")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _fit(words: Sequence[str]) -> int:
    """Fit and print; numbers and sentences only."""
    options = _fit_parser().parse_args(words)
    from linreg_gui.core.problem import ProblemError

    from .fit import fit_file

    try:
        text = fit_file(options)
    except ProblemError as error:
        _complain(error.problem.sentence)
        return _USAGE_ERROR
    try:
        print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _devices(words: Sequence[str]) -> int:
    """Say whether there is a GPU to compute on, or why not; as JSON for `detect`, which minds the time."""
    parser = _Parser(prog="linreg-gui devices", description="What there is to compute on.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    # A windowed program on Windows has no standard output.
    parser.add_argument("--report", type=Path, metavar="FILE", help="write it to a file instead")
    options = parser.parse_args(words)
    from linreg_gui.core.devices.detection import detect, look, report
    from linreg_gui.core.wording import size_text

    if options.json:
        found_here = report(look())
        if options.report is None:
            print(found_here)
        else:
            return _report(found_here, options.report)
        return 0
    found = detect()
    if found.problem is not None:
        print(f"CPU only. {found.problem.sentence}")
    elif found.device is not None:
        device = found.device
        print(f"{device.name}, {size_text(device.memory)}, CUDA {device.driver}, CuPy {device.cupy}")
    return 0


def _report(text: str, path: Path) -> int:
    from linreg_gui.core.problem import ProblemError
    from linreg_gui.session.keeping.saving import write_whole

    try:
        write_whole(path, lambda file: file.write(text.encode()))
    except ProblemError as error:
        _complain(error.problem.sentence)
        return _USAGE_ERROR
    return 0


def _complain(sentence: str) -> None:
    # A windowed program on Windows has no standard error.
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
