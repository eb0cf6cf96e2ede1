"""What was decided about a file is remembered as values of JSON."""

from __future__ import annotations

import json

import pytest

from linreg_gui.core.reading.options import ReadOptions

ALL = ReadOptions(
    ";", ",", ".", "latin-1", True, 3, ("n/a", ""), "Sheet 2", "'", (("zip code", "text"), ("day", "date"))
)


@pytest.mark.parametrize("options", [ReadOptions(), ALL, ReadOptions(header=False), ReadOptions(missing=())])
def test_options_come_back_from_json(options) -> None:
    assert ReadOptions.restored(json.loads(json.dumps(options.stored()))) == options


def test_only_what_was_decided_is_stored() -> None:
    assert ReadOptions(decimal=",").stored() == {"decimal": ",", "skip_rows": 0}
    assert ALL.stored()["types"] == {"zip code": "text", "day": "date"}


def test_choices_of_a_newer_version_do_no_harm() -> None:
    assert ReadOptions.restored({"decimal": ",", "colour": "red"}) == ReadOptions(decimal=",")


@pytest.mark.parametrize(
    "stored",
    [
        *(None, 3, [1], "text"),
        *({"separator": 1}, {"header": "yes"}, {"skip_rows": 1.5}, {"skip_rows": True}, {"missing": "n/a"}),
        *(
            {"missing": [1]},
            {"types": 3},
            {"types": ["day"]},
            {"types": {"day": 1}},
            {"types": {"day": "king"}},
        ),
        *({"decimal": "x"}, {"decimal": ",", "thousands": ","}, {"quote": "x"}),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(stored) -> None:
    with pytest.raises((ValueError, TypeError)):
        ReadOptions.restored(stored)
