from __future__ import annotations

from linreg_gui.core.solvers.sgd.loops.numba_compiling import CompiledLoop


def test_where_nobody_compiles_it_the_loop_is_compiled_at_once() -> None:
    assert CompiledLoop("float64").get(wait=False) is not None


def test_it_is_there_once_it_is_compiled() -> None:
    loop = CompiledLoop("float64")
    loop.compile()
    assert loop.get(wait=False) is not None
