"""A table in a text file as its beginning was understood. No column is made here."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from linreg_gui.core.cells.column_types import TypeChoice
from linreg_gui.core.cells.number_style import NumberStyle
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.two_readings import TwoReadings
from linreg_gui.core.problem import ProblemKind

from .column_findings import units_of
from .csv_sniffer import Layout, is_blank, row_reader, sniff
from .encoding import head_texts
from .findings import Finding
from .footer import footer_start
from .layout_findings import layout_findings
from .options import ReadOptions, Unnamed
from .report import ReadReport
from .text_file import Encoding, Head, file_problem, read_segments
from .units import named_units

_ROWS_PER_TICK = 10_000


@dataclass(frozen=True)
class TextTable:
    """A table in a text file.

    Attributes
    ----------
    path : Path
    encoding : Encoding
        One that the beginning of the file is in.
    head : Head
        The beginning as bytes.
    text : str
        The same as text.
    layout : Layout
        What was found in it where nobody had decided.
    options : ReadOptions
        What was decided.
    """

    path: Path
    encoding: Encoding
    head: Head
    text: str
    layout: Layout
    options: ReadOptions

    @property
    def choices(self) -> list[TypeChoice | None]:
        """What each column is to be read as; None where nobody has decided."""
        chosen = self.options.type_choices
        return [chosen.get(name) for name in self.layout.names]

    @property
    def n_bytes(self) -> float:
        """About how many bytes the whole text has as UTF-8."""
        return self.head.size * len(self.text.encode()) / max(1, len(self.head.start))

    @property
    def sample_bytes(self) -> int:
        """Bytes of the first rows, with a separator or a line break after each cell."""
        return sum(len(cell.encode()) + 1 for row in self.layout.rows for cell in row)

    @property
    def expected_rows(self) -> int:
        """About how many rows there are; a few too many."""
        return int(1.03 * len(self.layout.rows) * self.n_bytes / max(1, self.sample_bytes)) + 100

    def segments(self, tick: Callable[[float], None]) -> Iterator[Any]:
        """The rows of data as UTF-8, some megabytes at a time; ``tick`` gets the fraction read."""
        style, footer = self.layout.style, self.options.skip_footer
        segments = read_segments(
            self.path,
            self.encoding,
            skip=len(self._before_rows.encode("utf-8")),
            size=self.head.size,
            tick=tick,
            quote=style.quote,
            separator=style.separator,
            end=footer_start(self.path, self.encoding, footer) if footer else None,
        )
        for segment in segments:
            yield segment if style.is_plain else style.plain(bytes(segment))

    def rows(self, tick: Callable[[], None]) -> Iterator[tuple[int, int, list[str]]]:
        """Every row that is not blank, with the lines of the file it begins and ends in; slowly.

        Raises
        ------
        csv.Error
            If a cell is longer than any should be.
        """
        line = self._before_rows.count("\n") or self._before_rows.count("\r")
        for segment in self.segments(lambda _: tick()):
            # Decoded line by line: as one text it would take several times as much memory.
            lines = io.TextIOWrapper(io.BytesIO(segment), "utf-8", errors="replace", newline="")
            reader = row_reader(lines, self.layout.separator, self.layout.quote)
            before = 0
            for number, cells in enumerate(reader):
                if number % _ROWS_PER_TICK == 0:
                    tick()
                if not is_blank(cells):
                    yield line + before + 1, line + reader.line_num, cells
                before = reader.line_num
            line += reader.line_num

    @property
    def units(self) -> dict[str, str]:
        """The units that stand below the names."""
        return named_units(self.layout.names, self.layout.units)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the first rows were taken for and could be otherwise."""
        return layout_findings(self.layout, self.options)

    @property
    def takes_row_names(self) -> bool:
        """Whether the first column holds names of rows by nobody's choice."""
        return self.options.unnamed is None and self._has_row_names

    def without_row_names(self) -> TextTable:
        """The same with the first column known to hold no names of rows, as they repeat."""
        layout = _find_layout(self.path, self.text, self.head.complete, self.options, all_differ=False)
        return replace(self, layout=layout)

    def report(
        self,
        style: NumberStyle,
        n_rows: int,
        columns: Sequence[ColumnNote],
        doubt: TwoReadings | None,
        findings: Sequence[Finding] = (),
    ) -> ReadReport:
        """How the table was understood, now that its numbers are."""
        return ReadReport(
            path=self.path,
            separator=self.layout.separator,
            decimal=style.decimal,
            thousands=style.thousands,
            encoding=self.encoding.name,
            header=self.layout.header,
            rows=n_rows,
            columns=tuple(columns),
            doubt=doubt,
            quote=self.layout.quote,
            findings=(*self.findings, *findings),
            units={**units_of(columns), **self.units},
            row_names=self.layout.names[0] if self._has_row_names else "",
        )

    @property
    def _has_row_names(self) -> bool:
        return self.layout.short is not None and self.layout.short.unnamed is Unnamed.FIRST

    @property
    def _before_rows(self) -> str:
        return self.text[: self.layout.start]


def text_tables(path: Path, head: Head, options: ReadOptions) -> Iterator[TextTable]:
    """The table of a file in each encoding that its beginning can be in, the likeliest first.

    Raises
    ------
    ProblemError
        If there is no row of data, or no encoding is left.
    """
    for encoding, text in head_texts(path, head, options.encoding):
        layout = _find_layout(path, text, head.complete, options)
        yield TextTable(path, encoding, head, text, layout, options)


def _find_layout(
    path: Path, text: str, complete: bool, options: ReadOptions, all_differ: bool = True
) -> Layout:
    """The layout of the beginning of a file; a problem if there is no row of data."""
    if not text.strip():
        raise file_problem(path, "is empty", ProblemKind.EMPTY)
    layout = sniff(text, complete, options, all_differ)
    if layout is None and not (options.skip_rows or options.skip_footer):
        what = "is not a table of rows: line 1 has a cell of more than 131,072 characters"
        raise file_problem(path, what, ProblemKind.LONG_LINE)
    if layout is None:
        raise file_problem(path, "has no rows left below the lines to skip", ProblemKind.NO_ROWS)
    if not layout.rows:
        raise file_problem(path, "has names of columns but no row of data below them", ProblemKind.NO_ROWS)
    return layout
