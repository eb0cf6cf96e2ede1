"""Writes the man page, linux/linreg-gui.1, from what the commands themselves understand."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "packaging" / "linux" / "linreg-gui.1"
sys.path.insert(0, str(ROOT))

from linreg_gui.cli.parsers import (  # noqa: E402
    EXIT_STATUS,
    devices_parser,
    fit_parser,
    lesson_parser,
    predict_parser,
    window_parser,
)

_ABOUT = (
    "Opens a window with a table (CSV, Excel, OpenDocument, Parquet or Feather) or a project, in which "
    "minibatch stochastic gradient descent can be watched next to the exact solution. The commands below "
    "need no window."
)


def man_page() -> str:
    """The whole page; the version of the program comes in when a package is made."""
    parsers = [window_parser(), fit_parser(), predict_parser(), devices_parser(), lesson_parser()]
    lines = [
        '.\\" Made by packaging/make_man_page.py: change the help of the commands instead.',
        '.TH LINREG-GUI 1 "" "linreg_gui @version@" "User Commands"',
        ".SH NAME",
        "linreg-gui \\- see linear regression happen, on your own data",
        ".SH SYNOPSIS",
    ]
    for parser in parsers:
        lines += [".PP", f".B {_text(parser.prog)}", _text(_synopsis(parser))]
    lines += [".SH DESCRIPTION", _text(_ABOUT)]
    for parser in parsers:
        name = parser.prog.removeprefix("linreg-gui").strip()
        lines += [f".SH {name.upper()} COMMAND" if name else ".SH OPTIONS", _text(parser.description or "")]
        lines += [line for action in parser._actions for line in _entry(action)]
    lines.append(".SH EXAMPLES")
    for parser in parsers:
        for example in re.findall(r"^  (.*)$", parser.epilog or "", re.MULTILINE):
            lines += [".PP", ".nf", f".RS 4\n{_text(example)}\n.RE", ".fi"]
    lines += [".SH EXIT STATUS", _text(EXIT_STATUS.removeprefix("Exit status: "))]
    lines += [
        ".SH FILES",
        ".TP",
        ".B *.linreg",
        "A project: a table with its model, its runs and the window.",
        ".TP",
        ".B *.md",
        "A lesson, which a person can write; linreg-gui lesson format tells how.",
    ]
    return "\n".join(lines) + "\n"


def _synopsis(parser: argparse.ArgumentParser) -> str:
    parts = ["[OPTION]..."]
    for action in parser._actions:
        if not action.option_strings:
            name = str(action.metavar or action.dest)
            if action.choices:
                name = "|".join(map(str, action.choices))
            parts.append({"?": f"[{name}]", "*": f"[{name}]..."}.get(str(action.nargs), name))
        elif action.required:
            parts.append(f"{action.option_strings[0]} {action.metavar}")
    return " ".join(parts)


def _entry(action: argparse.Action) -> Iterator[str]:
    """An option or an argument with its help."""
    yield ".TP"
    value = "" if action.nargs == 0 else str(action.metavar or "")
    if not value and action.nargs != 0:
        value = "|".join(map(str, action.choices)) if action.choices else action.dest.upper()
    names = [f"\\fB{_text(name)}\\fR" for name in action.option_strings]
    if not names:
        yield f"\\fI{_text(value)}\\fR"
    else:
        yield ", ".join(names) + (f" \\fI{_text(value)}\\fR" if value else "")
    yield _text(str(action.help or "").replace("%%", "%"))


def _text(text: str) -> str:
    """As roff takes it, whatever the letters and signs."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    for sign, name in (("“", "\\(lq"), ("”", "\\(rq"), ("’", "\\(cq"), ("×", "\\(mu")):
        text = text.replace(sign, name)
    return f"\\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    PAGE.write_text(man_page(), encoding="utf-8")
