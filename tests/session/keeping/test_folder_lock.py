"""A lock is held by one, and never longer than by the process that took it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linreg_gui.session.keeping.folder_lock import FolderLock


def test_one_at_a_time_has_it(tmp_path) -> None:
    lock = FolderLock.take(tmp_path, create=True)
    assert lock is not None
    assert FolderLock.take(tmp_path) is None
    lock.release()
    lock.release()
    again = FolderLock.take(tmp_path)
    assert again is not None
    again.release()


def test_a_folder_that_was_never_locked_is_not_taken_by_chance(tmp_path) -> None:
    assert FolderLock.take(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    assert FolderLock.take(tmp_path / "nowhere", create=True) is None


def test_a_lock_ends_with_its_process(tmp_path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from linreg_gui.session.keeping.folder_lock import FolderLock\n"
        f"lock = FolderLock.take(Path({str(tmp_path)!r}), create=True); print(lock is not None, flush=True)\n"
        "sys.stdin.read()"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, cwd=Path.cwd())
    assert child.stdout.readline() == b"True\n"
    assert FolderLock.take(tmp_path) is None
    child.kill()
    child.communicate()
    lock = FolderLock.take(tmp_path)
    assert lock is not None
    lock.release()


def test_what_is_in_the_file_says_nothing_of_who_holds_it(tmp_path) -> None:
    """A number in it may be that of another process by now, or of this very one."""
    for text in ("", f"{os.getpid()}\n", "of another program"):
        (tmp_path / "lock").write_text(text)
        lock = FolderLock.take(tmp_path)
        assert lock is not None
        lock.release()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_a_folder_deleted_just_before_it_is_locked_is_not_held(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "lock").touch()
    real = os.open

    def slow(path, *arguments: int) -> int:
        handle = real(path, *arguments)
        path.unlink()
        folder.rmdir()
        return handle

    monkeypatch.setattr(os, "open", slow)
    assert FolderLock.take(folder) is None
