"""Names are shown with the units of their columns, where what is shown is in them."""

from __future__ import annotations

from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.shown_names import shown_features, shown_label

UNITS = {"time": "s", "town": "km", "day": "d", "price": "€"}


def test_numbers_have_the_unit_of_their_column_and_indicators_and_dates_have_none() -> None:
    sources = (
        Source("time"),
        Source("size"),
        Source("day", SourceKind.DATE),
        Source("town", SourceKind.LEVEL, "Ulm", "Bonn"),
        Source("time", SourceKind.MISSING),
    )
    names = tuple(source.name for source in sources)
    assert shown_features(names, sources, UNITS) == ("time (s)", *names[1:])


def test_the_logarithm_of_the_label_is_not_in_its_unit() -> None:
    assert shown_label("price", "price", UNITS) == "price (€)"
    assert shown_label("log price", "price", UNITS) == "log price"
    assert shown_label("rooms", "rooms", UNITS) == "rooms"
