"""The commands: a window, or fit and predict without one; Qt is imported only where a window is asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from linreg_gui import __version__
from linreg_gui.core.limits import LARGEST_COUNT

from .options import Parser, whole_number
from .terminal import FAILED, complain, say

_NO_DISPLAY = 1
# How an installed program starts another process of itself, see core/worker.
_WORKER = "--worker-process"
_FORMULA_HELP = (
    "label and terms at once, as in “price ~ area * town + poly(age, 2) - 1”: a:b is an interaction, a * b "
    "also has a and b, I(x^2) is a power, C(x) a category, - 1 means no bias"
)
_FILE_HELP = "a CSV, Excel, OpenDocument, Parquet or Feather file"


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
    options = _window_parser().parse_args(words)
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


def _window_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="linreg-gui",
        description="See linear regression happen: minibatch SGD next to the exact solution.",
        epilog="“linreg-gui fit --help” tells how to fit without a window, “linreg-gui predict --help” how "
        "to predict for the rows of another file, “linreg-gui devices” whether there is a GPU to compute on. "
        "A file that is named “fit” is opened as “./fit”.",
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help=f"{_FILE_HELP} to open")
    parser.add_argument(
        "--new-instance",
        action="store_true",
        help="start a program of its own, even if one is running that could open the window",
    )
    parser.add_argument("--formula", metavar="MODEL", help=f"the model of the table in FILE: {_FORMULA_HELP}")
    parser.add_argument("--version", action="version", version=f"linreg-gui {__version__}")
    parser.add_argument("--selftest", action="store_true", help="check this installation, in some seconds")
    parser.add_argument("--report", type=Path, metavar="FILE", help="selftest: write a report as JSON")
    parser.add_argument("--unseen", action="store_true", help="selftest: keep the window off the screen")
    parser.forbid("--selftest", with_="FILE", means=lambda given: given.selftest and given.file is not None)
    parser.forbid(
        "--selftest", with_="--new-instance", means=lambda given: given.selftest and given.new_instance
    )
    parser.need("--report", with_="--selftest", means=lambda given: given.report and not given.selftest)
    parser.need("--formula", with_="FILE", means=lambda given: given.formula and given.file is None)
    parser.forbid("--formula", with_="a project, which has a model", means=_is_project_with_formula)
    parser.need("--unseen", with_="--selftest", means=lambda given: given.unseen and not given.selftest)
    return parser


def _is_project_with_formula(given: argparse.Namespace) -> bool:
    return bool(given.formula and given.file and given.file.casefold().endswith(".linreg"))


def _add_model(parser: Parser) -> None:
    """What is fitted, and how the file is read."""
    parser.add_argument("--label", help="the column to predict")
    parser.add_argument(
        "--features",
        help="the columns to predict from, separated by commas (quotes around a name that has one); "
        "by default every other column of numbers",
    )
    parser.add_argument(
        "--formula",
        metavar="MODEL",
        help=_FORMULA_HELP,
    )
    parser.add_argument(
        "--no-bias",
        action="store_true",
        help="fit no bias, so that the prediction is 0 where all features are; in a formula that is “- 1”",
    )
    parser.add_argument(
        "--row-weights",
        metavar="COLUMN",
        help="the column that says how much each row counts; a row of weight 0, or of none, is left out",
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
    parser.add_argument(
        "--loss",
        choices=("squared", "absolute", "huber", "poisson"),
        default="squared",
        help="what is made as small as possible on the mean over the rows: half the squared error (the "
        "default), the absolute error, the Huber loss, or the Poisson loss of counts",
    )
    parser.add_argument(
        "--huber-threshold",
        type=float,
        metavar="DELTA",
        help="huber: up to where errors count by their square; by default 1.345 times the spread of the "
        "residuals of least squares",
    )
    parser.add_argument(
        "--weight-decay",
        type=float,
        default=0.0,
        metavar="PENALTY",
        help="ridge: the penalty on half the sum of the squared weights (0)",
    )
    parser.add_argument("--decimal", choices=(".", ","), help="the decimal sign in the file, if it is known")
    parser.add_argument("--thousands", help="the thousands sign; an empty text for none")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.forbid("--formula", with_="--label", means=lambda given: given.formula and given.label)
    parser.forbid("--formula", with_="--features", means=lambda given: given.formula and given.features)
    parser.forbid("--formula", with_="--no-bias", means=lambda given: given.formula and given.no_bias)
    parser.demand("One of --label and --formula is needed", means=lambda given: given.formula or given.label)


def _fit_parser() -> Parser:
    parser = Parser(prog="linreg-gui fit", description="Fit a linear regression without a window.")
    parser.add_argument("file", metavar="FILE", help=_FILE_HELP)
    _add_model(parser)
    parser.add_argument("--solver", choices=("analytic", "sgd"), default="analytic")
    parser.add_argument("--learning-rate", type=float, help="sgd: step size")
    parser.add_argument("--batch-size", type=whole_number(1, LARGEST_COUNT), help="sgd: rows per minibatch")
    parser.add_argument("--epochs", type=whole_number(1, LARGEST_COUNT), help="sgd: passes over the rows")
    parser.add_argument("--seed", type=whole_number(0, LARGEST_COUNT), help="sgd: order of the rows (0)")
    return parser


def _predict_parser() -> Parser:
    parser = Parser(
        prog="linreg-gui predict",
        description="Fit a linear regression exactly, and predict for the rows of another file: predictions, "
        "confidence and prediction intervals, and which rows lie outside the data.",
    )
    parser.add_argument("file", metavar="FILE", help=f"{_FILE_HELP} to fit")
    parser.add_argument("new", metavar="NEW", help="the file with the rows to predict for")
    parser.add_argument(
        "--output", required=True, type=Path, metavar="FILE", help="what to write: .csv, .xlsx or .parquet"
    )
    _add_model(parser)
    parser.add_argument(
        "--log-label",
        action="store_true",
        help="fit the logarithm of the label; what is written is in its own units, medians and means",
    )
    parser.add_argument("--level", type=float, default=0.95, help="how often intervals hold the truth (0.95)")
    parser.add_argument(
        "--errors",
        choices=("plain", "HC0", "HC1", "HC2", "HC3"),
        default="plain",
        help="whether the noise counts as equally large in all rows (plain, the default)",
    )
    parser.add_argument("--no-intervals", action="store_true", help="write predictions alone")
    parser.add_argument(
        "--keep-formulas",
        action="store_true",
        help="leave texts as they are that a spreadsheet would run as formulas",
    )
    parser.forbid("--formula", with_="--log-label", means=lambda given: given.formula and given.log_label)
    return parser


def _fit(words: Sequence[str]) -> int:
    """Fit and print; numbers and sentences only."""
    options = _fit_parser().parse_args(words)
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
    options = _predict_parser().parse_args(words)
    from linreg_gui.core.problem import ProblemError

    from .predict import predict_file

    try:
        text = predict_file(options)
    except ProblemError as error:
        complain(error.problem.sentence)
        return FAILED
    return 0 if say(text, as_json=options.json) else FAILED


def _devices(words: Sequence[str]) -> int:
    """Say whether there is a GPU to compute on, or why not; as JSON for `detect`, which minds the time."""
    parser = Parser(prog="linreg-gui devices", description="What there is to compute on.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    # A windowed program on Windows has no standard output.
    parser.add_argument("--report", type=Path, metavar="FILE", help="write it to a file instead")
    parser.need("--report", with_="--json", means=lambda given: given.report and not given.json)
    options = parser.parse_args(words)
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
