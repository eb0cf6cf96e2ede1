"""What may be said on the command line: the options of each command, with their help. Nothing is done."""

from __future__ import annotations

import argparse
from pathlib import Path

from linreg_gui import __version__
from linreg_gui.core.limits import LARGEST_COUNT

from .options import Given, Parser, ShowSchema, whole_number

_FORMULA_HELP = (
    "label and terms at once, as in “price ~ area * town + poly(age, 2) - 1”: a:b is an interaction, a * b "
    "also has a and b, I(x^2) is a power, C(x) a category, - 1 means no bias"
)
_FILE_HELP = "a CSV, Excel, OpenDocument, Parquet or Feather file"
_MANY_HELP = (
    "or, to be read part by part, a folder of Parquet or Feather files or a pattern such as “data/*.parquet”"
)
EXIT_STATUS = (
    "Exit status: 0 when all is done; 1 without a display, with a part of the program missing, where a "
    "check of --selftest fails, or where a lesson has mistakes or a file that was handed in is not sound; 2 "
    "for an argument, a file or data that do not allow it, results that cannot be written, or too little "
    "memory; 130 after Ctrl+C."
)
# What a project decides by itself: the option, its name, and what it is where it is not given.
MODEL_OPTIONS: tuple[tuple[str, str, object], ...] = (
    ("--label", "label", None),
    ("--features", "features", None),
    ("--formula", "formula", None),
    ("--no-bias", "no_bias", False),
    ("--row-weights", "row_weights", None),
    ("--missing", "missing", "drop"),
    ("--reference", "reference", []),
    ("--loss", "loss", "squared"),
    ("--huber-threshold", "huber_threshold", None),
    ("--weight-decay", "weight_decay", 0.0),
    ("--log-label", "log_label", False),
)


def window_parser() -> Parser:
    """Of the program itself."""
    parser = Parser(
        prog="linreg-gui",
        description="See linear regression happen: minibatch SGD next to the exact solution.",
        epilog="“linreg-gui fit --help” tells how to fit without a window, “linreg-gui predict --help” how "
        "to predict for the rows of another file, “linreg-gui devices” whether there is a GPU to compute on, "
        "“linreg-gui lesson --help” how to check a lesson of one’s own. "
        f"A file that is named “fit” is opened as “./fit”.\n\n{EXIT_STATUS}",
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help=f"{_FILE_HELP}, or a project, to open")
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
    return bool(given.formula and is_project(given.file))


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
    parser.forbid("--formula", with_="--label", means=lambda given: given.formula and given.label)
    parser.forbid("--formula", with_="--features", means=lambda given: given.formula and given.features)
    parser.forbid("--formula", with_="--no-bias", means=lambda given: given.formula and given.no_bias)


def _add_reading(parser: Parser) -> None:
    """How numbers are written in the files."""
    parser.add_argument("--decimal", choices=(".", ","), help="the decimal sign in the file, if it is known")
    parser.add_argument("--thousands", help="the thousands sign; an empty text for none")


