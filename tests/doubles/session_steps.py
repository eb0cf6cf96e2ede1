"""Steps that several tests of a session take: a small file, opened until it is fitted."""

from __future__ import annotations

from pathlib import Path

from linreg_gui.session.session import Session


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def small_csv(folder: Path, name: str = "small.csv", slope: float = 2.0) -> Path:
    lines = "".join(f"{x},{slope * x + 1 + 0.1 * (-1) ** x}\n" for x in range(20))
    return write(folder, name, f"area,price\n{lines}")


def open_and_wait(qtbot, session: Session, path: Path) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path)
