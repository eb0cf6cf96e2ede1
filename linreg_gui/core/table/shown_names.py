"""Names as they stand at axes and in equations: with the units of their columns, which no formula knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .feature_sources import Source, SourceKind


def shown_features(
    names: Sequence[str], sources: Sequence[Source], units: Mapping[str, str]
) -> tuple[str, ...]:
    """The names of features, such as “time (s)” where the column has a unit and holds numbers."""
    if not units:
        return tuple(names)
    pairs = zip(names, sources, strict=True)
    return tuple(
        shown_name(name, units.get(source.column, "")) if source.kind is SourceKind.NUMBER else name
        for name, source in pairs
    )


def shown_label(name: str, column: str, units: Mapping[str, str]) -> str:
    """The name of the label, with the unit of its column unless it is named for what was made of it."""
    return shown_name(name, units.get(column, "")) if name == column else name


def shown_name(name: str, unit: str) -> str:
    """A name with a unit, if there is one."""
    return f"{name} ({unit})" if unit else name
