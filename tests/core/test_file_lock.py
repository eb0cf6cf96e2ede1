"""A lock on a file is held by one, and belongs to the file and not to its name."""

from __future__ import annotations

import os

from linreg_gui.core.file_lock import lock_file, lock_handle


def test_one_at_a_time_has_it(tmp_path) -> None:
    path = tmp_path / "a"
    assert lock_file(path) is None
    handle = lock_file(path, create=True)
    assert handle is not None
    assert lock_file(path) is None
    os.close(handle)
    again = lock_file(path)
    assert again is not None
    os.close(again)


def test_a_lock_on_a_file_that_is_gone_from_its_path_is_none(tmp_path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        path.unlink()
        assert not lock_handle(file.fileno(), path)
        path.write_bytes(b"another one")
        assert not lock_handle(file.fileno(), path)


def test_what_is_no_file_is_not_locked(tmp_path) -> None:
    (tmp_path / "folder").mkdir()
    assert lock_file(tmp_path / "folder", create=True) is None
