"""The compiled loop of an installed program: kept in the cache folder, and used again after an update."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from project_paths import ROOT

from linreg_gui.core.solvers.sgd.loops import numba_cache
from linreg_gui.core.solvers.sgd.loops.numba_cache import KernelCache

# As a frozen program starts: what it prints is how often the loop was taken from the cache.
START = """
import sys
sys.frozen = True
from linreg_gui.cli.compiled_cache import keep_compiled_code
keep_compiled_code()
from linreg_gui.core.solvers.sgd.loops.numba_loop import update_loop
print(sum(update_loop("float64").stats.cache_hits.values()))
"""


def hits(home: Path, folder: Path, code: str = START) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("NUMBA", "XDG"))}
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        kept[name] = str(home)
    kept["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_compiled_loop_is_kept_with_the_user_and_used_from_anywhere(tmp_path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    assert hits(home, home) == "0"
    kept = [path for path in home.rglob("*.nbi") if "compiled" in path.parts]
    assert len(kept) == 1
    # Another executable, as after an update, and another current folder.
    assert hits(home, elsewhere, f"import sys; sys.executable = {str(kept[0])!r}\n{START}") == "1"


def test_other_code_of_the_loop_is_compiled_anew(tmp_path, monkeypatch) -> None:
    stamp = KernelCache(tmp_path).get_source_stamp()
    assert KernelCache(tmp_path).get_source_stamp() == stamp
    monkeypatch.setattr(numba_cache, "_MODULES", ("linreg_gui.core.solvers.sgd.minibatch_order",))
    assert KernelCache(tmp_path).get_source_stamp() != stamp


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "folder"))
    assert KernelCache.from_function(print, "") is None
