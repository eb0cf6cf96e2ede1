"""What a person asks for who takes a plot out of the program as a figure."""

from __future__ import annotations

import enum
from dataclasses import dataclass

LEAST_CM, MOST_CM = 3.0, 60.0
LEAST_DPI, MOST_DPI = 50, 1200
_MOST_PIXELS = 64_000_000  # of four bytes
_CM_PER_INCH = 2.54
SCREEN_DPI = 96.0


class FigureKind(enum.StrEnum):
    """Kinds of files; the value is their ending."""

    PNG = "png"
    PDF = "pdf"
    SVG = "svg"


@dataclass(frozen=True)
class FigureRequest:
    """How a figure is to be.

    Attributes
    ----------
    kind : FigureKind
    width, height : float
        In centimetres.
    dpi : int
        Pixels of a PNG per inch; the others have none.
    title, legend : bool
        Whether these stand above the plot.
    """

    kind: FigureKind = FigureKind.PDF
    width: float = 16.0
    height: float = 10.0
    dpi: int = 300
    title: bool = True
    legend: bool = True

    def __post_init__(self) -> None:
        if not (LEAST_CM <= self.width <= MOST_CM and LEAST_CM <= self.height <= MOST_CM):
            raise ValueError(f"A figure is {LEAST_CM:g} to {MOST_CM:g} cm wide and high.")
        if not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise ValueError(f"A figure has {LEAST_DPI} to {MOST_DPI} dots per inch.")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units of a screen with 96 to the inch, in which lines and letters are drawn."""
        return (self.width / _CM_PER_INCH * SCREEN_DPI, self.height / _CM_PER_INCH * SCREEN_DPI)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a PNG."""
        return (round(self.width / _CM_PER_INCH * self.dpi), round(self.height / _CM_PER_INCH * self.dpi))

    @property
    def problem(self) -> str:
        """Why it cannot be made, as a sentence; an empty text if it can."""
        width, height = self.pixels
        if self.kind is FigureKind.PNG and width * height > _MOST_PIXELS:
            many = f"{width:,} × {height:,} pixels are too many"
            return f"{many}: choose fewer dots per inch, or a smaller figure."
        return ""
