"""One call from what is asked for to the files of a script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .asked import Asked
from .core_writer import core_script
from .describing import script_recipe
from .page import data_name
from .python_writer import python_script
from .r_writer import r_script
from .recipe import DataBeside, Language

_WRITERS = {Language.CORE: core_script, Language.PYTHON: python_script, Language.R: r_script}


@dataclass(frozen=True)
class Script:
    """A script that can be written to the disk.

    Attributes
    ----------
    text : str
    data : bytes or None
        A table that has to lie beside it, as CSV.
    data_name : str
        What that is called.
    told : tuple of str
        What is not as in the program, or is written beside the script, in sentences.
    """

    text: str
    data: bytes | None
    data_name: str
    told: tuple[str, ...]


def script_of(asked: Asked, language: Language, path: Path) -> Script:
    """The analysis as the script that will be at this path.

    Raises
    ------
    ProblemError
        If the data cannot be made ready.
    """
    recipe = script_recipe(asked, language)
    text = _WRITERS[language](recipe, path)
    data = None
    if isinstance(recipe.source, DataBeside):
        data = recipe.source.frame.to_csv(index=False, lineterminator="\n").encode("utf-8")
    return Script(text, data, data_name(path), recipe.told)
