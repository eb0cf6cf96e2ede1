"""Where the bundled files lie: the same code for a source checkout, an installed wheel and a frozen app."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import linreg_gui

_PACKAGE = Path(linreg_gui.__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Path of a file under ``resources/``.

    A wheel and a frozen app carry the folder inside the package, a checkout beside it.

    Raises
    ------
    FileNotFoundError
        If the installation is incomplete.
    """
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"The program's file “{'/'.join(parts)}” is missing; install it again.")


@dataclass(frozen=True)
class Sample:
    """A bundled dataset with where it comes from."""

    title: str
    file: str
    about: str
    source: str

    @property
    def path(self) -> Path:
        """Its CSV file."""
        return resource_path("samples", self.file)


def samples() -> list[Sample]:
    """The bundled datasets, the one to start with first."""
    entries = json.loads(resource_path("samples", "samples.json").read_text(encoding="utf-8"))
    return [Sample(**entry) for entry in entries]
