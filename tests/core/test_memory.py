import sys
from pathlib import Path

import psutil
import pytest
from limits import run_limited

from linreg_gui.core import memory
from linreg_gui.core.memory import available_memory

MIB = 1 << 20


def test_it_is_never_more_than_the_machine_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < available_memory() < psutil.virtual_memory().total
    boundless = psutil.virtual_memory()._replace(available=1 << 60, total=1 << 33)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: boundless)
    assert available_memory() < 1 << 33


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is one of Linux")
def test_a_limit_of_the_process_counts(tmp_path: Path) -> None:
    code = "from linreg_gui.core.memory import available_memory; print(available_memory())"
    ended = run_limited(code, tmp_path, mebibytes=512)
    assert 100 * MIB < int(ended.output) < 512 * MIB


@pytest.mark.parametrize("second_kind", [True, False])
def test_the_narrowest_group_counts(tmp_path: Path, second_kind: bool) -> None:
    root = tmp_path / "cgroup"
    groups = root if second_kind else root / "memory"
    inner = groups / "outer" / "inner"
    inner.mkdir(parents=True)
    limit, taken, returned = memory._GROUP_FILES[0 if second_kind else 1]
    for folder, most, used in ((inner, 900, 100), (inner.parent, 500, 200)):
        (folder / limit).write_text(f"{most * MIB}\n")
        (folder / taken).write_text(f"{used * MIB}\n")
        (folder / "memory.stat").write_text(f"anon 1\n{returned} {50 * MIB}\n")
    own = tmp_path / "own"
    own.write_text("0::/outer/inner\n" if second_kind else "5:devices:/\n4:memory:/outer/inner\n0::/\n")
    assert [left // MIB for left in memory._left_by_groups(own, root)] == [850, 350]


def test_a_group_without_a_limit_leaves_the_rest_to_the_machine(tmp_path: Path) -> None:
    (tmp_path / "group").mkdir()
    (tmp_path / "group" / "memory.max").write_text("max\n")
    own = tmp_path / "own"
    own.write_text("0::/group\n")
    assert list(memory._left_by_groups(own, tmp_path)) == []
    assert list(memory._left_by_groups(tmp_path / "nowhere", tmp_path)) == []
