"""How things look: palettes, series colours and fonts. No widget lives here."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette, QPen


class Series(enum.Enum):
    """What is drawn; each has one colour everywhere, and never colour alone (see `pen`).

    The colours were searched for: under each kind of colour blindness no two of them look the same,
    and each stands out from what is behind it (`tests/views/widgets/test_series_colours.py`).
    """

    DATA = ("#2B4257", "#9ECBDF")
    FIT = ("#B34200", "#EE7930")
    EXACT = ("#017C58", "#46D2A3")
    TRUTH = ("#9D4D8B", "#CF77A3")
    MINIBATCH = ("#BE7F00", "#F4BB3B")
    RESIDUALS = ("#288DD4", "#6AAAD7")
    VALIDATION = ("#7350B2", "#B89FFA")

    def colour(self, dark: bool) -> QColor:
        """The series colour for a light or a dark background; both are safe for colour-blind eyes."""
        return QColor(self.value[dark])


# In multiples of the width.
EXACT_DASHES = (3.5, 2.5)
# Line styles tell the series apart without colour.
_STYLES = {
    Series.FIT: (Qt.PenStyle.SolidLine, 3.0),
    Series.EXACT: (Qt.PenStyle.DashLine, 2.0),
    Series.TRUTH: (Qt.PenStyle.DotLine, 2.5),
    Series.DATA: (Qt.PenStyle.SolidLine, 1.0),
    Series.MINIBATCH: (Qt.PenStyle.SolidLine, 1.5),
    Series.VALIDATION: (Qt.PenStyle.DashDotLine, 2.0),
    Series.RESIDUALS: (Qt.PenStyle.SolidLine, 2.0),
}


@dataclass(frozen=True)
class Strokes:
    """How wide lines are and how large points are, in pixels, where they are usual."""

    least_line: float = 0.0
    point_size: int | None = None  # of every point that is a row or a step
    factor: float = 1.0
    pixel_ratio: float = 1.0  # pens that are as wide at every zoom count the pixels of the screen

    def line(self, width: float) -> float:
        """Of a line that is read."""
        return self.pixel_ratio * max(self.least_line, self.factor * width)

    def thin(self, width: float) -> float:
        """Of one that helps to read others."""
        return self.pixel_ratio * self.factor * width

    def point(self, size: int) -> int:
        """Of a point."""
        return size if self.point_size is None else self.point_size

    def mark(self, size: float) -> float:
        """Of what stands around a point, or out among them."""
        return self.factor * size


USUAL = Strokes()
PRESENTED = Strokes(least_line=5.0, point_size=9, factor=1.6)  # to be seen from the last row


def pen(series: Series, dark: bool, strokes: Strokes = USUAL) -> QPen:
    """The pen of a series: its colour, width and dash pattern."""
    style, width = _STYLES[series]
    result = _line(series.colour(dark), strokes.line(width))
    result.setStyle(style)
    if style == Qt.PenStyle.DashLine:
        result.setDashPattern(EXACT_DASHES)
    return result


# Of runs beside the present one: each by its colour and its dashes, in multiples of its width.
_RUNS: tuple[tuple[str, str, tuple[float, ...]], ...] = (
    ("#0072B2", "#56B4E9", ()),
    ("#A0457F", "#E08CC0", (6.0, 2.5)),
    ("#5B7A00", "#B4D455", (2.0, 2.0)),
    ("#7F4F24", "#D9A873", (6.0, 2.0, 1.5, 2.0)),
    ("#3F4A55", "#C3CCD5", (1.0, 1.8)),
    ("#006E7F", "#5FD0DE", (10.0, 2.5)),
)


def run_pen(look: int, dark: bool, width: float = 2.0) -> QPen:
    """The pen of a pinned run: its colour and dash pattern."""
    light_colour, dark_colour, dashes = _RUNS[look]
    result = _line(QColor(dark_colour if dark else light_colour), width)
    if dashes:
        result.setDashPattern(dashes)
    return result


def run_colours(look: int) -> tuple[str, str, tuple[float, ...]]:
    """The same for what is drawn elsewhere: on light, on dark, and dashes in multiples of the width."""
    return _RUNS[look]


def _line(colour: QColor, width: float) -> QPen:
    """As wide on the screen whatever the units of a plot are."""
    result = QPen(colour, width)
    result.setCosmetic(True)
    return result


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than what is behind it."""
    base = palette.color(QPalette.ColorRole.Base)  # the window may stand for an outline, see below
    return bool(palette.color(QPalette.ColorRole.WindowText).lightness() > base.lightness())


def _palette(
    window: str, base: str, alternate: str, text: str, muted: str, button: str, line: str, accent: str
) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(QColor(button), QColor(window))
    for which, colour in {
        role.Window: window,
        role.WindowText: text,
        role.Base: base,
        role.AlternateBase: alternate,
        role.Text: text,
        role.Button: button,
        role.ButtonText: text,
        role.BrightText: "#FFFFFF",
        role.ToolTipBase: base,
        role.ToolTipText: text,
        role.PlaceholderText: muted,
        role.Highlight: accent,
        role.HighlightedText: "#FFFFFF",
        role.Accent: accent,
        role.Link: accent,
        role.Mid: line,
        role.Midlight: alternate,
        role.Dark: line,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(muted))
    palette.setColor(group.Disabled, role.Highlight, QColor(line))
    return palette


def light_palette() -> QPalette:
    """Dark text on near-white."""
    return _palette("#F6F7F9", "#FFFFFF", "#EEF1F4", "#1D2630", "#6A7682", "#FFFFFF", "#C4CBD3", "#2765B0")


def dark_palette() -> QPalette:
    """Light text on near-black."""
    return _palette("#1B2027", "#242B34", "#2B333D", "#E4E9EE", "#95A1AE", "#2F3843", "#55626F", "#3E84D8")


def contrast_palette(dark: bool) -> QPalette:
    """Black and white, with little between them."""
    if dark:
        return _palette(
            "#000000", "#202020", "#303030", "#FFFFFF", "#D8D8D8", "#383838", "#FFFFFF", "#2F7FE6"
        )
    return _palette("#FFFFFF", "#FFFFFF", "#EDEDED", "#000000", "#3A3A3A", "#FFFFFF", "#000000", "#0B4FA8")


# Fusion draws outlines so much darker than the window, whatever the other colours are.
_FUSION_DARKER = 140
_TICKED = ("QCheckBox", "QRadioButton")
_FRAMED = ("QLineEdit", "QAbstractSpinBox", "QComboBox", "QAbstractButton", "QSlider", "QProgressBar")


def outlined(palette: QPalette, *, contrast: bool) -> dict[str, QPalette]:
    """The palettes of kinds of widgets with outlines that would be faint: boxes, and frames by contrast."""
    if not (contrast or is_dark(palette)):
        return {}
    line = palette.color(QPalette.ColorRole.Mid) if contrast else muted(palette)
    result = QPalette(palette)
    result.setColor(QPalette.ColorRole.Window, line.lighter(_FUSION_DARKER))
    return dict.fromkeys((*_TICKED, *_FRAMED) if contrast else _TICKED, result)


def muted(palette: QPalette) -> QColor:
    """The colour of text that may be overlooked."""
    return palette.color(QPalette.ColorRole.PlaceholderText)


def tabular(font: QFont) -> QFont:
    """The font with digits of equal width, so that changing numbers don't jump."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result
