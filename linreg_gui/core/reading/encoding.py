"""How the letters of a text file are written as bytes: told by its mark, its bytes, or charset-normalizer."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from linreg_gui.core.problem import ProblemError, ProblemKind

from .input_kind import InputKind, kind_of_start
from .text_file import Encoding, Head, WrongEncodingError, file_problem, open_file

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What comes out of a packed file is told by its first bytes alone.
_NOT_TEXT = {
    InputKind.ZIP: "is an Excel workbook or another office document: save it as CSV first",
    InputKind.WORKBOOK: "is an old Excel workbook: save it as CSV first",
    InputKind.PDF: "is a PDF document, not a table",
}
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1e\x7f]")

# Latin scripts, the commonest first: so few letters differ that nothing but the commonest is a fair guess
# where several fit. Then scripts of their own, which show in nearly every letter.
_LATIN = ("cp1252", "cp1250", "cp1254", "cp850")
_OTHERS = ("cp1251", "koi8_r", "cp1253", "shift_jis", "gb18030", "euc_kr", "big5")
_SAMPLE_BYTES = 1 << 14
_PIECE_BYTES = 1 << 20
_ESCAPED = re.compile("[\udc80-\udcff]")
# More bad bytes than this, and than letters, and it is not looked further.
_SURELY_ANOTHER = 1000
# Fewer bytes beyond ASCII tell nothing.
_FEW_BYTES = 4
# What stands beside letters only where a letter of another encoding was meant.
_ODD_SIGN = re.compile(r"[^\W\d_][£¥¹³¿ª¯¼¾]|[£¥¹³¿¯¼¾][^\W\d_]")


def head_texts(path: Path, head: Head, given: str | None) -> Iterator[tuple[Encoding, str]]:
    """The beginning of the file as text in each encoding it can be in; a problem when none is left.

    The next one is asked for where the whole file is not in the one before.
    """
    name = given
    for encoding in _possible_encodings(path, head, given):
        name = given or encoding.name
        try:
            text = _decoded(path, head, encoding)
        except WrongEncodingError:
            continue
        yield encoding, text
    raise file_problem(path, f"is not written in the encoding {name}", ProblemKind.ENCODING)


def lines_with_bad_bytes(path: Path, encoding: Encoding) -> list[int]:
    """The lines, counted from 1, that hold bytes of no letter in UTF-8."""
    bad, line, ends = [], 1, b"\n"
    with open_file(path) as file:
        file.seek(encoding.mark)
        rest = b""
        while piece := file.read(_PIECE_BYTES):
            if line == 1 and not rest and ends not in piece:
                ends = b"\r"
            *whole, rest = (rest + piece).split(ends)
            bad += [line + i for i, text in enumerate(whole) if not _is_utf8(text)]
            line += len(whole)
    return bad if _is_utf8(rest) else [*bad, line]


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(path: Path) -> bool:
    """Whether at least as many letters beyond ASCII are UTF-8 as bytes are not, and any are.

    Of other encodings, two bytes in a row are a letter of UTF-8 now and then only.
    """
    letters = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with open_file(path) as file:
        while piece := file.read(_PIECE_BYTES):
            if piece.isascii():
                continue
            text = decoder.decode(piece)
            beyond = len(text) - len(text.encode("ascii", "ignore"))
            found = len(_ESCAPED.findall(text))
            bad, letters = bad + found, letters + beyond - found
            if bad > _SURELY_ANOTHER and bad > letters:
                return False
    return letters >= max(1, bad)


def _possible_encodings(path: Path, head: Head, given: str | None) -> Iterator[Encoding]:
    """The encodings to try in turn: by its mark, else UTF-8 if the bytes are, else the likeliest.

    A few bad bytes among letters of UTF-8 are no reason to take all of these for something else.
    """
    start = head.start
    encoding = _given_encoding(start, given) if given is not None else _marked_encoding(start)
    if encoding is not None:
        yield encoding
        if encoding.codec == "utf-8":
            yield replace(encoding, mends=True)
        return
    kind = kind_of_start(start)
    if kind in _NOT_TEXT:
        raise file_problem(path, _NOT_TEXT[kind], ProblemKind.NOT_TEXT)
    if b"\0" in start:
        yield _wide_without_mark(path, start)
        return
    western = [Encoding("cp1252"), Encoding("latin-1")]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start, head.complete)
        likeliest = western[0]
        yield Encoding("utf-8")
    except UnicodeDecodeError:
        likeliest = Encoding(_likeliest(start))
    if _is_mostly_utf8(path):
        yield Encoding("utf-8", mends=True)
    yield from dict.fromkeys([likeliest, *western])


def _likeliest(start: bytes) -> str:
    """The encoding that charset-normalizer takes the lines beyond ASCII for; Western where that is open."""
    lines = dict.fromkeys(line for line in start.splitlines() if not line.isascii())
    sample = b"\n".join(lines)[:_SAMPLE_BYTES]
    if len(re.findall(rb"[\x80-\xff]", sample)) < _FEW_BYTES:
        return _LATIN[0]
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=[*_LATIN, *_OTHERS])
    least = min((match.chaos for match in found), default=0.0)
    likely = [name for match in found if match.chaos <= least for name in match.could_be_from_charset]
    known = {codecs.lookup(name).name: name for name in (*_LATIN, *_OTHERS)}
    names = [known[name] for name in (codecs.lookup(name).name for name in likely) if name in known]
    for name in names:
        if name in _OTHERS and _is_foreign(sample.decode(name, "ignore")):
            return name
    fits = [name for name in _LATIN if not _ODD_SIGN.search(sample.decode(name, "replace"))]
    return next((name for name in fits if name in names), _LATIN[0])


def _is_foreign(text: str) -> bool:
    """Whether letters beyond ASCII are more than those of ASCII."""
    beyond = sum(char.isalpha() and not char.isascii() for char in text)
    return 2 * beyond > sum(map(str.isalpha, text))


def _decoded(path: Path, head: Head, encoding: Encoding) -> str:
    """The beginning of the file as text, if it is in this encoding and no noise."""
    try:
        text = encoding.decoder.decode(head.start[encoding.mark :], head.complete)
    except (UnicodeDecodeError, UnicodeError) as error:
        raise WrongEncodingError from error
    noise = _NOISE.search(text)
    if noise and ("\0" in text or len(_NOISE.findall(text)) * 50 > len(text)):
        raise _not_text(path, text.count("\n", 0, noise.start()))
    return text


def _marked_encoding(start: bytes) -> Encoding | None:
    return next((Encoding(name, len(mark)) for mark, name in _MARKS if start.startswith(mark)), None)


def _given_encoding(start: bytes, given: str) -> Encoding:
    try:
        name = codecs.lookup(given).name
        "".encode(name)  # not every codec is one of text
    except LookupError as error:
        raise ProblemError(f"There is no encoding named “{given}”.", ProblemKind.ENCODING) from error
    name = {"utf-8-sig": "utf-8", "iso8859-1": "latin-1"}.get(name, name)
    for mark, marked in _MARKS:
        if start.startswith(mark) and marked.startswith(name):
            return Encoding(marked, len(mark))
    return Encoding({"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name))


def _wide_without_mark(path: Path, start: bytes) -> Encoding:
    """UTF-16 without a mark shows by a zero in nearly every second byte of Western text."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > 0.7 * half and not even:
        return Encoding("utf-16-le")
    if even > 0.7 * half and not odd:
        return Encoding("utf-16-be")
    raise _not_text(path, start.count(b"\n", 0, start.index(b"\0")))


def _not_text(path: Path, lines_before: int) -> ProblemError:
    what = f"is not a text file, so no table can be read from it: line {lines_before + 1:,} holds other bytes"
    return file_problem(path, what, ProblemKind.NOT_TEXT)
