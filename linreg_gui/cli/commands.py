"""The commands: a window, or what is done without one; Qt is imported only where a window is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .parsers import devices_parser, fit_parser, lesson_parser, predict_parser, window_parser
from .terminal import FAILED, complain, say

_NO_DISPLAY = 1
# How an installed program starts another process of itself, see core/worker.
_WORKER = "--worker-process"


def run(arguments: Sequence[str] | None) -> int:
    """Do what the words ask for; the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == [_WORKER]:
        from linreg_gui.core.worker import child

        return child.main()
    if getattr(sys, "frozen", False):
        from .compiled_cache import keep_compiled_code

        keep_compiled_code()
    if words[:1] == ["fit"]:
        return _fit(words[1:])
    if words[:1] == ["predict"]:
        return _predict(words[1:])
    if words[:1] == ["devices"]:
        return _devices(words[1:])
    if words[:1] == ["lesson"]:
        return _lesson(words[1:])
    options = window_parser().parse_args(words)
    if options.selftest:
        from .self_test import self_test

        return self_test(options.report, options.unseen)
    from .display_check import display_problem

    problem = display_problem()
    if problem is not None:
        complain(problem)
        return _NO_DISPLAY
    from linreg_gui.app import run as run_window
    from linreg_gui.app.process.ending import end_process

    return end_process(run_window(options.file, alone=options.new_instance, formula=options.formula or ""))


def _fit(words: Sequence[str]) -> int:
    """Fit and print; numbers and sentences only."""
    options = fit_parser().parse_args(words)
    from linreg_gui.core.problem import ProblemError

    from .fit import fit_file

    try:
        text = fit_file(options)
    except ProblemError as error:
        complain(error.problem.sentence)
        return FAILED
    return 0 if say(text, as_json=options.json) else FAILED


def _predict(words: Sequence[str]) -> int:
    """Fit, predict for the rows of another file, and write them; what is printed are sentences."""
    options = predict_parser().parse_args(words)
    from linreg_gui.core.problem import ProblemError

    from .predict import predict_file

    try:
        text = predict_file(options)
    except ProblemError as error:
        complain(error.problem.sentence)
        return FAILED
    return 0 if say(text, as_json=options.json) else FAILED


def _lesson(words: Sequence[str]) -> int:
    """Tell the mistakes in lessons, check what was handed in, or tell how lessons are written."""
    options = lesson_parser().parse_args(words)
    if options.action == "format":
        from linreg_gui.core.lessons.format_text import format_text

        return 0 if say(format_text().rstrip("\n")) else FAILED
    if options.action == "grade":
        from .grade import grade_folder

        return grade_folder(options.files[0], options.lesson, options.csv)
    from .lesson import check_lessons

    return check_lessons(options.files)


def _devices(words: Sequence[str]) -> int:
    """Say whether there is a GPU to compute on, or why not; as JSON for `detect`, which minds the time."""
    options = devices_parser().parse_args(words)
    from linreg_gui.core.devices.detection import detect, look, report
    from linreg_gui.core.wording import size_text

    if options.json:
        found_here = report(look())
        if options.report is not None:
            return _report(found_here, options.report)
        return 0 if say(found_here, as_json=True) else FAILED
    found = detect()
    text = "CPU only."
    if found.problem is not None:
        text = f"CPU only. {found.problem.sentence}"
    elif found.device is not None:
        device = found.device
        text = f"{device.name}, {size_text(device.memory)}, CUDA {device.driver}, CuPy {device.cupy}"
    return 0 if say(text) else FAILED


def _report(text: str, path: Path) -> int:
    from linreg_gui.core.problem import ProblemError
    from linreg_gui.session.keeping.saving import write_whole

    try:
        write_whole(path, lambda file: file.write(text.encode()))
    except ProblemError as error:
        complain(error.problem.sentence)
        return FAILED
    return 0
