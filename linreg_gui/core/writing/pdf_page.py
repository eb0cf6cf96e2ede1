"""The parts of a PDF of one page as Qt writes it: the drawing, its fonts, images and shades."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_REFERENCE = r"(\d+) 0 R"
_STREAM = re.compile(rb"stream\r?\n")
_HEX = re.compile(r"<([0-9A-Fa-f]+)>")


class PdfPage:
    """The one page of a file.

    Raises
    ------
    ValueError
        If it is not such a file.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = _starts(data)
        page = next((number for number in self._starts if "/Type /Page\n" in self._head(number)), None)
        if page is None:
            raise ValueError("The PDF has no page.")
        head = self._head(page)
        box = re.search(r"/MediaBox \[([^\]]*)\]", head)
        if box is None:
            raise ValueError("The page of the PDF has no size.")
        self.size = tuple(float(value) for value in box[1].split()[2:4])
        self.content = self._stream(self._number(head, "Contents")).decode("latin-1")
        self._resources = self._head(self._number(head, "Resources"))

    def alphas(self) -> dict[str, tuple[float, float]]:
        """By the name of a state: how opaque what is filled and what is stroked is."""
        return self._each("ExtGState", self._alpha)

    def fonts(self) -> dict[str, tuple[str, dict[int, str]]]:
        """By the name of a font: what it is called in its file, and the texts of its glyphs."""
        return self._each("Font", self._font)

    def patterns(self) -> dict[str, tuple[float, str]]:
        """By the name of a pattern: the length of its sides, and its drawing."""
        return self._each("Pattern", self._pattern)

    def images(self) -> dict[str, tuple[int, int, bytes]]:
        """By the name of an image: width, height, and its pixels of red, green, blue and opacity."""
        return self._each("XObject", self._image)

    def _each(self, kind: str, of: Callable[[int], T]) -> dict[str, T]:
        found = re.search(rf"/{kind} <<(.*?)>>", self._resources, re.S)
        pairs = re.findall(rf"/(\S+) {_REFERENCE}", found[1]) if found else []
        return {name: of(int(number)) for name, number in pairs}

    def _alpha(self, number: int) -> tuple[float, float]:
        head = self._head(number)
        if re.search(r"/SMask(?! */None)", head):
            raise ValueError("The drawing has a mask.")
        fill, stroke = re.search(r"/ca ([\d.]+)", head), re.search(r"/CA ([\d.]+)", head)
        return (float(fill[1]) if fill else 1.0, float(stroke[1]) if stroke else 1.0)

    def _font(self, number: int) -> tuple[str, dict[int, str]]:
        head = self._head(number)
        name = re.search(r"/BaseFont /(\S+)", head)
        return (name[1] if name else "", _glyph_texts(self._stream(self._number(head, "ToUnicode"))))

    def _pattern(self, number: int) -> tuple[float, str]:
        head = self._head(number)
        step = re.search(r"/XStep ([\d.]+)", head)
        if step is None:
            raise ValueError("The drawing has a gradient.")
        return float(step[1]), self._stream(number).decode("latin-1")

    def _image(self, number: int) -> tuple[int, int, bytes]:
        head = self._head(number)
        width, height = (
            int(match[1])
            for match in (re.search(rf"/{key} (\d+)", head) for key in ("Width", "Height"))
            if match
        )
        if "/FlateDecode" not in head:
            raise ValueError("The drawing has an image with losses.")
        mask = re.search(rf"/SMask {_REFERENCE}", head)
        alpha = self._stream(int(mask[1])) if mask else b"\xff" * (width * height)
        pixels = bytearray(4 * width * height)
        colours = self._stream(number)
        grey = "/DeviceGray" in head
        for channel in range(3):
            pixels[channel::4] = colours if grey else colours[channel::3]
        pixels[3::4] = alpha
        return width, height, bytes(pixels)

    def _number(self, head: str, key: str) -> int:
        found = re.search(rf"/{key} {_REFERENCE}", head)
        if found is None:
            raise ValueError(f"The PDF has no {key}.")
        return int(found[1])

    def _head(self, number: int) -> str:
        """What is said of an object, without its stream."""
        start = self._starts[number]
        end = self._data.find(b"endobj", start)
        stream = _STREAM.search(self._data, start, end)
        return self._data[start : stream.start() if stream else end].decode("latin-1")

    def _stream(self, number: int) -> bytes:
        head = self._head(number)
        length = re.search(rf"/Length (?:{_REFERENCE}|(\d+))", head)
        begin = _STREAM.search(self._data, self._starts[number])
        if length is None or begin is None:
            raise ValueError("A part of the PDF is missing.")
        size = int(length[2]) if length[2] else int(self._head(int(length[1])).split("obj")[1])
        data = self._data[begin.end() : begin.end() + size]
        return zlib.decompress(data) if "/FlateDecode" in head else data


def _starts(data: bytes) -> dict[int, int]:
    """Where each object begins."""
    where = re.search(rb"startxref\s+(\d+)", data[-64:])
    table = where and re.match(rb"xref\s+0 (\d+)\s+", data[int(where[1]) :])
    if not (where and table):
        raise ValueError("The PDF has no table of its parts.")
    first = int(where[1]) + table.end()
    entries = [data[first + 20 * i : first + 20 * i + 18] for i in range(int(table[1]))]
    return {i: int(entry[:10]) for i, entry in enumerate(entries) if entry.endswith(b"n")}


def _glyph_texts(table: bytes) -> dict[int, str]:
    texts: dict[int, str] = {}
    for line in re.findall(r"^<.*$", table.decode("latin-1"), re.M):
        codes = [int(code, 16) for code in _HEX.findall(line.partition("[")[0])]
        if "[" in line:
            values = _HEX.findall(line.partition("[")[2])
            texts.update({codes[0] + i: _text(value) for i, value in enumerate(values)})
        elif len(codes) == 3:
            first, last, value = codes
            texts.update({code: chr(value + code - first) for code in range(first, last + 1) if value})
    return texts


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be", "replace")
