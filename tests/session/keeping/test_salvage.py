"""What is offered of a folder of unsaved work, whatever has become of its files."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from linreg_gui.core.editing.cell_edits import edit_cell
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.archive import write_archive
from linreg_gui.core.project.kept_work import kept_parts, read_kept
from linreg_gui.core.project.project import Project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.recovery import Leftover, RecoveryFolder, find_leftovers
from linreg_gui.session.keeping.saving import write_whole


@pytest.fixture
def folder(tmp_path) -> Path:
    """With a base and one changed cell of it; z is computed from x."""
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [5.0, 6.0], "z": [2.0, 4.0]})
    roles = dict.fromkeys(frame.columns, Role.FEATURE)
    table = Table(frame, roles, "houses.csv", numeric=frozenset(roles), formulas={"z": "2 * x"})
    made = RecoveryFolder.create(tmp_path / "root")
    made.keep(Project(table))
    made.keep(Project(edit_cell(table, 0, 1, "7")))
    made.release()
    return made.path


@pytest.fixture
def find(folder):
    found: list[Leftover] = []

    def look() -> list[Leftover]:
        found.extend(find_leftovers(folder.parent))
        return found

    yield look
    for left in found:
        left.folder.release()


def without(path: Path, *names: str, replaced: dict[str, bytes] | None = None) -> None:
    """Write a file anew with some parts gone, or others in their place, and all that is left whole."""
    kept = read_kept(path)
    parts = kept_parts({**kept.parts, **(replaced or {})})
    rest = {name: data for name, data in parts.items() if name not in names}
    write_whole(path, partial(write_archive, parts=rest))


def test_what_is_whole_is_offered_as_it_is(find) -> None:
    (left,) = find()
    assert left.offer.whole
    assert left.read().table.frame["y"].tolist() == [7.0, 6.0]


def test_of_a_damaged_column_the_others_are_offered_and_what_is_computed_from_it_stays(folder, find) -> None:
    without(folder / "base-1.zip", "columns/0.parquet")
    (left,) = find()
    assert left.offer.damage == (
        "The column “x” is damaged and left out. Its training could not be read and begins anew."
    )
    table = left.read().table
    assert table.frame.to_dict("list") == {"y": [7.0, 6.0], "z": [2.0, 4.0]}
    assert dict(table.formulas) == {}
    with pytest.raises(ProblemError, match="is damaged"):
        left.folder.read()


def test_of_damaged_changes_both_the_rest_and_the_state_before_are_offered(folder, find) -> None:
    without(folder / "state.zip", "changes/0.parquet")
    rest, before = sorted(find(), key=lambda left: left.offer.earlier)
    assert list(rest.read().table.frame.columns) == ["x", "z"]
    assert before.offer.earlier
    assert before.read().table.frame["y"].tolist() == [5.0, 6.0]
    assert before.changed is not None


@pytest.mark.parametrize("how", ["gone", "empty", "a folder"])
def test_without_the_last_state_the_one_before_is_offered(folder, find, how) -> None:
    path = folder / "state.zip"
    path.unlink()
    if how == "empty":
        path.touch()
    elif how == "a folder":
        path.mkdir()
    (left,) = find()
    assert left.offer.damage == "What was kept after that is damaged or gone."
    assert left.read().table.frame["y"].tolist() == [5.0, 6.0]


def test_another_base_is_not_taken_for_its_own(folder, find, tmp_path) -> None:
    other = RecoveryFolder.create(tmp_path / "other")
    other.keep(Project(Table(pd.DataFrame({"x": [9.0]}), {"x": Role.FEATURE}, "other.csv")))
    other.release()
    shutil.copy(other.path / "base-1.zip", folder / "base-1.zip")
    (left,) = find()
    assert (left.name, left.offer.earlier) == ("other.csv", True)


def test_what_cannot_be_read_is_named_with_where_it_lies_and_stays(folder, find) -> None:
    for name in ("state.zip", "base-1.zip"):
        (folder / name).write_bytes(b"x" * 3000)
    (left,) = find()
    assert left.offer.damage == f"Nothing of it can be read. Its files, 6 kB, are in “{folder}”."
    assert left.changed is not None
    assert not left.offer.readable
    with pytest.raises(ProblemError, match="Nothing of it can be read"):
        left.read()
    assert (folder / "state.zip").exists()


def test_what_a_newer_version_kept_is_named_and_not_touched(folder, find) -> None:
    path = folder / "state.zip"
    newer = read_kept(path).parts["project.json"].replace(b'"format": 1', b'"format": 99')
    without(path, replaced={"project.json": newer})
    content = path.read_bytes()
    (left,) = find()
    assert "needs a newer version" in left.offer.damage
    assert str(folder) in left.offer.damage
    assert not left.offer.readable
    assert path.read_bytes() == content


def test_work_whose_lock_is_gone_is_found(folder, find) -> None:
    (folder / "lock").unlink()
    (left,) = find()
    assert left.offer.whole
    assert find_leftovers(folder.parent) == []
