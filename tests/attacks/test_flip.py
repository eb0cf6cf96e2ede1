"""Bits of kept work, of a project and of compiled code are flipped: nothing is ever silently another one.

What comes out is the identical work, or damage is named and every part that is offered is what it was. The
long form prints how often which.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from limits import run_limited
from odd_frames import assert_same

from linreg_gui.core.arrays import frozen
from linreg_gui.core.editing.cell_edits import edit_cell
from linreg_gui.core.editing.row_edits import remove_rows
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project import Project, Run
from linreg_gui.core.project.project_file import read_project, write_project
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.place import Place
from linreg_gui.session.keeping.recovery import Leftover, RecoveryFolder, find_leftovers
from linreg_gui.session.keeping.saving import write_whole

N_SHORT, N_LONG = 50, 1500
PLACE = Place(Path("/somewhere/houses.linreg"), None)


def before() -> Project:
    """The state of the base: columns of every kind, rows that are excluded, and a run."""
    dice = np.random.default_rng(13)
    n = 60
    names = np.array(["a hut", "a villa", "a flat"])
    frame = pd.DataFrame(
        {
            "area": dice.normal(size=n),
            "kind": pd.Categorical(names[dice.integers(0, 3, n)]),
            "odd": pd.Series([i if i % 3 else f"{i}?" for i in range(n)], dtype=object),
            "price": dice.normal(size=n),
        }
    )
    roles = dict.fromkeys(frame.columns, Role.IGNORED)
    roles |= {"area": Role.FEATURE, "price": Role.LABEL}
    numeric = frozenset({"area", "price"})
    table = Table(frame, roles, "houses.csv", numeric=numeric, recipe=Recipe(excluded=np.arange(n) % 7 == 3))
    curve = np.column_stack([np.arange(5.0), *[np.abs(dice.normal(size=5))] * 5])
    config = SgdConfig(learning_rate=0.1, batch_size=8, epochs=3, seed=4)
    run = Run(((0, config),), 9, False, dice.normal(size=1), 1.5, frozen(curve))
    return Project(table, (run,), suggested=False)


def after(project: Project) -> Project:
    """What was done since: cells, a row and the roles are others."""
    table = edit_cell(project.table, 3, 0, "7.5")
    table = edit_cell(remove_rows(table, [10]), 5, 2, "changed")
    return Project(table, project.runs, suggested=False)


@pytest.fixture
def kept(tmp_path) -> tuple[Path, list[Project]]:
    """A folder that a killed process has left, and what is in it: the last state and the one before."""
    folder = RecoveryFolder.create(tmp_path / "recovery")
    one = before()
    other = after(one)
    for project in (one, other):
        folder.keep(project, PLACE)
    folder.release()
    return folder.path, [other, one]


def same_project(one: Project, other: Project) -> bool:
    """Whether all of them is the same, to the last bit."""
    tables = (one.table, other.table)
    assert_same(*(table.frame for table in tables))
    flags = [table.recipe.excluded for table in tables]
    assert [list(map(bool, flag)) for flag in flags if flag is not None] in (
        [],
        [list(map(bool, flags[0]))] * 2,
    )
    assert tables[0].row_ids == tables[1].row_ids
    assert tables[0].roles == tables[1].roles
    assert [run.changes for run in one.runs] == [run.changes for run in other.runs]
    assert [run.curve.tobytes() for run in one.runs] == [run.curve.tobytes() for run in other.runs]
    return True


def is_part_of(one: Project, other: Project, damage: str) -> bool:
    """Whether what is there is the same, and what is not there is named."""
    table, whole = one.table, other.table
    names = list(table.frame.columns)
    gone = [name for name in whole.frame.columns if name not in names]
    assert all(f"“{name}”" in damage for name in gone), damage
    assert_same(table.frame, whole.frame[names])
    assert table.roles == {name: whole.roles[name] for name in names}
    if table.recipe.excluded is None and whole.recipe.excluded is not None:
        assert "rows are excluded" in damage
    else:
        assert np.array_equal(table.recipe.excluded, whole.recipe.excluded)
    if [run.changes for run in one.runs] != [run.changes for run in other.runs]:
        assert not one.runs
        assert "training" in damage
    elif [run.curve.tobytes() for run in one.runs] != [run.curve.tobytes() for run in other.runs]:
        assert not one.runs[0].curve.size
        assert "loss curve" in damage
    return True


def outcome(root: Path, states: list[Project]) -> str:
    """What is offered of a damaged folder, all of it checked."""
    found = find_leftovers(root)
    try:
        assert found, "the work vanished without a word"
        words = [check(left, states, len(found)) for left in found]
        return words[0]
    finally:
        for left in found:
            left.folder.release()


def check(left: Leftover, states: list[Project], n_offers: int) -> str:
    offer = left.offer
    if not offer.readable:
        assert str(left.folder.path) in offer.damage
        with pytest.raises(ProblemError):
            left.read()
        return "named, and nothing to be had"
    assert left.name == "houses.csv"
    assert offer.place == PLACE
    project = left.read()
    if offer.whole:
        assert n_offers == 1
        assert same_project(project, states[0])
        return "identical"
    assert is_part_of(project, states[1 if offer.earlier else 0], offer.damage)
    return "the state before" if offer.earlier else f"named: {offer.damage.split('.')[0]}"


def flips(folder: Path, count: int, seed: int) -> Iterator[tuple[Path, bytes]]:
    """Files of a folder with one bit flipped, the sound one put back afterwards; large files more often."""
    dice = random.Random(seed)
    sound = {path: path.read_bytes() for path in sorted(folder.iterdir()) if path.stat().st_size}
    for path in dice.choices([*sound], [len(content) for content in sound.values()], k=count):
        content = bytearray(sound[path])
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        path.write_bytes(content)
        yield path, sound[path]
        path.write_bytes(sound[path])


def flip_all(kept: tuple[Path, list[Project]], count: int) -> Counter[str]:
    folder, states = kept
    assert outcome(folder.parent, states) == "identical"
    return Counter(outcome(folder.parent, states) for _ in flips(folder, count, seed=13))


def flip_project(folder: Path, count: int) -> Counter[str]:
    project = before()
    folder.mkdir()
    path = folder / "houses.linreg"
    write_whole(path, partial(write_project, project=project))
    found: Counter[str] = Counter()
    for _ in flips(folder, count, seed=14):
        try:
            read = read_project(path)
        except ProblemError as error:
            found["a sentence" if "houses.linreg" in error.problem.sentence else error.problem.sentence] += 1
        else:
            assert same_project(read, project)
            found["identical"] += 1
    return found


def test_a_flipped_bit_of_kept_work_costs_what_is_named_alone(kept) -> None:
    found = flip_all(kept, N_SHORT)
    assert found["named, and nothing to be had"] == 0
    assert len(found) > 4


def test_a_flipped_bit_of_a_project_is_told_or_changes_nothing(tmp_path) -> None:
    found = flip_project(tmp_path / "project", N_SHORT)
    assert found.keys() == {"a sentence", "identical"}


@pytest.mark.attack
def test_many_flipped_bits(kept, tmp_path) -> None:
    for words, found in (
        ("kept work", flip_all(kept, N_LONG)),
        ("a project", flip_project(tmp_path / "project", N_LONG)),
    ):
        print(f"\n{N_LONG:,} flips of {words}:")
        for what, count in found.most_common():
            print(f"  {count:5,}  {what}")


@pytest.mark.attack
def test_kept_work_that_is_cut_or_overwritten(kept) -> None:
    folder, states = kept
    dice = random.Random(15)
    found: Counter[str] = Counter()
    for path in sorted(folder.glob("*.zip")):
        sound = path.read_bytes()
        for _ in range(200):
            start, end = sorted(dice.choices(range(len(sound)), k=2))
            for damaged in (sound[:start], sound[:start] + dice.randbytes(end - start) + sound[end:]):
                path.write_bytes(damaged)
                found[outcome(folder.parent, states)] += 1
        path.write_bytes(sound)
    print("\n800 cuts and overwritten stretches of kept work:")
    for what, count in found.most_common():
        print(f"  {count:5,}  {what}")


@pytest.mark.attack
def test_files_of_another_folder_are_not_taken_for_its_own(kept, tmp_path) -> None:
    folder, states = kept
    other = RecoveryFolder.create(tmp_path / "others")
    other.keep(Project(edit_cell(states[1].table, 0, 0, "1")), PLACE)
    other.release()
    found = []
    for name in ("state.zip", "base-1.zip"):
        sound = (folder / name).read_bytes()
        shutil.copy(other.path / name, folder / name)
        lefts = find_leftovers(folder.parent)
        assert lefts
        assert not any(left.offer.whole for left in lefts)
        found.append([left.offer.damage for left in lefts])
        for left in lefts:
            left.folder.release()
        (folder / name).write_bytes(sound)
    print("\nswapped files:", *found, sep="\n  ")


_TRAIN = """
import sys
from linreg_gui.cli.main import main
sys.exit(main(["fit", sys.argv[1], "--label", "y", "--solver", "sgd", "--epochs", "2", "--json"]))
"""


def _flip(path: Path, dice: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, dice: random.Random) -> None:
    os.truncate(path, dice.randrange(path.stat().st_size))


def _fill(path: Path, dice: random.Random) -> None:
    path.write_bytes(dice.randbytes(path.stat().st_size))


@pytest.mark.attack
def test_damaged_compiled_code_never_ends_a_fit(tmp_path, monkeypatch) -> None:
    cache, table = tmp_path / "cache", tmp_path / "table.csv"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(cache))
    table.write_text("x,y\n" + "".join(f"{i},{2 * i + i % 3}\n" for i in range(200)))

    def fit() -> str:
        ended = run_limited(_TRAIN, tmp_path, str(table), seconds=300.0)
        assert ended.status == 0, ended.output
        return ended.output

    expected = fit()
    files = sorted(path for path in cache.rglob("*") if path.is_file())
    assert {path.suffix for path in files} == {".nbi", ".nbc", ".sha256"}
    dice = random.Random(16)
    ways: list[Callable[[Path, random.Random], None]] = [_flip, _flip, _flip, _flip, _cut, _fill]
    for way in ways:
        for path in files:
            way(path, dice)
            assert fit() == expected
    print(f"\n{len(ways) * len(files)} fits with damaged compiled code: all the same, to the last digit")
