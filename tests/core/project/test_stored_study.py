"""A search for settings in a project file: it comes back, and what is none is refused by a sentence."""

from __future__ import annotations

import json

import pytest
from rich_project import description, parts_of, rich_project

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project_file import project_from_parts


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> dict[str, bytes]:
    return parts_of(rich_project(tmp_path_factory.mktemp("rich")))


def read(parts: dict[str, bytes], plain: object):
    return project_from_parts("a.linreg", {**parts, "project.json": json.dumps(plain).encode()})[0]


def test_a_search_comes_back_with_its_trials(tmp_path, parts) -> None:
    assert read(parts, description(parts)).study == rich_project(tmp_path).study


def test_a_project_without_a_search_opens(parts) -> None:
    plain = description(parts)
    del plain["study"]
    assert read(parts, plain).study is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("space", []),
        ("sampler", "by heart"),
        ("seed", 2**60),
        ("wanted", 10**9),
        ("trials", [{"values": [0.1], "loss": 1.0, "step": 1}]),
        ("trials", [{"values": [-0.1, 4.0, 1.0], "loss": 1.0, "step": 1}]),
        ("trials", [{"values": [0.1, 4.0, 99.0], "loss": 1.0, "step": 1}]),
        ("trials", [{"values": [0.1, "inf", 1.0], "loss": 1.0, "step": 1}]),
        ("trials", [{"values": [0.1, 4.0, "nan"], "loss": 1.0, "step": 1}]),
        ("trials", [{"values": [0.1, 4.0, 1.0], "loss": "nan", "step": 1}]),
        ("trials", [{"values": [0.1, 4.0, 1.0], "loss": 1.0, "step": -1}]),
        ("space", [{"setting": "learning rate", "low": 2.0, "high": 1.0}]),
    ],
)
def test_what_is_no_search_is_refused(parts, field, value) -> None:
    plain = description(parts)
    plain["study"][field] = value
    with pytest.raises(ProblemError):
        read(parts, plain)
