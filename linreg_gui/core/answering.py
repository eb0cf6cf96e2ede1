"""Methods that a library calls which cannot bear exceptions: they answer whatever happens.

An exception that leaves a virtual method of Qt ends the process, or comes out somewhere else later. It is a
mistake of the program in any case, and told as one.
"""

from __future__ import annotations

import functools
import inspect
import sys
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

Class = TypeVar("Class", bound=type)

# What a cell shows that cannot be shown, and what the pointer over it tells.
UNSHOWN = "?"
WHY_UNSHOWN = "The program made a mistake in showing this; Help > Show Log has the details."

_PACKAGE = __name__.partition(".")[0]
# By the numbers of Qt's roles for a text and its tooltip.
_SIGNS = {0: UNSHOWN, 3: WHY_UNSHOWN}
# What these answer; the others leave it to the library.
_ANSWERS: dict[str, Callable[..., object]] = {
    "data": lambda _index, role=0: _SIGNS.get(int(role)),
    "headerData": lambda _section, _orientation, role=0: _SIGNS.get(int(role)),
    "rowCount": lambda *_: 0,
    "columnCount": lambda *_: 0,
    "setData": lambda *_: False,
    # The library would close the dialog.
    "accept": lambda *_: None,
}


def always_answers(kind: Class) -> Class:
    """A class whose overriding methods never raise.

    What goes wrong in one is told by `sys.excepthook`; then the overridden method answers in its place, or
    in models a sign that a person sees.

    Parameters
    ----------
    kind : type
        With bases of another package.

    Returns
    -------
    type
        The same class, changed.
    """
    for name in overrides(kind):
        setattr(kind, name, _answering(kind, name, getattr(kind, name)))
    return kind


def overrides(kind: type) -> tuple[str, ...]:
    """The methods of a class, or of its mixins, that override some of another package."""
    known = {name for base in kind.__mro__[1:] if _is_foreign(base) for name in vars(base)}
    own = [kind, *(base for base in kind.__mro__[1:] if not any(map(_is_foreign, base.__mro__)))]
    methods = {name for base in own for name, method in vars(base).items() if inspect.isfunction(method)}
    return tuple(sorted(name for name in methods & known if not name.startswith("__")))


def _is_foreign(base: type) -> bool:
    return base is not object and not base.__module__.startswith(_PACKAGE)


def answers_always(method: object) -> bool:
    """Whether a method never raises."""
    return getattr(method, "_always_answers", False) is True


def _answering(kind: type, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def answering(self: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return method(self, *arguments, **named)
        except Exception as error:
            _tell(error)
        try:
            answer = _ANSWERS.get(name) or getattr(super(kind, self), name)
            return answer(*arguments, **named)
        except Exception as error:
            _tell(error)
            return None

    answering._always_answers = True  # type: ignore[attr-defined]
    return answering


def _tell(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)
    # A painter that lived on in a frame would paint on what is gone.
    traceback.clear_frames(error.__traceback__)