def _add_json(parser: Parser, command: str) -> None:
    """One object in place of sentences, and what may be in it."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--json-schema",
        action=ShowSchema,
        command=command,
        help="print the JSON Schema of that object, and nothing else",
    )


def _add_errors(parser: Parser) -> None:
    """Which errors and intervals there are."""
    parser.add_argument(
        "--robust",
        "--errors",
        dest="errors",
        type=_kind_of_errors,
        choices=("plain", "HC0", "HC1", "HC2", "HC3"),
        metavar="KIND",
        help="whether the noise counts as equally large in all rows: plain (the default), or robust errors "
        "of the kind HC0, HC1, HC2 or HC3",
    )
    parser.add_argument(
        "--intervals",
        "--level",
        dest="level",
        type=float,
        metavar="LEVEL",
        help="how often intervals hold the truth (0.95)",
    )


def _kind_of_errors(text: str) -> str:
    return text.upper() if text[:2].lower() == "hc" else text


def _epilog(*examples: str) -> str:
    """Examples, and what the program ends with."""
    return "\n".join(["Examples:", *(f"  {example}" for example in examples), "", EXIT_STATUS])


def fit_parser() -> Parser:
    """Of `linreg-gui fit`."""
    parser = Parser(
        prog="linreg-gui fit",
        description="Fit a linear regression without a window.",
        epilog=_epilog(
            'linreg-gui fit data.csv "price ~ area + town" --table',
            "linreg-gui fit data.csv --label price --features area,age --json",
            'linreg-gui fit data.csv "log(price) ~ area * town" --robust hc3 --intervals 0.9',
            'linreg-gui fit data.csv "price ~ area + town" --cross-validate 10 --code analysis.py',
            "linreg-gui fit 'data/*.parquet' \"price ~ area + town\" --table",
            'linreg-gui fit data.csv "price ~ area + town" --cross-validate 10 --report report.html',
            "linreg-gui fit data.csv --label price --solver sgd --batch-size 32 --epochs 10",
        ),
    )
    parser.add_argument("file", metavar="FILE", help=f"{_FILE_HELP}; {_MANY_HELP}")
    parser.add_argument("model", metavar="MODEL", nargs="?", help=f"the same as --formula: {_FORMULA_HELP}")
    _add_model(parser)
    _add_reading(parser)
    _add_json(parser, "fit")
    parser.add_argument(
        "--table",
        action="store_true",
        help="print the table of coefficients: standard errors, t, p and intervals; "
        "--robust and --intervals print it, too",
    )
    _add_errors(parser)
    parser.add_argument(
        "--cross-validate",
        type=whole_number(2, LARGEST_COUNT),
        metavar="FOLDS",
        help="how far rows are missed by models that have not seen them, in so many folds",
    )
    parser.add_argument(
        "--code",
        type=Path,
        metavar="FILE",
        help="write the analysis as a script that gives the same numbers: .py or .R",
    )
    parser.add_argument(
        "--code-with",
        choices=("statsmodels", "linreg_gui"),
        default="statsmodels",
        help="what a script in Python uses: NumPy, pandas and statsmodels (the default), or this program",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write a report with its figures, which needs no display: .html or .pdf",
    )
    parser.add_argument(
        "--solver",
        choices=("analytic", "sgd"),
        default="analytic",
        help="how weights are found: exactly (the default), or by minibatch SGD",
    )
    parser.add_argument("--learning-rate", type=float, metavar="RATE", help="sgd: step size")
    count = whole_number(1, LARGEST_COUNT)
    parser.add_argument("--batch-size", type=count, metavar="ROWS", help="sgd: rows per minibatch")
    parser.add_argument("--epochs", type=count, metavar="EPOCHS", help="sgd: passes over the rows")
    parser.add_argument(
        "--seed",
        type=whole_number(0, LARGEST_COUNT),
        metavar="SEED",
        help="sgd: order of the rows (0); of cross-validation: which rows share a fold",
    )
    parser.forbid("MODEL", with_="--formula", means=lambda given: given.model and given.formula)
    parser.forbid("MODEL", with_="--label", means=lambda given: given.model and given.label)
    parser.forbid("MODEL", with_="--features", means=lambda given: given.model and given.features)
    parser.forbid("MODEL", with_="--no-bias", means=lambda given: given.model and given.no_bias)
    parser.demand(
        "One of MODEL, --label and --formula is needed",
        means=lambda given: given.model or given.formula or given.label,
    )
    return parser


def predict_parser() -> Parser:
    """Of `linreg-gui predict`."""
    parser = Parser(
        prog="linreg-gui predict",
        description="Fit a linear regression exactly, and predict for the rows of another file: predictions, "
        "confidence and prediction intervals, and which rows lie outside the data.",
        epilog=_epilog(
            "linreg-gui predict project.linreg new.csv --out predicted.csv",
            "linreg-gui predict data.csv new.csv --label price --features area,town --out predicted.xlsx",
            'linreg-gui predict data.csv new.csv --formula "log(price) ~ area" --intervals 0.9 --out p.csv',
        ),
    )
    parser.add_argument("file", metavar="FILE", help=f"a project, which has a model, or {_FILE_HELP} to fit")
    parser.add_argument("new", metavar="NEW", help="the file with the rows to predict for")
    parser.add_argument(
        "--out",
        "--output",
        dest="output",
        required=True,
        type=Path,
        metavar="FILE",
        help="what to write: .csv, .xlsx or .parquet",
    )
    _add_model(parser)
    _add_reading(parser)
    _add_json(parser, "predict")
    parser.add_argument(
        "--log-label",
        action="store_true",
        help="fit the logarithm of the label; what is written is in its own units, medians and means",
    )
    _add_errors(parser)
    parser.add_argument("--no-intervals", action="store_true", help="write predictions alone")
    parser.add_argument(
        "--keep-formulas",
        action="store_true",
        help="leave texts as they are that a spreadsheet would run as formulas",
    )
    parser.forbid("--formula", with_="--log-label", means=lambda given: given.formula and given.log_label)
    for option, name, usual in MODEL_OPTIONS:
        parser.forbid(option, with_="a project, which has a model", means=_asks_of_project(name, usual))
    parser.demand(
        "One of --label and --formula is needed",
        means=lambda given: given.formula or given.label or is_project(given.file),
    )
    return parser


def _asks_of_project(name: str, usual: object) -> Given:
    """Whether something is chosen that a project has chosen already."""
    return lambda given: is_project(given.file) and getattr(given, name) != usual


def devices_parser() -> Parser:
    """Of `linreg-gui devices`."""
    parser = Parser(prog="linreg-gui devices", description="What there is to compute on.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    # A windowed program on Windows has no standard output.
    parser.add_argument("--report", type=Path, metavar="FILE", help="write it to a file instead")
    parser.need("--report", with_="--json", means=lambda given: given.report and not given.json)
    return parser


def lesson_parser() -> Parser:
    """Of `linreg-gui lesson`."""
    parser = Parser(
        prog="linreg-gui lesson",
        description="Check lessons, which are Markdown files: every mistake is told with its line, and all "
        "tasks are played through. Check again what students have handed in, from their work. Or tell how a "
        "lesson is written.",
        epilog=_epilog(
            "linreg-gui lesson check my-lesson.md",
            "linreg-gui lesson grade handed-in --lesson my-lesson.md --csv grades.csv",
            "linreg-gui lesson format > FORMAT.md",
        ),
    )
    parser.add_argument(
        "action",
        choices=("check", "grade", "format"),
        help="check: tell the mistakes in files; grade: check what was handed in; format: print how a "
        "lesson is written",
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="lessons to check, or the folder to grade"
    )
    parser.add_argument("--lesson", type=Path, metavar="FILE", help="the lesson that was handed in")
    parser.add_argument(
        "--csv", type=Path, metavar="FILE", help="where a row for each file is written, with all tasks"
    )

    def grades(given: argparse.Namespace) -> bool:
        return bool(given.action == "grade")

    parser.demand("check needs a FILE.", means=lambda given: given.files or given.action != "check")
    parser.forbid("format", with_="FILE", means=lambda given: given.files and given.action == "format")
    parser.demand("grade needs one FOLDER.", means=lambda given: not grades(given) or len(given.files) == 1)
    parser.demand("grade needs --lesson.", means=lambda given: not grades(given) or given.lesson)
    parser.need("--lesson", with_="grade", means=lambda given: given.lesson and not grades(given))
    parser.need("--csv", with_="grade", means=lambda given: given.csv and not grades(given))
    return parser


def is_project(file: str | None) -> bool:
    """Whether a name is that of a project."""
    return file is not None and file.casefold().endswith(".linreg")
