"""A report as a page: the numbers of the core, in words and tables that everybody can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from desks import desk_of, made_frame
from kept_fits import kept_of
from report_pages import cells, check_accessible, digits, table_called

from linreg_gui.core.desk.check import model_check
from linreg_gui.core.desk.check_values import CheckWish
from linreg_gui.core.desk.coefficients import coefficients_of
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.desk.profile import ProfileWish
from linreg_gui.core.desk.profiler import profile_of
from linreg_gui.core.desk.summary import summary_of
from linreg_gui.core.explaining.scene import Scene
from linreg_gui.core.inference.infer import infer
from linreg_gui.core.model.losses import AbsoluteLoss, PoissonLoss
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.project.project import Run
from linreg_gui.core.project.report_outline import (
    EntryKind,
    ReportEntry,
    ReportOutline,
    SectionName,
    section,
)
from linreg_gui.core.reporting.building import SECTIONS, DrawnPlot, date_words, report_of, section_name
from linreg_gui.core.reporting.page import page_of
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.writing.table_text import TextTable

NOW = datetime(2026, 11, 3, 9, 5)
SVG = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" role="img" '
    'width="1mm" height="1mm" viewBox="0 0 4 4">\n<defs><clipPath id="c1"><path d="M0 0"/></clipPath></defs>'
    '<g clip-path="url(#c1)"><text>id=&quot;c1&quot; &amp;</text></g></svg>'
)
HOSTILE = '</td><script>alert(1)</script> & "x" {{ 7 * 7 }} {% raw %}'


def name_of(entry: ReportEntry) -> str:
    known = section_name(entry)
    return entry.name if known is None else SECTIONS[known][0]


def outline(*names: SectionName) -> ReportOutline:
    return ReportOutline("", tuple(map(section, names or SectionName)))


def page(source: ReportSource, made: ReportOutline | None = None, parts=None):
    report = report_of(source, made or outline(), parts or {}, name_of)
    return check_accessible(page_of(report)), report


def frame_with_holes():
    frame = made_frame()
    frame.loc[[3, 9], "a"] = np.nan
    frame.loc[4, "y"] = np.nan
    return frame


@pytest.fixture(scope="module")
def whole():
    """A page with every section, of a desk with robust errors, a run and kept fits."""
    frame = frame_with_holes()
    desk = desk_of(frame, holdout=0.2, excluded=[0], choices=DeskChoices(0.9, "HC3"))
    config = SgdConfig(batch_size=8, epochs=2, seed=11)
    sgd = Sgd(desk.data, config)
    sgd.advance(5)
    state = sgd.snapshot()
    scene = Scene(desk.objective, state, sgd.replay(), 5)
    fits = tuple(enumerate([kept_of(made_frame(), names, names) for names in ("a", "ab", "abc")], 1))
    run = Run(((0, config),), 5, False, state.weights, state.bias)
    source = ReportSource(desk, NOW, scene, None, run, fits=fits, versions={"Linear Regression": "9.8"})
    document, report = page(source)
    return source, document, report


def test_the_table_of_coefficients_has_the_numbers_of_the_core_with_all_digits(whole) -> None:
    source, document, _ = whole
    found = infer(source.desk.data, source.desk.fit, level=0.9, errors="HC3").table
    table = table_called(document, "Bias and weights of the exact solution")
    assert [head.text() for head in table.all("tr")[0].all("th")][:6] == [
        "estimate", "standard error", "t", "p", "low 90 %", "high 90 %",
    ]  # fmt: skip
    columns = found.estimate, found.standard_error, found.t, found.p, found.low, found.high
    for place, name in enumerate(found.names):
        assert digits(table)[name][:6] == [float(column[place]) for column in columns]
    known = coefficients_of(source.desk)
    words = known.in_words(1, TableStyle())
    assert words in document.text()
    assert "robust against noise that varies" in document.text()


def test_the_summary_and_every_verdict_are_those_of_the_window(whole) -> None:
    source, document, _ = whole
    shown = {row[0]: row[1:] for row in cells(table_called(document, "Summary"))[1:]}
    for line in summary_of(source.desk).lines:
        assert shown[line.name] == [line.text(TableStyle()), " ".join(line.sentence.split())]
    answers = [node for node in document.all("section") if "answer" in (node.attributes.get("class") or "")]
    verdicts = model_check(source.desk, CheckWish()).verdicts
    assert len(answers) == len(verdicts) == 8
    for node, verdict in zip(answers, verdicts, strict=True):
        assert node.attributes["class"] == f"answer {verdict.standing.name.lower()}"
        for text in (verdict.question.value, verdict.short, *verdict.reasons, verdict.yours):
            assert text in node.text()
        assert verdict.standing.value.lower() in node.text().lower()  # never colour alone


def test_every_row_that_was_lost_is_told(whole) -> None:
    source, document, _ = whole
    rows = dict(cells(table_called(document, "How rows were lost"))[1:])
    ledger = source.desk.analysis.ledger
    assert rows["read"] == "60"
    assert rows["excluded by hand"] == "−1"
    assert rows["dropped: missing a"] == "−2"
    assert rows["dropped: missing y"] == "−1"
    assert rows["used"] == "56"
    assert rows["held out for validation"] == f"−{ledger.held_out}"
    assert rows["fitted"] == str(source.desk.data.n_rows)


def test_the_run_the_fits_and_what_it_takes_to_repeat_them(whole) -> None:
    source, document, report = whole
    settings = dict(cells(table_called(document, "Settings of minibatch SGD"))[1:])
    assert (settings["batch size"], settings["epochs"], settings["seed"]) == ("8", "2", "11")
    sgd = digits(table_called(document, "Bias and weights by SGD"))
    assert sgd["a"] == [float(source.scene.state.weights[0]), float(source.desk.fit.weights[0])]
    fits = digits(table_called(document, "Fits that were kept"))
    assert fits["ab"][:2] == [2.0, 60.0]
    assert fits["ab"][2] == source.fits[1][1].numbers.sigma
    again = dict(cells(table_called(document, "Choices, seeds and versions"))[1:])
    assert again["numbers (fingerprint)"] == source.desk.analysis.fingerprint[:16]
    assert again["standard errors"] == "robust (HC3)"
    assert again["Linear Regression"] == "9.8"
    assert "3 November 2026, 09:05, by Linear Regression 9.8" in document.text()
    assert not report.doubts
    links = [link.attributes["href"] for link in document.all("nav")[0].all("a")]
    assert len(links) == len(report.sections)


def test_a_prediction_is_that_of_the_profiler(whole) -> None:
    source, _, _ = whole
    form = source.desk.analysis.form
    choices = {"names": ("a", "b"), "values": ("11.5", "0.25"), "own_units": False}
    entry = ReportEntry(EntryKind.SECTION, SectionName.PREDICTION, choices=choices)
    document, _ = page(source, ReportOutline("", (entry,)))
    given = (11.5, 0.25, form.typical[2])
    here = profile_of(source.desk, ProfileWish(form.asked, given)).here
    table = table_called(document, "A prediction of y")
    assert digits(table)["predicted y"] == [float(here.prediction[0])]
    assert digits(table)["a"] == [11.5]
    gone = replace(entry, choices={"names": ("a",), "values": ("red",)})
    document, report = page(source, ReportOutline("", (gone,)))
    assert report.doubts
    assert "is none of the columns" in document.text()


def test_names_that_look_like_markup_stay_texts() -> None:
    frame = made_frame().rename(columns={"a": HOSTILE, "y": f"y{HOSTILE}\x00\x07"})
    frame["name"] = HOSTILE
    label = frame.columns[-1]
    desk = desk_of(frame, label)
    desk = replace(desk, table=replace(desk.table, name=HOSTILE, units={HOSTILE: HOSTILE}))
    entries = [*outline().entries]
    entries += [
        ReportEntry(EntryKind.TEXT, heading=HOSTILE, caption=f"{HOSTILE}\n\n{HOSTILE}"),
        ReportEntry(EntryKind.PLOT, HOSTILE),
        ReportEntry(EntryKind.PLOT, "known", caption=HOSTILE),
        ReportEntry(EntryKind.TABLE, "known"),
        ReportEntry(EntryKind.SECTION, HOSTILE),
    ]
    first = len(SectionName)
    table = TextTable((HOSTILE,) * 2, [(HOSTILE,) * 2], (False, True), HOSTILE, (HOSTILE,), [(HOSTILE,) * 2])
    parts = {first + 2: DrawnPlot(HOSTILE, SVG, HOSTILE, None, (4.0, 4.0)), first + 3: table}
    source = ReportSource(desk, NOW, versions={HOSTILE: HOSTILE})
    document, _ = page(source, ReportOutline(f"{HOSTILE}\ud800", tuple(entries)), parts)
    assert "49" not in document.all("h1")[0].text()
    assert document.all("h1")[0].text() == f"{HOSTILE}\ufffd"
    assert document.all("svg")[0].attributes["aria-label"] == HOSTILE
    assert "\x07" not in document.text()


def test_drawings_have_names_of_their_own_and_their_texts_stay() -> None:
    source = ReportSource(desk_of(made_frame()), NOW)
    entries = (ReportEntry(EntryKind.PLOT, "one"), ReportEntry(EntryKind.PLOT, "two", caption="Mine."))
    drawn = DrawnPlot("Residuals", SVG, "Two points, the second higher.", None, (4.0, 4.0))
    document, _ = page(source, ReportOutline("", entries), {0: drawn, 1: drawn})
    assert [node.text() for node in document.all("figcaption")] == [
        "Figure 1. Residuals.",
        "Figure 2. Residuals. Mine.",
    ]
    texts = [node.text() for svg in document.all("svg") for node in svg.all("text")]
    assert texts == ['id="c1" &'] * 2


def test_what_cannot_be_shown_is_told_where_it_would_stand_and_beforehand() -> None:
    source = ReportSource(desk_of(made_frame(), loss=AbsoluteLoss()), NOW)
    entries = (section(SectionName.MODEL), ReportEntry(EntryKind.PLOT, "loss"), *outline().entries[3:])
    document, report = page(source, ReportOutline("", entries), {1: "there is no run."})
    assert report.doubts == ("“loss” cannot be shown: there is no run.",)
    assert report.doubts[0] in document.text()
    assert coefficients_of(source.desk).remark in document.text()
    assert "Training" not in [part.heading for part in report.sections]  # nothing to tell


def test_counts_have_z_and_the_logarithm_of_their_mean() -> None:
    frame = made_frame()
    frame["y"] = np.random.default_rng(0).poisson(np.exp(0.1 * frame["a"]))
    document, _ = page(ReportSource(desk_of(frame, loss=PoissonLoss()), NOW))
    assert "log(mean y) =" in document.text()
    heads = cells(table_called(document, "Bias and weights of the exact"))[0]
    assert "z" in heads
    assert "t" not in heads


def test_the_style_of_tables_is_kept() -> None:
    source = ReportSource(desk_of(made_frame()), NOW, style=TableStyle(2, apa=True))
    document, _ = page(source, outline(SectionName.COEFFICIENTS))
    table = table_called(document, "Bias and weights")
    assert [node.text() for node in table.all("i")] == ["t", "p", "VIF"]
    assert all(len(row[1].partition(".")[2]) == 2 for row in cells(table)[1:])


def test_dates_are_the_same_in_every_language() -> None:
    assert date_words(NOW) == "3 November 2026, 09:05"
