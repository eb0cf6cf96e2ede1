"""The keys of the whole window."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QAction


def test_no_key_stands_for_two_commands(program) -> None:
    actions = set(program.window.findChildren(QAction))
    keys = Counter(key.toString() for action in actions for key in action.shortcuts())
    assert [key for key, count in keys.items() if count > 1] == []
    assert len(keys) > 20
