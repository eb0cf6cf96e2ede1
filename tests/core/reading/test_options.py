"""What was decided about a file is remembered as values of JSON, comes back, and nonsense is refused."""

from __future__ import annotations

import json

import pytest

from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions

EVERY = ReadOptions(
    separator=";",
    decimal=",",
    thousands=".",
    encoding="cp1252",
    header=False,
    skip_rows=3,
    missing=("x", "-"),
    sheet="second",
    quote="'",
    types=(("day", "day-first date"), ("n", "ignore")),
)


@pytest.mark.parametrize(
    "options", [AUTOMATIC, EVERY, ReadOptions(thousands="", quote=""), ReadOptions(missing=())]
)
def test_options_come_back_from_json(options: ReadOptions) -> None:
    assert ReadOptions.restored(json.loads(json.dumps(options.stored()))) == options


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (ReadOptions(decimal=";"), "decimal sign is"),
        (ReadOptions(thousands="x"), "thousands sign is"),
        (ReadOptions(decimal=",", thousands=","), "cannot be the same"),
        (ReadOptions(skip_rows=-1), "number of lines to skip must be"),
        (ReadOptions(quote="x"), "sign around cells is"),
        (ReadOptions(types=(("n", "complex"),)), "“n” can be read as"),
    ],
)
def test_a_choice_that_cannot_be_one_is_refused(options: ReadOptions, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        options.check()
    with pytest.raises(ValueError, match=part):
        ReadOptions.restored(options.stored())


def test_an_empty_cell_is_missing_whatever_was_chosen() -> None:
    assert "NA" in AUTOMATIC.missing_tokens
    assert EVERY.missing_tokens == ("", "x", "-")


def test_signs_are_open_until_one_is_chosen() -> None:
    assert ReadOptions(separator=";").leaves_signs_open
    assert not ReadOptions(thousands="").leaves_signs_open


def test_only_what_was_decided_is_stored() -> None:
    assert ReadOptions(decimal=",").stored() == {"decimal": ",", "skip_rows": 0, "skip_footer": 0}
    assert EVERY.stored()["types"] == {"day": "day-first date", "n": "ignore"}


def test_choices_of_a_newer_version_do_no_harm() -> None:
    assert ReadOptions.restored({"decimal": ",", "colour": "red"}) == ReadOptions(decimal=",")


@pytest.mark.parametrize(
    "stored",
    [
        None,
        3,
        [1],
        "text",
        {"separator": 1},
        {"header": "yes"},
        {"skip_rows": 1.5},
        {"skip_rows": True},
        {"missing": "n/a"},
        {"missing": [1]},
        {"types": 3},
        {"types": ["day"]},
        {"types": {"day": 1}},
        {"types": {"day": "king"}},
        {"decimal": "x"},
        {"decimal": ",", "thousands": ","},
        {"quote": "x"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(stored) -> None:
    with pytest.raises((ValueError, TypeError)):
        ReadOptions.restored(stored)
