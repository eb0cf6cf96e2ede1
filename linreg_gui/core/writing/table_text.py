"""A small table as it leaves the program: for word processors, as Markdown, as LaTeX, for spreadsheets."""

from __future__ import annotations

import csv
import enum
import html
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linreg_gui.core.cells.spreadsheet_texts import harmless
from linreg_gui.core.editing.clipboard import block_text, harmless_block

# Symbols that stand in italics in papers: t, p, F(3, 437), R².
_SYMBOL = re.compile(r"(?:[tpzFnNkRr]|df|AIC|BIC|RMSE|VIF|SE)(?:²|\([^()]*\))?")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"$<$",
    ">": r"$>$",
    "|": r"$|$",
    "−": r"$-$",
    "×": r"$\times$",
    "∞": r"$\infty$",
    "·": r"$\cdot$",
    "…": r"\dots{}",
    "“": "``",
    "”": "''",
    "–": "--",
    "σ": r"$\sigma$",
    "χ": r"$\chi$",
    "δ": r"$\delta$",
    "η": r"$\eta$",
    "½": r"$\frac{1}{2}$",
    "✓": r"$\checkmark$",
}
_RAISED = re.compile("[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LOWERED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_RULE = "1px solid black"


class TableFormat(enum.StrEnum):
    """What a table can be copied as."""

    SHOWN = "shown"
    TSV = "tsv"
    MARKDOWN = "markdown"
    LATEX = "latex"


@dataclass(frozen=True)
class TextTable:
    """A table of texts.

    Attributes
    ----------
    heads : tuple of str
    rows : sequence of tuple of str
        As they are shown.
    numbers : tuple of bool
        Which columns hold numbers, and are set to the right.
    title : str
    notes : tuple of str
        Sentences below it.
    exact : sequence of tuple of str, optional
        The same rows with all digits, for spreadsheets.
    italics : bool
        Whether symbols of statistics stand in italics.
    """

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numbers: tuple[bool, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    exact: Sequence[tuple[str, ...]] | None = None
    italics: bool = False


def is_symbol(head: str) -> bool:
    """Whether it is a symbol that stands in italics in papers."""
    return _SYMBOL.fullmatch(head) is not None


def table_tsv(table: TextTable) -> str:
    """Tab-separated lines with all digits; nothing in them is a formula."""
    return _tabbed([table.heads, *(table.rows if table.exact is None else table.exact)])


def table_csv(table: TextTable) -> str:
    """Lines of comma-separated values with all digits; nothing in them is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in [table.heads, *(table.rows if table.exact is None else table.exact)]:
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue()


def table_plain(table: TextTable) -> str:
    """Lines with a tab between what is shown, for where there are no tables."""
    text = _tabbed([table.heads, *table.rows])
    return "\n".join([*filter(None, [table.title]), text.removesuffix("\n"), *table.notes])


def table_html(table: TextTable) -> str:
    """A table with three rules, as in papers, and with each text as it is."""
    sides = ["right" if number else "left" for number in table.numbers]
    heads = [
        f'<th style="text-align:{side};font-weight:normal;padding:2px 8px;border-top:{_RULE};'
        f'border-bottom:{_RULE}">{_html_head(head, table.italics)}</th>'
        for head, side in zip(table.heads, sides, strict=True)
    ]
    lines = []
    for at, row in enumerate(table.rows):
        rule = f";border-bottom:{_RULE}" if at == len(table.rows) - 1 else ""
        cells = [
            f'<td style="text-align:{side};padding:2px 8px{rule}{_as_text(number)}">{_html(cell)}</td>'
            for cell, side, number in zip(row, sides, table.numbers, strict=True)
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    title = f"<caption>{_html(table.title)}</caption>" if table.title else ""
    notes = "".join(f"<p>{_html(note)}</p>" for note in table.notes)
    body = f"<thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(lines)}</tbody>"
    return (
        '<html><head><meta charset="utf-8"></head><body>'
        f'<table style="border-collapse:collapse">{title}{body}</table>{notes}</body></html>'
    )


def table_markdown(table: TextTable) -> str:
    """A table in the dialect that GitHub, GitLab and notebooks read."""
    rules = ["---:" if number else ":---" for number in table.numbers]
    lines = [_markdown_line(table.heads), _joined(rules), *map(_markdown_line, table.rows)]
    title = [f"**{_markdown(table.title)}**", ""] if table.title else []
    notes = [part for note in table.notes for part in ("", _markdown(note))]
    return "\n".join([*title, *lines, *notes]) + "\n"


def table_latex(table: TextTable) -> str:
    """A table that needs the package booktabs."""
    columns = "".join("r" if number else "l" for number in table.numbers)
    heads = [
        rf"\textit{{{_latex(head)}}}" if table.italics and is_symbol(head) else _latex(head)
        for head in table.heads
    ]
    lines = [
        "% needs \\usepackage{booktabs}",
        r"\begin{table}",
        r"  \centering",
        *([rf"  \caption{{{_latex(table.title)}}}"] if table.title else []),
        rf"  \begin{{tabular}}{{{columns}}}",
        r"    \toprule",
        f"    {_latex_line(heads)}",
        r"    \midrule",
        *(f"    {_latex_line(map(_latex, row))}" for row in table.rows),
        r"    \bottomrule",
        r"  \end{tabular}",
        *(rf"  \par {_latex(note)}" for note in table.notes),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _tabbed(lines: Iterable[Sequence[str]]) -> str:
    return harmless_block(block_text([[_flat(cell) for cell in line] for line in lines]))


def _flat(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def _html(text: str) -> str:
    return html.escape(_flat(text))


def _html_head(text: str, italics: bool) -> str:
    return f"<i>{_html(text)}</i>" if italics and is_symbol(text) else _html(text)


def _as_text(number: bool) -> str:
    """What keeps a spreadsheet from taking a text for a formula."""
    return "" if number else ";mso-number-format:'\\@'"


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _flat(text))


def _markdown_line(cells: Iterable[str]) -> str:
    return _joined(map(_markdown, cells))


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _latex(text: str) -> str:
    escaped = "".join(_LATEX.get(letter, letter) for letter in _flat(text))
    return _RAISED.sub(lambda raised: f"$^{{{raised[0].translate(_LOWERED)}}}$", escaped)


def _latex_line(cells: Iterable[str]) -> str:
    line = " & ".join(cells)
    # A bracket behind the \\ of the line before would be its argument.
    return rf"{{}}{line} \\" if line.startswith("[") else rf"{line} \\"
