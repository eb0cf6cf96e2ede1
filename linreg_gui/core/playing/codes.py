"""Where things lie in a plot as short texts: three characters a coordinate, which the page reads again.

The numbers that a page shows are never made of these: they say only where something is drawn.
"""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray

# Shares of the width or the height of a plot; what lies farther out is drawn at these.
LOWEST, HIGHEST = -3.0, 4.0
_LETTERS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", dtype=np.uint8)
_LARGEST = 64**3 - 1
_FARTHEST = 1000.0  # in widths of a plot


def encoded(shares: FloatArray) -> str:
    """Shares of the width or the height, 0 to 1 in sight, to 1/37,000; NaN for what is not drawn."""
    flat = np.asarray(shares, dtype=np.float64).ravel()
    known = ~np.isnan(flat)
    places = np.clip(np.where(known, flat, 0.0), LOWEST, HIGHEST)
    codes = np.rint((places - LOWEST) / (HIGHEST - LOWEST) * _LARGEST).astype(np.int64)
    letters = _LETTERS[np.column_stack([codes >> 12, (codes >> 6) & 63, codes & 63])]
    letters[~known] = ord(".")
    return letters.tobytes().decode("ascii")


def far_places(places: FloatArray) -> list[float | None]:
    """Places that lines may lead to from far outside, in order, to a ten-thousandth; None beyond all sight.

    At the edge, where `encoded` would put them, they would turn lines through the plot to elsewhere.
    """
    flat = np.round(np.asarray(places, dtype=np.float64), 4)
    flat[~(np.abs(flat) <= _FARTHEST).all(axis=1)] = np.nan
    return [None if np.isnan(place) else place for place in flat.ravel().tolist()]


def decoded(text: str) -> FloatArray:
    """The opposite of `encoded`, as the page reads it."""
    letters = np.frombuffer(text.encode("ascii"), dtype=np.uint8).reshape(-1, 3)
    values = np.zeros(256, dtype=np.int64)
    values[_LETTERS] = np.arange(64)
    numbers = values[letters] @ np.array([4096, 64, 1])
    places = LOWEST + numbers / _LARGEST * (HIGHEST - LOWEST)
    return np.where(letters[:, 0] == ord("."), np.nan, places)
