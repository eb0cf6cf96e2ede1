"""`linreg-gui fit --report`: the numbers of the terminal on a page, with figures, without a display."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from report_pages import check_accessible, digits, table_called

from linreg_gui.cli import report as report_module
from linreg_gui.cli.main import main

MODEL = "price ~ area + town"


@pytest.fixture
def houses(tmp_path):
    rng = np.random.default_rng(0)
    area = rng.uniform(40.0, 160.0, 40).round(1)
    town = rng.choice(["Ulm", "Köln"], 40)
    price = (3.0 * area + 20.0 * (town == "Ulm") + rng.normal(0.0, 9.0, 40)).round(2)
    path = tmp_path / "houses.csv"
    pd.DataFrame({"area": area, "town": town, "price": price}).to_csv(path, index=False)
    return path


def test_the_page_has_the_numbers_of_the_table_and_two_kinds_of_figures(qapp, capsys, houses) -> None:
    page = houses.with_name("out.html")
    words = ["fit", str(houses), MODEL, "--robust", "hc3", "--intervals", "0.9", "--cross-validate", "5"]
    assert main([*words, "--json", "--report", str(page)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["written"] == [str(page)]
    document = check_accessible(page.read_text("utf-8"))
    shown = digits(table_called(document, "Bias and weights"))
    for row in told["coefficients"]["rows"]:
        keys = "estimate", "standard_error", "statistic", "p", "low", "high"
        assert shown[row["name"]][:6] == [row[key] for key in keys]
    fits = table_called(document, "Fits that were kept").text()
    assert f"{told['cross_validation']['rmse']:.3g}"[:3] in fits
    alternatives = [svg.attributes["aria-label"] for svg in document.all("svg")]
    assert len(alternatives) == 3
    assert alternatives[0].startswith("Predictions of 40 rows")
    assert "houses.csv" in document.text()
    assert str(houses.parent) not in document.text()  # where it lies is nobody’s business


def test_a_pdf_of_a_run_tells_its_settings(qapp, capsys, houses) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    path = houses.with_name("out.pdf")
    words = [
        "fit",
        str(houses),
        MODEL,
        "--solver",
        "sgd",
        "--batch-size",
        "8",
        "--epochs",
        "3",
        "--seed",
        "4",
    ]
    assert main([*words, "--report", str(path)]) == 0
    assert f"Wrote “{path}”." in capsys.readouterr().out
    text = " ".join(str(page.get_textpage().get_text_bounded()) for page in pdfium.PdfDocument(path))
    assert "After 15 updates" in text
    assert "Training by minibatch SGD" in text


def test_without_qt_there_is_a_page_without_figures_and_it_is_said(monkeypatch, capsys, houses) -> None:
    monkeypatch.setattr(report_module, "display_problem", lambda: "The library libEGL is missing.")
    page = houses.with_name("out.html")
    assert main(["fit", str(houses), MODEL, "--report", str(page)]) == 0
    assert (
        "no figures, as they cannot be drawn here: The library libEGL is missing." in capsys.readouterr().out
    )
    document = check_accessible(page.read_text("utf-8"))
    assert not document.all("figure")
    assert digits(table_called(document, "Bias and weights"))
    assert main(["fit", str(houses), MODEL, "--report", str(page.with_suffix(".pdf"))]) == 2
    assert "A PDF cannot be laid out here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("out.doc", "let it end with .html or .pdf"), ("nowhere/out.html", "could not be saved")],
)
def test_what_cannot_be_written_is_a_sentence(qapp, capsys, houses, name, sentence) -> None:
    assert main(["fit", str(houses), MODEL, "--report", str(houses.parent / name)]) == 2
    assert sentence in capsys.readouterr().err


def test_the_file_that_was_read_is_not_written_over(qapp, capsys, houses) -> None:
    page = houses.with_suffix(".html")
    houses.rename(page)
    before = page.read_bytes()
    assert main(["fit", str(page), MODEL, "--report", str(page)]) == 2
    assert "was read, and so is not written over" in capsys.readouterr().err
    assert page.read_bytes() == before
