"""Whatever a model holds, Qt gets an answer from it: no exception leaves a method that Qt calls."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import shiboken6

import linreg_gui
from linreg_gui.core.answering import answers_always, overrides


def _subclasses(kind: type) -> Iterator[type]:
    for other in kind.__subclasses__():
        yield other
        yield from _subclasses(other)


def qt_classes(kind: type = shiboken6.Object) -> list[type]:
    """All classes of the program that are made of some of Qt, or of those of one kind."""
    for module in pkgutil.walk_packages(linreg_gui.__path__, "linreg_gui."):
        if module.name.split(".")[1] in ("app", "session", "views"):
            importlib.import_module(module.name)
    found = {other for other in _subclasses(kind) if other.__module__.startswith("linreg_gui.")}
    return sorted(found, key=lambda other: (other.__module__, other.__name__))


def test_no_exception_leaves_a_method_that_qt_calls() -> None:
    classes = qt_classes()
    open_ones = [
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind in classes
        for name in overrides(kind)
        if not answers_always(getattr(kind, name))
    ]
    assert len(classes) > 100
    assert not open_ones, f"put @always_answers before the class: {open_ones}"
