"""Finding out that no window can be opened, before Qt aborts."""

from __future__ import annotations

import sys

import pytest

from linreg_gui.cli import display_check
from linreg_gui.cli.display_check import display_problem

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks about an X server")


def test_without_any_display_the_sentence_says_what_to_do() -> None:
    sentence = display_problem({}, "linux")
    assert sentence is not None
    assert "DISPLAY" in sentence
    assert "linreg-gui fit" in sentence


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_always_have_one(system) -> None:
    assert display_problem({}, system) is None


@pytest.mark.parametrize("platform", ["offscreen", "offscreen:configfile=x.json", "minimal", "vnc"])
def test_platforms_that_draw_nowhere_need_none(platform) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform}, "linux") is None


def test_wayland_is_a_display_too() -> None:
    assert display_problem({"WAYLAND_DISPLAY": "wayland-0"}, "linux") is None


@linux_only
def test_a_server_that_does_not_answer_is_named(monkeypatch) -> None:
    monkeypatch.setattr(display_check, "_missing_plugin_library", lambda: "")
    sentence = display_problem({"DISPLAY": ":4711"}, "linux")
    assert sentence is not None
    assert ":4711" in sentence


def test_a_missing_system_library_is_named_with_the_command_that_brings_it(monkeypatch) -> None:
    monkeypatch.setattr(display_check, "_missing_plugin_library", lambda: "libxcb-cursor.so.0")
    sentence = display_problem({"DISPLAY": ":0"}, "linux")
    assert sentence is not None
    assert "libxcb-cursor.so.0" in sentence
    assert "apt install" in sentence


def test_a_library_that_qt_itself_lacks_is_named(monkeypatch) -> None:
    def fail(module: str) -> str:
        return "libEGL.so.1"

    monkeypatch.setattr(display_check, "_missing_library", fail)
    sentence = display_problem({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert sentence is not None
    assert "libEGL.so.1" in sentence
