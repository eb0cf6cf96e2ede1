"""What several of the attacks mind."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture
def no_mistake(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No mistake of the program is told: none that nobody caught, and none that was kept in a method."""
    found: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: found.append(error))
    yield
    assert not found
