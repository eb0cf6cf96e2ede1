"""A folder that does not answer is taken for none, and is waited for once."""

from __future__ import annotations

import threading

from linreg_gui.session.keeping import reachable
from linreg_gui.session.keeping.reachable import Reachable


def test_a_folder_is_told_from_a_file_and_from_nothing(tmp_path) -> None:
    (tmp_path / "file").touch()
    there = Reachable()
    assert there.is_folder(str(tmp_path))
    assert not there.is_folder(str(tmp_path / "file"))
    assert not there.is_folder(str(tmp_path / "nothing"))
    assert not there.is_folder("a\0b")


def test_what_does_not_answer_is_no_folder_and_is_asked_once(monkeypatch) -> None:
    may_end, asked = threading.Event(), []
    monkeypatch.setattr(reachable, "_PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(reachable, "_is_folder", lambda path: asked.append(path) or may_end.wait(30))
    there = Reachable()
    assert not there.is_folder("/far/away")
    assert not there.is_folder("/far/away")
    may_end.set()
    assert asked == ["/far/away"]
