"""A drawing that Qt has written as PDF, as SVG: the same shapes, clips and letters in the same places.

Qt's own SVG writes places in the units of the data, with six digits; in the PDF they are pixels already. Only
what Qt writes is understood; anything else is refused, so that no drawing is ever incomplete.
"""

from __future__ import annotations

import base64
import html
import re
import struct
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from .pdf_page import PdfPage

Matrix = tuple[float, float, float, float, float, float]

_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TOKEN = re.compile(r"\[[^\]]*\]|<[^>]*>|[^\s\[\]<>]+")
_CAPS, _JOINS = ("butt", "round", "square"), ("miter", "round", "bevel")
_LIGATURES = range(0xFB00, 0xFB07)
_MM_PER_PIXEL = 25.4 / 96.0


@dataclass(frozen=True)
class _State:
    """What the operators of a page have set."""

    matrix: Matrix = _UNIT
    fill: str = "#000000"
    stroke: str = "#000000"
    alphas: tuple[float, float] = (1.0, 1.0)
    width: float = 1.0
    cap: int = 0
    join: int = 0
    dashes: tuple[str, ...] = ()
    clips: tuple[str, ...] = ()


def svg_of(
    pdf: bytes, families: Mapping[str, str] | None = None, title: str = "", description: str = ""
) -> str:
    """One page as SVG.

    Parameters
    ----------
    pdf : bytes
        Written by Qt with 96 dots per inch and without losses in images.
    families : mapping from str to str, optional
        The families of fonts by their names in the PDF, which have no spaces.
    title, description : str
        What the drawing is called, and what is to be seen on it, for who cannot see it.

    Raises
    ------
    ValueError
        If the PDF has something in it that cannot be written as SVG.
    """
    page = PdfPage(pdf)
    return _Writer(page, families or {}).document(title, description)


