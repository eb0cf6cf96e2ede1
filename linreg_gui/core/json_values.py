"""Frozen dataclasses as values of JSON and back, every field checked against its type.

For all that comes from outside. What is made is what the types say; no value can name anything else to make.
"""

from __future__ import annotations

import enum
import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.limits import can_be_path
from linreg_gui.core.wording import shortened, sound_text

T = TypeVar("T")

_ODD_NUMBERS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_LONGEST_PLACE, _LONGEST_REASON = 200, 300
# Entries that are encoded at once.
_AT_ONCE = 200
_PLAIN = {str, bool, int, type(None)}
_WORDS = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


class WrongValue(ValueError):
    """A value from outside that is not what it should be; the text says which and what it should be."""

    def __init__(self, where: str, should_be: str) -> None:
        super().__init__(
            f"“{shortened(where, _LONGEST_PLACE)}” should be {shortened(should_be, _LONGEST_REASON)}"
        )


def to_json_values(value: Any) -> Any:
    """A dataclass of numbers, texts, enumerations, tuples, mappings, arrays and the like for JSON.

    Among several subclasses of its declared type, a dataclass is told by the name of its class.
    """
    if type(value) in _PLAIN:  # most are, and a table can have thousands of columns
        return value
    if is_dataclass(value) and not isinstance(value, type):
        check_wanted()
        plain = {name: to_json_values(getattr(value, name)) for name in _names(type(value))}
        return {"kind": type(value).__name__, **plain} if _is_variant(type(value)) else plain
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): to_json_values(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [to_json_values(entry) for entry in value]
    if isinstance(value, Path):
        return str(value)
    return _plain_scalar(value)


def json_text(plain: Any) -> str:
    """The text of values of JSON, made piece by piece: the encoder stops all threads until it is through."""
    if isinstance(plain, dict):
        if len(plain) <= _AT_ONCE:
            parts = (f"{_encoded(key)}: {json_text(entry)}" for key, entry in plain.items())
            return "{" + ", ".join(parts) + "}"
        entries = list(plain.items())
        return "{" + ", ".join(_encoded(dict(piece))[1:-1] for piece in _pieces(entries)) + "}"
    if isinstance(plain, list) and len(plain) > _AT_ONCE:
        return "[" + ", ".join(_encoded(piece)[1:-1] for piece in _pieces(plain)) + "]"
    return _encoded(plain)


def from_json_values(kind: type[T], plain: Any, where: str) -> T:
    """The value of a type from what `to_json_values` made of it.

    Fields that are not there get their defaults; others than those of the type are left alone.

    Parameters
    ----------
    kind : type
        A dataclass, or a type that a field of one can have.
    plain : object
        As `json.loads` gives it.
    where : str
        What the value is called in the sentence.

    Raises
    ------
    WrongValue
        Naming the field that is not what it should be.
    """
    return typing.cast(T, _value(kind, plain, where))


def _encoded(plain: Any) -> str:
    check_wanted()
    return json.dumps(plain, allow_nan=False)


def _pieces(entries: list[Any]) -> list[list[Any]]:
    return [entries[start : start + _AT_ONCE] for start in range(0, len(entries), _AT_ONCE)]


def _plain_scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        number = float(value)
        return number if math.isfinite(number) else repr(number)
    return to_json_values(_of_numpy(value))


def _of_numpy(value: Any) -> Any:
    """Arrays and numbers of NumPy, without which settings are read before there is a window."""
    import numpy as np

    if isinstance(value, np.ndarray | np.bool_ | np.integer | np.floating):
        return value.tolist() if isinstance(value, np.ndarray) else value.item()
    raise TypeError(f"{type(value).__name__} has no plain form.")


def _value(kind: Any, plain: Any, where: str) -> Any:
    return _reader(kind)(plain, where)


# This and all that follows from types is kept, as a table can have thousands of columns.
@cache
def _reader(kind: Any) -> Callable[[Any, str], Any]:
    """What makes a value of a type."""
    origin = get_origin(kind)
    if hasattr(origin, "__value__"):  # from NumPy 2.5 on, NDArray is a name for the type of an array
        origin = get_origin(origin.__value__)
    if origin in (Union, types.UnionType):
        return partial(_one_of, get_args(kind))
    if origin is Literal:
        return partial(_literal, get_args(kind))
    if origin is tuple:
        return partial(_tuple, get_args(kind))
    if origin is not None and issubclass(origin, Mapping):
        return partial(_mapping, get_args(kind))
    if origin is not None and origin.__name__ == "ndarray":
        return _array
    if is_dataclass(kind):
        return partial(_dataclass, kind)
    if issubclass(kind, enum.Enum):
        return partial(_literal, kind)
    return _path if kind is Path else partial(_scalar, kind)


def _array(plain: Any, where: str) -> Any:
    import numpy as np

    from linreg_gui.core.arrays import frozen

    return frozen(np.array(_tuple((float, ...), plain, where), dtype=np.float64))


def _path(plain: Any, where: str) -> Path:
    """A path, in which bytes that are no text may stand for themselves."""
    if not isinstance(plain, str):
        raise WrongValue(where, _WORDS[str])
    if not can_be_path(plain):
        raise WrongValue(where, "the path of a file")
    return Path(plain)


def _scalar(kind: Any, plain: Any, where: str) -> Any:
    if kind is type(None) and plain is None:
        return None
    if kind is float and isinstance(plain, str) and plain in _ODD_NUMBERS:
        return _ODD_NUMBERS[plain]
    if kind is float and isinstance(plain, int) and not isinstance(plain, bool) and abs(plain) < 2**53:
        return float(plain)
    if type(plain) is not kind:
        raise WrongValue(where, _WORDS.get(kind, "null"))
    return sound_text(plain) if kind is str else plain


def _one_of(kinds: tuple[Any, ...], plain: Any, where: str) -> Any:
    if plain is None and type(None) in kinds:
        return None
    errors = []
    for kind in kinds:
        if kind is not type(None):
            try:
                return _value(kind, plain, where)
            except WrongValue as error:
                errors.append(error)
    raise errors[-1]


def _literal(choices: Any, plain: Any, where: str) -> Any:
    """One of several values, or of the members of an enumeration."""
    by_value = _by_value(choices)
    if not isinstance(plain, str | int) or plain not in by_value:
        raise WrongValue(where, "one of " + ", ".join(f"“{value}”" for value in by_value))
    return by_value[plain]


@cache
def _by_value(choices: Any) -> dict[Any, Any]:
    return {getattr(choice, "value", choice): choice for choice in choices}


def _tuple(kinds: tuple[Any, ...], plain: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise WrongValue(where, "a list")
    if len(kinds) == 2 and kinds[1] is ...:
        read = _reader(kinds[0])
        return tuple(read(entry, f"{where}, entry {i}") for i, entry in enumerate(plain, 1))
    if len(plain) != len(kinds):
        raise WrongValue(where, f"a list of {len(kinds)}")
    return tuple(
        _value(kind, entry, f"{where}, entry {i}")
        for i, (kind, entry) in enumerate(zip(kinds, plain, strict=True), 1)
    )


def _mapping(kinds: tuple[Any, ...], plain: Any, where: str) -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise WrongValue(where, "a set of named values")
    entries = ((sound_text(key), entry) for key, entry in plain.items())
    return {key: _value(kinds[1], entry, f"{where}, {key}") for key, entry in entries}


def _dataclass(kind: Any, plain: Any, where: str) -> Any:
    check_wanted()
    if not isinstance(plain, dict):
        raise WrongValue(where, "a set of named values")
    if _is_variant(kind) or kind.__subclasses__():
        variants = {entry.__name__: entry for entry in kind.__subclasses__() or [kind]}
        kind = _literal_of(variants, plain.get("kind"), f"{where}, kind")
    values = {
        field.name: _field(field, hint, plain, f"{where}, {field.name}") for field, hint in _entries(kind)
    }
    return _made(kind, values, where)


def _field(field: Field[Any], kind: Any, plain: dict[str, Any], where: str) -> Any:
    if field.name in plain:
        return _value(kind, plain[field.name], where)
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    raise WrongValue(where, "there")


def _made(kind: Callable[..., Any], values: dict[str, Any], where: str) -> Any:
    """The dataclass, whose own checks may refuse what it is given."""
    try:
        return kind(**values)
    except WrongValue:
        raise
    except ValueError as error:
        raise WrongValue(where, f"valid: {str(error).rstrip('.')}") from error


def _literal_of(choices: Mapping[str, Any], plain: Any, where: str) -> Any:
    name = _literal(tuple(choices), plain, where)
    return choices[name]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _entries(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    """The fields that a dataclass is made with, and their types."""
    hints = typing.get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind) if field.init)


@cache
def _is_variant(kind: Any) -> bool:
    """Whether a dataclass is one of several kinds of another."""
    return any(is_dataclass(base) for base in kind.__mro__[1:])
