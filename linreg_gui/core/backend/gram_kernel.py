"""The products of all columns of a table on a device: by a kernel for few columns, by cuBLAS for many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .backend import Backend, Kernel

# More columns are what matrix libraries are good at.
_MOST_COLUMNS = 36
_THREADS = 256
_BLOCKS = 1024
_SHARED_VALUES = 4096


class GramKernel:
    """Makes TᵀT of tables T of so many columns.

    Parameters
    ----------
    backend : Backend
    width : int
    """

    def __init__(self, backend: Backend, width: int) -> None:
        self._backend, self._width = backend, width
        self._rows = _SHARED_VALUES // (-(-width // 4) * 4)
        self._kernel: Kernel | None = None
        if backend.compiles and width <= _MOST_COLUMNS:
            source = Path(__file__).with_name("gram.cu").read_text(encoding="utf-8")
            defined = f"#define WIDTH {width}\n#define TILE_ROWS {self._rows}\n"
            self._kernel = backend.kernel(defined + source, "gram", ("--std=c++17",))

    def __call__(self, table: Any) -> Any:
        """The products, shape (width, width), on the device."""
        xp = self._backend.xp
        if self._kernel is None:
            return xp.matmul(xp.matrix_transpose(table), table)
        n_rows = table.shape[0]
        blocks = min(_BLOCKS, -(-n_rows // self._rows))
        sums = xp.zeros((blocks, self._width, self._width))
        self._kernel((blocks,), (_THREADS,), (table, np.int64(n_rows), sums))
        return xp.sum(sums, axis=0)
