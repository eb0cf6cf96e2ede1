"""What a file keeps when another content takes its place: rights, owner, attributes, names."""

from __future__ import annotations

import os
import socket
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.session.keeping.saving import Written, write_whole

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights are another matter there")

ACCESS_LIST, DEFAULT_LIST = "system.posix_acl_access", "system.posix_acl_default"
SOMEBODY, SOME_GROUP = 12345, 23456
# Another person than the one who runs the tests, who must be allowed to be anybody.
as_somebody = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")


def save(path: Path, content: bytes = b"new") -> Written:
    return write_whole(path, lambda file: file.write(content))


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def save_as(user: int, groups: list[int], path: Path) -> str:
    """Save as another person, in a process of its own; what is said to that person."""
    heard, said = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, none of which the child needs
        child = os.fork()
    if child == 0:
        try:
            os.setgroups(groups)
            os.setgid(groups[0])
            os.setuid(user)
            try:
                sentences = save(path).remarks
            except ProblemError as error:
                sentences = (error.problem.sentence,)
            os.write(said, " ".join(sentences).encode())
        finally:
            os._exit(0)
    os.close(said)
    with os.fdopen(heard, encoding="utf-8") as pipe:
        sentence = pipe.read()
    os.waitpid(child, 0)
    return sentence


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that everybody reaches and writes to."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o711)
    tmp_path.chmod(0o777)
    return tmp_path


@pytest.fixture(params=[0o022, 0o077, 0o002])
def mask(request) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_new_file_has_the_rights_of_any_other_new_file(tmp_path: Path, mask: int) -> None:
    assert mode(save(tmp_path / "data.csv").path) == 0o666 & ~mask


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o664, 0o755])
def test_an_earlier_file_keeps_its_rights_whatever_the_mask(tmp_path: Path, mask: int, rights: int) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"old")
    path.chmod(rights)
    save(path)
    assert (mode(path), path.read_bytes()) == (rights, b"new")


def test_nobody_else_can_read_a_closed_file_while_it_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"old")
    path.chmod(0o600)
    seen = []
    write_whole(path, lambda _: seen.extend(mode(beside) for beside in tmp_path.iterdir()))
    assert seen == [0o600, 0o600]


def attribute(path: Path, name: str, value: bytes) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("there are no extended attributes")
    try:
        os.setxattr(path, name, value)
    except OSError:
        pytest.skip("this file system has none")


def access_list(user: int) -> bytes:
    """Owner all, one person besides may read and write, group none, others none."""
    entries = [(1, 6, -1), (2, 6, user), (4, 0, -1), (16, 6, -1), (32, 0, -1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)


def test_extended_attributes_and_access_lists_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"old")
    attribute(path, "user.note", b"mine \x00 and more")
    attribute(path, ACCESS_LIST, access_list(SOMEBODY))
    before = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    assert save(path).remarks == ()
    assert {name: os.getxattr(path, name) for name in os.listxattr(path)} == before
    assert path.read_bytes() == b"new"


def test_a_new_file_gets_the_access_list_that_its_folder_gives(tmp_path: Path) -> None:
    attribute(tmp_path, DEFAULT_LIST, access_list(SOMEBODY))
    (tmp_path / "other").touch()
    path = save(tmp_path / "data.csv").path
    assert os.getxattr(path, ACCESS_LIST) == os.getxattr(tmp_path / "other", ACCESS_LIST)
    assert mode(path) == mode(tmp_path / "other")


def test_an_attribute_that_cannot_be_kept_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"old")
    attribute(path, "user.note", b"mine")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "setxattr", full)
    (remark,) = save(path).remarks
    assert "“data.csv”" in remark
    assert "extended attributes" in remark
    assert path.read_bytes() == b"new"


@as_somebody
def test_root_keeps_owner_and_group(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"old")
    os.chown(path, SOMEBODY, SOME_GROUP)
    path.chmod(0o2750)
    assert save(path).remarks == ()
    assert (path.stat().st_uid, path.stat().st_gid, mode(path)) == (SOMEBODY, SOME_GROUP, 0o2750)


