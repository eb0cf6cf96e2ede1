"""Equations as vector drawings with what is to be said of them; nothing is shown here."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from linreg_gui.core.problem import ProblemError, ProblemKind

from .tex import read_tex

# The commands that the renderer knows under another name.
_RENAMED = {
    r"\argmin": r"\operatorname{argmin}",
    r"\argmax": r"\operatorname{argmax}",
    "−": "-",
    "½": r"\frac{1}{2}",
}


@dataclass(frozen=True)
class Equation:
    """A drawn equation.

    Attributes
    ----------
    svg : str
        Of paths alone, in the colour asked for.
    spoken : str
        For a screen reader.
    width, height, depth : float
        In pixels at the size asked for; the depth is what lies below the line of the text around it.
    """

    svg: str
    spoken: str
    width: float
    height: float
    depth: float


@lru_cache(maxsize=512)
def equation(source: str, size: float = 16.0, colour: str = "#000000", *, display: bool = False) -> Equation:
    """Draw an equation of the small part of TeX that `read_tex` knows.

    Parameters
    ----------
    source : str
        Without dollar signs.
    size : float
        Of the letters, in pixels.
    colour : str
        As SVG has it.
    display : bool
        Whether it stands on a line of its own, with limits above and below its sums.

    Raises
    ------
    ProblemError
        If it cannot be read or drawn.
    """
    tex = read_tex(source)
    zmath = _renderer()
    text = tex.source
    for ours, theirs in _RENAMED.items():
        text = text.replace(ours, theirs)
    try:
        drawn = zmath.Latex(text, size=size, color=colour, inline=not display)
        svg = drawn.svg()
        width, height = drawn.getsize()
        depth = -drawn.getyofst()
    except Exception as error:  # whatever the library stumbles over
        raise ProblemError(f"The equation “{source}” cannot be drawn.", ProblemKind.FORMULA) from error
    return Equation(svg, tex.spoken, float(width), float(height), float(depth))


@cache
def _renderer() -> Any:
    """The library that draws, which takes a third of a second that only who shows an equation waits for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of how it finds its fonts
        from ziamath import zmath
        from ziamath.config import config
    config.svg2 = False  # paths alone, as QSvgRenderer knows them
    return zmath
