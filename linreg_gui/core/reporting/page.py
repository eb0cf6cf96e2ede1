"""A report as one HTML file that needs nothing else: no script, no network, every drawing as vectors."""

from __future__ import annotations

import html
import re

from linreg_gui.core.desk.check_values import Standing
from linreg_gui.core.wording import sound_text
from linreg_gui.core.writing.table_text import is_symbol

from .page_style import STYLE, TEMPLATE
from .report import Figure, Report

# Never colour alone: each standing has a mark and a word, too.
MARKS = {
    Standing.FINE: "✓",
    Standing.LOOK: "!",
    Standing.DOUBT: "✕",
    Standing.YOURS: "?",
    Standing.UNTOLD: "–",
}
_OPENING = re.compile(r"<svg[^>]*viewBox=\"([^\"]*)\">")
_NAMED = re.compile(r"(\bid=\"|url\(#|href=\"#)")
# What neither HTML nor XML may hold, whatever a cell holds.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def page_of(report: Report) -> str:
    """The whole file; texts are escaped wherever they stand."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters |= {
        "kind": lambda block: type(block).__name__,
        "drawing": _drawing,
        "sentence": sentence,
        "mark": MARKS.__getitem__,
        "capital": lambda text: f"{text[:1].upper()}{text[1:]}",
    }
    environment.tests["symbol"] = is_symbol
    page = environment.from_string(TEMPLATE).render(report=report, style=STYLE)
    return _FORBIDDEN.sub("\ufffd", sound_text(f"{page.strip()}\n"))


def sentence(text: str) -> str:
    """With a stop at its end, unless it has one."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?:…" else f"{text}."


def _drawing(figure: Figure) -> str:
    """The drawing inside a page: it tells what is to be seen, and its names are its own."""

    opening = _OPENING.search(figure.svg)
    assert opening is not None
    inner = _NAMED.sub(rf"\g<1>figure-{figure.number}-", figure.svg[opening.end() :])
    told = html.escape(figure.told)
    start = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img"'
        f' aria-label="{told}" viewBox="{opening[1]}">'
    )
    return f"{start}{inner.strip()}"