@as_somebody
def test_the_group_is_kept_by_whoever_belongs_to_it_and_the_owner_is_told_of_if_shut_out(open_folder) -> None:
    path = open_folder / "data.csv"
    path.write_bytes(b"old")
    os.chown(path, SOMEBODY, SOME_GROUP)
    path.chmod(0o660)
    said = save_as(SOMEBODY + 1, [SOMEBODY + 1, SOME_GROUP], path)
    assert path.read_bytes() == b"new"
    assert (path.stat().st_uid, path.stat().st_gid, mode(path)) == (SOMEBODY + 1, SOME_GROUP, 0o660)
    assert f"its owner, number {SOMEBODY}, who cannot read it any more" in said


@as_somebody
def test_an_owner_who_can_read_the_file_all_the_same_is_no_matter(open_folder: Path) -> None:
    path = open_folder / "data.csv"
    path.write_bytes(b"old")
    os.chown(path, SOMEBODY, SOME_GROUP)
    path.chmod(0o664)
    assert save_as(SOMEBODY + 1, [SOMEBODY + 1, SOME_GROUP], path) == ""


@as_somebody
def test_another_group_is_let_in_no_further_than_everybody(open_folder: Path) -> None:
    path = open_folder / "data.csv"
    path.write_bytes(b"old")
    os.chown(path, SOMEBODY, SOME_GROUP)
    path.chmod(0o662)
    said = save_as(SOMEBODY + 1, [SOMEBODY + 1], path)
    assert path.stat().st_gid == SOMEBODY + 1
    assert mode(path) == 0o622
    assert "the rights of others" in said


@as_somebody
def test_a_folder_that_nothing_can_be_made_in_is_said_and_the_file_stays(open_folder: Path) -> None:
    shut = open_folder / "shut"
    shut.mkdir()
    (shut / "data.csv").write_bytes(b"old")
    os.chown(shut / "data.csv", SOMEBODY, SOMEBODY)
    for path in (shut / "data.csv", shut / "new.csv"):
        said = save_as(SOMEBODY, [SOMEBODY], path)
        assert said == (
            f"“{path.name}” could not be saved: no file can be made in its folder (Permission denied)."
        )
    assert (shut / "data.csv").read_bytes() == b"old"


def test_another_name_of_a_file_keeps_the_version_before_and_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"old")
    os.link(path, tmp_path / "other.csv")
    (remark,) = save(path).remarks
    assert "had 1 other name on the disk (a hard link), which still leads to the version before" in remark
    assert (path.read_bytes(), (tmp_path / "other.csv").read_bytes()) == (b"new", b"old")
    assert save(path, b"newer").remarks == ()


def test_a_link_keeps_leading_to_its_file_which_keeps_its_rights(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_bytes(b"old")
    real.chmod(0o604)
    (tmp_path / "link.csv").symlink_to("real.csv")
    save(tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (mode(real), real.read_bytes()) == (0o604, b"new")


@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "folder"])
@pytest.mark.parametrize("by_link", [False, True])
def test_what_is_no_file_is_refused_before_anything_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, by_link: bool
) -> None:
    path = tmp_path / "target"
    with socket.socket(socket.AF_UNIX) as listener:
        match kind:
            case "pipe":
                os.mkfifo(path)
            case "socket":
                monkeypatch.chdir(tmp_path)  # as the name of a socket is short
                listener.bind("target")
            case "device":
                path.symlink_to(os.devnull)
            case "folder":
                path.mkdir()
        if by_link:
            (tmp_path / "link").symlink_to(path)
            path = tmp_path / "link"
        before = sorted(tmp_path.iterdir())
        monkeypatch.setattr(os, "open", lambda *_: pytest.fail("something was opened"))
        with pytest.raises(ProblemError, match=rf"could not be saved: it is a {kind} and no file\."):
            save(path)
        monkeypatch.undo()
    assert sorted(tmp_path.iterdir()) == before


def test_two_threads_that_look_before_they_save_do_so_one_after_the_other(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    path, both = tmp_path / "data.csv", Barrier(2)
    path.write_bytes(b"0")

    def save_if_unseen(content: bytes) -> bool:
        seen = path.read_bytes()
        both.wait(10)

        def check(path: Path) -> None:
            if path.read_bytes() != seen:
                raise ProblemError("somebody was here")

        try:
            write_whole(path, lambda file: file.write(content), check)
        except ProblemError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        for turn in range(20):
            names = [b"%d first" % turn, b"%d second" % turn]
            saved = list(threads.map(save_if_unseen, names))
            assert sorted(saved) == [False, True]
            assert path.read_bytes() == names[saved.index(True)]
