"""The text of a page: its frame, its style and its script, with what is a person's made harmless in it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import linreg_gui
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.wording import size_text

from .asked import Look

_PARTS = re.compile(r"\{\{(\w+)\}\}")


def colours(looks: Sequence[Look]) -> str:
    """The colours of rows, of the exact solution and of each run, as variables of the style."""
    names = ["data", "exact", *(f"run-{number}" for number in range(len(looks) - 2))]
    light = " ".join(f"--{name}: {look.light};" for name, look in zip(names, looks, strict=True))
    dark = " ".join(f"--{name}: {look.dark};" for name, look in zip(names, looks, strict=True))
    dashes = "\n".join(
        f".{name} {{ --colour: var(--{name}); --dashes: {_dashes(look)}; }}"
        for name, look in zip(names, looks, strict=True)
    )
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n{dashes}"


def _dashes(look: Look) -> str:
    return " ".join(f"{2.0 * part:g}" for part in look.dashes) or "none"


def safe_json(record: Mapping[str, Any]) -> str:
    """JSON for a script element: no text of a person ends it, or is an end of line to JavaScript."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def page_text(
    title: str, subtitle: str, about: Sequence[str], record: Mapping[str, Any], colours: str
) -> str:
    """The whole page, which tells how large it is.

    Parameters
    ----------
    title, subtitle : str
    about : sequence of str
        Sentences on what is in it.
    record : mapping
        What is drawn and told.
    colours : str
        See `colours`.
    """
    folder = resource_path("page")
    frame, style, script = (
        (folder / f"page.{ending}").read_text(encoding="utf-8") for ending in ("html", "css", "js")
    )
    style, script = f"\n{style}\n{colours}\n", f"\n{script}\n"
    last = zip(record["runs"], record["numbers"]["runs"], strict=True)
    ends = [f"{run['name']}: {run['end']}, loss {numbers['losses'][-1]}" for run, numbers in last]
    if record["numbers"]["exact"] is not None:
        ends.append(f"Exact: loss {record['numbers']['least']}")
    parts = {
        "title": html.escape(title),
        "subtitle": html.escape(subtitle),
        "ends": _items(ends),
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "data": safe_json(record),
        "version": html.escape(linreg_gui.__version__),
    }
    size = len(_filled(frame, {**parts, "about": _items(about)}).encode("utf-8"))
    told = f"The page has {size_text(size)} and asks nothing of any network."
    return _filled(frame, {**parts, "about": _items([*about, told])})


def _filled(frame: str, parts: Mapping[str, str]) -> str:
    return _PARTS.sub(lambda match: parts[match[1]], frame)


def _items(sentences: Sequence[str]) -> str:
    return "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)


def _policy(style: str, script: str) -> str:
    """Nothing is loaded and nothing is run but these two, known by their contents."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"