class _Writer:
    def __init__(self, page: PdfPage, families: Mapping[str, str]) -> None:
        self._page, self._families = page, families
        self._alphas, self._fonts = page.alphas(), page.fonts()
        self._patterns, self._images = page.patterns(), page.images()
        self._state, self._kept = _State(), list[_State]()
        self._path: list[str] = []
        self._clip_next = False
        self._definitions: dict[str, str] = {}
        self._elements: list[tuple[tuple[str, ...], str]] = []
        self._base: Matrix | None = None
        self._font, self._font_size = "", 12.0
        self._text_matrix = self._line = _UNIT
        self._glyphs: list[tuple[float, float, str]] = []

    def document(self, title: str, description: str) -> str:
        arguments: list[str] = []
        for token in _TOKEN.findall(self._page.content):
            if token[0] in "0123456789.-/[<":
                arguments.append(token)
            else:
                self._do(token, arguments)
                arguments = []
        width, height = (side * 96.0 / 72.0 for side in self._page.size)
        told = (("title", title), ("desc", description))
        texts = [f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in told if text]
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
                f' role="img" width="{_n(width * _MM_PER_PIXEL)}mm" height="{_n(height * _MM_PER_PIXEL)}mm"'
                f' viewBox="0 0 {_n(width)} {_n(height)}">',
                *texts,
                "<defs>",
                *self._definitions.values(),
                "</defs>",
                *self._grouped(),
                "</svg>",
                "",
            ]
        )

    def _grouped(self) -> list[str]:
        lines: list[str] = []
        open_clips: tuple[str, ...] = ()
        for clips, element in self._elements:
            if clips != open_clips:
                lines += ["</g>"] * bool(open_clips)
                if clips:
                    lines.append(f'<g clip-path="url(#{clips[-1]})">')
                open_clips = clips
            lines.append(element)
        return lines + ["</g>"] * bool(open_clips)

    def _do(self, operator: str, arguments: list[str]) -> None:
        if operator in _PATH:
            self._path.append(_PATH[operator] + self._points(arguments))
        elif operator == "re":
            x, y, width, height = map(float, arguments)
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            points = [self._points([str(value) for value in corner]) for corner in corners]
            self._path.append(f"M{points[0]}L{points[1]} {points[2]} {points[3]}Z")
        elif operator in _PAINT:
            self._paint(*_PAINT[operator])
        elif operator in _SET:
            self._state = _SET[operator](self._state, arguments)
        elif operator in ("scn", "SCN"):
            self._set_colour(operator, arguments)
        elif operator == "gs":
            self._state = replace(self._state, alphas=self._alphas[arguments[0][1:]])
        elif operator == "q":
            self._kept.append(self._state)
        elif operator == "Q":
            self._state = self._kept.pop()
        elif operator == "cm":
            self._transform(_matrix(arguments))
        elif operator in ("W", "W*"):
            self._clip_next = True
        elif operator == "Do":
            self._draw_image(arguments[0][1:])
        elif operator in _TEXT:
            self._write(operator, arguments)
        elif operator not in ("cs", "CS"):
            raise ValueError(f"A drawing with “{operator}” in it cannot be written as SVG.")

    def _transform(self, matrix: Matrix) -> None:
        if self._base is None:  # from pixels to points, upside down
            self._base = matrix
        else:
            self._state = replace(self._state, matrix=_product(matrix, self._state.matrix))

    def _points(self, arguments: list[str]) -> str:
        numbers = list(map(float, arguments))
        matrix = self._state.matrix
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        if matrix == _UNIT:
            return " ".join(f"{_n(x)},{_n(y)}" for x, y in pairs)
        return " ".join("{},{}".format(*map(_n, _mapped(matrix, x, y))) for x, y in pairs)

    def _set_colour(self, operator: str, arguments: list[str]) -> None:
        pattern = arguments.pop()[1:] if arguments[-1].startswith("/") else ""
        colour = "#" + "".join(f"{round(255.0 * float(value)):02x}" for value in arguments)
        if pattern:
            colour = f"url(#{self._pattern(pattern, colour)})"
        if operator == "scn":
            self._state = replace(self._state, fill=colour)
        else:
            self._state = replace(self._state, stroke=colour)

    def _pattern(self, name: str, colour: str) -> str:
        side, drawing = self._patterns[name]
        key = f"{name}{colour[1:]}"
        if key not in self._definitions:
            path, width, painted = "", 1.0, ""
            arguments: list[str] = []
            for token in _TOKEN.findall(drawing):
                if token[0] in "0123456789.-":
                    arguments.append(token)
                    continue
                if token in _PATH:
                    path += _PATH[token] + ",".join(_n(float(value)) for value in arguments)
                elif token == "w":
                    width = float(arguments[0])
                elif token in ("S", "f"):
                    look = f'fill="none" stroke="{colour}" stroke-width="{_n(width)}"'
                    painted += f'<path d="{path}" {look if token == "S" else f"fill={colour!r}"}/>'.replace(
                        "'", '"'
                    )
                    path = ""
                else:
                    raise ValueError(f"A pattern with “{token}” in it cannot be written as SVG.")
                arguments = []
            size = f'width="{_n(side)}" height="{_n(side)}"'
            self._definitions[key] = (
                f'<pattern id="{key}" patternUnits="userSpaceOnUse" {size}>{painted}</pattern>'
            )
        return key

    def _paint(self, closed: bool, filled: bool, stroked: bool, even_odd: bool) -> None:
        path = "".join(self._path) + "Z" * closed
        self._path = []
        if self._clip_next:
            self._clip_next = False
            self._clip(path)
        if not (path and (filled or stroked)):
            return
        state = self._state
        looks = [f'fill="{state.fill if filled else "none"}"']
        if filled and even_odd:
            looks.append('fill-rule="evenodd"')
        if filled and state.alphas[0] < 1.0:
            looks.append(f'fill-opacity="{_n(state.alphas[0])}"')
        if stroked:
            looks += self._stroke_looks()
        self._add(f'<path d="{path}" {" ".join(looks)}/>')

    def _stroke_looks(self) -> list[str]:
        state = self._state
        scale = abs(state.matrix[0] * state.matrix[3] - state.matrix[1] * state.matrix[2]) ** 0.5
        looks = [f'stroke="{state.stroke}"', f'stroke-width="{_n(scale * state.width)}"']
        if state.alphas[1] < 1.0:
            looks.append(f'stroke-opacity="{_n(state.alphas[1])}"')
        if state.cap:
            looks.append(f'stroke-linecap="{_CAPS[state.cap]}"')
        if state.join:
            looks.append(f'stroke-linejoin="{_JOINS[state.join]}"')
        if state.dashes:
            looks.append(f'stroke-dasharray="{" ".join(_n(scale * float(dash)) for dash in state.dashes)}"')
        return looks

    def _clip(self, path: str) -> None:
        key = f"clip{zlib.crc32(path.encode()):08x}"
        inside = self._state.clips
        if key in inside:
            return
        if inside:
            key = f"{inside[-1]}-{key}"
        within = f' clip-path="url(#{inside[-1]})"' if inside else ""
        self._definitions[key] = (
            f'<clipPath id="{key}"><path d="{path}"{within} clip-rule="evenodd"/></clipPath>'
        )
        self._state = replace(self._state, clips=(*inside, key))

    def _draw_image(self, name: str) -> None:
        width, height, pixels = self._images[name]
        matrix = _product((1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0), self._state.matrix)
        data = base64.b64encode(_png(width, height, pixels)).decode()
        opacity = f' opacity="{_n(self._state.alphas[0])}"' if self._state.alphas[0] < 1.0 else ""
        places = " ".join(f"{value:.9g}" for value in matrix)
        self._add(
            f'<image width="{width}" height="{height}" preserveAspectRatio="none"'
            f' style="image-rendering:pixelated" transform="matrix({places})"{opacity}'
            f' xlink:href="data:image/png;base64,{data}"/>'
        )

    def _write(self, operator: str, arguments: list[str]) -> None:
        if operator == "Tf":
            self._font, self._font_size = arguments[0][1:], float(arguments[1])
        elif operator == "Tm":
            self._text_matrix, self._line = _matrix(arguments), _UNIT
        elif operator == "Td":
            x, y = map(float, arguments)
            self._line = (*_UNIT[:4], self._line[4] + x, self._line[5] + y)
        elif operator == "Tj":
            code = arguments[0].strip("<>")
            for at in range(0, len(code), 4):
                text = self._fonts[self._font][1].get(int(code[at : at + 4], 16), "\ufffd")
                self._glyphs.append((self._line[4], -self._line[5], _plain(text)))
        elif operator == "ET":
            self._add_text()

    def _add_text(self) -> None:
        glyphs, self._glyphs = self._glyphs, []
        while glyphs and not glyphs[-1][2].strip():
            glyphs.pop()
        if not glyphs:
            return
        name = self._fonts[self._font][0]
        family = next((self._families[known] for known in self._families if name.startswith(known)), name)
        looks = [f'font-family="{html.escape(family)}, sans-serif"', f'font-size="{_n(self._font_size)}"']
        if "Bold" in name:
            looks.append('font-weight="bold"')
        if "Oblique" in name or "Italic" in name:
            looks.append('font-style="italic"')
        looks.append(f'fill="{self._state.fill}"')
        if self._state.alphas[0] < 1.0:
            looks.append(f'fill-opacity="{_n(self._state.alphas[0])}"')
        a, b, c, d, e, f = self._text_matrix
        matrix = _product((a, b, -c, -d, e, f), self._state.matrix)
        if matrix != _UNIT:
            looks.append(f'transform="matrix({" ".join(map(_n, matrix))})"')
        # Each letter has its place, whatever font there is.
        ends = [*(x for x, *_ in glyphs[1:]), glyphs[-1][0] + 0.6 * self._font_size]
        places = [
            x + (end - x) * at / len(text)
            for (x, _, text), end in zip(glyphs, ends, strict=True)
            for at in range(len(text))
        ]
        text = html.escape("".join(text for *_, text in glyphs))
        xs = " ".join(map(_n, places))
        self._add(
            f'<text xml:space="preserve" x="{xs}" y="{_n(glyphs[0][1])}" {" ".join(looks)}>{text}</text>'
        )

    def _add(self, element: str) -> None:
        self._elements.append((self._state.clips, element))


