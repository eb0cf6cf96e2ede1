"""What a fit of so many rows and features takes, in memory and in work, asked before any of it is taken."""

from __future__ import annotations

from linreg_gui.core.memory import available_memory
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, size_text

# Arrays that a fit holds at a time, about: of pairs of features, or of rows where there are fewer of them.
_COPIES = 12.0
# Multiplications that are done within some seconds on two cores.
_SOME_SECONDS = 1e11
# Products of whole blocks of rows are many times faster than factorisations.
_BLOCKS, _FACTORISATIONS = 0.3, 20.0
# What is taken without asking leaves most of the memory to everything else.
_SHARE = 0.25


def bytes_to_fit(n_rows: int, n_features: int) -> float:
    """Memory for the exact solution and all that is worked out beside it.

    Where there are fewer rows than features it grows with the product of both, and never with the square of
    the features.
    """
    return 8.0 * n_features * (2.0 * n_rows + _COPIES * min(n_rows, n_features))


def work_to_fit(n_rows: int, n_features: int) -> float:
    """Multiplications of the same."""
    side = min(n_rows, n_features)
    each = _BLOCKS if n_rows >= n_features else _FACTORISATIONS
    return side * (each * n_rows * n_features + _FACTORISATIONS * side * side)


def is_moderate(n_rows: int, n_features: int, free: float | None = None) -> bool:
    """Whether a fit is done within some seconds and a part of the memory; by default that is free now."""
    memory = available_memory() if free is None else free
    fits = bytes_to_fit(n_rows, n_features) <= _SHARE * memory
    return fits and work_to_fit(n_rows, n_features) <= _SOME_SECONDS


def moderate_features(n_rows: int, n_features: int) -> int:
    """How many of the features are fitted with moderate effort: at least one, if there is one."""
    free = available_memory()
    low, high = min(1, n_features), n_features
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_moderate(n_rows, middle, free) else (low, middle - 1)
    return low


def check_memory_to_fit(n_rows: int, n_features: int) -> None:
    """Refuse a fit that the memory is too small for.

    Raises
    ------
    ProblemError
    """
    needed, free = bytes_to_fit(n_rows, n_features), available_memory()
    if needed > free:
        rows, features = counted(n_rows, "row"), counted(n_features, "feature")
        raise ProblemError(
            f"To fit {features} in {rows} takes about {size_text(needed)} of memory, of which "
            f"{size_text(free)} is free: choose fewer features under Columns.",
            ProblemKind.TOO_LARGE,
        )
