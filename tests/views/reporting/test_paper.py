"""A report as a PDF: every word is there, drawings are vectors, and nothing is cut off."""

from __future__ import annotations

import re
from datetime import datetime

import numpy as np
import pytest
from desks import desk_of, made_frame
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont, QPainter, QPicture

from linreg_gui.core.desk.check_values import Standing
from linreg_gui.core.project.report_outline import ReportOutline
from linreg_gui.core.reporting.building import SECTIONS, report_of, section_name
from linreg_gui.core.reporting.report import (
    Answer,
    Answers,
    Equation,
    Figure,
    Grid,
    Points,
    Report,
    Section,
    Words,
)
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.core.writing.table_text import TextTable
from linreg_gui.views.reporting.paper import paper_of
from linreg_gui.views.reporting.report_pdf import report_pdf

pdfium = pytest.importorskip("pypdfium2")
LONG = "nowhere_to_break_" * 12


def picture() -> QPicture:
    drawn = QPicture()
    painter = QPainter(drawn)
    painter.drawText(20, 40, "In the drawing")
    painter.drawEllipse(QRectF(100.0, 100.0, 50.0, 50.0))
    painter.end()
    return drawn


def report(*blocks, heading: str = "Part") -> Report:
    return Report("A title", "What it is about.", "Today", [Section(heading, blocks)])


def pages(pdf: bytes):
    return list(pdfium.PdfDocument(pdf))


def text_of(page) -> str:
    """Without its spaces, of which the reader of the file sees more and less than there are."""
    return "".join(str(page.get_textpage().get_text_bounded()).split())


def ink_at_the_edges(page) -> float:
    """How dark it is where nothing should be."""
    grey = np.array(page.render(scale=1.0).to_numpy())[:, :, :3].min(axis=2)
    height, width = grey.shape
    side = int(1.5 * 72 / 2.54)
    edges = grey[:, :side], grey[:, width - side :], grey[:side], grey[height - int(0.7 * side) :]
    return max(255.0 - float(edge.min()) for edge in edges)


def test_every_word_is_there_and_nothing_leaves_the_page(qapp) -> None:
    answer = Answer("Is it so?", "It is", Standing.LOOK, "n: 3", ("A reason.",), "Only you know.")
    wide = TextTable(
        tuple(f"head {k}" for k in range(14)),
        [tuple(f"{k}.123456789" for k in range(14))] * 3,
        (True,) * 14,
        "Wide",
        ("A note",),
    )
    long = TextTable(("", "what"), [(LONG, LONG)], (False, False), LONG)
    blocks = [
        Words("A paragraph."), Words("A quiet one.", quiet=True), Points("In words", ("First.", "Second.")),
        Equation("Exact", "y = 2 × x + 1"), Answers((answer,)), Grid(wide, 1), Grid(long, 2),
        Figure("A drawing", "", "", "Mine.", picture(), (600.0, 360.0), 1),
    ]  # fmt: skip
    found = pages(report_pdf(report(*blocks, Words(LONG)), QFont()))
    text = "".join(map(text_of, found))
    for words in (
        *("A title", "What it is about.", "Part", "A paragraph.", "Second.", "y = 2 × x + 1", "Is it so?"),
        *("Have a look.", "Only you know.", "Table 1. Wide.", "13.123456789", "A note.", "In the drawing"),
        *("Figure 1. A drawing. Mine.", f"1 / {len(found)}"),
    ):
        assert words.replace(" ", "") in text, words
    assert text.count(LONG) >= 4
    assert max(map(ink_at_the_edges, found)) < 8.0
    assert not [part for page in found for part in page.get_objects() if part.type == 3], "made of pixels"


def test_tables_go_on_with_their_heads_and_headings_stay_with_what_follows(qapp) -> None:
    table = TextTable(("name", "value"), [(f"row {k}", str(k)) for k in range(90)], (False, True), "Long")
    sections = [Section(f"Heading {k}", (Words("Some words. " * 60),)) for k in range(12)]
    whole = Report("A title", "Lead.", "Today", [Section("Table", (Grid(table, 1),)), *sections])
    texts = [text_of(page) for page in pages(report_pdf(whole, QFont()))]
    assert len(texts) >= 4
    assert sum("namevalue" in text for text in texts) >= 2
    for text in texts:
        body = re.sub(r"Atitle\d+/\d+", "", text).strip()
        assert not re.search(r"Heading\d+$", body), "a heading at the foot of a page"
    for k in range(90):
        assert sum(len(re.findall(rf"row{k}{k}(?=row|Atitle|Heading)", text)) for text in texts) == 1


def test_a_drawing_is_on_one_page_alone(qapp) -> None:
    figures = [Figure(f"Drawing {k}", "", "", "", picture(), (600.0, 360.0), k) for k in range(1, 6)]
    found = pages(report_pdf(report(*figures), QFont()))
    texts = [text_of(page) for page in found]
    assert sum(text.count("Inthedrawing") for text in texts) == 5
    for k in range(1, 6):
        assert sum(f"Figure{k}." in text for text in texts) == 1
    assert max(map(ink_at_the_edges, found)) < 8.0


def test_a_preview_has_the_same_texts_and_keeps_names_as_they_are(qapp) -> None:
    frame = made_frame().rename(columns={"a": "<b>bold</b> & \ufffc \u2028 end"})
    source = ReportSource(desk_of(frame), datetime(2026, 11, 3))
    made = report_of(
        source,
        ReportOutline(),
        {},
        lambda entry: SECTIONS[known][0] if (known := section_name(entry)) else entry.name,
    )
    document = paper_of(made, QSizeF(620.0, 800.0), QFont())
    text = document.toPlainText()
    assert "<b>bold</b> & \ufffd end" in " ".join(text.split())
    for section in made.sections:
        assert section.heading in text
    assert document.size().width() <= 621.0
