"""Tables that come with R, and what its manual and textbooks print for models of them."""

from __future__ import annotations

import numpy as np
import pandas as pd


def cars() -> pd.DataFrame:
    """Speed and stopping distance of 50 cars (Ezekiel 1930)."""
    speed = (
        "4 4 7 7 8 9 10 10 10 11 11 12 12 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 17 17 18 18 18 18"
    )
    speed += " 19 19 19 20 20 20 20 20 22 23 24 24 24 24 25"
    dist = (
        "2 10 4 22 16 10 18 26 34 17 28 14 20 24 28 26 34 34 46 26 36 60 80 20 26 54 32 40 32 40 50 42 56 76"
    )
    dist += " 84 36 46 68 32 48 52 56 64 66 54 70 92 93 120 85"
    return pd.DataFrame(
        {"speed": np.array(speed.split(), dtype=float), "dist": np.array(dist.split(), dtype=float)}
    )


def warpbreaks() -> pd.DataFrame:
    """Breaks in yarn by wool and tension (Tippett 1950)."""
    breaks = "26 30 54 25 70 52 51 26 67 18 21 29 17 12 18 35 30 36 36 21 24 18 10 43 28 15 26"
    breaks += " 27 14 29 19 29 31 41 20 44 42 26 19 16 39 28 21 39 29 20 21 24 17 13 15 15 16 28"
    return pd.DataFrame(
        {
            "breaks": np.array(breaks.split(), dtype=float),
            "wool": ["A"] * 27 + ["B"] * 27,
            "tension": (["L"] * 9 + ["M"] * 9 + ["H"] * 9) * 2,
        }
    )


CARS, WARPBREAKS, MTCARS = "cars", "warpbreaks", "mtcars"
# The table, the model, the reference levels that R takes, and what it prints; the bias by “”.
PRINTED = [
    (CARS, "dist ~ speed", {}, {"": -17.579, "speed": 3.932}),
    (CARS, "dist ~ speed - 1", {}, {"speed": 2.909}),
    (CARS, "dist ~ speed + I(speed^2)", {}, {"": 2.47014, "speed": 0.91329, "speed^2": 0.09996}),
    (
        CARS,
        "dist ~ poly(speed, degree = 3)",
        {},
        {
            "": 42.980,
            "poly(speed, 3)[1]": 145.552,
            "poly(speed, 3)[2]": 22.996,
            "poly(speed, 3)[3]": 13.797,
        },
    ),
    (
        WARPBREAKS,
        "breaks ~ wool*tension",
        {"wool": "A", "tension": "L"},
        {
            "": 44.556,
            "wool = B": -16.333,
            "tension = M": -20.556,
            "tension = H": -20.000,
            "wool[B] × tension[M]": 21.111,
            "wool[B] × tension[H]": 10.556,
        },
    ),
    (
        WARPBREAKS,
        "breaks ~ 0 + wool + tension",
        {"tension": "L"},
        {"wool = A": 39.278, "wool = B": 33.500, "tension = M": -10.000, "tension = H": -14.722},
    ),
    (
        MTCARS,
        "mpg ~ weight * horsepower",
        {},
        {"": 49.80842, "weight": -8.21662, "horsepower": -0.12010, "weight × horsepower": 0.02785},
    ),
    (
        MTCARS,
        "mpg ~ weight + C(cylinders)",
        {"cylinders": "4"},
        {"": 33.9908, "weight": -3.2056, "cylinders = 6": -4.2556, "cylinders = 8": -6.0709},
    ),
]
