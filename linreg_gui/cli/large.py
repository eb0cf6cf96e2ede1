"""Files that are fitted where they are: several with the same columns, or one too large for the memory."""

from __future__ import annotations

import glob
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from linreg_gui.core.large.large_dataset import LargeDataset
from linreg_gui.core.large.opening import open_large
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.input_kind import InputKind, input_kind
from linreg_gui.core.terms.model_tokens import NotationError

from .model import split_names, with_place

TOLD = "The rows stayed in their files and were read part by part."


def stands_for_many(path: str) -> bool:
    """Whether it is a folder, or a pattern such as ``data/*.parquet``."""
    return Path(path).is_dir() or (glob.has_magic(path) and not Path(path).exists())


def fits_part_by_part(path: str, error: ProblemError) -> bool:
    """Whether a file that is too large to be read can be fitted all the same."""
    kinds = (InputKind.PARQUET, InputKind.FEATHER)
    return error.problem.kind is ProblemKind.MEMORY and input_kind(Path(path)) in kinds


def opened_large(options: Namespace, references: Mapping[str, str]) -> LargeDataset:
    """What is to be fitted, its rows left in their files.

    Raises
    ------
    ProblemError
        Also for what needs all rows at once.
    """
    for option, is_given in (
        (f"--missing {options.missing}", options.missing != "drop"),
        ("--row-weights", options.row_weights is not None),
        ("--cross-validate", options.cross_validate is not None),
        ("--code", options.code is not None),
        ("--report", options.report is not None),
        ("--solver sgd", options.solver == "sgd"),
        (f"--loss {options.loss}", options.loss != "squared"),
    ):
        if is_given:
            raise ProblemError(
                f"{option} needs all rows at once, and these are read part by part, as they may not fit into "
                "memory: leave it out, or give one file that does.",
                ProblemKind.ARGUMENT,
            )
    try:
        if options.formula is not None:
            return open_large(options.file, options.formula, references=references)
        return open_large(
            options.file,
            label=options.label,
            features=None if options.features is None else split_names(options.features),
            has_bias=not options.no_bias,
            references=references,
        )
    except NotationError as error:
        raise ProblemError(with_place(options.formula, error.problem), error.problem.kind) from error
