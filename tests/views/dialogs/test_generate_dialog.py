"""The dialog that asks for the truth to make data with."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.views.dialogs.generate_dialog import MOST_ROWS, GenerateDialog
from linreg_gui.views.dialogs.generate_request import (
    EXAMPLES,
    GenerateRequest,
    equation_text,
    hint_text,
    parse_weights,
    weights_for,
    weights_text,
)


@pytest.fixture
def dialog(qtbot) -> GenerateDialog:
    dialog = GenerateDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def heard(dialog: GenerateDialog) -> list[GenerateRequest]:
    requests: list[GenerateRequest] = []
    dialog.generate_requested.connect(requests.append)
    return requests


def ok(dialog: GenerateDialog):
    return dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)


def test_it_starts_with_the_chapters_example(dialog) -> None:
    assert dialog.request() == GenerateRequest((2.0, -3.4), 4.2, 0.01, 1000, 0)
    assert dialog.equation.text() == "y = 2 x1 − 3.4 x2 + 4.2 + noise"


def test_accepting_asks_for_what_the_fields_say(qtbot, dialog) -> None:
    requests = heard(dialog)
    dialog.weights.setText("1.5; −2,5; 0")
    dialog.bias.setText("−1,25")
    dialog.noise.setText("0")
    dialog.rows.setValue(50)
    dialog.seed.setValue(7)
    assert dialog.equation.text() == "y = 1.5 x1 − 2.5 x2 + 0 x3 − 1.25"
    qtbot.mouseClick(ok(dialog), Qt.MouseButton.LeftButton)
    assert requests == [GenerateRequest((1.5, -2.5, 0.0), -1.25, 0.0, 50, 7)]
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_cancelling_asks_for_nothing(dialog) -> None:
    requests = heard(dialog)
    dialog.reject()
    assert requests == []


def test_return_in_a_field_accepts(qtbot, dialog) -> None:
    requests = heard(dialog)
    qtbot.keyClick(dialog.weights, Qt.Key.Key_Return)
    assert requests == [GenerateRequest()]


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("weights", "", "at least one weight"),
        ("weights", " , ", "at least one weight"),
        ("weights", "2, x", "A weight must be a number: “x” is none"),
        ("weights", "1, inf", "“inf”"),
        ("bias", "", "The bias must be a number."),
        ("bias", "one", "“one”"),
        ("bias", "1,250", "The bias “1,250” may be 1250 or 1.25: type one of them."),
        ("noise", "0,5; 1", "The noise must be a number"),
        ("noise", "-0.1", "cannot be negative"),
        ("noise", "nan", "The noise must be a number"),
    ],
)
def test_what_cannot_be_made_is_a_sentence_and_no_ok(qtbot, dialog, field, text, words) -> None:
    requests = heard(dialog)
    getattr(dialog, field).setText(text)
    assert not ok(dialog).isEnabled()
    assert dialog.hint.warns
    assert words in dialog.hint.text
    dialog.accept()
    assert requests == []
    assert dialog.isVisible()
    dialog.preset.click()
    assert ok(dialog).isEnabled()
    assert not dialog.hint.warns


def test_more_numbers_than_fit_into_memory_are_refused(dialog) -> None:
    dialog.weights.setText(" ".join(["1"] * 200))
    assert ok(dialog).isEnabled()
    dialog.rows.setValue(MOST_ROWS)
    assert not ok(dialog).isEnabled()
    assert "choose fewer rows" in dialog.hint.text


def test_rows_go_from_one_to_ten_million(dialog) -> None:
    assert (dialog.rows.minimum(), dialog.rows.maximum()) == (1, 10_000_000)
    dialog.rows.setValue(MOST_ROWS)
    assert ok(dialog).isEnabled()


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("2, −3.4", (2.0, -3.4)),
        ("2 -3.4", (2.0, -3.4)),
        ("2 − 3.4", (2.0, -3.4)),
        ("(2, −3.4)", (2.0, -3.4)),
        ("2;-3.4;", (2.0, -3.4)),
        ("2,5; −3,4", (2.5, -3.4)),
        ("2,−3.4", (2.0, -3.4)),
        ("1e-3\t+2", (0.001, 2.0)),
        ("7", (7.0,)),
    ],
)
def test_weights_are_read_as_people_write_them(text, weights) -> None:
    assert parse_weights(text) == weights


def test_a_request_is_shown_and_read_back_exactly(dialog) -> None:
    rng = np.random.default_rng(0)
    request = GenerateRequest(tuple(rng.normal(size=5).tolist()), -1 / 3, 1e-9, 12_345, 99)
    dialog.show_request(request)
    assert dialog.request() == request
    assert parse_weights(weights_text(request.weights)) == request.weights


def test_the_preset_brings_the_example_back(qtbot, dialog) -> None:
    dialog.show_request(GenerateRequest((1.0,), 0.0, 2.0, 5, 3))
    qtbot.mouseClick(dialog.preset, Qt.MouseButton.LeftButton)
    assert dialog.request() == GenerateRequest()
    assert dialog.isVisible()


def test_many_weights_are_shortened_in_the_equation(dialog) -> None:
    text = equation_text(GenerateRequest((1.0,) * 200))
    assert text == "y = 1 x1 + 1 x2 + 1 x3 + 1 x4 + 1 x5 + … (200 features) + 4.2 + noise"


def test_the_equation_begins_with_a_minus_where_the_first_weight_is_negative() -> None:
    assert equation_text(GenerateRequest((-1.5,), 0.0, 0.0)) == "y = −1.5 x1 + 0"


def test_the_kinds_of_noise_and_features_are_asked_for(qtbot, dialog) -> None:
    requests = heard(dialog)
    dialog.family.setCurrentIndex(dialog.family.findData("laplace"))
    dialog.outliers.setValue(5.0)
    dialog.spread.setCurrentIndex(dialog.spread.findData("uniform"))
    dialog.correlation.setValue(0.5)
    qtbot.mouseClick(ok(dialog), Qt.MouseButton.LeftButton)
    expected = GenerateRequest(noise="laplace", outlier_share=0.05, features="uniform", correlation=0.5)
    assert requests == [expected]


def test_a_request_fills_every_field(dialog) -> None:
    request = GenerateRequest((1.0,), 0.5, 2.0, 10, 3, "student t", 0.1, "exponential", 1.0)
    dialog.show_request(request)
    assert dialog.request() == request
    dialog.preset.click()
    assert dialog.request() == GenerateRequest()


def test_the_equation_says_what_is_made_where_it_is_no_line() -> None:
    prices = GenerateRequest((0.5, -0.3), 12.2, 0.2, noise="log-normal")
    assert equation_text(prices) == "log y = 0.5 x1 − 0.3 x2 + 12.2 + noise"
    counts = GenerateRequest((-0.6,), 1.5, 0.7, noise="poisson")
    assert equation_text(counts) == "y ~ Poisson(exp(−0.6 x1 + 1.5))"


def test_the_hint_tells_how_large_counts_and_prices_come_out() -> None:
    for noise, options in (("poisson", {}), ("log-normal", {}), ("log-normal", {"correlation": 0.8})):
        request = GenerateRequest((0.5, -0.3), 5.0, 0.2, 50_000, noise=noise, **options)
        made = make_synthetic(request.weights, 5.0, 0.2, 50_000, noise=noise, **options)
        log_centre = made.X @ [0.5, -0.3] + 5.0 if noise == "poisson" else np.log(made.y)
        low, high = np.exp(np.quantile(log_centre, [0.0228, 0.9772]))
        found = [float(text) for text in re.findall(r"from ([\d.]+) to ([\d.]+)", hint_text(request))[0]]
        assert found == pytest.approx([low, high], rel=0.06)


def test_counts_ask_for_no_other_noise(dialog) -> None:
    requests = heard(dialog)
    dialog.noise.setText("nothing")
    choose(dialog, "poisson")
    assert not dialog.noise.isEnabled()
    dialog.accept()
    assert requests == [GenerateRequest(noise_std=0.0, noise="poisson")]


def test_another_family_brings_an_example_of_its_own_while_nothing_was_typed(dialog) -> None:
    choose(dialog, "laplace")
    assert dialog.request() == GenerateRequest(noise="laplace")
    for family, example in EXAMPLES.items():
        choose(dialog, family)
        assert dialog.request() == example
    choose(dialog, "normal")
    assert dialog.request() == GenerateRequest()


def test_another_family_keeps_what_was_typed(dialog) -> None:
    dialog.bias.setText("0.25")
    dialog.rows.setValue(77)
    choose(dialog, "log-normal")
    assert dialog.request() == GenerateRequest(bias=0.25, n_rows=77, noise="log-normal")
    assert dialog.noise.isEnabled()


def test_the_number_of_features_cuts_the_weights_or_goes_on_with_them(dialog) -> None:
    assert dialog.count.value() == 2
    dialog.count.setValue(40)
    weights = dialog.request().weights
    assert weights[:2] == (2.0, -3.4)
    assert len(weights) == 40
    assert 0.0 not in weights
    assert weights == weights_for(40, (2.0, -3.4))
    dialog.count.setValue(1)
    assert dialog.request().weights == (2.0,)
    dialog.weights.setText("1 2 3")
    assert dialog.count.value() == 3


def choose(dialog: GenerateDialog, family: str) -> None:
    dialog.family.setCurrentIndex(dialog.family.findData(family))
