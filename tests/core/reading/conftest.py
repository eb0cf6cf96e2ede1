"""Files as several of the tests of reading write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from linreg_gui.core.reading import checks, table_file


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of text or bytes and give its path."""

    def write_file(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write_file


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """So much is free, whatever the machine has."""
    monkeypatch.setattr(checks, "available_memory", lambda: 600_000_000)


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read in another process."""
    monkeypatch.setattr(table_file, "read_apart", None)
