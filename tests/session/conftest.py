"""A session as several of the tests use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linreg_gui.session.session import Session


@pytest.fixture
def session(qtbot, settings) -> Iterator[Session]:
    """Without a table, and closed at the end."""
    session = Session(settings)
    yield session
    session.close()
