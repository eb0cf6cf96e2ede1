"""What is told of the rows of another file before they are predicted, and what is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.views.dialogs.predict_dialog import PredictDialog

TOLD = ("3 of 4 rows can be predicted.", "1 row cannot be predicted: missing <b>area</b>.")


@pytest.fixture
def make(qtbot):
    def dialog(**settings: Any) -> PredictDialog:
        size = settings.pop("size", (4, 3))
        found = PredictDialog("new & <i>old</i>.csv", size, settings.pop("told", TOLD), **settings)
        qtbot.addWidget(found)
        found.show()
        return found

    return dialog


def test_what_becomes_of_the_rows_is_told_in_full_and_as_it_is(make) -> None:
    dialog = make()
    assert dialog.told.text() == "\n".join(TOLD)
    assert dialog.name.whole_text == "new & <i>old</i>.csv"


def test_both_intervals_are_asked_for_at_the_level_of_the_desk(make) -> None:
    dialog = make(level=0.9)
    asked: list[Any] = []
    dialog.export_requested.connect(asked.append)
    dialog.accept()
    (request,) = asked
    assert request.kind is OutputKind.CSV
    assert (request.columns.fitted, request.columns.residuals) == (True, False)
    assert (request.columns.mean_interval, request.columns.label_interval) == (True, True)
    assert request.columns.level == 0.9
    assert (request.escape, request.uses) == (True, False)


def test_what_is_chosen_otherwise_is_asked_for(make) -> None:
    dialog = make(escape=False)
    dialog.kind.setCurrentIndex(dialog.kind.findData("parquet"))
    dialog.mean_interval.click()
    dialog.level.setValue(99.0)
    request = dialog.request()
    assert request.kind is OutputKind.PARQUET
    assert (request.columns.mean_interval, request.columns.level, request.escape) == (False, 0.99, False)
    assert not dialog.escape.isEnabled()
    dialog.label_interval.click()
    assert not dialog.level.isEnabled()


def test_where_nothing_can_be_predicted_nothing_is_asked(make) -> None:
    dialog = make(told=("Nothing can be predicted.",), can_predict=False)
    asked: list[Any] = []
    dialog.export_requested.connect(asked.append)
    dialog.accept()
    assert asked == []
    assert not dialog.ok.isEnabled()
    assert not dialog.kind.isEnabled()


def test_without_intervals_predictions_alone_are_asked_for_and_a_sentence_says_why(make) -> None:
    dialog = make(no_intervals="There are no intervals: as it happens.")
    assert not dialog.request().columns.intervals
    assert dialog.hint.text == "There are no intervals: as it happens."
    assert dialog.ok.isEnabled()


def test_where_a_single_label_has_no_interval_that_of_the_mean_is_there(make) -> None:
    dialog = make(no_label_interval="A single label has none.")
    columns = dialog.request().columns
    assert columns.mean_interval
    assert not columns.label_interval
    assert dialog.hint.text == "A single label has none."


def test_robust_errors_are_said(make) -> None:
    dialog = make(robust="HC3")
    assert dialog.hint.text == "The intervals rest on robust standard errors (HC3)."


def test_more_rows_than_a_sheet_has_are_refused(make) -> None:
    dialog = make(size=(2_000_000, 3))
    assert dialog.ok.isEnabled()
    dialog.kind.setCurrentIndex(dialog.kind.findData("xlsx"))
    assert not dialog.ok.isEnabled()
    assert dialog.hint.warns


def test_a_logarithm_has_median_and_mean(make) -> None:
    assert "median" in make(label_scale=LabelScale.LOG).mean_interval.text()


def test_many_sentences_are_scrolled(make) -> None:
    assert make(told=[f"Sentence {k}." for k in range(200)]).height() < 700