# Which letter of an SVG path is meant.
_PATH = {"m": "M", "l": "L", "c": "C", "h": "Z"}
# Closed, filled, stroked, by the even-odd rule.
_PAINT = {
    "n": (False, False, False, False),
    "f": (False, True, False, False),
    "f*": (False, True, False, True),
    "S": (False, False, True, False),
    "s": (True, False, True, False),
    "B": (False, True, True, False),
    "B*": (False, True, True, True),
    "b": (True, True, True, False),
    "b*": (True, True, True, True),
}
_SET: dict[str, Callable[[_State, list[str]], _State]] = {
    "w": lambda state, values: replace(state, width=float(values[0])),
    "J": lambda state, values: replace(state, cap=int(values[0])),
    "j": lambda state, values: replace(state, join=int(values[0])),
    "M": lambda state, _: state,
    "d": lambda state, values: replace(state, dashes=tuple(values[0].strip("[]").split())),
}
_TEXT = ("BT", "ET", "Tf", "Tm", "Td", "Tj")


def _n(value: float) -> str:
    """A number of pixels: a thousandth of one is not seen."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _matrix(arguments: list[str]) -> Matrix:
    a, b, c, d, e, f = map(float, arguments)
    return a, b, c, d, e, f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _mapped(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _plain(text: str) -> str:
    """A glyph of several letters as these; of the characters that look like a space, the space."""
    if len(text) == 1 and ord(text) in _LIGATURES:
        return unicodedata.normalize("NFKC", text)
    return " " if text.isspace() or not text.isprintable() else text


def _png(width: int, height: int, pixels: bytes) -> bytes:
    rows = b"".join(b"\0" + pixels[4 * width * row : 4 * width * (row + 1)] for row in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
