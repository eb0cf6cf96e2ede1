"""A damaged cache of compiled code never crashes or raises: the code is compiled anew, and kept again."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from numba import njit
from numba.core.caching import IndexDataCacheFile, NullCache

from linreg_gui.core.solvers.sgd.loops.sealed_cache import Seal, SealedCache, cache_of

UNIX = pytest.mark.skipif(os.name == "nt", reason="sparse files, pipes and modes are those of Unix")


def double(x: float) -> float:
    return 2.0 * x


def compiled() -> Any:
    """The function, compiled as the loop is."""
    loop = njit(double)
    loop._cache = cache_of(double)
    loop.compile("float64(float64)")
    assert loop(21.0) == 42.0
    return loop


def from_cache() -> bool:
    return bool(compiled().stats.cache_hits)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Of a cache that holds the function."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv(
        "NUMBA_CACHE_LOCATOR_CLASSES", "linreg_gui.core.solvers.sgd.loops.numba_cache.KernelCache"
    )
    monkeypatch.setattr("numba.core.config.CACHE_LOCATOR_CLASSES", os.environ["NUMBA_CACHE_LOCATOR_CLASSES"])
    assert not from_cache()
    return tmp_path


def seal(folder: Path) -> Seal:
    return Seal(folder, next(folder.glob("*.nbi")).name.removesuffix(".nbi"))


def file(folder: Path, ending: str) -> Path:
    return next(folder.glob(f"*.{ending}"))


def test_sound_code_comes_from_the_cache(folder) -> None:
    assert from_cache()


def test_every_flipped_bit_and_every_cut_breaks_the_seal(folder) -> None:
    holds = seal(folder).holds
    dice = random.Random(13)
    assert holds()
    for path in folder.iterdir():
        content = path.read_bytes()
        for place in [0, len(content) - 1, *dice.choices(range(len(content)), k=60)]:
            flipped = bytearray(content)
            flipped[place] ^= 1 << dice.randrange(8)
            path.write_bytes(flipped)
            assert not holds()
            path.write_bytes(content[:place])
            assert not holds()
        path.write_bytes(content)
    assert holds()


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def _folder_in_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe_in_place(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("ending", ["nbi", "nbc", "sha256"])
@pytest.mark.parametrize(
    "damage",
    [
        _flip,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"garbage" * 1000),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        Path.unlink,
        _folder_in_place,
        pytest.param(lambda path: os.truncate(path, 1 << 40), marks=UNIX),
        pytest.param(lambda path: path.chmod(0), marks=UNIX),
        pytest.param(_pipe_in_place, marks=UNIX),
    ],
    ids=["flip", "empty", "garbage", "cut", "gone", "folder", "swollen", "unreadable", "pipe"],
)
def test_damage_is_compiled_anew_and_the_cache_is_whole_again(
    folder, ending: str, damage: Callable[[Path], object]
) -> None:
    damage(file(folder, ending))
    compiled()
    assert from_cache()


def test_code_of_another_function_in_its_place_is_not_run(folder) -> None:
    path = file(folder, "nbc")
    sound = path.read_bytes()

    def triple(x: float) -> float:
        return 3.0 * x

    loop = njit(triple)
    loop._cache = cache_of(triple)
    loop.compile("float64(float64)")
    other = next(p for p in folder.glob("*.nbc") if "triple" in p.name)
    assert sound != other.read_bytes()
    path.write_bytes(other.read_bytes())
    compiled()


def test_where_a_full_folder_is_in_the_way_it_is_compiled_without_a_cache(folder) -> None:
    path = file(folder, "nbc")
    _folder_in_place(path)
    (path / "somebody's").write_text("own")
    assert not from_cache()
    assert (path / "somebody's").read_text() == "own"


@pytest.mark.parametrize("at", ["_save_index", "_save_data"])
def test_a_full_disk_costs_the_cache_alone(folder, monkeypatch, at: str) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    _flip(file(folder, "nbc"))
    with monkeypatch.context() as patch:
        patch.setattr(IndexDataCacheFile, at, full)
        assert not from_cache()
    assert not list(folder.glob("*.nb?"))
    compiled()
    assert from_cache()


def test_a_disk_too_full_for_the_seal_leaves_nothing_unsealed(folder, monkeypatch) -> None:
    _flip(file(folder, "nbc"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", lambda *_: 1 / 0)
        assert not from_cache()
    assert not list(folder.glob("*.nb?"))


def test_a_fault_in_loading_is_compiled_anew(folder, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("numba.core.compiler.CompileResult._rebuild", lambda *_: 1 / 0)
        assert not from_cache()
    assert from_cache()


def test_without_a_folder_to_write_to_there_is_no_cache(folder, monkeypatch) -> None:
    (folder / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder / "file" / "folder"))
    assert isinstance(cache_of(double), NullCache)
    assert not from_cache()


def test_what_a_killed_process_was_writing_is_swept_once_it_is_surely_dead(folder) -> None:
    base = file(folder, "nbi").name
    young, old = folder / f"{base}.tmp.0123", folder / f"{base}.tmp.4567"
    for path in (young, old):
        path.write_bytes(b"half")
    os.utime(old, (1.0, 1.0))
    seal(folder).write()
    assert young.exists()
    assert not old.exists()
    assert isinstance(cache_of(double), SealedCache)
