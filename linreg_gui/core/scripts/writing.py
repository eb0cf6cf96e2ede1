"""One call from what is asked for to the files of a script."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from linreg_gui.core.late_pandas import pd
from linreg_gui.core.table.large_source import refuse_sample

from .asked import Asked
from .core_writer import core_script
from .describing import script_recipe
from .page import data_name
from .python_writer import python_script
from .r_writer import r_script
from .recipe import DataBeside, Language

_WRITERS = {Language.CORE: core_script, Language.PYTHON: python_script, Language.R: r_script}


@dataclass(frozen=True, eq=False)
class Script:
    """A script that can be written to the disk.

    Attributes
    ----------
    text : str
    frame : DataFrame or None
        A table that has to lie beside it.
    data_name : str
        What the file of that is called.
    told : tuple of str
        What is not as in the program, or is written beside the script, in sentences.
    """

    text: str
    frame: pd.DataFrame | None
    data_name: str
    told: tuple[str, ...]

    @cached_property
    def data(self) -> bytes | None:
        """That table as CSV, which is made no sooner than it is written."""
        if self.frame is None:
            return None
        return self.frame.to_csv(index=False, lineterminator="\n").encode("utf-8")


def script_of(asked: Asked, language: Language, path: Path) -> Script:
    """The analysis as the script that will be at this path.

    Raises
    ------
    ProblemError
        If the data cannot be made ready, or are a sample of a larger table.
    """
    refuse_sample(asked.table.large, "A script")
    recipe = script_recipe(asked, language)
    text = _WRITERS[language](recipe, path)
    frame = recipe.source.frame if isinstance(recipe.source, DataBeside) else None
    return Script(text, frame, data_name(path), recipe.told)
