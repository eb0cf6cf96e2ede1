"""Expected failures as values with a sentence; a bug is an ordinary exception."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ProblemKind(enum.StrEnum):
    """What programs tell problems apart by; each equals its text."""

    OTHER = ""

    # Reading a file.
    NO_FILE = "no file"
    NOT_A_FILE = "not a file"
    NO_PERMISSION = "no permission"
    NOT_TEXT = "not text"
    ENCODING = "encoding"
    PACKED = "packed"
    LOCKED = "locked"
    DAMAGED = "damaged"
    CHANGED = "changed"
    LONG_LINE = "long line"
    RAGGED = "ragged"
    NO_ROWS = "no rows"
    NO_NUMERIC_COLUMN = "no numeric column"
    NO_SHEET = "no sheet"
    DATES = "dates"

    # A table and its columns.
    EMPTY = "empty"
    ROLES = "roles"
    NAME = "name"
    TYPE = "type"
    COLUMNS = "columns"
    NO_COLUMN = "no column"
    NO_COLUMNS = "no columns"
    NO_FEATURE = "no feature"
    TOO_FEW_ROWS = "too few rows"
    TOO_LARGE = "too large"
    TOO_MANY_LEVELS = "too many levels"
    NOT_A_DATE = "not a date"
    DOUBTFUL_NUMBERS = "doubtful numbers"
    DOUBTFUL_DATES = "doubtful dates"
    WOULD_EMPTY_CELLS = "would empty cells"

    # Formulas.
    FORMULA = "formula"
    FORMULA_IN_THE_WAY = "formula in the way"
    CIRCLE = "circle"

    # The mathematics.
    OVERFLOW = "overflow"
    UNDERFLOW = "underflow"
    RANK = "rank"
    DIVERGED = "diverged"
    LOSS = "loss"
    LABELS = "labels"
    LEVERAGE = "leverage"
    NO_NOISE = "no noise"
    NO_SOLUTION = "no solution"
    OTHER_DIGITS = "other digits"

    # Runs.
    OTHER_DATA = "other data"
    TOO_MANY_RUNS = "too many runs"

    # The computer.
    MEMORY = "memory"
    DISK_FULL = "disk full"
    NO_XLSXWRITER = "no xlsxwriter"
    NO_OPTUNA = "no optuna"
    FEATURES = "features"

    # A GPU.
    NO_CUPY = "no cupy"
    CUPY_BROKEN = "cupy broken"
    NO_DRIVER = "no driver"
    OLD_DRIVER = "old driver"
    NO_DEVICE = "no device"
    NVRTC = "nvrtc"
    CUBLAS = "cublas"
    CUSOLVER = "cusolver"
    BUSY = "busy"
    TIMEOUT = "timeout"
    CRASH = "crash"
    WRONG = "wrong"
    DEVICE = "device"

    # Projects and recovery.
    DAMAGED_PROJECT = "damaged project"
    NEWER_PROJECT = "newer project"
    NOT_OPENED = "not opened"
    NOT_SAVED = "not saved"
    CONFLICT = "conflict"
    NOT_KEPT = "not kept"

    # The program itself.
    ARGUMENT = "argument"
    BUG = "bug"


@dataclass(frozen=True)
class Problem:
    """Something the user can understand and mend.

    Attributes
    ----------
    sentence : str
        What happened and what to do, in words for a person.
    kind : ProblemKind
    """

    sentence: str
    kind: ProblemKind = ProblemKind.OTHER


class ProblemError(ValueError):
    """A `Problem` raised out of a function whose return value has no room for it."""

    def __init__(self, sentence: str, kind: ProblemKind = ProblemKind.OTHER) -> None:
        super().__init__(sentence)
        self.problem = Problem(sentence, kind)

    @classmethod
    def of(cls, problem: Problem) -> ProblemError:
        """The problem, to be raised."""
        return cls(problem.sentence, problem.kind)
